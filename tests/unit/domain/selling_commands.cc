#include "tests/unit/domain/selling_commands.h"

#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {

using edge::v1::Command;

Command AddReturnLine(uint8_t sale, int32_t return_line, uint8_t original, int32_t line,
                      int64_t quantity_milli) {
  Command command = NewCommand();
  edge::v1::AddReturnLine& add = *command.mutable_add_return_line();
  add.set_sale_id(TestId(sale));
  add.set_return_line(return_line);
  add.set_original_sale_id(TestId(original));
  add.set_line(line);
  add.set_quantity_milli(quantity_milli);
  add.set_reason("does not fit");
  return command;
}

Command RemoveReturnLine(uint8_t sale, int32_t return_line) {
  Command command = NewCommand();
  command.mutable_remove_return_line()->set_sale_id(TestId(sale));
  command.mutable_remove_return_line()->set_return_line(return_line);
  return command;
}

Command WithRefund(Command complete, uint8_t refund, int64_t amount_minor) {
  edge::v1::Refund& added = *complete.mutable_complete_sale()->add_refunds();
  added.set_payment_id(TestId(refund));
  added.set_tender(event::v1::TENDER_CARD);
  *added.mutable_amount() = Gbp(amount_minor);
  return complete;
}

Command RedeemCoupon(uint8_t sale, std::string_view offer) {
  Command command = NewCommand();
  command.mutable_redeem_coupon()->set_sale_id(TestId(sale));
  command.mutable_redeem_coupon()->set_offer(std::string(offer));
  return command;
}

Command Reprint(std::string_view number) {
  Command command = NewCommand();
  command.mutable_reprint_document()->set_number(std::string(number));
  return command;
}

Command Deliver(std::string_view number) {
  Command command = NewCommand();
  command.mutable_deliver_receipt()->set_number(std::string(number));
  command.mutable_deliver_receipt()->set_delivery(event::v1::RECEIPT_DELIVERY_QR);
  return command;
}

Command ClosePeriod(int32_t period) {
  Command command = NewCommand();
  command.mutable_close_period()->set_period(period);
  return command;
}

}  // namespace daybook::domain
