// What displays and the expediter do with a ticket.
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::KitchenTicket;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Sale 1 with a starter of course 1 and a main course of course 2, of which the first is made at
// once.
class TicketTest : public ::testing::Test {
 protected:
  TicketTest() {
    shop_.MustAsk({StartSale(1), AddDish(1, 1, 1), AddDish(1, 2, 2, 2), SendOrder(1, 1)});
  }

  ItemState State(int32_t line) { return StateOf(*FindItem(line, Ticket())); }
  const KitchenTicket& Ticket() { return shop_.TicketAt(id_); }

  // Makes everything and bumps.
  void Make() { shop_.MustAsk({FireCourse(1, 2), Bump(id_)}); }

  ShopAtWork shop_;
  Uuid id_ = TestTicket(1);
};

TEST_F(TicketTest, IdFollowsFromSaleSendAndStation) {
  EXPECT_EQ(TicketIdOf(TestUuid(1), 1, "kitchen").ToText(),
            DeriveUuid(TestUuid(1), "ticket/1/kitchen").ToText());
  EXPECT_NE(TestTicket(1, 1), TestTicket(1, 2));
  EXPECT_NE(TestTicket(1, 1), TestTicket(2, 1));
  EXPECT_NE(TestTicket(1, 1, "bar"), TestTicket(1, 1));
}

TEST_F(TicketTest, ItemIsStartedAndReady) {
  EXPECT_THAT(Recorded(shop_.Ask(StartItem(id_, 1))), ElementsAre("TicketItemStarted"));
  EXPECT_EQ(State(1), ItemState::kStarted);

  EXPECT_THAT(Recorded(shop_.Ask(ReadyItem(id_, 1))), ElementsAre("TicketItemReady"));
  EXPECT_EQ(State(1), ItemState::kReady);
}

TEST_F(TicketTest, ASecondPressChangesNothing) {
  shop_.MustAsk({FireCourse(1, 2), StartItem(id_, 1)});
  EXPECT_THAT(Recorded(shop_.Ask(FireCourse(1, 2))), IsEmpty());
  EXPECT_THAT(Recorded(shop_.Ask(StartItem(id_, 1))), IsEmpty());
  shop_.MustAsk({ReadyItem(id_, 1)});
  EXPECT_THAT(Recorded(shop_.Ask(ReadyItem(id_, 1))), IsEmpty());
  EXPECT_THAT(Recorded(shop_.Ask(StartItem(id_, 1))), IsEmpty());
  shop_.MustAsk({Prioritise(id_)});
  EXPECT_THAT(Recorded(shop_.Ask(Prioritise(id_))), IsEmpty());
  EXPECT_THAT(Recorded(shop_.Ask(MoveTicket(id_, "kitchen"))), IsEmpty());
  EXPECT_THAT(Recorded(shop_.Ask(Recall(id_))), IsEmpty());
  shop_.MustAsk({Bump(id_)});
  EXPECT_THAT(Recorded(shop_.Ask(Bump(id_))), IsEmpty());
  shop_.MustAsk({Serve(id_)});
  EXPECT_THAT(Recorded(shop_.Ask(Serve(id_))), IsEmpty());
  EXPECT_THAT(Recorded(shop_.Ask(Bump(id_))), IsEmpty());
}

TEST_F(TicketTest, ACourseIsHeldUntilItIsFired) {
  EXPECT_EQ(State(1), ItemState::kWaiting);
  EXPECT_EQ(State(2), ItemState::kHeld);

  EXPECT_THAT(Recorded(shop_.Ask(FireCourse(1, 2))), ElementsAre("CourseFired"));

  EXPECT_EQ(State(2), ItemState::kWaiting);
  EXPECT_THAT(Recorded(shop_.Ask(FireCourse(1, 7))), IsEmpty());
}

TEST_F(TicketTest, ACourseIsFiredOnEveryTicketThatHoldsSomeOfIt) {
  Command drink = AddDish(1, 3, 2);
  drink.mutable_add_line_item()->set_category("drinks");
  shop_.MustAsk({drink, AddDish(1, 4, 2), SendOrder(1, 1), RemoveLine(1, 4)});

  const auto decision = shop_.Ask(FireCourse(1, 2));

  EXPECT_THAT(Recorded(decision), ElementsAre("CourseFired", "CourseFired"));
  EXPECT_EQ(State(2), ItemState::kWaiting);
  EXPECT_EQ(StateOf(shop_.TicketAt(TestTicket(1, 2, "bar")).items(0)), ItemState::kWaiting);
}

TEST_F(TicketTest, WithoutHeldCoursesEverythingIsMadeAtOnce) {
  shop_.MustAsk({AddDish(1, 3, 9), SendOrder(1)});

  EXPECT_EQ(StateOf(shop_.TicketAt(TestTicket(1, 2)).items(0)), ItemState::kWaiting);
}

