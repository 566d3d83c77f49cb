// Customers: their table of states against docs/domain.md, points, store credit and accounts.
#include "core/domain/customer.h"

#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "tests/unit/domain/malformed.h"
#include "tests/unit/domain/value_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr event::v1::Tender kCredit = event::v1::TENDER_STORE_CREDIT;
constexpr event::v1::Tender kAccount = event::v1::TENDER_ACCOUNT;
constexpr event::v1::Tender kPoints = event::v1::TENDER_LOYALTY_POINTS;

constexpr CustomerState kStates[] = {CustomerState::kNotKnown, CustomerState::kKnown,
                                     CustomerState::kErased};

// 3 points a pound; a point pays 0.05.
edge::v1::ShopConfig ShopWithPoints() {
  edge::v1::ShopConfig shop = BritishShop();
  shop.mutable_loyalty()->add_rules()->set_points_per_unit(3);
  shop.mutable_loyalty()->set_point_value_minor(5);
  return shop;
}

// Sells goods of that price to customer 61, who pays by card.
std::vector<Command> SaleTo(uint8_t sale, uint8_t payment, int64_t price_minor,
                            int64_t pieces = 1) {
  return {StartSale(sale), AddLine(sale, 1, price_minor, pieces), AttachCustomer(sale, 61),
          PayCard(sale, payment, price_minor * pieces), Complete(sale)};
}

absl::StatusOr<Decision> AskBoss(ShopAtWork& shop, const Command& command) {
  return shop.AskAs("mary", edge::v1::ROLE_MANAGER, command);
}

TEST(LoyaltyTest, EarnsPointsForTurnoverAfterDiscounts) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61), StartSale(1), AddLine(1, 1, 1000), SellGiftCard(1, 2, 60, 5000),
                TakeOffRate(1, 1, 50'000), AttachCustomer(1, 61), PayCard(1, 1, 5950)});

  EXPECT_THAT(Recorded(shop.Ask(Complete(1))),
              ElementsAre("SaleCompleted", "DocumentIssued", "StockSold", "LoyaltyPointsEarned",
                          "GiftCardActivated"));
  EXPECT_EQ(CustomerAt(61, shop).points, 29);  // 28.5, half away from zero.
}

TEST(LoyaltyTest, EarnsNothingWithoutACustomerOrARule) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61), StartSale(1), AddLine(1, 1, 1000), AttachCustomer(1, 61),
                AttachCustomer(1, 0), PayCard(1, 1, 1000), Complete(1)});
  EXPECT_EQ(CustomerAt(61, shop).points, 0);

  shop.config().mutable_loyalty()->mutable_rules(0)->set_valid_from(kTomorrow);
  shop.MustAsk(SaleTo(2, 2, 1000));
  EXPECT_EQ(CustomerAt(61, shop).points, 0);
}

TEST(LoyaltyTest, TakesPointsBackWithTheShareThatIsReturnedAndTheRestWithTheLast) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61)});
  shop.MustAsk(SaleTo(1, 1, 167, 3));  // 5.01: 15 points.
  EXPECT_EQ(CustomerAt(61, shop).points, 15);

  shop.MustAsk({Return(1, 1, 1000, 30, 167)});
  EXPECT_EQ(CustomerAt(61, shop).points, 10);
  shop.MustAsk({Return(1, 1, 500, 31, 84)});
  EXPECT_EQ(CustomerAt(61, shop).points, 7);
  shop.MustAsk({Return(1, 1, 1500, 32, 250)});
  EXPECT_EQ(CustomerAt(61, shop).points, 0);
}

TEST(LoyaltyTest, TakesAllPointsBackWithAVoid) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61)});
  shop.MustAsk(SaleTo(1, 1, 1000));

  EXPECT_THAT(Recorded(shop.Ask(Void(1))),
              ElementsAre("PaymentReversed", "SaleVoided", "DocumentIssued", "StockReturned",
                          "LoyaltyPointsReversed"));
  EXPECT_EQ(CustomerAt(61, shop).points, 0);
}

