// What is taken back of a completed sale.
#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;

// Sale 1: three breads for 10.00 in all, a cake at 5.00 in another category; 10 % off.
void SellBreadAndCake(ShopAtWork& shop) {
  shop.config().set_discount_limit_ppm(1'000'000);
  Command cake = AddLine(1, 2, 500);
  cake.mutable_add_line_item()->set_sku("cake");
  cake.mutable_add_line_item()->set_category("cakes");
  shop.MustAsk({OpenDrawer(1, 10'000), StartSale(1), AddLine(1, 1, 1000), cake,
                ChangeQuantity(1, 1, 3000), OverridePrice(1, 1, 333), TakeOffRate(1, 1, 100'000),
                PayCard(1, 9, 1000), PayCash(1, 8, 349, 1), Complete(1)});
}

Command InCash(Command command, uint8_t drawer) {
  edge::v1::Refund& refund = *command.mutable_return_items()->mutable_refunds(0);
  refund.set_tender(event::v1::TENDER_CASH);
  refund.set_drawer_session_id(TestId(drawer));
  return command;
}

TEST(VoidTest, TakesEverythingBack) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  const auto decision = shop.Ask(Void(1));

  EXPECT_THAT(Recorded(decision), ElementsAre("PaymentReversed", "PaymentReversed", "SaleVoided",
                                              "DocumentIssued", "StockReturned", "StockReturned"));
  const event::v1::DayTotals& totals = shop.DayAt().totals;
  EXPECT_EQ(totals.sale_count(), 0);
  EXPECT_EQ(totals.voided_count(), 1);
  EXPECT_EQ(totals.voided_minor(), 1349);
  EXPECT_EQ(totals.total_minor(), 0);
  EXPECT_EQ(totals.tax_minor(), 0);
  EXPECT_EQ(totals.discount_minor(), 0);
  for (const auto& row : totals.by_tender()) EXPECT_EQ(row.amount_minor(), 0) << row.key();
  for (const auto& row : totals.by_category()) EXPECT_EQ(row.amount_minor(), 0) << row.key();
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 10'000);
  EXPECT_EQ(shop.StockAt("bread").on_hand_milli, 0);
}

TEST(VoidTest, TakesTheTipsBackToo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), AddTip(1, 1, 50), PayCard(1, 9, 500),
                AddTip(1, 2, 20, 9), Complete(1)});

  ASSERT_TRUE(shop.Ask(Void(1)).ok());

  EXPECT_EQ(shop.DayAt().totals.tip_minor(), 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(VoidTest, IsOfTheSameDayWithItsDrawersOpen) {
  ShopAtWork shop;
  SellBreadAndCake(shop);
  Command late = Void(1);
  late.set_business_date(kTomorrow);
  EXPECT_EQ(ReasonNameOf(shop.Ask(late)), "VOID_TOO_LATE");

  shop.MustAsk({CountDrawer(1, 10'349), CloseDrawer(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Void(1))), "DRAWER_NOT_OPEN");
}

TEST(VoidTest, HasADocumentOfItsOwn) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  const auto decision = shop.Ask(Void(1));

  ASSERT_TRUE(decision.ok());
  const auto& document = decision->events[3].event.document_issued();
  EXPECT_EQ(document.kind(), event::v1::DOCUMENT_KIND_VOID);
  EXPECT_EQ(document.number(), "bakery-1S-2");
  EXPECT_EQ(document.sale_id(), TestId(1));
  EXPECT_EQ(document.total_minor(), 1349);
}

TEST(ReturnTest, GivesBackWhatTheLineHadCostAfterDiscount) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  const auto decision = shop.Ask(Return(1, 2, 1000, 30, 450));

  ASSERT_THAT(Recorded(decision),
              ElementsAre("ItemsReturned", "PaymentRefunded", "DocumentIssued", "StockReturned"));
  const auto& returned = decision->events[0].event.items_returned();
  EXPECT_EQ(returned.total_minor(), 450);
  ASSERT_EQ(returned.tax_lines_size(), 1);
  EXPECT_EQ(returned.tax_lines(0).base_minor() + returned.tax_lines(0).amount_minor(), 450);
  EXPECT_EQ(decision->events[2].event.document_issued().kind(), event::v1::DOCUMENT_KIND_RETURN);
  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kPartlyReturned);
  EXPECT_EQ(shop.StockAt("cake").on_hand_milli, 0);
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 899);
  EXPECT_EQ(shop.DayAt().totals.return_count(), 1);
  EXPECT_EQ(shop.DayAt().totals.returned_minor(), 450);
}

