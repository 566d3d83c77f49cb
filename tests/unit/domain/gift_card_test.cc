// Gift cards, and their whole table of states against docs/domain.md.
#include "core/domain/gift_card.h"

#include <fstream>
#include <sstream>

#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "tests/unit/domain/malformed.h"
#include "tests/unit/domain/value_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;

constexpr GiftCardState kStates[] = {GiftCardState::kNotActive, GiftCardState::kActive,
                                     GiftCardState::kUsedUp, GiftCardState::kExpired};

constexpr int32_t kLongAfter = 20220101;

// Returns a shop whose card 60 is in that state on kToday, or, if it is expired, on kLongAfter.
ShopAtWork ShopWith(GiftCardState state) {
  edge::v1::ShopConfig config = ShopUnderLaw("US-VA");
  if (state == GiftCardState::kExpired) config.mutable_gift_cards()->set_expiry_months(60);
  ShopAtWork shop(config);
  if (state == GiftCardState::kNotActive) return shop;
  shop.MustAsk(GiftCardSale(10, 20, 60, 500));
  if (state != GiftCardState::kUsedUp) return shop;
  shop.MustAsk({StartSale(11), AddLine(11, 1, 500), PayByGiftCard(11, 21, 60, 500), Complete(11)});
  return shop;
}

int32_t DateOf(GiftCardState state) {
  return state == GiftCardState::kExpired ? kLongAfter : kToday;
}

TEST(GiftCardTest, IsActivatedByTheCompletionOfItsSaleAndThenReloaded) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), SellGiftCard(1, 1, 60, 2500), SellGiftCard(1, 2, 60, 500),
                SellGiftCard(1, 3, 61, 1000), PayCard(1, 1, 4000)});
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 0);

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))),
              ElementsAre("SaleCompleted", "DocumentIssued", "GiftCardActivated",
                          "GiftCardReloaded", "GiftCardActivated"));
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 3000);
  EXPECT_EQ(GiftCardAt(61, shop).balance_minor, 1000);
}

TEST(GiftCardTest, IsNoTurnoverAndATender) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 2500));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 1000), PayByGiftCard(2, 2, 60, 1000), Complete(2)});

  EXPECT_EQ(shop.DayAt().totals.total_minor(), 1000);
  EXPECT_EQ(shop.DayAt().totals.by_other_kind(0).amount_minor(), 2500);
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 1500);
}

TEST(GiftCardTest, IsNotLoadedBySalesThatDoNotNameIt) {
  ShopAtWork shop;
  Command line = SellGiftCard(1, 1, 60, 2500);
  line.mutable_add_line_item()->clear_gift_card_id();
  shop.MustAsk({StartSale(1), line, PayCard(1, 1, 2500)});

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))), ElementsAre("SaleCompleted", "DocumentIssued"));
}

TEST(GiftCardTest, PaysNoMoreThanIsOnIt) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 999));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 1000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByGiftCard(2, 2, 60, 1000))), "GIFT_CARD_BALANCE_LOW");
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByGiftCard(2, 2, 61, 1000))), "GIFT_CARD_UNKNOWN");
  shop.MustAsk({PayByGiftCard(2, 2, 60, 999), PayCard(2, 3, 1), Complete(2)});
  EXPECT_EQ(StateOn(GiftCardAt(60, shop), kToday), GiftCardState::kUsedUp);
}

TEST(GiftCardTest, GetsBackWhatItPaid) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 1000));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 400), PayByGiftCard(2, 2, 60, 400)});

  EXPECT_THAT(Recorded(shop.Ask(Reverse(2, 2))),
              ElementsAre("PaymentReversed", "GiftCardCredited"));
  EXPECT_THAT(Recorded(shop.Ask(Reverse(2, 2))), ElementsAre());
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 1000);
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByGiftCard(2, 2, 60, 400))), "PAYMENT_EXISTS");
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 1000);
}

TEST(GiftCardTest, IsTheTenderOfItsPaymentForGood) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 1000));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 400), PayByGiftCard(2, 2, 60, 400)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CorrectTender(2, 2, event::v1::TENDER_VOUCHER))), "TENDER_FIXED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(AddTip(2, 1, 50, 2))), "TENDER_FIXED");
}

