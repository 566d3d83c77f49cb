#include "projections/sales.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"
#include "core/domain/payment.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/row_key.h"

namespace daybook::projections {
namespace {

using edge::v1::SaleView;
using edge::v1::SaleViewLine;
using edge::v1::SaleViewPayment;
using event::v1::EntryHeader;
using event::v1::Event;

constexpr char kSaleMark = 's';
constexpr char kListMark = 'l';
constexpr int kCorrectingDocumentsMax = 100;  // The first ones are kept.
constexpr size_t kListPrefixSize = 1 + 4 + 8;

bool IsOnSale(const EntryHeader& header, const Event& event) {
  return StreamOf(header, event).category() == Category::CATEGORY_SALE;
}

// Returns the sale that the event is about, or nothing.
std::string_view SaleOf(const EntryHeader& header, const Event& event) {
  if (IsOnSale(header, event)) return StreamOf(header, event).key();
  if (event.has_document_issued()) return event.document_issued().sale_id();
  if (event.has_command_set_aside()) return event.command_set_aside().sale_id();
  return {};
}

void Begin(const EntryHeader& header, const Event& event, std::string_view sale_id, SaleView& sale,
           Rows& rows) {
  sale.set_sale_id(std::string(sale_id));
  sale.set_state(edge::v1::SALE_STATE_OPEN);
  sale.set_register_(header.register_());
  sale.set_employee(header.employee());
  sale.set_business_date(header.business_date());
  *sale.mutable_start_time() = header.occur_time();
  sale.set_utc_offset_minutes(header.utc_offset_minutes());
  sale.set_start_position(PositionOf(header, event));
  rows.PutKey(SaleListKey(sale.business_date(), sale.start_position(), sale_id));
}

// The business day is part of the index's key.
void MoveToDay(int32_t business_date, SaleView& sale, Rows& rows) {
  if (sale.business_date() == business_date) return;
  rows.EraseKey(SaleListKey(sale.business_date(), sale.start_position(), sale.sale_id()));
  rows.PutKey(SaleListKey(business_date, sale.start_position(), sale.sale_id()));
  sale.set_business_date(business_date);
}

void AddToTotal(int64_t change_minor, SaleView& sale) {
  sale.set_total_minor(domain::AddClamped(sale.total_minor(), change_minor));
}

// Returns the line of that number that is not removed, or null.
SaleViewLine* FindLine(int32_t line, SaleView& sale) {
  auto& lines = *sale.mutable_lines();
  const auto found = std::find_if(lines.rbegin(), lines.rend(), [&](const SaleViewLine& row) {
    return row.line().line() == line && !row.removed();
  });
  return found == lines.rend() ? nullptr : &*found;
}

void AddLine(const event::v1::SaleLine& line, SaleView& sale) {
  *sale.add_lines()->mutable_line() = line;
  AddToTotal(line.amount_minor(), sale);
}

// Returns whether the sale has the line.
bool ChangeLine(const event::v1::SaleLineItemChanged& changed, SaleView& sale) {
  SaleViewLine* const row = FindLine(changed.line(), sale);
  if (row == nullptr) return false;
  const int64_t before_minor = row->line().amount_minor();
  row->mutable_line()->set_quantity_milli(changed.quantity_milli());
  row->mutable_line()->set_amount_minor(changed.amount_minor());
  AddToTotal(changed.amount_minor() - before_minor, sale);
  return true;
}

// Returns whether the sale has the line.
bool OverridePrice(const event::v1::SalePriceOverridden& overridden, SaleView& sale) {
  SaleViewLine* const row = FindLine(overridden.line(), sale);
  if (row == nullptr) return false;
  const int64_t before_minor = row->line().amount_minor();
  row->mutable_line()->set_unit_price_minor(overridden.unit_price_minor());
  row->mutable_line()->set_amount_minor(overridden.amount_minor());
  AddToTotal(overridden.amount_minor() - before_minor, sale);
  return true;
}

// Returns whether the sale has all of the lines.
bool Send(const event::v1::OrderSent& order, SaleView& sale) {
  if (order.order_number() != 0) sale.set_order_number(order.order_number());
  for (const event::v1::SentLine& sent : order.lines()) {
    SaleViewLine* const row = FindLine(sent.line(), sale);
    if (row == nullptr) return false;
    row->set_sent_milli(domain::AddClamped(row->sent_milli(), sent.quantity_milli()));
  }
  return true;
}

void RemoveDiscount(int32_t number, SaleView& sale) {
  auto& discounts = *sale.mutable_discounts();
  for (int i = 0; i < discounts.size(); ++i) {
    if (discounts.Get(i).discount() == number) return discounts.DeleteSubrange(i, 1);
  }
}

edge::v1::SaleViewDiscrepancy* FindDiscrepancy(int32_t line, SaleView& sale) {
  for (edge::v1::SaleViewDiscrepancy& known : *sale.mutable_price_discrepancies()) {
    if (known.flagged().line() == line) return &known;
  }
  return nullptr;
}

void AddDiscrepancy(const event::v1::PriceDiscrepancyFlagged& flagged, SaleView& sale) {
  edge::v1::SaleViewDiscrepancy* known = FindDiscrepancy(flagged.line(), sale);
  if (known == nullptr) known = sale.add_price_discrepancies();
  *known->mutable_flagged() = flagged;
}

bool ResolveDiscrepancy(const event::v1::PriceDiscrepancyResolved& resolved, SaleView& sale) {
  edge::v1::SaleViewDiscrepancy* known = FindDiscrepancy(resolved.line(), sale);
  if (known == nullptr) return false;
  *known->mutable_resolved() = resolved;
  return true;
}

// What was not sold needs no manager.
void DropDiscrepancy(int32_t line, SaleView& sale) {
  auto& known = *sale.mutable_price_discrepancies();
  for (int i = 0; i < known.size(); ++i) {
    const bool waits = known.Get(i).flagged().line() == line && !known.Get(i).has_resolved();
    if (waits) return known.DeleteSubrange(i, 1);
  }
}

// Returns whether the sale has the line.
bool RemoveLine(const event::v1::SaleLineItemRemoved& removed, SaleView& sale) {
  SaleViewLine* const row = FindLine(removed.line(), sale);
  if (row == nullptr) return false;
  row->set_removed(true);
  row->set_remove_reason(removed.reason());
  DropDiscrepancy(removed.line(), sale);
  AddToTotal(-row->line().amount_minor(), sale);
  return true;
}

// Returns whether the sale has all of the lines.
bool MoveOut(const event::v1::LinesMovedOut& moved, SaleView& sale) {
  for (const int32_t line : moved.lines()) {
    SaleViewLine* const row = FindLine(line, sale);
    if (row == nullptr) return false;
    row->set_removed(true);
    row->set_to_sale_id(moved.to_sale_id());
  }
  AddToTotal(-moved.amount_minor(), sale);
  for (const event::v1::SaleDiscountApplied& left : moved.discounts()) {
    for (event::v1::SaleDiscountApplied& known : *sale.mutable_discounts()) {
      if (known.discount() == left.discount()) known = left;
    }
  }
  return true;
}

void MoveIn(const event::v1::LinesMovedIn& moved, SaleView& sale) {
  for (const event::v1::MovedLine& line : moved.lines()) {
    AddLine(line.line(), sale);
    SaleViewLine& row = *sale.mutable_lines()->rbegin();
    for (const event::v1::SentPart& part : line.sent()) {
      row.set_sent_milli(domain::AddClamped(row.sent_milli(), part.quantity_milli()));
    }
  }
  sale.mutable_discounts()->MergeFrom(moved.discounts());
  if (moved.bill_presented()) sale.set_bill_presented(true);
}

// Changes what surrounds the lines of a sale.
void ChangeSurroundings(const Event& event, SaleView& sale) {
  if (event.has_sale_table_changed()) {
    sale.set_table(event.sale_table_changed().table());
  } else if (event.has_sale_guest_count_changed()) {
    sale.set_guest_count(event.sale_guest_count_changed().guest_count());
  } else if (event.has_sale_owner_changed()) {
    sale.set_employee(event.sale_owner_changed().to_employee());
  } else if (event.has_bill_presented()) {
    sale.set_bill_presented(true);
  } else if (event.has_age_verified()) {
    sale.set_verified_age_years(
        std::max(sale.verified_age_years(), event.age_verified().age_years()));
  }
}

// The card as the terminal described it last, and why the payment stands where it does.
void Describe(const Event& event, SaleViewPayment& row) {
  switch (event.event_case()) {
    case Event::kPaymentReceived:
      if (event.payment_received().has_card())
        *row.mutable_card() = event.payment_received().card();
      row.set_change_minor(event.payment_received().change_minor());
      row.set_rounding_minor(event.payment_received().rounding_minor());
      return;
    case Event::kPaymentStarted:
      row.mutable_card()->set_terminal(event.payment_started().terminal());
      return;
    case Event::kPaymentApproved:
      if (event.payment_approved().has_card())
        *row.mutable_card() = event.payment_approved().card();
      return;
    case Event::kPaymentForwarded:
      if (event.payment_forwarded().has_card()) {
        *row.mutable_card() = event.payment_forwarded().card();
      }
      return;
    case Event::kPaymentDeclined:
      return row.set_reason(event.payment_declined().reason());
    case Event::kPaymentOutcomeUnknown:
      return row.set_reason(event.payment_outcome_unknown().reason());
    case Event::kPaymentForwardDeclined:
      return row.set_reason(event.payment_forward_declined().reason());
    case Event::kPaymentReversed:
      return row.set_reason(event.payment_reversed().reason());
    default:
      return;
  }
}

edge::v1::PaymentState StateInView(domain::PaymentState state) {
  switch (state) {
    case domain::PaymentState::kStarted:
      return edge::v1::PAYMENT_STATE_STARTED;
    case domain::PaymentState::kUnknown:
      return edge::v1::PAYMENT_STATE_UNKNOWN;
    case domain::PaymentState::kForwarded:
      return edge::v1::PAYMENT_STATE_FORWARDED;
    case domain::PaymentState::kDeclined:
      return edge::v1::PAYMENT_STATE_DECLINED;
    case domain::PaymentState::kReversed:
      return edge::v1::PAYMENT_STATE_REVERSED;
    case domain::PaymentState::kReceived:
    case domain::PaymentState::kNone:
      break;
  }
  return edge::v1::PAYMENT_STATE_RECEIVED;
}

SaleViewPayment& RowOfPayment(const std::string& payment_id, SaleView& sale) {
  for (SaleViewPayment& row : *sale.mutable_payments()) {
    if (row.payment_id() == payment_id) return row;
  }
  sale.add_payments()->set_payment_id(payment_id);
  return *sale.mutable_payments()->rbegin();
}

// Applies an event that brings a payment into a state.
void SettlePayment(const Event& event, SaleView& sale) {
  const event::v1::Payment& payment = *domain::PaymentIn(event);
  SaleViewPayment& row = RowOfPayment(payment.payment_id(), sale);
  row.set_state(StateInView(domain::StateAfter(event)));
  row.set_tender(payment.tender());
  row.set_amount_minor(payment.amount_minor());
  row.clear_reason();
  Describe(event, row);
}

void CorrectTender(const event::v1::Payment& corrected, SaleView& sale) {
  RowOfPayment(corrected.payment_id(), sale).set_tender(corrected.tender());
}

void PutTip(const event::v1::Tip& tip, const event::v1::Payment* with, SaleView& sale) {
  auto& tips = *sale.mutable_tips();
  auto at = std::find_if(tips.begin(), tips.end(), [&](const event::v1::Tip& known) {
    return known.number() >= tip.number();
  });
  if (at == tips.end() || at->number() != tip.number()) {
    const auto place = at - tips.begin();
    *tips.Add() = tip;
    std::rotate(tips.begin() + place, tips.end() - 1, tips.end());
  } else {
    *at = tip;
  }
  if (with == nullptr) return;
  SaleViewPayment& row = RowOfPayment(with->payment_id(), sale);
  row.set_amount_minor(domain::AddClamped(row.amount_minor(), with->amount_minor()));
}

void End(edge::v1::SaleState state, const EntryHeader& header, SaleView& sale) {
  sale.set_state(state);
  *sale.mutable_end_time() = header.occur_time();
}

void Complete(const EntryHeader& header, const event::v1::SaleCompleted& completed, SaleView& sale,
              Rows& rows) {
  End(edge::v1::SALE_STATE_COMPLETED, header, sale);
  sale.set_total_minor(completed.total_minor());
  sale.set_discount_minor(completed.discount_minor());
  sale.set_service_charge_minor(completed.service_charge_minor());
  sale.set_rounding_minor(completed.rounding_minor());
  *sale.mutable_tax_lines() = completed.tax_lines();
  *sale.mutable_offers() = completed.offers();
  MoveToDay(header.business_date(), sale, rows);
}

// Returns whether the sale has all of the lines.
bool Return(const event::v1::ItemsReturned& returned, SaleView& sale) {
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    SaleViewLine* const row = FindLine(back.line(), sale);
    if (row == nullptr) return false;
    row->set_returned_milli(domain::AddClamped(row->returned_milli(), back.quantity_milli()));
  }
  const bool all = std::ranges::all_of(sale.lines(), [](const SaleViewLine& row) {
    return row.removed() || row.returned_milli() >= row.line().quantity_milli();
  });
  sale.set_state(all ? edge::v1::SALE_STATE_RETURNED : edge::v1::SALE_STATE_PARTLY_RETURNED);
  sale.set_returned_minor(domain::AddClamped(sale.returned_minor(), returned.total_minor()));
  return true;
}

void RemoveReturnLine(int32_t number, SaleView& sale) {
  auto& lines = *sale.mutable_return_lines();
  const auto gone = std::find_if(lines.begin(), lines.end(),
                                 [&](const auto& line) { return line.return_line() == number; });
  if (gone != lines.end()) lines.erase(gone);
}

void AddRefund(const event::v1::PaymentRefunded& refunded, SaleView& sale) {
  SaleViewPayment& refund = *sale.add_refunds();
  refund.set_payment_id(refunded.payment().payment_id());
  refund.set_tender(refunded.payment().tender());
  refund.set_amount_minor(refunded.payment().amount_minor());
  refund.set_rounding_minor(refunded.rounding_minor());
  refund.set_state(edge::v1::PAYMENT_STATE_RECEIVED);
}

void AddDocument(const event::v1::DocumentIssued& document, SaleView& sale) {
  if (document.kind() == event::v1::DOCUMENT_KIND_SALE) {
    sale.set_document_number(document.number());
  } else if (sale.correcting_documents_size() < kCorrectingDocumentsMax) {
    sale.add_correcting_documents(document.number());
  }
}

void AddFlag(const std::string& reason, SaleView& sale) {
  const auto& flags = sale.flags();
  if (std::find(flags.begin(), flags.end(), reason) == flags.end()) sale.add_flags(reason);
}

// Changes the row by what the event says. Returns whether the event fits the row.
bool Change(const EntryHeader& header, const Event& event, SaleView& sale, Rows& rows) {
  switch (event.event_case()) {
    case Event::kSaleCreated:
      sale.set_register_(event.sale_created().register_());
      sale.set_currency_code(event.sale_created().currency_code());
      sale.set_table(event.sale_created().table());
      sale.set_guest_count(event.sale_created().guest_count());
      sale.set_verified_age_years(event.sale_created().verified_age_years());
      if (!event.sale_created().owner().empty()) sale.set_employee(event.sale_created().owner());
      return true;
    case Event::kSaleLineItemAdded:
      AddLine(event.sale_line_item_added().line(), sale);
      return true;
    case Event::kSaleLineItemChanged:
      return ChangeLine(event.sale_line_item_changed(), sale);
    case Event::kSaleLineItemRemoved:
      return RemoveLine(event.sale_line_item_removed(), sale);
    case Event::kSaleItemNotFound:
      if (sale.codes_not_found_size() < kCodesNotFoundMax) {
        sale.add_codes_not_found(event.sale_item_not_found().code());
      }
      return true;
    case Event::kOrderSent:
      return Send(event.order_sent(), sale);
    case Event::kSaleCompleted:
      Complete(header, event.sale_completed(), sale, rows);
      return true;
    case Event::kSaleAbandoned:
      End(edge::v1::SALE_STATE_ABANDONED, header, sale);
      sale.set_merged_into(event.sale_abandoned().merged_into());
      return true;
    case Event::kSaleCarriedOver:
      MoveToDay(event.sale_carried_over().to_business_date(), sale, rows);
      return true;
    case Event::kLinesMovedOut:
      return MoveOut(event.lines_moved_out(), sale);
    case Event::kLinesMovedIn:
      MoveIn(event.lines_moved_in(), sale);
      return true;
    case Event::kOfferApplied:
      sale.add_offers()->set_offer(event.offer_applied().offer());
      return true;
    case Event::kSaleReturnLineAdded:
      *sale.add_return_lines() = event.sale_return_line_added();
      return true;
    case Event::kSaleReturnLineRemoved:
      RemoveReturnLine(event.sale_return_line_removed().return_line(), sale);
      return true;
    case Event::kSaleTableChanged:
    case Event::kSaleGuestCountChanged:
    case Event::kSaleOwnerChanged:
    case Event::kBillPresented:
    case Event::kAgeVerified:
      ChangeSurroundings(event, sale);
      return true;
    case Event::kSalePriceOverridden:
      return OverridePrice(event.sale_price_overridden(), sale);
    case Event::kSaleDiscountApplied:
      *sale.add_discounts() = event.sale_discount_applied();
      return true;
    case Event::kSaleDiscountRemoved:
      RemoveDiscount(event.sale_discount_removed().discount(), sale);
      return true;
    case Event::kSaleSuspended:
      sale.set_state(edge::v1::SALE_STATE_SUSPENDED);
      sale.set_label(event.sale_suspended().label());
      return true;
    case Event::kSaleRetrieved:
      sale.set_state(edge::v1::SALE_STATE_OPEN);
      sale.set_register_(event.sale_retrieved().register_());
      sale.clear_label();
      return true;
    case Event::kPaymentReceived:
    case Event::kPaymentStarted:
    case Event::kPaymentApproved:
    case Event::kPaymentDeclined:
    case Event::kPaymentOutcomeUnknown:
    case Event::kPaymentForwarded:
    case Event::kPaymentForwardDeclined:
    case Event::kPaymentReversed:
      SettlePayment(event, sale);
      return true;
    case Event::kPaymentTenderCorrected:
      CorrectTender(event.payment_tender_corrected().payment(), sale);
      return true;
    case Event::kTipReceived:
      PutTip(event.tip_received().tip(), domain::PaymentIn(event), sale);
      return true;
    case Event::kTipAdjusted:
      PutTip(event.tip_adjusted().tip(), domain::PaymentIn(event), sale);
      return true;
    case Event::kDocumentIssued:
      AddDocument(event.document_issued(), sale);
      return true;
    case Event::kSaleVoided:
      sale.set_state(edge::v1::SALE_STATE_VOIDED);
      return true;
    case Event::kItemsReturned:
      return Return(event.items_returned(), sale);
    case Event::kPaymentRefunded:
      AddRefund(event.payment_refunded(), sale);
      return true;
    case Event::kPriceDiscrepancyFlagged:
      AddDiscrepancy(event.price_discrepancy_flagged(), sale);
      return true;
    case Event::kPriceDiscrepancyResolved:
      return ResolveDiscrepancy(event.price_discrepancy_resolved(), sale);
    case Event::kCommandFlagged:
      AddFlag(event.command_flagged().reason(), sale);
      return true;
    case Event::kCommandSetAside:
      AddFlag(event.command_set_aside().reason(), sale);
      return true;
    default:
      return true;  // Known, on the sale's stream, and nothing that the row shows.
  }
}

class Sales : public Projection {
 public:
  std::string_view name() const override { return kSalesName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const std::string_view sale_id = SaleOf(header, event);
    if (sale_id.empty()) return absl::OkStatus();
    auto& sale = rows.Mutable<SaleView>(SaleKey(sale_id));
    if (sale.sale_id().empty()) Begin(header, event, sale_id, sale, rows);
    if (IsOnSale(header, event)) sale.set_version(event.version());
    sale.set_position(PositionOf(header, event));
    if (Change(header, event, sale, rows)) return absl::OkStatus();
    return CannotApply(header, event, "the sale has no such line");
  }
};

}  // namespace

std::unique_ptr<Projection> NewSales() { return std::make_unique<Sales>(); }

std::string SaleKey(std::string_view sale_id) {
  std::string key(1, kSaleMark);
  key.append(sale_id);
  return key;
}

KeyRange SaleListRange(int32_t business_date) {
  const std::string from(1, kListMark);
  if (business_date == 0) return {from, std::string(1, kListMark + 1)};
  KeyRange range{from, from};
  AppendBigEndian(range.from, static_cast<uint64_t>(business_date), 4);
  AppendBigEndian(range.to, static_cast<uint64_t>(business_date) + 1, 4);
  return range;
}

std::string SaleListKey(int32_t business_date, int64_t start_position, std::string_view sale_id) {
  std::string key(1, kListMark);
  AppendBigEndian(key, static_cast<uint64_t>(business_date), 4);
  AppendBigEndian(key, static_cast<uint64_t>(start_position), 8);
  key.append(sale_id);
  return key;
}

std::string_view SaleOfListKey(std::string_view key) {
  DAYBOOK_CHECK(key.size() > kListPrefixSize && key.front() == kListMark);
  return key.substr(kListPrefixSize);
}

}  // namespace daybook::projections
