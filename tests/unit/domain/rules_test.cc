// The face of the domain as a whole: names, subjects, who folds what, and that asks change nothing
// by themselves.
#include "core/domain/fields.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/goods_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Names(const std::vector<StreamId>& streams) {
  std::vector<std::string> names;
  for (const StreamId& stream : streams) names.push_back(stream.ToText());
  return names;
}

event::v1::EntryHeader HeaderOn(int32_t business_date) {
  event::v1::EntryHeader header;
  header.set_business_date(business_date);
  return header;
}

TEST(RulesTest, KnowEveryCommandThatTheProtocolHas) {
  const auto* cases = Command::descriptor()->oneof_decl(0);

  const std::vector<Command> commands = OneOfEach();

  ASSERT_EQ(static_cast<int>(commands.size()), cases->field_count());
  for (int i = 0; i < cases->field_count(); ++i) {
    EXPECT_EQ(CommandName(commands[i]), cases->field(i)->message_type()->name());
  }
  EXPECT_EQ(CommandName(Command()), "");
}

TEST(RulesTest, NameTheStreamThatACommandIsAbout) {
  EXPECT_EQ(SubjectOf(AddLine(1, 1, 1), BritishShop()).ToText(),
            "sale-00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(SubjectOf(CountDrawer(2, 1), BritishShop()).ToText(),
            "drawer-00000000-0000-0000-0000-000000000002");
  EXPECT_EQ(SubjectOf(CloseDay(), BritishShop()).ToText(), "day-2016-11-05");
  EXPECT_EQ(SubjectOf(ReceiveStock("bread", 1), BritishShop()).ToText(), "stock-main/bread");
  for (const Command& command :
       {DepositToSafe(1), WithdrawFromSafe(1), CountSafe(1), PrepareBankDeposit(1)}) {
    EXPECT_EQ(SubjectOf(command, BritishShop()).ToText(), "safe-bakery");
  }
}

TEST(RulesTest, NameTheStreamThatACommandOnGoodsIsAbout) {
  const auto subject_of = [](const Command& command) {
    return SubjectOf(command, BritishShop()).ToText();
  };
  EXPECT_EQ(subject_of(CountStock("bread", 1)), "stock-main/bread");
  EXPECT_EQ(subject_of(ShipTransfer(3)), "transfer-00000000-0000-0000-0000-000000000003");
  EXPECT_EQ(subject_of(ChangePrice("roll", 0, 1)), "item-roll");
  EXPECT_EQ(subject_of(ChangeOffer("o", 1)), "offer-bakery");
  EXPECT_EQ(subject_of(ChangeFlag("f", true)), "flag-f");
  EXPECT_EQ(subject_of(StageItem(4, "roll", 1)), "import-00000000-0000-0000-0000-000000000004");
}

TEST(RulesTest, NameNoStreamForACommandThatDoesNot) {
  Command without_sale = AddLine(1, 1, 1);
  without_sale.mutable_add_line_item()->set_sale_id("short");
  Command without_date = CloseDay();
  without_date.set_business_date(20161399);

  for (const Command& command : {without_sale, without_date, Command(),
                                 ReceiveStock(std::string(kStreamKeyBytesMax, 'x'), 1),
                                 ShipTransfer(0), UpsertItem("", 1)}) {
    EXPECT_EQ(SubjectOf(command, BritishShop()), StreamId()) << command.ShortDebugString();
  }
}

TEST(RulesTest, RecordEverythingOnStreamsOfKnownLength) {
  const StreamId longest = StockStream(std::string(64, 'l'), std::string(64, 's'));

  EXPECT_LE(longest.key.size(), kStreamKeyBytesMax);
  EXPECT_LE(SeriesStream(std::string(64, 'r'), SeriesKind::kSales).key.size(), kStreamKeyBytesMax);
}

TEST(RulesTest, RefuseAnAskWithoutATrace) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  const int64_t version = shop.SaleAt(1).version;

  EXPECT_FALSE(shop.Ask(Complete(1)).ok());

  EXPECT_EQ(shop.SaleAt(1).version, version);
  EXPECT_EQ(shop.DayAt().open_sale_count, 1);
}

TEST(RulesTest, GiveTheHeaderWhatCommandAndCallerSay) {
  const edge::v1::ShopConfig shop = BritishShop();
  Command command = StartSale(1);
  command.set_utc_offset_minutes(60);
  command.set_approver("eve");
  command.set_correlation_id(TestId(9));
  const Context context{.shop = shop, .register_name = "1", .employee = "ada"};

  const event::v1::EntryHeader origin = OriginOf(command, context);

  EXPECT_EQ(origin.occur_time().seconds(), command.occur_time().seconds());
  EXPECT_EQ(origin.utc_offset_minutes(), 60);
  EXPECT_EQ(origin.business_date(), kToday);
  EXPECT_EQ(origin.register_(), "1");
  EXPECT_EQ(origin.employee(), "ada");
  EXPECT_EQ(origin.approver(), "eve");
  EXPECT_EQ(origin.correlation_id(), TestId(9));
}

TEST(RulesTest, GiveTheHeaderNoDateThatIsNone) {
  const edge::v1::ShopConfig shop = BritishShop();
  Command command = StartSale(1);
  command.set_business_date(99);

  EXPECT_EQ(OriginOf(command, Context{.shop = shop}).business_date(), 0);
}

TEST(FoldTest, OfACashPaymentIsDoneByItsDrawerAndItsDay) {
  event::v1::Event payment;
  payment.mutable_payment_received()->mutable_payment()->set_drawer_session_id(TestId(1));
  const StreamId sale = StreamId::Of(Category::CATEGORY_SALE, TestUuid(1));

  EXPECT_THAT(Names(AlsoFoldedBy(sale, HeaderOn(kToday), payment)),
              ElementsAre("drawer-00000000-0000-0000-0000-000000000001", "day-2016-11-05"));
}

TEST(FoldTest, OfASaleThatEndsIsDoneByBothItsDays) {
  event::v1::Event completed;
  completed.mutable_sale_completed()->set_start_business_date(kToday);
  const StreamId sale = StreamId::Of(Category::CATEGORY_SALE, TestUuid(1));

  EXPECT_THAT(Names(AlsoFoldedBy(sale, HeaderOn(kTomorrow), completed)),
              ElementsAre("day-2016-11-06", "day-2016-11-05"));
  EXPECT_THAT(Names(AlsoFoldedBy(sale, HeaderOn(kToday), completed)),
              ElementsAre("day-2016-11-05"));
}

TEST(FoldTest, OfALineIsDoneByItsSaleAlone) {
  event::v1::Event added;
  added.mutable_sale_line_item_added();
  const StreamId sale = StreamId::Of(Category::CATEGORY_SALE, TestUuid(1));

  EXPECT_THAT(AlsoFoldedBy(sale, HeaderOn(kToday), added), IsEmpty());
}

TEST(FoldTest, OnlyCountsTheEventsOfAStreamThatNoRuleLooksAt) {
  Aggregate counted = NewAggregate({Category::CATEGORY_AUDIT, "2016-11-05"});

  Evolve(counted, event::v1::EntryHeader(), event::v1::Event());

  EXPECT_EQ(VersionOf(counted), 1);
  EXPECT_FALSE(IsOpenBook(counted));
}

}  // namespace
}  // namespace daybook::domain
