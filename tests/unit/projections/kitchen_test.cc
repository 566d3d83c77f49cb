// The boards of the stations and the expediter's orders, folded from what a shop's rules record.
#include "projections/kitchen.h"

#include "core/base/check.h"
#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projections/kitchen_orders.h"
#include "tests/unit/domain/shop_at_work.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using domain::AddDish;
using domain::AddLine;
using domain::Bump;
using domain::SendOrder;
using domain::StartSale;
using domain::TestTicket;
using edge::v1::KitchenBoard;
using edge::v1::KitchenOrders;
using ::testing::ElementsAre;
using ::testing::SizeIs;

// A shop whose kitchen is watched.
class KitchenViewTest : public ::testing::Test {
 protected:
  void Ask(const std::vector<edge::v1::Command>& commands) {
    for (const edge::v1::Command& command : commands) {
      const auto decision = shop_.Ask(command);
      ASSERT_TRUE(decision.ok()) << decision.status();
      Fold(command, decision->events);
    }
  }

  // Records what a display has already done.
  void Own(const edge::v1::Command& command) { Fold(command, shop_.Own(command).events); }

  void Fold(const edge::v1::Command& command, const std::vector<domain::NewEvent>& recorded) {
    std::vector<TestEvent> events;
    for (const domain::NewEvent& one : recorded) events.push_back({one.stream, one.event});
    maker_.origin.set_business_date(command.business_date());
    *maker_.origin.mutable_occur_time() = command.occur_time();
    const event::v1::Entry entry = maker_.Make(events);
    ASSERT_TRUE(boards_.Fold(entry).ok());
    ASSERT_TRUE(orders_.Fold(entry).ok());
  }

  // Starts sale `sale` with that many pieces of bread and a drink, and sends it.
  void Order(uint8_t sale, int64_t pieces = 1) {
    edge::v1::Command drink = AddLine(sale, 2, 300);
    drink.mutable_add_line_item()->set_category("drinks");
    drink.mutable_add_line_item()->set_sku("tea");
    drink.mutable_add_line_item()->set_name("Tea");
    Ask({StartSale(sale), AddLine(sale, 1, 100, pieces), drink, SendOrder(sale)});
  }

  KitchenBoard Board(std::string_view station = "kitchen") {
    return boards_.Read<KitchenBoard>(station);
  }
  KitchenOrders Orders() { return orders_.Read<KitchenOrders>(kKitchenOrdersKey); }

  domain::ShopAtWork shop_;
  EntryMaker maker_;
  TestView boards_{NewKitchen()};
  TestView orders_{NewKitchenOrders()};
};

// Returns the ids of the tickets, in order.
template <typename Tickets>
std::vector<std::string> IdsOf(const Tickets& tickets) {
  std::vector<std::string> ids;
  for (const auto& ticket : tickets) ids.push_back(ticket.ticket_id());
  return ids;
}

std::string IdOf(uint8_t sale, int32_t send = 1, std::string_view station = "kitchen") {
  return std::string(TestTicket(sale, send, station).AsBytes());
}

TEST_F(KitchenViewTest, ABoardShowsItsTicketsByAge) {
  edge::v1::Command early = SendOrder(2);
  early.mutable_occur_time()->set_seconds(early.occur_time().seconds() - 60);
  Order(1);
  Ask({StartSale(2), AddLine(2, 1, 100), early});
  Order(3);

  EXPECT_THAT(IdsOf(Board().tickets()), ElementsAre(IdOf(2), IdOf(1), IdOf(3)));
  EXPECT_THAT(Board("bar").tickets(), SizeIs(2));
  EXPECT_EQ(Board().tickets(0).ticket().late_seconds(), 600);
  EXPECT_EQ(Board().station(), "kitchen");
  EXPECT_EQ(Board().position(), maker_.position());
}

