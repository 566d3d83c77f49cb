// What is sent to the kitchen: only what was not yet, where it is made, and what becomes of it when
// the sale changes.
#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::Event;
using event::v1::KitchenTicket;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Returns AddLine of 1 piece of that category.
Command AddOf(std::string_view category, int32_t line) {
  Command command = AddLine(1, line, 100);
  command.mutable_add_line_item()->set_category(std::string(category));
  return command;
}

// Returns the events of that case.
std::vector<Event> EventsOf(const absl::StatusOr<Decision>& decision, Event::EventCase event_case) {
  std::vector<Event> events;
  if (!decision.ok()) return events;
  for (const NewEvent& recorded : decision->events) {
    if (recorded.event.event_case() == event_case) events.push_back(recorded.event);
  }
  return events;
}

// Returns the stations that got a ticket.
std::vector<std::string> StationsIn(const absl::StatusOr<Decision>& decision) {
  std::vector<std::string> stations;
  for (const Event& event : EventsOf(decision, Event::kTicketSent)) {
    stations.push_back(event.ticket_sent().ticket().station());
  }
  return stations;
}

TEST(OrderTest, IsSentAsOneTicketForEachStation) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 2), AddOf("drinks", 2), AddLine(1, 3, 100)});

  const auto decision = shop.Ask(SendOrder(1));

  EXPECT_THAT(Recorded(decision),
              ElementsAre("OrderNumberAssigned", "OrderSent", "TicketSent", "TicketSent"));
  const KitchenTicket& ticket = shop.TicketAt(TestTicket(1));
  ASSERT_THAT(ticket.items(), SizeIs(2));
  EXPECT_EQ(ticket.items(0).line(), 1);
  EXPECT_EQ(ticket.items(0).name(), "Bread");
  EXPECT_EQ(ticket.items(0).quantity_milli(), 2000);
  EXPECT_EQ(ticket.items(1).line(), 3);
  EXPECT_EQ(ticket.sale_id(), TestId(1));
  EXPECT_EQ(ticket.register_(), "1");
  EXPECT_EQ(ticket.warn_seconds(), 300);
  EXPECT_EQ(ticket.late_seconds(), 600);
  EXPECT_THAT(shop.TicketAt(TestTicket(1, 1, "bar")).items(), SizeIs(1));
}

TEST(OrderTest, TicketSaysSeatCourseNoteOrderTypeAndPromisedTime) {
  ShopAtWork shop;
  Command add = AddDish(1, 1, 2);
  add.mutable_add_line_item()->set_seat(3);
  add.mutable_add_line_item()->set_note("no onions");
  Command send = SendOrder(1);
  send.mutable_send_order()->mutable_promise_time()->set_seconds(1'478'340'000);
  send.mutable_send_order()->set_area("terrace");
  shop.MustAsk({StartSale(1), ChangeOrderType(1, 0, event::v1::ORDER_TYPE_EAT_IN), add,
                ChangeOrderType(1, 1, event::v1::ORDER_TYPE_TAKE_AWAY), send});

  const KitchenTicket& ticket = shop.TicketAt(TestTicket(1));

  EXPECT_EQ(ticket.order_type(), event::v1::ORDER_TYPE_EAT_IN);
  EXPECT_EQ(ticket.promise_time().seconds(), 1'478'340'000);
  EXPECT_EQ(ticket.sent_time().seconds(), send.occur_time().seconds());
  EXPECT_EQ(ticket.area(), "terrace");
  ASSERT_THAT(ticket.items(), SizeIs(1));
  EXPECT_EQ(ticket.items(0).seat(), 3);
  EXPECT_EQ(ticket.items(0).course(), 2);
  EXPECT_EQ(ticket.items(0).note(), "no onions");
  EXPECT_EQ(ticket.items(0).order_type(), event::v1::ORDER_TYPE_TAKE_AWAY);
}

TEST(OrderTest, SendsOnlyWhatIsNotYetSent) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), SendOrder(1)});
  EXPECT_THAT(Recorded(shop.Ask(SendOrder(1))), IsEmpty());
  shop.MustAsk({AddLine(1, 2, 100), ChangeQuantity(1, 1, 3000)});

  const auto decision = shop.Ask(SendOrder(1));

  ASSERT_THAT(Recorded(decision), ElementsAre("OrderSent", "TicketSent"));
  const KitchenTicket& second = shop.TicketAt(TestTicket(1, 2));
  ASSERT_THAT(second.items(), SizeIs(2));
  EXPECT_EQ(second.items(0).quantity_milli(), 2000);
  EXPECT_EQ(second.items(1).line(), 2);
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 3000);
}

