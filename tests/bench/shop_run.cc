#include "tests/bench/shop_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/clock.h"
#include "tests/bench/interrupt.h"

namespace daybook::bench {
namespace {

constexpr int64_t kFillSalesPerCall = 20;
constexpr absl::Duration kFillStretchMin = absl::Milliseconds(20);
constexpr absl::Duration kFillStretchMax = absl::Seconds(5);

// How long to sell until about `missing` events are there, at the rate of `last`.
absl::Duration FillStretch(int64_t missing, const SliceResult& last) {
  const double rate = std::max(1000.0, last.EventsPerSecond());
  return std::clamp(absl::Seconds(static_cast<double>(missing) / rate), kFillStretchMin,
                    kFillStretchMax);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Run>> Run::Begin(const Options& options) {
  DAYBOOK_ASSIGN_OR_RETURN(auto directory, TempDirectory::Create(options.directory));
  DAYBOOK_ASSIGN_OR_RETURN(DiskFacts disk, MeasureDisk(directory->path()));
  return std::unique_ptr<Run>(
      new Run{.options = options, .directory = std::move(directory), .disk = disk, .progress = {}});
}

Document Run::NewDocument(std::string_view benchmark) const {
  Document document;
  document.Add("benchmark", benchmark);
  AddMachine(disk, document);
  return document;
}

absl::StatusOr<std::unique_ptr<BusyShop>> BusyShop::Open(Run& run, int64_t tills) {
  run.progress.Show("opening the shop");
  std::unique_ptr<BusyShop> shop(new BusyShop(run));
  DAYBOOK_ASSIGN_OR_RETURN(shop->server_,
                           EdgeServer::Create(run.options.edge, run.directory->path() + "/edge"));
  DAYBOOK_RETURN_IF_ERROR(shop->server_->Start());
  shop->tills_ = std::make_unique<LoadClient>(LoadOptionsOf(run.options, tills));
  shop->first_till_ = std::make_unique<LoadClient>(LoadOptionsOf(run.options, 1));
  DAYBOOK_RETURN_IF_ERROR(shop->Reconnect());
  DAYBOOK_RETURN_IF_ERROR(shop->tills_->OpenTills());
  const ChildProcess& process = shop->server_->process();
  DAYBOOK_RETURN_IF_ERROR(shop->first_till_->Connect(shop->server_->address(), process.pid()));
  DAYBOOK_RETURN_IF_ERROR(shop->first_till_->OpenTills());
  return shop;
}

absl::Status BusyShop::Reconnect() {
  probe_ = std::make_unique<EdgeProbe>(server_->address());
  return tills_->Connect(server_->address(), server_->process().pid());
}

absl::Status BusyShop::Fill(int64_t events) {
  tills_->SetSalesPerCall(kFillSalesPerCall);
  DAYBOOK_ASSIGN_OR_RETURN(edge::v1::GetHeadResponse head, probe_->Head());
  SliceResult last;
  while (head.head().position() < events && !Interrupted()) {
    run_.progress.Show(
        fmt::format("filling the log: {} of {} events", head.head().position(), events));
    DAYBOOK_ASSIGN_OR_RETURN(last, tills_->Run(FillStretch(events - head.head().position(), last)));
    DAYBOOK_RETURN_IF_ERROR(CheckNoErrors("filling the log", last));
    DAYBOOK_ASSIGN_OR_RETURN(head, probe_->Head());
  }
  tills_->SetSalesPerCall(1);
  run_.progress.Show("waiting for the views");
  return Settle().status();
}

absl::StatusOr<absl::Duration> BusyShop::Settle() { return probe_->AwaitViews(); }

absl::StatusOr<absl::Duration> BusyShop::RestartAndSell() {
  const SystemClock clock;
  const absl::Duration start = clock.Monotonic();
  DAYBOOK_RETURN_IF_ERROR(server_->Start());
  DAYBOOK_RETURN_IF_ERROR(first_till_->Connect(server_->address(), server_->process().pid()));
  DAYBOOK_RETURN_IF_ERROR(first_till_->SellOnce());
  return clock.Monotonic() - start;
}

LoadOptions LoadOptionsOf(const Options& options, int64_t tills) {
  return {.tills = tills,
          .tills_per_channel = options.tills_per_channel,
          .threads = options.client_threads,
          .seed = static_cast<uint64_t>(options.seed)};
}

double Milliseconds(const LatencyHistogram& latency, double quantile) {
  return static_cast<double>(latency.Percentile(quantile)) / 1e6;
}

void AddResult(const SliceResult& result, Document& document) {
  document.Add("sales_per_second", result.SalesPerSecond(), 1);
  if (result.events > 0) document.Add("events_per_second", result.EventsPerSecond(), 1);
  document.Add("p50_ms", Milliseconds(result.latency, 0.50), 3);
  document.Add("p99_ms", Milliseconds(result.latency, 0.99), 3);
  document.Add("p999_ms", Milliseconds(result.latency, 0.999), 3);
  document.Add("max_ms", Milliseconds(result.latency, 1), 3);
  document.Add("sales", result.sales);
  document.Add("errors", result.errors);
}

absl::Status CheckNoErrors(std::string_view who, const SliceResult& result) {
  if (result.errors == 0) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CONNECTION_FAILED,
               "{who}: {count} calls were not accepted; the first: {error}",
               {{"who", who}, {"count", result.errors}, {"error", result.first_error}});
}

}  // namespace daybook::bench