TEST(GiftCardTest, IsTakenBackWithAVoidedSaleUnlessItWasSpent) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 1000));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 1), PayByGiftCard(2, 2, 60, 1), Complete(2)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Void(1))), "GIFT_CARD_BALANCE_LOW");
  shop.MustAsk({Void(2), Void(1)});
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 0);
  EXPECT_EQ(StateOn(GiftCardAt(60, shop), kToday), GiftCardState::kNotActive);
}

TEST(GiftCardTest, TakesRefundsOfWhatItPaid) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 1000));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 400), PayByGiftCard(2, 2, 60, 400), Complete(2)});
  Command back = Return(2, 1, 1000, 30, 400);
  edge::v1::Refund& refund = *back.mutable_return_items()->mutable_refunds(0);
  refund.set_tender(event::v1::TENDER_GIFT_CARD);

  EXPECT_EQ(ErrorMetadata(shop.Ask(back).status(), "field"), "refunds.gift_card_id");
  refund.set_gift_card_id(TestId(61));
  EXPECT_EQ(ReasonNameOf(shop.Ask(back)), "GIFT_CARD_UNKNOWN");
  refund.set_gift_card_id(TestId(60));
  EXPECT_THAT(Recorded(shop.Ask(back)),
              ElementsAre("ItemsReturned", "PaymentRefunded", "GiftCardCredited", "DocumentIssued",
                          "StockReturned"));
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 1000);
}

TEST(GiftCardTest, IsNotForATillToDecideButWhatItTookWasTaken) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 300));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 400), OpenDrawer(1, 1000)});

  EXPECT_EQ(ReasonNameOf(shop.Own(CashOutGiftCard(60, 1)).objection), "NOT_AN_OWN_COMMAND");
  const Decision paid = shop.Own(PayByGiftCard(2, 2, 60, 400));
  EXPECT_FALSE(paid.set_aside);
  EXPECT_EQ(ReasonNameOf(paid.objection), "NOT_AN_OWN_COMMAND");
  EXPECT_THAT(EventNames(paid.events), ElementsAre("PaymentReceived", "GiftCardRedeemed",
                                                   "CommandFlagged", "CommandFlagged"));
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, -100);
}

TEST(GiftCardTest, IsSpentAlsoByAPaymentThatIsSetAside) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 300));

  const Decision paid = shop.Own(PayByGiftCard(9, 2, 60, 200));

  EXPECT_TRUE(paid.set_aside);
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 100);
  Command other = PayByGiftCard(9, 3, 60, 50);
  other.mutable_receive_payment()->set_gift_card_id("not an id");
  EXPECT_TRUE(shop.Own(other).set_aside);
  EXPECT_EQ(GiftCardAt(60, shop).balance_minor, 100);
}

TEST(GiftCardTest, StaysInItsCurrency) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, 300));
  shop.MustAsk({CloseDay()});
  shop.config().set_currency_code("EUR");
  Command start = On(kTomorrow, StartSale(2));
  start.mutable_start_sale()->set_currency_code("EUR");
  Command line = On(kTomorrow, SellGiftCard(2, 1, 60, 300));
  line.mutable_add_line_item()->mutable_unit_price()->set_currency_code("EUR");
  shop.MustAsk({start});

  EXPECT_EQ(ReasonNameOf(shop.Ask(line)), "CURRENCY_MISMATCH");
}

TEST(GiftCardTest, HoldsNoMoreThanMayBe) {
  ShopAtWork shop;
  shop.MustAsk(GiftCardSale(1, 1, 60, kAmountMinorMax));
  shop.MustAsk({StartSale(2)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(SellGiftCard(2, 1, 60, 1))), "AMOUNT_OVERFLOW");
}

