#include "tests/sim/value_accounts.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/money.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/gift_cards.h"
#include "projections/store_totals.h"
#include "tests/sim/ledger.h"

namespace daybook::sim {
namespace {

using event::v1::Entry;
using event::v1::Event;
using event::v1::Payment;

const std::string& KeyOf(const Entry& entry, const Event& event) {
  return entry.header().streams(event.stream_index()).key();
}

// Whether the entry says itself that it contradicts the shop's state, or waits for a person.
bool IsContradiction(const Entry& entry) {
  return std::ranges::any_of(entry.events(), [](const Event& event) {
    return event.has_command_flagged() || event.has_command_set_aside();
  });
}

// Returns the payment that takes money off a card, or gives it back, or null.
const Payment* PaymentOf(const Event& event) {
  if (event.has_payment_received()) return &event.payment_received().payment();
  if (event.has_payment_reversed()) return &event.payment_reversed().payment();
  return event.has_payment_refunded() ? &event.payment_refunded().payment() : nullptr;
}

// Returns what the payments of an entry move on each card; below 0: off it.
std::map<std::string, int64_t> MovesOf(const Entry& entry) {
  std::map<std::string, int64_t> moves;
  for (const Event& event : entry.events()) {
    const Payment* const payment = PaymentOf(event);
    if (payment == nullptr || payment->gift_card_id().empty()) continue;
    moves[payment->gift_card_id()] +=
        event.has_payment_received() ? -payment->amount_minor() : payment->amount_minor();
  }
  return moves;
}

}  // namespace

absl::Status ValueAccounts::Take(const Entry& entry) {
  TakeLines(entry);
  DAYBOOK_RETURN_IF_ERROR(TakeCards(entry));
  return TakeCommissions(entry);
}

void ValueAccounts::TakeLines(const Entry& entry) {
  for (const Event& event : entry.events()) {
    if (event.has_sale_line_item_added()) {
      const event::v1::SaleLine& line = event.sale_line_item_added().line();
      sales_[KeyOf(entry, event)].lines.emplace(line.line(), line);
    } else if (event.has_lines_moved_in()) {
      for (const event::v1::MovedLine& moved : event.lines_moved_in().lines()) {
        sales_[KeyOf(entry, event)].lines.emplace(moved.line().line(), moved.line());
      }
    } else if (event.has_lines_moved_out()) {
      for (const int32_t line : event.lines_moved_out().lines()) {
        sales_[KeyOf(entry, event)].lines.erase(line);
      }
    } else if (event.has_sale_line_item_removed()) {
      sales_[KeyOf(entry, event)].lines.erase(event.sale_line_item_removed().line());
    } else if (event.has_sale_line_item_changed()) {
      sales_[KeyOf(entry, event)].lines[event.sale_line_item_changed().line()].set_amount_minor(
          event.sale_line_item_changed().amount_minor());
    } else if (event.has_sale_price_overridden()) {
      sales_[KeyOf(entry, event)].lines[event.sale_price_overridden().line()].set_amount_minor(
          event.sale_price_overridden().amount_minor());
    } else if (event.has_sale_completed()) {
      Complete(event.sale_completed(), sales_[KeyOf(entry, event)]);
    } else if (event.has_sale_voided()) {
      sales_[KeyOf(entry, event)].voided = true;
    }
  }
}

void ValueAccounts::Complete(const event::v1::SaleCompleted& completed, Sale& sale) {
  int place = 0;
  for (const auto& [number, line] : sale.lines) {
    const bool discounted = place < completed.line_discounts_minor_size();
    sale.commissions[number].net_minor =
        line.amount_minor() - (discounted ? completed.line_discounts_minor(place) : 0);
    ++place;
  }
}

// What is put on cards is what the lines of a completed sale come to.
absl::Status ValueAccounts::CheckLoads(const Entry& entry, const Amounts& loads) const {
  Amounts sold;
  for (const Event& event : entry.events()) {
    if (!event.has_sale_completed()) continue;
    for (const auto& [number, line] : sales_.at(KeyOf(entry, event)).lines) {
      const bool loads_card = !line.gift_card_id().empty() && line.amount_minor() > 0;
      if (loads_card) sold[line.gift_card_id()] += line.amount_minor();
    }
  }
  return sold == loads ? absl::OkStatus() : Wrong("gift cards hold something else than was sold");
}

absl::Status ValueAccounts::TakeCards(const Entry& entry) {
  Amounts loads, moves;
  for (const Event& event : entry.events()) {
    const std::string& key = KeyOf(entry, event);
    if (event.has_gift_card_activated()) {
      loads[key] += event.gift_card_activated().amount_minor();
    } else if (event.has_gift_card_reloaded()) {
      loads[key] += event.gift_card_reloaded().amount_minor();
    } else if (event.has_gift_card_redeemed()) {
      moves[key] -= event.gift_card_redeemed().amount_minor();
    } else if (event.has_gift_card_credited()) {
      moves[key] += event.gift_card_credited().amount_minor();
    } else {
      DAYBOOK_RETURN_IF_ERROR(TakeCardEvent(entry, event, key));
    }
  }
  DAYBOOK_RETURN_IF_ERROR(CheckLoads(entry, loads));
  if (moves != MovesOf(entry)) return Wrong("gift cards paid something else than the payments say");
  for (const auto& [card_id, amount_minor] : loads) balances_[card_id] += amount_minor;
  for (const auto& [card_id, amount_minor] : moves) {
    int64_t& balance_minor = balances_[card_id];
    balance_minor += amount_minor;
    if (amount_minor < 0 && balance_minor < 0 && !IsContradiction(entry)) {
      return Wrong("more was taken off a gift card than was on it");
    }
  }
  return absl::OkStatus();
}

absl::Status ValueAccounts::TakeCardEvent(const Entry& entry, const Event& event,
                                          const std::string& card_id) {
  if (event.has_gift_card_load_reversed()) {
    balances_[card_id] -= event.gift_card_load_reversed().amount_minor();
  } else if (event.has_gift_card_fee_charged()) {
    balances_[card_id] -= event.gift_card_fee_charged().amount_minor();
  } else if (event.has_gift_card_cashed_out()) {
    const event::v1::GiftCardCashedOut& cashed_out = event.gift_card_cashed_out();
    balances_[card_id] -= cashed_out.amount_minor();
    if (balances_[card_id] != 0) return Wrong("something is left on a card that was cashed out");
    int64_t paid_minor = 0;
    for (const Event& other : entry.events()) {
      paid_minor += other.cash_paid_out().amount().minor_units();
    }
    if (paid_minor != cashed_out.amount_minor() + cashed_out.rounding_minor()) {
      return Wrong("something else was paid out than was on the card");
    }
  }
  return absl::OkStatus();
}

void ValueAccounts::TakeEarned(const event::v1::EntryHeader& header,
                               const event::v1::CommissionEarned& earned, Sale& sale) {
  by_day_[header.business_date()][earned.employee()] += earned.amount_minor();
  for (const event::v1::LineCommission& line : earned.lines()) {
    sale.commissions[line.line()].earned_minor = line.amount_minor();
    sale.commissions[line.line()].kept_minor = line.amount_minor();
  }
}

void ValueAccounts::TakeReversed(const event::v1::EntryHeader& header,
                                 const event::v1::CommissionReversed& reversed, Sale& sale) {
  by_day_[header.business_date()][reversed.employee()] -= reversed.amount_minor();
  for (const event::v1::LineCommission& line : reversed.lines()) {
    sale.commissions[line.line()].kept_minor -= line.amount_minor();
  }
}

absl::Status ValueAccounts::TakeCommissions(const Entry& entry) {
  std::set<std::string> changed;
  for (const Event& event : entry.events()) {
    const std::string& key = KeyOf(entry, event);
    if (event.has_commission_earned()) {
      TakeEarned(entry.header(), event.commission_earned(), sales_[key]);
    } else if (event.has_commission_reversed()) {
      TakeReversed(entry.header(), event.commission_reversed(), sales_[key]);
    } else if (event.has_items_returned()) {
      for (const event::v1::ReturnedLine& back : event.items_returned().lines()) {
        sales_[key].commissions[back.line()].returned_minor += back.amount_minor();
      }
    } else if (!event.has_sale_voided()) {
      continue;
    }
    changed.insert(key);
  }
  for (const std::string& sale_id : changed) {
    DAYBOOK_RETURN_IF_ERROR(CheckKept(sales_[sale_id]));
  }
  return absl::OkStatus();
}

// Of each line is kept what was earned, less the share of what of it came back.
absl::Status ValueAccounts::CheckKept(const Sale& sale) {
  for (const auto& [number, line] : sale.commissions) {
    const int64_t back_minor =
        line.net_minor <= 0
            ? 0
            : MultiplyDivide(line.earned_minor, std::min(line.returned_minor, line.net_minor),
                             line.net_minor)
                  .value_or(0);
    const int64_t kept_minor = sale.voided ? 0 : line.earned_minor - back_minor;
    if (line.kept_minor != kept_minor) return Wrong("a commission is not what is left of the line");
  }
  return absl::OkStatus();
}

absl::Status ValueAccounts::CheckViews(const Folds& folds) const {
  Amounts shown;
  for (const auto& [card_id, bytes] : folds.rows(projections::kGiftCardsName)) {
    edge::v1::GiftCardView row;
    DAYBOOK_CHECK(row.ParseFromString(bytes));
    const int64_t parts_minor =
        row.loaded_minor() - row.redeemed_minor() - row.cashed_out_minor() - row.fee_minor();
    if (parts_minor != row.balance_minor()) return Wrong("a gift card is not the sum of its parts");
    shown[card_id] = row.balance_minor();
  }
  if (shown != balances_) return Wrong("the view of gift cards is not what is on them");
  const auto& totals_rows = folds.rows(projections::kStoreTotalsName);
  for (const auto& [date, by_employee] : by_day_) {
    edge::v1::StoreTotals row;
    const auto stored = totals_rows.find(projections::StoreTotalsKey(date));
    if (stored != totals_rows.end()) DAYBOOK_CHECK(row.ParseFromString(stored->second));
    Amounts commissions;
    for (const auto& of_one : row.totals().by_commission()) {
      commissions[of_one.key()] = of_one.amount_minor();
    }
    if (commissions != by_employee) return Wrong("commissions of a day are not what was earned");
  }
  return absl::OkStatus();
}

}  // namespace daybook::sim
