// What the closing of a business day says: the Z of each register, documents, perpetual totals, and
// the sales that go on.
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::BusinessDayClosed;
using ::testing::ElementsAre;

// Sells something at 5.00 at a register.
void SellAt(std::string_view register_name, uint8_t sale, ShopAtWork& shop, Command on) {
  for (Command command :
       {StartSale(sale), AddLine(sale, 1, 500), PayCard(sale, sale, 500), Complete(sale)}) {
    command.set_business_date(on.business_date());
    const auto decision = shop.AskAt(register_name, command);
    ASSERT_TRUE(decision.ok()) << decision.status();
  }
}

BusinessDayClosed ZOf(const absl::StatusOr<Decision>& decision) {
  EXPECT_TRUE(decision.ok()) << decision.status();
  return decision.ok() ? decision->events.back().event.business_day_closed() : BusinessDayClosed();
}

Command CloseAndGoOn(int32_t next_business_date) {
  Command command = CloseDay();
  command.mutable_close_business_day()->set_next_business_date(next_business_date);
  return command;
}

Command Tomorrow(Command command) {
  command.set_business_date(kTomorrow);
  return command;
}

TEST(ClosingTest, HasANumberedZOfEachRegisterThatAddsUpToTheDay) {
  ShopAtWork shop;
  SellAt("1", 1, shop, NewCommand());
  SellAt("2", 2, shop, NewCommand());
  SellAt("2", 3, shop, NewCommand());

  const BusinessDayClosed z = ZOf(shop.Ask(CloseDay()));

  EXPECT_EQ(z.document_number(), "bakery-Z-1");
  ASSERT_EQ(z.registers_size(), 2);
  EXPECT_EQ(z.registers(0).register_(), "1");
  EXPECT_EQ(z.registers(0).document_number(), "bakery-1Z-1");
  EXPECT_EQ(z.registers(0).totals().total_minor(), 500);
  EXPECT_EQ(z.registers(1).document_number(), "bakery-2Z-1");
  EXPECT_EQ(z.registers(1).totals().total_minor(), 1000);
  EXPECT_EQ(z.registers(1).totals().by_tender(0).amount_minor(), 1000);
  EXPECT_EQ(z.totals().total_minor(), 1500);
}

TEST(ClosingTest, HasNoDocumentForWhatWasDoneAtNoRegister) {
  ShopAtWork shop;
  SellAt("1", 1, shop, NewCommand());
  shop.MustAsk({OpenDrawer(1, 0)});
  const Context office{
      .shop = shop.config(), .employee = "mary", .authority = {.role = edge::v1::ROLE_MANAGER}};
  const auto paid_in = Decide(PayIn(1, 500), office, shop.shop());
  ASSERT_TRUE(paid_in.ok()) << paid_in.status();
  shop.shop().Apply(OriginOf(PayIn(1, 500), office), paid_in->events);
  shop.MustAsk({CountDrawer(1, 500), CloseDrawer(1)});

  const BusinessDayClosed z = ZOf(shop.Ask(CloseDay()));

  ASSERT_EQ(z.registers_size(), 2);
  EXPECT_EQ(z.registers(0).register_(), "");
  EXPECT_EQ(z.registers(0).document_number(), "");
  EXPECT_EQ(z.registers(0).totals().paid_in_minor(), 500);
  EXPECT_EQ(z.document_number(), "bakery-Z-1");
  EXPECT_EQ(std::get<Series>(shop.shop().Find(SeriesStream("", SeriesKind::kClosings))).version, 1);
}

TEST(ClosingTest, OfTheNextDayHasTheNextNumbers) {
  ShopAtWork shop;
  SellAt("1", 1, shop, NewCommand());
  shop.MustAsk({CloseDay(), OpenDay(kTomorrow)});
  SellAt("1", 2, shop, Tomorrow(NewCommand()));

  const BusinessDayClosed z = ZOf(shop.Ask(CloseDay(kTomorrow)));

  EXPECT_EQ(z.document_number(), "bakery-Z-2");
  EXPECT_EQ(z.registers(0).document_number(), "bakery-1Z-2");
}

TEST(ClosingTest, ListsTheFirstAndLastDocumentOfEachSeries) {
  ShopAtWork shop;
  SellAt("1", 1, shop, NewCommand());
  shop.MustAsk({CloseDay()});
  SellAt("1", 2, shop, Tomorrow(NewCommand()));
  SellAt("1", 3, shop, Tomorrow(NewCommand()));

  const BusinessDayClosed z = ZOf(shop.Ask(CloseDay(kTomorrow)));

  ASSERT_EQ(z.documents_size(), 1);
  EXPECT_EQ(z.documents(0).series(), "bakery-1S");
  EXPECT_EQ(z.documents(0).first_counter(), 2);
  EXPECT_EQ(z.documents(0).last_counter(), 3);
  EXPECT_EQ(z.documents(0).document_count(), 2);
}

