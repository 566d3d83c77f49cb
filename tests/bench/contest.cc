#include "tests/bench/contest.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "tests/bench/interrupt.h"
#include "tests/bench/postgres_baseline.h"
#include "tests/bench/rocksdb_baseline.h"

namespace daybook::bench {
namespace {

constexpr absl::Duration kWarmUp = absl::Seconds(1);

double MicrosecondsPerSale(absl::Duration time, const SliceResult& total) {
  return Ratio(absl::ToDoubleMicroseconds(time), static_cast<double>(total.sales));
}

ThreadLoad ThreadLoadOf(const Options& options) {
  return {.callers = options.tills,
          .sales_per_call = options.sales_per_call,
          .seed = static_cast<uint64_t>(options.seed)};
}

}  // namespace

Contest::Contest(Run& run, BusyShop* shop) : run_(run), shop_(shop) {
  if (shop == nullptr) return;
  shop->tills().SetSalesPerCall(run.options.sales_per_call);
  standings_.emplace_back(kEdgeName, shop->tills());
}

absl::Status Contest::AddBaselines(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    run_.progress.Show(fmt::format("starting {}", name));
    const absl::Status added = AddBaseline(name);
    if (added.ok()) continue;
    if (ReasonOf(added) != Reason::ERROR_REASON_CONFIG_INVALID) return added;
    skipped_.emplace_back(name, MessageOf(added));
  }
  return absl::OkStatus();
}

absl::Status Contest::AddBaseline(const std::string& name) {
  if (name == "echo") return AddEcho();
  const std::string directory = fmt::format("{}/{}", run_.directory->path(), name);
  const ThreadLoad load = ThreadLoadOf(run_.options);
  DAYBOOK_ASSIGN_OR_RETURN(auto baseline, name == "rocksdb"
                                              ? OpenRocksdbBaseline(directory, load)
                                              : OpenPostgresBaseline(directory, load));
  Add(name, std::move(baseline));
  return absl::OkStatus();
}

absl::Status Contest::AddEcho() {
  DAYBOOK_ASSIGN_OR_RETURN(EchoProcess echo, StartEcho(run_.directory->path()));
  echo_ = std::move(echo.process);
  LoadOptions options = LoadOptionsOf(run_.options, run_.options.tills);
  options.echo = true;
  options.sales_per_call = run_.options.sales_per_call;
  auto client = std::make_unique<LoadClient>(options);
  DAYBOOK_RETURN_IF_ERROR(client->Connect(echo.address, echo_->pid()));
  Add("echo", std::move(client));
  return absl::OkStatus();
}

void Contest::Add(std::string_view name, std::unique_ptr<Contender> contender) {
  standings_.emplace_back(name, *contender);
  owned_.push_back(std::move(contender));
}

absl::Status Contest::Measure(absl::Duration total, int64_t rounds) {
  for (Standing& standing : standings_) {
    run_.progress.Show(fmt::format("warming up {}", standing.name));
    DAYBOOK_RETURN_IF_ERROR(MeasureSlice(standing, kWarmUp, false));
  }
  for (int64_t round = 0; round < rounds && !Interrupted(); ++round) {
    for (Standing& standing : standings_) {
      run_.progress.Show(fmt::format("round {} of {}: {}", round + 1, rounds, standing.name));
      DAYBOOK_RETURN_IF_ERROR(MeasureSlice(standing, total / rounds, true));
    }
    // The other way round next time, so that nobody always comes after the same one.
    std::reverse(standings_.begin(), standings_.end());
  }
  return absl::OkStatus();
}

