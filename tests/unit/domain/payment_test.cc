#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;

Command WithTendered(Command command, int64_t tendered_minor) {
  *command.mutable_receive_payment()->mutable_tendered() = Gbp(tendered_minor);
  return command;
}

TEST(PaymentTest, GivesChangeOnCash) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 450)});

  const auto decision = shop.Ask(WithTendered(PayCash(1, 1, 450, 1), 1000));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));
  const auto& payment = decision->events[0].event.payment_received();
  EXPECT_EQ(payment.payment().amount_minor(), 450);
  EXPECT_EQ(payment.tendered().minor_units(), 1000);
  EXPECT_EQ(payment.change_minor(), 550);
}

TEST(PaymentTest, SaysNothingOfWhatWasTenderedIfItWasTheAmount) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 450)});

  const auto decision = shop.Ask(WithTendered(PayCash(1, 1, 450, 1), 450));

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));
  EXPECT_FALSE(decision->events[0].event.payment_received().has_tendered());
  EXPECT_EQ(decision->events[0].event.payment_received().change_minor(), 0);
}

TEST(PaymentTest, OfCashNeedsADrawerThatIsOpen) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCash(1, 1, 450, 1))), "DRAWER_UNKNOWN");
  shop.MustAsk({OpenDrawer(1, 0), CountDrawer(1, 0), CloseDrawer(1)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCash(1, 1, 450, 1))), "DRAWER_NOT_OPEN");
}

TEST(PaymentTest, IsAtMostWhatIsDue) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 400)});

  const auto decision = shop.Ask(PayCard(1, 2, 51));

  EXPECT_EQ(ReasonNameOf(decision), "PAYMENT_EXCEEDS_DUE");
  EXPECT_EQ(MessageOf(decision.status()), "0.51 GBP is more than the 0.50 GBP that are due");
  EXPECT_EQ(ErrorMetadata(decision.status(), "due_minor"), "50");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 3, 50))), "OK");
}

TEST(PaymentTest, CoversTheTaxThatIsAddedToPrices) {
  ShopAtWork shop(AmericanShop());
  shop.config().set_currency_code("GBP");
  Command line = AddLine(1, 1, 1000);
  line.mutable_add_line_item()->set_tax_category("general");
  shop.MustAsk({StartSale(1), line});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 1, 1054))), "PAYMENT_EXCEEDS_DUE");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 1, 1053))), "OK");
}

TEST(PaymentTest, CountsOnceForEachPaymentId) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 100)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, 1, 100))), "PAYMENT_EXISTS");
}

TEST(PaymentTest, ComesInAtMostAHundredParts) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});
  for (size_t payment = 1; payment <= kSalePaymentsMax; ++payment) {
    shop.MustAsk({PayCard(1, static_cast<uint8_t>(payment), 1)});
  }

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayCard(1, kSalePaymentsMax + 1, 1))), "TOO_LARGE");
}

TEST(PaymentTest, KeepsWhatTheCardTerminalSaid) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});
  Command command = PayCard(1, 1, 450);
  command.mutable_receive_payment()->mutable_card()->set_approval_code("A1");
  command.mutable_receive_payment()->mutable_card()->set_last_digits("1234");
  command.mutable_receive_payment()->mutable_card()->set_brand("Visa");
  command.mutable_receive_payment()->mutable_card()->set_terminal("T7");

  const auto decision = shop.Ask(command);

  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));
  const auto& payment = decision->events[0].event.payment_received();
  EXPECT_EQ(payment.card().approval_code(), "A1");
  EXPECT_EQ(payment.card().last_digits(), "1234");
  EXPECT_EQ(payment.card().brand(), "Visa");
  EXPECT_EQ(payment.card().terminal(), "T7");
}

TEST(CompletionTest, RecordsTheSaleItsDocumentAndTheStockInOneEntry) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450)});

  const auto decision = shop.Ask(Complete(1));

  EXPECT_THAT(Recorded(decision), ElementsAre("SaleCompleted", "DocumentIssued", "StockSold"));
}