TEST_F(KitchenViewTest, ABoardCountsAllDayWhatIsNotReady) {
  Order(1, 2);
  Order(2, 3);
  ASSERT_THAT(Board().all_day(), SizeIs(1));
  EXPECT_EQ(Board().all_day(0).sku(), "bread");
  EXPECT_EQ(Board().all_day(0).name(), "Bread");
  EXPECT_EQ(Board().all_day(0).quantity_milli(), 5000);

  Ask({domain::ReadyItem(TestTicket(1), 1)});
  EXPECT_EQ(Board().all_day(0).quantity_milli(), 3000);

  Ask({domain::RemoveLine(2, 1)});
  EXPECT_THAT(Board().all_day(), SizeIs(0));
  EXPECT_EQ(Board().tickets(1).ticket().items(0).voided_milli(), 3000);
}

TEST_F(KitchenViewTest, ABumpedTicketIsShownAsSuchAndComesBackWhenItIsRecalled) {
  Order(1);
  Order(2);
  Ask({Bump(TestTicket(1)), Bump(TestTicket(2))});
  EXPECT_THAT(Board().tickets(), SizeIs(0));
  EXPECT_THAT(IdsOf(Board().bumped()), ElementsAre(IdOf(2), IdOf(1)));
  EXPECT_TRUE(Board().bumped(0).has_bump_time());

  Ask({domain::Recall(TestTicket(1))});

  EXPECT_THAT(IdsOf(Board().tickets()), ElementsAre(IdOf(1)));
  EXPECT_FALSE(Board().tickets(0).has_bump_time());
  EXPECT_THAT(IdsOf(Board().bumped()), ElementsAre(IdOf(2)));
}

TEST_F(KitchenViewTest, OnlyTheTicketsBumpedLastAreShown) {
  for (uint8_t sale = 1; sale <= kBumpedTicketsMax + 2; ++sale) {
    Order(sale);
    Ask({Bump(TestTicket(sale))});
  }
  EXPECT_THAT(Board().bumped(), SizeIs(kBumpedTicketsMax));
  EXPECT_EQ(Board().bumped(0).ticket_id(), IdOf(kBumpedTicketsMax + 2));

  Ask({domain::Refire(TestTicket(1))});  // It has left, but says itself how it stands.

  EXPECT_THAT(IdsOf(Board().tickets()), ElementsAre(IdOf(1)));
  EXPECT_EQ(Board().tickets(0).ticket().items(0).name(), "Bread");
}

TEST_F(KitchenViewTest, OfTooManyTicketsTheOldestLeaveAndAreCounted) {
  Ask({StartSale(1)});
  Ask({StartSale(2)});
  for (int32_t send = 1; send <= kBoardTicketsMax; ++send) {
    Ask({AddLine(1, send, 1), SendOrder(1)});
  }
  Ask({AddLine(2, 1, 1), SendOrder(2), AddLine(2, 2, 1), SendOrder(2)});

  EXPECT_THAT(Board().tickets(), SizeIs(kBoardTicketsMax));
  EXPECT_EQ(Board().lost_count(), 2);
  Ask({Bump(TestTicket(1, 1))});
  EXPECT_THAT(Board().tickets(), SizeIs(kBoardTicketsMax));
  EXPECT_THAT(Board().bumped(), SizeIs(0));
}

TEST_F(KitchenViewTest, AMovedTicketIsOnOneBoard) {
  Order(1);

  Ask({domain::MoveTicket(TestTicket(1), "bar")});

  EXPECT_THAT(Board().tickets(), SizeIs(0));
  EXPECT_THAT(Board().all_day(), SizeIs(0));
  EXPECT_THAT(Board("bar").tickets(), SizeIs(2));
  EXPECT_THAT(Board("bar").all_day(), SizeIs(2));
}

TEST_F(KitchenViewTest, ATicketThatComesBackToAnotherStationIsOnOneBoard) {
  Order(1);
  Ask({Bump(TestTicket(1, 1, "bar")), domain::CloseStation("bar"),
       domain::Recall(TestTicket(1, 1, "bar"))});

  EXPECT_THAT(Board("bar").bumped(), SizeIs(0));
  EXPECT_THAT(Board("bar").tickets(), SizeIs(0));
  EXPECT_THAT(Board().tickets(), SizeIs(2));
}

