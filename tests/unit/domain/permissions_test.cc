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
    return std::ranges::count_if(OneOfEach(), [&](const Command& command) {
      return !MissingPermission(role, kNobody, command);
    });
  };

  EXPECT_EQ(count_allowed(kNobody), 0);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_CASHIER), 8);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_SUPERVISOR), 12);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_MANAGER), 14);
  EXPECT_EQ(count_allowed(edge::v1::ROLE_ADMIN), 14);
}

TEST(PermissionsTest, NameWhatIsMissing) {
  EXPECT_EQ(MissingPermission(kNobody, kNobody, StartSale(1)), "sale.create");
  EXPECT_EQ(MissingPermission(edge::v1::ROLE_CASHIER, kNobody, CloseDrawer(1)), "drawer.close");
  EXPECT_EQ(MissingPermission(edge::v1::ROLE_CASHIER, kNobody, ReceiveStock("a", 1)),
            "stock.receive");
  EXPECT_EQ(MissingPermission(edge::v1::ROLE_SUPERVISOR, kNobody, CloseDay()), "day.close");
}

TEST(PermissionsTest, MayBeLentByAnApprover) {
  EXPECT_EQ(MissingPermission(edge::v1::ROLE_CASHIER, edge::v1::ROLE_MANAGER, CloseDay()),
            std::nullopt);
  EXPECT_EQ(MissingPermission(edge::v1::ROLE_CASHIER, edge::v1::ROLE_SUPERVISOR, CloseDay()),
            "day.close");
}

TEST(PermissionsTest, LetAManagerForceADrawerOrApproveIt) {
  EXPECT_FALSE(MayForceDrawer(edge::v1::ROLE_SUPERVISOR, kNobody));
  EXPECT_FALSE(MayForceDrawer(static_cast<Role>(99), kNobody));
  EXPECT_TRUE(MayForceDrawer(edge::v1::ROLE_MANAGER, kNobody));
  EXPECT_TRUE(MayForceDrawer(edge::v1::ROLE_CASHIER, edge::v1::ROLE_MANAGER));
}

TEST(PermissionsTest, AreNotGivenToARoleThatIsNotKnown) {
  EXPECT_EQ(MissingPermission(static_cast<Role>(99), kNobody, StartSale(1)), "sale.create");
}

}  // namespace
}  // namespace daybook::domain