TEST(OrderTest, OfLessThanWasSentStrikesTheDifferenceThroughLastSentFirst) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 2), SendOrder(1), ChangeQuantity(1, 1, 3000),
                SendOrder(1), ChangeQuantity(1, 1, 500)});

  const auto decision = shop.Ask(SendOrder(1));

  ASSERT_THAT(Recorded(decision), SizeIs(3));
  EXPECT_EQ(shop.TicketAt(TestTicket(1, 2)).items(0).voided_milli(), 1000);
  EXPECT_EQ(shop.TicketAt(TestTicket(1, 1)).items(0).voided_milli(), 1500);
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 500);
}

TEST(OrderTest, StrikesARemovedLineThroughAndTheTicketIsStillBumped) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), SendOrder(1)});

  const auto decision = shop.Ask(RemoveLine(1, 1));

  ASSERT_THAT(Recorded(decision), ElementsAre("SaleLineItemRemoved", "TicketItemVoided"));
  EXPECT_EQ(decision->events[1].event.ticket_item_voided().reason(), "mistake");
  const KitchenTicket& ticket = shop.TicketAt(TestTicket(1));
  EXPECT_EQ(StateOf(ticket.items(0)), ItemState::kVoided);
  EXPECT_EQ(ticket.state(), event::v1::TICKET_STATE_OPEN);
  EXPECT_THAT(Recorded(shop.Ask(Bump(TestTicket(1)))), ElementsAre("TicketBumped"));
}

TEST(OrderTest, OfASaleThatIsAbandonedOrVoidedIsStruckThrough) {
  ShopAtWork abandoned;
  abandoned.MustAsk({StartSale(1), AddLine(1, 1, 100), SendOrder(1)});
  EXPECT_THAT(Recorded(abandoned.Ask(Abandon(1))),
              ElementsAre("SaleAbandoned", "TicketItemVoided"));
  EXPECT_EQ(StateOf(abandoned.TicketAt(TestTicket(1)).items(0)), ItemState::kVoided);

  ShopAtWork voided;
  voided.MustAsk(
      {StartSale(1), AddLine(1, 1, 100), SendOrder(1), PayCard(1, 9, 100), Complete(1), Void(1)});
  EXPECT_EQ(StateOf(voided.TicketAt(TestTicket(1)).items(0)), ItemState::kVoided);
}

TEST(OrderTest, TicketSaysWhatIsAddedToALineWithoutPrices) {
  ShopAtWork shop;
  Command add = AddLine(1, 1, 100);
  edge::v1::LineModifier& modifier = *add.mutable_add_line_item()->add_modifiers();
  modifier.set_modifier("rum");
  modifier.set_name("A dash of rum");
  modifier.set_quantity_milli(1000);
  *modifier.mutable_unit_price() = Gbp(50);
  modifier.set_station("bar");
  shop.MustAsk({StartSale(1), ChangeTable(1, "4"), add});

  EXPECT_THAT(StationsIn(shop.Ask(SendOrder(1))), ElementsAre("bar", "kitchen"));

  const KitchenTicket& ticket = shop.TicketAt(TestTicket(1));
  EXPECT_EQ(ticket.table(), "4");
  ASSERT_THAT(ticket.items(0).modifiers(), SizeIs(1));
  EXPECT_EQ(ticket.items(0).modifiers(0).name(), "A dash of rum");
  EXPECT_EQ(ticket.items(0).modifiers(0).unit_price_minor(), 0);
}