TEST_F(KitchenViewTest, ADisplayWithoutTheShopLeavesBoardsThatAreRight) {
  Order(1);
  Order(2);
  Own(domain::Serve(TestTicket(1)));
  EXPECT_THAT(IdsOf(Board().tickets()), ElementsAre(IdOf(2)));
  EXPECT_THAT(IdsOf(Board().bumped()), ElementsAre(IdOf(1)));

  Own(domain::MoveTicket(TestTicket(1), "bar"));
  EXPECT_THAT(Board().bumped(), SizeIs(0));
  EXPECT_THAT(IdsOf(Board("bar").bumped()), ElementsAre(IdOf(1)));
  EXPECT_THAT(Board("bar").tickets(), SizeIs(2));
}

TEST_F(KitchenViewTest, WhatWasForgottenLeavesWithTheFirstSendOfAnotherDay) {
  constexpr int64_t kHours = 60;
  Order(1);
  edge::v1::Command promised = SendOrder(2);
  promised.mutable_send_order()->mutable_promise_time()->set_seconds(
      promised.occur_time().seconds() + 24 * 3600);
  Ask({StartSale(2), AddLine(2, 1, 100), promised});
  Ask({StartSale(3), AddLine(3, 1, 100), domain::Later(SendOrder(3), 19 * kHours)});
  EXPECT_THAT(Board().tickets(), SizeIs(3));  // The same day.

  edge::v1::Command tomorrow = domain::Later(SendOrder(4), 24 * kHours);
  tomorrow.set_business_date(domain::kTomorrow);
  Ask({StartSale(4), AddLine(4, 1, 100), tomorrow});

  // What was sent in the night is still being made, and one is promised for now.
  EXPECT_THAT(IdsOf(Board().tickets()), ElementsAre(IdOf(2), IdOf(3), IdOf(4)));
  EXPECT_THAT(Orders().orders(), SizeIs(3));
  EXPECT_EQ(Board().lost_count(), 0);
  EXPECT_EQ(Board().business_date(), domain::kTomorrow);
}

TEST_F(KitchenViewTest, ABoardShowsHowItsStationStands) {
  Ask({domain::CloseStation("bar", "kitchen"), domain::PrinterFails("bar", "no paper"),
       domain::ReroutePrint("bar", "kitchen")});
  EXPECT_TRUE(Board("bar").closed());
  EXPECT_EQ(Board("bar").fallback(), "kitchen");
  EXPECT_EQ(Board("bar").printer_problem(), "no paper");
  EXPECT_EQ(Board("bar").print_station(), "kitchen");

  Ask({domain::OpenStation("bar"), domain::PrinterRestored("bar")});
  EXPECT_FALSE(Board("bar").closed());
  EXPECT_EQ(Board("bar").printer_problem(), "");
}

TEST_F(KitchenViewTest, AnOrderIsReadyWhenAllItsStationsAre) {
  Order(1);
  ASSERT_THAT(Orders().orders(), SizeIs(1));
  EXPECT_EQ(Orders().orders(0).order_number(), 1);
  EXPECT_THAT(Orders().orders(0).tickets(), SizeIs(2));

  Ask({Bump(TestTicket(1))});
  EXPECT_FALSE(Orders().orders(0).ready());
  Ask({Bump(TestTicket(1, 1, "bar"))});
  EXPECT_TRUE(Orders().orders(0).ready());

  Ask({AddLine(1, 3, 100), SendOrder(1)});
  EXPECT_FALSE(Orders().orders(0).ready());
  EXPECT_THAT(Orders().orders(0).tickets(), SizeIs(3));
}

