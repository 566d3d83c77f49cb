// Every way in which a command of the kitchen may be malformed.
#include "core/domain/bounds.h"
#include "tests/unit/domain/malformed.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

void ExpectRefused(const std::vector<MalformedCase>& cases) {
  ExpectMalformed({StartSale(1), AddLine(1, 1, 1000), SendOrder(1), AddLine(1, 2, 1000)}, cases);
}

TEST(KitchenFieldTest, OfALineAreChecked) {
  const auto line = [](auto change) {
    return With(AddLine(1, 3, 100), [&](auto& c) { change(*c.mutable_add_line_item()); });
  };
  ExpectRefused({
      {"FIELD_INVALID", "seat", line([](auto& add) { add.set_seat(-1); })},
      {"FIELD_INVALID", "seat", line([](auto& add) { add.set_seat(kSeatMax + 1); })},
      {"FIELD_INVALID", "course", line([](auto& add) { add.set_course(-1); })},
      {"FIELD_INVALID", "course", line([](auto& add) { add.set_course(kCourseMax + 1); })},
      {"FIELD_INVALID", "note", line([](auto& add) { add.set_note("a\nb"); })},
      {"TOO_LARGE", "note",
       line([](auto& add) { add.set_note(std::string(kNameBytesMax + 1, 'x')); })},
  });
}

TEST(KitchenFieldTest, OfAnOrderAreChecked) {
  const auto send = [](auto change) {
    return With(SendOrder(1), [&](auto& c) { change(*c.mutable_send_order()); });
  };
  ExpectRefused({
      {"FIELD_MISSING", "sale_id", send([](auto& order) { order.clear_sale_id(); })},
      {"FIELD_INVALID", "sale_id", send([](auto& order) { order.set_sale_id("17"); })},
      {"FIELD_INVALID", "fired_course", send([](auto& order) { order.set_fired_course(-1); })},
      {"FIELD_INVALID", "fired_course",
       send([](auto& order) { order.set_fired_course(kCourseMax + 1); })},
      {"FIELD_INVALID", "promise_time",
       send([](auto& order) { order.mutable_promise_time()->set_nanos(-1); })},
      {"TOO_LARGE", "area",
       send([](auto& order) { order.set_area(std::string(kCodeBytesMax + 1, 'x')); })},
      {"FIELD_INVALID", "order_number", send([](auto& order) { order.set_order_number(-1); })},
      {"FIELD_INVALID", "order_number",
       send([](auto& order) { order.set_order_number(kOrderNumberMax + 1); })},
      {"FIELD_MISSING", "business_date",
       With(SendOrder(1), [](auto& c) { c.clear_business_date(); })},
      {"FIELD_MISSING", "sale_id",
       With(FireCourse(1, 2), [](auto& c) { c.mutable_fire_course()->clear_sale_id(); })},
      {"FIELD_MISSING", "course", FireCourse(1, 0)},
      {"FIELD_INVALID", "course", FireCourse(1, -1)},
      {"FIELD_INVALID", "course", FireCourse(1, kCourseMax + 1)},
  });
}

TEST(KitchenFieldTest, OfTicketsAreChecked) {
  const Uuid id = TestTicket(1);
  const std::string long_code(kCodeBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "ticket_id",
       With(StartItem(id, 1), [](auto& c) { c.mutable_start_ticket_item()->clear_ticket_id(); })},
      {"FIELD_INVALID", "ticket_id",
       With(Bump(id), [](auto& c) { c.mutable_bump_ticket()->set_ticket_id("17"); })},
      {"FIELD_INVALID", "ticket_id", Serve(Uuid())},
      {"FIELD_MISSING", "line", StartItem(id, 0)},
      {"FIELD_MISSING", "line", ReadyItem(id, 0)},
      {"FIELD_MISSING", "line", Refire(id, {0})},
      {"TOO_LARGE", "station",
       With(Bump(id), [&](auto& c) { c.mutable_bump_ticket()->set_station(long_code); })},
      {"FIELD_MISSING", "station", MoveTicket(id, "")},
      {"FIELD_INVALID", "station", MoveTicket(id, "garden")},
      {"TOO_LARGE", "reason",
       With(Refire(id),
            [](auto& c) {
              c.mutable_refire_ticket()->set_reason(std::string(kReasonBytesMax + 1, 'x'));
            })},
  });
}

TEST(KitchenFieldTest, OfStationsAndProductsAreChecked) {
  const std::string long_reason(kReasonBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "sku", EightySix("")},
      {"TOO_LARGE", "sku", EightySix(std::string(kCodeBytesMax + 1, 'x'))},
      {"TOO_LARGE", "reason",
       With(EightySix("bread"),
            [&](auto& c) { c.mutable_eighty_six_product()->set_reason(long_reason); })},
      {"FIELD_MISSING", "sku", PutBack("")},
      {"FIELD_MISSING", "station", CloseStation("")},
      {"FIELD_INVALID", "fallback", CloseStation("bar", "garden")},
      {"TOO_LARGE", "reason",
       With(CloseStation("bar"),
            [&](auto& c) { c.mutable_close_station()->set_reason(long_reason); })},
      {"FIELD_MISSING", "station", OpenStation("")},
      {"FIELD_MISSING", "problem", PrinterFails("bar", "")},
      {"TOO_LARGE", "problem", PrinterFails("bar", long_reason)},
      {"FIELD_MISSING", "print_station", ReroutePrint("bar", "")},
      {"FIELD_MISSING", "station", PrinterRestored("")},
  });
}

}  // namespace
}  // namespace daybook::domain
