#include "tests/support/commands.h"

#include <utility>

namespace daybook::test {
namespace {

using edge::v1::Command;

constexpr int64_t kQuarterPastNine = 1'478'337'300;  // 2016-11-05 09:15 UTC.

std::string Bytes(const Uuid& uuid) { return std::string(uuid.AsBytes()); }

Command NewCommand() {
  Command command;
  command.mutable_occur_time()->set_seconds(kQuarterPastNine);
  command.set_business_date(kToday);
  return command;
}

void AddTaxRule(std::string_view tax_category, int64_t rate_ppm, edge::v1::ShopConfig& shop) {
  edge::v1::TaxRule& rule = *shop.add_tax_rules();
  rule.set_tax_category(std::string(tax_category));
  rule.set_jurisdiction("GB");
  rule.set_rate_ppm(rate_ppm);
}

}  // namespace

Uuid Ids::Next() { return NewUuid(absl::FromUnixSeconds(kQuarterPastNine), random_); }

edge::v1::ShopConfig Cafe() {
  edge::v1::ShopConfig shop;
  shop.set_tenant("default");
  shop.set_store("cafe");
  shop.set_currency_code("GBP");
  shop.set_prices_include_tax(true);
  shop.set_stock_location("main");
  AddTaxRule("standard", 200'000, shop);
  AddTaxRule("zero", 0, shop);
  return shop;
}

common::v1::Money Gbp(int64_t minor_units) {
  common::v1::Money money;
  money.set_currency_code("GBP");
  money.set_minor_units(minor_units);
  return money;
}

Command StartSale(const Uuid& sale) {
  Command command = NewCommand();
  edge::v1::StartSale& start = *command.mutable_start_sale();
  start.set_sale_id(Bytes(sale));
  start.set_currency_code("GBP");
  start.set_order_type(event::v1::ORDER_TYPE_TAKE_AWAY);
  return command;
}

Command SuspendSale(const Uuid& sale) {
  Command command = NewCommand();
  command.mutable_suspend_sale()->set_sale_id(Bytes(sale));
  return command;
}

Command RetrieveSale(const Uuid& sale) {
  Command command = NewCommand();
  command.mutable_retrieve_sale()->set_sale_id(Bytes(sale));
  return command;
}

Command AddLine(const Uuid& sale, int32_t line, std::string_view sku, int64_t price_minor,
                int64_t quantity_milli) {
  Command command = NewCommand();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(Bytes(sale));
  add.set_line(line);
  add.set_kind(event::v1::LINE_KIND_GOODS);
  add.set_sku(std::string(sku));
  add.set_name("One " + std::string(sku));
  add.set_category(sku == "coffee" ? "drinks" : "bakery");
  add.set_quantity_milli(quantity_milli);
  *add.mutable_unit_price() = Gbp(price_minor);
  add.set_tax_category(sku == "coffee" ? "standard" : "zero");
  return command;
}

Command ChangeQuantity(const Uuid& sale, int32_t line, int64_t quantity_milli) {
  Command command = NewCommand();
  edge::v1::ChangeQuantity& change = *command.mutable_change_quantity();
  change.set_sale_id(Bytes(sale));
  change.set_line(line);
  change.set_quantity_milli(quantity_milli);
  return command;
}

Command RemoveLine(const Uuid& sale, int32_t line) {
  Command command = NewCommand();
  edge::v1::RemoveLineItem& remove = *command.mutable_remove_line_item();
  remove.set_sale_id(Bytes(sale));
  remove.set_line(line);
  remove.set_reason("changed their mind");
  return command;
}

Command PayCard(const Uuid& sale, const Uuid& payment, int64_t amount_minor) {
  Command command = NewCommand();
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_sale_id(Bytes(sale));
  receive.set_payment_id(Bytes(payment));
  receive.set_tender(event::v1::TENDER_CARD);
  *receive.mutable_amount() = Gbp(amount_minor);
  return command;
}

Command PayCash(const Uuid& sale, const Uuid& payment, const Uuid& drawer, int64_t amount_minor) {
  Command command = PayCard(sale, payment, amount_minor);
  command.mutable_receive_payment()->set_tender(event::v1::TENDER_CASH);
  command.mutable_receive_payment()->set_drawer_session_id(Bytes(drawer));
  return command;
}

Command CompleteSale(const Uuid& sale) {
  Command command = NewCommand();
  command.mutable_complete_sale()->set_sale_id(Bytes(sale));
  return command;
}

Command AbandonSale(const Uuid& sale) {
  Command command = NewCommand();
  command.mutable_abandon_sale()->set_sale_id(Bytes(sale));
  return command;
}

Command OpenDrawer(const Uuid& drawer, int64_t opening_minor) {
  Command command = NewCommand();
  command.mutable_open_drawer()->set_drawer_session_id(Bytes(drawer));
  *command.mutable_open_drawer()->mutable_opening_balance() = Gbp(opening_minor);
  return command;
}

Command CountDrawer(const Uuid& drawer, int64_t counted_minor) {
  Command command = NewCommand();
  command.mutable_count_drawer()->set_drawer_session_id(Bytes(drawer));
  *command.mutable_count_drawer()->mutable_counted() = Gbp(counted_minor);
  return command;
}

Command CloseDrawer(const Uuid& drawer) {
  Command command = NewCommand();
  command.mutable_close_drawer()->set_drawer_session_id(Bytes(drawer));
  return command;
}

Command OpenDay(int32_t business_date) {
  Command command = NewCommand();
  command.set_business_date(business_date);
  command.mutable_open_business_day();
  return command;
}

Command CloseDay(int32_t business_date) {
  Command command = NewCommand();
  command.set_business_date(business_date);
  command.mutable_close_business_day();
  return command;
}

Command ReceiveStock(std::string_view sku, int64_t quantity_milli) {
  Command command = NewCommand();
  edge::v1::ReceiveStock& receive = *command.mutable_receive_stock();
  receive.set_location("main");
  receive.set_sku(std::string(sku));
  receive.set_quantity_milli(quantity_milli);
  return command;
}

edge::v1::CommandEnvelope Ask(const Uuid& request_id, Command command) {
  edge::v1::CommandEnvelope envelope;
  envelope.set_request_id(Bytes(request_id));
  *envelope.mutable_command() = std::move(command);
  return envelope;
}

Installation::Installation(const Uuid& install_id)
    : install_id_(install_id), chain_(Sha256(install_id.AsBytes())) {}

edge::v1::CommandEnvelope Installation::Own(const Uuid& request_id, const Command& command) {
  return OwnBytes(request_id, command.SerializeAsString());
}

edge::v1::CommandEnvelope Installation::OwnBytes(const Uuid& request_id, std::string bytes) {
  edge::v1::CommandEnvelope envelope;
  envelope.set_request_id(Bytes(request_id));
  edge::v1::OwnCommand& own = *envelope.mutable_own();
  own.set_install_id(Bytes(install_id_));
  own.set_sequence(++last_sequence_);
  own.set_previous_chain(std::string(chain_.AsBytes()));
  own.mutable_send_time()->set_seconds(kQuarterPastNine);
  chain_ = Sha256(chain_.AsBytes(), Sha256(bytes).AsBytes());
  envelope.set_encoded(std::move(bytes));
  return envelope;
}

}  // namespace daybook::test
