// The sentences about gift cards and commissions.
#include "core/base/business_date.h"
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

// Returns the row of the law from that date on ("": from ever), made as the one before it if there
// is none.
edge::v1::GiftCardLaw& LawFrom(ShopFloor& shop, const std::string& date_text) {
  const auto date = shop.ReadDate(date_text);
  const int32_t valid_from = date.ok() ? *date : 0;
  edge::v1::GiftCardConfig& gift_cards = *shop.config.mutable_gift_cards();
  gift_cards.set_jurisdiction("here");
  for (edge::v1::GiftCardLaw& law : *gift_cards.mutable_laws()) {
    if (law.valid_from() == valid_from) return law;
  }
  const edge::v1::GiftCardLaw before = domain::LawOn(gift_cards, valid_from);
  edge::v1::GiftCardLaw& law = *gift_cards.add_laws();
  law = before;
  law.set_jurisdiction("here");
  law.set_valid_from(valid_from);
  return law;
}

Complaint AllowExpiry(ShopFloor& shop, const std::smatch& match) {
  edge::v1::GiftCardLaw& law = LawFrom(shop, match[2]);
  law.set_expiry_allowed(true);
  law.set_expiry_months_min(std::stoi(match[1]));
  return "";
}

Complaint AllowFee(ShopFloor& shop, const std::smatch& match) {
  edge::v1::GiftCardLaw& law = LawFrom(shop, match[2]);
  law.set_inactivity_fee_allowed(true);
  law.set_inactivity_months_min(std::stoi(match[1]));
  return "";
}

Complaint AskForCashOut(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[1], [&](int64_t below_minor) {
    LawFrom(shop, match[2]).set_cash_out_below_minor(below_minor);
    return Complaint();
  });
}

Complaint SetExpiry(ShopFloor& shop, const std::smatch& match) {
  shop.config.mutable_gift_cards()->set_expiry_months(std::stoi(match[1]));
  return "";
}

Complaint SetFee(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[1], [&](int64_t fee_minor) {
    shop.config.mutable_gift_cards()->set_inactivity_fee_minor(fee_minor);
    return Complaint();
  });
}

Complaint SetCommission(ShopFloor& shop, const std::smatch& match) {
  edge::v1::CommissionRule& rule = *shop.config.add_commissions();
  rule.set_rate_ppm(ReadDecimal(match[1], 10'000));
  rule.set_category(match[2]);
  if (!match[3].matched) return "";
  const auto valid_from = shop.ReadDate(match[3].str());
  if (!valid_from.ok()) return valid_from.status().ToString();
  rule.set_valid_from(*valid_from);
  return "";
}

Complaint SellGiftCard(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t amount_minor) {
    const std::string sale = match[5];
    Command command = shop.NewCommand();
    edge::v1::AddLineItem& add = *command.mutable_add_line_item();
    add.set_sale_id(shop.BytesOf(sale));
    add.set_line(++shop.last_lines[sale]);
    add.set_kind(event::v1::LINE_KIND_GIFT_CARD);
    add.set_sku("gift-card");
    add.set_name("Gift card");
    add.set_category("cards");
    add.set_quantity_milli(1'000);
    *add.mutable_unit_price() = shop.MoneyOf(amount_minor);
    add.set_gift_card_id(shop.BytesOf(match[3].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint PayByGiftCard(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[3], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::ReceivePayment& receive = *command.mutable_receive_payment();
    receive.set_sale_id(shop.BytesOf(match[5].str()));
    receive.set_payment_id(
        shop.BytesOf(match[6].matched ? match[6].str()
                                      : fmt::format("payment number {}", ++shop.payment_count)));
    receive.set_tender(event::v1::TENDER_GIFT_CARD);
    *receive.mutable_amount() = shop.MoneyOf(amount_minor);
    receive.set_gift_card_id(shop.BytesOf(match[4].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint CashOut(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::CashOutGiftCard& cash_out = *command.mutable_cash_out_gift_card();
  cash_out.set_gift_card_id(shop.BytesOf(match[3].str()));
  cash_out.set_drawer_session_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ReturnToGiftCard(ShopFloor& shop, const std::smatch& match) {
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
    refund.set_tender(event::v1::TENDER_GIFT_CARD);
    refund.set_gift_card_id(shop.BytesOf(match[7].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Complaint SellBy(ShopFloor& shop, const std::smatch& match) {
  return WithLine(shop, match[5], match[6], [&](edge::v1::AddLineItem& add) {
    add.set_quantity_milli(ReadDecimal(match[4], 1'000));
    add.set_salesperson(match[3]);
    return ActorOf(match);
  });
}

Complaint Differs(const std::string& what, const std::string& is, const std::string& claimed) {
  return is == claimed ? "" : fmt::format("{} is {}, not {}", what, is, claimed);
}

Complaint CheckHolds(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[2], [&](int64_t claimed_minor) {
    const int64_t balance_minor = shop.GiftCardOf(match[1].str()).balance_minor;
    return Differs("what is on it", shop.AmountText(balance_minor), shop.AmountText(claimed_minor));
  });
}

Complaint CheckCardState(ShopFloor& shop, const std::smatch& match) {
  const domain::GiftCardState state =
      domain::StateOn(shop.GiftCardOf(match[1].str()), shop.business_date);
  return Differs(match[1], std::string(domain::GiftCardStateName(state)), match[2]);
}

Complaint CheckExpiry(ShopFloor& shop, const std::smatch& match) {
  const int32_t expiry_date = shop.GiftCardOf(match[1].str()).expiry_date;
  return Differs("the last date", expiry_date == 0 ? "for ever" : BusinessDateText(expiry_date),
                 match[2]);
}

}  // namespace

std::vector<Phrase> ValueSettings() {
  const std::string amount = kAmount;
  const std::string from = "(?: from ([\\d-]+))?";
  return {
      {"the law lets gift cards expire after (\\d+) months" + from, AllowExpiry},
      {"the law lets gift cards lose a fee after (\\d+) months" + from, AllowFee},
      {"the law pays out what is less than " + amount + " on gift cards" + from, AskForCashOut},
      {"gift cards expire after (\\d+) months", SetExpiry},
      {"gift cards lose " + amount + " a month without use", SetFee},
      {std::string("salespersons earn ") + kRate + "(?: on (\\w+))?(?: from ([\\d-]+))?",
       SetCommission},
  };
}

std::vector<Phrase> ValueCommands() {
  const std::string till = kTill;
  const std::string amount = kAmount;
  return {
      {till + "sells gift card (\\w+) for " + amount + " in (\\w+)", SellGiftCard},
      {till + "takes " + amount + " off gift card (\\w+) for (\\w+)(?: as (\\w+))?", PayByGiftCard},
      {till + "cashes out gift card (\\w+) from (\\w+)", CashOut},
      {till + "takes back (\\d+) of line (\\d+) of (\\w+), giving back " + amount +
           " on gift card (\\w+)",
       ReturnToGiftCard},
      {till + "has (\\w+) sell (\\d+) (\\w+) in (\\w+)", SellBy},
  };
}

std::vector<Phrase> ValueAssertions() {
  const std::string amount = kAmount;
  return {
      {"gift card (\\w+) holds " + amount, CheckHolds},
      {"gift card (\\w+) is (not active|active|used up|expired)", CheckCardState},
      {"gift card (\\w+) can be spent (?:until )?(for ever|[\\d-]+)", CheckExpiry},
  };
}

}  // namespace daybook::scenarios
