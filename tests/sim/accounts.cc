#include "tests/sim/accounts.h"

#include <algorithm>
#include <numeric>

#include "core/base/check.h"
#include "core/domain/totals.h"
#include "daybook/edge/v1/view.pb.h"
#include "fmt/format.h"
#include "projections/store_totals.h"

namespace daybook::sim {
namespace {

using event::v1::Entry;
using event::v1::Event;

absl::Status WrongAt(const event::v1::EntryHeader& header, std::string_view text) {
  return Wrong(fmt::format("position {}: {}", header.first_position(), text));
}

// Whether the entry says itself that it contradicts the shop's state.
bool IsFlagged(const Entry& entry) {
  return std::ranges::any_of(entry.events(),
                             [](const Event& event) { return event.has_command_flagged(); });
}

// Returns what the entry's exchanges gave less what they paid.
int64_t ExchangedOf(const Entry& entry) {
  int64_t sum_minor = 0;
  for (const Event& event : entry.events()) {
    const event::v1::Payment& given = event.payment_refunded().payment();
    if (given.tender() == event::v1::TENDER_EXCHANGE) sum_minor += given.amount_minor();
    const event::v1::Payment& paid = event.payment_received().payment();
    if (paid.tender() == event::v1::TENDER_EXCHANGE) sum_minor -= paid.amount_minor();
  }
  return sum_minor;
}

template <typename Amounts>
int64_t Sum(const Amounts& amounts) {
  int64_t sum = 0;
  for (const auto& [key, amount_minor] : amounts) sum += amount_minor;
  return sum;
}

// Returns what was paid that is no turnover.
template <typename WithOthers>
int64_t OtherOf(const WithOthers& with) {
  int64_t sum_minor = 0;
  for (const event::v1::KindAmount& other : with.others()) sum_minor += other.amount_minor();
  return sum_minor;
}

}  // namespace

// What comes back is given back, less what the sale owes.
absl::Status Accounts::CheckRefunds(const Entry& entry) const {
  int64_t refunded_minor = 0, returned_minor = 0;
  std::string sale_id;
  for (const Event& event : entry.events()) {
    refunded_minor += event.payment_refunded().payment().amount_minor();
    if (!event.has_items_returned()) continue;
    returned_minor += event.items_returned().total_minor();
    sale_id = entry.header().streams(event.stream_index()).key();
  }
  const auto known = sales_.find(sale_id);
  if (known == sales_.end() || IsFlagged(entry)) return absl::OkStatus();
  const Sale& sale = known->second;
  const int64_t paid_minor = Sum(sale.paid_by_tender) - sale.rounding_minor;
  const int64_t owed_minor = sale.completed.total_minor() + Sum(sale.tips) - paid_minor -
                             sale.returned_minor + sale.refunded_minor;
  const int64_t due_minor = std::max<int64_t>(returned_minor - std::max<int64_t>(owed_minor, 0), 0);
  return refunded_minor == due_minor ? absl::OkStatus()
                                     : Wrong("a refund is not what the returned lines had cost");
}

absl::Status Accounts::Take(const Entry& entry) {
  if (absl::Status checked = CheckRefunds(entry); !checked.ok()) {
    return WrongAt(entry.header(), MessageOf(checked));
  }
  for (const Event& event : entry.events()) {
    absl::Status taken = TakeEvent(entry, event);
    taken.Update(staff_.Take(entry, event));
    if (!taken.ok()) return WrongAt(entry.header(), MessageOf(taken));
  }
  if (!moving_.empty()) return WrongAt(entry.header(), "lines that moved have not arrived");
  if (absl::Status taken = kitchen_.Take(entry); !taken.ok()) {
    return WrongAt(entry.header(), MessageOf(taken));
  }
  if (absl::Status taken = customers_.Take(entry); !taken.ok()) {
    return WrongAt(entry.header(), MessageOf(taken));
  }
  if (absl::Status taken = value_.Take(entry); !taken.ok()) {
    return WrongAt(entry.header(), MessageOf(taken));
  }
  if (absl::Status taken = goods_.Take(entry); !taken.ok()) {
    return WrongAt(entry.header(), MessageOf(taken));
  }
  if (ExchangedOf(entry) != 0) {
    return WrongAt(entry.header(), "what comes back in exchange is not what it pays");
  }
  // What a closed day came to is its Z and what was added to it.
  if (const auto z = z_.find(entry.header().business_date()); z != z_.end()) {
    if (FiguresOf(z->second) != days_[z->first]) {
      return WrongAt(entry.header(), "the Z and its supplements are not what the day came to");
    }
  }
  return absl::OkStatus();
}

absl::Status Accounts::TakeEvent(const Entry& entry, const Event& event) {
  const std::string& key = entry.header().streams(event.stream_index()).key();
  Figures& figures = days_[entry.header().business_date()];
  switch (event.event_case()) {
    case Event::kSaleLineItemAdded:
    case Event::kSaleLineItemChanged:
      return TakeLine(event, sales_[key]);
    case Event::kSaleLineItemRemoved:
      ++figures.removed_line_count;
      return TakeLine(event, sales_[key]);
    case Event::kSalePriceOverridden: {
      const auto line = sales_[key].lines.find(event.sale_price_overridden().line());
      if (line == sales_[key].lines.end()) return Wrong("a price changes of no line");
      line->second.amount_minor = event.sale_price_overridden().amount_minor();
      return absl::OkStatus();
    }
    case Event::kSaleCompleted:
      return TakeCompletion(entry, event.sale_completed(), key);
    case Event::kLinesMovedOut:
      return MoveOut(event.lines_moved_out(), key);
    case Event::kLinesMovedIn:
      return MoveIn(event.lines_moved_in(), sales_[key]);
    case Event::kSaleAbandoned:
      if (event.sale_abandoned().merged_into().empty()) ++figures.abandoned_count;
      sales_[key].over = true;
      return absl::OkStatus();
    case Event::kDocumentIssued:
      return TakeDocument(event.document_issued(), key);
    case Event::kSaleVoided:
      return TakeVoid(entry.header(), event.sale_voided(), sales_[key]);
    case Event::kItemsReturned:
      return TakeReturn(entry, event.items_returned(), sales_[key]);
    case Event::kCashDropped:
      return MoveCash(event.cash_dropped().amount(), -1, key);
    case Event::kCashPaidIn:
      return MoveCash(event.cash_paid_in().amount(), 1, key);
    case Event::kCashPaidOut:
      return MoveCash(event.cash_paid_out().amount(), -1, key);
    case Event::kDrawerNoSale:
      ++figures.no_sale_count;
      return absl::OkStatus();
    case Event::kSafeDeposited:
      safe_minor_ += event.safe_deposited().amount().minor_units();
      return absl::OkStatus();
    case Event::kSafeWithdrawn:
      safe_minor_ -= event.safe_withdrawn().amount().minor_units();
      return absl::OkStatus();
    case Event::kBankDepositPrepared:
      safe_minor_ -= event.bank_deposit_prepared().amount().minor_units();
      return absl::OkStatus();
    case Event::kSafeCounted:
      return event.safe_counted().expected_minor() == safe_minor_
                 ? absl::OkStatus()
                 : Wrong("the safe should hold something else");
    case Event::kDrawerOpened:
    case Event::kDrawerClosed:
      return TakeDrawer(event, key);
    case Event::kBusinessDayClosed:
    case Event::kBusinessDaySupplemented:
      return TakeDay(entry.header(), event);
    case Event::kPeriodClosed:
      return CheckPeriod(event.period_closed());
    default:
      return TakePayment(entry.header(), event, sales_[key]);
  }
}

absl::Status Accounts::TakeLine(const Event& event, Sale& sale) {
  if (sale.over) return Wrong("a sale that is over changes");
  if (event.has_sale_line_item_added()) {
    const event::v1::SaleLine& added = event.sale_line_item_added().line();
    const Line line{.sku = added.sku(),
                    .goods = added.kind() == event::v1::LINE_KIND_GOODS,
                    .turnover = added.kind() != event::v1::LINE_KIND_DEPOSIT &&
                                added.kind() != event::v1::LINE_KIND_GIFT_CARD &&
                                added.kind() != event::v1::LINE_KIND_ACCOUNT_PAYMENT,
                    .quantity_milli = added.quantity_milli(),
                    .amount_minor = added.amount_minor()};
    return sale.lines.emplace(added.line(), line).second ? absl::OkStatus()
                                                         : Wrong("a line is there twice");
  }
  const int32_t number = event.has_sale_line_item_removed() ? event.sale_line_item_removed().line()
                                                            : event.sale_line_item_changed().line();
  const auto line = sale.lines.find(number);
  if (line == sale.lines.end()) return Wrong("a line changes that is not there");
  if (event.has_sale_line_item_removed()) {
    sale.lines.erase(line);
    return absl::OkStatus();
  }
  line->second.quantity_milli = event.sale_line_item_changed().quantity_milli();
  line->second.amount_minor = event.sale_line_item_changed().amount_minor();
  return absl::OkStatus();
}

absl::Status Accounts::MoveOut(const event::v1::LinesMovedOut& moved, const std::string& sale_id) {
  Sale& sale = sales_[sale_id];
  if (sale.over) return Wrong("lines of a sale that is over move");
  int64_t amount_minor = 0;
  for (const int32_t number : moved.lines()) {
    const auto line = sale.lines.find(number);
    if (line == sale.lines.end()) return Wrong("a line moves that is not there");
    amount_minor += line->second.amount_minor;
    moving_.emplace(std::pair(sale_id, number), line->second);
    sale.lines.erase(line);
  }
  return amount_minor == moved.amount_minor() ? absl::OkStatus()
                                              : Wrong("other money moves than the lines come to");
}

absl::Status Accounts::MoveIn(const event::v1::LinesMovedIn& moved, Sale& sale) {
  for (const event::v1::MovedLine& line : moved.lines()) {
    const auto known = moving_.find({moved.from_sale_id(), line.from_line()});
    if (known == moving_.end()) return Wrong("a line arrives that has not moved");
    const bool same = known->second.amount_minor == line.line().amount_minor() &&
                      known->second.quantity_milli == line.line().quantity_milli() &&
                      known->second.sku == line.line().sku();
    if (!same) return Wrong("a line changes on its way");
    if (!sale.lines.emplace(line.line().line(), known->second).second) {
      return Wrong("a line is there twice");
    }
    moving_.erase(known);
  }
  return absl::OkStatus();
}

void Accounts::Count(const event::v1::EntryHeader& header, const Money& money, int64_t sign,
                     Sale& sale) {
  const int64_t change_minor = sign * money.amount_minor;
  sale.paid_by_tender[money.tender] += change_minor;
  const auto tender = static_cast<event::v1::Tender>(money.tender);
  days_[header.business_date()].by_tender[domain::TenderName(tender)] += change_minor;
  const auto drawer = drawers_.find(money.drawer);
  if (drawer != drawers_.end() && tender == event::v1::TENDER_CASH) drawer->second += change_minor;
}

absl::Status Accounts::TakeMoney(const event::v1::EntryHeader& header,
                                 const event::v1::Payment& payment, int64_t rounding_minor,
                                 Sale& sale) {
  const Money money{.tender = payment.tender(),
                    .drawer = payment.drawer_session_id(),
                    .amount_minor = payment.amount_minor() + rounding_minor};
  if (!payments_.emplace(payment.payment_id(), money).second)
    return Wrong("a payment counts twice");
  sale.rounding_minor += rounding_minor;
  if (sale.was_completed) days_[header.business_date()].rounding_minor += rounding_minor;
  Count(header, money, 1, sale);
  return absl::OkStatus();
}

absl::Status Accounts::GiveBack(const event::v1::EntryHeader& header,
                                const event::v1::Payment& payment, int64_t rounding_minor,
                                Sale& sale) {
  const auto known = payments_.find(payment.payment_id());
  if (known == payments_.end()) return Wrong("money goes back that does not count");
  const int64_t amount_minor = payment.amount_minor() + rounding_minor;
  if (amount_minor != known->second.amount_minor || payment.tender() != known->second.tender) {
    return Wrong("other money goes back than came");
  }
  sale.rounding_minor -= rounding_minor;
  if (sale.was_completed) days_[header.business_date()].rounding_minor -= rounding_minor;
  Money money = known->second;
  money.drawer = payment.drawer_session_id();
  Count(header, money, -1, sale);
  payments_.erase(known);
  return absl::OkStatus();
}

absl::Status Accounts::TakeReceived(const event::v1::EntryHeader& header,
                                    const event::v1::PaymentReceived& received, Sale& sale) {
  const int64_t kept_minor = received.payment().amount_minor() + received.rounding_minor();
  if (received.has_tendered() &&
      received.tendered().minor_units() - received.change_minor() != kept_minor) {
    return Wrong("tendered less change is not the amount");
  }
  return TakeMoney(header, received.payment(), received.rounding_minor(), sale);
}

absl::Status Accounts::CorrectTender(const event::v1::EntryHeader& header,
                                     const event::v1::PaymentTenderCorrected& corrected,
                                     Sale& sale) {
  const event::v1::Payment& payment = corrected.payment();
  const auto known = payments_.find(payment.payment_id());
  if (known == payments_.end() || known->second.amount_minor != payment.amount_minor()) {
    return Wrong("a tender is corrected of money that did not come");
  }
  Count(header, known->second, -1, sale);
  known->second.tender = payment.tender();
  known->second.drawer = payment.drawer_session_id();
  Count(header, known->second, 1, sale);
  return absl::OkStatus();
}

absl::Status Accounts::TakeTip(const event::v1::EntryHeader& header, const event::v1::Tip& tip,
                               const event::v1::Payment* with, Sale& sale) {
  int64_t& known_minor = sale.tips[tip.number()];
  const int64_t change_minor = tip.amount_minor() - known_minor;
  known_minor = tip.amount_minor();
  if (sale.was_completed) days_[header.business_date()].tip_minor += change_minor;
  if (with == nullptr) return absl::OkStatus();
  const auto known = payments_.find(with->payment_id());
  if (known == payments_.end() || with->amount_minor() != change_minor) {
    return Wrong("a tip does not come with its payment");
  }
  Count(header, {with->tender(), with->drawer_session_id(), change_minor}, 1, sale);
  known->second.amount_minor += change_minor;
  return absl::OkStatus();
}

absl::Status Accounts::TakePayment(const event::v1::EntryHeader& header, const Event& event,
                                   Sale& sale) {
  switch (event.event_case()) {
    case Event::kPaymentReceived:
      return TakeReceived(header, event.payment_received(), sale);
    case Event::kPaymentApproved:
      if (event.payment_approved().counts_already()) return absl::OkStatus();
      return TakeMoney(header, event.payment_approved().payment(), 0, sale);
    case Event::kPaymentForwarded:
      return TakeMoney(header, event.payment_forwarded().payment(), 0, sale);
    case Event::kPaymentForwardDeclined:
      return GiveBack(header, event.payment_forward_declined().payment(), 0, sale);
    case Event::kPaymentReversed:
      return GiveBack(header, event.payment_reversed().payment(),
                      event.payment_reversed().rounding_minor(), sale);
    case Event::kPaymentRefunded:
      return TakeRefund(header, event.payment_refunded(), sale);
    case Event::kPaymentTenderCorrected:
      return CorrectTender(header, event.payment_tender_corrected(), sale);
    case Event::kTipReceived:
      return TakeTip(header, event.tip_received().tip(),
                     event.tip_received().has_payment() ? &event.tip_received().payment() : nullptr,
                     sale);
    case Event::kTipAdjusted:
      return TakeTip(header, event.tip_adjusted().tip(),
                     event.tip_adjusted().has_payment() ? &event.tip_adjusted().payment() : nullptr,
                     sale);
    default:
      return absl::OkStatus();
  }
}

absl::Status Accounts::CheckSums(const Sale& sale, const event::v1::SaleCompleted& completed) {
  const auto sum = [](const auto& amounts) {
    return std::accumulate(amounts.begin(), amounts.end(), int64_t{0});
  };
  int64_t subtotal_minor = 0, category_minor = 0, tax_minor = 0;
  int64_t other_minor = 0;
  for (const auto& [number, line] : sale.lines) {
    (line.turnover ? subtotal_minor : other_minor) += line.amount_minor;
  }
  if (OtherOf(completed) != other_minor) return Wrong("what is no turnover is wrong");
  for (const auto& category : completed.categories()) category_minor += category.amount_minor();
  for (const auto& tax : completed.tax_lines()) tax_minor += tax.amount_minor();
  const int64_t net_minor = subtotal_minor - completed.discount_minor();
  if (subtotal_minor != completed.subtotal_minor() || net_minor < 0 ||
      net_minor + completed.service_charge_minor() + completed.added_tax_minor() + other_minor !=
          completed.total_minor()) {
    return Wrong("a sale does not come to the sum of its parts");
  }
  if (sum(completed.line_discounts_minor()) != completed.discount_minor() ||
      category_minor != net_minor) {
    return Wrong("discounts of the lines are not what was taken off");
  }
  int64_t part_minor = 0, part_tax_minor = 0;
  for (const auto& part : completed.line_parts()) {
    part_minor += part.amount_minor();
    part_tax_minor += part.tax_minor();
  }
  if (part_minor > net_minor || part_tax_minor > tax_minor) {
    return Wrong("the parts of lines are more than the lines");
  }
  const int64_t line_tax_minor = sum(completed.line_taxes_minor());
  const bool charged = completed.service_charge_minor() != 0;
  if (charged ? line_tax_minor > tax_minor : line_tax_minor != tax_minor) {
    return Wrong("the lines' taxes are not the sale's");
  }
  return absl::OkStatus();
}

absl::Status Accounts::TakeCompletion(const Entry& entry, const event::v1::SaleCompleted& completed,
                                      const std::string& sale_id) {
  Sale& sale = sales_[sale_id];
  if (sale.over) return Wrong("a sale that is over is completed");
  DAYBOOK_RETURN_IF_ERROR(CheckSums(sale, completed));
  std::map<int, int64_t> tenders;
  for (const auto& tender : completed.tenders()) tenders[tender.tender()] = tender.amount_minor();
  std::erase_if(sale.paid_by_tender, [](const auto& paid) { return paid.second == 0; });
  std::erase_if(tenders, [](const auto& paid) { return paid.second == 0; });
  if (tenders != sale.paid_by_tender) return Wrong("a sale does not list what was paid");
  if (completed.rounding_minor() != sale.rounding_minor) return Wrong("a rounding is wrong");
  int64_t tip_minor = 0;
  for (const event::v1::Tip& tip : completed.tips()) tip_minor += tip.amount_minor();
  if (tip_minor != Sum(sale.tips)) return Wrong("a sale does not list its tips");
  if (Sum(tenders) != completed.total_minor() + tip_minor + sale.rounding_minor &&
      !IsFlagged(entry)) {
    return Wrong("a sale was completed that is not paid in full");
  }
  Figures& figures = days_[entry.header().business_date()];
  figures.tip_minor += tip_minor;
  figures.rounding_minor += sale.rounding_minor;
  ++figures.sale_count;
  ++completed_count_;
  figures.line_count += completed.line_count();
  figures.total_minor += completed.total_minor() - OtherOf(completed);
  figures.other_minor += OtherOf(completed);
  sale.over = true;
  sale.was_completed = true;
  sale.completed = completed;
  return CheckGoods(entry, sale);
}

// All that was paid went back before.
absl::Status Accounts::TakeVoid(const event::v1::EntryHeader& header,
                                const event::v1::SaleVoided& voided, Sale& sale) {
  const event::v1::SaleCompleted& completed = sale.completed;
  if (voided.completed().total_minor() != completed.total_minor()) {
    return Wrong("another sale is voided than was completed");
  }
  if (Sum(sale.paid_by_tender) != 0 || Sum(sale.tips) != 0) {
    return Wrong("a sale is voided whose money did not go back");
  }
  Figures& figures = days_[header.business_date()];
  --figures.sale_count;
  ++figures.voided_count;
  figures.line_count -= completed.line_count();
  figures.total_minor -= completed.total_minor() - OtherOf(completed);
  figures.other_minor -= OtherOf(completed);
  return absl::OkStatus();
}

absl::Status Accounts::TakeReturn(const Entry& entry, const event::v1::ItemsReturned& returned,
                                  Sale& sale) {
  int64_t amount_minor = 0;
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const auto line = sale.lines.find(back.line());
    if (line == sale.lines.end()) return Wrong("a line is returned that was not sold");
    line->second.returned_milli += back.quantity_milli();
    line->second.returned_minor += back.amount_minor();
    amount_minor += back.amount_minor();
    const bool too_much = line->second.returned_milli > line->second.quantity_milli;
    if (too_much && !IsFlagged(entry)) return Wrong("more is returned than was sold");
    if (line->second.returned_minor > line->second.amount_minor) {
      return Wrong("more goes back for a line than it had cost");
    }
  }
  int64_t category_minor = 0;
  for (const auto& category : returned.categories()) category_minor += category.amount_minor();
  if (category_minor + OtherOf(returned) != amount_minor)
    return Wrong("a return is not the sum of its categories");
  sale.returned_minor += returned.total_minor();
  Figures& figures = days_[entry.header().business_date()];
  ++figures.return_count;
  figures.total_minor -= returned.total_minor() - OtherOf(returned);
  figures.other_minor -= OtherOf(returned);
  return absl::OkStatus();
}

