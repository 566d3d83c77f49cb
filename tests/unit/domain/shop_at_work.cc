#include "tests/unit/domain/shop_at_work.h"

#include "core/base/check.h"
#include "core/domain/fields.h"
#include "tests/unit/domain/goods_commands.h"
#include "tests/unit/domain/selling_commands.h"
#include "tests/unit/domain/value_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

constexpr int64_t kQuarterPastNine = 1'478'337'300;  // 2016-11-05 09:15 UTC.
constexpr int64_t kNine = kQuarterPastNine - 15 * 60;
constexpr uint8_t kInstallation = 200;

void AddRule(std::string_view tax_category, std::string_view jurisdiction, int64_t rate_ppm,
             edge::v1::ShopConfig& shop) {
  edge::v1::TaxRule& rule = *shop.add_tax_rules();
  rule.set_tax_category(std::string(tax_category));
  rule.set_jurisdiction(std::string(jurisdiction));
  rule.set_rate_ppm(rate_ppm);
}

// The catch-all station first.
void AddKitchen(edge::v1::KitchenConfig& kitchen) {
  edge::v1::KitchenStation& station = *kitchen.add_stations();
  station.set_station("kitchen");
  station.set_warn_seconds(300);
  station.set_late_seconds(600);
  kitchen.add_stations()->set_station("bar");
  edge::v1::KitchenRoute& drinks = *kitchen.add_routes();
  drinks.set_category("drinks");
  drinks.add_stations("bar");
  edge::v1::OrderNumberRange& numbers = *kitchen.add_order_numbers();
  numbers.set_register_("1");
  numbers.set_first_number(1);
  numbers.set_last_number(99);
}

std::string BytesOf(const Uuid& id) { return std::string(id.AsBytes()); }

}  // namespace

Uuid TestUuid(uint8_t number) {
  Uuid uuid;
  uuid.bytes.back() = number;
  return uuid;
}

std::string TestId(uint8_t number) { return std::string(TestUuid(number).AsBytes()); }

Uuid TestTicket(uint8_t sale, int32_t send, std::string_view station) {
  return TicketIdOf(TestUuid(sale), send, station);
}

common::v1::Money Gbp(int64_t minor_units) {
  common::v1::Money money;
  money.set_currency_code("GBP");
  money.set_minor_units(minor_units);
  return money;
}

