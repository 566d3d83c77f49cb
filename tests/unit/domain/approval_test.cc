// Permissions that are asked for and lent for one command, and the trace they leave.
#include "core/domain/approval.h"

#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr auto kCashier = edge::v1::ROLE_CASHIER;
constexpr auto kManager = edge::v1::ROLE_MANAGER;
constexpr uint8_t kApproval = 50;
constexpr ApprovalState kStates[] = {ApprovalState::kNone,    ApprovalState::kRequested,
                                     ApprovalState::kGranted, ApprovalState::kDenied,
                                     ApprovalState::kUsed,    ApprovalState::kExpired};

// A completed sale 1, which ada wants voided, and what is asked for.
void SellOne(ShopAtWork& shop) {
  shop.MustAsk({StartSale(1), AddLine(1, 1, 450), PayCard(1, 1, 450), Complete(1)});
}

absl::StatusOr<Decision> RequestVoid(ShopAtWork& shop) {
  return shop.AskAs("ada", kCashier, RequestApproval(kApproval, "sale.void", SaleText(1)));
}

absl::StatusOr<Decision> Answer(ShopAtWork& shop, bool grant = true) {
  return shop.AskAs("mary", kManager, AnswerApproval(kApproval, grant));
}

absl::StatusOr<Decision> UseForVoid(ShopAtWork& shop, int64_t minutes = 0) {
  return shop.AskAs("ada", kCashier, Approved(Later(Void(1), minutes), kApproval));
}

// Returns how many minutes later the approval is looked at.
int64_t BringTo(ApprovalState state, ShopAtWork& shop) {
  SellOne(shop);
  if (state == ApprovalState::kNone) return 0;
  EXPECT_TRUE(RequestVoid(shop).ok());
  if (state == ApprovalState::kRequested) return 0;
  EXPECT_TRUE(Answer(shop, state != ApprovalState::kDenied).ok());
  const bool used = state == ApprovalState::kUsed && UseForVoid(shop).ok();
  EXPECT_EQ(used, state == ApprovalState::kUsed);
  return state == ApprovalState::kExpired ? 15 : 0;
}

absl::StatusOr<Decision> Do(ApprovalAct act, int64_t minutes, ShopAtWork& shop) {
  if (act == ApprovalAct::kUse) return UseForVoid(shop, minutes);
  if (act == ApprovalAct::kAnswer) {
    return shop.AskAs("mary", kManager, Later(AnswerApproval(kApproval), minutes));
  }
  return shop.AskAs("ada", kCashier,
                    Later(RequestApproval(kApproval, "sale.void", SaleText(1)), minutes));
}

std::string RowText(const ApprovalRule& rule) {
  std::string row = fmt::format("| {} |", ApprovalActName(rule.act));
  for (const Reason objection : rule.objections) {
    const bool allowed = objection == Reason::ERROR_REASON_UNSPECIFIED;
    row += fmt::format(" {} |", allowed ? "yes" : std::string(ReasonName(objection)));
  }
  return row;
}

TEST(ApprovalTableTest, DecidesEveryActInEveryState) {
  for (const ApprovalRule& rule : ApprovalRules()) {
    for (const ApprovalState state : kStates) {
      SCOPED_TRACE(
          fmt::format("{} of one that is {}", ApprovalActName(rule.act), ApprovalStateName(state)));
      ShopAtWork shop;
      const int64_t minutes = BringTo(state, shop);

      const auto decision = Do(rule.act, minutes, shop);

      EXPECT_EQ(ReasonOf(decision.status()), rule.objections[static_cast<int>(state)])
          << decision.status();
    }
  }
}

TEST(ApprovalTableTest, IsInTheDocumentation) {
  std::stringstream text;
  text << std::ifstream(std::string(DAYBOOK_SOURCE_DIR) + "/docs/domain.md").rdbuf();
  for (const ApprovalRule& rule : ApprovalRules()) {
    EXPECT_NE(text.str().find(RowText(rule)), std::string::npos) << RowText(rule);
  }
}

TEST(ApprovalTest, LendsThePermissionOnce) {
  ShopAtWork shop;
  BringTo(ApprovalState::kGranted, shop);

  const auto decision = UseForVoid(shop);

  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(EventNames(decision->events).back(), "ApprovalUsed");
  EXPECT_EQ(shop.ApprovalAt(kApproval).state, ApprovalState::kUsed);
  EXPECT_EQ(shop.ApprovalAt(kApproval).granted_by, "mary");
}

TEST(ApprovalTest, LeavesATraceOnTheAuditTrail) {
  ShopAtWork shop;
  BringTo(ApprovalState::kGranted, shop);

  const auto decision = UseForVoid(shop);

  ASSERT_TRUE(decision.ok());
  const NewEvent& last = decision->events.back();
  EXPECT_EQ(last.stream.ToText(), "audit-2016-11-05");
  EXPECT_EQ(last.event.privilege_used().permission(), "sale.void");
  EXPECT_EQ(last.event.privilege_used().command(), "VoidSale");
  EXPECT_EQ(last.event.privilege_used().subject(), SaleText(1));
  EXPECT_EQ(last.event.privilege_used().approver(), "mary");
  EXPECT_EQ(last.event.privilege_used().approval_id(), TestId(kApproval));
}