absl::Status Accounts::TakeRefund(const event::v1::EntryHeader& header,
                                  const event::v1::PaymentRefunded& refunded, Sale& sale) {
  const event::v1::Payment& payment = refunded.payment();
  if (!refunds_.insert(payment.payment_id()).second) return Wrong("a refund counts twice");
  sale.refunded_minor += payment.amount_minor();
  const int64_t amount_minor = payment.amount_minor() + refunded.rounding_minor();
  // Not a payment of the sale, also where it was set aside before the sale's completion.
  std::map<int, int64_t> payments = sale.paid_by_tender;
  Count(header, {payment.tender(), payment.drawer_session_id(), amount_minor}, -1, sale);
  sale.paid_by_tender = std::move(payments);
  days_[header.business_date()].rounding_minor -= refunded.rounding_minor();
  return absl::OkStatus();
}

// With the completion go one document, and the goods out of the stock.
absl::Status Accounts::CheckGoods(const Entry& entry, const Sale& sale) const {
  std::map<std::string, int64_t> goods;
  for (const auto& [number, line] : sale.lines) {
    if (line.goods) goods_.AddTaken(line.sku, line.quantity_milli, goods);
  }
  std::map<std::string, int64_t> sold;
  int document_count = 0;
  for (const Event& event : entry.events()) {
    document_count += event.document_issued().kind() == event::v1::DOCUMENT_KIND_SALE;
    if (!event.has_stock_sold()) continue;
    const std::string& key = entry.header().streams(event.stream_index()).key();
    sold[key.substr(key.find('/') + 1)] += event.stock_sold().quantity_milli();
  }
  if (document_count != 1) return Wrong("a sale was completed without one document");
  return sold == goods ? absl::OkStatus() : Wrong("other goods left the stock than were sold");
}

