// PINs, signing in and out, lock-outs, and the shift of a cashier.
#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::DayTotals;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr auto kWrong = event::v1::SIGN_IN_OUTCOME_WRONG_PIN;

// Somebody who has a PIN, and so many wrong ones behind them.
void TryWrongPins(int attempts, ShopAtWork& shop) {
  shop.MustAsk({SetPin("ada")});
  for (int i = 0; i < attempts; ++i) shop.MustAsk({SignIn("ada", kWrong)});
}

void Sell(uint8_t sale, ShopAtWork& shop) {
  shop.MustAsk({StartSale(sale), AddLine(sale, 1, 450), PayCard(sale, sale, 450), Complete(sale)});
}

TEST(PinTest, IsKeptAsAVerifierOfWhatIsTyped) {
  ShopAtWork shop;

  const auto decision = shop.Ask(SetPin("ada"));

  ASSERT_THAT(Recorded(decision), ElementsAre("PinSet"));
  EXPECT_EQ(shop.EmployeeAt("ada").verifier->hash(), std::string(32, 'h'));
  EXPECT_THAT(Recorded(shop.Ask(SetPin("ada"))), SizeIs(0));
}

TEST(PinTest, OfSomebodyElseIsForAManager) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.AskAs("sue", edge::v1::ROLE_SUPERVISOR, SetPin("ben"))),
            "PERMISSION_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.AskAs("mary", edge::v1::ROLE_MANAGER, SetPin("ben"))), "OK");
}

TEST(PinTest, IsNotForATillToGive) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.Own(SetPin("ada")).objection), "NOT_AN_OWN_COMMAND");
}

TEST(SignInTest, NeedsAPin) {
  ShopAtWork shop;

  EXPECT_EQ(ReasonNameOf(shop.Ask(SignIn("ada"))), "PIN_NOT_SET");
  EXPECT_EQ(ReasonNameOf(shop.Ask(SignIn("ada", kWrong))), "PIN_NOT_SET");
  const Decision own = shop.Own(SignIn("ada"));
  EXPECT_EQ(ReasonNameOf(own.objection), "PIN_NOT_SET");
  EXPECT_FALSE(own.set_aside);
}

TEST(SignInTest, IsRememberedByRegister) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada"), SignIn("ada")});
  ASSERT_TRUE(shop.AskAt("2", SignIn("ada")).ok());

  EXPECT_THAT(shop.EmployeeAt("ada").sign_ins,
              ElementsAre(Pair("1", event::v1::SIGN_IN_MODE_NORMAL),
                          Pair("2", event::v1::SIGN_IN_MODE_NORMAL)));
  EXPECT_THAT(Recorded(shop.Ask(SignIn("ada"))), SizeIs(0));
  EXPECT_THAT(Recorded(shop.Ask(SignOut("ada"))), ElementsAre("SignedOut"));
  EXPECT_THAT(Recorded(shop.Ask(SignOut("ada"))), SizeIs(0));
}

TEST(SignInTest, IsNotYetForTraining) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada")});
  Command for_training = SignIn("ada");
  for_training.mutable_sign_in()->set_mode(event::v1::SIGN_IN_MODE_TRAINING);

  const auto asked = shop.Ask(for_training);
  const Decision own = shop.Own(for_training);

  EXPECT_EQ(ReasonNameOf(asked), "FIELD_INVALID");
  EXPECT_EQ(ErrorMetadata(asked.status(), "field"), "mode");
  EXPECT_EQ(ReasonNameOf(own.objection), "FIELD_INVALID");
  EXPECT_FALSE(own.set_aside);
  EXPECT_EQ(own.events[0].event.signed_in().mode(), event::v1::SIGN_IN_MODE_NORMAL);
}

TEST(SignInTest, CountsWrongPinsOfTrainingToo) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada")});
  Command wrong = SignIn("ada", kWrong);
  wrong.mutable_sign_in()->set_mode(event::v1::SIGN_IN_MODE_TRAINING);

  EXPECT_THAT(Recorded(shop.Ask(wrong)), ElementsAre("SignInRefused"));
}

