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
  Command start = StartItem(id_, 1);
  shop_.MustAsk({RemoveLine(1, 2), PayCard(1, 9, 100), Complete(1), CloseDay()});
  EXPECT_EQ(ReasonNameOf(shop_.Ask(start)), "BUSINESS_DAY_CLOSED");

  start.clear_business_date();

  EXPECT_THAT(Recorded(shop_.Ask(start)), ElementsAre("TicketItemStarted"));
}

TEST_F(TicketTest, OfATillThatIsAheadOfTheShopIsSetAside) {
  const Decision own = shop_.Own(StartItem(TestTicket(9), 1));

  EXPECT_TRUE(own.set_aside);
  EXPECT_EQ(ReasonNameOf(own.objection), "TICKET_UNKNOWN");
}

TEST_F(TicketTest, IsWhatExpectedVersionSpeaksOf) {
  EXPECT_EQ(SubjectOf(Bump(id_), BritishShop()), TicketStream(id_));
  EXPECT_EQ(SubjectOf(MoveTicket(id_, "bar"), BritishShop()), TicketStream(id_));
  EXPECT_EQ(SubjectOf(FireCourse(1, 2), BritishShop()),
            StreamId::Of(Category::CATEGORY_SALE, TestUuid(1)));
}

}  // namespace
}  // namespace daybook::domain
