// What a cashier sends to the kitchen, and what a display there does with it.
#include "tests/sim/people.h"

namespace daybook::sim {
namespace {

using edge::v1::Command;

constexpr const char* kStations[] = {"grill", "bar", "pass"};

std::string Bytes(const Uuid& id) { return std::string(id.AsBytes()); }

}  // namespace

void Cashier::SendOrder() {
  Command command = Blank();
  command.mutable_send_order()->set_sale_id(Bytes(*sale_id_));
  command.mutable_send_order()->set_fired_course(static_cast<int32_t>(random_.Below(2)));
  if (Chance(10)) command.mutable_send_order()->set_order_number(150);
  if (Chance(15)) Do(command);  // Pressed twice.
  Do(std::move(command));
  if (Chance(30)) FireCourse();
  const auto ticket_id = SomeTicket();
  if (ticket_id && Chance(20)) Serve(*ticket_id);
}

void Cashier::FireCourse() {
  Command command = Blank();
  command.mutable_fire_course()->set_sale_id(Bytes(*sale_id_));
  command.mutable_fire_course()->set_course(static_cast<int32_t>(1 + random_.Below(3)));
  Do(std::move(command));
}

void Cashier::Serve(const Uuid& ticket_id) {
  Command command = Blank();
  command.mutable_serve_ticket()->set_ticket_id(Bytes(ticket_id));
  Do(std::move(command));
}

// Returns a ticket of the sale, if it has any that asks for something.
std::optional<Uuid> Cashier::SomeTicket() {
  std::vector<Uuid> ticket_ids;
  for (const auto& [number, line] : sale().lines) {
    for (const domain::SentPart& part : line.sent) {
      ticket_ids.insert(ticket_ids.end(), part.ticket_ids.begin(), part.ticket_ids.end());
    }
  }
  if (ticket_ids.empty()) return std::nullopt;
  return ticket_ids[static_cast<size_t>(random_.Below(static_cast<int64_t>(ticket_ids.size())))];
}

void Cashier::WorkOnTicket(const Uuid& ticket_id) {
  Command command = Blank();
  if (Chance(50)) command.clear_business_date();
  const std::string id = Bytes(ticket_id);
  const auto line = static_cast<int32_t>(1 + random_.Below(line_ + 1));
  switch (random_.Below(9)) {
    case 0:
      command.mutable_start_ticket_item()->set_ticket_id(id);
      command.mutable_start_ticket_item()->set_line(line);
      break;
    case 1:
      command.mutable_ready_ticket_item()->set_ticket_id(id);
      command.mutable_ready_ticket_item()->set_line(line);
      break;
    case 2:
      command.mutable_recall_ticket()->set_ticket_id(id);
      break;
    case 3:
      command.mutable_refire_ticket()->set_ticket_id(id);
      if (Chance(50)) command.mutable_refire_ticket()->add_lines(line);
      break;
    case 4:
      command.mutable_move_ticket()->set_ticket_id(id);
      command.mutable_move_ticket()->set_station(kStations[random_.Below(3)]);
      break;
    case 5:
      command.mutable_prioritise_ticket()->set_ticket_id(id);
      command.mutable_prioritise_ticket()->set_withdraw(Chance(30));
      break;
    case 6:
      command.mutable_serve_ticket()->set_ticket_id(id);
      break;
    default:
      command.mutable_bump_ticket()->set_ticket_id(id);
      if (Chance(20)) command.mutable_bump_ticket()->set_station(kStations[random_.Below(3)]);
      break;
  }
  Do(std::move(command));
}

// What is closed or sold out for a moment comes back in the same gesture: other tills do not know
// of it.
void Cashier::WorkOnStation() {
  const std::string station = kStations[random_.Below(3)];
  Command command = Blank();
  Command back = Blank();
  switch (random_.Below(3)) {
    case 0:
      command.mutable_eighty_six_product()->set_sku("sku-1");
      back.mutable_put_product_back()->set_sku("sku-1");
      break;
    case 1:
      command.mutable_report_printer_failed()->set_station(station);
      command.mutable_report_printer_failed()->set_problem("no paper");
      Reroute(station);
      back.mutable_report_printer_restored()->set_station(station);
      break;
    default:
      command.mutable_close_station()->set_station(station);
      command.mutable_close_station()->set_fallback(kStations[random_.Below(3)]);
      back.mutable_open_station()->set_station(station);
      break;
  }
  Do(std::move(command));
  if (Chance(60)) AddSomeLine();
  if (Chance(60)) SendOrder();
  Do(std::move(back));
}

void Cashier::Reroute(const std::string& station) {
  Command command = Blank();
  command.mutable_reroute_print()->set_station(station);
  command.mutable_reroute_print()->set_print_station(kStations[random_.Below(3)]);
  Do(std::move(command));
}

void Cashier::WorkInKitchen() {
  if (Chance(10)) return WorkOnStation();
  if (Chance(15)) return FireCourse();
  for (int64_t presses = 1 + random_.Below(4); presses > 0; --presses) {
    const auto ticket_id = SomeTicket();
    if (!ticket_id) return;
    WorkOnTicket(*ticket_id);
  }
}

}  // namespace daybook::sim
