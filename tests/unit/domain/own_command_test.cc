#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;

constexpr std::string_view kAttention = "attention-00000000-0000-0000-0000-0000000000c8";

// Returns the reasons of the events CommandFlagged.
std::vector<std::string> Flags(const Decision& decision) {
  std::vector<std::string> reasons;
  for (const NewEvent& recorded : decision.events) {
    if (recorded.event.has_command_flagged()) {
      reasons.push_back(recorded.event.command_flagged().reason());
    }
  }
  return reasons;
}

TEST(OwnCommandTest, IsAppliedLikeAnAskWhenNothingStandsAgainstIt) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});

  const Decision decision = shop.Own(StartSale(1));

  EXPECT_THAT(EventNames(decision.events), ElementsAre("SaleCreated"));
  EXPECT_TRUE(decision.objection.ok());
  EXPECT_FALSE(decision.set_aside);
}

TEST(OwnCommandTest, LeavesATraceEvenIfItChangedNothing) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});

  const Decision decision = shop.Own(ChangeQuantity(1, 1, 1000));

  ASSERT_THAT(EventNames(decision.events), ElementsAre("CommandHadNoEffect"));
  EXPECT_EQ(decision.events[0].stream.ToText(), kAttention);
  EXPECT_EQ(decision.events[0].event.command_had_no_effect().command(), "ChangeQuantity");
  EXPECT_TRUE(decision.objection.ok());
}

TEST(OwnCommandTest, IsFlaggedOnItsSaleForAnotherTotal) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450)});
  Command command = Complete(1);
  *command.mutable_complete_sale()->mutable_total() = Gbp(440);

  const Decision decision = shop.Own(command);

  ASSERT_THAT(EventNames(decision.events),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "CommandFlagged"));
  EXPECT_EQ(decision.events[3].stream, StreamId::Of(Category::CATEGORY_SALE, TestUuid(1)));
  EXPECT_THAT(Flags(decision), ElementsAre("TOTAL_MISMATCH"));
  EXPECT_EQ(ReasonNameOf(decision.objection), "TOTAL_MISMATCH");
  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(decision.events[0].event.sale_completed().total_minor(), 450);
}

TEST(OwnCommandTest, IsFlaggedForEverythingThatStandsAgainstIt) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});
  Command command = Complete(1);
  *command.mutable_complete_sale()->mutable_total() = Gbp(440);

  const Decision decision = shop.Own(command);

  EXPECT_THAT(Flags(decision), ElementsAre("TOTAL_MISMATCH", "SALE_NOT_PAID"));
  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kCompleted);
}

TEST(OwnCommandTest, IsAppliedAndFlaggedForWhatOnlyContradictsTheShop) {
  struct Case {
    std::vector<Command> before;
    Command command;
    std::string_view reason;
  };
  Command luxury = AddLine(1, 2, 100);
  luxury.mutable_add_line_item()->set_tax_category("luxury");
  const Case cases[] = {
      {{StartSale(1)}, luxury, "TAX_RULE_MISSING"},
      {{StartSale(1), AddLine(1, 1, 100)}, PayCard(1, 1, 101), "PAYMENT_EXCEEDS_DUE"},
      {{StartSale(1), AddLine(1, 1, 100)}, PayCash(1, 1, 100, 1), "DRAWER_UNKNOWN"},
      {{OpenDrawer(1, 0), CountDrawer(1, 0), CloseDrawer(1), StartSale(1), AddLine(1, 1, 100)},
       PayCash(1, 1, 100, 1),
       "DRAWER_NOT_OPEN"},
      {{StartSale(1), AddLine(1, 1, 100)}, Complete(1), "SALE_NOT_PAID"},
      {{StartSale(1)}, Complete(1), "SALE_EMPTY"},
      {{StartSale(1), AddLine(1, 1, 100), PayCard(1, 1, 50)}, Abandon(1), "PAYMENT_STANDS"},
      {{OpenDrawer(1, 0)}, CloseDrawer(1), "DRAWER_NOT_COUNTED"},
      {{OpenDrawer(1, 0), CountDrawer(1, 0), CloseDrawer(1)}, CountDrawer(1, 0), "DRAWER_NOT_OPEN"},
      {{OpenDay(), CloseDay()}, StartSale(1), "BUSINESS_DAY_CLOSED"},
      {{OpenDay(), CloseDay()}, OpenDay(), "BUSINESS_DAY_CLOSED"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.reason);
    ShopAtWork shop;
    shop.MustAsk(c.before);
    EXPECT_EQ(ReasonNameOf(shop.Ask(c.command)), c.reason);

    const Decision decision = shop.Own(c.command);

    EXPECT_THAT(Flags(decision), ElementsAre(c.reason));
    EXPECT_FALSE(decision.set_aside);
  }
}