TEST(LoyaltyTest, LetsPointsPayAndGivesAsManyBack) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61)});
  shop.MustAsk(SaleTo(1, 1, 1000));
  shop.MustAsk({StartSale(2), AddLine(2, 1, 1000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByBook(2, 2, kPoints, 61, 155))), "POINTS_LOW");
  shop.MustAsk({PayByBook(2, 2, kPoints, 61, 150)});
  EXPECT_EQ(CustomerAt(61, shop).points, 0);
  shop.config().mutable_loyalty()->set_point_value_minor(10);
  shop.MustAsk({Reverse(2, 2)});
  EXPECT_EQ(CustomerAt(61, shop).points, 30);
}

TEST(StoreCreditTest, IsIssuedByAReturnAndSpentByAPayment) {
  ShopAtWork shop;
  shop.MustAsk({CreateCustomer(61)});
  shop.MustAsk(SaleTo(1, 1, 1000));
  EXPECT_EQ(ReasonNameOf(shop.AskAs("ann", edge::v1::ROLE_CASHIER,
                                    ReturnToBook(1, 1, 1000, 30, 1000, kCredit, 61))),
            "PERMISSION_MISSING");

  const auto issued = AskBoss(shop, ReturnToBook(1, 1, 1000, 30, 1000, kCredit, 61));
  EXPECT_THAT(Recorded(issued), ElementsAre("ItemsReturned", "PaymentRefunded", "StoreCreditIssued",
                                            "DocumentIssued", "StockReturned"));
  EXPECT_EQ(issued->events[2].event.store_credit_issued().balance_minor(), 1000);
  shop.MustAsk({StartSale(2), AddLine(2, 1, 1500)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByBook(2, 2, kCredit, 61, 1001))), "CREDIT_LOW");
  shop.MustAsk({PayByBook(2, 2, kCredit, 61, 400)});
  EXPECT_EQ(CustomerAt(61, shop).credit_minor, 600);
  EXPECT_EQ(ReasonNameOf(shop.Ask(CorrectTender(2, 2, event::v1::TENDER_CARD))), "TENDER_FIXED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(EraseCustomer(61))), "CUSTOMER_HAS_BALANCE");
  EXPECT_THAT(Recorded(shop.Ask(Reverse(2, 2))),
              ElementsAre("PaymentReversed", "StoreCreditIssued"));
  EXPECT_THAT(Recorded(shop.Ask(Reverse(2, 2))), IsEmpty());
  EXPECT_EQ(CustomerAt(61, shop).credit_minor, 1000);
}

TEST(AccountTest, IsChargedUpToItsLimitAndPaidByALine) {
  ShopAtWork shop;
  shop.MustAsk({CreateCustomer(61), StartSale(1), AddLine(1, 1, 1000)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByBook(1, 1, kAccount, 61, 1))), "ACCOUNT_LIMIT");
  shop.MustAsk({LetOwe(61, 600)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(PayByBook(1, 1, kAccount, 61, 601))), "ACCOUNT_LIMIT");
  shop.MustAsk({PayByBook(1, 1, kAccount, 61, 600), PayCard(1, 2, 400), Complete(1)});
  EXPECT_EQ(CustomerAt(61, shop).owed_minor, 600);

  shop.MustAsk({StartSale(2), PayAccount(2, 1, 61, 500), PayCard(2, 3, 500)});
  EXPECT_EQ(CustomerAt(61, shop).owed_minor, 600);
  EXPECT_THAT(Recorded(shop.Ask(Complete(2))),
              ElementsAre("SaleCompleted", "DocumentIssued", "AccountPaid"));
  EXPECT_EQ(CustomerAt(61, shop).owed_minor, 100);
  shop.MustAsk({Return(2, 1, 500, 30, 250)});
  EXPECT_EQ(CustomerAt(61, shop).owed_minor, 350);
  shop.MustAsk({Void(1)});
  EXPECT_EQ(CustomerAt(61, shop).owed_minor, -250);
}

TEST(CustomerTest, KeepsWhatIsSaidAndNothingTwice) {
  ShopAtWork shop;
  shop.MustAsk({CreateCustomer(61), LetOwe(61, 600)});
  EXPECT_THAT(Recorded(shop.Ask(LetOwe(61, 600))), IsEmpty());
  Command update = LetOwe(61, 600);
  update.mutable_update_customer()->set_code("4712");
  shop.MustAsk({update});

  EXPECT_EQ(CustomerAt(61, shop).code, "4712");
  EXPECT_EQ(CustomerAt(61, shop).account_limit_minor, 600);
}