TEST_F(KitchenViewTest, AnOrderLeavesWhenAllOfItIsServedAndComesBack) {
  Order(1);
  Ask({Bump(TestTicket(1)), Bump(TestTicket(1, 1, "bar")), domain::Serve(TestTicket(1))});
  EXPECT_THAT(Orders().orders(), SizeIs(1));
  Ask({domain::Serve(TestTicket(1, 1, "bar"))});
  EXPECT_THAT(Orders().orders(), SizeIs(0));
  EXPECT_THAT(Orders().served(), SizeIs(1));

  Ask({domain::Recall(TestTicket(1))});

  EXPECT_THAT(Orders().orders(), SizeIs(1));
  EXPECT_THAT(Orders().served(), SizeIs(0));
}

TEST_F(KitchenViewTest, WhatNobodyWantsAnyMoreNeedNotBeServed) {
  Order(1);
  Ask({domain::Abandon(1), Bump(TestTicket(1))});
  EXPECT_THAT(Orders().orders(), SizeIs(1));

  Ask({Bump(TestTicket(1, 1, "bar"))});

  EXPECT_THAT(Orders().orders(), SizeIs(0));
}

TEST_F(KitchenViewTest, OnlyTheOrdersServedLastAreShown) {
  for (uint8_t sale = 1; sale <= kServedOrdersMax + 2; ++sale) {
    Ask({StartSale(sale), AddLine(sale, 1, 100), SendOrder(sale), Bump(TestTicket(sale)),
         domain::Serve(TestTicket(sale))});
  }

  EXPECT_THAT(Orders().served(), SizeIs(kServedOrdersMax));
  EXPECT_THAT(Orders().orders(), SizeIs(0));
}

TEST_F(KitchenViewTest, ShowsWhatIsSoldOut) {
  Ask({domain::EightySix("soup"), domain::EightySix("bread")});
  ASSERT_THAT(Orders().sold_out(), SizeIs(2));
  EXPECT_EQ(Orders().sold_out(0).sku(), "bread");
  EXPECT_TRUE(Orders().sold_out(0).has_start_time());
  EXPECT_EQ(Board("*").station(), "");

  Ask({domain::PutBack("bread")});

  ASSERT_THAT(Orders().sold_out(), SizeIs(1));
  EXPECT_EQ(Orders().sold_out(0).sku(), "soup");
}

TEST_F(KitchenViewTest, ACourseThatIsFiredIsShown) {
  Ask({StartSale(1), AddDish(1, 1, 2), SendOrder(1, 1)});
  EXPECT_EQ(Board().tickets(0).ticket().items(0).state(), event::v1::TICKET_ITEM_STATE_HELD);

  Ask({domain::FireCourse(1, 2), domain::StartItem(TestTicket(1), 1),
       domain::Prioritise(TestTicket(1))});

  EXPECT_EQ(Board().tickets(0).ticket().items(0).state(), event::v1::TICKET_ITEM_STATE_STARTED);
  EXPECT_TRUE(Board().tickets(0).ticket().priority());
}

TEST_F(KitchenViewTest, PassesOverWhatSaysNoStation) {
  TestEvent voided{domain::TicketStream(TestTicket(1)), {}};
  voided.event.mutable_ticket_item_voided();

  ASSERT_TRUE(boards_.Fold(maker_.Make({voided})).ok());
  EXPECT_TRUE(boards_.rows().empty());
}

TEST_F(KitchenViewTest, PassesOverWhatIsNotAboutTheKitchen) {
  Ask({StartSale(1), AddLine(1, 1, 100)});
  ASSERT_TRUE(
      boards_
          .Fold(maker_.Make({Flagged(domain::TicketStream(TestTicket(1)), "TICKET_ELSEWHERE"),
                             Flagged(domain::StationStream("bar"), "PERMISSION_MISSING")}))
          .ok());

  EXPECT_TRUE(boards_.rows().empty());
  EXPECT_TRUE(orders_.rows().empty());
}

TEST_F(KitchenViewTest, StopsAtAKindOfEventThatIsNotKnown) {
  for (TestView* view : {&boards_, &orders_}) {
    const absl::Status status = view->Fold(maker_.Make({Unknown(SaleStream(1))}));

    EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_EVENT_UNKNOWN);
  }
}

}  // namespace
}  // namespace daybook::projections
