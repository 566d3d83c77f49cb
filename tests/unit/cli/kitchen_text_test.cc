#include "cli/kitchen_text.h"

#include "core/base/ids.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'478'337'300);

// Seven minutes old.
edge::v1::BoardTicket SteakTicket() {
  edge::v1::BoardTicket row;
  row.set_ticket_id(std::string(DeriveUuid(Uuid{}, "ticket").AsBytes()));
  event::v1::KitchenTicket& ticket = *row.mutable_ticket();
  ticket.set_order_number(17);
  ticket.mutable_sent_time()->set_seconds(1'478'337'300 - 420);
  ticket.set_table("4");
  ticket.set_warn_seconds(300);
  ticket.set_late_seconds(600);
  ticket.set_state(event::v1::TICKET_STATE_OPEN);
  event::v1::TicketItem& item = *ticket.add_items();
  item.set_line(1);
  item.set_name("Steak");
  item.set_quantity_milli(2000);
  item.set_voided_milli(500);
  item.set_seat(3);
  item.set_course(2);
  item.set_note("rare");
  item.set_state(event::v1::TICKET_ITEM_STATE_STARTED);
  item.add_modifiers()->set_name("Butter");
  item.mutable_modifiers(0)->set_quantity_milli(1000);
  return row;
}

TEST(KitchenTextTest, ShowsABoardWithTheAgeOfItsTickets) {
  edge::v1::KitchenBoard board;
  board.set_station("grill");
  *board.add_tickets() = SteakTicket();
  board.add_all_day()->set_name("Steak");
  board.mutable_all_day(0)->set_quantity_milli(1500);

  EXPECT_EQ(
      BoardText(board, kNow),
      "station grill: 1 ticket\n"
      "  order 17, 7 min, soon late, table 4, ticket " +
          DeriveUuid(Uuid{}, "ticket").ToText() +
          "\n"
          "    1.5 Steak (0.5 struck through), with 1 Butter, seat 3, course 2, \"rare\": started\n"
          "all day\n"
          "  1.5 Steak\n");
}

TEST(KitchenTextTest, SaysWhenATicketIsLateAndNeverHasItComeFromTheFuture) {
  edge::v1::KitchenBoard board;
  *board.add_tickets() = SteakTicket();

  EXPECT_NE(BoardText(board, kNow + absl::Minutes(3)).find("10 min, late"), std::string::npos);
  EXPECT_NE(BoardText(board, kNow - absl::Hours(1)).find("0 min, "), std::string::npos);
}

TEST(KitchenTextTest, SaysHowAStationStands) {
  edge::v1::KitchenBoard board;
  board.set_station("grill");
  board.set_closed(true);
  board.set_fallback("bar");
  board.set_printer_problem("no\x1b paper");
  board.set_print_station("bar");

  EXPECT_EQ(
      BoardText(board, kNow),
      "station grill: 0 tickets, closed, its tickets go to bar, printer: no? paper, prints at "
      "bar\n");
}

TEST(KitchenTextTest, ListsOrdersWithTheirStations) {
  edge::v1::KitchenOrders orders;
  edge::v1::KitchenOrder& order = *orders.add_orders();
  order.set_order_number(17);
  order.mutable_sent_time()->set_seconds(1'478'337'300 - 420);
  order.set_ready(true);
  order.add_tickets()->set_station("grill");
  order.mutable_tickets(0)->set_state(event::v1::TICKET_STATE_BUMPED);
  orders.add_sold_out()->set_sku("soup");
  orders.mutable_sold_out(0)->set_reason("until Tuesday");

  EXPECT_EQ(OrdersText(orders, kNow),
            "1 order in the kitchen\n"
            "  order 17, 7 min, ready, grill bumped\n"
            "sold out\n"
            "  soup: until Tuesday\n");
}

}  // namespace
}  // namespace daybook::cli