absl::Status Accounts::TakeDocument(const event::v1::DocumentIssued& document,
                                    const std::string& series) {
  if (document.counter() != ++series_[series]) {
    return Wrong(fmt::format("number {} of the series {} follows {}", document.counter(), series,
                             series_[series] - 1));
  }
  if (document.kind() != event::v1::DOCUMENT_KIND_SALE) return absl::OkStatus();
  return ++sales_[document.sale_id()].document_count == 1 ? absl::OkStatus()
                                                          : Wrong("a sale has two documents");
}

absl::Status Accounts::MoveCash(const common::v1::Money& amount, int64_t sign,
                                const std::string& session_id) {
  const auto drawer = drawers_.find(session_id);
  if (drawer != drawers_.end()) drawer->second += sign * amount.minor_units();
  return absl::OkStatus();
}

absl::Status Accounts::TakeDrawer(const Event& event, const std::string& session_id) {
  if (event.has_drawer_opened()) {
    const int64_t opening_minor = event.drawer_opened().opening_balance().minor_units();
    return drawers_.emplace(session_id, opening_minor).second
               ? absl::OkStatus()
               : Wrong("a drawer session begins twice");
  }
  const auto drawer = drawers_.find(session_id);
  if (drawer == drawers_.end()) return Wrong("a drawer is closed that is not open");
  const event::v1::DrawerClosed& closed = event.drawer_closed();
  const bool right = closed.expected().minor_units() == drawer->second;
  drawers_.erase(drawer);
  if (!right) return Wrong("a drawer should hold something else than is expected in it");
  if (!closed.has_counted()) return absl::OkStatus();
  const int64_t variance = closed.counted().minor_units() - closed.expected().minor_units();
  return variance == closed.variance_minor() ? absl::OkStatus() : Wrong("a variance is wrong");
}