absl::Status Contest::MeasureSlice(Standing& standing, absl::Duration duration, bool counts) {
  const absl::Duration far_before = standing.contender->CpuTime();
  const absl::Duration client_before = CpuTimeOf(getpid());
  DAYBOOK_ASSIGN_OR_RETURN(const SliceResult result, standing.contender->Run(duration));
  const absl::Duration client_used = CpuTimeOf(getpid()) - client_before;
  DAYBOOK_RETURN_IF_ERROR(CheckNoErrors(standing.name, result));
  if (standing.name == kEdgeName) {
    // What its views have still to do is its own work, not a burden on the next one's slice.
    DAYBOOK_ASSIGN_OR_RETURN(const absl::Duration lag, shop_->Settle());
    if (counts) views_lag_max_ = std::max(views_lag_max_, lag);
  }
  if (!counts) return absl::OkStatus();
  standing.rates.push_back(result.SalesPerSecond());
  standing.total.AddLater(result);
  standing.far_cpu += standing.contender->CpuTime() - far_before;
  standing.client_cpu += client_used;
  return absl::OkStatus();
}

const Standing* Contest::Find(std::string_view name) const {
  for (const Standing& standing : standings_) {
    if (standing.name == name) return &standing;
  }
  return nullptr;
}

double Contest::RatioTo(std::string_view baseline) const {
  const Standing* edge = Find(kEdgeName);
  const Standing* other = Find(baseline);
  return edge == nullptr || other == nullptr ? 0 : MedianRatio(edge->rates, other->rates);
}

void Contest::AddTo(Document& document) const {
  if (const Standing* edge = Find(kEdgeName); edge != nullptr) {
    AddResult(edge->total, document);
    for (const std::string& name : run_.options.baselines) {
      if (Find(name) == nullptr) continue;
      document.Add(fmt::format("ratio_to_{}", name), RatioTo(name), 3);
    }
    document.Add("server_cpu_us_per_sale", MicrosecondsPerSale(edge->far_cpu, edge->total), 1);
    document.Add("client_cpu_us_per_sale", MicrosecondsPerSale(edge->client_cpu, edge->total), 1);
    document.Add("views_lag_max_ms", absl::ToDoubleMilliseconds(views_lag_max_), 1);
  }
  Document baselines;
  for (const std::string& name : run_.options.baselines) {
    const Standing* standing = Find(name);
    if (standing == nullptr) continue;
    Document figures;
    AddResult(standing->total, figures);
    figures.Add("server_cpu_us_per_sale", MicrosecondsPerSale(standing->far_cpu, standing->total),
                1);
    figures.Add("client_cpu_us_per_sale",
                MicrosecondsPerSale(standing->client_cpu, standing->total), 1);
    baselines.Add(name, figures);
  }
  document.Add("baselines", baselines);
  Document skipped;
  for (const auto& [name, reason] : skipped_) skipped.Add(name, reason);
  document.Add("skipped", skipped);
}

std::string Contest::Table() const {
  std::string table =
      fmt::format("{:10} {:>10} {:>9} {:>9} {:>9} {:>12} {:>12} {:>9}\n", "", "sales/s", "p50 ms",
                  "p99 ms", "p99.9 ms", "server us", "client us", "edge is");
  std::vector<std::string> names(run_.options.baselines);
  names.insert(names.begin(), std::string(kEdgeName));
  for (const std::string& name : names) {
    const Standing* s = Find(name);
    if (s == nullptr) continue;
    const SliceResult& total = s->total;
    const double ratio = name == kEdgeName ? 0 : RatioTo(name);
    table += fmt::format("{:10} {:>10.0f} {:>9.3f} {:>9.3f} {:>9.3f} {:>12.1f} {:>12.1f} {:>9}\n",
                         name, total.SalesPerSecond(), Milliseconds(total.latency, 0.5),
                         Milliseconds(total.latency, 0.99), Milliseconds(total.latency, 0.999),
                         MicrosecondsPerSale(s->far_cpu, total),
                         MicrosecondsPerSale(s->client_cpu, total),
                         ratio == 0 ? "" : fmt::format("{:.2f} x", ratio));
  }
  for (const auto& [name, reason] : skipped_)
    table += fmt::format("{:10} skipped: {}\n", name, reason);
  return table;
}

}  // namespace daybook::bench