TEST(ClosingTest, GoesOnWithThePerpetualTotals) {
  ShopAtWork shop;
  SellAt("1", 1, shop, NewCommand());
  SellAt("1", 2, shop, NewCommand());
  shop.MustAsk({Void(2), Return(1, 1, 400, 20, 200)});

  const BusinessDayClosed first = ZOf(shop.Ask(CloseDay()));
  EXPECT_EQ(first.perpetual_net_minor(), 300);
  EXPECT_EQ(first.perpetual_absolute_minor(), 1000 + 500 + 200);

  SellAt("1", 3, shop, Tomorrow(NewCommand()));
  const BusinessDayClosed second = ZOf(shop.Ask(CloseDay(kTomorrow)));
  EXPECT_EQ(second.perpetual_net_minor(), 800);
  EXPECT_EQ(second.perpetual_absolute_minor(), 2200);
}

TEST(ClosingTest, LeavesWhatIsNoTurnoverOutOfThePerpetualTotals) {
  ShopAtWork shop;
  const auto deposit = [](uint8_t sale) {
    Command command = AddLine(sale, 1, 500);
    command.mutable_add_line_item()->set_kind(event::v1::LINE_KIND_DEPOSIT);
    command.mutable_add_line_item()->clear_tax_category();
    return command;
  };
  shop.MustAsk({StartSale(1), deposit(1), PayCard(1, 1, 500), Complete(1),
                Return(1, 1, 1000, 20, 500), StartSale(2), deposit(2), PayCard(2, 2, 500),
                Complete(2), Void(2)});

  const BusinessDayClosed z = ZOf(shop.Ask(CloseDay()));

  EXPECT_EQ(z.perpetual_net_minor(), 0);
  EXPECT_EQ(z.perpetual_absolute_minor(), 0);
}

TEST(ClosingTest, AddsWhatCameLateToThePerpetualTotals) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), PayCard(1, 1, 500), Complete(1), CloseDay()});
  shop.Own(StartSale(2));
  shop.Own(AddLine(2, 1, 700));
  shop.Own(PayCard(2, 2, 700));
  shop.Own(Complete(2));

  shop.MustAsk({OpenDay(kTomorrow)});
  const BusinessDayClosed z = ZOf(shop.Ask(CloseDay(kTomorrow)));

  EXPECT_EQ(z.totals().total_minor(), 0);
  EXPECT_EQ(z.perpetual_net_minor(), 1200);
}

TEST(ClosingTest, WaitsForOpenSalesUnlessTheShopCarriesThemOver) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseAndGoOn(kTomorrow))), "SALES_OPEN");
  shop.config().set_carry_over_open_sales(true);
  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseDay())), "FIELD_MISSING");
  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseAndGoOn(kToday))), "FIELD_INVALID");
  EXPECT_THAT(
      Recorded(shop.Ask(CloseAndGoOn(kTomorrow))),
      ElementsAre("BusinessDayOpened", "SaleCarriedOver", "DocumentIssued", "BusinessDayClosed"));

  EXPECT_EQ(shop.DayAt().state, DayState::kClosed);
  EXPECT_EQ(shop.DayAt(kTomorrow).open_sale_count, 1);
}

TEST(ClosingTest, LeavesASaleThatWasCarriedOverWithTheTaxOfItsStart) {
  edge::v1::ShopConfig config = BritishShop();
  edge::v1::TaxRule& rule = *config.add_tax_rules();
  rule.set_tax_category("standard");
  rule.set_jurisdiction("GB");
  rule.set_rate_ppm(250'000);
  rule.set_valid_from(kTomorrow);
  config.set_carry_over_open_sales(true);
  ShopAtWork shop(config);
  shop.MustAsk({StartSale(1), AddLine(1, 1, 600), CloseAndGoOn(kTomorrow),
                Tomorrow(PayCard(1, 1, 600)), Tomorrow(Complete(1))});

  EXPECT_EQ(shop.DayAt(kTomorrow).totals.tax_minor(), 100);
  EXPECT_EQ(shop.DayAt(kTomorrow).open_sale_count, 0);
  EXPECT_TRUE(shop.Ask(CloseDay(kTomorrow)).ok());
}

TEST(ClosingTest, DoesNotCarryOverToADayThatIsClosed) {
  ShopAtWork shop;
  shop.config().set_carry_over_open_sales(true);
  shop.MustAsk({OpenDay(kTomorrow), CloseDay(kTomorrow), StartSale(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CloseAndGoOn(kTomorrow))), "BUSINESS_DAY_CLOSED");
}

TEST(ClosingTest, OpenDaysSnapshotKeepsRegistersDocumentsAndOpenSales) {
  ShopAtWork shop;
  SellAt("1", 1, shop, NewCommand());
  shop.MustAsk({StartSale(2)});
  edge::v1::BooksSnapshot snapshot;

  AddToSnapshot(shop.shop().Find(DayStream(kToday)), snapshot);
  const auto books = FromSnapshot(snapshot);

  ASSERT_EQ(books.size(), 1u);
  const Day& day = std::get<Day>(books[0].second);
  EXPECT_EQ(day.open_sales, shop.DayAt().open_sales);
  EXPECT_EQ(day.registers.size(), 1u);
  EXPECT_EQ(day.documents.at("bakery-1S").last_counter(), 1);
}

}  // namespace
}  // namespace daybook::domain
