// What of a sale the kitchen makes when it was sold as a combo, came back, moved, or is made
// nowhere.
#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::KitchenTicket;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Line `line` of sale 1, part of line 1.
Command PartLine(int32_t line) {
  Command command = AddLine(1, line, 100);
  command.mutable_add_line_item()->set_parent_line(1);
  return command;
}

edge::v1::LineModifier ModifierAt(std::string_view station) {
  edge::v1::LineModifier modifier;
  modifier.set_modifier("rum");
  modifier.set_name("A dash of rum");
  modifier.set_quantity_milli(1000);
  *modifier.mutable_unit_price() = Gbp(50);
  modifier.set_station(std::string(station));
  return modifier;
}

Command Retail(int32_t line) {
  Command command = AddLine(1, line, 100);
  command.mutable_add_line_item()->set_category("retail");
  return command;
}

// The kitchen does not make what is of the category "retail".
void MakeRetailNowhere(ShopAtWork& shop) {
  edge::v1::KitchenRoute& nowhere = *shop.config().mutable_kitchen()->add_routes();
  nowhere.set_category("retail");
  nowhere.set_nowhere(true);
}

TEST(ComboOrderTest, TheWholeIsNotMadeWhenItsPartsAreTakenOff) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), PartLine(2), SendOrder(1), RemoveLine(1, 2)});

  EXPECT_THAT(Recorded(shop.Ask(SendOrder(1))), IsEmpty());
}

TEST(ComboOrderTest, WhatWasSentOfTheWholeIsStruckThroughForItsParts) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), SendOrder(1), PartLine(2)});

  EXPECT_THAT(Recorded(shop.Ask(SendOrder(1))),
              ElementsAre("OrderSent", "TicketSent", "TicketItemVoided"));

  EXPECT_EQ(StateOf(shop.TicketAt(TestTicket(1)).items(0)), ItemState::kVoided);
  EXPECT_EQ(shop.TicketAt(TestTicket(1, 2)).items(0).line(), 2);
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 0);
}

TEST(ComboOrderTest, TheWholeIsNotMadeInAnotherSaleEither) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 500), PartLine(2), RemoveLine(1, 2), StartSale(2),
                MoveLines(1, 2, {1})});

  EXPECT_THAT(Recorded(shop.Ask(SendOrder(2))), IsEmpty());
}

TEST(ComboOrderTest, APartIsMadeAsWasSaidOfTheWhole) {
  ShopAtWork shop;
  Command whole = AddLine(1, 1, 500);
  edge::v1::AddLineItem& add = *whole.mutable_add_line_item();
  add.set_seat(4);
  add.set_course(2);
  add.set_note("no onions");
  *add.add_modifiers() = ModifierAt("bar");
  Command own = PartLine(3);
  own.mutable_add_line_item()->set_seat(5);
  own.mutable_add_line_item()->set_note("rare");
  shop.MustAsk({StartSale(1), whole, PartLine(2), own, SendOrder(1, 1)});

  const KitchenTicket& ticket = shop.TicketAt(TestTicket(1));
  ASSERT_THAT(ticket.items(), SizeIs(2));
  EXPECT_EQ(ticket.items(0).seat(), 4);
  EXPECT_EQ(ticket.items(0).note(), "no onions");
  EXPECT_THAT(ticket.items(0).modifiers(), SizeIs(1));
  EXPECT_EQ(ticket.items(1).seat(), 5);
  EXPECT_EQ(ticket.items(1).note(), "rare");
  EXPECT_EQ(ticket.items(1).course(), 2);
  EXPECT_EQ(StateOf(ticket.items(1)), ItemState::kHeld);
  EXPECT_THAT(shop.TicketAt(TestTicket(1, 1, "bar")).items(), SizeIs(2));

  shop.MustAsk({FireCourse(1, 2)});
  EXPECT_EQ(StateOf(shop.TicketAt(TestTicket(1)).items(1)), ItemState::kWaiting);
}