absl::Status Accounts::TakeDay(const event::v1::EntryHeader& header, const Event& event) {
  event::v1::DayTotals& z = z_[header.business_date()];
  if (event.has_business_day_supplemented()) {
    domain::AddTotals(event.business_day_supplemented().totals(), z);
    AddPerpetual(event.business_day_supplemented().totals());
    return absl::OkStatus();
  }
  if (z.business_date() != 0) return Wrong("a business day is closed twice");
  z = event.business_day_closed().totals();
  ++closed_day_count_;
  AddPerpetual(z);
  return CheckZ(event.business_day_closed());
}

void Accounts::AddPerpetual(const event::v1::DayTotals& totals) {
  perpetual_net_minor_ += totals.total_minor();
  perpetual_absolute_minor_ +=
      totals.total_minor() + 2 * (totals.voided_minor() + totals.returned_minor());
}

// The days of a month or a year add up to it.
absl::Status Accounts::CheckPeriod(const event::v1::PeriodClosed& closed) {
  ++closed_period_count_;
  event::v1::DayTotals sum;
  int32_t day_count = 0;
  for (const auto& [date, z] : z_) {
    const bool is_in = date / 100 == closed.period() || date / 10'000 == closed.period();
    if (!is_in || z.business_date() == 0) continue;
    domain::AddTotals(z, sum);
    ++day_count;
  }
  const bool same = day_count == closed.day_count() &&
                    sum.SerializeAsString() == closed.totals().SerializeAsString() &&
                    closed.perpetual_net_minor() == perpetual_net_minor_;
  return same ? absl::OkStatus() : Wrong("a period is not the sum of its days");
}

