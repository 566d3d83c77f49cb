#include "tests/unit/domain/value_commands.h"

#include "core/base/check.h"
#include "core/base/config.h"

namespace daybook::domain {

using edge::v1::Command;

edge::v1::ShopConfig ShopUnderLaw(std::string_view jurisdiction) {
  edge::v1::ShopConfig shop = BritishShop();
  DAYBOOK_CHECK(
      ReadConfigFile(DAYBOOK_SOURCE_DIR "/laws/gift_cards.textproto", *shop.mutable_gift_cards())
          .ok());
  shop.mutable_gift_cards()->set_jurisdiction(std::string(jurisdiction));
  return shop;
}

Command SellGiftCard(uint8_t sale, int32_t line, uint8_t card, int64_t amount_minor) {
  Command command = AddLine(sale, line, amount_minor);
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_kind(event::v1::LINE_KIND_GIFT_CARD);
  add.set_sku("gift-card");
  add.set_name("Gift card");
  add.set_category("cards");
  add.clear_tax_category();
  add.set_gift_card_id(TestId(card));
  return command;
}

Command PayByGiftCard(uint8_t sale, uint8_t payment, uint8_t card, int64_t amount_minor) {
  Command command = PayCard(sale, payment, amount_minor);
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_tender(event::v1::TENDER_GIFT_CARD);
  receive.clear_card();
  receive.set_gift_card_id(TestId(card));
  return command;
}

Command CashOutGiftCard(uint8_t card, uint8_t drawer) {
  Command command = NewCommand();
  command.mutable_cash_out_gift_card()->set_gift_card_id(TestId(card));
  command.mutable_cash_out_gift_card()->set_drawer_session_id(TestId(drawer));
  return command;
}

std::vector<Command> GiftCardSale(uint8_t sale, uint8_t payment, uint8_t card,
                                  int64_t amount_minor) {
  return {StartSale(sale), SellGiftCard(sale, 1, card, amount_minor),
          PayCard(sale, payment, amount_minor), Complete(sale)};
}

Command SellBy(std::string_view salesperson, uint8_t sale, int32_t line, int64_t price_minor,
               std::string_view category, int64_t pieces) {
  Command command = AddLine(sale, line, price_minor, pieces);
  command.mutable_add_line_item()->set_salesperson(std::string(salesperson));
  command.mutable_add_line_item()->set_category(std::string(category));
  return command;
}

Command On(int32_t business_date, Command command) {
  command.set_business_date(business_date);
  return command;
}

Command CreateCustomer(uint8_t customer) {
  Command command = NewCommand();
  command.mutable_create_customer()->set_customer_id(TestId(customer));
  command.mutable_create_customer()->set_code("4711");
  return command;
}

Command LetOwe(uint8_t customer, int64_t limit_minor) {
  Command command = NewCommand();
  command.mutable_update_customer()->set_customer_id(TestId(customer));
  *command.mutable_update_customer()->mutable_account_limit() = Gbp(limit_minor);
  return command;
}

Command EraseCustomer(uint8_t customer) {
  Command command = NewCommand();
  command.mutable_erase_customer()->set_customer_id(TestId(customer));
  command.mutable_erase_customer()->set_reason("as they asked");
  return command;
}

Command AttachCustomer(uint8_t sale, uint8_t customer) {
  Command command = NewCommand();
  command.mutable_attach_customer()->set_sale_id(TestId(sale));
  if (customer != 0) command.mutable_attach_customer()->set_customer_id(TestId(customer));
  return command;
}

Command PayByBook(uint8_t sale, uint8_t payment, event::v1::Tender tender, uint8_t customer,
                  int64_t amount_minor) {
  Command command = PayCard(sale, payment, amount_minor);
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_tender(tender);
  receive.clear_card();
  receive.set_customer_id(TestId(customer));
  return command;
}

Command PayAccount(uint8_t sale, int32_t line, uint8_t customer, int64_t amount_minor) {
  Command command = AddLine(sale, line, amount_minor);
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_kind(event::v1::LINE_KIND_ACCOUNT_PAYMENT);
  add.clear_tax_category();
  add.set_customer_id(TestId(customer));
  return command;
}

Command ReturnToBook(uint8_t sale, int32_t line, int64_t quantity_milli, uint8_t refund,
                     int64_t amount_minor, event::v1::Tender tender, uint8_t customer) {
  Command command = Return(sale, line, quantity_milli, refund, amount_minor);
  edge::v1::Refund& back = *command.mutable_return_items()->mutable_refunds(0);
  back.set_tender(tender);
  back.set_customer_id(TestId(customer));
  return command;
}

const Customer& CustomerAt(uint8_t customer, ShopAtWork& shop) {
  return std::get<Customer>(
      shop.shop().Find(StreamId::Of(Category::CATEGORY_CUSTOMER, TestUuid(customer))));
}

const GiftCard& GiftCardAt(uint8_t card, ShopAtWork& shop) {
  return std::get<GiftCard>(
      shop.shop().Find(StreamId::Of(Category::CATEGORY_GIFT_CARD, TestUuid(card))));
}

}  // namespace daybook::domain