TEST(CustomerTest, IsForgottenOnceNothingIsOwed) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61)});
  shop.MustAsk(SaleTo(1, 1, 1000));
  const auto erased = shop.Ask(EraseCustomer(61));

  ASSERT_THAT(Recorded(erased), ElementsAre("CustomerErased"));
  EXPECT_EQ(erased->events[0].event.customer_erased().points(), 30);
  EXPECT_EQ(CustomerAt(61, shop).code, "");
  EXPECT_THAT(Recorded(shop.Ask(EraseCustomer(61))), IsEmpty());
}

TEST(CustomerTest, OpensNoBusinessDay) {
  ShopAtWork shop;
  shop.MustAsk({CreateCustomer(61), LetOwe(61, 600)});

  EXPECT_EQ(shop.DayAt().state, DayState::kNotOpened);
}

TEST(CustomerTest, IsTheShopsToKnowButWhatATillTookWasTaken) {
  ShopAtWork shop(ShopWithPoints());
  EXPECT_EQ(ReasonNameOf(shop.Own(CreateCustomer(61)).objection), "NOT_AN_OWN_COMMAND");
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});

  const Decision attached = shop.Own(AttachCustomer(1, 61));
  EXPECT_EQ(ReasonNameOf(attached.objection), "CUSTOMER_UNKNOWN");
  EXPECT_FALSE(attached.set_aside);
  const Decision paid = shop.Own(PayByBook(1, 1, kCredit, 61, 400));
  EXPECT_EQ(ReasonNameOf(paid.objection), "NOT_AN_OWN_COMMAND");
  EXPECT_FALSE(paid.set_aside);
  EXPECT_EQ(CustomerAt(61, shop).credit_minor, -400);
}

TEST(CustomerTest, PaysAlsoByAPaymentThatIsSetAside) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61)});

  EXPECT_TRUE(shop.Own(PayByBook(9, 1, kPoints, 61, 50)).set_aside);
  EXPECT_EQ(CustomerAt(61, shop).points, -10);
  EXPECT_TRUE(shop.Own(PayByBook(9, 2, event::v1::TENDER_CARD, 61, 50)).set_aside);
  EXPECT_EQ(CustomerAt(61, shop).credit_minor, 0);
}

TEST(CustomerTest, StaysInTheCurrencyOfTheBooks) {
  ShopAtWork shop;
  shop.MustAsk({CreateCustomer(61)});
  shop.config().set_currency_code("EUR");
  Command update = LetOwe(61, 600);
  update.mutable_update_customer()->mutable_account_limit()->set_currency_code("EUR");

  EXPECT_EQ(ReasonNameOf(shop.Ask(update)), "CURRENCY_MISMATCH");
}

TEST(CustomerFieldTest, AreChecked) {
  const auto pay = [](event::v1::Tender tender, auto change) {
    return With(PayByBook(1, 1, tender, 61, 100),
                [&](Command& command) { change(*command.mutable_receive_payment()); });
  };
  ExpectMalformed(
      {CreateCustomer(61), StartSale(1), AddLine(1, 1, 100)},
      {
          {"FIELD_MISSING", "customer_id",
           With(CreateCustomer(62),
                [](auto& c) { c.mutable_create_customer()->clear_customer_id(); })},
          {"TOO_LARGE", "code",
           With(CreateCustomer(62),
                [](auto& c) { c.mutable_create_customer()->set_code(std::string(65, 'x')); })},
          {"FIELD_INVALID", "account_limit", LetOwe(61, -1)},
          {"CURRENCY_MISMATCH", "account_limit",
           With(LetOwe(61, 1),
                [](auto& c) {
                  c.mutable_update_customer()->mutable_account_limit()->set_currency_code("EUR");
                })},
          {"FIELD_MISSING", "reason",
           With(EraseCustomer(61), [](auto& c) { c.mutable_erase_customer()->clear_reason(); })},
          {"FIELD_INVALID", "customer_id",
           With(AttachCustomer(1, 61),
                [](auto& c) { c.mutable_attach_customer()->set_customer_id("x"); })},
          {"FIELD_INVALID", "customer_id",
           With(AddLine(1, 2, 100),
                [](auto& c) { c.mutable_add_line_item()->set_customer_id(TestId(61)); })},
          {"FIELD_INVALID", "customer_id", pay(event::v1::TENDER_CARD, [](auto&) {})},
          {"FIELD_INVALID", "customer_id",
           pay(kCredit, [](auto& receive) { receive.set_customer_id("x"); })},
          {"FIELD_MISSING", "customer_id",
           pay(kPoints, [](auto& receive) { receive.clear_customer_id(); })},
          {"FIELD_INVALID", "tender", pay(kPoints, [](auto&) {})},
          {"FIELD_INVALID", "tender",
           With(StartPayment(1, 7, 100),
                [](auto& c) { c.mutable_start_payment()->set_tender(kPoints); })},
          {"FIELD_INVALID", "tender", CorrectTender(1, 7, kPoints)},
      });
}

