#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "tests/bench/contest.h"
#include "tests/bench/interrupt.h"
#include "tests/bench/restart_times.h"
#include "tests/bench/subcommands.h"

namespace daybook::bench {
namespace {

constexpr std::array<int64_t, 3> kStations = {0, 1'000'000, 10'000'000};
constexpr int64_t kRestarts = 3;

struct Station {
  int64_t events = 0;
  SliceResult edge;
  double ratio_to_echo = 0;
  int64_t resident_bytes = 0;  // After the load.
  RestartTimes restart;
  double bytes_per_event = 0;
};

// The stations up to `events`, and `events` itself.
std::vector<int64_t> StationsUpTo(int64_t events) {
  std::vector<int64_t> stations;
  for (const int64_t station : kStations) {
    if (station < events) stations.push_back(station);
  }
  stations.push_back(events);
  return stations;
}

absl::StatusOr<Station> Visit(Run& run, BusyShop& shop) {
  Station station;
  DAYBOOK_ASSIGN_OR_RETURN(edge::v1::GetHeadResponse head, shop.probe().Head());
  station.events = head.head().position();
  Contest contest(run, &shop);
  DAYBOOK_RETURN_IF_ERROR(contest.AddBaselines({"echo"}));
  DAYBOOK_RETURN_IF_ERROR(contest.Measure(absl::Seconds(run.options.seconds), run.options.rounds));
  station.edge = contest.Find(kEdgeName)->total;
  station.ratio_to_echo = contest.RatioTo("echo");
  station.resident_bytes = shop.server().process().ResidentBytes();

  DAYBOOK_ASSIGN_OR_RETURN(head, shop.probe().Head());
  DAYBOOK_ASSIGN_OR_RETURN(station.restart, MeasureRestarts(run, shop, kRestarts));
  station.bytes_per_event = Ratio(static_cast<double>(station.restart.disk_bytes),
                                  static_cast<double>(head.head().position()));
  DAYBOOK_RETURN_IF_ERROR(shop.Reconnect());
  return station;
}

Document ToDocument(const Station& station) {
  Document document;
  document.Add("events", station.events);
  AddResult(station.edge, document);
  document.Add("ratio_to_echo", station.ratio_to_echo, 3);
  document.Add("resident_bytes", station.resident_bytes);
  document.Add("resident_bytes_after_restart", station.restart.resident_bytes);
  document.Add("restart_ms", station.restart.clean_ms, 1);
  document.Add("restart_after_kill_ms", station.restart.after_kill_ms, 1);
  document.Add("bytes_per_event", station.bytes_per_event, 1);
  return document;
}

std::string Table(const std::vector<Station>& stations) {
  std::string table =
      fmt::format("{:>12} {:>9} {:>9} {:>8} {:>12} {:>14} {:>14} {:>12}\n", "events", "sales/s",
                  "p99 ms", "x echo", "restart ms", "resident MiB", "..restarted", "bytes/event");
  for (const Station& s : stations) {
    table += fmt::format(
        "{:>12} {:>9.0f} {:>9.3f} {:>8.3f} {:>12.1f} {:>14.1f} {:>14.1f} {:>12.1f}\n", s.events,
        s.edge.SalesPerSecond(), Milliseconds(s.edge.latency, 0.99), s.ratio_to_echo,
        s.restart.clean_ms, static_cast<double>(s.resident_bytes) / (1 << 20),
        static_cast<double>(s.restart.resident_bytes) / (1 << 20), s.bytes_per_event);
  }
  return table;
}

}  // namespace

absl::StatusOr<Findings> RunGrowth(Run& run) {
  const Options& options = run.options;
  DAYBOOK_ASSIGN_OR_RETURN(auto shop, BusyShop::Open(run, options.tills));
  std::vector<Station> stations;
  for (const int64_t events : StationsUpTo(options.events)) {
    if (Interrupted()) break;
    DAYBOOK_RETURN_IF_ERROR(shop->Fill(events));
    DAYBOOK_ASSIGN_OR_RETURN(Station station, Visit(run, *shop));
    stations.push_back(std::move(station));
  }
  DAYBOOK_RETURN_IF_ERROR(shop->server().Stop());

  Document document = run.NewDocument("growth");
  document.Add("tills", options.tills);
  std::vector<Document> documents;
  for (const Station& station : stations) documents.push_back(ToDocument(station));
  document.Add("stations", documents);
  if (stations.size() > 1) {
    const Station& first = stations.front();
    const Station& last = stations.back();
    document.Add("throughput_last_to_first",
                 Ratio(last.edge.SalesPerSecond(), first.edge.SalesPerSecond()), 3);
    document.Add("ratio_to_echo_last_to_first", Ratio(last.ratio_to_echo, first.ratio_to_echo), 3);
  }
  return Findings{document, Table(stations)};
}

}  // namespace daybook::bench