edge::v1::ShopConfig BritishShop() {
  edge::v1::ShopConfig shop;
  shop.set_tenant("default");
  shop.set_store("bakery");
  shop.set_currency_code("GBP");
  shop.set_prices_include_tax(true);
  AddRule("standard", "GB", 200'000, shop);
  AddRule("zero", "GB", 0, shop);
  AddKitchen(*shop.mutable_kitchen());
  return shop;
}

edge::v1::ShopConfig AmericanShop() {
  edge::v1::ShopConfig shop;
  shop.set_tenant("default");
  shop.set_store("corner");
  shop.set_currency_code("USD");
  AddRule("general", "US-VA", 43'000, shop);
  AddRule("general", "US-VA-local", 10'000, shop);
  return shop;
}

Command NewCommand() {
  Command command;
  command.mutable_occur_time()->set_seconds(kQuarterPastNine);
  command.set_business_date(kToday);
  return command;
}

Command StartSale(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_start_sale()->set_sale_id(TestId(sale));
  command.mutable_start_sale()->set_currency_code("GBP");
  return command;
}

Command AddLine(uint8_t sale, int32_t line, int64_t price_minor, int64_t pieces) {
  Command command = NewCommand();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(TestId(sale));
  add.set_line(line);
  add.set_kind(event::v1::LINE_KIND_GOODS);
  add.set_sku("bread");
  add.set_name("Bread");
  add.set_category("bakery");
  add.set_quantity_milli(pieces * 1000);
  *add.mutable_unit_price() = Gbp(price_minor);
  add.set_tax_category("standard");
  return command;
}

Command ChangeQuantity(uint8_t sale, int32_t line, int64_t quantity_milli) {
  Command command = NewCommand();
  command.mutable_change_quantity()->set_sale_id(TestId(sale));
  command.mutable_change_quantity()->set_line(line);
  command.mutable_change_quantity()->set_quantity_milli(quantity_milli);
  return command;
}

Command RemoveLine(uint8_t sale, int32_t line) {
  Command command = NewCommand();
  command.mutable_remove_line_item()->set_sale_id(TestId(sale));
  command.mutable_remove_line_item()->set_line(line);
  command.mutable_remove_line_item()->set_reason("mistake");
  return command;
}

Command NotFound(uint8_t sale, std::string_view code) {
  Command command = NewCommand();
  command.mutable_report_item_not_found()->set_sale_id(TestId(sale));
  command.mutable_report_item_not_found()->set_code(std::string(code));
  return command;
}

Command PayCash(uint8_t sale, uint8_t payment, int64_t amount_minor, uint8_t drawer) {
  Command command = PayCard(sale, payment, amount_minor);
  command.mutable_receive_payment()->set_tender(event::v1::TENDER_CASH);
  command.mutable_receive_payment()->set_drawer_session_id(TestId(drawer));
  return command;
}

Command PayCard(uint8_t sale, uint8_t payment, int64_t amount_minor) {
  Command command = NewCommand();
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_sale_id(TestId(sale));
  receive.set_payment_id(TestId(payment));
  receive.set_tender(event::v1::TENDER_CARD);
  *receive.mutable_amount() = Gbp(amount_minor);
  return command;
}

Command StartPayment(uint8_t sale, uint8_t payment, int64_t amount_minor) {
  Command command = NewCommand();
  edge::v1::StartPayment& start = *command.mutable_start_payment();
  start.set_sale_id(TestId(sale));
  start.set_payment_id(TestId(payment));
  start.set_tender(event::v1::TENDER_CARD);
  *start.mutable_amount() = Gbp(amount_minor);
  return command;
}

Command Approve(uint8_t sale, uint8_t payment, int64_t amount_minor) {
  Command command = NewCommand();
  edge::v1::ApprovePayment& approve = *command.mutable_approve_payment();
  approve.set_sale_id(TestId(sale));
  approve.set_payment_id(TestId(payment));
  approve.set_tender(event::v1::TENDER_CARD);
  *approve.mutable_amount() = Gbp(amount_minor);
  return command;
}

Command Decline(uint8_t sale, uint8_t payment) {
  Command command = NewCommand();
  command.mutable_decline_payment()->set_sale_id(TestId(sale));
  command.mutable_decline_payment()->set_payment_id(TestId(payment));
  return command;
}

Command ReportUnknown(uint8_t sale, uint8_t payment) {
  Command command = NewCommand();
  command.mutable_report_payment_unknown()->set_sale_id(TestId(sale));
  command.mutable_report_payment_unknown()->set_payment_id(TestId(payment));
  return command;
}

Command Forward(uint8_t sale, uint8_t payment, int64_t amount_minor) {
  Command command = NewCommand();
  edge::v1::ForwardPayment& forward = *command.mutable_forward_payment();
  forward.set_sale_id(TestId(sale));
  forward.set_payment_id(TestId(payment));
  forward.set_tender(event::v1::TENDER_CARD);
  *forward.mutable_amount() = Gbp(amount_minor);
  return command;
}

Command Reverse(uint8_t sale, uint8_t payment, uint8_t drawer) {
  Command command = NewCommand();
  edge::v1::ReversePayment& reverse = *command.mutable_reverse_payment();
  reverse.set_sale_id(TestId(sale));
  reverse.set_payment_id(TestId(payment));
  if (drawer != 0) reverse.set_drawer_session_id(TestId(drawer));
  reverse.set_reason("changed their mind");
  return command;
}

Command CorrectTender(uint8_t sale, uint8_t payment, event::v1::Tender tender, uint8_t drawer) {
  Command command = NewCommand();
  edge::v1::CorrectTender& correct = *command.mutable_correct_tender();
  correct.set_sale_id(TestId(sale));
  correct.set_payment_id(TestId(payment));
  correct.set_tender(tender);
  if (drawer != 0) correct.set_drawer_session_id(TestId(drawer));
  correct.set_reason("the wrong key");
  return command;
}

Command AddTip(uint8_t sale, int32_t tip, int64_t amount_minor, uint8_t payment) {
  Command command = NewCommand();
  edge::v1::AddTip& add = *command.mutable_add_tip();
  add.set_sale_id(TestId(sale));
  add.set_tip(tip);
  *add.mutable_amount() = Gbp(amount_minor);
  add.set_recipient(event::v1::TIP_RECIPIENT_POOL);
  if (payment != 0) add.set_payment_id(TestId(payment));
  return command;
}

Command AdjustTip(uint8_t sale, int32_t tip, int64_t amount_minor) {
  Command command = NewCommand();
  command.mutable_adjust_tip()->set_sale_id(TestId(sale));
  command.mutable_adjust_tip()->set_tip(tip);
  *command.mutable_adjust_tip()->mutable_amount() = Gbp(amount_minor);
  return command;
}

Command Complete(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_complete_sale()->set_sale_id(TestId(sale));
  return command;
}

Command Void(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_void_sale()->set_sale_id(TestId(sale));
  command.mutable_void_sale()->set_reason("the wrong table");
  return command;
}

Command Return(uint8_t sale, int32_t line, int64_t quantity_milli, uint8_t refund,
               int64_t amount_minor) {
  Command command = NewCommand();
  edge::v1::ReturnItems& items = *command.mutable_return_items();
  items.set_sale_id(TestId(sale));
  items.set_reason("did not fit");
  items.add_lines()->set_line(line);
  items.mutable_lines(0)->set_quantity_milli(quantity_milli);
  if (amount_minor == 0) return command;
  items.add_refunds()->set_payment_id(TestId(refund));
  items.mutable_refunds(0)->set_tender(event::v1::TENDER_CARD);
  *items.mutable_refunds(0)->mutable_amount() = Gbp(amount_minor);
  return command;
}

Command Suspend(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_suspend_sale()->set_sale_id(TestId(sale));
  return command;
}

Command Retrieve(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_retrieve_sale()->set_sale_id(TestId(sale));
  return command;
}

Command OverridePrice(uint8_t sale, int32_t line, int64_t price_minor) {
  Command command = NewCommand();
  edge::v1::OverridePrice& override_price = *command.mutable_override_price();
  override_price.set_sale_id(TestId(sale));
  override_price.set_line(line);
  *override_price.mutable_unit_price() = Gbp(price_minor);
  override_price.set_reason("the shelf says so");
  return command;
}

Command TakeOffRate(uint8_t sale, int32_t discount, int64_t rate_ppm, std::vector<int32_t> lines) {
  Command command = NewCommand();
  edge::v1::ApplyDiscount& apply = *command.mutable_apply_discount();
  apply.set_sale_id(TestId(sale));
  apply.set_discount(discount);
  apply.set_rate_ppm(rate_ppm);
  apply.mutable_lines()->Assign(lines.begin(), lines.end());
  return command;
}

Command TakeOffAmount(uint8_t sale, int32_t discount, int64_t amount_minor,
                      std::vector<int32_t> lines) {
  Command command = TakeOffRate(sale, discount, 0, std::move(lines));
  *command.mutable_apply_discount()->mutable_amount() = Gbp(amount_minor);
  return command;
}

Command RemoveDiscount(uint8_t sale, int32_t discount) {
  Command command = NewCommand();
  command.mutable_remove_discount()->set_sale_id(TestId(sale));
  command.mutable_remove_discount()->set_discount(discount);
  return command;
}

Command ChangeOrderType(uint8_t sale, int32_t line, event::v1::OrderType order_type) {
  Command command = NewCommand();
  edge::v1::ChangeOrderType& change = *command.mutable_change_order_type();
  change.set_sale_id(TestId(sale));
  change.set_line(line);
  change.set_order_type(order_type);
  return command;
}

Command ChargeService(uint8_t sale, int64_t rate_ppm, bool mandatory) {
  Command command = NewCommand();
  edge::v1::ApplyServiceCharge& apply = *command.mutable_apply_service_charge();
  apply.set_sale_id(TestId(sale));
  apply.set_rate_ppm(rate_ppm);
  apply.set_mandatory(mandatory);
  apply.set_tax_category("standard");
  return command;
}

Command Abandon(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_abandon_sale()->set_sale_id(TestId(sale));
  return command;
}

Command OpenDrawer(uint8_t drawer, int64_t balance_minor) {
  Command command = NewCommand();
  command.mutable_open_drawer()->set_drawer_session_id(TestId(drawer));
  *command.mutable_open_drawer()->mutable_opening_balance() = Gbp(balance_minor);
  return command;
}

Command CountDrawer(uint8_t drawer, int64_t counted_minor) {
  Command command = NewCommand();
  command.mutable_count_drawer()->set_drawer_session_id(TestId(drawer));
  *command.mutable_count_drawer()->mutable_counted() = Gbp(counted_minor);
  return command;
}

Command CloseDrawer(uint8_t drawer) {
  Command command = NewCommand();
  command.mutable_close_drawer()->set_drawer_session_id(TestId(drawer));
  return command;
}

Command DropCash(uint8_t drawer, int64_t amount_minor) {
  Command command = NewCommand();
  command.mutable_drop_cash()->set_drawer_session_id(TestId(drawer));
  *command.mutable_drop_cash()->mutable_amount() = Gbp(amount_minor);
  return command;
}

Command PayIn(uint8_t drawer, int64_t amount_minor) {
  Command command = NewCommand();
  command.mutable_pay_in()->set_drawer_session_id(TestId(drawer));
  *command.mutable_pay_in()->mutable_amount() = Gbp(amount_minor);
  command.mutable_pay_in()->set_reason("change from the bank");
  return command;
}

Command PayOut(uint8_t drawer, int64_t amount_minor) {
  Command command = NewCommand();
  command.mutable_pay_out()->set_drawer_session_id(TestId(drawer));
  *command.mutable_pay_out()->mutable_amount() = Gbp(amount_minor);
  command.mutable_pay_out()->set_reason("window cleaner");
  return command;
}

Command OpenWithoutSale(uint8_t drawer) {
  Command command = NewCommand();
  command.mutable_open_without_sale()->set_drawer_session_id(TestId(drawer));
  command.mutable_open_without_sale()->set_reason("change for the parking meter");
  return command;
}

Command HandOver(uint8_t drawer, std::string_view to_employee) {
  Command command = NewCommand();
  command.mutable_hand_over()->set_drawer_session_id(TestId(drawer));
  command.mutable_hand_over()->set_to_employee(std::string(to_employee));
  return command;
}

Command DepositToSafe(int64_t amount_minor) {
  Command command = NewCommand();
  *command.mutable_deposit_to_safe()->mutable_amount() = Gbp(amount_minor);
  command.mutable_deposit_to_safe()->set_reference("from the bank");
  return command;
}

Command WithdrawFromSafe(int64_t amount_minor) {
  Command command = NewCommand();
  *command.mutable_withdraw_from_safe()->mutable_amount() = Gbp(amount_minor);
  command.mutable_withdraw_from_safe()->set_reason("floats for the drawers");
  return command;
}

Command CountSafe(int64_t counted_minor) {
  Command command = NewCommand();
  *command.mutable_count_safe()->mutable_counted() = Gbp(counted_minor);
  return command;
}

Command PrepareBankDeposit(int64_t amount_minor) {
  Command command = NewCommand();
  *command.mutable_prepare_bank_deposit()->mutable_amount() = Gbp(amount_minor);
  command.mutable_prepare_bank_deposit()->set_reference("bag 17");
  return command;
}

Command ClockIn(std::string_view employee) {
  Command command = NewCommand();
  command.mutable_clock_in()->set_employee(std::string(employee));
  return command;
}

Command ClockOut(std::string_view employee) {
  Command command = NewCommand();
  command.mutable_clock_out()->set_employee(std::string(employee));
  return command;
}

Command StartBreak(std::string_view employee) {
  Command command = NewCommand();
  command.mutable_start_break()->set_employee(std::string(employee));
  return command;
}

Command EndBreak(std::string_view employee) {
  Command command = NewCommand();
  command.mutable_end_break()->set_employee(std::string(employee));
  return command;
}

Command CorrectClock(std::string_view employee, int64_t period) {
  Command command = NewCommand();
  edge::v1::CorrectClock& correct = *command.mutable_correct_clock();
  correct.set_employee(std::string(employee));
  correct.set_period(period);
  correct.mutable_start_time()->set_seconds(kNine);
  correct.mutable_end_time()->set_seconds(kNine + 8 * 3600);
  correct.set_break_seconds(1800);
  correct.set_reason("forgot the clock");
  return command;
}

Command SetPin(std::string_view employee) {
  Command command = NewCommand();
  command.mutable_set_pin()->set_employee(std::string(employee));
  event::v1::PinVerifier& verifier = *command.mutable_set_pin()->mutable_verifier();
  verifier.set_algorithm(event::v1::PIN_ALGORITHM_SCRYPT);
  verifier.set_cost_log2(15);
  verifier.set_block_size(8);
  verifier.set_parallelism(1);
  verifier.set_salt(std::string(16, 's'));
  verifier.set_hash(std::string(32, 'h'));
  return command;
}

Command SignIn(std::string_view employee, event::v1::SignInOutcome outcome) {
  Command command = NewCommand();
  command.mutable_sign_in()->set_employee(std::string(employee));
  command.mutable_sign_in()->set_outcome(outcome);
  return command;
}

Command SignOut(std::string_view employee, bool close_shift) {
  Command command = NewCommand();
  command.mutable_sign_out()->set_employee(std::string(employee));
  command.mutable_sign_out()->set_close_shift(close_shift);
  return command;
}

Command RequestApproval(uint8_t approval, std::string_view permission, std::string_view subject) {
  Command command = NewCommand();
  edge::v1::RequestApproval& request = *command.mutable_request_approval();
  request.set_approval_id(TestId(approval));
  request.set_permission(std::string(permission));
  request.set_subject(std::string(subject));
  request.set_text("the customer insists");
  return command;
}

Command AnswerApproval(uint8_t approval, bool grant) {
  Command command = NewCommand();
  command.mutable_answer_approval()->set_approval_id(TestId(approval));
  command.mutable_answer_approval()->set_answer(grant ? edge::v1::APPROVAL_ANSWER_GRANT
                                                      : edge::v1::APPROVAL_ANSWER_DENY);
  return command;
}

Command Approved(Command command, uint8_t approval) {
  command.set_approval_id(TestId(approval));
  return command;
}

Command Later(Command command, int64_t minutes) {
  google::protobuf::Timestamp& time = *command.mutable_occur_time();
  time.set_seconds(time.seconds() + minutes * 60);
  return command;
}

std::string SaleText(uint8_t sale) {
  return StreamId::Of(Category::CATEGORY_SALE, TestUuid(sale)).ToText();
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

Command VerifyAge(uint8_t sale, int32_t age_years) {
  Command command = NewCommand();
  command.mutable_verify_age()->set_sale_id(TestId(sale));
  command.mutable_verify_age()->set_age_years(age_years);
  return command;
}

Command ChangeTable(uint8_t sale, std::string_view table) {
  Command command = NewCommand();
  command.mutable_change_table()->set_sale_id(TestId(sale));
  command.mutable_change_table()->set_table(std::string(table));
  return command;
}

Command SetGuestCount(uint8_t sale, int32_t guest_count) {
  Command command = NewCommand();
  command.mutable_set_guest_count()->set_sale_id(TestId(sale));
  command.mutable_set_guest_count()->set_guest_count(guest_count);
  return command;
}

Command ChangeOwner(uint8_t sale, std::string_view to_employee) {
  Command command = NewCommand();
  command.mutable_change_owner()->set_sale_id(TestId(sale));
  command.mutable_change_owner()->set_to_employee(std::string(to_employee));
  return command;
}

Command PresentBill(uint8_t sale) {
  Command command = NewCommand();
  command.mutable_present_bill()->set_sale_id(TestId(sale));
  return command;
}

Command MoveLines(uint8_t sale, uint8_t to_sale, std::vector<int32_t> lines) {
  Command command = NewCommand();
  command.mutable_move_lines()->set_sale_id(TestId(sale));
  command.mutable_move_lines()->set_to_sale_id(TestId(to_sale));
  *command.mutable_move_lines()->mutable_lines() = {lines.begin(), lines.end()};
  return command;
}

Command SplitSale(uint8_t sale, uint8_t to_sale, std::vector<int32_t> lines) {
  Command command = NewCommand();
  command.mutable_split_sale()->set_sale_id(TestId(sale));
  command.mutable_split_sale()->set_to_sale_id(TestId(to_sale));
  *command.mutable_split_sale()->mutable_lines() = {lines.begin(), lines.end()};
  return command;
}

Command MergeSales(uint8_t sale, uint8_t to_sale) {
  Command command = NewCommand();
  command.mutable_merge_sales()->set_sale_id(TestId(sale));
  command.mutable_merge_sales()->set_to_sale_id(TestId(to_sale));
  return command;
}

Command ReceiveStock(std::string_view sku, int64_t quantity_milli) {
  Command command = NewCommand();
  command.mutable_receive_stock()->set_location("main");
  command.mutable_receive_stock()->set_sku(std::string(sku));
  command.mutable_receive_stock()->set_quantity_milli(quantity_milli);
  return command;
}

Command AddDish(uint8_t sale, int32_t line, int32_t course, int64_t pieces) {
  Command command = AddLine(sale, line, 100, pieces);
  command.mutable_add_line_item()->set_course(course);
  return command;
}

Command SendOrder(uint8_t sale, int32_t fired_course) {
  Command command = NewCommand();
  command.mutable_send_order()->set_sale_id(TestId(sale));
  command.mutable_send_order()->set_fired_course(fired_course);
  return command;
}

Command FireCourse(uint8_t sale, int32_t course) {
  Command command = NewCommand();
  command.mutable_fire_course()->set_sale_id(TestId(sale));
  command.mutable_fire_course()->set_course(course);
  return command;
}

Command StartItem(const Uuid& ticket_id, int32_t line) {
  Command command = NewCommand();
  command.mutable_start_ticket_item()->set_ticket_id(BytesOf(ticket_id));
  command.mutable_start_ticket_item()->set_line(line);
  return command;
}

Command ReadyItem(const Uuid& ticket_id, int32_t line) {
  Command command = NewCommand();
  command.mutable_ready_ticket_item()->set_ticket_id(BytesOf(ticket_id));
  command.mutable_ready_ticket_item()->set_line(line);
  return command;
}

Command Bump(const Uuid& ticket_id) {
  Command command = NewCommand();
  command.mutable_bump_ticket()->set_ticket_id(BytesOf(ticket_id));
  return command;
}

Command Recall(const Uuid& ticket_id) {
  Command command = NewCommand();
  command.mutable_recall_ticket()->set_ticket_id(BytesOf(ticket_id));
  return command;
}

Command Refire(const Uuid& ticket_id, std::vector<int32_t> lines) {
  Command command = NewCommand();
  command.mutable_refire_ticket()->set_ticket_id(BytesOf(ticket_id));
  command.mutable_refire_ticket()->mutable_lines()->Assign(lines.begin(), lines.end());
  return command;
}

Command MoveTicket(const Uuid& ticket_id, std::string_view station) {
  Command command = NewCommand();
  command.mutable_move_ticket()->set_ticket_id(BytesOf(ticket_id));
  command.mutable_move_ticket()->set_station(std::string(station));
  return command;
}

Command Prioritise(const Uuid& ticket_id, bool withdraw) {
  Command command = NewCommand();
  command.mutable_prioritise_ticket()->set_ticket_id(BytesOf(ticket_id));
  command.mutable_prioritise_ticket()->set_withdraw(withdraw);
  return command;
}

Command Serve(const Uuid& ticket_id) {
  Command command = NewCommand();
  command.mutable_serve_ticket()->set_ticket_id(BytesOf(ticket_id));
  return command;
}

Command EightySix(std::string_view sku) {
  Command command = NewCommand();
  command.mutable_eighty_six_product()->set_sku(std::string(sku));
  return command;
}

Command PutBack(std::string_view sku) {
  Command command = NewCommand();
  command.mutable_put_product_back()->set_sku(std::string(sku));
  return command;
}

Command CloseStation(std::string_view station, std::string_view fallback) {
  Command command = NewCommand();
  command.mutable_close_station()->set_station(std::string(station));
  command.mutable_close_station()->set_fallback(std::string(fallback));
  return command;
}

Command OpenStation(std::string_view station) {
  Command command = NewCommand();
  command.mutable_open_station()->set_station(std::string(station));
  return command;
}

Command PrinterFails(std::string_view station, std::string_view problem) {
  Command command = NewCommand();
  command.mutable_report_printer_failed()->set_station(std::string(station));
  command.mutable_report_printer_failed()->set_problem(std::string(problem));
  return command;
}

Command ReroutePrint(std::string_view station, std::string_view print_station) {
  Command command = NewCommand();
  command.mutable_reroute_print()->set_station(std::string(station));
  command.mutable_reroute_print()->set_print_station(std::string(print_station));
  return command;
}

Command PrinterRestored(std::string_view station) {
  Command command = NewCommand();
  command.mutable_report_printer_restored()->set_station(std::string(station));
  return command;
}

std::vector<Command> OneOfEach() {
  return {StartSale(1),
          AddLine(1, 1, 100),
          ChangeQuantity(1, 1, 2000),
          RemoveLine(1, 1),
          NotFound(1, "4711"),
          PayCash(1, 1, 100, 1),
          Complete(1),
          Abandon(1),
          Suspend(1),
          Retrieve(1),
          OverridePrice(1, 1, 90),
          TakeOffRate(1, 1, 50'000),
          RemoveDiscount(1, 1),
          ChangeOrderType(1, 0, event::v1::ORDER_TYPE_EAT_IN),
          OpenDrawer(1, 5000),
          CountDrawer(1, 50),
          CloseDrawer(1),
          DropCash(1, 1000),
          PayIn(1, 1000),
          PayOut(1, 1000),
          OpenWithoutSale(1),
          HandOver(1, "ben"),
          OpenDay(),
          CloseDay(),
          AddReturnLine(1, 1, 2, 1),
          RemoveReturnLine(1, 1),
          DepositToSafe(1000),
          WithdrawFromSafe(1000),
          CountSafe(1000),
          PrepareBankDeposit(1000),
          ReceiveStock("bread", 1000),
          AdjustStock("bread", 1000),
          CountStock("bread", 1000),
          ReserveStock("bread", 40, 500),
          ReleaseStock("bread", 40),
          RequestTransfer(41, {{"bread", 1000}}),
          ShipTransfer(41),
          ReceiveTransfer(41),
          CancelTransfer(41),
          ResolveDiscrepancy(1, 1),
          ChargeService(1, 125'000),
          StartPayment(1, 7, 100),
          Approve(1, 7, 100),
          Decline(1, 7),
          ReportUnknown(1, 7),
          Forward(1, 7, 100),
          Reverse(1, 7),
          CorrectTender(1, 7, event::v1::TENDER_VOUCHER),
          AddTip(1, 1, 20, 7),
          AdjustTip(1, 1, 30),
          Void(1),
          Return(1, 1, 500, 30, 50),
          VerifyAge(1, 18),
          ChangeTable(1, "4"),
          SetGuestCount(1, 2),
          ChangeOwner(1, "ben"),
          PresentBill(1),
          MoveLines(1, 2, {1}),
          SplitSale(1, 3, {1}),
          MergeSales(1, 2),
          RedeemCoupon(1, "happy-hour"),
          Reprint("bakery-1S-1"),
          Deliver("bakery-1S-1"),
          ClosePeriod(201611),
          ClockIn("ada"),
          ClockOut("ada"),
          StartBreak("ada"),
          EndBreak("ada"),
          CorrectClock("ada", 1),
          SetPin("ada"),
          SignIn("ada"),
          SignOut("ada"),
          RequestApproval(50, "sale.void", SaleText(1)),
          AnswerApproval(50),
          UpsertItem("roll", 60),
          DiscontinueItem("roll"),
          AssignBarcode("roll", "5012345678900"),
          ChangePrice("roll", kTomorrow, 70),
          ChangeOffer("happy-hour", 200'000),
          ChangeFlag("new-receipt", true),
          BeginImport(42),
          StageItem(42, "bun", 50),
          ActivateImport(42),
          AbortImport(42),
          SendOrder(1),
          FireCourse(1, 2),
          StartItem(TestTicket(1), 1),
          ReadyItem(TestTicket(1), 1),
          Bump(TestTicket(1)),
          Recall(TestTicket(1)),
          Refire(TestTicket(1)),
          MoveTicket(TestTicket(1), "bar"),
          Prioritise(TestTicket(1)),
          Serve(TestTicket(1)),
          EightySix("bread"),
          PutBack("bread"),
          CloseStation("bar"),
          OpenStation("bar"),
          PrinterFails("bar", "no paper"),
          ReroutePrint("bar", "kitchen"),
          PrinterRestored("bar"),
          CashOutGiftCard(60, 1),
          CreateCustomer(61),
          LetOwe(61, 5000),
          EraseCustomer(61),
          AttachCustomer(1, 0)};
}

std::vector<std::string> EventNames(const std::vector<NewEvent>& events) {
  std::vector<std::string> names;
  for (const NewEvent& recorded : events) {
    if (recorded.stream.category == Category::CATEGORY_AUDIT) continue;
    const auto* field =
        event::v1::Event::descriptor()->FindFieldByNumber(recorded.event.event_case());
    names.push_back(field == nullptr ? "" : field->message_type()->name());
  }
  return names;
}

absl::StatusOr<Decision> ShopAtWork::Execute(const Command& command, const Context& context) {
  absl::StatusOr<Decision> decision = Decide(command, context, shop_);
  if (decision.ok()) shop_.Apply(OriginOf(command, context), decision->events);
  return decision;
}

absl::StatusOr<Decision> ShopAtWork::AskAt(std::string_view register_name, const Command& command) {
  const Context context{
      .shop = config_, .register_name = std::string(register_name), .employee = "ada"};
  return Execute(command, context);
}

absl::StatusOr<Decision> ShopAtWork::Ask(const Command& command) { return AskAt("1", command); }

absl::StatusOr<Decision> ShopAtWork::AskApproved(const Command& command) {
  const Context context{.shop = config_,
                        .register_name = "1",
                        .employee = "ada",
                        .authority = {.approver_role = edge::v1::ROLE_SUPERVISOR}};
  return Execute(command, context);
}

absl::StatusOr<Decision> ShopAtWork::AskAs(std::string_view employee, edge::v1::Role role,
                                           const Command& command) {
  Context context{.shop = config_,
                  .register_name = "1",
                  .employee = std::string(employee),
                  .authority = {.role = role}};
  if (const auto missing = MissingPermission(context.authority, command)) {
    context.objection = PermissionMissing(employee, *missing);
  }
  return Execute(command, context);
}

Decision ShopAtWork::Own(const Command& command) {
  const std::string encoded = command.SerializeAsString();
  const Context context{.shop = config_,
                        .register_name = "1",
                        .employee = "ada",
                        .own = true,
                        .encoded = encoded,
                        .install_id = TestUuid(kInstallation)};
  absl::StatusOr<Decision> decision = Execute(command, context);
  DAYBOOK_CHECK(decision.ok());
  return *std::move(decision);
}

void ShopAtWork::MustAsk(const std::vector<Command>& commands) {
  for (const Command& command : commands) DAYBOOK_CHECK(Ask(command).ok());
}

const Sale& ShopAtWork::SaleAt(uint8_t sale) {
  return std::get<Sale>(shop_.Find(StreamId::Of(Category::CATEGORY_SALE, TestUuid(sale))));
}

const Drawer& ShopAtWork::DrawerAt(uint8_t drawer) {
  return std::get<Drawer>(shop_.Find(StreamId::Of(Category::CATEGORY_DRAWER, TestUuid(drawer))));
}

const Day& ShopAtWork::DayAt(int32_t business_date) {
  return std::get<Day>(shop_.Find(DayStream(business_date)));
}

const Employee& ShopAtWork::EmployeeAt(std::string_view code) {
  return std::get<Employee>(shop_.Find(EmployeeStream(code)));
}

const Approval& ShopAtWork::ApprovalAt(uint8_t approval) {
  return std::get<Approval>(
      shop_.Find(StreamId::Of(Category::CATEGORY_APPROVAL, TestUuid(approval))));
}

const event::v1::KitchenTicket& ShopAtWork::TicketAt(const Uuid& ticket_id) {
  return std::get<Ticket>(shop_.Find(TicketStream(ticket_id))).ticket;
}

const StockItem& ShopAtWork::StockAt(std::string_view sku) {
  return std::get<StockItem>(shop_.Find(StockStream("main", sku)));
}

}  // namespace daybook::domain