TEST(ReturnTest, GivesTheLastPieceTheRest) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  // Three breads had cost 8.99 after discount.
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 30, 300))), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 31, 299))), "OK");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 32, 300))), "OK");
  Command cake = InCash(Return(1, 2, 1000, 33, 349), 1);
  *cake.mutable_return_items()->add_refunds() =
      Return(1, 2, 1000, 34, 101).return_items().refunds(0);
  shop.MustAsk({cake});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kReturned);
  EXPECT_EQ(shop.DayAt().totals.total_minor(), 0);
  EXPECT_EQ(shop.DayAt().totals.tax_minor(), 0);
}

TEST(ReturnTest, IsAtMostWhatIsLeft) {
  ShopAtWork shop;
  SellBreadAndCake(shop);
  shop.MustAsk({Return(1, 2, 1000, 30, 450)});

  const auto decision = shop.Ask(Return(1, 2, 1, 31, 1));

  EXPECT_EQ(ReasonNameOf(decision), "RETURN_EXCEEDS_SALE");
  EXPECT_EQ(ErrorMetadata(decision.status(), "left_milli"), "0");
}

TEST(ReturnTest, RefundsWhatTheLinesHadCost) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  const auto decision = shop.Ask(Return(1, 2, 1000, 30, 500));

  EXPECT_EQ(ReasonNameOf(decision), "REFUND_MISMATCH");
  EXPECT_EQ(ErrorMetadata(decision.status(), "total_minor"), "450");
}

TEST(ReturnTest, RefundsWithTheTenderThatPaid) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  const auto decision = shop.Ask(InCash(Return(1, 2, 1000, 30, 450), 1));

  EXPECT_EQ(ReasonNameOf(decision), "PERMISSION_MISSING");
  EXPECT_EQ(ErrorMetadata(decision.status(), "permission"), "refund.other_tender");
  EXPECT_EQ(ReasonNameOf(shop.Ask(InCash(Return(1, 1, 1000, 30, 300), 1))), "OK");
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 10'049);
}

TEST(ReturnTest, NeedsARefundThatIsNew) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 2, 1000, 9, 450))), "PAYMENT_EXISTS");
}

TEST(ReturnTest, LeavesDiscardedGoodsOutOfTheStock) {
  ShopAtWork shop;
  SellBreadAndCake(shop);
  Command command = Return(1, 2, 1000, 30, 450);
  command.mutable_return_items()->set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);

  EXPECT_THAT(Recorded(shop.Ask(command)),
              ElementsAre("ItemsReturned", "PaymentRefunded", "DocumentIssued"));
}

TEST(ReturnTest, IsTakenAtAnyRegister) {
  ShopAtWork shop;
  SellBreadAndCake(shop);

  const auto decision = shop.AskAt("2", Return(1, 2, 1000, 30, 450));

  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->events[2].event.document_issued().number(), "bakery-2S-1");
}

TEST(ReturnTest, OfTooMuchByATillByItselfIsFlagged) {
  ShopAtWork shop;
  SellBreadAndCake(shop);
  shop.MustAsk({Return(1, 2, 1000, 30, 450)});

  const Decision decision = shop.Own(Return(1, 2, 1000, 31, 450));

  EXPECT_EQ(ReasonNameOf(decision.objection), "RETURN_EXCEEDS_SALE");
  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(decision.events[0].event.items_returned().total_minor(), 0);
}

TEST(ReturnTest, OfTheSameByTwoTillsByThemselvesIsFlagged) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 9, 450), Complete(1),
                Return(1, 1, 1000, 30, 450)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 31, 450))), "RETURN_EXCEEDS_SALE");

  const Decision decision = shop.Own(Return(1, 1, 1000, 31, 450));

  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(ReasonNameOf(decision.objection), "RETURN_EXCEEDS_SALE");
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), -450);
}

TEST(ReturnTest, HasItsRefundRecordedEvenIfItIsSetAside) {
  ShopAtWork shop;

  const Decision decision = shop.Own(Return(1, 2, 1000, 30, 450));

  EXPECT_THAT(EventNames(decision.events),
              ElementsAre("BusinessDayOpened", "PaymentRefunded", "CommandSetAside"));
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), -450);
}

TEST(ReturnTest, GivesTheAddedTaxBack) {
  ShopAtWork shop(AmericanShop());
  shop.config().set_currency_code("GBP");
  Command line = AddLine(1, 1, 1000, 2);
  line.mutable_add_line_item()->set_tax_category("general");
  shop.MustAsk({StartSale(1), line, PayCard(1, 9, 2106), Complete(1)});

  const auto decision = shop.Ask(Return(1, 1, 1000, 30, 1053));

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& returned = decision->events[0].event.items_returned();
  ASSERT_EQ(returned.tax_lines_size(), 2);
  EXPECT_EQ(returned.tax_lines(0).amount_minor() + returned.tax_lines(1).amount_minor(), 53);
  EXPECT_EQ(returned.tax_lines(0).base_minor(), 1000);
}