TEST(ReturnedOrderTest, WhatComesBackIsStruckThroughAndTheRestIsStillSent) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 3), SendOrder(1), AddLine(1, 2, 100),
                PayCard(1, 9, 400), Complete(1)});

  const auto decision = shop.Ask(Return(1, 1, 2000, 8, 200));

  EXPECT_THAT(Recorded(decision), ::testing::Contains("TicketItemVoided"));
  EXPECT_EQ(WantedMilli(shop.TicketAt(TestTicket(1)).items(0)), 1000);
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 1000);
  EXPECT_THAT(Recorded(shop.Ask(SendOrder(1))), ElementsAre("OrderSent", "TicketSent"));
  EXPECT_EQ(shop.TicketAt(TestTicket(1, 2)).items(0).line(), 2);
}

TEST(ReturnedOrderTest, WhatComesBackUnsentIsNotSent) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddLine(1, 1, 100, 3), PayCard(1, 9, 300), Complete(1),
                Return(1, 1, 1000, 8, 100), SendOrder(1)});

  EXPECT_EQ(shop.TicketAt(TestTicket(1)).items(0).quantity_milli(), 2000);
}

TEST(NowhereTest, WhatNobodyMakesIsNotMadeByALaterSend) {
  ShopAtWork shop;
  MakeRetailNowhere(shop);
  shop.MustAsk({StartSale(1), Retail(1)});

  EXPECT_THAT(Recorded(shop.Ask(SendOrder(1))), ElementsAre("OrderSent"));
  shop.config().mutable_kitchen()->clear_routes();

  EXPECT_THAT(Recorded(shop.Ask(SendOrder(1))), IsEmpty());
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 1000);
}

TEST(NowhereTest, TakesUpNoRoomHoweverOftenItIsSent) {
  ShopAtWork shop;
  MakeRetailNowhere(shop);
  shop.MustAsk({StartSale(1), Retail(1), SendOrder(1), ChangeQuantity(1, 1, 2000), SendOrder(1),
                ChangeQuantity(1, 1, 3000), SendOrder(1)});

  ASSERT_THAT(shop.SaleAt(1).lines.at(1).sent, SizeIs(1));
  EXPECT_EQ(shop.SaleAt(1).lines.at(1).SentMilli(), 3000);
}

TEST(NowhereTest, GivesNoNumberButKeepsTheOneThatATillHasCalledOut) {
  ShopAtWork shop;
  MakeRetailNowhere(shop);
  shop.MustAsk({StartSale(1), Retail(1), SendOrder(1)});
  EXPECT_EQ(shop.SaleAt(1).order_number, 0);

  Command send = SendOrder(1);
  send.mutable_send_order()->set_order_number(7);
  shop.MustAsk({send});
  EXPECT_EQ(shop.SaleAt(1).order_number, 7);
  EXPECT_THAT(Recorded(shop.Ask(send)), IsEmpty());

  send.mutable_send_order()->set_order_number(8);
  EXPECT_EQ(ReasonNameOf(shop.Ask(send)), "ORDER_NUMBER_MISMATCH");
}

TEST(NowhereTest, AStationThatAModifierNamesMakesItAllTheSame) {
  ShopAtWork shop;
  MakeRetailNowhere(shop);
  Command add = Retail(1);
  *add.mutable_add_line_item()->add_modifiers() = ModifierAt("bar");
  shop.MustAsk({StartSale(1), add, SendOrder(1)});

  EXPECT_THAT(shop.TicketAt(TestTicket(1, 1, "bar")).items(), SizeIs(1));
  EXPECT_THAT(shop.TicketAt(TestTicket(1)).items(), IsEmpty());
}

