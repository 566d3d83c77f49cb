// Lines that go from one sale to another.
#include "core/domain/bounds.h"
#include "core/domain/pricing.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Key;
using ::testing::UnorderedElementsAre;

// Sale 1: lines 1 to 3 at 10.00, 5.00 and 3.01; sale 2: line 1 at 1.00.
void SetTwoTables(ShopAtWork& shop) {
  shop.config().set_discount_limit_ppm(1'000'000);
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000), AddLine(1, 2, 500), AddLine(1, 3, 301),
                StartSale(2), AddLine(2, 1, 100)});
}

int64_t TotalOf(uint8_t sale, ShopAtWork& shop) {
  return PriceOf(shop.SaleAt(sale), shop.config()).total_minor;
}

TEST(MoveTest, TakesLinesFromOneSaleToTheOtherInOneEntry) {
  ShopAtWork shop;
  SetTwoTables(shop);

  EXPECT_THAT(Recorded(shop.Ask(MoveLines(1, 2, {2, 3}))),
              ElementsAre("LinesMovedOut", "LinesMovedIn"));

  EXPECT_EQ(TotalOf(1, shop), 1000);
  EXPECT_EQ(TotalOf(2, shop), 901);
  EXPECT_EQ(shop.SaleAt(1).line_count, 1);
  EXPECT_EQ(shop.SaleAt(2).line_count, 3);
}

TEST(MoveTest, KeepsTheNumberOfALineWhereItIsFree) {
  ShopAtWork shop;
  SetTwoTables(shop);

  shop.MustAsk({MoveLines(1, 2, {1, 2})});

  EXPECT_THAT(shop.SaleAt(2).lines, UnorderedElementsAre(Key(1), Key(2), Key(3)));
  EXPECT_EQ(shop.SaleAt(2).lines.at(3).sold.amount_minor(), 1000);  // It was line 1.
}

TEST(MoveTest, DividesADiscountOfAnAmount) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({TakeOffAmount(1, 1, 100)});
  const int64_t before_minor = TotalOf(1, shop) + TotalOf(2, shop);

  shop.MustAsk({MoveLines(1, 2, {1})});

  EXPECT_EQ(TotalOf(1, shop) + TotalOf(2, shop), before_minor);
  EXPECT_EQ(TotalOf(2, shop), 100 + 1000 - 55);  // What it took off the line before.
}

TEST(MoveTest, TakesARateAlong) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({TakeOffRate(1, 1, 100'000), TakeOffRate(1, 2, 500'000, {2})});

  shop.MustAsk({MoveLines(1, 2, {2})});

  EXPECT_EQ(TotalOf(2, shop), 100 + 225);  // Half, then a tenth of the rest.
  EXPECT_EQ(TotalOf(1, shop), 1171);
}

TEST(MoveTest, TakesACombosPartsAlong) {
  ShopAtWork shop;
  SetTwoTables(shop);
  Command part = AddLine(1, 4, 400);
  part.mutable_add_line_item()->set_parent_line(1);
  shop.MustAsk({part});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {4}))), "FIELD_INVALID");
  shop.MustAsk({MoveLines(1, 2, {1})});

  EXPECT_EQ(shop.SaleAt(2).lines.at(4).sold.parent_line(), 2);
  EXPECT_EQ(TotalOf(1, shop), 801);
}

TEST(MoveTest, LeavesWhatIsPaid) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({PayCard(1, 1, 900)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {1}))), "LINES_PAID");
  shop.MustAsk({MoveLines(1, 2, {2, 3})});
  EXPECT_EQ(DueOf(shop.SaleAt(1), shop.config()), 100);
}

TEST(MoveTest, OfATillByItselfIsFlaggedWhereItContradicts) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({PayCard(1, 1, 900)});

  const Decision decision = shop.Own(MoveLines(1, 2, {1}));

  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(ReasonNameOf(decision.objection), "LINES_PAID");
  EXPECT_EQ(TotalOf(2, shop), 1100);
}

TEST(MoveTest, ThatIsSetAsideHoldsBothSalesCommandsUp) {
  ShopAtWork shop;
  SetTwoTables(shop);

  EXPECT_TRUE(shop.Own(MoveLines(1, 2, {9})).set_aside);

  EXPECT_TRUE(shop.Own(AddLine(1, 7, 100)).set_aside);
  EXPECT_TRUE(shop.Own(AddLine(2, 7, 100)).set_aside);
}

TEST(MoveTest, NamesTwoSalesOfTheTill) {
  ShopAtWork shop;
  SetTwoTables(shop);

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 1, {1}))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 3, {1}))), "SALE_UNKNOWN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {}))), "FIELD_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {1, 1}))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {8}))), "LINE_UNKNOWN");
  EXPECT_EQ(ReasonNameOf(shop.AskAt("2", MoveLines(1, 2, {1}))), "SALE_ELSEWHERE");
}

