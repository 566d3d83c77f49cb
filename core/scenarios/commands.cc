// The sentences about what the shop is like and what people and tills do.
#include "core/base/business_date.h"
#include "core/base/money.h"
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

Complaint SetShop(ShopFloor& shop, const std::smatch& match) {
  shop.config.set_currency_code(match[1]);
  shop.config.set_prices_include_tax(match[2] == "prices include tax");
  return "";
}

event::v1::OrderType OrderTypeNamed(std::string_view name) {
  return name == "eat in" ? event::v1::ORDER_TYPE_EAT_IN : event::v1::ORDER_TYPE_TAKE_AWAY;
}

Complaint AddTax(ShopFloor& shop, const std::smatch& match) {
  edge::v1::TaxRule& rule = *shop.config.add_tax_rules();
  rule.set_tax_category(match[1]);
  rule.set_jurisdiction(match[2]);
  rule.set_rate_ppm(ReadDecimal(match[3], 10'000));
  if (match[5].matched) rule.set_order_type(OrderTypeNamed(match[5].str()));
  if (!match[4].matched) return "";
  const auto valid_from = ParseBusinessDate(match[4].str());
  if (!valid_from.ok()) return valid_from.status().ToString();
  rule.set_valid_from(*valid_from);
  return "";
}

event::v1::LineKind KindNamed(std::string_view name) {
  if (name == "service") return event::v1::LINE_KIND_SERVICE;
  if (name == "deposit") return event::v1::LINE_KIND_DEPOSIT;
  if (name == "donation") return event::v1::LINE_KIND_DONATION;
  return name == "gift card" ? event::v1::LINE_KIND_GIFT_CARD : event::v1::LINE_KIND_GOODS;
}

Complaint AddProduct(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t price_minor) {
    shop.products[match[2]] = {.category = match[3],
                               .price_minor = price_minor,
                               .tax_category = match[5],
                               .kind = KindNamed(match[1].str())};
    return Complaint();
  });
}

Complaint LimitAge(ShopFloor& shop, const std::smatch& match) {
  const auto product = shop.products.find(match[2].str());
  if (product == shop.products.end()) return fmt::format("no product {}", match[2].str());
  product->second.age_limit_years = std::stoi(match[1]);
  return "";
}

edge::v1::Role RoleNamed(std::string_view name) {
  if (name == "manager") return edge::v1::ROLE_MANAGER;
  return name == "supervisor" ? edge::v1::ROLE_SUPERVISOR : edge::v1::ROLE_CASHIER;
}

Complaint PutToWork(ShopFloor& shop, const std::smatch& match) {
  shop.employees[match[3]] = match[1];
  shop.roles[match[1]] = RoleNamed(match[2].str());
  return "";
}

Complaint SetClock(ShopFloor& shop, const std::smatch& match) {
  if (match[1].matched) {
    const auto business_date = shop.ReadDate(match[1]);
    if (!business_date.ok()) return business_date.status().ToString();
    shop.business_date = *business_date;
  }
  shop.minute_of_day = std::stoi(match[2]) * 60 + std::stoi(match[3]);
  return "";
}

