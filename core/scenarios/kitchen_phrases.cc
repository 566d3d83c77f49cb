// The sentences about the kitchen: what it is like, what is done in it, and what must hold.
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

// "the grill ticket of S1", "the grill ticket 2 of S1": of its second send.
constexpr char kTicket[] = "the (\\w+) ticket (?:(\\d+) )?of (\\w+)";
constexpr char kDisplay[] = "kitchen";  // Who works there.

Actor Kitchen() { return {kDisplay, /*offline=*/false}; }

edge::v1::KitchenStation& StationNamed(const std::string& name, ShopFloor& shop) {
  edge::v1::KitchenConfig& kitchen = *shop.config.mutable_kitchen();
  for (edge::v1::KitchenStation& station : *kitchen.mutable_stations()) {
    if (station.station() == name) return station;
  }
  kitchen.add_stations()->set_station(name);
  return *kitchen.mutable_stations()->rbegin();
}

Complaint AddStation(ShopFloor& shop, const std::smatch& match) {
  edge::v1::KitchenStation& station = StationNamed(match[1], shop);
  station.set_area(match[2]);
  station.set_fallback(match[3]);
  return "";
}

int32_t MinuteOf(const std::ssub_match& hours, const std::ssub_match& minutes) {
  return hours.matched ? std::stoi(hours) * 60 + std::stoi(minutes) : 0;
}

// "drinks to take away for the terrace from 17:00 to 22:00 are made at bar and pass"
Complaint AddRoute(ShopFloor& shop, const std::smatch& match) {
  edge::v1::KitchenRoute& route = *shop.config.mutable_kitchen()->add_routes();
  if (match[1] != "things") route.set_category(match[1]);
  if (match[2].matched) {
    route.set_order_type(match[2] == "eat in" ? event::v1::ORDER_TYPE_EAT_IN
                                              : event::v1::ORDER_TYPE_TAKE_AWAY);
  }
  route.set_area(match[3]);
  route.set_from_minute(MinuteOf(match[4], match[5]));
  route.set_to_minute(MinuteOf(match[6], match[7]));
  route.set_nowhere(match[8] == "nowhere");
  const std::string stations = match[9];
  const std::regex name("\\w+");
  for (std::sregex_iterator at(stations.begin(), stations.end(), name), end; at != end; ++at) {
    if (at->str() != "and") route.add_stations(at->str());
  }
  return "";
}

Complaint AddNumbers(ShopFloor& shop, const std::smatch& match) {
  edge::v1::OrderNumberRange& range = *shop.config.mutable_kitchen()->add_order_numbers();
  range.set_register_(match[1]);
  range.set_first_number(std::stoi(match[2]));
  range.set_last_number(std::stoi(match[3]));
  return "";
}

// "sends S1 through course 1 for the terrace calling it 7"
Complaint SendOrder(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::SendOrder& send = *command.mutable_send_order();
  send.set_sale_id(shop.BytesOf(match[3].str()));
  if (match[4].matched) send.set_fired_course(std::stoi(match[4]));
  send.set_area(match[5]);
  if (match[6].matched) send.set_order_number(std::stoi(match[6]));
  shop.Execute(command, {match[2], match[1].matched});
  return "";
}

Complaint FireCourse(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_fire_course()->set_course(std::stoi(match[3]));
  command.mutable_fire_course()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, {match[2], match[1].matched});
  return "";
}

// Returns the id of the ticket that three matches name: station, send, sale.
Uuid TicketIn(const std::smatch& match, size_t first, const ShopFloor& shop) {
  const int32_t send = match[first + 1].matched ? std::stoi(match[first + 1]) : 1;
  return domain::TicketIdOf(shop.IdOf(match[first + 2].str()), send, match[first].str());
}

std::string BytesIn(const std::smatch& match, size_t first, const ShopFloor& shop) {
  return std::string(TicketIn(match, first, shop).AsBytes());
}

Complaint WorkOnItem(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  const std::string ticket_id = BytesIn(match, 3, shop);
  const int32_t line = std::stoi(match[2]);
  if (match[1] == "starts") {
    command.mutable_start_ticket_item()->set_ticket_id(ticket_id);
    command.mutable_start_ticket_item()->set_line(line);
  } else if (match[1] == "finishes") {
    command.mutable_ready_ticket_item()->set_ticket_id(ticket_id);
    command.mutable_ready_ticket_item()->set_line(line);
  } else {
    command.mutable_refire_ticket()->set_ticket_id(ticket_id);
    command.mutable_refire_ticket()->add_lines(line);
  }
  shop.Execute(command, Kitchen());
  return "";
}

Complaint WorkOnTicket(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  const std::string what = match[1];
  const std::string ticket_id = BytesIn(match, 2, shop);
  if (what == "bumps") command.mutable_bump_ticket()->set_ticket_id(ticket_id);
  if (what == "recalls") command.mutable_recall_ticket()->set_ticket_id(ticket_id);
  if (what == "remakes") command.mutable_refire_ticket()->set_ticket_id(ticket_id);
  if (what == "serves") command.mutable_serve_ticket()->set_ticket_id(ticket_id);
  if (what == "hurries") command.mutable_prioritise_ticket()->set_ticket_id(ticket_id);
  if (what == "bumps" && match[5].matched) command.mutable_bump_ticket()->set_station(match[5]);
  shop.Execute(command, Kitchen());
  return "";
}

