#include "cli/value_text.h"

#include "cli/json.h"
#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/ids.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {

std::string GiftCardText(const edge::v1::GiftCardView& card) {
  const auto money = [&](int64_t minor) { return FormatMoney(minor, card.currency_code()); };
  std::string text = fmt::format("{}: {} ({} loaded, {} redeemed",
                                 Uuid::FromBytes(card.gift_card_id()).value_or(Uuid()).ToText(),
                                 money(card.balance_minor()), money(card.loaded_minor()),
                                 money(card.redeemed_minor()));
  if (card.cashed_out_minor() != 0) {
    text += fmt::format(", {} cashed out", money(card.cashed_out_minor()));
  }
  if (card.fee_minor() != 0) text += fmt::format(", {} of fees", money(card.fee_minor()));
  text += ")";
  if (!card.active()) text += ", not active";
  if (card.expiry_date() != 0) {
    text += fmt::format(", to be spent until {}", BusinessDateText(card.expiry_date()));
  }
  if (card.used_date() != 0) {
    text += fmt::format(", last used on {}", BusinessDateText(card.used_date()));
  }
  return text;
}

std::string CustomerText(const edge::v1::CustomerView& customer) {
  const auto money = [&](int64_t minor) { return FormatMoney(minor, customer.currency_code()); };
  std::string text = Uuid::FromBytes(customer.customer_id()).value_or(Uuid()).ToText();
  if (!customer.code().empty()) text += fmt::format(" ({})", Printable(customer.code()));
  text += fmt::format(": {}, {} of credit, owes {} of at most {}",
                      CountText(customer.points(), "point"), money(customer.credit_minor()),
                      money(customer.owed_minor()), money(customer.account_limit_minor()));
  return text + (customer.erased() ? ", erased" : "");
}

}  // namespace daybook::cli
