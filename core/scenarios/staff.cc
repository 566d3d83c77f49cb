// The sentences about who works in the shop: the clock, sign-ins, shifts and approvals.
#include "core/base/business_date.h"
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

constexpr char kTime[] = "(\\d\\d):(\\d\\d)";

Complaint Clock(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  if (match[4] == "in") command.mutable_clock_in()->set_employee(match[3]);
  if (match[4] == "out") command.mutable_clock_out()->set_employee(match[3]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Break(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  if (match[3] == "begins") command.mutable_start_break()->set_employee(match[4]);
  if (match[3] == "ends") command.mutable_end_break()->set_employee(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

// "09:00 to 17:30 with 30 minutes of breaks".
Complaint Correct(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::CorrectClock& correct = *command.mutable_correct_clock();
  correct.set_period(std::stoll(match[3]));
  correct.set_employee(match[4]);
  const auto at = [&](const std::string& hour, const std::string& minute) {
    return shop.SecondsAt(std::stoll(hour) * 60 + std::stoll(minute));
  };
  correct.mutable_start_time()->set_seconds(at(match[5], match[6]));
  correct.mutable_end_time()->set_seconds(at(match[7], match[8]));
  if (match[9].matched) correct.set_break_seconds(std::stoll(match[9]) * 60);
  correct.set_reason("as agreed");
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint GivePin(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_set_pin()->set_employee(match[3]);
  event::v1::PinVerifier& verifier = *command.mutable_set_pin()->mutable_verifier();
  verifier.set_algorithm(event::v1::PIN_ALGORITHM_SCRYPT);
  verifier.set_cost_log2(15);
  verifier.set_block_size(8);
  verifier.set_parallelism(1);
  verifier.set_salt(shop.BytesOf(match[3].str()));
  verifier.set_hash(std::string(32, 'h'));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint SignIn(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_sign_in()->set_employee(match[3]);
  command.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_ACCEPTED);
  if (match[4].matched) command.mutable_sign_in()->set_mode(event::v1::SIGN_IN_MODE_TRAINING);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint WrongPin(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_sign_in()->set_employee(match[3]);
  command.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_WRONG_PIN);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint SignOut(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_sign_out()->set_employee(match[3]);
  command.mutable_sign_out()->set_close_shift(match[4].matched);
  shop.Execute(command, ActorOf(match));
  return "";
}

// What an approval is asked for in words: for the sale, or, without one, for nothing in particular.
Complaint Request(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::RequestApproval& request = *command.mutable_request_approval();
  request.set_permission(match[3]);
  const bool of_drawer = match[4].str().starts_with('D');
  const Category category = of_drawer ? Category::CATEGORY_DRAWER : Category::CATEGORY_SALE;
  request.set_subject(StreamId::Of(category, shop.IdOf(match[4].str())).ToText());
  request.set_approval_id(shop.BytesOf(match[6].str()));
  request.set_text(match[7]);
  if (match[5].matched) {
    const auto amount_minor = shop.ReadAmount(match[5].str());
    if (!amount_minor) return fmt::format("{} is not an amount", match[5].str());
    *request.mutable_amount() = shop.MoneyOf(*amount_minor);
  }
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Answer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_answer_approval()->set_approval_id(shop.BytesOf(match[4].str()));
  command.mutable_answer_approval()->set_answer(
      match[3] == "grants" ? edge::v1::APPROVAL_ANSWER_GRANT : edge::v1::APPROVAL_ANSWER_DENY);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint SetApproval(ShopFloor& shop, const std::smatch& match) {
  shop.approval = match[1];
  return "";
}

Complaint Differs(std::string_view what, const std::string& is, const std::string& claimed) {
  return is == claimed ? "" : fmt::format("{} is {}, not {}", what, is, claimed);
}

Complaint CheckClock(ShopFloor& shop, const std::smatch& match) {
  const domain::Employee& employee = shop.EmployeeOf(match[1].str());
  return Differs(match[1].str(), std::string(domain::ClockStateName(employee.clock)), match[2]);
}

std::string HoursText(int64_t seconds) {
  return fmt::format("{}:{:02}", seconds / 3600, seconds / 60 % 60);
}

// "7:30, breaks 0:30".
Complaint CheckPeriod(ShopFloor& shop, const std::smatch& match) {
  const auto* period = shop.EmployeeOf(match[2].str()).FindEnded(std::stoll(match[1]));
  if (period == nullptr) return "no such period is over";
  const Complaint work = Differs("the work", HoursText(period->worked_seconds()), match[3]);
  if (!work.empty()) return work;
  return Differs("the breaks", HoursText(period->break_seconds()), match[4]);
}

Complaint CheckLockOut(ShopFloor& shop, const std::smatch& match) {
  const bool locked_out =
      domain::IsLockedOut(shop.EmployeeOf(match[1].str()), shop.SecondsNow(), shop.config);
  return locked_out != match[2].matched ? "" : "it is the other way round";
}

Complaint CheckApproval(ShopFloor& shop, const std::smatch& match) {
  const auto state = domain::StateAt(shop.ApprovalOf(match[1].str()), shop.SecondsNow());
  return Differs(match[1].str(), std::string(domain::ApprovalStateName(state)), match[2]);
}

// The figures of the shift that goes on, or of the one that was closed last.
Complaint CheckShift(ShopFloor& shop, const std::smatch& match) {
  const domain::Employee& employee = shop.EmployeeOf(match[1].str());
  const auto closed = shop.closed_shifts.find(match[1].str());
  if (employee.shift) return CheckFigures(shop, employee.shift->totals, match[2]);
  if (closed == shop.closed_shifts.end()) return "there is no shift";
  return CheckFigures(shop, closed->second.totals(), match[2]);
}

}  // namespace

std::vector<Phrase> StaffSettings() { return {{"the next step has approval (\\w+)", SetApproval}}; }

std::vector<Phrase> StaffCommands() {
  const std::string till = kTill;
  const std::string time = kTime;
  return {
      {till + "clocks (\\w+) (in|out)", Clock},
      {till + "(begins|ends) the break of (\\w+)", Break},
      {till + "corrects period (\\d+) of (\\w+): " + time + " to " + time +
           "(?: with (\\d+) minutes of breaks)?",
       Correct},
      {till + "gives (\\w+) a PIN", GivePin},
      {till + "signs (\\w+) in( for training)?", SignIn},
      {till + "gets a wrong PIN for (\\w+)", WrongPin},
      {till + "signs (\\w+) out( and closes the shift)?", SignOut},
      {till + "asks for ([\\w.]+) of (\\w+)(?:, up to " + kAmount + ")? as (\\w+): \"([^\"]+)\"",
       Request},
      {till + "(grants|denies) (\\w+)", Answer},
  };
}

std::vector<Phrase> StaffAssertions() {
  const std::string hours = "(\\d+:\\d\\d)";
  return {
      {"(\\w+) is (off|working|on a break)", CheckClock},
      {"period (\\d+) of (\\w+) is " + hours + ", breaks " + hours, CheckPeriod},
      {"(\\w+) is (not )?locked out", CheckLockOut},
      {"(\\w+) is (requested|granted|denied|used|expired)", CheckApproval},
      {"the shift of (\\w+) shows ([\\w ,.-]+)", CheckShift},
  };
}

}  // namespace daybook::scenarios
