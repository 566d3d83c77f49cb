// The sentences about goods that are more than a product and a price, and that only some may buy.
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

Complaint AddWithModifier(ShopFloor& shop, const std::smatch& match) {
  const auto modifier = shop.products.find(match[6].str());
  if (modifier == shop.products.end()) return fmt::format("no product {}", match[6].str());
  return WithLine(shop, match[4], match[7], [&](edge::v1::AddLineItem& add) {
    add.set_quantity_milli(ReadDecimal(match[3], 1'000));
    edge::v1::LineModifier& added = *add.add_modifiers();
    added.set_modifier(modifier->first);
    added.set_name(modifier->first);
    added.set_quantity_milli(ReadDecimal(match[5], 1'000));
    *added.mutable_unit_price() = shop.MoneyOf(modifier->second.price_minor);
    added.set_tax_category(modifier->second.tax_category);
    return ActorOf(match);
  });
}

Complaint AddPart(ShopFloor& shop, const std::smatch& match) {
  return WithLine(shop, match[4], match[6], [&](edge::v1::AddLineItem& add) {
    add.set_quantity_milli(ReadDecimal(match[3], 1'000));
    add.set_parent_line(std::stoi(match[5]));
    return ActorOf(match);
  });
}

Complaint ScanLabel(ShopFloor& shop, const std::smatch& match) {
  return WithLine(shop, match[4], match[5], [&](edge::v1::AddLineItem& add) {
    add.set_label(match[3].str().substr(std::string_view("label ").size()));
    return ActorOf(match);
  });
}

Complaint Weigh(ShopFloor& shop, const std::smatch& match) {
  return WithLine(shop, match[4], match[5], [&](edge::v1::AddLineItem& add) {
    add.set_quantity_milli(ReadDecimal(match[3], 1'000));
    add.mutable_measure()->set_net_milli(add.quantity_milli());
    add.mutable_measure()->set_unit("kg");
    add.mutable_measure()->set_source(event::v1::MEASURE_SOURCE_SCALE);
    return ActorOf(match);
  });
}

Complaint VerifyAge(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_verify_age()->set_sale_id(shop.BytesOf(match[4].str()));
  command.mutable_verify_age()->set_age_years(std::stoi(match[5]));
  command.mutable_verify_age()->set_check(event::v1::AGE_CHECK_DOCUMENT);
  command.mutable_verify_age()->set_refused(match[3] == "does not find");
  shop.Execute(command, ActorOf(match));
  return "";
}

}  // namespace

std::vector<Phrase> GoodsCommands() {
  const std::string till = kTill;
  const std::string amount = kAmount;
  return {
      {till + "adds " + amount + " (\\w+) with " + amount + " (\\w+) to (\\w+)", AddWithModifier},
      {till + "adds " + amount + " (\\w+) as part of line (\\d+) to (\\w+)", AddPart},
      {till + "scans (label \\w+) of (\\w+) for (\\w+)", ScanLabel},
      {till + "weighs " + amount + " (\\w+) for (\\w+)", Weigh},
      {till + "(finds|does not find) the customer of (\\w+) to be (\\d+)", VerifyAge},
  };
}

}  // namespace daybook::scenarios