TEST(SignInTest, BeforeALockOutThatIsToldLateIsRightAndUnlocksNothing) {
  ShopAtWork shop;
  TryWrongPins(5, shop);

  const Decision late = shop.Own(Later(SignIn("ada"), -10));

  EXPECT_TRUE(late.objection.ok()) << late.objection;
  EXPECT_TRUE(shop.EmployeeAt("ada").locked_out);
  EXPECT_TRUE(shop.EmployeeAt("ada").sign_ins.contains("1"));
  EXPECT_EQ(ReasonNameOf(shop.Ask(SignIn("ada"))), "EMPLOYEE_LOCKED_OUT");
}

TEST(SignInTest, WrongPinsThatAreToldLateDoNotMoveALockOutBack) {
  ShopAtWork shop;
  TryWrongPins(5, shop);

  const Decision late = shop.Own(Later(SignIn("ada", kWrong), -10));

  EXPECT_THAT(EventNames(late.events), ElementsAre("SignInRefused"));
  EXPECT_EQ(ReasonNameOf(shop.Ask(Later(SignIn("ada"), 14))), "EMPLOYEE_LOCKED_OUT");
}

TEST(SignInTest, IsLockedOutAtATillWhoseClockIsBehindToo) {
  ShopAtWork shop;
  TryWrongPins(5, shop);

  EXPECT_EQ(ReasonNameOf(shop.Ask(Later(SignIn("ada"), -2))), "EMPLOYEE_LOCKED_OUT");
}

TEST(SignInTest, IsUnlockedByAnApprovalOfSomebodyElse) {
  constexpr uint8_t kByMary = 50, kByAda = 51;
  ShopAtWork shop;
  TryWrongPins(5, shop);
  for (const auto& [approval, by] : {std::pair(kByMary, "mary"), std::pair(kByAda, "ada")}) {
    ASSERT_TRUE(shop.Ask(RequestApproval(approval, "staff.unlock", "employee-ada")).ok());
    ASSERT_TRUE(shop.AskAs(by, edge::v1::ROLE_MANAGER, AnswerApproval(approval)).ok());
  }

  EXPECT_EQ(ReasonNameOf(shop.Ask(Approved(SignIn("ada"), kByAda))), "EMPLOYEE_LOCKED_OUT");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Approved(SignIn("ada"), 52))), "APPROVAL_UNKNOWN");
  EXPECT_THAT(Recorded(shop.Ask(Approved(SignIn("ada"), kByMary))),
              ElementsAre("SignedIn", "ApprovalUsed"));
  EXPECT_FALSE(shop.EmployeeAt("ada").locked_out);
}

TEST(SignInTest, IsLockedOutAfterTooManyWrongPins) {
  ShopAtWork shop;
  TryWrongPins(4, shop);

  EXPECT_THAT(Recorded(shop.Ask(SignIn("ada", kWrong))), ElementsAre("SignInRefused", "LockedOut"));
  EXPECT_EQ(ReasonNameOf(shop.Ask(SignIn("ada"))), "EMPLOYEE_LOCKED_OUT");
  EXPECT_THAT(Recorded(shop.Ask(SignIn("ada", event::v1::SIGN_IN_OUTCOME_LOCKED_OUT))), SizeIs(0));
}

TEST(SignInTest, CountsWrongPinsFromTheLastRightOne) {
  ShopAtWork shop;
  TryWrongPins(4, shop);
  shop.MustAsk({SignIn("ada")});

  EXPECT_THAT(Recorded(shop.Ask(SignIn("ada", kWrong))), ElementsAre("SignInRefused"));
}

TEST(SignInTest, IsPossibleAgainAfterAWhile) {
  ShopAtWork shop;
  TryWrongPins(5, shop);

  EXPECT_EQ(ReasonNameOf(shop.Ask(Later(SignIn("ada"), 14))), "EMPLOYEE_LOCKED_OUT");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Later(SignIn("ada"), 15))), "OK");
}

TEST(SignInTest, LocksOutAtOnceAfterALockOutThatHasEnded) {
  ShopAtWork shop;
  TryWrongPins(5, shop);

  EXPECT_THAT(Recorded(shop.Ask(Later(SignIn("ada", kWrong), 15))),
              ElementsAre("SignInRefused", "LockedOut"));
}

