#include "core/scenarios/phrases.h"

#include "fmt/format.h"

namespace daybook::scenarios {

// Beyond every bound of the rules, and in millionths within 64 bits.
constexpr int64_t kWholeMax = 1'000'000'000'000;

int64_t ReadDecimal(const std::string& text, int64_t scale) {
  const size_t point = std::min(text.find('.'), text.size());
  const bool negative = text.starts_with('-');
  int64_t value = 0;
  for (size_t i = negative ? 1 : 0; i < point; ++i) {
    value = std::min(value * 10 + (text[i] - '0'), kWholeMax);
  }
  value *= scale;
  for (size_t i = point + 1; i < text.size(); ++i) {
    scale /= 10;
    value += (text[i] - '0') * scale;
  }
  return negative ? -value : value;
}

std::vector<int32_t> ReadNumbers(const std::string& text) {
  std::vector<int32_t> numbers;
  const std::regex number("\\d+");
  for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) {
    numbers.push_back(std::stoi(at->str()));
  }
  return numbers;
}

Complaint NoAmount(const std::string& text) {
  return fmt::format("{} is not an amount of the shop's currency", text);
}

Complaint WithLine(ShopFloor& shop, const std::string& product, const std::string& sale,
                   const std::function<Actor(edge::v1::AddLineItem&)>& change) {
  const auto known = shop.products.find(product);
  if (known == shop.products.end()) return fmt::format("no product {}", product);
  edge::v1::Command command = shop.NewCommand();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(shop.BytesOf(sale));
  add.set_line(++shop.last_lines[sale]);
  add.set_kind(known->second.kind);
  add.set_sku(product);
  add.set_name(product);
  add.set_category(known->second.category);
  add.set_quantity_milli(1'000);
  *add.mutable_unit_price() = shop.MoneyOf(known->second.price_minor);
  add.set_tax_category(known->second.tax_category);
  add.set_age_limit_years(known->second.age_limit_years);
  const Actor actor = change(add);
  shop.Execute(command, actor);
  return "";
}

}  // namespace daybook::scenarios