TEST(GiftCardFieldTest, AreChecked) {
  const std::vector<Command> before = {StartSale(1), SellGiftCard(1, 1, 60, 100), OpenDrawer(1, 0)};
  const auto line = [](auto change) {
    return With(SellGiftCard(1, 2, 60, 100),
                [&](Command& command) { change(*command.mutable_add_line_item()); });
  };
  const auto pay = [](auto change) {
    return With(PayByGiftCard(1, 1, 60, 100),
                [&](Command& command) { change(*command.mutable_receive_payment()); });
  };
  ExpectMalformed(
      before,
      {
          {"FIELD_INVALID", "gift_card_id", line([](auto& add) { add.set_gift_card_id("x"); })},
          {"FIELD_INVALID", "gift_card_id", line([](auto& add) {
             add.set_kind(event::v1::LINE_KIND_GOODS);
             add.set_tax_category("standard");
           })},
          {"FIELD_INVALID", "quantity_milli",
           line([](auto& add) { add.set_quantity_milli(2000); })},
          {"FIELD_INVALID", "quantity_milli", ChangeQuantity(1, 1, 2000)},
          {"FIELD_INVALID", "unit_price",
           line([](auto& add) { *add.mutable_unit_price() = Gbp(0); })},
          {"FIELD_INVALID", "gift_card_id",
           pay([](auto& receive) { receive.set_gift_card_id("x"); })},
          {"FIELD_INVALID", "gift_card_id",
           pay([](auto& receive) { receive.set_tender(event::v1::TENDER_CARD); })},
          {"FIELD_MISSING", "gift_card_id",
           With(CashOutGiftCard(60, 1),
                [](auto& c) { c.mutable_cash_out_gift_card()->clear_gift_card_id(); })},
          {"FIELD_MISSING", "drawer_session_id",
           With(CashOutGiftCard(60, 1),
                [](auto& c) { c.mutable_cash_out_gift_card()->clear_drawer_session_id(); })},
      });
}

TEST(GiftCardLawTest, IsAsTheTableSays) {
  struct Row {
    std::string_view jurisdiction;
    int32_t date;
    bool expires;
    int32_t expiry_months;
    bool fee;
    int64_t cash_out_below_minor;
  };
  constexpr Row kRows[] = {
      {"US-VA", 20161105, true, 60, true, 0},     {"US-CA", 20161105, false, 0, false, 1000},
      {"US-CA", 20260331, false, 0, false, 1000}, {"US-CA", 20260401, false, 0, false, 1500},
      {"US-NY", 20221209, false, 0, false, 0},    {"US-NY", 20221210, true, 108, false, 500},
      {"GB", 20161105, false, 0, false, 0}};
  for (const Row& row : kRows) {
    const edge::v1::ShopConfig shop = ShopUnderLaw(row.jurisdiction);
    ASSERT_TRUE(CheckShop(shop).ok()) << CheckShop(shop);

    const edge::v1::GiftCardLaw law = LawOn(shop.gift_cards(), row.date);

    EXPECT_EQ(law.expiry_allowed(), row.expires) << row.jurisdiction;
    EXPECT_EQ(law.expiry_months_min(), row.expiry_months) << row.jurisdiction;
    EXPECT_EQ(law.inactivity_fee_allowed(), row.fee) << row.jurisdiction;
    EXPECT_EQ(law.cash_out_below_minor(), row.cash_out_below_minor) << row.jurisdiction;
    EXPECT_FALSE(law.source().empty()) << row.jurisdiction;
  }
}

TEST(GiftCardLawTest, AllowsNothingWhereThereIsNone) {
  const edge::v1::GiftCardLaw law = LawOn(edge::v1::GiftCardConfig(), kToday);

  EXPECT_FALSE(law.expiry_allowed() || law.inactivity_fee_allowed());
  EXPECT_EQ(law.cash_out_below_minor(), 0);
}

TEST(GiftCardLawTest, LetsACardExpireNoSoonerThanItSays) {
  edge::v1::ShopConfig shop = ShopUnderLaw("US-VA");
  EXPECT_EQ(ExpiryDateFor(shop.gift_cards(), kToday), 0);
  shop.mutable_gift_cards()->set_expiry_months(12);
  EXPECT_EQ(ExpiryDateFor(shop.gift_cards(), kToday), 20211105);
  shop.mutable_gift_cards()->set_expiry_months(72);
  EXPECT_EQ(ExpiryDateFor(shop.gift_cards(), kToday), 20221105);
  shop.mutable_gift_cards()->set_jurisdiction("US-CA");
  EXPECT_EQ(ExpiryDateFor(shop.gift_cards(), kToday), 0);
}