TEST(SignInTest, IsUnlockedBySomebodyElseOnly) {
  ShopAtWork shop;
  shop.config().set_lock_out_minutes(0);
  TryWrongPins(5, shop);
  Command later = Later(SignIn("ada"), 10'000);
  EXPECT_EQ(ReasonNameOf(shop.AskApproved(later)), "OK") << "the approver is not named ada";

  for (int i = 0; i < 5; ++i) shop.MustAsk({SignIn("ada", kWrong)});
  later.set_approver("ada");
  EXPECT_EQ(ReasonNameOf(shop.AskApproved(later)), "EMPLOYEE_LOCKED_OUT");
  EXPECT_EQ(ReasonNameOf(shop.AskAs("ada", edge::v1::ROLE_MANAGER, later)), "EMPLOYEE_LOCKED_OUT");
}

TEST(SignInTest, OfALockedOutEmployeeAtATillByItselfIsFlagged) {
  ShopAtWork shop;
  TryWrongPins(5, shop);

  const Decision own = shop.Own(SignIn("ada"));

  EXPECT_EQ(ReasonNameOf(own.objection), "EMPLOYEE_LOCKED_OUT");
  EXPECT_FALSE(own.set_aside);
  EXPECT_TRUE(shop.EmployeeAt("ada").locked_out);
}

TEST(SignInTest, IsUnlockedByANewPinFromSomebodyElseOnly) {
  ShopAtWork shop;
  TryWrongPins(5, shop);
  Command other = SetPin("ada");
  other.mutable_set_pin()->mutable_verifier()->set_salt(std::string(16, 't'));

  EXPECT_EQ(ReasonNameOf(shop.Ask(other)), "EMPLOYEE_LOCKED_OUT");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Later(other, -10))), "EMPLOYEE_LOCKED_OUT");
  EXPECT_EQ(ReasonNameOf(shop.AskAs("mary", edge::v1::ROLE_MANAGER, other)), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(SignIn("ada"))), "OK");
}

TEST(SignInTest, TriesAreAsManyAsTheShopSays) {
  ShopAtWork shop;
  shop.config().set_sign_in_attempts_max(1);
  shop.MustAsk({SetPin("ada")});

  EXPECT_THAT(Recorded(shop.Ask(SignIn("ada", kWrong))), ElementsAre("SignInRefused", "LockedOut"));
}

TEST(CashierShiftTest, IsWhatTheCashierDidSinceTheySignedIn) {
  ShopAtWork shop;
  Sell(1, shop);
  shop.MustAsk({SetPin("ada"), SignIn("ada")});
  Sell(2, shop);
  shop.MustAsk({SignOut("ada"), SignIn("ada")});
  Sell(3, shop);

  const auto decision = shop.Ask(SignOut("ada", /*close_shift=*/true));

  ASSERT_THAT(Recorded(decision), ElementsAre("SignedOut", "CashierShiftClosed"));
  const DayTotals& totals = decision->events[1].event.cashier_shift_closed().totals();
  EXPECT_EQ(totals.sale_count(), 2);
  EXPECT_EQ(totals.total_minor(), 900);
  ASSERT_EQ(totals.by_tender_size(), 1);
  EXPECT_EQ(totals.by_tender(0).amount_minor(), 900);
  EXPECT_FALSE(shop.EmployeeAt("ada").shift.has_value());
  EXPECT_THAT(Recorded(shop.Ask(SignOut("ada", true))), SizeIs(0));
}

TEST(CashierShiftTest, IsNobodyElses) {
  ShopAtWork shop;
  ASSERT_TRUE(shop.AskAs("ben", edge::v1::ROLE_CASHIER, SetPin("ben")).ok());
  ASSERT_TRUE(shop.AskAs("ben", edge::v1::ROLE_CASHIER, SignIn("ben")).ok());
  Sell(1, shop);

  EXPECT_EQ(shop.EmployeeAt("ben").shift->totals.sale_count(), 0);
}

TEST(CashierShiftTest, IsAnOpenBookAndComesBackFromItsSnapshot) {
  ShopAtWork shop;
  shop.MustAsk({ClockIn("ada"), SetPin("ada"), SignIn("ada")});
  Sell(1, shop);
  EXPECT_EQ(shop.shop().OpenBookCount(), 2);  // The business day and the shift.
  edge::v1::BooksSnapshot snapshot;
  AddToSnapshot(shop.EmployeeAt("ada"), snapshot);

  const auto books = FromSnapshot(snapshot);

  ASSERT_THAT(books, SizeIs(1));
  EXPECT_EQ(books[0].first, EmployeeStream("ada"));
  EXPECT_TRUE(IsOpenBook(books[0].second));
  EXPECT_EQ(ToState(std::get<Employee>(books[0].second)).SerializeAsString(),
            ToState(shop.EmployeeAt("ada")).SerializeAsString());
}

