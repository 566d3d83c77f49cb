// Goods that come back in a sale and pay for it.
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/selling_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

// Sale 1 is completed: line 1, three breads at 10.00 each, paid by card. Sale 2 is open: line 1.
void BringBack(int64_t new_price_minor, ShopAtWork& shop) {
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000, 3), PayCard(1, 9, 3000), Complete(1),
                StartSale(2), AddLine(2, 1, new_price_minor)});
}

int64_t TenderOf(std::string_view tender, ShopAtWork& shop) {
  for (const auto& row : shop.DayAt().totals.by_tender()) {
    if (row.key() == tender) return row.amount_minor();
  }
  return 0;
}

TEST(ExchangeTest, PaysForTheSaleWithWhatComesBack) {
  ShopAtWork shop;
  BringBack(1500, shop);

  EXPECT_THAT(Recorded(shop.Ask(AddReturnLine(2, 1, 1, 1))), ElementsAre("SaleReturnLineAdded"));
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(2, 8, 501))), "PAYMENT_EXCEEDS_DUE");
  shop.MustAsk({PayCard(2, 8, 500)});
  EXPECT_THAT(Recorded(shop.Ask(Complete(2))),
              ElementsAre("ItemsReturned", "PaymentRefunded", "PaymentReceived", "DocumentIssued",
                          "StockReturned", "SaleCompleted", "DocumentIssued", "StockSold"));

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kPartlyReturned);
  EXPECT_EQ(shop.SaleAt(2).state, SaleState::kCompleted);
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 3000 - 1000 + 1500);
  EXPECT_EQ(TenderOf("card", shop), 3500);
  EXPECT_EQ(TenderOf("exchange", shop), 0);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, -3000);
}

TEST(ExchangeTest, HasADocumentForTheReturnAndOneForTheSale) {
  ShopAtWork shop;
  BringBack(1000, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1)});

  const auto decision = shop.Ask(Complete(2));

  ASSERT_TRUE(decision.ok()) << decision.status();
  std::vector<std::string> numbers;
  for (const NewEvent& recorded : decision->events) {
    if (recorded.event.has_document_issued()) {
      numbers.push_back(recorded.event.document_issued().number());
    }
  }
  EXPECT_THAT(numbers, ElementsAre("bakery-1S-2", "bakery-1S-3"));
}

TEST(ExchangeTest, GivesBackWhatIsLeft) {
  ShopAtWork shop;
  BringBack(600, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1, 2000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(2))), "REFUND_MISMATCH");
  ASSERT_TRUE(shop.Ask(WithRefund(Complete(2), 30, 1400)).ok());

  EXPECT_EQ(TenderOf("card", shop), 3000 - 1400);
  EXPECT_EQ(TenderOf("exchange", shop), 0);
  EXPECT_EQ(shop.SaleAt(1).refunded_minor, 2000);
}

TEST(ExchangeTest, IsWorkedOutAnewWithEveryLine) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 333, 3), TakeOffAmount(1, 1, 99), PayCard(1, 9, 900),
                Complete(1), StartSale(2), AddLine(2, 1, 1000)});

  shop.MustAsk({AddReturnLine(2, 1, 1, 1), AddReturnLine(2, 2, 1, 1), AddReturnLine(2, 3, 1, 1)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 4, 1, 1))), "RETURN_EXCEEDS_SALE");
  shop.MustAsk({PayCard(2, 8, 100), Complete(2)});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kReturned);
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 1000);
}

TEST(ExchangeTest, KeepsReturnsForDifferentReasonsApart) {
  ShopAtWork shop;
  BringBack(2000, shop);
  Command broken = AddReturnLine(2, 2, 1, 1);
  broken.mutable_add_return_line()->set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1), broken});

  const auto decision = shop.Ask(Complete(2));

  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(shop.DayAt().totals.return_count(), 2);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, -3000);  // One back, one more sold.
}

TEST(ExchangeTest, OfOneForAnotherOfTheSameLeavesTheStockAsItIs) {
  ShopAtWork shop;
  shop.MustAsk({ReceiveStock("bread", 3000)});
  BringBack(1000, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1)});

  const auto decision = shop.Ask(Complete(2));

  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_THAT(EventNames(decision->events), Not(Contains("StockFellBelowZero")));
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 0);
}

TEST(ExchangeTest, InTwoReturnsTakesACommissionBackOnce) {
  ShopAtWork shop;
  shop.config().add_commissions()->set_rate_ppm(100'000);
  Command sold = AddLine(1, 1, 1000, 2);
  sold.mutable_add_line_item()->set_salesperson("ben");
  Command broken = AddReturnLine(2, 2, 1, 1);
  broken.mutable_add_return_line()->set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);
  shop.MustAsk({StartSale(1), sold, PayCard(1, 9, 2000), Complete(1), StartSale(2),
                AddLine(2, 1, 2000), AddReturnLine(2, 1, 1, 1), broken, Complete(2)});

  EXPECT_EQ(shop.SaleAt(1).lines.at(1).returned_commission_minor, 200);
}