TEST(OwnCommandTest, IsFlaggedForASaleOfAnotherRegister) {
  ShopAtWork shop;
  ASSERT_TRUE(shop.AskAt("2", StartSale(1)).ok());

  const Decision decision = shop.Own(AddLine(1, 1, 100));

  EXPECT_THAT(EventNames(decision.events), ElementsAre("SaleLineItemAdded", "CommandFlagged"));
  EXPECT_THAT(Flags(decision), ElementsAre("SALE_ELSEWHERE"));
}

TEST(OwnCommandTest, IsFlaggedForADrawerOfAnotherRegister) {
  ShopAtWork shop;
  ASSERT_TRUE(shop.AskAt("2", OpenDrawer(1, 5000)).ok());

  const Decision count = shop.Own(CountDrawer(1, 5000));
  const Decision close = shop.Own(CloseDrawer(1));

  EXPECT_THAT(EventNames(count.events), ElementsAre("DrawerCounted", "CommandFlagged"));
  EXPECT_THAT(Flags(count), ElementsAre("DRAWER_ELSEWHERE"));
  EXPECT_THAT(EventNames(close.events), ElementsAre("DrawerClosed", "CommandFlagged"));
  EXPECT_THAT(Flags(close), ElementsAre("DRAWER_ELSEWHERE"));
}

TEST(OwnCommandTest, IsFlaggedForAPermissionThatIsMissing) {
  ShopAtWork shop;
  const Command command = OpenDrawer(1, 0);
  Context context{.shop = shop.config(),
                  .register_name = "1",
                  .objection = Error(Reason::ERROR_REASON_PERMISSION_MISSING, "no {permission}",
                                     {{"permission", "drawer.open"}}),
                  .own = true};

  const auto own = Decide(command, context, shop.shop());
  context.own = false;
  const auto ask = Decide(command, context, shop.shop());

  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_THAT(Flags(*own), ElementsAre("PERMISSION_MISSING"));
  EXPECT_EQ(ReasonNameOf(ask), "PERMISSION_MISSING");
}

TEST(OwnCommandTest, LeavesASupplementOfWhatItAddsToAClosedDay) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay(), CloseDay()});
  shop.Own(StartSale(1));
  shop.Own(AddLine(1, 1, 600));
  shop.Own(PayCard(1, 1, 600));

  const Decision decision = shop.Own(Complete(1));

  ASSERT_THAT(EventNames(decision.events),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "BusinessDaySupplemented",
                          "PerpetualTotalsSupplemented", "CommandFlagged"));
  const auto& supplement = decision.events[3].event.business_day_supplemented().totals();
  EXPECT_EQ(supplement.business_date(), kToday);
  EXPECT_EQ(supplement.sale_count(), 1);
  EXPECT_EQ(supplement.total_minor(), 600);
  EXPECT_EQ(supplement.by_hour(0).key(), "09");
  EXPECT_EQ(supplement.by_cashier(0).key(), "ada");
  EXPECT_EQ(supplement.by_register(0).key(), "1");
}

TEST(OwnCommandTest, LeavesNoSupplementWithoutFigures) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay(), CloseDay()});

  const Decision decision = shop.Own(StartSale(1));

  EXPECT_THAT(EventNames(decision.events), ElementsAre("SaleCreated", "CommandFlagged"));
}

TEST(OwnCommandTest, IsSetAsideWhenItCannotBeApplied) {
  struct Case {
    std::vector<Command> before;
    Command command;
    std::string_view reason;
  };
  Command without_sku = AddLine(1, 1, 100);
  without_sku.mutable_add_line_item()->clear_sku();
  Command in_francs = StartSale(1);
  in_francs.mutable_start_sale()->set_currency_code("CHF");
  Command unknown_kind = NewCommand();
  const Case cases[] = {
      {{}, AddLine(1, 1, 100), "SALE_UNKNOWN"},
      {{StartSale(1), Abandon(1)}, AddLine(1, 1, 100), "SALE_NOT_OPEN"},
      {{StartSale(1)}, StartSale(1), "SALE_EXISTS"},
      {{StartSale(1)}, RemoveLine(1, 7), "LINE_UNKNOWN"},
      {{StartSale(1), AddLine(1, 1, 100)}, AddLine(1, 1, 100), "LINE_EXISTS"},
      {{StartSale(1)}, without_sku, "FIELD_MISSING"},
      {{StartSale(1)}, AddLine(1, 1, kAmountMinorMax, 2), "AMOUNT_OVERFLOW"},
      {{}, in_francs, "CURRENCY_MISMATCH"},
      {{}, unknown_kind, "COMMAND_UNREADABLE"},
      {{}, CountDrawer(1, 0), "DRAWER_UNKNOWN"},
      {{}, CloseDrawer(1), "DRAWER_UNKNOWN"},
      {{OpenDrawer(1, 0)}, OpenDrawer(1, 0), "DRAWER_EXISTS"},
      {{OpenDay()}, CloseDay(), "NOT_AN_OWN_COMMAND"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.reason);
    ShopAtWork shop;
    shop.MustAsk(c.before);

    const Decision decision = shop.Own(c.command);

    ASSERT_THAT(EventNames(decision.events), ElementsAre("CommandSetAside"));
    EXPECT_TRUE(decision.set_aside);
    EXPECT_EQ(ReasonNameOf(decision.objection), c.reason);
    EXPECT_EQ(decision.events[0].stream.ToText(), kAttention);
    const auto& set_aside = decision.events[0].event.command_set_aside();
    EXPECT_EQ(set_aside.reason(), c.reason);
    EXPECT_EQ(set_aside.encoded(), c.command.SerializeAsString());
    EXPECT_EQ(set_aside.sale_id().empty(), !SaleOf(c.command).has_value());
  }
}