TEST_F(TicketTest, IsNotBumpedWhileACourseIsHeld) {
  EXPECT_EQ(ReasonNameOf(shop_.Ask(Bump(id_))), "TICKET_ITEM_HELD");

  const Decision own = shop_.Own(Bump(id_));
  EXPECT_EQ(ReasonNameOf(own.objection), "TICKET_ITEM_HELD");
  EXPECT_FALSE(own.set_aside);
  EXPECT_EQ(Ticket().state(), event::v1::TICKET_STATE_BUMPED);
}

TEST_F(TicketTest, IsBumpedByTheStationThatItIsAt) {
  shop_.MustAsk({FireCourse(1, 2), MoveTicket(id_, "bar")});
  Command bump = Bump(id_);
  bump.mutable_bump_ticket()->set_station("kitchen");
  EXPECT_EQ(ReasonNameOf(shop_.Ask(bump)), "TICKET_ELSEWHERE");

  bump.mutable_bump_ticket()->set_station("bar");
  EXPECT_THAT(Recorded(shop_.Ask(bump)), ElementsAre("TicketBumped"));
  EXPECT_EQ(State(1), ItemState::kReady);
}

TEST_F(TicketTest, IsServedOnceItIsBumped) {
  EXPECT_EQ(ReasonNameOf(shop_.Ask(Serve(id_))), "TICKET_NOT_BUMPED");
  Make();

  EXPECT_THAT(Recorded(shop_.Ask(Serve(id_))), ElementsAre("TicketServed"));
  EXPECT_EQ(Ticket().state(), event::v1::TICKET_STATE_SERVED);
}

TEST_F(TicketTest, IsRecalledAsItStands) {
  Make();
  shop_.MustAsk({Serve(id_)});

  const auto decision = shop_.Ask(Recall(id_));

  ASSERT_THAT(Recorded(decision), ElementsAre("TicketRecalled"));
  EXPECT_EQ(decision->events[0].event.ticket_recalled().ticket().items_size(), 2);
  EXPECT_EQ(Ticket().state(), event::v1::TICKET_STATE_OPEN);
  EXPECT_EQ(State(1), ItemState::kReady);
}

TEST_F(TicketTest, IsRefiredInPartOrAsAWhole) {
  Make();
  EXPECT_THAT(Recorded(shop_.Ask(Refire(id_, {2}))), ElementsAre("TicketRefired"));
  EXPECT_EQ(Ticket().state(), event::v1::TICKET_STATE_OPEN);
  EXPECT_EQ(State(1), ItemState::kReady);
  EXPECT_EQ(State(2), ItemState::kWaiting);

  const auto decision = shop_.Ask(Refire(id_));
  ASSERT_THAT(Recorded(decision), ElementsAre("TicketRefired"));
  EXPECT_THAT(decision->events[0].event.ticket_refired().lines(), ElementsAre(1));
  EXPECT_THAT(Recorded(shop_.Ask(Refire(id_))), IsEmpty());
  EXPECT_THAT(Recorded(shop_.Ask(Refire(id_, {1, 1}))), IsEmpty());
}

TEST_F(TicketTest, IsNotRefiredForWhatIsNotOnIt) {
  EXPECT_EQ(ReasonNameOf(shop_.Ask(Refire(id_, {3}))), "LINE_UNKNOWN");
  shop_.MustAsk({RemoveLine(1, 1)});
  EXPECT_EQ(ReasonNameOf(shop_.Ask(Refire(id_, {1}))), "TICKET_ITEM_VOIDED");
}

TEST_F(TicketTest, MovesToAnotherStation) {
  const auto decision = shop_.Ask(MoveTicket(id_, "bar"));

  ASSERT_THAT(Recorded(decision), ElementsAre("TicketMoved"));
  EXPECT_EQ(decision->events[0].event.ticket_moved().from_station(), "kitchen");
  EXPECT_EQ(Ticket().station(), "bar");
  EXPECT_EQ(ReasonNameOf(shop_.Ask(MoveTicket(id_, "garden"))), "FIELD_INVALID");
}

TEST_F(TicketTest, GoesBeforeOthersUntilThatIsWithdrawn) {
  shop_.MustAsk({Prioritise(id_)});
  EXPECT_TRUE(Ticket().priority());

  EXPECT_THAT(Recorded(shop_.Ask(Prioritise(id_, true))), ElementsAre("TicketPrioritised"));
  EXPECT_FALSE(Ticket().priority());
}

TEST_F(TicketTest, NeedsNoBusinessDayAndOpensNone) {
  Command ready = ReadyItem(id_, 1);
  Command fire = FireCourse(1, 2);
  shop_.MustAsk({PayCard(1, 9, 300), Complete(1), CloseDay()});
  EXPECT_THAT(Recorded(shop_.Ask(StartItem(id_, 1))), ElementsAre("TicketItemStarted"));

  ready.set_business_date(kTomorrow);
  fire.clear_business_date();

  EXPECT_THAT(Recorded(shop_.Ask(ready)), ElementsAre("TicketItemReady"));
  EXPECT_THAT(Recorded(shop_.Ask(fire)), ElementsAre("CourseFired"));
  EXPECT_EQ(shop_.DayAt(kTomorrow).state, DayState::kNotOpened);
}

