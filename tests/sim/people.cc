#include "tests/sim/people.h"

#include <algorithm>

#include "core/base/business_date.h"
#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/domain/cash.h"
#include "core/domain/pricing.h"
#include "fmt/format.h"

namespace daybook::sim {
namespace {

using edge::v1::Command;

constexpr int64_t kAttemptsAtClosingMax = 40;
constexpr int kPeriodAttemptsMax = 15;

std::string Bytes(const Uuid& id) { return std::string(id.AsBytes()); }

Command BlankCommand(absl::Time now, int32_t business_date) {
  Command command;
  *command.mutable_occur_time() = ToTimestamp(now);
  command.set_business_date(business_date);
  return command;
}

void FillMoney(int64_t minor_units, const std::string& currency_code, common::v1::Money& money) {
  money.set_currency_code(currency_code);
  money.set_minor_units(minor_units);
}

}  // namespace

Cashier::Cashier(const edge::v1::ShopConfig& shop, Post post, uint64_t seed)
    : shop_config_(shop), post_(std::move(post)), random_(seed) {}

std::vector<Wish> Cashier::Next(const Moment& moment) {
  wishes_.clear();
  now_ = moment.now;
  // Some are late to notice that another day has begun.
  if (!sale_id_ && (business_date_ == 0 || moment.going_home || Chance(60))) {
    business_date_ = moment.business_date;
  }
  if (moment.going_home) {
    GoHome();
  } else if (sale_id_) {
    WorkOnSale();
  } else {
    WorkBetweenSales();
  }
  return std::move(wishes_);
}

void Cashier::GiveUp() {
  sale_id_.reset();
  if (Chance(50)) drawer_id_.reset();
}

void Cashier::Do(Command command) {
  const bool needs_boss = domain::MissingPermission({.role = post_.role}, command).has_value();
  const bool has_approval = !command.approval_id().empty();
  if (needs_boss && !has_approval && Chance(85)) command.set_approver(kBoss);
  const edge::v1::Role approver_role =
      command.approver() == kBoss ? edge::v1::ROLE_MANAGER : edge::v1::ROLE_UNSPECIFIED;
  domain::Context context{.shop = shop_config_,
                          .register_name = post_.register_name,
                          .employee = post_.employee,
                          .authority = {.role = post_.role, .approver_role = approver_role},
                          .own = post_.install_id.has_value(),
                          .install_id = post_.install_id.value_or(Uuid())};
  if (const auto missing = domain::MissingPermission(context.authority, command)) {
    context.objection = domain::PermissionMissing(post_.employee, *missing);
  }
  auto decision = domain::Decide(command, context, shop_);
  Wish& wish = wishes_.emplace_back();
  wish.permitted = decision.ok() && decision->objection.ok();
  if (decision.ok()) shop_.Apply(domain::OriginOf(command, context), decision->events);
  wish.command = std::move(command);
}

Command Cashier::Blank() const { return BlankCommand(now_, business_date_); }

const domain::Sale& Cashier::sale() {
  return std::get<domain::Sale>(shop_.Find(StreamId::Of(Category::CATEGORY_SALE, *sale_id_)));
}

bool Cashier::drawer_is_open() {
  if (!drawer_id_) return false;
  const auto& drawer =
      std::get<domain::Drawer>(shop_.Find(StreamId::Of(Category::CATEGORY_DRAWER, *drawer_id_)));
  return drawer.state == domain::DrawerState::kOpen;
}

int64_t Cashier::Due() { return domain::DueOf(sale(), shop_config_); }

void Cashier::OpenDrawer() {
  drawer_id_ = NewId();
  Command command = Blank();
  command.mutable_open_drawer()->set_drawer_session_id(Bytes(*drawer_id_));
  FillMoney(random_.Below(20'000), shop_config_.currency_code(),
            *command.mutable_open_drawer()->mutable_opening_balance());
  Do(std::move(command));
}

void Cashier::CloseDrawer() {
  if (Chance(90)) {
    Command count = Blank();
    count.mutable_count_drawer()->set_drawer_session_id(Bytes(*drawer_id_));
    FillMoney(random_.Below(50'000), shop_config_.currency_code(),
              *count.mutable_count_drawer()->mutable_counted());
    Do(std::move(count));
  }
  Command close = Blank();
  close.mutable_close_drawer()->set_drawer_session_id(Bytes(*drawer_id_));
  if (Chance(15)) Do(close);  // Twice: the second time changes nothing.
  Do(std::move(close));
}

// What else is done with a drawer.
void Cashier::UseDrawer() {
  Command command = Blank();
  const std::string drawer = Bytes(*drawer_id_);
  const int64_t amount_minor = 1 + random_.Below(3'000);
  switch (random_.Below(8)) {
    case 0:
      command.mutable_drop_cash()->set_drawer_session_id(drawer);
      FillMoney(amount_minor, shop_config_.currency_code(),
                *command.mutable_drop_cash()->mutable_amount());
      break;
    case 1:
      command.mutable_pay_in()->set_drawer_session_id(drawer);
      FillMoney(amount_minor, shop_config_.currency_code(),
                *command.mutable_pay_in()->mutable_amount());
      command.mutable_pay_in()->set_reason("change");
      break;
    case 2:
      command.mutable_pay_out()->set_drawer_session_id(drawer);
      FillMoney(amount_minor, shop_config_.currency_code(),
                *command.mutable_pay_out()->mutable_amount());
      command.mutable_pay_out()->set_reason("milk");
      break;
    case 3:
      command.mutable_open_without_sale()->set_drawer_session_id(drawer);
      command.mutable_open_without_sale()->set_reason("a look");
      break;
    case 4:
      command.mutable_hand_over()->set_drawer_session_id(drawer);
      command.mutable_hand_over()->set_to_employee(Chance(50) ? "ben" : post_.employee);
      break;
    default:
      return Chance(30) ? CashOutGiftCard() : Chance(50) ? LookAfterCustomer() : UseSafe();
  }
  Do(std::move(command));
}

void Cashier::UseSafe() {
  Command command = Blank();
  common::v1::Money amount;
  FillMoney(1 + random_.Below(3'000), shop_config_.currency_code(), amount);
  switch (random_.Below(3)) {
    case 0:
      *command.mutable_count_safe()->mutable_counted() = amount;
      break;
    case 1:
      *command.mutable_withdraw_from_safe()->mutable_amount() = amount;
      command.mutable_withdraw_from_safe()->set_reason("change");
      break;
    default:
      *command.mutable_prepare_bank_deposit()->mutable_amount() = amount;
      command.mutable_prepare_bank_deposit()->set_reference("bag 7");
      break;
  }
  command.set_approver(kBoss);
  Do(std::move(command));
}

void Cashier::StartSale() {
  sale_id_ = NewId();
  line_ = 0;
  discount_ = 0;
  tip_ = 0;
  return_line_ = 0;
  late_payment_id_.reset();
  Command command = Blank();
  command.mutable_start_sale()->set_sale_id(Bytes(*sale_id_));
  command.mutable_start_sale()->set_currency_code(shop_config_.currency_code());
  Do(std::move(command));
}

void Cashier::AddLine(int64_t price_minor) {
  const int64_t item = random_.Below(kItemCount);
  Command command = Blank();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(Bytes(*sale_id_));
  add.set_line(++line_);
  add.set_kind(item == 0 ? event::v1::LINE_KIND_SERVICE : event::v1::LINE_KIND_GOODS);
  add.set_sku(fmt::format("sku-{}", item));
  add.set_name(fmt::format("Item {}", item));
  add.set_category(item < 3 ? "drinks" : "bakery");
  add.set_quantity_milli(Chance(70) ? 1'000 : 1 + random_.Below(5'000));
  const int64_t sold_minor = Chance(50) ? ListPriceOf(item) : price_minor;
  FillMoney(sold_minor, shop_config_.currency_code(), *add.mutable_unit_price());
  add.set_tax_category(item % 2 == 0 ? "standard" : "reduced");
  if (Chance(10)) AddModifier(add);
  if (Chance(5)) add.set_age_limit_years(18);
  add.set_course(static_cast<int32_t>(random_.Below(3)));
  if (Chance(40)) add.set_salesperson(Chance(70) ? post_.employee : "cleo");
  Do(std::move(command));
}

void Cashier::AddModifier(edge::v1::AddLineItem& add) {
  edge::v1::LineModifier& modifier = *add.add_modifiers();
  modifier.set_modifier("milk");
  modifier.set_name("Milk");
  modifier.set_quantity_milli(1'000 * (1 + random_.Below(2)));
  FillMoney(random_.Below(200), shop_config_.currency_code(), *modifier.mutable_unit_price());
  if (Chance(50)) modifier.set_tax_category(Chance(50) ? "standard" : "reduced");
}

// A deposit, which is no turnover.
void Cashier::AddDeposit() {
  Command command = Blank();
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_sale_id(Bytes(*sale_id_));
  add.set_line(++line_);
  add.set_kind(event::v1::LINE_KIND_DEPOSIT);
  add.set_sku("deposit");
  add.set_name("Deposit");
  add.set_category("deposits");
  add.set_quantity_milli(1'000);
  FillMoney(random_.Below(500), shop_config_.currency_code(), *add.mutable_unit_price());
  Do(std::move(command));
}

// A menu: one price for a few things that are taxed differently.
void Cashier::AddCombo() {
  AddLine(500 + random_.Below(1'000));
  const int32_t parent = line_;
  for (int64_t parts = 1 + random_.Below(3); parts > 0; --parts) {
    Command command = Blank();
    edge::v1::AddLineItem& add = *command.mutable_add_line_item();
    add.set_sale_id(Bytes(*sale_id_));
    add.set_line(++line_);
    add.set_sku(fmt::format("sku-{}", 1 + random_.Below(kItemCount - 1)));
    add.set_name("Part of a menu");
    add.set_category("menus");
    add.set_quantity_milli(1'000);
    add.set_parent_line(parent);
    FillMoney(random_.Below(600), shop_config_.currency_code(), *add.mutable_unit_price());
    add.set_tax_category(Chance(50) ? "standard" : "reduced");
    Do(std::move(command));
  }
}

void Cashier::VerifyAge() {
  Command command = Blank();
  command.mutable_verify_age()->set_sale_id(Bytes(*sale_id_));
  command.mutable_verify_age()->set_age_years(18);
  command.mutable_verify_age()->set_refused(Chance(30));
  Do(std::move(command));
}

// Guests sit down, change tables, and are looked after by somebody else.
void Cashier::LookAfterGuests() {
  Command command = Blank();
  switch (random_.Below(4)) {
    case 0:
      command.mutable_change_table()->set_sale_id(Bytes(*sale_id_));
      command.mutable_change_table()->set_table(fmt::format("{}", random_.Below(9)));
      break;
    case 1:
      command.mutable_set_guest_count()->set_sale_id(Bytes(*sale_id_));
      command.mutable_set_guest_count()->set_guest_count(
          static_cast<int32_t>(1 + random_.Below(6)));
      break;
    case 2:
      command.mutable_change_owner()->set_sale_id(Bytes(*sale_id_));
      command.mutable_change_owner()->set_to_employee(Chance(50) ? "ben" : "cleo");
      break;
    default:
      command.mutable_change_order_type()->set_sale_id(Bytes(*sale_id_));
      command.mutable_change_order_type()->set_order_type(
          Chance(50) ? event::v1::ORDER_TYPE_EAT_IN : event::v1::ORDER_TYPE_TAKE_AWAY);
      break;
  }
  Do(std::move(command));
}

void Cashier::PresentBill() {
  Command command = Blank();
  command.mutable_present_bill()->set_sale_id(Bytes(*sale_id_));
  Do(std::move(command));
}

// Some of the guests pay for themselves, or think better of it.
void Cashier::Split() {
  const auto line = std::ranges::find_if(sale().lines, [](const auto& entry) {
    return !entry.second.removed && entry.second.sold.parent_line() == 0;
  });
  if (line == sale().lines.end() || late_payment_id_) return;
  const Uuid rest = *sale_id_;
  const Uuid split_off = NewId();
  Command split = Blank();
  split.mutable_split_sale()->set_sale_id(Bytes(rest));
  split.mutable_split_sale()->set_to_sale_id(Bytes(split_off));
  split.mutable_split_sale()->add_lines(line->first);
  Do(std::move(split));
  if (Chance(40)) {
    Command merge = Blank();
    merge.mutable_merge_sales()->set_sale_id(Bytes(split_off));
    merge.mutable_merge_sales()->set_to_sale_id(Bytes(rest));
    Do(std::move(merge));
    line_ = std::max(line_, sale().lines.empty() ? 0 : sale().lines.rbegin()->first);
    for (const domain::Discount& known : sale().discounts) {
      discount_ = std::max(discount_, known.number);
    }
    return;
  }
  sale_id_ = split_off;
  Finish();
  sale_id_ = rest;
}

void Cashier::AddSomeLine() {
  const int64_t dice = random_.Below(100);
  if (dice < 5) return AddCombo();
  if (dice < 8) return AddDeposit();
  if (dice < 11) return AddGiftCard();
  if (dice < 13) return AddAccountPayment();
  if (dice < 17) AttachCustomer();
  AddLine(random_.Below(2'000));
}

void Cashier::ChangeLine() {
  Command command = Blank();
  edge::v1::ChangeQuantity& change = *command.mutable_change_quantity();
  change.set_sale_id(Bytes(*sale_id_));
  change.set_line(static_cast<int32_t>(1 + random_.Below(line_ + 1)));
  change.set_quantity_milli(1'000 * (1 + random_.Below(4)));
  Do(std::move(command));
}

void Cashier::RemoveLine() {
  Command command = Blank();
  edge::v1::RemoveLineItem& remove = *command.mutable_remove_line_item();
  remove.set_sale_id(Bytes(*sale_id_));
  remove.set_line(static_cast<int32_t>(1 + random_.Below(line_ + 1)));
  remove.set_reason("changed their mind");
  Do(std::move(command));
}

void Cashier::ReportNotFound() {
  Command command = Blank();
  command.mutable_report_item_not_found()->set_sale_id(Bytes(*sale_id_));
  command.mutable_report_item_not_found()->set_code(fmt::format("{}", random_.Below(1'000'000)));
  Do(std::move(command));
}

void Cashier::TakeOff() {
  Command command = Blank();
  edge::v1::ApplyDiscount& apply = *command.mutable_apply_discount();
  apply.set_sale_id(Bytes(*sale_id_));
  apply.set_discount(++discount_);
  if (Chance(50)) apply.add_lines(static_cast<int32_t>(1 + random_.Below(line_ + 1)));
  if (Chance(50)) {
    apply.set_rate_ppm(1 + random_.Below(300'000));
  } else {
    FillMoney(1 + random_.Below(500), shop_config_.currency_code(), *apply.mutable_amount());
  }
  if (Chance(30)) command.set_approver(kBoss);
  Do(std::move(command));
  if (Chance(20)) TakeBack();
}

void Cashier::TakeBack() {
  Command command = Blank();
  command.mutable_remove_discount()->set_sale_id(Bytes(*sale_id_));
  command.mutable_remove_discount()->set_discount(
      static_cast<int32_t>(Chance(80) ? std::max(discount_, 1) : 1 + random_.Below(discount_ + 1)));
  Do(std::move(command));
}

void Cashier::OverridePrice() {
  Command command = Blank();
  edge::v1::OverridePrice& override_price = *command.mutable_override_price();
  override_price.set_sale_id(Bytes(*sale_id_));
  override_price.set_line(static_cast<int32_t>(1 + random_.Below(line_ + 1)));
  FillMoney(random_.Below(2'000), shop_config_.currency_code(),
            *override_price.mutable_unit_price());
  override_price.set_reason("as agreed");
  Do(std::move(command));
}

void Cashier::ChargeService() {
  Command command = Blank();
  edge::v1::ApplyServiceCharge& apply = *command.mutable_apply_service_charge();
  apply.set_sale_id(Bytes(*sale_id_));
  apply.set_rate_ppm(random_.Below(150'000));
  apply.set_mandatory(Chance(30));
  apply.set_tax_category("standard");
  Do(std::move(command));
}

void Cashier::SuspendAndRetrieve() {
  Command suspend = Blank();
  suspend.mutable_suspend_sale()->set_sale_id(Bytes(*sale_id_));
  Do(std::move(suspend));
  if (Chance(20)) return AddSomeLine();  // Forgets to retrieve it first.
  Command retrieve = Blank();
  retrieve.mutable_retrieve_sale()->set_sale_id(Bytes(*sale_id_));
  Do(std::move(retrieve));
}

void Cashier::Pay(int64_t amount_minor) {
  if (Chance(12) && PayByGiftCard(amount_minor)) return;
  if (Chance(12) && PayByBook(amount_minor)) return;
  Command command = Blank();
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_sale_id(Bytes(*sale_id_));
  receive.set_payment_id(Bytes(NewId()));
  FillMoney(amount_minor, shop_config_.currency_code(), *receive.mutable_amount());
  if ((drawer_is_open() || (drawer_id_ && Chance(5))) && Chance(60)) {
    receive.set_tender(event::v1::TENDER_CASH);
    receive.set_drawer_session_id(Bytes(*drawer_id_));
    const int64_t rounding_minor =
        amount_minor == Due() ? domain::CashRounding(amount_minor, shop_config_) : 0;
    const int64_t tendered_minor = amount_minor + rounding_minor + random_.Below(3) * 500;
    if (tendered_minor > 0) {
      FillMoney(tendered_minor, shop_config_.currency_code(), *receive.mutable_tendered());
    }
  } else {
    receive.set_tender(Chance(80) ? event::v1::TENDER_CARD : event::v1::TENDER_VOUCHER);
    receive.mutable_card()->set_last_digits("4242");
  }
  if (late_payment_id_) command.set_approver(kBoss);
  Do(std::move(command));
}

void Cashier::StartPayment(const Uuid& payment_id, int64_t amount_minor) {
  Command command = Blank();
  edge::v1::StartPayment& start = *command.mutable_start_payment();
  start.set_sale_id(Bytes(*sale_id_));
  start.set_payment_id(Bytes(payment_id));
  start.set_tender(event::v1::TENDER_CARD);
  FillMoney(amount_minor, shop_config_.currency_code(), *start.mutable_amount());
  if (drawer_is_open() && Chance(50)) start.set_drawer_session_id(Bytes(*drawer_id_));
  Do(std::move(command));
}

void Cashier::Approve(const Uuid& payment_id, int64_t amount_minor) {
  Command command = Blank();
  edge::v1::ApprovePayment& approve = *command.mutable_approve_payment();
  approve.set_sale_id(Bytes(*sale_id_));
  approve.set_payment_id(Bytes(payment_id));
  approve.set_tender(event::v1::TENDER_CARD);
  FillMoney(amount_minor, shop_config_.currency_code(), *approve.mutable_amount());
  if (Chance(10)) Do(command);  // The terminal is asked twice.
  Do(std::move(command));
}

void Cashier::Decline(const Uuid& payment_id) {
  Command command = Blank();
  command.mutable_decline_payment()->set_sale_id(Bytes(*sale_id_));
  command.mutable_decline_payment()->set_payment_id(Bytes(payment_id));
  Do(std::move(command));
}

void Cashier::ReportUnknown(const Uuid& payment_id) {
  Command command = Blank();
  command.mutable_report_payment_unknown()->set_sale_id(Bytes(*sale_id_));
  command.mutable_report_payment_unknown()->set_payment_id(Bytes(payment_id));
  Do(std::move(command));
}

void Cashier::Forward(const Uuid& payment_id, int64_t amount_minor) {
  Command command = Blank();
  edge::v1::ForwardPayment& forward = *command.mutable_forward_payment();
  forward.set_sale_id(Bytes(*sale_id_));
  forward.set_payment_id(Bytes(payment_id));
  forward.set_tender(event::v1::TENDER_CARD);
  FillMoney(amount_minor, shop_config_.currency_code(), *forward.mutable_amount());
  Do(std::move(command));
}

// A terminal that takes all of it, a part or nothing, vanishes, or has no connection itself.
void Cashier::PayByTerminal(int64_t amount_minor) {
  const Uuid payment_id = NewId();
  const int64_t dice = random_.Below(100);
  if (dice >= 84) {
    if (Chance(50)) StartPayment(payment_id, amount_minor);
    Forward(payment_id, amount_minor);
    if (Chance(45)) return Decline(payment_id);
    return Chance(60) ? Approve(payment_id, amount_minor) : void();
  }
  StartPayment(payment_id, amount_minor);
  if (dice < 45) return Approve(payment_id, amount_minor);
  if (dice < 55) return Approve(payment_id, 1 + random_.Below(amount_minor));
  if (dice < 65) return Decline(payment_id);
  ReportUnknown(payment_id);
  if (dice < 75) return Approve(payment_id, amount_minor);
  if (dice < 80) return Decline(payment_id);
  const bool is_late = sale().PaymentStateOf(payment_id) == domain::PaymentState::kUnknown;
  if (is_late) late_payment_id_ = payment_id;
}

std::optional<Uuid> Cashier::SomePayment() {
  if (sale().payments.empty()) return std::nullopt;
  const auto place = random_.Below(static_cast<int64_t>(sale().payments.size()));
  return std::next(sale().payments.begin(), place)->first;
}

void Cashier::Reverse(const Uuid& payment_id) {
  Command command = Blank();
  edge::v1::ReversePayment& reverse = *command.mutable_reverse_payment();
  reverse.set_sale_id(Bytes(*sale_id_));
  reverse.set_payment_id(Bytes(payment_id));
  if (drawer_id_) reverse.set_drawer_session_id(Bytes(*drawer_id_));
  reverse.set_reason("taken back");
  Do(std::move(command));
}

void Cashier::ReverseSome() {
  if (const auto payment_id = SomePayment()) Reverse(*payment_id);
}

void Cashier::CorrectTender() {
  const auto payment_id = SomePayment();
  if (!payment_id) return;
  Command command = Blank();
  edge::v1::CorrectTender& correct = *command.mutable_correct_tender();
  correct.set_sale_id(Bytes(*sale_id_));
  correct.set_payment_id(Bytes(*payment_id));
  const bool to_cash = drawer_is_open() && Chance(50);
  correct.set_tender(to_cash ? event::v1::TENDER_CASH : event::v1::TENDER_VOUCHER);
  if (to_cash) correct.set_drawer_session_id(Bytes(*drawer_id_));
  correct.set_reason("the wrong key");
  Do(std::move(command));
}

void Cashier::AddTip() {
  Command command = Blank();
  edge::v1::AddTip& add = *command.mutable_add_tip();
  add.set_sale_id(Bytes(*sale_id_));
  add.set_tip(++tip_);
  FillMoney(1 + random_.Below(300), shop_config_.currency_code(), *add.mutable_amount());
  const bool for_one = Chance(50);
  add.set_recipient(for_one ? event::v1::TIP_RECIPIENT_EMPLOYEE : event::v1::TIP_RECIPIENT_POOL);
  if (for_one) add.set_employee(post_.employee);
  if (const auto payment_id = SomePayment(); payment_id && Chance(60)) {
    add.set_payment_id(Bytes(*payment_id));
  }
  Do(std::move(command));
}

void Cashier::AdjustTip() {
  Command command = Blank();
  command.mutable_adjust_tip()->set_sale_id(Bytes(*sale_id_));
  command.mutable_adjust_tip()->set_tip(static_cast<int32_t>(1 + random_.Below(tip_ + 1)));
  FillMoney(random_.Below(300), shop_config_.currency_code(),
            *command.mutable_adjust_tip()->mutable_amount());
  Do(std::move(command));
}

void Cashier::Void() {
  Command command = Blank();
  command.mutable_void_sale()->set_sale_id(Bytes(*sale_id_));
  command.mutable_void_sale()->set_reason("the wrong table");
  Do(std::move(command));
}

// A line comes back, whole or in part. What goes back for it is what a till would work out.
void Cashier::ReturnSome() {
  if (!sale().Stands()) return;
  const auto place = random_.Below(static_cast<int64_t>(sale().lines.size()));
  const auto& [number, line] = *std::next(sale().lines.begin(), place);
  const int64_t sold_milli = line.sold.quantity_milli();
  const int64_t left_milli = sold_milli - line.returned_milli;
  const int64_t back_milli =
      left_milli <= 1 || Chance(60) ? sold_milli : 1 + random_.Below(left_milli);
  const int64_t so_far_milli = std::min(line.returned_milli + back_milli, sold_milli);
  const auto share = [&](int64_t whole_minor) {
    return MultiplyDivide(whole_minor, so_far_milli, sold_milli).value_or(0);
  };
  int64_t amount_minor = 0;
  for (const domain::LinePart& part : line.parts) {
    amount_minor += share(part.net_minor) - part.returned_net_minor;
    if (sale().prices_include_tax) continue;
    amount_minor += share(part.tax_minor) - part.returned_tax_minor;
  }
  Command command = Blank();
  edge::v1::ReturnItems& items = *command.mutable_return_items();
  items.set_sale_id(Bytes(*sale_id_));
  items.set_reason("did not fit");
  items.add_lines()->set_line(number);
  items.mutable_lines(0)->set_quantity_milli(back_milli);
  if (Chance(30)) items.set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);
  if (amount_minor > 0) {
    edge::v1::Refund& refund = *items.add_refunds();
    refund.set_payment_id(Bytes(NewId()));
    FillMoney(amount_minor, shop_config_.currency_code(), *refund.mutable_amount());
    const bool in_cash = drawer_is_open() && Chance(60);
    refund.set_tender(in_cash ? event::v1::TENDER_CASH : event::v1::TENDER_CARD);
    if (in_cash) refund.set_drawer_session_id(Bytes(*drawer_id_));
    if (!in_cash && Chance(30)) {
      refund.set_tender(event::v1::TENDER_GIFT_CARD);
      refund.set_gift_card_id(Bytes(SomeGiftCard()));
    } else if (!in_cash && Chance(40)) {
      refund.set_tender(Chance(60)   ? event::v1::TENDER_STORE_CREDIT
                        : Chance(50) ? event::v1::TENDER_ACCOUNT
                                     : event::v1::TENDER_LOYALTY_POINTS);
      refund.set_customer_id(Bytes(SomeCustomer()));
    }
  }
  if (Chance(60)) command.set_approver(kBoss);
  Do(std::move(command));
}

// Something that was sold before comes back in this sale; some think better of it.
void Cashier::Exchange() {
  if (!sold_sale_id_) return AddSomeLine();
  const auto& sold =
      std::get<domain::Sale>(shop_.Find(StreamId::Of(Category::CATEGORY_SALE, *sold_sale_id_)));
  if (!sold.Stands()) return AddSomeLine();
  const auto place = random_.Below(static_cast<int64_t>(sold.lines.size()));
  Command command = Blank();
  edge::v1::AddReturnLine& add = *command.mutable_add_return_line();
  add.set_sale_id(Bytes(*sale_id_));
  add.set_return_line(++return_line_);
  add.set_original_sale_id(Bytes(*sold_sale_id_));
  add.set_line(std::next(sold.lines.begin(), place)->first);
  add.set_quantity_milli(Chance(70) ? 1'000 : 1 + random_.Below(3'000));
  add.set_reason("another size");
  if (Chance(30)) add.set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);
  Do(std::move(command));
  if (Chance(80)) return;
  Command leave = Blank();
  leave.mutable_remove_return_line()->set_sale_id(Bytes(*sale_id_));
  leave.mutable_remove_return_line()->set_return_line(return_line_);
  Do(std::move(leave));
}

void Cashier::RedeemCoupon() {
  Command command = Blank();
  command.mutable_redeem_coupon()->set_sale_id(Bytes(*sale_id_));
  command.mutable_redeem_coupon()->set_offer("coupon");
  Do(std::move(command));
}

// Prints or sends some receipt of this register, be it of long ago.
void Cashier::HandOutReceipt() {
  const std::string number =
      fmt::format("{}-{}S-{}", shop_config_.store(), post_.register_name, 1 + random_.Below(5));
  Command command = Blank();
  if (Chance(50)) {
    command.mutable_reprint_document()->set_number(number);
  } else {
    command.mutable_deliver_receipt()->set_number(number);
    command.mutable_deliver_receipt()->set_delivery(event::v1::RECEIPT_DELIVERY_QR);
  }
  Do(std::move(command));
}

// Nobody at a till knows the catalogue: the manager finds out whether there is anything to resolve.
void Cashier::ResolvePrice() {
  Command command = Blank();
  edge::v1::ResolvePriceDiscrepancy& resolve = *command.mutable_resolve_price_discrepancy();
  resolve.set_sale_id(Bytes(*sale_id_));
  resolve.set_line(static_cast<int32_t>(1 + random_.Below(line_ + 1)));
  if (Chance(50)) {
    resolve.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_DISMISS);
  } else {
    resolve.set_resolution(event::v1::PRICE_DISCREPANCY_RESOLUTION_CREDIT);
    FillMoney(1 + random_.Below(100), shop_config_.currency_code(), *resolve.mutable_credit());
  }
  Do(std::move(command));
}

// What is still done to a sale that is over: a terminal answers late, a tip is written on the slip.
void Cashier::LookBack() {
  if (late_payment_id_) {
    const domain::Payment payment = sale().payments.at(*late_payment_id_);
    if (Chance(50)) return Decline(*late_payment_id_);
    Approve(*late_payment_id_, payment.amount_minor);
    return Reverse(*late_payment_id_);
  }
  if (Chance(10)) AddTip();
  if (Chance(5)) AdjustTip();
  if (Chance(5)) CorrectTender();
  if (Chance(5)) ReverseSome();
  if (Chance(10)) ReturnSome();
  if (Chance(5)) ReturnSome();
  if (Chance(6)) Void();
  if (Chance(12)) ResolvePrice();
  if (Chance(5)) HandOutReceipt();
}

void Cashier::Finish() {
  if (sale().line_count == 0) AddSomeLine();
  const bool has_age_limit = std::ranges::any_of(
      sale().lines, [](const auto& entry) { return entry.second.sold.age_limit_years() != 0; });
  for (int tries = 0; has_age_limit && sale().verified_age_years == 0 && tries < 2; ++tries) {
    VerifyAge();
  }
  if (const int64_t due = Due(); due > 0) Pay(due);
  Command command = Blank();
  command.mutable_complete_sale()->set_sale_id(Bytes(*sale_id_));
  FillMoney(domain::PriceOf(sale(), shop_config_).total_minor, shop_config_.currency_code(),
            *command.mutable_complete_sale()->mutable_total());
  if (const int64_t due = Due(); due < 0 && !sale().return_lines.empty()) {
    edge::v1::Refund& refund = *command.mutable_complete_sale()->add_refunds();
    refund.set_payment_id(Bytes(NewId()));
    FillMoney(-due, shop_config_.currency_code(), *refund.mutable_amount());
    refund.set_tender(event::v1::TENDER_CARD);
    if (Chance(80)) command.set_approver(kBoss);
  }
  Do(std::move(command));
  if (sale().Stands()) sold_sale_id_ = sale_id_;
  if (Chance(15)) SendOrder();
  if (Chance(15)) WorkInKitchen();
  LookBack();
  sale_id_.reset();
}

void Cashier::Abandon() {
  Command command = Blank();
  if (late_payment_id_) command.set_approver(kBoss);
  command.mutable_abandon_sale()->set_sale_id(Bytes(*sale_id_));
  Do(std::move(command));
  sale_id_.reset();
}

void Cashier::BlunderOnSale() {
  const Uuid sale_id = *sale_id_;
  switch (random_.Below(5)) {
    case 0:
      Pay(1 + random_.Below(100'000));
      return;
    case 1: {
      Finish();
      sale_id_ = sale_id;  // And goes on ringing up.
      return AddSomeLine();
    }
    case 2: {
      Command command = Blank();
      command.mutable_close_business_day();
      return Do(std::move(command));
    }
    case 3: {
      Command command = Blank();
      command.mutable_complete_sale()->set_sale_id(Bytes(sale_id));
      return Do(std::move(command));
    }
    default: {
      Command command = Blank();
      edge::v1::AddLineItem& add = *command.mutable_add_line_item();
      add.set_sale_id(Bytes(sale_id));
      add.set_line(1);
      return Do(std::move(command));
    }
  }
}

void Cashier::WorkOnSale() {
  if (sale().state != domain::SaleState::kOpen) return GiveUp();
  const bool untouched = sale().paid_minor == 0;
  if (Chance(12)) return SendOrder();
  if (Chance(12)) return WorkInKitchen();
  const int64_t dice = random_.Below(100);
  if (dice < 35) return AddSomeLine();
  if (dice < 38) return Split();
  if (Chance(3)) return Exchange();
  if (Chance(8)) return AttachCustomer();
  if (Chance(1)) return RedeemCoupon();
  if (dice < 41) return Chance(30) ? PresentBill() : LookAfterGuests();
  if (dice < 48 && untouched) return ChangeLine();
  if (dice < 56 && untouched) return RemoveLine();
  if (dice < 59) return ReportNotFound();
  if (dice < 63 && Due() > 1) return Pay(1 + random_.Below(Due()));
  if (dice < 66 && Due() > 1 && !late_payment_id_) return PayByTerminal(1 + random_.Below(Due()));
  if (dice < 67) return Chance(50) ? ReverseSome() : AddTip();
  if (dice < 72 && untouched) return Abandon();
  if (dice < 76) return BlunderOnSale();
  if (dice < 79 && untouched) return TakeOff();
  if (dice < 81 && untouched) return TakeBack();
  if (dice < 83 && untouched) return OverridePrice();
  if (dice < 85 && untouched) return ChargeService();
  if (dice < 87) return SuspendAndRetrieve();
  return Finish();
}

void Cashier::UseClock() {
  Command command = Blank();
  // Once in a while by mistake, or of a colleague.
  const std::string employee = Chance(5) ? "colleague" : post_.employee;
  switch (random_.Below(4)) {
    case 0:
      command.mutable_clock_in()->set_employee(employee);
      break;
    case 1:
      command.mutable_start_break()->set_employee(employee);
      break;
    case 2:
      command.mutable_end_break()->set_employee(employee);
      break;
    default:
      command.mutable_clock_out()->set_employee(employee);
      break;
  }
  if (employee != post_.employee && Chance(50)) command.set_approver(kBoss);
  Do(std::move(command));
}

// A manager says what the last period of work was in truth.
void Cashier::CorrectClock() {
  const auto& employee =
      std::get<domain::Employee>(shop_.Find(domain::EmployeeStream(post_.employee)));
  Command command = Blank();
  edge::v1::CorrectClock& correct = *command.mutable_correct_clock();
  correct.set_employee(post_.employee);
  correct.set_period(1 + random_.Below(employee.period.number() + 1));
  *correct.mutable_start_time() = ToTimestamp(now_);
  *correct.mutable_end_time() = ToTimestamp(now_ + absl::Minutes(random_.Below(600)));
  if (Chance(70)) correct.set_start_business_date(command.business_date());
  correct.set_reason("forgot the clock");
  Do(std::move(command));
}

// Somebody tries one PIN after the other.
void Cashier::GuessPins() {
  for (int i = 0; i < 6; ++i) {
    Command command = Blank();
    command.mutable_sign_in()->set_employee(post_.employee);
    command.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_WRONG_PIN);
    Do(std::move(command));
  }
}

void Cashier::SignInOrOut() {
  Command command = Blank();
  const int64_t dice = random_.Below(100);
  if (dice < 30) {
    command.mutable_sign_out()->set_employee(post_.employee);
    command.mutable_sign_out()->set_close_shift(Chance(30));
  } else {
    edge::v1::SignIn& sign_in = *command.mutable_sign_in();
    sign_in.set_employee(post_.employee);
    sign_in.set_outcome(dice < 55 ? event::v1::SIGN_IN_OUTCOME_WRONG_PIN
                                  : event::v1::SIGN_IN_OUTCOME_ACCEPTED);
    if (Chance(30)) command.set_approver(kBoss);
  }
  Do(std::move(command));
}

// Puts cash into the safe, which somebody approves from elsewhere; some try twice with one
// approval.
void Cashier::AskForApproval() {
  const Uuid approval_id = NewId();
  Command request = Blank();
  edge::v1::RequestApproval& wanted = *request.mutable_request_approval();
  wanted.set_approval_id(Bytes(approval_id));
  wanted.set_permission("safe.deposit");
  wanted.set_subject(domain::SafeStream(shop_config_).ToText());
  FillMoney(2'000, shop_config_.currency_code(), *wanted.mutable_amount());
  wanted.set_text("change from the bank");
  Do(std::move(request));
  Command answer = Blank();
  answer.mutable_answer_approval()->set_approval_id(Bytes(approval_id));
  answer.mutable_answer_approval()->set_answer(Chance(85) ? edge::v1::APPROVAL_ANSWER_GRANT
                                                          : edge::v1::APPROVAL_ANSWER_DENY);
  answer.set_approver(kBoss);
  if (Chance(90)) Do(std::move(answer));
  Command deposit = Blank();
  deposit.set_approval_id(Bytes(approval_id));
  deposit.mutable_deposit_to_safe()->set_reference("the bank");
  FillMoney(1 + random_.Below(2'200), shop_config_.currency_code(),
            *deposit.mutable_deposit_to_safe()->mutable_amount());
  Do(deposit);
  if (Chance(40)) Do(std::move(deposit));
}

void Cashier::ComeToWork() {
  at_work_ = true;
  Command pin = Blank();
  edge::v1::SetPin& set = *pin.mutable_set_pin();
  set.set_employee(post_.employee);
  event::v1::PinVerifier& verifier = *set.mutable_verifier();
  verifier.set_algorithm(event::v1::PIN_ALGORITHM_SCRYPT);
  verifier.set_cost_log2(15);
  verifier.set_block_size(8);
  verifier.set_parallelism(1);
  verifier.set_salt(Bytes(NewId()));
  verifier.set_hash(std::string(32, 'h'));
  if (Chance(80)) Do(std::move(pin));
  Command clock_in = Blank();
  clock_in.mutable_clock_in()->set_employee(post_.employee);
  if (Chance(80)) Do(std::move(clock_in));
  Command sign_in = Blank();
  sign_in.mutable_sign_in()->set_employee(post_.employee);
  sign_in.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_ACCEPTED);
  if (Chance(90)) Do(std::move(sign_in));
}

void Cashier::LeaveWork() {
  at_work_ = false;
  Command sign_out = Blank();
  sign_out.mutable_sign_out()->set_employee(post_.employee);
  sign_out.mutable_sign_out()->set_close_shift(true);
  if (Chance(80)) Do(std::move(sign_out));
  Command clock_out = Blank();
  clock_out.mutable_clock_out()->set_employee(post_.employee);
  if (Chance(80)) Do(std::move(clock_out));
  if (Chance(30)) CorrectClock();
}

void Cashier::WorkBetweenSales() {
  if (!at_work_ && Chance(50)) return ComeToWork();
  if (Chance(4)) return UseClock();
  if (Chance(4)) return CorrectClock();
  if (Chance(1)) return GuessPins();
  if (Chance(3)) return SignInOrOut();
  if (Chance(5)) return AskForApproval();
  if (Chance(6)) return LookAfterCustomer();
  if (!drawer_is_open() && Chance(70)) OpenDrawer();
  if (drawer_is_open() && Chance(14)) return UseDrawer();
  if (drawer_is_open() && Chance(6)) return CloseDrawer();
  if (Chance(5)) {
    Command command = Blank();
    edge::v1::ReceiveStock& receive = *command.mutable_receive_stock();
    receive.set_location("main");
    receive.set_sku(fmt::format("sku-{}", random_.Below(kItemCount)));
    receive.set_quantity_milli(1'000 * (1 + random_.Below(50)));
    return Do(std::move(command));
  }
  StartSale();
  for (int64_t lines = random_.Below(4); lines > 0; --lines) AddSomeLine();
  if (Chance(50)) Finish();
}

void Cashier::GoHome() {
  if (sale_id_ && sale().state == domain::SaleState::kOpen) {
    return sale().paid_minor == 0 && Chance(30) ? Abandon() : Finish();
  }
  sale_id_.reset();
  if (drawer_is_open()) CloseDrawer();
  if (at_work_) LeaveWork();
}

std::vector<Wish> Manager::Next(const Moment& moment) {
  const bool is_new = std::ranges::find(open_dates_, moment.business_date) == open_dates_.end();
  std::vector<Wish> wishes;
  // Whoever goes home late may open a day that nobody works on.
  if (is_new && moment.business_date > last_date_) {
    last_date_ = moment.business_date;
    open_dates_.push_back(moment.business_date);
    Command open = BlankCommand(moment.now, moment.business_date);
    open.mutable_open_business_day();
    if (random_.Below(2) == 0) wishes.push_back({std::move(open)});
  }
  if (!moment.going_home && random_.Below(100) < 40) {
    Command command = storekeeper_.Next(moment.now, moment.business_date);
    *command.mutable_occur_time() = ToTimestamp(moment.now);
    wishes.push_back({std::move(command)});
  }
  if (moment.going_home && period_attempts_ < kPeriodAttemptsMax && random_.Below(100) < 20) {
    const bool is_year = ++period_attempts_ % 3 == 0;
    Command period = BlankCommand(moment.now, moment.business_date);
    period.mutable_close_period()->set_period(moment.business_date / (is_year ? 10'000 : 100));
    wishes.push_back({std::move(period)});
  }
  if (open_dates_.empty() || (open_dates_.size() < 2 && !moment.going_home)) return wishes;
  if (!moment.going_home && random_.Below(100) < 70) return wishes;
  if (moment.going_home && ++last_attempts_ > kAttemptsAtClosingMax) return wishes;
  Command close = BlankCommand(moment.now, open_dates_.front());
  close.mutable_close_business_day()->set_next_business_date(
      std::max(moment.business_date, BusinessDateOf(CivilDayOf(open_dates_.front()) + 1)));
  wishes.push_back({std::move(close)});
  // Tried again in turn; what was lost at a till may keep a day open for good.
  open_dates_.push_back(open_dates_.front());
  open_dates_.pop_front();
  return wishes;
}

void Manager::Closed(int32_t business_date) { std::erase(open_dates_, business_date); }

}  // namespace daybook::sim