TEST(MoveTest, WaitsForATerminalThatIsBeingAsked) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({StartPayment(1, 7, 100)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {2}))), "PAYMENT_PENDING");
}

TEST(MoveTest, FillsNoSaleBeyondItsBounds) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({AddLine(2, 2, kAmountMinorMax - 600)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {1}))), "AMOUNT_OVERFLOW");
}

TEST(MoveTest, TakesADiscountOnTheWholeSaleOffALineOnce) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({TakeOffRate(1, 1, 100'000), SplitSale(1, 3, {1}), MergeSales(3, 1)});
  EXPECT_EQ(TotalOf(1, shop), 900 + 721);

  shop.MustAsk({TakeOffRate(2, 1, 100'000), MergeSales(2, 1)});
  EXPECT_EQ(TotalOf(1, shop), 900 + 721 + 90);

  shop.MustAsk({TakeOffRate(1, 9, 500'000)});  // One that comes later is on them too.
  EXPECT_LT(TotalOf(1, shop), 900);
}

TEST(MoveTest, KeepsTheOrderInWhichDiscountsAreTakenOff) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({TakeOffAmount(1, 1, 181), TakeOffRate(1, 2, 500'000, {1})});
  const int64_t before_minor = TotalOf(1, shop);

  shop.MustAsk({StartSale(3), MergeSales(1, 3)});

  EXPECT_EQ(TotalOf(3, shop), before_minor);
}

TEST(MoveTest, LeavesNoMandatoryServiceChargeBehind) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({ChargeService(1, 125'000, true)});

  EXPECT_EQ(ReasonNameOf(shop.AskAs("ann", edge::v1::ROLE_CASHIER, MergeSales(1, 2))),
            "PERMISSION_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.AskAs("ann", edge::v1::ROLE_CASHIER, SplitSale(1, 3, {1}))), "OK");
}

TEST(MoveTest, NumbersLinesWithinWhatANumberHolds) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({AddLine(1, INT32_MAX, 70), AddLine(2, INT32_MAX, 80)});

  shop.MustAsk({MoveLines(1, 2, {INT32_MAX})});

  EXPECT_THAT(shop.SaleAt(2).lines, UnorderedElementsAre(Key(1), Key(2), Key(INT32_MAX)));
  EXPECT_EQ(TotalOf(2, shop), 100 + 70 + 80);
}

TEST(MoveTest, TakesTheShownBillAlong) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({PresentBill(1), MoveLines(1, 2, {1})});

  const auto decision = shop.Ask(RemoveLine(2, 2));

  EXPECT_THAT(Recorded(decision), Contains("CommandFlagged"));
}

TEST(MoveTest, IsNotBetweenPricesWithAndWithoutTax) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  shop.config().set_prices_include_tax(false);
  shop.MustAsk({StartSale(2)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {1}))), "FIELD_INVALID");
}

TEST(MoveTest, ThatIsSetAsideOrFlaggedShowsOnBothSales) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({PayCard(1, 1, 900)});

  const Decision decision = shop.Own(MoveLines(1, 2, {1}));

  EXPECT_THAT(EventNames(decision.events), Contains("CommandFlagged").Times(2));
}

TEST(SplitTest, TakesTheLinesOfASeat) {
  ShopAtWork shop;
  SetTwoTables(shop);
  Command at_seat = AddLine(1, 4, 70);
  at_seat.mutable_add_line_item()->set_seat(2);
  shop.MustAsk({at_seat});
  Command by_seat = SplitSale(1, 3, {});
  by_seat.mutable_split_sale()->set_seat(2);

  shop.MustAsk({by_seat});

  EXPECT_EQ(TotalOf(3, shop), 70);
  by_seat.mutable_split_sale()->set_to_sale_id(TestId(4));
  EXPECT_EQ(ReasonNameOf(shop.Ask(by_seat)), "FIELD_MISSING");  // Nobody is left there.
  by_seat.mutable_split_sale()->set_seat(-1);
  EXPECT_EQ(ReasonNameOf(shop.Ask(by_seat)), "FIELD_INVALID");
}

TEST(SplitTest, KeepsTheTaxesTheOwnerAndTheFirstItemsTime) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({ChangeOwner(1, "ben"), VerifyAge(1, 18)});
  Command late = Later(SplitSale(1, 3, {1}), 60);
  late.set_business_date(kTomorrow);

  shop.MustAsk({late});

  EXPECT_EQ(shop.SaleAt(3).start_business_date, kToday);
  EXPECT_EQ(shop.SaleAt(3).open_on_date, kTomorrow);
  EXPECT_EQ(shop.SaleAt(3).owner, "ben");
  EXPECT_EQ(shop.SaleAt(3).verified_age_years, 18);
  EXPECT_EQ(shop.SaleAt(3).first_item_time.seconds(), shop.SaleAt(1).first_item_time.seconds());
}

TEST(MergeTest, OfAnEmptySaleByATillIsFlaggedAndGivesItUp) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({StartSale(3)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MergeSales(3, 1))), "SALE_EMPTY");
  const Decision decision = shop.Own(MergeSales(3, 1));

  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(shop.SaleAt(3).state, SaleState::kAbandoned);
}

TEST(SplitTest, BeginsASaleLikeTheOther) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({ChangeTable(1, "7"), ChargeService(1, 100'000)});

  EXPECT_THAT(Recorded(shop.Ask(SplitSale(1, 3, {2}))),
              ElementsAre("SaleCreated", "ServiceChargeApplied", "LinesMovedOut", "LinesMovedIn"));

  EXPECT_EQ(shop.SaleAt(3).table, "7");
  EXPECT_EQ(shop.SaleAt(3).register_name, "1");
  EXPECT_EQ(TotalOf(3, shop), 550);
  EXPECT_THAT(shop.SaleAt(3).lines, Contains(Key(2)));
  EXPECT_EQ(ReasonNameOf(shop.Ask(SplitSale(1, 3, {3}))), "SALE_EXISTS");
}

TEST(SplitTest, PartsArePaidAndCompletedByThemselves) {
  ShopAtWork shop;
  SetTwoTables(shop);

  shop.MustAsk(
      {SplitSale(1, 3, {2}), PayCard(3, 1, 500), Complete(3), PayCard(1, 2, 1301), Complete(1)});

  EXPECT_EQ(shop.DayAt().totals.total_minor(), 1801);
  EXPECT_EQ(shop.DayAt().totals.sale_count(), 2);
}

TEST(MergeTest, LeavesOneSaleWithAllLines) {
  ShopAtWork shop;
  SetTwoTables(shop);

  EXPECT_THAT(Recorded(shop.Ask(MergeSales(1, 2))),
              ElementsAre("LinesMovedOut", "LinesMovedIn", "SaleAbandoned"));

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kAbandoned);
  EXPECT_EQ(TotalOf(2, shop), 1901);
  EXPECT_EQ(shop.DayAt().totals.abandoned_count(), 0);
  EXPECT_EQ(shop.DayAt().open_sale_count, 1);
}

TEST(MergeTest, NeedsASaleWithoutMoney) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({StartSale(3), AddTip(2, 1, 50)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(MergeSales(3, 2))), "SALE_EMPTY");
  EXPECT_EQ(ReasonNameOf(shop.Ask(MergeSales(2, 1))), "PAYMENT_STANDS");
  shop.MustAsk({PayCard(1, 1, 100)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(MergeSales(1, 2))), "PAYMENT_STANDS");
}

TEST(TableTest, GuestsAndOwnerOfASaleAreChanged) {
  ShopAtWork shop;
  SetTwoTables(shop);

  shop.MustAsk({ChangeTable(1, "7"), SetGuestCount(1, 4), ChangeOwner(1, "ben")});

  EXPECT_EQ(shop.SaleAt(1).table, "7");
  EXPECT_EQ(shop.SaleAt(1).guest_count, 4);
  EXPECT_EQ(shop.SaleAt(1).owner, "ben");
  for (const Command& again : {ChangeTable(1, "7"), SetGuestCount(1, 4), ChangeOwner(1, "ben")}) {
    EXPECT_THAT(Recorded(shop.Ask(again)), ElementsAre());
  }
  EXPECT_EQ(ReasonNameOf(shop.Ask(SetGuestCount(1, -1))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeOwner(1, ""))), "FIELD_MISSING");
}

TEST(BillTest, OnceItWasPresentedWhatIsTakenOffIsFlagged) {
  ShopAtWork shop;
  SetTwoTables(shop);
  shop.MustAsk({AddLine(1, 4, 100, 3), PresentBill(1)});

  EXPECT_THAT(Recorded(shop.Ask(ChangeQuantity(1, 4, 4000))), ElementsAre("SaleLineItemChanged"));
  EXPECT_THAT(Recorded(shop.Ask(ChangeQuantity(1, 4, 1000))),
              ElementsAre("SaleLineItemChanged", "CommandFlagged"));
  EXPECT_THAT(Recorded(shop.Ask(RemoveLine(1, 2))),
              ElementsAre("SaleLineItemRemoved", "CommandFlagged"));
}

TEST(BillTest, SaysWhatIsToBePaid) {
  ShopAtWork shop;
  SetTwoTables(shop);

  const auto decision = shop.Ask(PresentBill(1));

  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(decision->events[0].event.bill_presented().total_minor(), 1801);
}

}  // namespace
}  // namespace daybook::domain