Complaint MoveTicket(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_move_ticket()->set_ticket_id(BytesIn(match, 1, shop));
  command.mutable_move_ticket()->set_station(match[4]);
  shop.Execute(command, Kitchen());
  return "";
}

Complaint SellOut(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  if (match[1] == "no more") {
    command.mutable_eighty_six_product()->set_sku(match[2]);
  } else {
    command.mutable_put_product_back()->set_sku(match[2]);
  }
  shop.Execute(command, Kitchen());
  return "";
}

Complaint CloseStation(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  if (match[1] == "closes") {
    command.mutable_close_station()->set_station(match[2]);
    command.mutable_close_station()->set_fallback(match[3]);
  } else {
    command.mutable_open_station()->set_station(match[2]);
  }
  shop.Execute(command, Kitchen());
  return "";
}

// "the grill printer has no paper | prints again | prints at bar"
Complaint Print(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  const std::string what = match[2];
  if (what == "has no paper") {
    command.mutable_report_printer_failed()->set_station(match[1]);
    command.mutable_report_printer_failed()->set_problem("no paper");
  } else if (what == "prints again") {
    command.mutable_report_printer_restored()->set_station(match[1]);
  } else {
    command.mutable_reroute_print()->set_station(match[1]);
    command.mutable_reroute_print()->set_print_station(match[3]);
  }
  shop.Execute(command, Kitchen());
  return "";
}

Complaint Differs(std::string_view what, std::string_view is, std::string_view claimed) {
  return is == claimed ? "" : fmt::format("{} is {}, not {}", what, is, claimed);
}

Complaint CheckTicket(ShopFloor& shop, const std::smatch& match) {
  const event::v1::KitchenTicket& ticket = shop.TicketOf(TicketIn(match, 1, shop));
  const Complaint state =
      Differs("the ticket", domain::TicketStateName(domain::StateOf(ticket)), match[4].str());
  if (!state.empty() || !match[5].matched) return state;
  return Differs("its station", ticket.station(), match[5].str());
}

Complaint CheckItem(ShopFloor& shop, const std::smatch& match) {
  const event::v1::KitchenTicket& ticket = shop.TicketOf(TicketIn(match, 2, shop));
  const event::v1::TicketItem* item = domain::FindItem(std::stoi(match[1]), ticket);
  if (item == nullptr) return "the ticket has no such line";
  return Differs("the line", domain::ItemStateName(domain::StateOf(*item)), match[5].str());
}

Complaint CheckWanted(ShopFloor& shop, const std::smatch& match) {
  const event::v1::KitchenTicket& ticket = shop.TicketOf(TicketIn(match, 1, shop));
  int64_t wanted_milli = 0;
  for (const event::v1::TicketItem& item : ticket.items()) {
    if (item.sku() == match[5]) wanted_milli += domain::WantedMilli(item);
  }
  return Differs("what the ticket asks for", fmt::format("{:g}", wanted_milli / 1000.0),
                 match[4].str());
}

Complaint CheckNumber(ShopFloor& shop, const std::smatch& match) {
  const int32_t number = shop.SaleOf(match[1].str()).order_number;
  return Differs("the number", fmt::format("{}", number), match[2].str());
}

}  // namespace

std::vector<Phrase> KitchenSettings() {
  const std::string time = "(\\d\\d):(\\d\\d)";
  return {
      {"station (\\w+)(?: for the (\\w+))?(?:, else (\\w+))?", AddStation},
      {"(\\w+)(?: to (eat in|take away))?(?: for the (\\w+))?(?: from " + time + " to " + time +
           ")? are made (?:(nowhere)|at (\\w+(?: and \\w+)*))",
       AddRoute},
      {"(?:till (\\w+)|the other tills) calls? orders out from (\\d+) to (\\d+)", AddNumbers},
  };
}

std::vector<Phrase> KitchenCommands() {
  const std::string till = kTill;
  const std::string ticket = kTicket;
  return {
      {till + "sends (\\w+)(?: through course (\\d+))?(?: for the (\\w+))?(?: calling it (\\d+))?",
       SendOrder},
      {till + "fires course (\\d+) of (\\w+)", FireCourse},
      {"the kitchen (starts|finishes|remakes) line (\\d+) of " + ticket, WorkOnItem},
      {"the kitchen (bumps|recalls|remakes|serves|hurries) " + ticket + "(?: at (\\w+))?",
       WorkOnTicket},
      {"the kitchen moves " + ticket + " to (\\w+)", MoveTicket},
      {"the kitchen has (no more|again) (\\w+)", SellOut},
      {"the kitchen (closes|opens) station (\\w+)(?:, for (\\w+) to take over)?", CloseStation},
      {"the (\\w+) printer (has no paper|prints again|prints at (\\w+))", Print},
  };
}

std::vector<Phrase> KitchenAssertions() {
  const std::string ticket = kTicket;
  return {
      {ticket + " is (not sent|on the board|bumped|served)(?: at (\\w+))?", CheckTicket},
      {"line (\\d+) of " + ticket + " is (waiting|held|started|ready|struck through)", CheckItem},
      {ticket + " asks for (\\d+(?:\\.\\d+)?) (\\w+)", CheckWanted},
      {"(\\w+) is called out as (\\d+)", CheckNumber},
  };
}

}  // namespace daybook::scenarios
