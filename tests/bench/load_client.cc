#include "tests/bench/load_client.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "core/base/check.h"
#include "tests/bench/interrupt.h"
#include "tests/bench/load_worker.h"
#include "tests/bench/pause.h"
#include "tests/bench/process.h"

namespace daybook::bench {
namespace {

absl::Status CheckAllAccepted(const SliceResult& result) {
  if (result.errors == 0) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "{count} calls failed, the first: {error}",
               {{"count", result.errors}, {"error", result.first_error}});
}

}  // namespace

LoadClient::LoadClient(const LoadOptions& options) {
  const int64_t threads = std::min(options.threads, options.tills);
  int64_t first = 0;
  for (int64_t i = 0; i < threads; ++i) {
    const int64_t count = options.tills * (i + 1) / threads - first;
    workers_.push_back(std::make_unique<LoadWorker>(options, first, count));
    first += count;
  }
}

LoadClient::~LoadClient() = default;

absl::Status LoadClient::Connect(const std::string& address, pid_t server_pid) {
  server_pid_ = server_pid;
  for (auto& worker : workers_) DAYBOOK_RETURN_IF_ERROR(worker->Connect(address));
  return absl::OkStatus();
}

absl::Status LoadClient::OpenTills() {
  for (auto& worker : workers_) DAYBOOK_RETURN_IF_ERROR(CheckAllAccepted(worker->OpenTills()));
  return absl::OkStatus();
}

void LoadClient::SetSalesPerCall(int64_t sales_per_call) {
  for (auto& worker : workers_) worker->SetSalesPerCall(sales_per_call);
}

absl::Status LoadClient::SellOnce() { return CheckAllAccepted(workers_.front()->SellOnce()); }

absl::StatusOr<SliceResult> LoadClient::Run(absl::Duration duration) {
  const int64_t start_ns = MonotonicNanoseconds();
  const int64_t end_ns = start_ns + absl::ToInt64Nanoseconds(duration);
  std::vector<SliceResult> results(workers_.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < workers_.size(); ++i) {
    threads.emplace_back([&, i] { results[i] = workers_[i]->RunUntil(end_ns); });
  }
  for (std::thread& thread : threads) thread.join();
  SliceResult total;
  for (const SliceResult& result : results) total.AddConcurrent(result);
  total.elapsed = absl::Nanoseconds(MonotonicNanoseconds() - start_ns);
  return total;
}

absl::StatusOr<SliceResult> LoadClient::RunAtRate(int64_t sales_per_second,
                                                  absl::Duration duration) {
  std::vector<SliceResult> results(workers_.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < workers_.size(); ++i) {
    threads.emplace_back([&, i] { results[i] = workers_[i]->Answer(); });
  }
  const int64_t start_ns = MonotonicNanoseconds();
  const int64_t end_ns = start_ns + absl::ToInt64Nanoseconds(duration);
  const Schedule schedule(start_ns, sales_per_second);
  Pause pause;
  int64_t turn = 0;
  for (int64_t due_ns = start_ns; due_ns < end_ns && !Interrupted();
       due_ns = schedule.DueTime(++turn)) {
    pause.Until(due_ns);
    const auto worker_count = static_cast<int64_t>(workers_.size());
    LoadWorker& worker = *workers_[static_cast<size_t>(turn % worker_count)];
    worker.SellAt(turn / worker_count % worker.till_count(), due_ns);
  }
  for (auto& worker : workers_) worker->AnswerLast();
  for (std::thread& thread : threads) thread.join();
  SliceResult total;
  for (const SliceResult& result : results) total.AddConcurrent(result);
  total.elapsed = absl::Nanoseconds(MonotonicNanoseconds() - start_ns);
  return total;
}

absl::Duration LoadClient::CpuTime() const { return CpuTimeOf(server_pid_); }

}  // namespace daybook::bench
