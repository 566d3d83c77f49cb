#include "core/domain/permissions.h"

#include "core/domain/rules.h"
#include "gtest/gtest.h"
#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using edge::v1::Role;

constexpr Role kNobody = edge::v1::ROLE_UNSPECIFIED;

TEST(PermissionsTest, HaveARowForEveryCommand) {
  for (const Command& command : OneOfEach()) {
    const auto rules = PermissionRules();

    EXPECT_NE(std::ranges::find(rules, command.command_case(), &PermissionRule::command),
              rules.end())
        << CommandName(command);
  }
}

TEST(PermissionsTest, GrowWithTheRole) {
  const auto count_allowed = [](Role role) {
    return std::ranges::count_if(
        OneOfEach(), [&](const Command& command) { return !MissingPermission({role}, command); });
  };

  EXPECT_EQ(count_allowed(kNobody), 1);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_CASHIER), 67);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_SUPERVISOR), 84);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_MANAGER), 106);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_ADMIN), 106);
}

TEST(PermissionsTest, NameWhatIsMissing) {
  EXPECT_EQ(MissingPermission({}, StartSale(1)), "sale.create");
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_CASHIER}, CloseDrawer(1)), "drawer.close");
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_CASHIER}, ReceiveStock("a", 1)), "stock.receive");
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_SUPERVISOR}, CloseDay()), "day.close");
}

TEST(PermissionsTest, MayBeLentByAnApprover) {
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_CASHIER, edge::v1::ROLE_MANAGER}, CloseDay()),
            std::nullopt);
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_CASHIER, edge::v1::ROLE_SUPERVISOR}, CloseDay()),
            "day.close");
}

TEST(PermissionsTest, LetAManagerForceADrawerOrApproveIt) {
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_SUPERVISOR}, StepUp::kForceDrawer), "drawer.force");
  EXPECT_EQ(MissingPermission({static_cast<Role>(99)}, StepUp::kForceDrawer), "drawer.force");
  EXPECT_EQ(MissingPermission({edge::v1::ROLE_MANAGER}, StepUp::kForceDrawer), std::nullopt);
  EXPECT_EQ(
      MissingPermission({edge::v1::ROLE_CASHIER, edge::v1::ROLE_MANAGER}, StepUp::kForceDrawer),
      std::nullopt);
}

TEST(PermissionsTest, AreNotGivenToARoleThatIsNotKnown) {
  EXPECT_EQ(MissingPermission({static_cast<Role>(99)}, StartSale(1)), "sale.create");
}

}  // namespace
}  // namespace daybook::domain