TEST(ExchangeTest, IsUndoneBeforeTheSaleIsCompleted) {
  ShopAtWork shop;
  BringBack(1500, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1)});

  EXPECT_THAT(Recorded(shop.Ask(RemoveReturnLine(2, 1))), ElementsAre("SaleReturnLineRemoved"));
  EXPECT_EQ(ReasonNameOf(shop.Ask(RemoveReturnLine(2, 1))), "LINE_UNKNOWN");
  shop.MustAsk({PayCard(2, 8, 1500), Complete(2)});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kCompleted);
}

TEST(ExchangeTest, OfAnAbandonedSaleChangesNothing) {
  ShopAtWork shop;
  BringBack(1500, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1), Abandon(2)});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kCompleted);
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 3000);
}

TEST(ExchangeTest, IsOfOneOtherSale) {
  ShopAtWork shop;
  BringBack(1500, shop);
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 1, 2, 1))), "SALE_NOT_COMPLETED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 1, 9, 1))), "SALE_UNKNOWN");

  shop.MustAsk({StartSale(3), AddLine(3, 1, 100), PayCard(3, 7, 100), Complete(3),
                AddReturnLine(2, 1, 1, 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 2, 3, 1))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 1, 1, 1))), "LINE_EXISTS");
}

TEST(ExchangeTest, IsReturnedAndNotVoided) {
  ShopAtWork shop;
  BringBack(1000, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1), Complete(2)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Void(2))), "EXCHANGE_STANDS");
}

TEST(ExchangeTest, CannotBePaidByHandAsAnExchange) {
  ShopAtWork shop;
  BringBack(1000, shop);
  Command pay = PayCard(2, 8, 1000);
  pay.mutable_receive_payment()->set_tender(event::v1::TENDER_EXCHANGE);

  EXPECT_EQ(ReasonNameOf(shop.Ask(pay)), "FIELD_INVALID");
}

TEST(ExchangeTest, OfATillByItselfThatTwoTillsGaveIsFlagged) {
  ShopAtWork shop;
  BringBack(3000, shop);
  shop.Own(AddReturnLine(2, 1, 1, 1, 3000));
  shop.MustAsk({Return(1, 1, 3000, 30, 3000)});

  const Decision decision = shop.Own(Complete(2));

  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(ReasonNameOf(decision.objection), "RETURN_EXCEEDS_SALE");
  EXPECT_EQ(shop.SaleAt(2).state, SaleState::kCompleted);
}

TEST(ExchangeTest, ThatIsSetAsideHasItsRefundsRecorded) {
  ShopAtWork shop;
  BringBack(600, shop);
  shop.Own(AddLine(2, 9, -5));  // Set aside: so is what follows.

  EXPECT_TRUE(shop.Own(WithRefund(Complete(2), 30, 400)).set_aside);

  EXPECT_EQ(shop.SaleAt(2).refunded_minor, 400);
}

TEST(ExchangeTest, GivesBackOnceIfTheTillSaysTheSameAgain) {
  ShopAtWork shop;
  BringBack(600, shop);
  shop.MustAsk({AddReturnLine(2, 1, 1, 1), WithRefund(Complete(2), 30, 400)});

  EXPECT_TRUE(shop.Own(WithRefund(Complete(2), 30, 400)).set_aside);

  EXPECT_EQ(TenderOf("card", shop), 3000 - 400);
  EXPECT_EQ(shop.SaleAt(1).refunded_minor, 1000);
}

TEST(ExchangeTest, PaysNoMoreThanIsNotOwedForWhatComesBack) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000), Forward(1, 8, 1000), Complete(1), Decline(1, 8),
                StartSale(2), AddLine(2, 1, 1000), AddReturnLine(2, 1, 1, 1)});

  shop.MustAsk({PayCard(2, 9, 1000), Complete(2)});

  EXPECT_EQ(TenderOf("card", shop), 1000);
  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kReturned);
}

TEST(ExchangeTest, NeedsWhatItSaysToMakeSense) {
  ShopAtWork shop;
  BringBack(600, shop);
  Command no_reason = AddReturnLine(2, 1, 1, 1);
  no_reason.mutable_add_return_line()->clear_reason();

  EXPECT_EQ(ReasonNameOf(shop.Ask(no_reason)), "FIELD_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 0, 1, 1))), "FIELD_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 1, 1, 7))), "LINE_UNKNOWN");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddReturnLine(2, 1, 1, 1, -1))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(WithRefund(Complete(2), 30, 1))), "FIELD_INVALID");
}

}  // namespace
}  // namespace daybook::domain