TEST(ApprovalTest, BySomebodyWhoStandsByLeavesATraceToo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});
  Command command = TakeOffRate(1, 1, 500'000);
  command.set_approver("sue");

  const auto decision = shop.AskApproved(command);

  ASSERT_TRUE(decision.ok());
  const event::v1::PrivilegeUsed& last = decision->events.back().event.privilege_used();
  EXPECT_EQ(last.permission(), "discount.over_limit");
  EXPECT_EQ(last.approver(), "sue");
  EXPECT_EQ(last.approval_id(), "");
}

TEST(ApprovalTest, LendsWhatOnlySomeUsesOfACommandNeed) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});
  ASSERT_TRUE(
      shop.AskAs("ada", kCashier, RequestApproval(kApproval, "discount.over_limit", SaleText(1)))
          .ok());
  ASSERT_TRUE(Answer(shop).ok());

  const auto decision =
      shop.AskAs("ada", kCashier, Approved(TakeOffRate(1, 1, 500'000), kApproval));

  EXPECT_THAT(Recorded(decision), ElementsAre("SaleDiscountApplied", "ApprovalUsed"));
}

TEST(ApprovalTest, IsLeftAloneByACommandThatNeedsNone) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});

  const auto decision = shop.AskAs("ada", kCashier, Approved(TakeOffRate(1, 1, 50'000), kApproval));

  EXPECT_THAT(Recorded(decision), ElementsAre("SaleDiscountApplied"));
}

TEST(ApprovalTest, IsNotUsedUpByWhatChangesNothing) {
  ShopAtWork shop;
  shop.MustAsk({OpenDay()});
  ASSERT_TRUE(
      shop.AskAs("ada", kCashier, RequestApproval(kApproval, "day.open", "day-2016-11-05")).ok());
  ASSERT_TRUE(Answer(shop).ok());

  EXPECT_THAT(Recorded(shop.AskAs("ada", kCashier, Approved(OpenDay(), kApproval))), SizeIs(0));
  EXPECT_EQ(shop.ApprovalAt(kApproval).state, ApprovalState::kGranted);
}

TEST(ApprovalTest, IsGoodForWhatItWasAskedForOnly) {
  const auto use = [](const Command& request, const std::string& by, const Command& command) {
    ShopAtWork shop;
    SellOne(shop);
    shop.MustAsk({OpenDrawer(1, 5000)});
    EXPECT_TRUE(shop.AskAs("ada", kCashier, request).ok());
    EXPECT_TRUE(Answer(shop).ok());
    const auto decision = shop.AskAs(by, kCashier, Approved(command, kApproval));
    return ReasonNameOf(decision) + " " + ErrorMetadata(decision.status(), "what");
  };
  const std::string drawer = StreamId::Of(Category::CATEGORY_DRAWER, TestUuid(1)).ToText();
  Command pay_out = RequestApproval(kApproval, "drawer.payout", drawer);
  *pay_out.mutable_request_approval()->mutable_amount() = Gbp(500);

  EXPECT_EQ(use(RequestApproval(kApproval, "sale.void", SaleText(2)), "ada", Void(1)),
            "APPROVAL_MISMATCH subject");
  EXPECT_EQ(use(RequestApproval(kApproval, "day.close", SaleText(1)), "ada", Void(1)),
            "APPROVAL_MISMATCH permission");
  EXPECT_EQ(use(RequestApproval(kApproval, "sale.void", SaleText(1)), "ben", Void(1)),
            "APPROVAL_MISMATCH employee");
  EXPECT_EQ(use(pay_out, "ada", PayOut(1, 501)), "APPROVAL_MISMATCH amount");
  EXPECT_EQ(use(pay_out, "ada", PayOut(1, 500)), "OK ");
}

// Sale 1 has bread for 10.00 and is not complete; somebody asks for so much.
std::string UseUpTo(int64_t amount_minor, std::string_view permission, const Command& command) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});
  Command request = RequestApproval(kApproval, permission, SaleText(1));
  *request.mutable_request_approval()->mutable_amount() = Gbp(amount_minor);
  EXPECT_TRUE(shop.AskAs("ada", kCashier, request).ok());
  EXPECT_TRUE(Answer(shop).ok());
  const auto decision = shop.AskAs("ada", kCashier, Approved(command, kApproval));
  return ReasonNameOf(decision) + " " + ErrorMetadata(decision.status(), "what");
}