TEST(OrderTest, AsksForThePartsOfAComboAndNotForTheWhole) {
  ShopAtWork shop;
  Command part = AddLine(1, 2, 100);
  part.mutable_add_line_item()->set_parent_line(1);
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), part, SendOrder(1)});

  const KitchenTicket& ticket = shop.TicketAt(TestTicket(1));
  ASSERT_THAT(ticket.items(), SizeIs(1));
  EXPECT_EQ(ticket.items(0).line(), 2);

  EXPECT_THAT(Recorded(shop.Ask(RemoveLine(1, 1))),
              ElementsAre("SaleLineItemRemoved", "SaleLineItemRemoved", "TicketItemVoided"));
}

TEST(OrderTest, GoesWithALineThatMovesToAnotherSale) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 2), AddDish(1, 2, 2), SendOrder(1, 1),
                StartSale(2), AddLine(2, 1, 100), MoveLines(1, 2, {1, 2})});
  EXPECT_EQ(shop.SaleAt(2).lines.at(3).SentMilli(), 2000);
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 0);

  // Only what was the other sale's own is still to be sent.
  EXPECT_THAT(Recorded(shop.Ask(FireCourse(2, 2))), ElementsAre("CourseFired"));
  shop.MustAsk({SendOrder(2)});
  EXPECT_THAT(shop.TicketAt(TestTicket(2)).items(), SizeIs(1));
  shop.MustAsk({RemoveLine(2, 3)});
  EXPECT_EQ(StateOf(*FindItem(1, shop.TicketAt(TestTicket(1)))), ItemState::kVoided);
  shop.MustAsk({Abandon(2)});
  EXPECT_EQ(StateOf(*FindItem(2, shop.TicketAt(TestTicket(1)))), ItemState::kVoided);
}

TEST(OrderTest, OfASaleThatIsMergedIsNotStruckThrough) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), SendOrder(1), StartSale(2)});

  EXPECT_THAT(Recorded(shop.Ask(MergeSales(1, 2))),
              ElementsAre("LinesMovedOut", "LinesMovedIn", "SaleAbandoned"));
  EXPECT_EQ(WantedMilli(shop.TicketAt(TestTicket(1)).items(0)), 1000);
}

TEST(OrderTest, IsSentOfACompletedSaleToo) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), PayCard(1, 9, 100), Complete(1)});

  EXPECT_THAT(StationsIn(shop.Ask(SendOrder(1))), ElementsAre("kitchen"));
}

TEST(OrderTest, IsNotMadeOfAFeeOrOfWhatGoesNowhere) {
  ShopAtWork shop;
  edge::v1::KitchenRoute& nowhere = *shop.config().mutable_kitchen()->add_routes();
  nowhere.set_category("retail");
  nowhere.set_nowhere(true);
  Command fee = AddLine(1, 2, 100);
  fee.mutable_add_line_item()->set_kind(event::v1::LINE_KIND_FEE);
  shop.MustAsk({StartSale(1), AddOf("retail", 1), fee});

  EXPECT_THAT(StationsIn(shop.Ask(SendOrder(1))), IsEmpty());
}

TEST(OrderTest, IsRefusedByAShopWithoutAKitchenAndFlaggedOfATill) {
  ShopAtWork shop;
  shop.config().clear_kitchen();
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(SendOrder(1))), "KITCHEN_MISSING");
  const Decision own = shop.Own(SendOrder(1));
  EXPECT_FALSE(own.set_aside);
  EXPECT_EQ(ReasonNameOf(own.objection), "KITCHEN_MISSING");
  EXPECT_THAT(EventNames(own.events), ElementsAre("CommandFlagged"));
}

TEST(OrderTest, TakesAsManyTicketsAsASaleMayHave) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 1)});
  for (size_t send = 1; send <= kSaleTicketsMax; ++send) {
    shop.MustAsk({SendOrder(1), ChangeQuantity(1, 1, static_cast<int64_t>(send + 1) * 1000)});
  }

  EXPECT_EQ(ReasonNameOf(shop.Ask(SendOrder(1))), "TOO_LARGE");
}