TEST(CashierShiftTest, OfAnEmployeeComesBackFromTheStreamsSnapshot) {
  ShopAtWork shop;
  TryWrongPins(5, shop);
  shop.MustAsk({ClockIn("ada"), StartBreak("ada"), ClockOut("ada"), ClockIn("ada")});
  const Aggregate& ada = shop.shop().Find(EmployeeStream("ada"));

  const auto snapshot = TakeSnapshot(ada);

  ASSERT_TRUE(snapshot.has_value());
  const Aggregate copy = FromSnapshot(EmployeeStream("ada"), *snapshot);
  EXPECT_EQ(VersionOf(copy), VersionOf(ada));
  EXPECT_EQ(ToState(std::get<Employee>(copy)).SerializeAsString(),
            ToState(std::get<Employee>(ada)).SerializeAsString());
}

TEST(CashierShiftTest, IsNotClosedWhileTheCashierIsSignedInElsewhere) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada"), SignIn("ada")});
  ASSERT_TRUE(shop.AskAt("2", SignIn("ada")).ok());

  const auto asked = shop.Ask(SignOut("ada", true));
  EXPECT_EQ(ReasonNameOf(asked), "SIGNED_IN_ELSEWHERE");
  EXPECT_EQ(ErrorMetadata(asked.status(), "register"), "2");

  const Decision own = shop.Own(SignOut("ada", true));
  EXPECT_EQ(ReasonNameOf(own.objection), "SIGNED_IN_ELSEWHERE");
  EXPECT_FALSE(shop.EmployeeAt("ada").shift.has_value());
}

TEST(CashierShiftTest, IsClosedBySomebodyElseWhereverTheCashierIsSignedIn) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada"), SignIn("ada")});
  ASSERT_TRUE(shop.AskAt("2", SignIn("ada")).ok());

  EXPECT_EQ(ReasonNameOf(shop.AskAs("sue", edge::v1::ROLE_SUPERVISOR, SignOut("ada", true))), "OK");
}

TEST(CashierShiftTest, HasNothingOfWhatIsSoldWhileNoneGoesOn) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada"), SignIn("ada")});
  ASSERT_TRUE(shop.AskAt("2", SignIn("ada")).ok());
  shop.Own(SignOut("ada", true));
  Sell(1, shop);
  shop.MustAsk({SignIn("ada")});

  EXPECT_EQ(shop.EmployeeAt("ada").shift->totals.sale_count(), 0);
  ASSERT_EQ(shop.DayAt().totals.by_cashier_size(), 1);
  EXPECT_EQ(shop.DayAt().totals.by_cashier(0).amount_minor(), 450);
}

TEST(CashierShiftTest, DoesNotBeginBeyondTheirBoundAndKeepsNoDayFromOpening) {
  ShopAtWork shop;
  event::v1::Event begun;
  begun.mutable_signed_in()->set_begins_shift(true);
  for (int64_t i = 0; i < kOpenShiftsMax; ++i) {
    shop.shop().Apply(event::v1::EntryHeader(), {{EmployeeStream(fmt::format("e{}", i)), begun}});
  }
  shop.MustAsk({SetPin("ada")});

  EXPECT_EQ(ReasonNameOf(shop.Ask(SignIn("ada"))), "OPEN_MAX");
  const Decision own = shop.Own(SignIn("ada"));
  EXPECT_EQ(ReasonNameOf(own.objection), "OPEN_MAX");
  EXPECT_FALSE(own.set_aside);
  EXPECT_FALSE(own.events[0].event.signed_in().begins_shift());
  EXPECT_TRUE(shop.EmployeeAt("ada").sign_ins.contains("1"));
  EXPECT_EQ(ReasonNameOf(shop.Ask(OpenDay())), "OK");
}

TEST(CashierShiftTest, IsClosedForSomebodyElseByASupervisor) {
  ShopAtWork shop;
  shop.MustAsk({SetPin("ada"), SignIn("ada")});

  EXPECT_EQ(ReasonNameOf(shop.AskAs("ben", edge::v1::ROLE_CASHIER, SignOut("ada", true))),
            "PERMISSION_MISSING");
  EXPECT_THAT(Recorded(shop.AskAs("sue", edge::v1::ROLE_SUPERVISOR, SignOut("ada", true))),
              ElementsAre("SignedOut", "CashierShiftClosed"));
}

}  // namespace
}  // namespace daybook::domain
