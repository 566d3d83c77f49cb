#include <fmt/format.h>

#include <vector>

#include "tests/bench/interrupt.h"
#include "tests/bench/restart_times.h"
#include "tests/bench/subcommands.h"

namespace daybook::bench {
namespace {

constexpr int64_t kTills = 32;

}  // namespace

absl::StatusOr<RestartTimes> MeasureRestarts(Run& run, BusyShop& shop, int64_t repeats) {
  RestartTimes times;
  std::vector<double> clean_ms;
  std::vector<double> after_kill_ms;
  for (int64_t i = 0; i < repeats && !Interrupted(); ++i) {
    run.progress.Show(fmt::format("restarting: {} of {}", i + 1, repeats));
    DAYBOOK_RETURN_IF_ERROR(shop.server().Stop());
    times.disk_bytes = shop.server().DiskBytes();
    DAYBOOK_ASSIGN_OR_RETURN(const absl::Duration clean, shop.RestartAndSell());
    clean_ms.push_back(absl::ToDoubleMilliseconds(clean));
    times.resident_bytes = shop.server().process().ResidentBytes();
    shop.server().Kill();
    DAYBOOK_ASSIGN_OR_RETURN(const absl::Duration after_kill, shop.RestartAndSell());
    after_kill_ms.push_back(absl::ToDoubleMilliseconds(after_kill));
  }
  times.clean_ms = Median(clean_ms);
  times.after_kill_ms = Median(after_kill_ms);
  return times;
}

absl::StatusOr<Findings> RunRestart(Run& run) {
  const Options& options = run.options;
  DAYBOOK_ASSIGN_OR_RETURN(auto shop, BusyShop::Open(run, kTills));
  DAYBOOK_RETURN_IF_ERROR(shop->Fill(options.events));
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, shop->probe().Head());
  // The first kill comes in the middle of work, with all that the fill has left in memory.
  shop->server().Kill();
  DAYBOOK_ASSIGN_OR_RETURN(const absl::Duration after_load, shop->RestartAndSell());
  DAYBOOK_ASSIGN_OR_RETURN(const RestartTimes times, MeasureRestarts(run, *shop, options.repeats));
  DAYBOOK_RETURN_IF_ERROR(shop->server().Stop());
  const double bytes_per_event =
      Ratio(static_cast<double>(times.disk_bytes), static_cast<double>(head.head().position()));

  Document document = run.NewDocument("restart");
  document.Add("events", head.head().position());
  document.Add("repeats", options.repeats);
  document.Add("restart_ms", times.clean_ms, 1);
  document.Add("restart_after_kill_ms", times.after_kill_ms, 1);
  document.Add("restart_after_kill_under_load_ms", absl::ToDoubleMilliseconds(after_load), 1);
  document.Add("resident_bytes", times.resident_bytes);
  document.Add("bytes_per_event", bytes_per_event, 1);
  return Findings{
      document,
      fmt::format(
          "{} events; from exec to the first accepted sale, median of {}:\n"
          "after a clean stop {:.1f} ms   after a kill {:.1f} ms   after a kill under load {:.1f} "
          "ms\n"
          "{:.0f} MiB resident, {:.1f} bytes an event on disk\n",
          head.head().position(), options.repeats, times.clean_ms, times.after_kill_ms,
          absl::ToDoubleMilliseconds(after_load),
          static_cast<double>(times.resident_bytes) / (1 << 20), bytes_per_event)};
}

}  // namespace daybook::bench