TEST(LoyaltyTest, IsCheckedWithTheConfiguration) {
  const auto field_of = [](auto change) {
    edge::v1::ShopConfig shop = ShopWithPoints();
    change(*shop.mutable_loyalty());
    return ErrorMetadata(CheckShop(shop), "field");
  };
  EXPECT_TRUE(CheckShop(ShopWithPoints()).ok());
  EXPECT_EQ(field_of([](auto& loyalty) { loyalty.set_point_value_minor(-1); }),
            "loyalty.point_value_minor");
  EXPECT_EQ(field_of([](auto& loyalty) { loyalty.mutable_rules(0)->set_points_per_unit(-1); }),
            "loyalty.rules.points_per_unit");
  EXPECT_EQ(field_of([](auto& loyalty) { loyalty.mutable_rules(0)->set_valid_from(7); }),
            "loyalty.rules.valid_from");
  EXPECT_EQ(field_of([](auto& loyalty) { loyalty.add_rules(); }), "loyalty.rules");
}

TEST(CustomerSnapshotTest, GivesTheCustomerBack) {
  ShopAtWork shop(ShopWithPoints());
  shop.MustAsk({CreateCustomer(61), LetOwe(61, 600)});
  shop.MustAsk(SaleTo(1, 1, 1000));
  const StreamId stream = StreamId::Of(Category::CATEGORY_CUSTOMER, TestUuid(61));

  const auto snapshot = TakeSnapshot(shop.shop().Find(stream));

  ASSERT_TRUE(snapshot.has_value());
  EXPECT_EQ(std::get<Customer>(FromSnapshot(stream, *snapshot)), CustomerAt(61, shop));
}

ShopAtWork ShopWith(CustomerState state) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});
  if (state != CustomerState::kNotKnown) shop.MustAsk({CreateCustomer(61), LetOwe(61, 5000)});
  if (state == CustomerState::kErased) shop.MustAsk({EraseCustomer(61)});
  return shop;
}

Command CommandFor(CustomerAct act) {
  switch (act) {
    case CustomerAct::kCreate:
      return CreateCustomer(61);
    case CustomerAct::kUpdate:
      return LetOwe(61, 100);
    case CustomerAct::kErase:
      return EraseCustomer(61);
    case CustomerAct::kAttach:
      return AttachCustomer(1, 61);
    case CustomerAct::kPay:
      return PayByBook(1, 1, kAccount, 61, 100);
    case CustomerAct::kCredit:
      return PayAccount(1, 2, 61, 100);
  }
  return Command();
}

TEST(CustomerTableTest, DecidesEveryActInEveryState) {
  for (const CustomerRule& rule : CustomerRules()) {
    for (const CustomerState state : kStates) {
      SCOPED_TRACE(fmt::format("{} a customer who is {}", CustomerActName(rule.act),
                               CustomerStateName(state)));
      ShopAtWork shop = ShopWith(state);
      ASSERT_EQ(CustomerAt(61, shop).state, state);

      const auto decision = shop.Ask(CommandFor(rule.act));

      EXPECT_EQ(ReasonOf(decision.status()), rule.objections[static_cast<int>(state)])
          << decision.status();
    }
  }
}

TEST(CustomerTableTest, StandsInTheDocumentsAsItIsInTheCode) {
  std::ifstream file(DAYBOOK_SOURCE_DIR "/docs/domain.md");
  std::stringstream text;
  ASSERT_TRUE(text << file.rdbuf());

  std::string table = "| act |";
  for (const CustomerState state : kStates) table += fmt::format(" {} |", CustomerStateName(state));
  table += "\n|---|---|---|---|\n";
  for (const CustomerRule& rule : CustomerRules()) {
    table += fmt::format("| {} |", CustomerActName(rule.act));
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