TEST_F(TicketTest, DoesNotMoveToAStationThatTakesNoTickets) {
  shop_.MustAsk({CloseStation("bar", "kitchen")});
  EXPECT_EQ(ReasonNameOf(shop_.Ask(MoveTicket(id_, "bar"))), "STATION_CLOSED");

  shop_.config().mutable_kitchen()->add_stations()->set_station("grill");
  shop_.MustAsk({CloseStation("bar", "grill")});
  const Decision own = shop_.Own(MoveTicket(id_, "bar"));
  EXPECT_EQ(ReasonNameOf(own.objection), "STATION_CLOSED");
  EXPECT_FALSE(own.set_aside);
  EXPECT_EQ(Ticket().station(), "grill");
}

TEST_F(TicketTest, WarnsAsItsStationDoes) {
  EXPECT_EQ(Ticket().late_seconds(), 600);
  shop_.config().mutable_kitchen()->mutable_stations(1)->set_warn_seconds(30);
  shop_.MustAsk({MoveTicket(id_, "bar")});

  EXPECT_EQ(Ticket().warn_seconds(), 30);
  EXPECT_EQ(Ticket().late_seconds(), 0);
}

TEST_F(TicketTest, ComesBackToTheStationThatTakesTicketsForItsOwn) {
  shop_.MustAsk({FireCourse(1, 2), MoveTicket(id_, "bar"), Bump(id_), CloseStation("bar")});

  const auto decision = shop_.Ask(Recall(id_));
  ASSERT_THAT(Recorded(decision), ElementsAre("TicketRecalled"));
  EXPECT_EQ(decision->events[0].event.ticket_recalled().from_station(), "bar");
  EXPECT_EQ(Ticket().station(), "kitchen");
  EXPECT_EQ(Ticket().late_seconds(), 600);

  shop_.MustAsk({OpenStation("bar"), MoveTicket(id_, "bar"), Bump(id_)});
  shop_.config().mutable_kitchen()->mutable_stations()->RemoveLast();  // The bar is gone.
  const auto remade = shop_.Ask(Refire(id_));
  ASSERT_THAT(Recorded(remade), ElementsAre("TicketRefired"));
  EXPECT_EQ(remade->events[0].event.ticket_refired().from_station(), "bar");
  EXPECT_EQ(Ticket().station(), "kitchen");

  EXPECT_EQ(shop_.Ask(Refire(id_))->events.size(), 0);
}

TEST_F(TicketTest, OfATillThatIsAheadOfTheShopIsSetAside) {
  const Decision own = shop_.Own(StartItem(TestTicket(9), 1));

  EXPECT_TRUE(own.set_aside);
  EXPECT_EQ(ReasonNameOf(own.objection), "TICKET_UNKNOWN");
}

TEST_F(TicketTest, FoldPassesOverWhatNoRuleWouldRecord) {
  event::v1::Event event;
  KitchenTicket& ticket = *event.mutable_ticket_sent()->mutable_ticket();
  ticket.set_state(static_cast<event::v1::TicketState>(1 << 20));
  for (const int32_t line : {5, 3}) {  // Not in order.
    event::v1::TicketItem& item = *ticket.add_items();
    item.set_line(line);
    item.set_quantity_milli(INT64_MAX);
    item.set_voided_milli(INT64_MIN);
    item.set_course(2);
    item.set_state(event::v1::TICKET_ITEM_STATE_HELD);
  }
  domain::Ticket folded;
  Evolve(folded, event);
  EXPECT_EQ(WantedMilli(folded.ticket.items(0)), INT64_MAX);

  event.mutable_ticket_item_voided()->add_items()->set_line(3);
  event.mutable_ticket_item_voided()->mutable_items(0)->set_quantity_milli(INT64_MIN);
  Evolve(folded, event);
  event.mutable_course_fired()->set_course(2);  // Of before lines were named.
  Evolve(folded, event);

  EXPECT_EQ(StateOf(folded.ticket.items(0)), ItemState::kWaiting);
  EXPECT_EQ(StateOf(folded.ticket.items(1)), ItemState::kWaiting);
}

TEST_F(TicketTest, IsWhatExpectedVersionSpeaksOf) {
  EXPECT_EQ(SubjectOf(Bump(id_), BritishShop()), TicketStream(id_));
  EXPECT_EQ(SubjectOf(MoveTicket(id_, "bar"), BritishShop()), TicketStream(id_));
  EXPECT_EQ(SubjectOf(FireCourse(1, 2), BritishShop()),
            StreamId::Of(Category::CATEGORY_SALE, TestUuid(1)));
}

}  // namespace
}  // namespace daybook::domain