TEST(CallOutNumberTest, IsGivenWithTheFirstSendAndStays) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), StartSale(2), AddLine(2, 1, 100), SendOrder(1),
                SendOrder(2), AddLine(1, 2, 100), SendOrder(1)});

  EXPECT_EQ(shop.SaleAt(1).order_number, 1);
  EXPECT_EQ(shop.SaleAt(2).order_number, 2);
  EXPECT_EQ(shop.TicketAt(TestTicket(1, 2)).order_number(), 1);
}

TEST(CallOutNumberTest, BeginsAgainEachDayAndAfterTheLast) {
  ShopAtWork shop;
  shop.config().mutable_kitchen()->mutable_order_numbers(0)->set_last_number(2);
  std::vector<int32_t> numbers;
  for (const uint8_t sale : {1, 2, 3, 4}) {
    Command send = SendOrder(sale);
    if (sale == 4) send.set_business_date(kTomorrow);
    shop.MustAsk({StartSale(sale), AddLine(sale, 1, 100), send});
    numbers.push_back(shop.SaleAt(sale).order_number);
  }

  EXPECT_THAT(numbers, ElementsAre(1, 2, 1, 1));
}

TEST(CallOutNumberTest, ComesFromTheRegistersOwnRangeOrTheSharedOne) {
  ShopAtWork shop;
  const auto send_at = [&](std::string_view register_name, uint8_t sale) {
    EXPECT_TRUE(shop.AskAt(register_name, StartSale(sale)).ok());
    EXPECT_TRUE(shop.AskAt(register_name, AddLine(sale, 1, 100)).ok());
    EXPECT_TRUE(shop.AskAt(register_name, SendOrder(sale)).ok());
    return shop.SaleAt(sale).order_number;
  };
  EXPECT_EQ(send_at("2", 1), 0);  // No range covers it.
  edge::v1::OrderNumberRange& shared = *shop.config().mutable_kitchen()->add_order_numbers();
  shared.set_first_number(500);
  shared.set_last_number(599);

  EXPECT_EQ(send_at("2", 2), 500);
  EXPECT_EQ(send_at("3", 3), 501);
  EXPECT_EQ(send_at("1", 4), 1);
}

TEST(CallOutNumberTest, ThatATillHasCalledOutIsKept) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100), StartSale(2), AddLine(2, 1, 100)});
  Command send = SendOrder(1);
  send.mutable_send_order()->set_order_number(40);

  EXPECT_TRUE(shop.Own(send).objection.ok());
  EXPECT_EQ(shop.SaleAt(1).order_number, 40);
  shop.MustAsk({SendOrder(2)});
  EXPECT_EQ(shop.SaleAt(2).order_number, 41);
}

TEST(CallOutNumberTest, ThatATillHasCalledOutDoesNotBringBackThoseBeforeIt) {
  ShopAtWork shop;
  for (const uint8_t sale : {1, 2, 3, 4}) shop.MustAsk({StartSale(sale), AddLine(sale, 1, 100)});
  Command ahead = SendOrder(1);
  ahead.mutable_send_order()->set_order_number(50);
  Command behind = SendOrder(2);
  behind.mutable_send_order()->set_order_number(5);
  Command elsewhere = SendOrder(3);
  elsewhere.mutable_send_order()->set_order_number(400);

  EXPECT_TRUE(shop.Own(ahead).objection.ok());
  EXPECT_TRUE(shop.Own(behind).objection.ok());
  EXPECT_EQ(ReasonNameOf(shop.Own(elsewhere).objection), "ORDER_NUMBER_MISMATCH");
  shop.MustAsk({SendOrder(4)});

  EXPECT_EQ(shop.SaleAt(2).order_number, 5);
  EXPECT_EQ(shop.SaleAt(3).order_number, 400);
  EXPECT_EQ(shop.SaleAt(4).order_number, 51);
}