TEST(CompletionTest, HoldsSumsThatAddUp) {
  ShopAtWork shop;
  Command cake = AddLine(1, 2, 300, 2);
  cake.mutable_add_line_item()->set_category("cakes");
  cake.mutable_add_line_item()->set_tax_category("zero");
  shop.MustAsk({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 450), cake, PayCash(1, 1, 50, 1),
                PayCard(1, 2, 900), PayCash(1, 3, 100, 1)});

  const auto decision = shop.Ask(Complete(1));

  ASSERT_TRUE(decision.ok()) << decision.status();
  const auto& completed = decision->events[0].event.sale_completed();
  EXPECT_EQ(completed.subtotal_minor(), 1050);
  EXPECT_EQ(completed.added_tax_minor(), 0);
  EXPECT_EQ(completed.total_minor(), 1050);
  EXPECT_EQ(completed.line_count(), 2);
  EXPECT_EQ(completed.start_business_date(), kToday);
  ASSERT_EQ(completed.categories_size(), 2);
  EXPECT_EQ(completed.categories(0).category(), "bakery");
  EXPECT_EQ(completed.categories(0).amount_minor(), 450);
  EXPECT_EQ(completed.categories(1).category(), "cakes");
  EXPECT_EQ(completed.categories(1).amount_minor(), 600);
  ASSERT_EQ(completed.tenders_size(), 2);
  EXPECT_EQ(completed.tenders(0).tender(), event::v1::TENDER_CASH);
  EXPECT_EQ(completed.tenders(0).payment_count(), 2);
  EXPECT_EQ(completed.tenders(0).amount_minor(), 150);
  EXPECT_EQ(completed.tenders(1).amount_minor(), 900);
}

TEST(CompletionTest, NumbersTheDocumentsOfARegisterWithoutAGap) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), Complete(1), StartSale(2),
                Abandon(2), StartSale(3), AddLine(3, 1, 450), PayCard(3, 1, 450)});

  const auto decision = shop.Ask(Complete(3));

  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->events[1].stream.ToText(), "document-1S");
  const auto& document = decision->events[1].event.document_issued();
  EXPECT_EQ(document.counter(), 2);
  EXPECT_EQ(document.number(), "bakery-1S-2");
  EXPECT_EQ(document.kind(), event::v1::DOCUMENT_KIND_SALE);
  EXPECT_EQ(document.total_minor(), 450);
  EXPECT_TRUE(document.has_first_item_time());
}

TEST(CompletionTest, TakesEachSkuFromTheStockOnce) {
  ShopAtWork shop;
  Command ale = AddLine(1, 1, 100, 2);
  ale.mutable_add_line_item()->set_sku("ale");
  Command wrapping = AddLine(1, 4, 100);
  wrapping.mutable_add_line_item()->set_kind(event::v1::LINE_KIND_SERVICE);
  wrapping.mutable_add_line_item()->set_sku("wrapping");
  shop.MustAsk({StartSale(1), AddLine(1, 2, 100), ale, AddLine(1, 3, 100, 4), wrapping,
                AddLine(1, 5, 100), RemoveLine(1, 5), PayCard(1, 1, 800)});

  const auto decision = shop.Ask(Complete(1));

  ASSERT_THAT(Recorded(decision),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "StockSold"));
  EXPECT_EQ(decision->events[2].stream.ToText(), "stock-main/ale");
  EXPECT_EQ(decision->events[2].event.stock_sold().quantity_milli(), 2000);
  EXPECT_EQ(decision->events[3].stream.ToText(), "stock-main/bread");
  EXPECT_EQ(decision->events[3].event.stock_sold().quantity_milli(), 5000);
}

TEST(CompletionTest, NeedsNoPaymentForATotalOfNothing) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 0)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "OK");
}

TEST(CompletionTest, IsRefusedUntilTheSaleIsPaid) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 449)});

  const auto decision = shop.Ask(Complete(1));

  EXPECT_EQ(ReasonNameOf(decision), "SALE_NOT_PAID");
  EXPECT_EQ(MessageOf(decision.status()), "4.49 GBP of 4.50 GBP was paid");
  EXPECT_EQ(ErrorMetadata(decision.status(), "paid_minor"), "449");
  EXPECT_EQ(ErrorMetadata(decision.status(), "total_minor"), "450");
}

TEST(CompletionTest, IsRefusedIfMoreWasPaidThanTheLinesComeTo) {
  ShopAtWork shop;
  shop.MustAsk(
      {StartSale(1), AddLine(1, 1, 450), AddLine(1, 2, 50), PayCard(1, 1, 500), RemoveLine(1, 2)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "SALE_NOT_PAID");
}

TEST(CompletionTest, IsRefusedWithoutLines) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), RemoveLine(1, 1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "SALE_EMPTY");
}

TEST(CompletionTest, ChecksTheTotalThatTheTillShowed) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450)});
  Command command = Complete(1);
  *command.mutable_complete_sale()->mutable_total() = Gbp(449);

  const auto decision = shop.Ask(command);

  EXPECT_EQ(ReasonNameOf(decision), "TOTAL_MISMATCH");
  EXPECT_EQ(MessageOf(decision.status()), "the lines come to 4.50 GBP, not 4.49 GBP");
  command.mutable_complete_sale()->mutable_total()->set_currency_code("EUR");
  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "CURRENCY_MISMATCH");
  *command.mutable_complete_sale()->mutable_total() = Gbp(450);
  EXPECT_EQ(ReasonNameOf(shop.Ask(command)), "OK");
}

}  // namespace
}  // namespace daybook::domain