TEST(VoidTest, AsksOnlyForTheDrawersThatTookCash) {
  ShopAtWork shop;
  Command card = PayCard(1, 9, 450);
  card.mutable_receive_payment()->set_drawer_session_id(TestId(1));
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), card, Complete(1),
                CountDrawer(1, 0), CloseDrawer(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Void(1))), "OK");
}

TEST(VoidTest, ListsTheTendersThatWentBack) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 450, 1),
                Complete(1), CorrectTender(1, 1, event::v1::TENDER_VOUCHER)});

  const auto decision = shop.Ask(Void(1));

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& document = decision->events[2].event.document_issued();
  ASSERT_EQ(document.tenders_size(), 1);
  EXPECT_EQ(document.tenders(0).tender(), event::v1::TENDER_VOUCHER);
}

TEST(VoidTest, OfATillByItselfHasItsMoneyRecordedEvenIfItIsSetAside) {
  ShopAtWork shop;
  SellBreadAndCake(shop);
  shop.MustAsk({Return(1, 2, 1000, 30, 450)});

  const Decision decision = shop.Own(Void(1));

  EXPECT_TRUE(decision.set_aside);
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 10'000);
}

TEST(VoidTest, OfATillByItselfTakesTheTipsBackEvenIfItIsSetAside) {
  ShopAtWork shop;
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 450), AddTip(1, 1, 50), PayCard(1, 9, 500), Complete(1)});
  shop.Own(RemoveLine(1, 7));

  const Decision decision = shop.Own(Void(1));

  EXPECT_TRUE(decision.set_aside);
  EXPECT_EQ(shop.DayAt().totals.tip_minor(), 0);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 0);
}

TEST(ReturnTest, KeepsTheIdsOfItsRefundsFromPayments) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450, 2), Forward(1, 7, 450), PayCard(1, 8, 450),
                Complete(1), Return(1, 1, 1000, 30, 450), Decline(1, 7)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 30, 450))), "PAYMENT_EXISTS");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 31, 450))), "OK");
}

TEST(ReturnTest, OfOneSaleHappensABoundedNumberOfTimes) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 0, kSaleReturnsMax + 1), Complete(1)});
  for (int64_t i = 0; i < kSaleReturnsMax; ++i) shop.MustAsk({Return(1, 1, 1000, 0, 0)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 0, 0))), "TOO_LARGE");
}

TEST(ReturnTest, IsInTheCurrencyOfTheSale) {
  ShopAtWork shop;
  SellBreadAndCake(shop);
  shop.config().set_currency_code("KRW");
  Command command = Return(1, 2, 1000, 30, 450);
  command.mutable_return_items()->mutable_refunds(0)->mutable_amount()->set_currency_code("KRW");

  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "CURRENCY_MISMATCH");
}

TEST(ReturnTest, PieceByPieceGivesEachJurisdictionItsTaxBack) {
  ShopAtWork shop(AmericanShop());
  shop.config().set_currency_code("GBP");
  for (edge::v1::TaxRule& rule : *shop.config().mutable_tax_rules()) rule.set_rate_ppm(50'000);
  Command line = AddLine(1, 1, 10, 10);
  line.mutable_add_line_item()->set_tax_category("general");
  shop.MustAsk({StartSale(1), line, PayCard(1, 9, 110), Complete(1)});

  for (uint8_t i = 0; i < 10; ++i) shop.MustAsk({Return(1, 1, 1000, 30 + i, 11)});

  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kReturned);
  for (const auto& row : shop.DayAt().totals.by_tax())
    EXPECT_EQ(row.amount_minor(), 0) << row.key();
  EXPECT_EQ(shop.DayAt().totals.by_category(0).count(), 0);
}

TEST(ReturnTest, LooksOnlyAtTheTendersOfItsRefunds) {
  ShopAtWork shop;
  shop.MustAsk(
      {OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 50, 2), PayCash(1, 1, 100, 1), Complete(1)});
  ASSERT_EQ(ReasonNameOf(shop.Ask(Return(1, 1, 1000, 30, 50))), "PERMISSION_MISSING");
  Context manager{
      .shop = shop.config(), .register_name = "1", .authority = {.role = edge::v1::ROLE_MANAGER}};
  const auto by_card = Decide(Return(1, 1, 1000, 30, 50), manager, shop.shop());
  ASSERT_TRUE(by_card.ok());
  shop.shop().Apply(OriginOf(Return(1, 1, 1000, 30, 50), manager), by_card->events);

  EXPECT_EQ(ReasonNameOf(shop.Ask(InCash(Return(1, 1, 1000, 31, 50), 1))), "OK");
}

}  // namespace
}  // namespace daybook::domain
