// The sentences about customers: points, store credit, accounts.
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

constexpr char kBook[] = "the (credit|account|points) of customer (\\w+)";

Complaint SetPoints(ShopFloor& shop, const std::smatch& match) {
  edge::v1::LoyaltyRule& rule = *shop.config.mutable_loyalty()->add_rules();
  rule.set_points_per_unit(std::stoll(match[1]));
  if (!match[2].matched) return "";
  const auto valid_from = shop.ReadDate(match[2].str());
  if (!valid_from.ok()) return valid_from.status().ToString();
  rule.set_valid_from(*valid_from);
  return "";
}

Complaint SetPointValue(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[1], [&](int64_t value_minor) {
    shop.config.mutable_loyalty()->set_point_value_minor(value_minor);
    return Complaint();
  });
}

Complaint Create(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_create_customer()->set_customer_id(shop.BytesOf(match[3].str()));
  command.mutable_create_customer()->set_code(match[4]);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint SetLimit(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t limit_minor) {
    Command command = shop.NewCommand();
    command.mutable_update_customer()->set_customer_id(shop.BytesOf(match[3].str()));
    *command.mutable_update_customer()->mutable_account_limit() = shop.MoneyOf(limit_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint Erase(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_erase_customer()->set_customer_id(shop.BytesOf(match[3].str()));
  command.mutable_erase_customer()->set_reason("as they asked");
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Attach(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::AttachCustomer& attach = *command.mutable_attach_customer();
  attach.set_sale_id(shop.BytesOf(match[3].str()));
  if (match[4].matched) attach.set_customer_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

event::v1::Tender TenderNamed(const std::string& book) {
  if (book == "credit") return event::v1::TENDER_STORE_CREDIT;
  return book == "account" ? event::v1::TENDER_ACCOUNT : event::v1::TENDER_LOYALTY_POINTS;
}

Complaint PayByBook(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
    receive.set_tender(TenderNamed(match[4]));
    receive.set_customer_id(shop.BytesOf(match[5].str()));
    receive.set_sale_id(shop.BytesOf(match[6].str()));
    receive.set_payment_id(
        shop.BytesOf(match[7].matched ? match[7].str()
                                      : fmt::format("payment number {}", ++shop.payment_count)));
    *receive.mutable_amount() = shop.MoneyOf(amount_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint PayAccount(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t amount_minor) {
    const std::string sale = match[5];
    Command command = shop.NewCommand();
    edge::v1::AddLineItem& add = *command.mutable_add_line_item();
    add.set_sale_id(shop.BytesOf(sale));
    add.set_line(++shop.last_lines[sale]);
    add.set_kind(event::v1::LINE_KIND_ACCOUNT_PAYMENT);
    add.set_sku("account");
    add.set_name("On the account");
    add.set_category("accounts");
    add.set_quantity_milli(1'000);
    *add.mutable_unit_price() = shop.MoneyOf(amount_minor);
    add.set_customer_id(shop.BytesOf(match[3].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint ReturnToBook(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[6], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::ReturnItems& items = *command.mutable_return_items();
    items.add_lines()->set_quantity_milli(ReadDecimal(match[3], 1'000));
    items.mutable_lines(0)->set_line(std::stoi(match[4]));
    items.set_sale_id(shop.BytesOf(match[5].str()));
    items.set_reason("did not fit");
    edge::v1::Refund& refund = *items.add_refunds();
    refund.set_payment_id(shop.BytesOf(fmt::format("payment number {}", ++shop.payment_count)));
    *refund.mutable_amount() = shop.MoneyOf(amount_minor);
    refund.set_tender(TenderNamed(match[7]));
    refund.set_customer_id(shop.BytesOf(match[8].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint Differs(const std::string& what, const std::string& is, const std::string& claimed) {
  return is == claimed ? "" : fmt::format("{} is {}, not {}", what, is, claimed);
}

Complaint CheckPoints(ShopFloor& shop, const std::smatch& match) {
  return Differs("what they have", fmt::format("{}", shop.CustomerOf(match[1].str()).points),
                 match[2]);
}

Complaint CheckCredit(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[2], [&](int64_t claimed_minor) {
    return Differs("the credit", shop.AmountText(shop.CustomerOf(match[1].str()).credit_minor),
                   shop.AmountText(claimed_minor));
  });
}

Complaint CheckOwed(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[2], [&](int64_t claimed_minor) {
    return Differs("the debt", shop.AmountText(shop.CustomerOf(match[1].str()).owed_minor),
                   shop.AmountText(claimed_minor));
  });
}

}  // namespace

std::vector<Phrase> CustomerSettings() {
  return {
      {"customers earn (\\d+) points? a unit(?: from ([\\d-]+))?", SetPoints},
      {std::string("a point pays ") + kAmount, SetPointValue},
  };
}

std::vector<Phrase> CustomerCommands() {
  const std::string till = kTill;
  const std::string amount = kAmount;
  const std::string book = kBook;
  return {
      {till + "creates customer (\\w+)(?: as \"([^\"]+)\")?", Create},
      {till + "lets customer (\\w+) owe " + amount, SetLimit},
      {till + "erases customer (\\w+)", Erase},
      {till + "says that (\\w+) is (?:customer (\\w+)|nobody)'s", Attach},
      {till + "takes " + amount + " off " + book + " for (\\w+)(?: as (\\w+))?", PayByBook},
      {till + "has customer (\\w+) pay " + amount + " on the account in (\\w+)", PayAccount},
      {till + "takes back (\\d+) of line (\\d+) of (\\w+), giving back " + amount + " on " + book,
       ReturnToBook},
  };
}

std::vector<Phrase> CustomerAssertions() {
  const std::string amount = kAmount;
  return {
      {"customer (\\w+) has (-?\\d+) points?", CheckPoints},
      {"customer (\\w+) has credit of " + amount, CheckCredit},
      {"customer (\\w+) owes " + amount, CheckOwed},
  };
}

}  // namespace daybook::scenarios