// The registers add up to the day, the days to the perpetual totals, and each series goes on.
absl::Status Accounts::CheckZ(const event::v1::BusinessDayClosed& closed) {
  event::v1::DayTotals sum;
  sum.set_business_date(closed.totals().business_date());
  for (const auto& closing : closed.registers()) domain::AddTotals(closing.totals(), sum);
  if (sum.SerializeAsString() != closed.totals().SerializeAsString()) {
    return Wrong("the registers of a Z do not add up to the day");
  }
  if (closed.perpetual_net_minor() != perpetual_net_minor_ ||
      closed.perpetual_absolute_minor() != perpetual_absolute_minor_) {
    return Wrong("the perpetual totals are not what all days came to");
  }
  for (const event::v1::DocumentRange& range : closed.documents()) {
    if (range.last_counter() - range.first_counter() + 1 < range.document_count()) {
      return Wrong("the documents of a Z repeat numbers");
    }
  }
  return absl::OkStatus();
}

Accounts::Figures Accounts::FiguresOf(const event::v1::DayTotals& totals) {
  Figures figures{.sale_count = totals.sale_count(),
                  .line_count = totals.line_count(),
                  .total_minor = totals.total_minor(),
                  .abandoned_count = totals.abandoned_count(),
                  .removed_line_count = totals.removed_line_count(),
                  .tip_minor = totals.tip_minor(),
                  .rounding_minor = totals.rounding_minor(),
                  .voided_count = totals.voided_count(),
                  .return_count = totals.return_count(),
                  .no_sale_count = totals.no_sale_count(),
                  .by_tender = {}};
  for (const auto& row : totals.by_tender()) figures.by_tender[row.key()] = row.amount_minor();
  for (const auto& row : totals.by_other_kind()) figures.other_minor += row.amount_minor();
  return figures;
}

absl::Status Accounts::CheckViews(const Folds& folds) const {
  DAYBOOK_RETURN_IF_ERROR(kitchen_.CheckViews(folds));
  DAYBOOK_RETURN_IF_ERROR(value_.CheckViews(folds));
  DAYBOOK_RETURN_IF_ERROR(customers_.CheckViews(folds));
  const auto& totals_rows = folds.rows(projections::kStoreTotalsName);
  for (const auto& [date, figures] : days_) {
    edge::v1::StoreTotals row;
    const auto stored = totals_rows.find(projections::StoreTotalsKey(date));
    if (stored != totals_rows.end()) DAYBOOK_CHECK(row.ParseFromString(stored->second));
    if (FiguresOf(row.totals()) != figures) {
      return Wrong(fmt::format("the totals of {} are not what was sold and paid", date));
    }
  }
  DAYBOOK_RETURN_IF_ERROR(staff_.CheckViews(folds));
  return goods_.CheckViews(folds);
}

}  // namespace daybook::sim
