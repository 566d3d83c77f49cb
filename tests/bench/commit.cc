#include <fmt/format.h>

#include <memory>

#include "tests/bench/contest.h"
#include "tests/bench/subcommands.h"

namespace daybook::bench {
namespace {

// The baselines can be measured where there is no server yet.
constexpr std::string_view kNoEdge = "none";

}  // namespace

absl::StatusOr<Findings> RunCommit(Run& run) {
  const Options& options = run.options;
  std::unique_ptr<BusyShop> shop;
  if (options.edge != kNoEdge) {
    DAYBOOK_ASSIGN_OR_RETURN(shop, BusyShop::Open(run, options.tills));
  }
  Contest contest(run, shop.get());
  DAYBOOK_RETURN_IF_ERROR(contest.AddBaselines(options.baselines));
  DAYBOOK_RETURN_IF_ERROR(contest.Measure(absl::Seconds(options.seconds), options.rounds));

  Document document = run.NewDocument("commit");
  document.Add("tills", options.tills);
  document.Add("seconds", options.seconds);
  document.Add("rounds", options.rounds);
  document.Add("sales_per_call", options.sales_per_call);
  contest.AddTo(document);
  std::string footer;
  if (shop != nullptr) {
    DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, shop->probe().Head());
    const int64_t resident_bytes = shop->server().process().ResidentBytes();
    DAYBOOK_RETURN_IF_ERROR(shop->server().Stop());
    const double bytes_per_event = Ratio(static_cast<double>(shop->server().DiskBytes()),
                                         static_cast<double>(head.head().position()));
    document.Add("bytes_per_event", bytes_per_event, 1);
    document.Add("resident_bytes", resident_bytes);
    footer = fmt::format("edge: {} events, {:.1f} bytes an event on disk, {:.0f} MiB resident\n",
                         head.head().position(), bytes_per_event,
                         static_cast<double>(resident_bytes) / (1 << 20));
  }
  return Findings{document, fmt::format("{} tills, {} s each in {} rounds\n{}{}", options.tills,
                                        options.seconds, options.rounds, contest.Table(), footer)};
}

}  // namespace daybook::bench
