// What people do with gift cards and customers. There are a few that everybody knows of, so that
// tills meet over them.
#include "fmt/format.h"
#include "tests/sim/people.h"

namespace daybook::sim {
namespace {

constexpr int64_t kGiftCardCount = 6;
constexpr int64_t kCustomerCount = 5;

std::string Bytes(const Uuid& id) { return std::string(id.AsBytes()); }

}  // namespace

Uuid Cashier::SomeGiftCard() {
  Uuid cards;
  cards.bytes.fill(7);
  return DeriveUuid(cards, fmt::format("card {}", random_.Below(kGiftCardCount)));
}

void Cashier::AddGiftCard() {
  edge::v1::Command command = Blank();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(Bytes(*sale_id_));
  add.set_line(++line_);
  add.set_kind(event::v1::LINE_KIND_GIFT_CARD);
  add.set_sku("gift-card");
  add.set_name("Gift card");
  add.set_category("cards");
  add.set_quantity_milli(1'000);
  add.mutable_unit_price()->set_currency_code(shop_config_.currency_code());
  add.mutable_unit_price()->set_minor_units(1 + random_.Below(3'000));
  add.set_gift_card_id(Bytes(SomeGiftCard()));
  Do(std::move(command));
}

// Takes what the till thinks is on a card, or more.
bool Cashier::PayByGiftCard(int64_t amount_minor) {
  const Uuid card_id = SomeGiftCard();
  const auto& card =
      std::get<domain::GiftCard>(shop_.Find(StreamId::Of(Category::CATEGORY_GIFT_CARD, card_id)));
  if (card.balance_minor < amount_minor && !Chance(30)) return false;
  edge::v1::Command command = Blank();
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_sale_id(Bytes(*sale_id_));
  receive.set_payment_id(Bytes(NewId()));
  receive.set_tender(event::v1::TENDER_GIFT_CARD);
  receive.mutable_amount()->set_currency_code(shop_config_.currency_code());
  receive.mutable_amount()->set_minor_units(amount_minor);
  receive.set_gift_card_id(Bytes(card_id));
  if (late_payment_id_) command.set_approver(kBoss);
  Do(std::move(command));
  return true;
}

void Cashier::CashOutGiftCard() {
  edge::v1::Command command = Blank();
  edge::v1::CashOutGiftCard& cash_out = *command.mutable_cash_out_gift_card();
  cash_out.set_gift_card_id(Bytes(SomeGiftCard()));
  cash_out.set_drawer_session_id(Bytes(*drawer_id_));
  Do(std::move(command));
}

Uuid Cashier::SomeCustomer() {
  Uuid customers;
  customers.bytes.fill(8);
  return DeriveUuid(customers, fmt::format("customer {}", random_.Below(kCustomerCount)));
}

// Somebody becomes a customer, may owe something, or wishes to be forgotten.
void Cashier::LookAfterCustomer() {
  edge::v1::Command command = Blank();
  const std::string customer = Bytes(SomeCustomer());
  switch (random_.Below(10)) {
    case 0: {
      const std::string newcomer = Bytes(NewId());
      edge::v1::Command create = Blank();
      create.mutable_create_customer()->set_customer_id(newcomer);
      create.mutable_create_customer()->set_code("newcomer");
      Do(std::move(create));
      command.mutable_erase_customer()->set_customer_id(Chance(70) ? newcomer : customer);
      command.mutable_erase_customer()->set_reason("as they asked");
      break;
    }
    case 1:
    case 2:
    case 3:
      command.mutable_update_customer()->set_customer_id(customer);
      command.mutable_update_customer()->mutable_account_limit()->set_currency_code(
          shop_config_.currency_code());
      command.mutable_update_customer()->mutable_account_limit()->set_minor_units(
          random_.Below(10'000));
      break;
    default:
      command.mutable_create_customer()->set_customer_id(customer);
      command.mutable_create_customer()->set_code(fmt::format("{}", random_.Below(1'000)));
      break;
  }
  Do(std::move(command));
}

void Cashier::AttachCustomer() {
  edge::v1::Command command = Blank();
  command.mutable_attach_customer()->set_sale_id(Bytes(*sale_id_));
  if (Chance(90)) command.mutable_attach_customer()->set_customer_id(Bytes(SomeCustomer()));
  Do(std::move(command));
}

void Cashier::AddAccountPayment() {
  edge::v1::Command command = Blank();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(Bytes(*sale_id_));
  add.set_line(++line_);
  add.set_kind(event::v1::LINE_KIND_ACCOUNT_PAYMENT);
  add.set_sku("account");
  add.set_name("On the account");
  add.set_category("accounts");
  add.set_quantity_milli(1'000);
  add.mutable_unit_price()->set_currency_code(shop_config_.currency_code());
  add.mutable_unit_price()->set_minor_units(random_.Below(3'000));
  add.set_customer_id(Bytes(SomeCustomer()));
  Do(std::move(command));
}

// Takes what the till thinks is on a book, or more.
bool Cashier::PayByBook(int64_t amount_minor) {
  constexpr event::v1::Tender kBooks[] = {event::v1::TENDER_STORE_CREDIT, event::v1::TENDER_ACCOUNT,
                                          event::v1::TENDER_LOYALTY_POINTS};
  edge::v1::Command command = Blank();
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_sale_id(Bytes(*sale_id_));
  receive.set_payment_id(Bytes(NewId()));
  receive.set_tender(kBooks[random_.Below(3)]);
  receive.mutable_amount()->set_currency_code(shop_config_.currency_code());
  receive.mutable_amount()->set_minor_units(amount_minor);
  receive.set_customer_id(Bytes(SomeCustomer()));
  if (late_payment_id_) command.set_approver(kBoss);
  Do(std::move(command));
  return wishes_.back().permitted;
}

}  // namespace daybook::sim