TEST(GiftCardLawTest, CountsMonthsToTheLastDayOfAShortOne) {
  EXPECT_EQ(MonthsLater(20160131, 1), 20160229);
  EXPECT_EQ(MonthsLater(20161231, 2), 20170228);
  EXPECT_EQ(MonthsLater(20161105, 60), 20211105);
}

TEST(GiftCardLawTest, PaysOutLessThanItSaysAndNotJustThat) {
  ShopAtWork shop(ShopUnderLaw("US-CA"));
  shop.MustAsk(GiftCardSale(1, 1, 60, 1000));
  shop.MustAsk(GiftCardSale(2, 2, 61, 999));
  shop.MustAsk({OpenDrawer(1, 5000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(CashOutGiftCard(60, 1))), "CASH_OUT_NOT_DUE");
  EXPECT_THAT(Recorded(shop.Ask(CashOutGiftCard(61, 1))),
              ElementsAre("GiftCardCashedOut", "CashPaidOut", "DocumentIssued"));
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 4001);
  EXPECT_EQ(ReasonNameOf(shop.Ask(CashOutGiftCard(61, 1))), "GIFT_CARD_BALANCE_LOW");
}

TEST(GiftCardLawTest, PaysOutWhatCoinsThereAre) {
  edge::v1::ShopConfig config = ShopUnderLaw("US-CA");
  config.set_cash_rounding_minor(5);
  ShopAtWork shop(config);
  shop.MustAsk(GiftCardSale(1, 1, 60, 2));
  shop.MustAsk(GiftCardSale(2, 2, 61, 998));
  shop.MustAsk({OpenDrawer(1, 5000)});

  EXPECT_THAT(Recorded(shop.Ask(CashOutGiftCard(60, 1))), ElementsAre("GiftCardCashedOut"));
  shop.MustAsk({CashOutGiftCard(61, 1)});
  EXPECT_EQ(shop.DrawerAt(1).expected_minor, 4000);
  EXPECT_EQ(GiftCardAt(61, shop).balance_minor, 0);
}

// Returns what the fee is on a date for a card of 10.00 that was used last on kToday.
InactivityFee FeeFor(int32_t date, int32_t charged_months = 0) {
  edge::v1::ShopConfig shop = ShopUnderLaw("US-VA");
  shop.mutable_gift_cards()->set_inactivity_fee_minor(300);
  const GiftCard card{.loaded_minor = 1000,
                      .balance_minor = 1000 - 300 * std::max(charged_months - 12, 0),
                      .used_date = kToday,
                      .fee_month_count = charged_months};
  return FeeOn(card, shop.gift_cards(), date);
}

TEST(GiftCardLawTest, AllowsAFeeForEachMonthAfterTwelveWithoutUse) {
  EXPECT_EQ(FeeFor(20171105).amount_minor, 0);
  EXPECT_EQ(FeeFor(20171204).amount_minor, 0);
  EXPECT_EQ(FeeFor(20171205).amount_minor, 300);
  EXPECT_EQ(FeeFor(20180105).amount_minor, 600);
  EXPECT_EQ(FeeFor(20180105, 13).amount_minor, 300);
  EXPECT_EQ(FeeFor(20180105, 14).amount_minor, 0);
  EXPECT_EQ(FeeFor(20991105).amount_minor, 1000);
}