Complaint OpenDay(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_open_business_day();
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint CloseDay(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::CloseBusinessDay& close = *command.mutable_close_business_day();
  if (match[3].matched) {
    const auto next = shop.ReadDate(match[3]);
    if (!next.ok()) return next.status().ToString();
    close.set_next_business_date(*next);
  }
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint StartSale(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_start_sale()->set_sale_id(shop.BytesOf(match[3].str()));
  command.mutable_start_sale()->set_currency_code(match[4].matched ? match[4].str()
                                                                   : shop.config.currency_code());
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint AddLine(ShopFloor& shop, const std::smatch& match) {
  return WithLine(shop, match[4], match[5], [&](edge::v1::AddLineItem& add) {
    add.set_quantity_milli(ReadDecimal(match[3], 1'000));
    if (match[6].matched) add.mutable_unit_price()->set_currency_code(match[6]);
    if (match[7].matched) add.set_seat(std::stoi(match[7]));
    if (match[8].matched) add.set_course(std::stoi(match[8]));
    add.set_note(match[9]);
    return ActorOf(match);
  });
}

Complaint ChangeLine(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ChangeQuantity& change = *command.mutable_change_quantity();
  change.set_line(std::stoi(match[3]));
  change.set_sale_id(shop.BytesOf(match[4].str()));
  change.set_quantity_milli(ReadDecimal(match[5], 1'000));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint RemoveLine(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_remove_line_item()->set_line(std::stoi(match[3]));
  command.mutable_remove_line_item()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ReportNotFound(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_report_item_not_found()->set_code(match[3]);
  command.mutable_report_item_not_found()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

// Returns ReceivePayment; without a name each payment is a new one.
Command PaymentCommand(ShopFloor& shop, const std::string& sale, int64_t amount_minor,
                       const std::ssub_match& name) {
  Command command = shop.NewCommand();
  edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
  receive.set_sale_id(shop.BytesOf(sale));
  receive.set_payment_id(shop.BytesOf(
      name.matched ? name.str() : fmt::format("payment number {}", ++shop.payment_count)));
  *receive.mutable_amount() = shop.MoneyOf(amount_minor);
  return command;
}

Complaint TakeCash(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = PaymentCommand(shop, match[5], amount_minor, match[7]);
    edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
    receive.set_tender(event::v1::TENDER_CASH);
    receive.set_drawer_session_id(shop.BytesOf(match[6].str()));
    if (match[4].matched) {
      const auto tendered_minor = shop.ReadAmount(match[4].str());
      if (!tendered_minor) return NoAmount(match[4]);
      *receive.mutable_tendered() = shop.MoneyOf(*tendered_minor);
    }
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint TakeCard(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = PaymentCommand(shop, match[4], amount_minor, match[5]);
    command.mutable_receive_payment()->set_tender(event::v1::TENDER_CARD);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

// Cash of another currency, at what one of it is worth.
Complaint TakeForeignCash(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = PaymentCommand(shop, match[7], amount_minor, match[9]);
    edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
    receive.set_tender(event::v1::TENDER_CASH);
    receive.set_drawer_session_id(shop.BytesOf(match[8].str()));
    const std::string currency_code = match[4];
    const int exponent = CurrencyExponent(currency_code).value_or(0);
    int64_t scale = 1;
    for (int i = 0; i < exponent; ++i) scale *= 10;
    receive.mutable_tendered()->set_currency_code(currency_code);
    receive.mutable_tendered()->set_minor_units(ReadDecimal(match[5], scale));
    receive.set_exchange_rate_ppm(ReadDecimal(match[6], 1'000'000));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint StartCard(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::StartPayment& start = *command.mutable_start_payment();
    start.set_payment_id(shop.BytesOf(match[3].str()));
    start.set_tender(event::v1::TENDER_CARD);
    *start.mutable_amount() = shop.MoneyOf(amount_minor);
    start.set_sale_id(shop.BytesOf(match[5].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint ForwardCard(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::ForwardPayment& forward = *command.mutable_forward_payment();
    forward.set_payment_id(shop.BytesOf(match[3].str()));
    forward.set_tender(event::v1::TENDER_CARD);
    *forward.mutable_amount() = shop.MoneyOf(amount_minor);
    forward.set_sale_id(shop.BytesOf(match[5].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint HearApproved(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::ApprovePayment& approve = *command.mutable_approve_payment();
    *approve.mutable_amount() = shop.MoneyOf(amount_minor);
    approve.set_payment_id(shop.BytesOf(match[4].str()));
    approve.set_sale_id(shop.BytesOf(match[5].str()));
    approve.set_tender(event::v1::TENDER_CARD);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint HearDeclined(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_decline_payment()->set_payment_id(shop.BytesOf(match[3].str()));
  command.mutable_decline_payment()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint HearNothing(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_report_payment_unknown()->set_payment_id(shop.BytesOf(match[3].str()));
  command.mutable_report_payment_unknown()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint GiveBack(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ReversePayment& reverse = *command.mutable_reverse_payment();
  reverse.set_payment_id(shop.BytesOf(match[3].str()));
  reverse.set_sale_id(shop.BytesOf(match[4].str()));
  if (match[5].matched) reverse.set_drawer_session_id(shop.BytesOf(match[5].str()));
  reverse.set_reason("changed their mind");
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint CorrectTender(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::CorrectTender& correct = *command.mutable_correct_tender();
  correct.set_payment_id(shop.BytesOf(match[3].str()));
  correct.set_sale_id(shop.BytesOf(match[4].str()));
  correct.set_tender(match[5] == "cash"   ? event::v1::TENDER_CASH
                     : match[5] == "card" ? event::v1::TENDER_CARD
                                          : event::v1::TENDER_VOUCHER);
  if (match[6].matched) correct.set_drawer_session_id(shop.BytesOf(match[6].str()));
  correct.set_reason("the wrong key");
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint AddTip(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    const std::string sale = match[4];
    Command command = shop.NewCommand();
    edge::v1::AddTip& add = *command.mutable_add_tip();
    add.set_sale_id(shop.BytesOf(sale));
    add.set_tip(++shop.last_tips[sale]);
    *add.mutable_amount() = shop.MoneyOf(amount_minor);
    add.set_recipient(match[6].matched ? event::v1::TIP_RECIPIENT_EMPLOYEE
                                       : event::v1::TIP_RECIPIENT_POOL);
    add.set_employee(match[6]);
    if (match[5].matched) add.set_payment_id(shop.BytesOf(match[5].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint AdjustTip(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[5], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    command.mutable_adjust_tip()->set_tip(std::stoi(match[3]));
    command.mutable_adjust_tip()->set_sale_id(shop.BytesOf(match[4].str()));
    *command.mutable_adjust_tip()->mutable_amount() = shop.MoneyOf(amount_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint Complete(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::CompleteSale& complete = *command.mutable_complete_sale();
  complete.set_sale_id(shop.BytesOf(match[3].str()));
  if (match[4].matched) {
    const auto total_minor = shop.ReadAmount(match[4].str());
    if (!total_minor) return NoAmount(match[4]);
    *complete.mutable_total() = shop.MoneyOf(*total_minor);
  }
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Void(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_void_sale()->set_sale_id(shop.BytesOf(match[3].str()));
  command.mutable_void_sale()->set_reason("the wrong table");
  shop.Execute(command, ActorOf(match));
  return "";
}

// "2 of line 1 of S1 [to be discarded], giving back 4.50 by card | in cash from D1"
Complaint Return(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[7], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::ReturnItems& items = *command.mutable_return_items();
    items.add_lines()->set_quantity_milli(ReadDecimal(match[3], 1'000));
    items.mutable_lines(0)->set_line(std::stoi(match[4]));
    items.set_sale_id(shop.BytesOf(match[5].str()));
    if (match[6].matched) items.set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);
    items.set_reason("did not fit");
    edge::v1::Refund& refund = *items.add_refunds();
    refund.set_payment_id(shop.BytesOf(fmt::format("payment number {}", ++shop.payment_count)));
    *refund.mutable_amount() = shop.MoneyOf(amount_minor);
    const bool in_cash = match[8].matched;
    refund.set_tender(in_cash ? event::v1::TENDER_CASH : event::v1::TENDER_CARD);
    if (in_cash) refund.set_drawer_session_id(shop.BytesOf(match[8].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint Abandon(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_abandon_sale()->set_sale_id(shop.BytesOf(match[3].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

// "by 10 %" or "by 1.00", of the whole sale or of "lines 1, 2".
Complaint TakeOff(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ApplyDiscount& apply = *command.mutable_apply_discount();
  const std::string sale = match[4];
  apply.set_sale_id(shop.BytesOf(sale));
  apply.set_discount(++shop.last_discounts[sale]);
  for (const int32_t line : ReadNumbers(match[3])) apply.add_lines(line);
  if (match[6].matched) {
    apply.set_rate_ppm(ReadDecimal(match[5], 10'000));
  } else {
    const auto amount_minor = shop.ReadAmount(match[5].str());
    if (!amount_minor) return NoAmount(match[5]);
    *apply.mutable_amount() = shop.MoneyOf(*amount_minor);
  }
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint TakeBack(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_remove_discount()->set_discount(std::stoi(match[3]));
  command.mutable_remove_discount()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint SetPrice(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[5], [&](int64_t price_minor) {
    Command command = shop.NewCommand();
    edge::v1::OverridePrice& override_price = *command.mutable_override_price();
    override_price.set_line(std::stoi(match[3]));
    override_price.set_sale_id(shop.BytesOf(match[4].str()));
    *override_price.mutable_unit_price() = shop.MoneyOf(price_minor);
    override_price.set_reason("as agreed");
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint SetOrderType(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ChangeOrderType& change = *command.mutable_change_order_type();
  if (match[3].matched) change.set_line(std::stoi(match[3]));
  change.set_sale_id(shop.BytesOf(match[4].str()));
  change.set_order_type(OrderTypeNamed(match[5].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ChargeService(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ApplyServiceCharge& apply = *command.mutable_apply_service_charge();
  apply.set_mandatory(match[3].matched);
  apply.set_rate_ppm(ReadDecimal(match[4], 10'000));
  apply.set_sale_id(shop.BytesOf(match[5].str()));
  apply.set_tax_category(match[6]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Suspend(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_suspend_sale()->set_sale_id(shop.BytesOf(match[3].str()));
  command.mutable_suspend_sale()->set_label(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Retrieve(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_retrieve_sale()->set_take_over(match[3] == "takes over");
  command.mutable_retrieve_sale()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint OpenDrawer(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t balance_minor) {
    Command command = shop.NewCommand();
    command.mutable_open_drawer()->set_drawer_session_id(shop.BytesOf(match[3].str()));
    *command.mutable_open_drawer()->mutable_opening_balance() = shop.MoneyOf(balance_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint CountDrawer(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t counted_minor) {
    Command command = shop.NewCommand();
    command.mutable_count_drawer()->set_drawer_session_id(shop.BytesOf(match[3].str()));
    *command.mutable_count_drawer()->mutable_counted() = shop.MoneyOf(counted_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint CloseDrawer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_close_drawer()->set_drawer_session_id(shop.BytesOf(match[3].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint DropCash(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    *command.mutable_drop_cash()->mutable_amount() = shop.MoneyOf(amount_minor);
    command.mutable_drop_cash()->set_drawer_session_id(shop.BytesOf(match[4].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint PayInOrOut(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    if (match[3] == "in") {
      *command.mutable_pay_in()->mutable_amount() = shop.MoneyOf(amount_minor);
      command.mutable_pay_in()->set_drawer_session_id(shop.BytesOf(match[5].str()));
      command.mutable_pay_in()->set_reason(match[6]);
    } else {
      *command.mutable_pay_out()->mutable_amount() = shop.MoneyOf(amount_minor);
      command.mutable_pay_out()->set_drawer_session_id(shop.BytesOf(match[5].str()));
      command.mutable_pay_out()->set_reason(match[6]);
    }
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint OpenWithoutSale(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_open_without_sale()->set_drawer_session_id(shop.BytesOf(match[3].str()));
  command.mutable_open_without_sale()->set_reason(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint HandOver(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_hand_over()->set_drawer_session_id(shop.BytesOf(match[3].str()));
  command.mutable_hand_over()->set_to_employee(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint BankDeposit(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    *command.mutable_prepare_bank_deposit()->mutable_amount() = shop.MoneyOf(amount_minor);
    command.mutable_prepare_bank_deposit()->set_reference("bag 17");
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint CountSafe(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t counted_minor) {
    Command command = shop.NewCommand();
    *command.mutable_count_safe()->mutable_counted() =
        shop.MoneyOf(counted_minor + shop.InSafeBeforeMinor());
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint ReceiveStock(ShopFloor& shop, const std::smatch& match) {
  if (!shop.products.contains(match[4].str())) {
    return fmt::format("no product {}", match[4].str());
  }
  Command command = shop.NewCommand();
  command.mutable_receive_stock()->set_location("main");
  command.mutable_receive_stock()->set_sku(match[4]);
  command.mutable_receive_stock()->set_quantity_milli(ReadDecimal(match[3], 1'000));
  shop.Execute(command, ActorOf(match));
  return "";
}

}  // namespace

std::vector<Phrase> ShopSettings() {
  const std::string amount = kAmount;
  return {
      {"a shop in ([A-Z]{3}), (prices include tax|tax is added)", SetShop},
      {"tax on (\\w+): ([\\w-]+) " + std::string(kRate) +
           "(?: from ([\\d-]+))?(?: to (eat in|take away))?",
       AddTax},
      {"up to " + std::string(kRate) + " may be taken off without approval",
       [](ShopFloor& shop, const std::smatch& match) {
         shop.config.set_discount_limit_ppm(ReadDecimal(match[1], 10'000));
         return Complaint();
       }},
      {"the shop is called (\\w{1,16})",
       [](ShopFloor& shop, const std::smatch& match) {
         shop.config.set_store(match[1]);
         return Complaint();
       }},
      {"open sales go on to the next day",
       [](ShopFloor& shop, const std::smatch&) {
         shop.config.set_carry_over_open_sales(true);
         return Complaint();
       }},
      {"cash is rounded to " + amount,
       [](ShopFloor& shop, const std::smatch& match) {
         return WithAmount(shop, match[1], [&](int64_t coin_minor) {
           shop.config.set_cash_rounding_minor(coin_minor);
           return Complaint();
         });
       }},
      {"(product|service|deposit|donation|gift card) (\\w+): (\\w+), " + amount + "(?:, (\\w+))?",
       AddProduct},
      {"only who is (\\d+) may buy (\\w+)", LimitAge},
      {"labels look like (\\w+)",
       [](ShopFloor& shop, const std::smatch& match) {
         shop.config.add_label_formats()->set_pattern(match[1]);
         return Complaint();
       }},
      {"(\\w+)(?:, a (supervisor|manager),)? works at till (\\w+)", PutToWork},
      {"(\\w+), a (supervisor|manager), approves the next step",
       [](ShopFloor& shop, const std::smatch& match) {
         shop.roles[match[1]] = RoleNamed(match[2].str());
         shop.approver = match[1];
         return Complaint();
       }},
      {"it is (?:(\\d{4}-\\d\\d-\\d\\d) )?(\\d\\d):(\\d\\d)", SetClock},
  };
}

std::vector<Phrase> TillCommands() {
  const std::string till = kTill;
  const std::string amount = kAmount;
  const std::string as_payment = "(?: as (\\w+))?";
  return {
      {till + "opens the business day", OpenDay},
      {till + "closes the business day(?: and goes on with ([\\d-]+))?", CloseDay},
      {till + "starts sale (\\w+)(?: in ([A-Z]{3}))?", StartSale},
      {till + "adds " + amount +
           " (\\w+) to (\\w+)(?: in ([A-Z]{3}))?(?: for seat (\\d+))?(?: as course (\\d+))?"
           "(?: saying \"([^\"]+)\")?",
       AddLine},
      {till + "changes line (\\d+) of (\\w+) to " + amount, ChangeLine},
      {till + "removes line (\\d+) of (\\w+)", RemoveLine},
      {till + "cannot find \"([^\"]+)\" for (\\w+)", ReportNotFound},
      {till + "takes " + amount + "(?: of " + amount + ")? in cash for (\\w+) into (\\w+)" +
           as_payment,
       TakeCash},
      {till + "takes " + amount + " by card for (\\w+)" + as_payment, TakeCard},
      {till + "takes " + amount + " of ([A-Z]{3}) " + amount + " at " + amount +
           " in cash for (\\w+) into (\\w+)" + as_payment,
       TakeForeignCash},
      {till + "asks a terminal for (\\w+), " + amount + " for (\\w+)", StartCard},
      {till + "has a terminal forward (\\w+), " + amount + " for (\\w+)", ForwardCard},
      {till + "hears that it took " + amount + " for (\\w+) of (\\w+)", HearApproved},
      {till + "hears that it declined (\\w+) of (\\w+)", HearDeclined},
      {till + "hears nothing of (\\w+) of (\\w+)", HearNothing},
      {till + "gives back (\\w+) of (\\w+)(?: from (\\w+))?", GiveBack},
      {till + "corrects (\\w+) of (\\w+) to (cash|card|voucher)(?: into (\\w+))?", CorrectTender},
      {till + "gets a tip of " + amount + " for (\\w+)(?: with (\\w+))?(?: for (\\w+))?", AddTip},
      {till + "changes tip (\\d+) of (\\w+) to " + amount, AdjustTip},
      {till + "completes (\\w+)(?: showing " + amount + ")?", Complete},
      {till + "abandons (\\w+)", Abandon},
      {till + "voids (\\w+)", Void},
      {till + "takes back " + amount +
           " of line (\\d+) of (\\w+)( to be discarded)?, giving back " + amount +
           " (?:by card|in cash from (\\w+))",
       Return},
      {till + "takes off (?:lines? ([\\d, ]+) of )?(\\w+) (\\d+(?:\\.\\d+)?)( %)?", TakeOff},
      {till + "takes back discount (\\d+) of (\\w+)", TakeBack},
      {till + "sets the price of line (\\d+) of (\\w+) to " + amount, SetPrice},
      {till + "hands over (?:line (\\d+) of )?(\\w+) to (eat in|take away)", SetOrderType},
      {till + "charges a (mandatory )?service of " + kRate + " on (\\w+), (\\w+)", ChargeService},
      {till + "suspends (\\w+)(?: as \"([^\"]+)\")?", Suspend},
      {till + "(retrieves|takes over) (\\w+)", Retrieve},
      {till + "opens drawer (\\w+) with " + amount, OpenDrawer},
      {till + "counts " + "(\\w+): " + amount, CountDrawer},
      {till + "closes drawer (\\w+)", CloseDrawer},
      {till + "drops " + amount + " from (\\w+) into the safe", DropCash},
      {till + "pays (in|out) " + amount + " (?:into|from) (\\w+) for \"([^\"]+)\"", PayInOrOut},
      {till + "opens (\\w+) without a sale for \"([^\"]+)\"", OpenWithoutSale},
      {till + "hands (\\w+) over to (\\w+)", HandOver},
      {till + "takes " + amount + " from the safe to the bank", BankDeposit},
      {till + "counts the safe: " + amount, CountSafe},
      {till + "receives " + amount + " (\\w+)", ReceiveStock},
  };
}

}  // namespace daybook::scenarios
