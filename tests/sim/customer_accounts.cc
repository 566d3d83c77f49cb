#include "tests/sim/customer_accounts.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/money.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/customers.h"
#include "tests/sim/ledger.h"

namespace daybook::sim {
namespace {

using event::v1::Entry;
using event::v1::Event;
using event::v1::Payment;

const std::string& KeyOf(const Entry& entry, const Event& event) {
  return entry.header().streams(event.stream_index()).key();
}

bool IsTurnover(const event::v1::SaleLine& line) {
  return line.kind() == event::v1::LINE_KIND_GOODS || line.kind() == event::v1::LINE_KIND_SERVICE ||
         line.kind() == event::v1::LINE_KIND_FEE;
}

// What a payment or a refund comes to on its book.
int64_t SizeOf(const Payment& payment) {
  return payment.tender() == event::v1::TENDER_LOYALTY_POINTS ? payment.points()
                                                              : payment.amount_minor();
}

}  // namespace

void CustomerAccounts::TakeLine(const Entry& entry, const Event& event) {
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
  }
}

absl::Status CustomerAccounts::TakeBook(const Event& event, const std::string& customer_id,
                                        Moves& moves) {
  Books& books = books_[customer_id];
  if (event.has_store_credit_issued()) {
    const auto& issued = event.store_credit_issued();
    moves[{customer_id, issued.payment_id()}] += issued.amount_minor();
    books.credit_minor += issued.amount_minor();
    if (issued.balance_minor() != books.credit_minor) return Wrong("a credit is another one");
  } else if (event.has_store_credit_spent()) {
    const auto& spent = event.store_credit_spent();
    moves[{customer_id, spent.payment_id()}] -= spent.amount_minor();
    books.credit_minor -= spent.amount_minor();
    if (spent.balance_minor() != books.credit_minor) return Wrong("a credit is another one");
  } else if (event.has_account_charged()) {
    const auto& charged = event.account_charged();
    moves[{customer_id, charged.payment_id()}] -= charged.amount_minor();
    books.owed_minor += charged.amount_minor();
    if (charged.owed_minor() != books.owed_minor) return Wrong("another debt is owed");
  } else if (event.has_account_paid()) {
    const auto& paid = event.account_paid();
    moves[{customer_id, paid.payment_id()}] += paid.amount_minor();
    books.owed_minor -= paid.amount_minor();
    if (paid.owed_minor() != books.owed_minor) return Wrong("another debt is owed");
  } else if (event.has_customer_erased()) {
    if (event.customer_erased().points() != books.points) return Wrong("other points are erased");
    books.points = 0;
  }
  return absl::OkStatus();
}

void CustomerAccounts::TakePoints(const Event& event, const std::string& customer_id, Moves& moves,
                                  std::set<std::string>& changed) {
  Books& books = books_[customer_id];
  if (event.has_loyalty_points_earned()) {
    const auto& earned = event.loyalty_points_earned();
    books.points += earned.points();
    sales_[earned.sale_id()].earned_points += earned.points();
    sales_[earned.sale_id()].kept_points += earned.points();
    changed.insert(earned.sale_id());
  } else if (event.has_loyalty_points_reversed()) {
    const auto& reversed = event.loyalty_points_reversed();
    books.points -= reversed.points();
    sales_[reversed.sale_id()].kept_points -= reversed.points();
    changed.insert(reversed.sale_id());
  } else if (event.has_loyalty_points_redeemed()) {
    const auto& redeemed = event.loyalty_points_redeemed();
    books.points -= redeemed.points();
    moves[{customer_id, redeemed.payment_id()}] -= redeemed.points();
  } else if (event.has_loyalty_points_restored()) {
    const auto& restored = event.loyalty_points_restored();
    books.points += restored.points();
    moves[{customer_id, restored.payment_id()}] += restored.points();
  }
}

