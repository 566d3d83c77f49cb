#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using ::testing::ElementsAre;

const StreamId kBread = StockStream("main", "bread");
const StreamId kSeries = SeriesStream("1", SeriesKind::kSales);
const StreamId kInstallation = StreamId::Of(Category::CATEGORY_ATTENTION, TestUuid(200));

// Payment 7 through a terminal, which the drawer lists, and euros for the drawer.
edge::v1::Command PendingPayment() {
  edge::v1::Command command = StartPayment(3, 7, 100);
  command.mutable_start_payment()->set_drawer_session_id(TestId(1));
  return command;
}

edge::v1::Command PayInEuros() {
  edge::v1::Command command = PayCash(3, 8, 100, 1);
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.mutable_tendered()->set_currency_code("EUR");
  receive.mutable_tendered()->set_minor_units(200);
  receive.set_exchange_rate_ppm(1'000'000);
  return command;
}

// A shop with an open day and drawer, a document, a set-aside command, stock, a payment without an
// outcome and cash of another currency.
void FillShop(ShopAtWork& shop) {
  shop.MustAsk({OpenDrawer(1, 5000), StartSale(1), AddLine(1, 1, 450), PayCash(1, 1, 450, 1),
                Complete(1), StartSale(2), ReceiveStock("bread", 7000), StartSale(3),
                AddLine(3, 1, 450), PendingPayment(), PayInEuros()});
  shop.Own(RemoveLine(2, 7));
}

TEST(SnapshotTest, OfALongStreamGivesItsStateBack) {
  ShopAtWork shop;
  FillShop(shop);

  for (const StreamId& stream : {kBread, kSeries, kInstallation}) {
    SCOPED_TRACE(stream.ToText());
    const auto snapshot = TakeSnapshot(shop.shop().Find(stream));
    ASSERT_TRUE(snapshot.has_value());
    const Aggregate copy = FromSnapshot(stream, *snapshot);

    EXPECT_GT(VersionOf(copy), 0);
    EXPECT_EQ(VersionOf(copy), VersionOf(shop.shop().Find(stream)));
    EXPECT_EQ(TakeSnapshot(copy)->SerializeAsString(), snapshot->SerializeAsString());
  }
}

TEST(SnapshotTest, IsNotTakenOfWhatComesToAnEnd) {
  ShopAtWork shop;
  FillShop(shop);

  EXPECT_FALSE(TakeSnapshot(shop.SaleAt(1)).has_value());
  EXPECT_FALSE(TakeSnapshot(shop.DrawerAt(1)).has_value());
  EXPECT_FALSE(TakeSnapshot(shop.DayAt()).has_value());
}

TEST(SnapshotTest, OfTheBooksGivesEveryOpenOneBack) {
  ShopAtWork shop;
  FillShop(shop);
  edge::v1::Command count = CountDrawer(1, 5000);
  shop.MustAsk({HandOver(1, "ben")});
  *count.mutable_count_drawer()->add_foreign() = PayInEuros().receive_payment().tendered();
  shop.MustAsk({count});
  edge::v1::BooksSnapshot snapshot;
  AddToSnapshot(shop.DrawerAt(1), snapshot);
  AddToSnapshot(shop.DayAt(), snapshot);

  const auto books = FromSnapshot(snapshot);

  ASSERT_EQ(books.size(), 2u);
  edge::v1::BooksSnapshot again;
  for (const auto& [stream, book] : books) {
    EXPECT_TRUE(IsOpenBook(book));
    EXPECT_EQ(VersionOf(book), VersionOf(shop.shop().Find(stream)));
    AddToSnapshot(book, again);
  }
  EXPECT_EQ(again.SerializeAsString(), snapshot.SerializeAsString());
  EXPECT_EQ(snapshot.days(0).open_sale_count(), 2);
  EXPECT_EQ(snapshot.days(0).open_drawer_count(), 1);
  EXPECT_EQ(snapshot.drawers(0).expected_minor(), 5350);
  EXPECT_EQ(snapshot.drawers(0).foreign_expected_size(), 1);
  EXPECT_EQ(snapshot.drawers(0).foreign_counted_size(), 1);
  EXPECT_EQ(snapshot.drawers(0).pending_payments_size(), 1);
  EXPECT_EQ(snapshot.days(0).pending_payments_size(), 1);
}

TEST(SnapshotTest, GoesOnLikeTheOriginal) {
  ShopAtWork shop;
  FillShop(shop);
  edge::v1::BooksSnapshot snapshot;
  AddToSnapshot(shop.DrawerAt(1), snapshot);
  Aggregate copy = FromSnapshot(snapshot)[0].second;
  shop.MustAsk({AddLine(2, 1, 100)});
  const auto decision = shop.Ask(PayCash(2, 2, 100, 1));
  ASSERT_THAT(Recorded(decision), ElementsAre("PaymentReceived"));

  Evolve(copy, event::v1::EntryHeader(), decision->events[0].event, &decision->events[0].stream);

  EXPECT_EQ(std::get<Drawer>(copy).expected_minor, shop.DrawerAt(1).expected_minor);
}

TEST(BookTest, IsOpenFromItsOpeningToItsClosing) {
  ShopAtWork shop;
  EXPECT_FALSE(IsOpenBook(shop.DrawerAt(1)));
  EXPECT_FALSE(IsOpenBook(shop.DayAt()));

  shop.MustAsk({OpenDrawer(1, 0)});
  EXPECT_TRUE(IsOpenBook(shop.DrawerAt(1)));
  EXPECT_TRUE(IsOpenBook(shop.DayAt()));
  EXPECT_EQ(shop.shop().OpenBookCount(), 2);

  shop.MustAsk({CountDrawer(1, 0), CloseDrawer(1), CloseDay()});
  EXPECT_FALSE(IsOpenBook(shop.DrawerAt(1)));
  EXPECT_FALSE(IsOpenBook(shop.DayAt()));
  EXPECT_EQ(shop.shop().OpenBookCount(), 0);
}

}  // namespace
}  // namespace daybook::domain
