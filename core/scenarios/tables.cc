// The sentences about tables, and about what moves between them.
#include "core/scenarios/phrases.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

Complaint Seat(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_change_table()->set_sale_id(shop.BytesOf(match[3].str()));
  command.mutable_change_table()->set_table(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint CountGuests(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_set_guest_count()->set_guest_count(std::stoi(match[3]));
  command.mutable_set_guest_count()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ChangeOwner(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_change_owner()->set_sale_id(shop.BytesOf(match[3].str()));
  command.mutable_change_owner()->set_to_employee(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint PresentBill(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_present_bill()->set_sale_id(shop.BytesOf(match[3].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint MoveLines(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::MoveLines& move = *command.mutable_move_lines();
  for (const int32_t line : ReadNumbers(match[3])) move.add_lines(line);
  move.set_sale_id(shop.BytesOf(match[4].str()));
  move.set_to_sale_id(shop.BytesOf(match[5].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Split(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::SplitSale& split = *command.mutable_split_sale();
  for (const int32_t line : ReadNumbers(match[3])) split.add_lines(line);
  split.set_sale_id(shop.BytesOf(match[4].str()));
  split.set_to_sale_id(shop.BytesOf(match[5].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint SplitSeat(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::SplitSale& split = *command.mutable_split_sale();
  split.set_seat(std::stoi(match[3]));
  split.set_sale_id(shop.BytesOf(match[4].str()));
  split.set_to_sale_id(shop.BytesOf(match[5].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Merge(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_merge_sales()->set_sale_id(shop.BytesOf(match[3].str()));
  command.mutable_merge_sales()->set_to_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

}  // namespace

std::vector<Phrase> TableCommands() {
  const std::string till = kTill;
  return {
      {till + "seats (\\w+) at table (\\w+)", Seat},
      {till + "counts (\\d+) guests? of (\\w+)", CountGuests},
      {till + "gives (\\w+) to (\\w+)", ChangeOwner},
      {till + "presents the bill of (\\w+)", PresentBill},
      {till + "moves lines? ([\\d, ]+) of (\\w+) to (\\w+)", MoveLines},
      {till + "splits seat (\\d+) of (\\w+) off as (\\w+)", SplitSeat},
      {till + "splits lines? ([\\d, ]+) of (\\w+) off as (\\w+)", Split},
      {till + "merges (\\w+) into (\\w+)", Merge},
  };
}

}  // namespace daybook::scenarios