TEST(CallOutNumberTest, OfAnotherRangeOrOrderIsRefusedAndFlaggedOfATill) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  Command send = SendOrder(1);
  send.mutable_send_order()->set_order_number(400);
  EXPECT_EQ(ReasonNameOf(shop.Ask(send)), "ORDER_NUMBER_MISMATCH");

  EXPECT_EQ(ReasonNameOf(shop.Own(send).objection), "ORDER_NUMBER_MISMATCH");
  EXPECT_EQ(shop.SaleAt(1).order_number, 400);

  shop.MustAsk({AddLine(1, 2, 100)});
  send.mutable_send_order()->set_order_number(7);
  EXPECT_EQ(ReasonNameOf(shop.Own(send).objection), "ORDER_NUMBER_MISMATCH");
  EXPECT_EQ(shop.SaleAt(1).order_number, 400);
}

// A shop with a grill and a pass besides, and routes to be added.
class RoutingTest : public ::testing::Test {
 protected:
  RoutingTest() {
    edge::v1::KitchenConfig& kitchen = *shop_.config().mutable_kitchen();
    kitchen.clear_routes();
    kitchen.add_stations()->set_station("grill");
    kitchen.add_stations()->set_station("pass");
    shop_.MustAsk({StartSale(1), AddLine(1, 1, 100)});
  }

  edge::v1::KitchenRoute& Route(std::vector<std::string> stations) {
    edge::v1::KitchenRoute& route = *shop_.config().mutable_kitchen()->add_routes();
    for (std::string& station : stations) route.add_stations(std::move(station));
    return route;
  }

  edge::v1::KitchenStation& StationNamed(std::string_view name) {
    for (auto& station : *shop_.config().mutable_kitchen()->mutable_stations()) {
      if (station.station() == name) return station;
    }
    return *shop_.config().mutable_kitchen()->add_stations();
  }

  std::vector<std::string> Sent(const Command& send) { return StationsIn(shop_.Ask(send)); }

  ShopAtWork shop_;
};

TEST_F(RoutingTest, WhatMatchesNothingGoesToTheCatchAllStation) {
  Route({"grill"}).set_category("steaks");

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("kitchen"));
}

TEST_F(RoutingTest, TheCatchAllStationMayBeAnother) {
  shop_.config().mutable_kitchen()->set_catch_all("pass");

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("pass"));
}

TEST_F(RoutingTest, ALineMayGoToSeveralStations) {
  Route({"grill", "pass"}).set_category("bakery");

  const auto decision = shop_.Ask(SendOrder(1));

  EXPECT_THAT(StationsIn(decision), ElementsAre("grill", "pass"));
  EXPECT_EQ(EventsOf(decision, Event::kOrderSent)[0].order_sent().lines(0).ticket_ids_size(), 2);
  EXPECT_EQ(shop_.SaleAt(1).lines.at(1).SentMilli(), 1000);
}

TEST_F(RoutingTest, TheFirstRouteThatFitsCounts) {
  Route({"grill"}).set_category("bakery");
  Route({"pass"});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("grill"));
}

TEST_F(RoutingTest, ByOrderType) {
  Route({"pass"}).set_order_type(event::v1::ORDER_TYPE_TAKE_AWAY);
  shop_.MustAsk({ChangeOrderType(1, 1, event::v1::ORDER_TYPE_TAKE_AWAY), AddLine(1, 2, 100)});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("kitchen", "pass"));
}

TEST_F(RoutingTest, ByArea) {
  Route({"pass"}).set_area("terrace");
  Command send = SendOrder(1);
  send.mutable_send_order()->set_area("terrace");

  EXPECT_THAT(Sent(send), ElementsAre("pass"));
}

TEST_F(RoutingTest, AStationOfAnAreaMakesOnlyWhatIsServedThere) {
  StationNamed("grill").set_area("terrace");
  Route({"grill", "pass"});
  Command send = SendOrder(1);
  EXPECT_THAT(Sent(send), ElementsAre("pass"));
  shop_.MustAsk({AddLine(1, 2, 100)});
  send.mutable_send_order()->set_area("terrace");

  EXPECT_THAT(Sent(send), ElementsAre("grill", "pass"));
}

