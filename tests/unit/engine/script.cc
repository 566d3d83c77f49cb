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
    switch (random_.Below(14)) {
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
      case 11:
      case 12:
        return StaffCommand();
      default:
        return test::AbandonSale(std::exchange(sale, ids_.Next()));
    }
  }

  // Of who calls; a shift begins and ends in the middle of their stream.
  Command StaffCommand() {
    const std::string ben = "ben";
    Command command = test::StartSale(drawer_);  // For its time and date.
    switch (random_.Below(8)) {
      case 0:
        command.mutable_clock_in()->set_employee(ben);
        break;
      case 1:
        command.mutable_start_break()->set_employee(ben);
        break;
      case 2:
        command.mutable_clock_out()->set_employee(ben);
        break;
      case 3:
        command.mutable_sign_out()->set_employee(ben);
        command.mutable_sign_out()->set_close_shift(random_.Below(2) == 0);
        break;
      case 4:
        command.mutable_sign_in()->set_employee(ben);
        command.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_WRONG_PIN);
        break;
      case 5:
        SetPin(*command.mutable_set_pin());
        break;
      default:
        command.mutable_sign_in()->set_employee(ben);
        command.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_ACCEPTED);
        break;
    }
    return command;
  }

  void SetPin(edge::v1::SetPin& set) {
    set.set_employee("ben");
    event::v1::PinVerifier& verifier = *set.mutable_verifier();
    verifier.set_algorithm(event::v1::PIN_ALGORITHM_SCRYPT);
    verifier.set_cost_log2(15);
    verifier.set_block_size(8);
    verifier.set_parallelism(1);
    verifier.set_salt(std::string(ids_.Next().AsBytes()));
    verifier.set_hash(std::string(32, 'h'));
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