void CustomerAccounts::TakeTurnover(const Entry& entry, const Event& event,
                                    std::set<std::string>& changed) {
  Sale& sale = sales_[KeyOf(entry, event)];
  if (event.has_sale_completed()) {
    sale.net_minor =
        event.sale_completed().subtotal_minor() - event.sale_completed().discount_minor();
  } else if (event.has_sale_voided()) {
    sale.voided = true;
  } else if (event.has_items_returned()) {
    for (const event::v1::ReturnedLine& back : event.items_returned().lines()) {
      if (IsTurnover(sale.lines[back.line()])) sale.returned_minor += back.amount_minor();
    }
  } else {
    return;
  }
  changed.insert(KeyOf(entry, event));
}

// Returns what the payments, and the lines that pay accounts, say should move.
CustomerAccounts::Moves CustomerAccounts::MovesOf(const Entry& entry) const {
  Moves moves;
  const auto add = [&](const Payment& payment, int64_t sign) {
    if (payment.customer_id().empty()) return;
    moves[{payment.customer_id(), payment.payment_id()}] += sign * SizeOf(payment);
  };
  const auto add_line = [&](const event::v1::SaleLine& line, int64_t amount_minor) {
    if (!line.customer_id().empty() && amount_minor != 0) {
      moves[{line.customer_id(), ""}] += amount_minor;
    }
  };
  for (const Event& event : entry.events()) {
    if (event.has_payment_received()) add(event.payment_received().payment(), -1);
    if (event.has_payment_reversed()) add(event.payment_reversed().payment(), 1);
    if (event.has_payment_refunded()) add(event.payment_refunded().payment(), 1);
    const auto sale = sales_.find(KeyOf(entry, event));
    if (sale == sales_.end()) continue;
    if (event.has_sale_completed() || event.has_sale_voided()) {
      for (const auto& [number, line] : sale->second.lines) {
        add_line(line, event.has_sale_voided() ? -line.amount_minor() : line.amount_minor());
      }
    } else if (event.has_items_returned()) {
      for (const event::v1::ReturnedLine& back : event.items_returned().lines()) {
        add_line(sale->second.lines.at(back.line()), -back.amount_minor());
      }
    }
  }
  return moves;
}

absl::Status CustomerAccounts::Take(const Entry& entry) {
  for (const Event& event : entry.events()) TakeLine(entry, event);
  Moves moves;
  std::set<std::string> changed;
  for (const Event& event : entry.events()) {
    const event::v1::StreamName& stream = entry.header().streams(event.stream_index());
    TakeTurnover(entry, event, changed);
    if (stream.category() != event::v1::CATEGORY_CUSTOMER) continue;
    DAYBOOK_RETURN_IF_ERROR(TakeBook(event, stream.key(), moves));
    TakePoints(event, stream.key(), moves, changed);
  }
  if (moves != MovesOf(entry))
    return Wrong("the books of customers say other things than the sale");
  for (const std::string& sale_id : changed) {
    DAYBOOK_RETURN_IF_ERROR(CheckKept(sales_[sale_id]));
  }
  return absl::OkStatus();
}

absl::Status CustomerAccounts::CheckKept(const Sale& sale) {
  int64_t kept_points = sale.voided ? 0 : sale.earned_points;
  if (!sale.voided && sale.net_minor > 0) {
    kept_points -= MultiplyDivide(sale.earned_points, std::min(sale.returned_minor, sale.net_minor),
                                  sale.net_minor)
                       .value_or(0);
  }
  return sale.kept_points == kept_points ? absl::OkStatus()
                                         : Wrong("points are not what is left of the sale");
}

absl::Status CustomerAccounts::CheckViews(const Folds& folds) const {
  for (const auto& [customer_id, bytes] : folds.rows(projections::kCustomersName)) {
    edge::v1::CustomerView row;
    DAYBOOK_CHECK(row.ParseFromString(bytes));
    const auto known = books_.find(customer_id);
    const Books books = known == books_.end() ? Books() : known->second;
    if (row.points() != books.points || row.credit_minor() != books.credit_minor ||
        row.owed_minor() != books.owed_minor) {
      return Wrong("the view of customers is not what is on their books");
    }
  }
  return absl::OkStatus();
}

}  // namespace daybook::sim