TEST(ModifierStationTest, ThatTheShopDoesNotHaveIsRefusedAndFlaggedOfATill) {
  ShopAtWork shop;
  Command add = AddLine(1, 1, 100);
  *add.mutable_add_line_item()->add_modifiers() = ModifierAt("garden");
  shop.MustAsk({StartSale(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(add)), "FIELD_INVALID");
  const Decision own = shop.Own(add);
  EXPECT_FALSE(own.set_aside);
  EXPECT_THAT(EventNames(own.events), ElementsAre("SaleLineItemAdded", "CommandFlagged"));
  shop.MustAsk({SendOrder(1)});
  EXPECT_THAT(shop.TicketAt(TestTicket(1)).items(), SizeIs(1));
}

TEST(MovedOrderTest, FiringACourseLeavesTheOtherSalesDishesHeld) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), AddDish(1, 1, 2), AddDish(1, 2, 2), SendOrder(1, 1), StartSale(2),
                MoveLines(1, 2, {2})});

  const auto decision = shop.Ask(FireCourse(2, 2));

  ASSERT_THAT(Recorded(decision), ElementsAre("CourseFired"));
  EXPECT_THAT(decision->events[0].event.course_fired().lines(), ElementsAre(2));
  EXPECT_EQ(StateOf(shop.TicketAt(TestTicket(1)).items(0)), ItemState::kHeld);
  EXPECT_EQ(StateOf(shop.TicketAt(TestTicket(1)).items(1)), ItemState::kWaiting);
}

// Sends line 1 of the sale that many times, to a ticket each.
void SendOften(uint8_t sale, size_t sends, ShopAtWork& shop) {
  shop.MustAsk({StartSale(sale), AddLine(sale, 1, 1)});
  for (size_t send = 1; send <= sends; ++send) {
    shop.MustAsk({ChangeQuantity(sale, 1, static_cast<int64_t>(send) * 1000), SendOrder(sale)});
  }
}

TEST(MovedOrderTest, ItsTicketsCountInTheSaleThatItMovesTo) {
  ShopAtWork shop;
  SendOften(1, kSaleTicketsMax, shop);
  SendOften(2, 1, shop);

  EXPECT_EQ(ReasonNameOf(shop.Ask(MoveLines(1, 2, {1}))), "TOO_LARGE");
  EXPECT_EQ(ReasonNameOf(shop.Ask(MergeSales(2, 1))), "TOO_LARGE");
}

TEST(MovedOrderTest, ItsTicketsCountOnceWhenItComesBack) {
  ShopAtWork shop;
  SendOften(1, 2, shop);
  shop.MustAsk({AddLine(1, 2, 100), StartSale(2), MoveLines(1, 2, {1}), MoveLines(2, 1, {1})});

  EXPECT_THAT(shop.SaleAt(1).tickets, SizeIs(2));
  EXPECT_THAT(shop.SaleAt(2).tickets, SizeIs(2));
}

TEST(KitchenWeightTest, OfASaleAndATicketGrowsWithWhatTheKitchenWasSent) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});
  for (int32_t line = 1; line <= 32; ++line) shop.MustAsk({AddLine(1, line, 1)});
  const size_t unsent =
      WeightOf(shop.shop().Find(StreamId::Of(Category::CATEGORY_SALE, TestUuid(1))));
  shop.MustAsk({SendOrder(1)});

  EXPECT_GT(WeightOf(shop.shop().Find(StreamId::Of(Category::CATEGORY_SALE, TestUuid(1)))), unsent);
  EXPECT_EQ(WeightOf(shop.shop().Find(TicketStream(TestTicket(1)))), 3);
}

TEST(KitchenFoldTest, PassesOverWhatNoRuleWouldRecord) {
  Sale sale;
  event::v1::Event added;
  added.mutable_sale_line_item_added()->mutable_line()->set_line(1);
  added.mutable_sale_line_item_added()->mutable_line()->set_quantity_milli(1000);
  Evolve(sale, {}, added);
  event::v1::Event sent;
  event::v1::SentLine& line = *sent.mutable_order_sent()->add_lines();
  line.set_line(1);
  for (const int64_t quantity_milli : {INT64_MAX, INT64_MAX, INT64_MIN, int64_t{0}, INT64_MIN}) {
    line.set_quantity_milli(quantity_milli);
    Evolve(sale, {}, sent);
  }

  EXPECT_EQ(sale.lines.at(1).SentMilli(), 0);
}

}  // namespace
}  // namespace daybook::domain
