// The sentences about the catalogue and the stock.
#include "core/base/business_date.h"
#include "core/domain/availability.h"
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

// Reads a decimal in thousandths: "-0.5" is -500.
int64_t ReadMilli(const std::string& text) { return ReadDecimal(text, 1'000); }

// Returns what the catalogue is told of a product.
event::v1::ItemDetails DetailsOf(const ShopFloor& shop, const std::string& name) {
  event::v1::ItemDetails details;
  details.set_name(name);
  const auto product = shop.products.find(name);
  if (product == shop.products.end()) return details;
  details.set_category(product->second.category);
  details.set_tax_category(product->second.tax_category);
  details.set_kind(product->second.kind);
  *details.mutable_unit_price() = shop.MoneyOf(product->second.price_minor);
  return details;
}

void Upsert(ShopFloor& shop, const std::smatch& match, const event::v1::ItemDetails& details) {
  Command command = shop.NewCommand();
  command.mutable_upsert_item()->set_sku(details.name());
  *command.mutable_upsert_item()->mutable_details() = details;
  shop.Execute(command, ActorOf(match));
}

// " at 3.00", ", made of 0.018 Beans and 0.2 Milk", ", of which no stock is kept", ", in packs of
// 12".
Complaint PutIntoCatalogue(ShopFloor& shop, const std::smatch& match) {
  event::v1::ItemDetails details = DetailsOf(shop, match[3]);
  if (match[5].matched) {
    const std::string recipe = match[5];
    const std::regex part("(\\d+(?:\\.\\d+)?) (\\w+)");
    for (std::sregex_iterator at(recipe.begin(), recipe.end(), part), end; at != end; ++at) {
      event::v1::RecipeIngredient& ingredient = *details.add_recipe();
      ingredient.set_quantity_milli(ReadMilli((*at)[1]));
      ingredient.set_sku((*at)[2]);
    }
  }
  details.set_non_stock(match[6].matched);
  if (match[7].matched) details.set_pack_units(std::stoi(match[7]));
  if (!match[4].matched) {
    Upsert(shop, match, details);
    return "";
  }
  return WithAmount(shop, match[4], [&](int64_t price_minor) {
    *details.mutable_unit_price() = shop.MoneyOf(price_minor);
    Upsert(shop, match, details);
    return Complaint();
  });
}

Complaint ChangePrice(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t price_minor) {
    Command command = shop.NewCommand();
    edge::v1::ChangePrice& change = *command.mutable_change_price();
    change.set_sku(match[3]);
    *change.mutable_unit_price() = shop.MoneyOf(price_minor);
    if (match[5].matched) {
      const auto valid_from = shop.ReadDate(match[5]);
      if (!valid_from.ok()) return valid_from.status().ToString();
      change.set_valid_from(*valid_from);
    }
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint BeginImport(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_begin_import()->set_import_id(shop.BytesOf(match[3].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Stage(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t price_minor) {
    Command command = shop.NewCommand();
    edge::v1::StageItems& stage = *command.mutable_stage_items();
    stage.set_import_id(shop.BytesOf(match[5].str()));
    edge::v1::StagedItem& item = *stage.add_items();
    item.set_sku(match[3]);
    event::v1::ItemDetails& details =
        *item.mutable_change()->mutable_item_upserted()->mutable_details();
    details = DetailsOf(shop, match[3]);
    *details.mutable_unit_price() = shop.MoneyOf(price_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint EndImport(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  if (match[3] == "activates") {
    command.mutable_activate_import()->set_import_id(shop.BytesOf(match[4].str()));
  } else {
    command.mutable_abort_import()->set_import_id(shop.BytesOf(match[4].str()));
    command.mutable_abort_import()->set_reason("the wrong file");
  }
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Dismiss(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ResolvePriceDiscrepancy& resolve = *command.mutable_resolve_price_discrepancy();
  resolve.set_line(std::stoi(match[3]));
  resolve.set_sale_id(shop.BytesOf(match[4].str()));
  resolve.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_DISMISS);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Credit(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t credit_minor) {
    Command command = shop.NewCommand();
    edge::v1::ResolvePriceDiscrepancy& resolve = *command.mutable_resolve_price_discrepancy();
    resolve.set_line(std::stoi(match[4]));
    resolve.set_sale_id(shop.BytesOf(match[5].str()));
    resolve.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_CREDIT);
    *resolve.mutable_credit() = shop.MoneyOf(credit_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint ReceivePacks(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_receive_stock()->set_location("main");
  command.mutable_receive_stock()->set_pack_count(std::stoi(match[3]));
  command.mutable_receive_stock()->set_sku(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Adjust(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::AdjustStock& adjust = *command.mutable_adjust_stock();
  adjust.set_location("main");
  adjust.set_sku(match[3]);
  adjust.set_change_milli(ReadMilli(match[4]));
  adjust.set_reason(match[5]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Count(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_count_stock()->set_location("main");
  command.mutable_count_stock()->set_actual_milli(
      ReadMilli(match[3]) + shop.StockBefore("main", match[4].str()).on_hand_milli);
  command.mutable_count_stock()->set_sku(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Reserve(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ReserveStock& reserve = *command.mutable_reserve_stock();
  reserve.set_location("main");
  reserve.set_quantity_milli(ReadMilli(match[3]));
  reserve.set_sku(match[4]);
  reserve.set_reservation_id(shop.BytesOf(match[5].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Release(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_release_stock()->set_location("main");
  command.mutable_release_stock()->set_sku(match[3]);
  command.mutable_release_stock()->set_reservation_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

void SetLine(const std::smatch& match, event::v1::TransferLine& line) {
  line.set_quantity_milli(ReadMilli(match[3]));
  line.set_sku(match[4]);
}

Complaint RequestTransfer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::RequestTransfer& request = *command.mutable_request_transfer();
  SetLine(match, *request.add_lines());
  request.set_from_location(match[5]);
  request.set_to_location("main");
  request.set_transfer_id(shop.BytesOf(match[6].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ShipTransfer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_ship_transfer()->set_transfer_id(shop.BytesOf(match[3].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ReceiveTransfer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ReceiveTransfer& receive = *command.mutable_receive_transfer();
  if (match[3].matched) SetLine(match, *receive.add_lines());
  receive.set_transfer_id(shop.BytesOf(match[5].str()));
  receive.set_rest_missing(match[6].matched);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint CancelTransfer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_cancel_transfer()->set_transfer_id(shop.BytesOf(match[3].str()));
  command.mutable_cancel_transfer()->set_reason("not needed");
  shop.Execute(command, ActorOf(match));
  return "";
}

// "2", "20 %", "all but what is above 3"; for an item, a category, a channel.
Complaint AddBuffer(ShopFloor& shop, const std::smatch& match) {
  edge::v1::SafetyBuffer& buffer = *shop.config.add_safety_buffers();
  if (match[1].matched) {
    buffer.set_mode(edge::v1::SAFETY_BUFFER_MODE_MIN_RESERVE);
    buffer.set_quantity_milli(ReadMilli(match[1]));
  } else if (match[3].matched) {
    buffer.set_mode(edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE);
    buffer.set_rate_ppm(ReadMilli(match[2]) * 10);
  } else {
    buffer.set_mode(edge::v1::SAFETY_BUFFER_MODE_FIXED);
    buffer.set_quantity_milli(ReadMilli(match[2]));
  }
  if (match[4] == "item") buffer.set_sku(match[5]);
  if (match[4] == "category") buffer.set_category(match[5]);
  if (match[4] == "channel") buffer.set_channel(match[5]);
  return "";
}

template <typename Value>
Complaint Differs(std::string_view what, const Value& is, const Value& claimed) {
  if (is == claimed) return "";
  return fmt::format("{} is {}, not {}", what, is, claimed);
}

std::string MilliText(int64_t milli) { return fmt::format("{:g}", milli / 1000.0); }

Complaint CheckStock(ShopFloor& shop, const std::smatch& match) {
  const std::string location = match[3].matched ? match[3].str() : "main";
  const int64_t on_hand_milli = shop.StockOf(location, match[2].str()).on_hand_milli -
                                shop.StockBefore(location, match[2].str()).on_hand_milli;
  return Differs<std::string>("on hand", MilliText(on_hand_milli), match[1]);
}

Complaint CheckReserved(ShopFloor& shop, const std::smatch& match) {
  const int64_t reserved_milli = shop.StockOf("main", match[2].str()).reserved_milli() -
                                 shop.StockBefore("main", match[2].str()).reserved_milli();
  return Differs<std::string>("what is reserved", MilliText(reserved_milli), match[1]);
}

Complaint CheckTransferState(ShopFloor& shop, const std::smatch& match) {
  const std::string state(domain::TransferStateName(shop.TransferOf(match[1].str()).state));
  return Differs<std::string>(match[1].str(), state, match[2]);
}

Complaint CheckInTransit(ShopFloor& shop, const std::smatch& match) {
  const domain::Transfer& transfer = shop.TransferOf(match[3].str());
  const auto known = transfer.goods.find(match[2].str());
  const bool in_transit =
      transfer.state == domain::TransferState::kShipped && known != transfer.goods.end();
  return Differs<std::string>("what is in transit", MilliText(in_transit ? known->second : 0),
                              match[1]);
}

Complaint CheckAvailable(ShopFloor& shop, const std::smatch& match) {
  const std::string name = match[3];
  const domain::StockItem& item = shop.StockOf("main", name);
  const std::string category = shop.products[name].category;
  const std::string channel = match[1];
  const domain::AvailabilityAnswer answer =
      domain::AvailabilityOf({.sku = name,
                              .category = category,
                              .channel = channel,
                              .on_hand_milli = item.on_hand_milli,
                              .reserved_milli = item.reserved_milli()},
                             shop.config);
  return Differs<std::string>("what is available", MilliText(answer.available_milli), match[2]);
}

Complaint CheckDiscrepancies(ShopFloor& shop, const std::smatch& match) {
  const size_t count = shop.SaleOf(match[1].str()).open_discrepancies.size();
  return Differs<std::string>("how many prices wait", fmt::format("{}", count), match[2]);
}

}  // namespace

std::vector<Phrase> CatalogueSettings() {
  return {
      {"a safety buffer (?:that leaves what is above (\\d+)|of (\\d+)( %)?)"
       "(?: for the (item|category|channel) (\\w+))?",
       AddBuffer},
  };
}

std::vector<Phrase> CatalogueCommands() {
  const std::string till = kTill;
  const std::string amount = kAmount;
  return {
      {till + "puts (\\w+) into the catalogue(?: at " + amount +
           ")?(?:, made of ([\\w. ]+))?(, of which no stock is kept)?(?:, in packs of (\\d+))?",
       PutIntoCatalogue},
      {till + "changes the price of (\\w+) to " + amount + "(?: from ([\\d-]+))?", ChangePrice},
      {till + "begins import (\\w+)", BeginImport},
      {till + "stages (\\w+) at " + amount + " in (\\w+)", Stage},
      {till + "(activates|aborts) import (\\w+)", EndImport},
      {till + "dismisses the price of line (\\d+) of (\\w+)", Dismiss},
      {till + "credits " + amount + " for the price of line (\\d+) of (\\w+)", Credit},
      {till + "receives (\\d+) packs? of (\\w+)", ReceivePacks},
      {till + "adjusts (\\w+) by " + amount + " for \"([^\"]+)\"", Adjust},
      {till + "counts " + amount + " (\\w+)", Count},
      {till + "reserves " + amount + " (\\w+) as (\\w+)", Reserve},
      {till + "releases (?:the )?(\\w+) of (\\w+)", Release},
      {till + "requests " + amount + " (\\w+) from (\\w+) as transfer (\\w+)", RequestTransfer},
      {till + "ships transfer (\\w+)", ShipTransfer},
      {till + "receives (?:" + amount +
           " (\\w+)|nothing more|all) of transfer (\\w+)"
           "(, the rest is missing)?",
       ReceiveTransfer},
      {till + "calls off transfer (\\w+)", CancelTransfer},
  };
}

std::vector<Phrase> CatalogueAssertions() {
  const std::string amount = kAmount;
  return {
      {"there are " + amount + " (\\w+)(?: in (\\w+))?", CheckStock},
      {amount + " (\\w+) are reserved", CheckReserved},
      {"(T\\w+) is (requested|shipped|received|cancelled)", CheckTransferState},
      {amount + " (\\w+) are in transit by (\\w+)", CheckInTransit},
      {"the channel (\\w+) may sell " + amount + " (\\w+)", CheckAvailable},
      {"of (\\w+) a manager must look at (\\d+) prices?", CheckDiscrepancies},
  };
}

}  // namespace daybook::scenarios