TEST(ApprovalTest, WithAnAmountLendsNoMoreThanThat) {
  constexpr auto kDiscount = "discount.over_limit";
  constexpr auto kPrice = "price.override";

  EXPECT_EQ(UseUpTo(500, kDiscount, TakeOffRate(1, 1, 1'000'000)), "APPROVAL_MISMATCH amount");
  EXPECT_EQ(UseUpTo(500, kDiscount, TakeOffRate(1, 1, 500'000)), "OK ");
  EXPECT_EQ(UseUpTo(500, kDiscount, TakeOffAmount(1, 1, 501)), "APPROVAL_MISMATCH amount");
  EXPECT_EQ(UseUpTo(500, kPrice, OverridePrice(1, 1, 499)), "APPROVAL_MISMATCH amount");
  EXPECT_EQ(UseUpTo(500, kPrice, OverridePrice(1, 1, 1501)), "APPROVAL_MISMATCH amount");
  EXPECT_EQ(UseUpTo(500, kPrice, OverridePrice(1, 1, 500)), "OK ");
}

TEST(ApprovalTest, WithAnAmountLendsNothingToWhatComesToNone) {
  EXPECT_EQ(UseUpTo(500, "sale.void", Void(1)), "APPROVAL_MISMATCH amount");
}

TEST(ApprovalTest, WithAnAmountCoversWhatIsRefunded) {
  ShopAtWork shop;
  SellOne(shop);
  Command request = RequestApproval(kApproval, "sale.return", SaleText(1));
  *request.mutable_request_approval()->mutable_amount() = Gbp(449);
  ASSERT_TRUE(shop.AskAs("ada", kCashier, request).ok());
  ASSERT_TRUE(Answer(shop).ok());

  const auto decision = shop.AskAs("ada", edge::v1::ROLE_UNSPECIFIED,
                                   Approved(Return(1, 1, 1000, 9, 450), kApproval));

  EXPECT_EQ(ReasonNameOf(decision), "APPROVAL_MISMATCH");
  EXPECT_EQ(ErrorMetadata(decision.status(), "permission"), "sale.return");
}

TEST(ApprovalTest, IsUsedUpByATillsCommandThatIsSetAside) {
  ShopAtWork shop;
  BringTo(ApprovalState::kGranted, shop);
  shop.MustAsk({Void(1)});

  const Decision set_aside = shop.Own(Approved(Void(1), kApproval));

  EXPECT_TRUE(set_aside.set_aside);
  EXPECT_THAT(EventNames(set_aside.events), ElementsAre("CommandSetAside", "ApprovalUsed"));
  EXPECT_EQ(shop.ApprovalAt(kApproval).state, ApprovalState::kUsed);
}

TEST(ApprovalTest, LeavesItsTraceOnTheDayOfTheTillWhereNoBusinessDayIsStated) {
  ShopAtWork shop;
  Command command = ReceiveStock("bread", 1000);
  command.clear_business_date();
  command.mutable_occur_time()->set_seconds(1478388600);  // 23:30 UTC.
  command.set_utc_offset_minutes(60);
  command.set_approver("sue");
  Context context{.shop = shop.config(),
                  .register_name = "1",
                  .employee = "ada",
                  .authority = {.approver_role = edge::v1::ROLE_SUPERVISOR}};

  const auto decision = Decide(command, context, shop.shop());

  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(decision->events.back().stream.ToText(), "audit-2016-11-06");
}

TEST(ApprovalTest, IsGrantedByWhoHasThePermissionOnly) {
  ShopAtWork shop;
  BringTo(ApprovalState::kRequested, shop);

  const auto decision = shop.AskAs("sue", edge::v1::ROLE_SUPERVISOR, AnswerApproval(kApproval));

  EXPECT_EQ(ReasonNameOf(decision), "PERMISSION_MISSING");
  EXPECT_EQ(ErrorMetadata(decision.status(), "permission"), "sale.void");
}

TEST(ApprovalTest, UsedTwiceByATillByItselfIsFlaggedAndUsedOnce) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1000)});
  ASSERT_TRUE(
      shop.AskAs("ada", kCashier, RequestApproval(kApproval, "discount.over_limit", SaleText(1)))
          .ok());
  ASSERT_TRUE(Answer(shop).ok());

  const Decision first = shop.Own(Approved(TakeOffRate(1, 1, 500'000), kApproval));
  const Decision second = shop.Own(Approved(TakeOffRate(1, 2, 500'000), kApproval));

  EXPECT_THAT(EventNames(first.events), ElementsAre("SaleDiscountApplied", "ApprovalUsed"));
  EXPECT_THAT(EventNames(second.events), ElementsAre("SaleDiscountApplied", "CommandFlagged"));
  EXPECT_EQ(ReasonNameOf(second.objection), "APPROVAL_SETTLED");
}

TEST(ApprovalTest, IsNotForATillToAskForOrAnswer) {
  ShopAtWork shop;

  for (const Command& command :
       {RequestApproval(kApproval, "sale.void", SaleText(1)), AnswerApproval(kApproval)}) {
    EXPECT_EQ(ReasonNameOf(shop.Own(command).objection), "NOT_AN_OWN_COMMAND");
  }
}

TEST(ApprovalTest, LastsAsLongAsTheShopSays) {
  ShopAtWork shop;
  shop.config().set_approval_minutes(60);
  BringTo(ApprovalState::kGranted, shop);

  EXPECT_EQ(ReasonNameOf(UseForVoid(shop, 60)), "APPROVAL_SETTLED");
  EXPECT_EQ(ReasonNameOf(UseForVoid(shop, 59)), "OK");
}

}  // namespace
}  // namespace daybook::domain
