#include "tests/unit/engine/script.h"

#include "tests/unit/engine/engine_fixture.h"

namespace daybook::engine {
namespace {

using edge::v1::Command;
using edge::v1::CommandEnvelope;

constexpr int64_t kSalesAtOnce = 6;

// Chooses what happens next. It does not know what will be accepted.
class DayMaker {
 public:
  explicit DayMaker(uint64_t seed)
      : random_(seed), ids_(seed + 1), till_(ids_.Next()), drawer_(ids_.Next()) {
    for (int64_t i = 0; i < kSalesAtOnce; ++i) sales_.push_back(ids_.Next());
  }

  Call First() { return CallOf({test::Ask(ids_.Next(), test::OpenDrawer(drawer_, 5000))}); }

  Call Next() {
    std::vector<CommandEnvelope> envelopes;
    const int64_t commands = 1 + random_.Below(4);
    const bool own = random_.Below(3) == 0;
    for (int64_t i = 0; i < commands; ++i) envelopes.push_back(Envelope(own));
    if (!own && random_.Below(6) == 0) envelopes = last_;  // Somebody did not get the reply.
    if (!own) last_ = envelopes;
    return CallOf(envelopes);
  }

 private:
  CommandEnvelope Envelope(bool own) {
    const Command command = AnyCommand();
    return own ? till_.Own(ids_.Next(), command) : test::Ask(ids_.Next(), command);
  }

  Command AnyCommand() {
    Uuid& sale = sales_[static_cast<size_t>(random_.Below(kSalesAtOnce))];
    const auto line = static_cast<int32_t>(1 + random_.Below(5));
    switch (random_.Below(12)) {
      case 0:
      case 1:
        return test::StartSale(sale);
      case 2:
      case 3:
      case 4:
        return test::AddLine(sale, line, line % 2 == 0 ? "bread" : "coffee", int64_t{100} * line);
      case 5:
        return test::ChangeQuantity(sale, line, 1000 * (1 + random_.Below(3)));
      case 6:
        return test::RemoveLine(sale, line);
      case 7:
        return test::PayCard(sale, ids_.Next(), 100 * (1 + random_.Below(9)));
      case 8:
        return test::PayCash(sale, ids_.Next(), drawer_, 100 * (1 + random_.Below(9)));
      case 9:
        return test::CompleteSale(sale);
      case 10:
        return test::ReceiveStock("coffee", 1000);
      default:
        return test::AbandonSale(std::exchange(sale, ids_.Next()));
    }
  }

  SeededRandom random_;
  test::Ids ids_;
  test::Installation till_;
  const Uuid drawer_;
  std::vector<Uuid> sales_;
  std::vector<CommandEnvelope> last_;
};

}  // namespace

std::vector<Call> MakeUpADay(uint64_t seed, int call_count) {
  DayMaker maker(seed);
  std::vector<Call> calls = {maker.First()};
  while (static_cast<int>(calls.size()) < call_count) calls.push_back(maker.Next());
  return calls;
}

}  // namespace daybook::engine