TEST(GiftCardLawTest, IsCheckedWithTheConfiguration) {
  const auto field_of = [](auto change) {
    edge::v1::ShopConfig shop = ShopUnderLaw("US-VA");
    change(*shop.mutable_gift_cards());
    const absl::Status status = CheckShop(shop);
    EXPECT_EQ(ReasonNameOf(status), "CONFIG_INVALID");
    return ErrorMetadata(status, "field");
  };
  EXPECT_EQ(field_of([](auto& cards) { cards.set_jurisdiction("New York"); }),
            "gift_cards.jurisdiction");
  EXPECT_EQ(field_of([](auto& cards) { cards.set_expiry_months(-1); }), "gift_cards.expiry_months");
  EXPECT_EQ(field_of([](auto& cards) { cards.set_inactivity_fee_minor(-1); }),
            "gift_cards.inactivity_fee_minor");
  EXPECT_EQ(field_of([](auto& cards) { cards.mutable_laws(0)->clear_jurisdiction(); }),
            "gift_cards.laws.jurisdiction");
  EXPECT_EQ(field_of([](auto& cards) { cards.mutable_laws(0)->set_valid_from(1); }),
            "gift_cards.laws.valid_from");
  EXPECT_EQ(field_of([](auto& cards) { cards.mutable_laws(0)->set_expiry_months_min(1201); }),
            "gift_cards.laws");
  EXPECT_EQ(field_of([](auto& cards) { cards.mutable_laws(0)->set_cash_out_below_minor(-1); }),
            "gift_cards.laws.cash_out_below_minor");
  EXPECT_EQ(field_of([](auto& cards) { *cards.add_laws() = cards.laws(0); }), "gift_cards.laws");
}

TEST(GiftCardSnapshotTest, GivesTheCardBack) {
  ShopAtWork shop = ShopWith(GiftCardState::kActive);
  const StreamId stream = StreamId::Of(Category::CATEGORY_GIFT_CARD, TestUuid(60));

  const auto snapshot = TakeSnapshot(shop.shop().Find(stream));

  ASSERT_TRUE(snapshot.has_value());
  EXPECT_EQ(std::get<GiftCard>(FromSnapshot(stream, *snapshot)), GiftCardAt(60, shop));
}

// Does the act with card 60 in that shop; credit and load are done with it as it is.
absl::Status Do(GiftCardAct act, int32_t date, ShopAtWork& shop) {
  switch (act) {
    case GiftCardAct::kLoad:
      shop.MustAsk({On(date, StartSale(1))});
      return shop.Ask(On(date, SellGiftCard(1, 1, 60, 100))).status();
    case GiftCardAct::kRedeem:
      shop.MustAsk({On(date, StartSale(1)), On(date, AddLine(1, 1, 100))});
      return shop.Ask(On(date, PayByGiftCard(1, 1, 60, 100))).status();
    case GiftCardAct::kCashOut:
      shop.MustAsk({On(date, OpenDrawer(1, 1000))});
      return shop.Ask(On(date, CashOutGiftCard(60, 1))).status();
    default:
      return CheckGiftCardState(GiftCardAt(60, shop), date, act, TestUuid(60));
  }
}

TEST(GiftCardTableTest, DecidesEveryActInEveryState) {
  for (const GiftCardRule& rule : GiftCardRules()) {
    for (const GiftCardState state : kStates) {
      SCOPED_TRACE(fmt::format("{} a gift card that is {}", GiftCardActName(rule.act),
                               GiftCardStateName(state)));
      ShopAtWork shop = ShopWith(state);
      shop.config().mutable_gift_cards()->mutable_laws(1)->set_cash_out_below_minor(1000);
      ASSERT_EQ(StateOn(GiftCardAt(60, shop), DateOf(state)), state);

      const absl::Status status = Do(rule.act, DateOf(state), shop);

      EXPECT_EQ(ReasonOf(status), rule.objections[static_cast<int>(state)]) << status;
    }
  }
}

TEST(GiftCardTableTest, StandsInTheDocumentsAsItIsInTheCode) {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/docs/domain.md");
  std::stringstream text;
  ASSERT_TRUE(text << file.rdbuf());

  std::string table = "| act |";
  for (const GiftCardState state : kStates) table += fmt::format(" {} |", GiftCardStateName(state));
  table += "\n|---|---|---|---|---|\n";
  for (const GiftCardRule& rule : GiftCardRules()) {
    table += fmt::format("| {} |", GiftCardActName(rule.act));
    for (const Reason objection : rule.objections) {
      table += fmt::format(" {} |", objection == Reason::ERROR_REASON_UNSPECIFIED
                                        ? "yes"
                                        : std::string(ReasonName(objection)));
    }
    table += "\n";
  }

  EXPECT_NE(text.str().find(table), std::string::npos) << "docs/domain.md lacks:\n" << table;
}

}  // namespace
}  // namespace daybook::domain