TEST(OwnCommandTest, GathersWhatFollowsOnTheSameSaleAndNothingElse) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), StartSale(2)});
  shop.Own(RemoveLine(1, 7));

  const Decision follower = shop.Own(AddLine(1, 1, 100));
  const Decision other_sale = shop.Own(AddLine(2, 1, 100));

  EXPECT_TRUE(follower.set_aside);
  EXPECT_EQ(ReasonNameOf(follower.objection), "SALE_SET_ASIDE");
  EXPECT_THAT(EventNames(other_sale.events), ElementsAre("SaleLineItemAdded"));
}

TEST(OwnCommandTest, LeavesTheAsksOfTheSameSaleAlone) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  shop.Own(RemoveLine(1, 7));

  EXPECT_EQ(ReasonNameOf(shop.Ask(AddLine(1, 1, 100))), "OK");
}

TEST(OwnCommandTest, HasItsMoneyRecordedEvenIfItIsSetAside) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000)});
  Command command = PayCash(1, 1, 450, 1);
  *command.mutable_receive_payment()->mutable_tendered() = Gbp(500);
  command.mutable_receive_payment()->mutable_card()->set_approval_code("A1");

  const Decision decision = shop.Own(command);

  ASSERT_THAT(EventNames(decision.events), ElementsAre("PaymentReceived", "CommandSetAside"));
  EXPECT_EQ(decision.events[0].stream, StreamId::Of(Category::CATEGORY_SALE, TestUuid(1)));
  const auto& payment = decision.events[0].event.payment_received();
  EXPECT_EQ(payment.payment().amount_minor(), 450);
  EXPECT_EQ(payment.change_minor(), 50);
  EXPECT_EQ(payment.card().approval_code(), "");
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 5450);
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 450);
}

TEST(OwnCommandTest, HasTheMoneyOfAFollowerRecordedToo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  shop.Own(RemoveLine(1, 7));

  const Decision decision = shop.Own(PayCard(1, 1, 450));

  EXPECT_THAT(EventNames(decision.events), ElementsAre("PaymentReceived", "CommandSetAside"));
}

TEST(OwnCommandTest, HasNoMoneyRecordedTwiceForOnePaymentId) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 100)});

  const Decision known = shop.Own(PayCard(1, 1, 100));
  const Decision of_no_sale = shop.Own(PayCard(2, 1, 100));
  const Decision again = shop.Own(PayCard(2, 1, 100));

  EXPECT_THAT(EventNames(known.events), ElementsAre("CommandSetAside"));
  EXPECT_EQ(ReasonNameOf(known.objection), "PAYMENT_EXISTS");
  EXPECT_THAT(EventNames(of_no_sale.events), ElementsAre("PaymentReceived", "CommandSetAside"));
  EXPECT_THAT(EventNames(again.events), ElementsAre("CommandSetAside"));
}

TEST(OwnCommandTest, HasOnlyMoneyRecordedThatCanBeCounted) {
  const auto changed = [](auto change) {
    Command command = PayCard(1, 1, 450);
    change(*command.mutable_receive_payment());
    return command;
  };
  const Command commands[] = {
      changed([](auto& receive) { receive.mutable_amount()->set_currency_code("EUR"); }),
      changed([](auto& receive) { receive.mutable_amount()->set_minor_units(-1); }),
      changed([](auto& receive) { receive.clear_payment_id(); }),
      changed([](auto& receive) { receive.clear_sale_id(); }),
      changed([](auto& receive) { receive.clear_tender(); }),
      changed([](auto& receive) { receive.set_drawer_session_id("x"); }),
  };
  for (const Command& command : commands) {
    ShopAtWork shop;

    const Decision decision = shop.Own(command);

    EXPECT_THAT(EventNames(decision.events), ElementsAre("CommandSetAside"))
        << command.ShortDebugString();
  }
}

