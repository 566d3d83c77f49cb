#include <fmt/format.h>

#include <memory>

#include "tests/bench/subcommands.h"

namespace daybook::bench {
namespace {

constexpr absl::Duration kWarmUp = absl::Seconds(2);

}  // namespace

absl::StatusOr<Findings> RunLatency(Run& run) {
  const Options& options = run.options;
  DAYBOOK_ASSIGN_OR_RETURN(auto shop, BusyShop::Open(run, options.tills));
  run.progress.Show("warming up");
  DAYBOOK_RETURN_IF_ERROR(shop->tills().RunAtRate(options.rate, kWarmUp).status());
  run.progress.Show(fmt::format("{} sales/s from {} tills for {} s", options.rate, options.tills,
                                options.seconds));
  DAYBOOK_ASSIGN_OR_RETURN(const SliceResult result,
                           shop->tills().RunAtRate(options.rate, absl::Seconds(options.seconds)));
  DAYBOOK_RETURN_IF_ERROR(CheckNoErrors("latency", result));
  const int64_t resident_bytes = shop->server().process().ResidentBytes();
  DAYBOOK_RETURN_IF_ERROR(shop->server().Stop());

  Document document = run.NewDocument("latency");
  document.Add("tills", options.tills);
  document.Add("rate", options.rate);
  document.Add("seconds", options.seconds);
  AddResult(result, document);
  document.Add("resident_bytes", resident_bytes);
  return Findings{
      document,
      fmt::format("{} sales/s due from {} tills, {:.0f} answered; from when they were due:\n"
                  "p50 {:.3f} ms   p99 {:.3f} ms   p99.9 {:.3f} ms   longest {:.3f} ms\n",
                  options.rate, options.tills, result.SalesPerSecond(),
                  Milliseconds(result.latency, 0.5), Milliseconds(result.latency, 0.99),
                  Milliseconds(result.latency, 0.999), Milliseconds(result.latency, 1))};
}

}  // namespace daybook::bench
