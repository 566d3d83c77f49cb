#include <fmt/format.h>

#include <vector>

#include "tests/bench/interrupt.h"
#include "tests/bench/subcommands.h"

namespace daybook::bench {
namespace {

constexpr int64_t kTills = 32;

double EventsPerSecond(const WatchResult& result) {
  return Ratio(static_cast<double>(result.events), absl::ToDoubleSeconds(result.elapsed));
}

}  // namespace

absl::StatusOr<Findings> RunCatchup(Run& run) {
  const Options& options = run.options;
  DAYBOOK_ASSIGN_OR_RETURN(auto shop, BusyShop::Open(run, kTills));
  DAYBOOK_RETURN_IF_ERROR(shop->Fill(options.events));
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, shop->probe().Head());

  std::vector<double> as_bytes;
  std::vector<double> verified;
  WatchResult last;
  for (int64_t i = 0; i < options.repeats && !Interrupted(); ++i) {
    run.progress.Show(fmt::format("catching up: {} of {}", i + 1, options.repeats));
    DAYBOOK_ASSIGN_OR_RETURN(last, shop->probe().WatchBytes(head));
    as_bytes.push_back(EventsPerSecond(last));
    DAYBOOK_ASSIGN_OR_RETURN(const WatchResult decoded, shop->probe().WatchVerified(head));
    verified.push_back(EventsPerSecond(decoded));
  }
  const double entry_bytes =
      Ratio(static_cast<double>(last.bytes), static_cast<double>(last.events));
  const int64_t resident_bytes = shop->server().process().ResidentBytes();
  DAYBOOK_RETURN_IF_ERROR(shop->server().Stop());

  Document document = run.NewDocument("catchup");
  document.Add("events", head.head().position());
  document.Add("repeats", options.repeats);
  document.Add("events_per_second", Median(as_bytes), 0);
  document.Add("verified_events_per_second", Median(verified), 0);
  document.Add("wire_bytes_per_event", entry_bytes, 1);
  document.Add("resident_bytes", resident_bytes);
  return Findings{
      document, fmt::format("{} events of {:.0f} bytes from the start, median of {}:\n"
                            "as bytes {:.0f} events/s   decoded and verified {:.0f} events/s\n",
                            head.head().position(), entry_bytes, options.repeats, Median(as_bytes),
                            Median(verified))};
}

}  // namespace daybook::bench
