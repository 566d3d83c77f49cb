#include "cli/replay_plan.h"

#include <set>

#include "cli/ticket_totals.h"
#include "core/base/clock.h"
#include "gtest/gtest.h"
#include "tests/unit/cli/cafe.h"

namespace daybook::cli {
namespace {

using edge::v1::Command;
using edge::v1::ExecuteRequest;

Ticket TicketWith(std::vector<std::string> items) {
  return {.business_date = 20161105,
          .number = 45,
          .time = absl::FromCivil(absl::CivilSecond(2016, 11, 5, 10, 5, 34), absl::UTCTimeZone()),
          .items = std::move(items)};
}

class ReplayPlanTest : public testing::Test {
 protected:
  std::vector<Command::CommandCase> CasesOf(const ExecuteRequest& request) const {
    std::vector<Command::CommandCase> cases;
    for (const auto& envelope : request.commands())
      cases.push_back(envelope.command().command_case());
    return cases;
  }

  const Menu menu_ = CafeMenu();
  const ReplayPlan plan_{"tickets", menu_, 3};
};

TEST_F(ReplayPlanTest, RingsUpALineOfOnePieceForEachRow) {
  const ExecuteRequest request = plan_.RingUp(TicketWith({"Coffee", "Coffee"}));

  EXPECT_EQ(CasesOf(request),
            (std::vector{Command::kStartSale, Command::kAddLineItem, Command::kAddLineItem,
                         Command::kReceivePayment, Command::kCompleteSale}));
  const edge::v1::AddLineItem& line = request.commands(2).command().add_line_item();
  EXPECT_EQ(line.line(), 2);
  EXPECT_EQ(line.sku(), "C-1");
  EXPECT_EQ(line.name(), "Coffee");
  EXPECT_EQ(line.category(), "drinks");
  EXPECT_EQ(line.quantity_milli(), 1000);
  EXPECT_EQ(line.unit_price().minor_units(), 260);
  EXPECT_EQ(line.tax_category(), "standard");
  EXPECT_EQ(request.commands(3).command().receive_payment().amount().minor_units(), 520);
  EXPECT_EQ(request.commands(4).command().complete_sale().total().minor_units(), 520);
}

TEST_F(ReplayPlanTest, TakesNoneOffAgainAtNoPrice) {
  const ExecuteRequest request = plan_.RingUp(TicketWith({"NONE", "Bread"}));

  EXPECT_EQ(CasesOf(request),
            (std::vector{Command::kStartSale, Command::kAddLineItem, Command::kRemoveLineItem,
                         Command::kAddLineItem, Command::kReceivePayment, Command::kCompleteSale}));
  const edge::v1::AddLineItem& line = request.commands(1).command().add_line_item();
  EXPECT_EQ(line.name(), "NONE");
  EXPECT_EQ(line.unit_price().minor_units(), 0);
  EXPECT_EQ(line.tax_category(), "zero");
  EXPECT_EQ(request.commands(2).command().remove_line_item().line(), 1);
}

TEST_F(ReplayPlanTest, ReportsWhatIsNotOnTheMenu) {
  const ExecuteRequest request = plan_.RingUp(TicketWith({"Adjustment", "Bread"}));

  EXPECT_EQ(request.commands(1).command().report_item_not_found().code(), "Adjustment");
  EXPECT_EQ(request.commands(2).command().add_line_item().line(), 2);
}

TEST_F(ReplayPlanTest, AbandonsATicketWithNothingLeft) {
  const ExecuteRequest request = plan_.RingUp(TicketWith({"NONE", "Adjustment"}));

  EXPECT_EQ(CasesOf(request).back(), Command::kAbandonSale);
  for (const Command::CommandCase command : CasesOf(request)) {
    EXPECT_NE(command, Command::kReceivePayment);
    EXPECT_NE(command, Command::kCompleteSale);
  }
}

TEST_F(ReplayPlanTest, CarriesTheTicketsTimeAndDateInEveryCommand) {
  const Ticket ticket = TicketWith({"Coffee", "NONE", "Adjustment"});

  const ExecuteRequest request = plan_.RingUp(ticket);

  for (const auto& envelope : request.commands()) {
    EXPECT_EQ(FromTimestamp(envelope.command().occur_time()), ticket.time);
    EXPECT_EQ(envelope.command().utc_offset_minutes(), 0);
    EXPECT_EQ(envelope.command().business_date(), 20161105);
  }
}

TEST_F(ReplayPlanTest, GivesEveryCommandOfADayAnIdOfItsOwn) {
  const TicketDay day{.business_date = 20161105,
                      .tickets = {TicketWith({"Coffee", "NONE", "Adjustment", "Coffee"})}};

  std::set<std::string> ids;
  int commands = 0;
  for (const ExecuteRequest& request :
       {plan_.OpenDay(day), plan_.OpenDrawer(day, 1), plan_.OpenDrawer(day, 2),
        plan_.RingUp(day.tickets[0]), plan_.CloseDrawer(day, 1), plan_.CloseDrawer(day, 2),
        plan_.CloseDay(day)}) {
    for (const auto& envelope : request.commands()) {
      EXPECT_EQ(envelope.request_id().size(), 16u);
      ids.insert(envelope.request_id());
      ++commands;
    }
  }

  EXPECT_EQ(static_cast<int>(ids.size()), commands);
}

TEST_F(ReplayPlanTest, SaysTheSameBytesAgain) {
  const Ticket ticket = TicketWith({"Coffee", "NONE"});
  const ReplayPlan again("tickets", menu_, 3);

  EXPECT_EQ(plan_.RingUp(ticket).SerializeAsString(), again.RingUp(ticket).SerializeAsString());
}

// Changing it would make every replay of the past count again.
TEST_F(ReplayPlanTest, KeepsTheIdsOfEarlierVersions) {
  const ExecuteRequest request = plan_.RingUp(TicketWith({"Coffee"}));

  EXPECT_EQ(Uuid::FromBytes(request.commands(0).request_id())->ToText(),
            "9d53df17-84e2-8521-8e8e-335041b5d084");
  EXPECT_EQ(Uuid::FromBytes(request.commands(0).command().start_sale().sale_id())->ToText(),
            "1fd87c2a-8d0e-8f95-a232-6c606230320d");
}

TEST_F(ReplayPlanTest, GivesAnotherSourceOtherIds) {
  const Ticket ticket = TicketWith({"Coffee"});
  const ReplayPlan other("others", menu_, 3);

  EXPECT_NE(plan_.RingUp(ticket).commands(0).request_id(),
            other.RingUp(ticket).commands(0).request_id());
}

TEST_F(ReplayPlanTest, SpreadsTicketsOverTheTillsByNumber) {
  EXPECT_EQ(plan_.TillOf({.number = 3}), 1);
  EXPECT_EQ(plan_.TillOf({.number = 4}), 2);
  EXPECT_EQ(plan_.TillOf({.number = 5}), 3);
}

TEST_F(ReplayPlanTest, CountsTheCashOfTheTillsOwnTickets) {
  TicketDay day{.business_date = 20161105};
  int64_t cash_minor = 0;
  for (int64_t number = 1; number <= 40; ++number) {
    Ticket ticket = TicketWith({"Coffee"});
    ticket.number = number;
    const bool is_cash = TenderOf(ticket) == event::v1::Tender::TENDER_CASH;
    if (is_cash && plan_.TillOf(ticket) == 2) cash_minor += 260;
    day.tickets.push_back(std::move(ticket));
  }
  ASSERT_GT(cash_minor, 0);

  const ExecuteRequest request = plan_.CloseDrawer(day, 2);

  const edge::v1::CountDrawer& count = request.commands(0).command().count_drawer();
  EXPECT_EQ(count.counted().minor_units(), kOpeningBalanceMinor + cash_minor);
  EXPECT_EQ(request.commands(1).command().close_drawer().drawer_session_id(),
            count.drawer_session_id());
  EXPECT_EQ(plan_.OpenDrawer(day, 2).commands(0).command().open_drawer().drawer_session_id(),
            count.drawer_session_id());
}

TEST_F(ReplayPlanTest, PutsCashIntoTheDrawerOfItsTill) {
  TicketDay day{.business_date = 20161105};
  for (int64_t number = 1; number <= 20; ++number) {
    Ticket ticket = TicketWith({"Coffee"});
    ticket.number = number;
    const ExecuteRequest request = plan_.RingUp(ticket);
    day.tickets = {ticket};
    const std::string drawer = plan_.OpenDrawer(day, plan_.TillOf(ticket))
                                   .commands(0)
                                   .command()
                                   .open_drawer()
                                   .drawer_session_id();

    const bool is_cash = TenderOf(ticket) == event::v1::Tender::TENDER_CASH;
    EXPECT_EQ(request.commands(2).command().receive_payment().drawer_session_id(),
              is_cash ? drawer : "");
  }
}

}  // namespace
}  // namespace daybook::cli