TEST_F(RoutingTest, WhatNoStationOfTheRouteMakesThereGoesToTheCatchAllStation) {
  StationNamed("grill").set_area("terrace");
  Route({"grill"});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("kitchen"));
}

TEST_F(RoutingTest, AStationOfAnAreaTakesNothingElseOverEither) {
  StationNamed("grill").set_area("terrace");
  Route({"pass"});
  shop_.MustAsk({CloseStation("pass", "grill")});
  Command add = AddLine(1, 2, 100);
  edge::v1::LineModifier& modifier = *add.mutable_add_line_item()->add_modifiers();
  modifier.set_modifier("sauce");
  modifier.set_name("Sauce");
  modifier.set_quantity_milli(1000);
  *modifier.mutable_unit_price() = Gbp(0);
  modifier.set_station("grill");
  shop_.MustAsk({add});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("kitchen"));
}

TEST_F(RoutingTest, ByTheTimeOfDayOfTheTillsClock) {
  struct Case {
    int32_t from_minute;
    int32_t to_minute;
    int32_t offset_minutes;
    std::string_view station;
  };
  // It is 09:15 in UTC: minute 555.
  const Case cases[] = {
      {555, 556, 0, "grill"},  {556, 900, 0, "kitchen"}, {0, 555, 0, "kitchen"},
      {500, 0, 0, "grill"},    {1320, 600, 0, "grill"},  {1320, 555, 0, "kitchen"},
      {615, 616, 60, "grill"}, {0, 0, 0, "grill"},       {1395, 1396, -600, "grill"}};
  uint8_t sale = 10;
  for (const Case& c : cases) {
    shop_.config().mutable_kitchen()->clear_routes();
    edge::v1::KitchenRoute& route = Route({"grill"});
    route.set_from_minute(c.from_minute);
    route.set_to_minute(c.to_minute);
    shop_.MustAsk({StartSale(++sale), AddLine(sale, 1, 100)});
    Command send = SendOrder(sale);
    send.set_utc_offset_minutes(c.offset_minutes);

    EXPECT_THAT(Sent(send), ElementsAre(c.station)) << c.from_minute << " to " << c.to_minute;
  }
}

TEST_F(RoutingTest, OfAClosedStationGoesToTheFallbackThatItsClosingNames) {
  Route({"grill"});
  shop_.MustAsk({CloseStation("grill", "pass")});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("pass"));
}

TEST_F(RoutingTest, OfAClosedStationGoesToTheConfiguredFallbackOrTheCatchAllStation) {
  Route({"grill", "pass"});
  StationNamed("grill").set_fallback("bar");
  shop_.MustAsk({CloseStation("grill"), CloseStation("pass")});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("bar", "kitchen"));
}

TEST_F(RoutingTest, OfTwoClosedStationsGoesOnToTheFallbackOfTheSecond) {
  Route({"grill"});
  shop_.MustAsk({CloseStation("grill", "pass"), CloseStation("pass", "bar")});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("bar"));
}

TEST_F(RoutingTest, OfFallbacksInALoopGoesToTheCatchAllStation) {
  Route({"grill"});
  shop_.MustAsk({CloseStation("grill", "pass"), CloseStation("pass", "grill")});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("kitchen"));
}

TEST_F(RoutingTest, OfAllStationsClosedIsStillSeenAtTheCatchAllStation) {
  Route({"grill"});
  for (const char* station : {"kitchen", "bar", "grill", "pass"}) {
    shop_.MustAsk({CloseStation(station)});
  }

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("kitchen"));
}

TEST_F(RoutingTest, ToOneStationTwiceIsOneTicket) {
  Route({"grill", "pass"});
  shop_.MustAsk({CloseStation("grill", "pass")});

  EXPECT_THAT(Sent(SendOrder(1)), ElementsAre("pass"));
}

}  // namespace
}  // namespace daybook::domain