TEST(OwnCommandTest, NeverRecordsMoreOfACardThanFourDigits) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450)});
  Command command = PayCard(1, 1, 450);
  command.mutable_receive_payment()->mutable_card()->set_last_digits("4000000000000002");

  const Decision decision = shop.Own(command);

  ASSERT_THAT(EventNames(decision.events), ElementsAre("PaymentReceived", "CommandSetAside"));
  EXPECT_EQ(decision.events[0].event.payment_received().card().last_digits(), "");
}

TEST(OwnCommandTest, RecordsNoChangeThatCannotHaveBeenGiven) {
  Command by_card = PayCard(1, 1, 450);
  *by_card.mutable_receive_payment()->mutable_tendered() = Gbp(500);
  Command in_euros = PayCash(1, 1, 450, 1);
  *in_euros.mutable_receive_payment()->mutable_tendered() = Gbp(500);
  in_euros.mutable_receive_payment()->mutable_tendered()->set_currency_code("EUR");
  for (const Command& command : {by_card, in_euros, PayCash(1, 1, 450, 1)}) {
    ShopAtWork shop;
    shop.MustAsk({OpenDay()});

    const Decision decision = shop.Own(command);

    ASSERT_THAT(EventNames(decision.events), ElementsAre("PaymentReceived", "CommandSetAside"));
    EXPECT_FALSE(decision.events[0].event.payment_received().has_tendered());
    EXPECT_EQ(decision.events[0].event.payment_received().change_minor(), 0);
  }
}

TEST(OwnCommandTest, OpensTheDayForMoneyThatIsSetAside) {
  ShopAtWork shop;

  const Decision decision = shop.Own(PayCard(1, 1, 450));

  EXPECT_THAT(EventNames(decision.events),
              ElementsAre("BusinessDayOpened", "PaymentReceived", "CommandSetAside"));
}

TEST(OwnCommandTest, SupplementsAClosedDayForMoneyThatIsSetAside) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay(), CloseDay()});

  const Decision decision = shop.Own(PayCard(1, 1, 450));

  EXPECT_THAT(EventNames(decision.events),
              ElementsAre("PaymentReceived", "BusinessDaySupplemented", "CommandSetAside"));
  EXPECT_EQ(shop.DayAt().totals.by_tender(0).amount_minor(), 450);
}

TEST(OwnCommandTest, IsSetAsideIfItsBytesCannotBeRead) {
  const absl::Status unreadable = Error(Reason::ERROR_REASON_COMMAND_UNREADABLE, "no command");

  const Decision decision = SetAside("junk", TestUuid(200), unreadable);

  ASSERT_THAT(EventNames(decision.events), ElementsAre("CommandSetAside"));
  EXPECT_EQ(decision.events[0].stream.ToText(), kAttention);
  EXPECT_EQ(decision.events[0].event.command_set_aside().encoded(), "junk");
  EXPECT_EQ(decision.events[0].event.command_set_aside().reason(), "COMMAND_UNREADABLE");
  EXPECT_TRUE(decision.set_aside);
}

TEST(OwnCommandTest, IsFlaggedForADrawerThatWasClosedUncounted) {
  ShopAtWork shop;
  shop.MustAsk({OpenDrawer(1, 5000)});

  const Decision decision = shop.Own(CloseDrawer(1));

  ASSERT_THAT(EventNames(decision.events), ElementsAre("DrawerClosed", "CommandFlagged"));
  const auto& closed = decision.events[0].event.drawer_closed();
  EXPECT_EQ(closed.expected().minor_units(), 5000);
  EXPECT_FALSE(closed.has_counted());
  EXPECT_EQ(closed.variance_minor(), 0);
}

TEST(InstallationTest, RemembersABoundedNumberOfSales) {
  Installation installation;
  const auto set_aside = [&](size_t number) {
    Uuid sale = TestUuid(1);
    sale.bytes[0] = static_cast<uint8_t>(number / 256);
    sale.bytes[1] = static_cast<uint8_t>(number % 256);
    event::v1::Event event;
    event.mutable_command_set_aside()->set_sale_id(std::string(sale.AsBytes()));
    Evolve(installation, event);
    return sale;
  };

  const Uuid oldest = set_aside(0);
  set_aside(0);
  for (size_t number = 1; number < kSetAsideSalesMax; ++number) set_aside(number);
  EXPECT_TRUE(installation.HasSetAside(oldest));
  const Uuid newest = set_aside(kSetAsideSalesMax);

  EXPECT_FALSE(installation.HasSetAside(oldest));
  EXPECT_TRUE(installation.HasSetAside(newest));
  EXPECT_EQ(installation.set_aside_sales.size(), kSetAsideSalesMax);
}

}  // namespace
}  // namespace daybook::domain
