#include "tests/bench/workload.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "core/base/business_date.h"
#include "core/base/check.h"
#include "core/base/clock.h"

namespace daybook::bench {
namespace {

using edge::v1::Command;

constexpr std::string_view kCurrency = "GBP";
constexpr int64_t kOpeningBalanceMinor = 100'00;
constexpr int64_t kNoteMinor = 50'00;
constexpr int64_t kCashPercent = 40;

constexpr std::array<std::string_view, 10> kKinds = {
    "Filter coffee", "Flat white", "Green tea", "Hot chocolate", "Croissant",
    "Cinnamon bun",  "Sandwich",   "Soup",      "Carrot cake",   "Muesli"};
constexpr std::array<std::string_view, 9> kVariants = {"small",      "regular",       "large",
                                                       "of the day", "with oat milk", "to go home",
                                                       "spiced",     "plain",         "to share"};
constexpr std::array<std::string_view, 5> kCategories = {"drinks", "bakery", "meals", "cakes",
                                                         "breakfast"};
constexpr auto kProductCount = static_cast<int64_t>(kKinds.size() * kVariants.size());

struct Product {
  std::string sku;
  std::string name;
  std::string_view category;
  std::string_view tax_category;
  int64_t price_minor;
};

Product ProductAt(int64_t index) {
  const auto kind = static_cast<size_t>(index) / kVariants.size();
  const auto variant = static_cast<size_t>(index) % kVariants.size();
  return {
      .sku = fmt::format("CAFE-{:03}", index + 1),
      .name = fmt::format("{} {}", kKinds[kind], kVariants[variant]),
      .category = kCategories[kind / 2],
      .tax_category = kind == 4 || kind == 8 ? "zero" : "standard",
      .price_minor = 150 + 35 * static_cast<int64_t>(kind) + 20 * static_cast<int64_t>(variant)};
}

const std::array<Product, kProductCount>& Products() {
  static const auto* const products = [] {
    auto* all = new std::array<Product, kProductCount>;
    for (int64_t i = 0; i < kProductCount; ++i) (*all)[static_cast<size_t>(i)] = ProductAt(i);
    return all;
  }();
  return *products;
}

int32_t BusinessDateOf(absl::Time now) {
  return daybook::BusinessDateOf(absl::ToCivilDay(now, absl::UTCTimeZone()));
}

void SetMoney(int64_t minor_units, common::v1::Money* money) {
  money->set_currency_code(std::string(kCurrency));
  money->set_minor_units(minor_units);
}

void AddTaxRule(std::string_view category, int64_t rate_ppm, edge::v1::ShopConfig& shop) {
  edge::v1::TaxRule* rule = shop.add_tax_rules();
  rule->set_tax_category(std::string(category));
  rule->set_jurisdiction("GB");
  rule->set_rate_ppm(rate_ppm);
  rule->set_source("an example");
}

}  // namespace

edge::v1::ShopConfig BenchShop() {
  edge::v1::ShopConfig shop;
  shop.set_store("bench");
  shop.set_currency_code(std::string(kCurrency));
  shop.set_prices_include_tax(true);
  AddTaxRule("standard", 200'000, shop);
  AddTaxRule("zero", 0, shop);
  return shop;
}

TillScript::TillScript(int64_t number, uint64_t seed)
    : device_(fmt::format("till-{}", number)),
      employee_(fmt::format("cashier-{}", number)),
      choices_(seed * 1'000'003 + static_cast<uint64_t>(number)),
      identifiers_(SystemRandom().Next()) {}

const edge::v1::ExecuteRequest& TillScript::Open(absl::Time now) {
  now_ = now;
  request_.Clear();
  Command command = Stamp();
  command.mutable_open_business_day();
  AddEnvelope(command);
  drawer_session_id_ = FreshId();
  edge::v1::OpenDrawer& drawer = *command.mutable_open_drawer();
  drawer.set_drawer_session_id(drawer_session_id_);
  SetMoney(kOpeningBalanceMinor, drawer.mutable_opening_balance());
  AddEnvelope(command);
  return request_;
}

const edge::v1::ExecuteRequest& TillScript::Sell(absl::Time now, int sale_count) {
  DAYBOOK_CHECK(sale_count >= 1 && sale_count <= kSalesPerCallMax);
  now_ = now;
  request_.Clear();
  for (int i = 0; i < sale_count; ++i) AddSale();
  return request_;
}

void TillScript::AddSale() {
  sale_id_ = FreshId();
  const Command stamp = Stamp();
  Command command = stamp;
  edge::v1::StartSale& start = *command.mutable_start_sale();
  start.set_sale_id(sale_id_);
  start.set_currency_code(std::string(kCurrency));
  start.set_channel(event::v1::SALE_CHANNEL_COUNTER);
  start.set_order_type(event::v1::ORDER_TYPE_TAKE_AWAY);
  AddEnvelope(command);

  const int64_t first = choices_.Below(kProductCount);
  const int64_t second = (first + 1 + choices_.Below(kProductCount - 1)) % kProductCount;
  int64_t total_minor = 0;
  int line = 0;
  for (const int64_t product : {first, second}) {
    const int64_t quantity = 1 + choices_.Below(2);
    AddLine(++line, product, quantity, stamp);
    total_minor += quantity * Products()[static_cast<size_t>(product)].price_minor;
  }
  AddPayment(total_minor, stamp);

  command = stamp;
  command.mutable_complete_sale()->set_sale_id(sale_id_);
  SetMoney(total_minor, command.mutable_complete_sale()->mutable_total());
  AddEnvelope(command);
}

void TillScript::AddLine(int line, int64_t product, int64_t quantity, const Command& stamp) {
  const Product& sold = Products()[static_cast<size_t>(product)];
  Command command = stamp;
  edge::v1::AddLineItem& item = *command.mutable_add_line_item();
  item.set_sale_id(sale_id_);
  item.set_line(line);
  item.set_kind(event::v1::LINE_KIND_GOODS);
  item.set_sku(sold.sku);
  item.set_name(sold.name);
  item.set_category(std::string(sold.category));
  item.set_quantity_milli(quantity * 1000);
  SetMoney(sold.price_minor, item.mutable_unit_price());
  item.set_tax_category(std::string(sold.tax_category));
  AddEnvelope(command);
}

void TillScript::AddPayment(int64_t total_minor, const Command& stamp) {
  Command command = stamp;
  edge::v1::ReceivePayment& payment = *command.mutable_receive_payment();
  payment.set_sale_id(sale_id_);
  payment.set_payment_id(FreshId());
  SetMoney(total_minor, payment.mutable_amount());
  if (choices_.Below(100) < kCashPercent) {
    payment.set_tender(event::v1::TENDER_CASH);
    SetMoney(kNoteMinor, payment.mutable_tendered());
    payment.set_drawer_session_id(drawer_session_id_);
  } else {
    payment.set_tender(event::v1::TENDER_CARD);
    payment.mutable_card()->set_approval_code("004711");
    payment.mutable_card()->set_last_digits("4242");
    payment.mutable_card()->set_brand("VISA");
    payment.mutable_card()->set_terminal("terminal-1");
  }
  AddEnvelope(command);
}

Command TillScript::Stamp() const {
  Command stamp;
  *stamp.mutable_occur_time() = ToTimestamp(now_);
  stamp.set_business_date(BusinessDateOf(now_));
  return stamp;
}

std::string TillScript::FreshId() { return std::string(NewUuid(now_, identifiers_).AsBytes()); }

void TillScript::AddEnvelope(const Command& command) {
  edge::v1::CommandEnvelope& envelope = *request_.add_commands();
  envelope.set_request_id(FreshId());
  command.SerializeToString(envelope.mutable_encoded());
}

}  // namespace daybook::bench
