#include "core/domain/sale.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

constexpr Reason kAllowed = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnknown = Reason::ERROR_REASON_SALE_UNKNOWN;
constexpr Reason kExists = Reason::ERROR_REASON_SALE_EXISTS;
constexpr Reason kNotOpen = Reason::ERROR_REASON_SALE_NOT_OPEN;

constexpr SaleRule kSaleRules[] = {
    //                           not started open      completed abandoned
    {Command::kStartSale, {kAllowed, kExists, kExists, kExists}},
    {Command::kAddLineItem, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
    {Command::kChangeQuantity, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
    {Command::kRemoveLineItem, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
    {Command::kReportItemNotFound, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
    {Command::kReceivePayment, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
    {Command::kCompleteSale, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
    {Command::kAbandonSale, {kUnknown, kAllowed, kNotOpen, kNotOpen}},
};

void AddTo(std::map<std::string, CountedSum>& sums, const std::string& key, int32_t count,
           int64_t amount_minor) {
  CountedSum& sum = sums[key];
  sum.count += count;
  sum.amount_minor = AddClamped(sum.amount_minor, amount_minor);
  if (sum.count <= 0) sums.erase(key);
}

// Adds `count` lines (1, 0 or -1) and their amount to every sum that the line is part of.
void AddToSums(Sale& sale, const SaleLine& line, int32_t count, int64_t amount_minor) {
  sale.line_count += count;
  sale.subtotal_minor = AddClamped(sale.subtotal_minor, amount_minor);
  AddTo(sale.by_category, line.category, count, amount_minor);
  AddTo(sale.by_tax_category, line.tax_category, count, amount_minor);
}

void Start(Sale& sale, const event::v1::EntryHeader& header,
           const event::v1::SaleCreated& created) {
  sale.state = SaleState::kOpen;
  sale.register_name = created.register_();
  sale.prices_include_tax = created.prices_include_tax();
  sale.start_business_date = header.business_date();
}

void AddLine(Sale& sale, const event::v1::EntryHeader& header, const event::v1::SaleLine& added) {
  const auto [at, is_new] = sale.lines.try_emplace(added.line());
  if (!is_new) return;
  if (sale.lines.size() == 1) sale.first_item_time = header.occur_time();
  SaleLine& line = at->second;
  line.kind = added.kind();
  line.sku = added.sku();
  line.category = added.category();
  line.tax_category = added.tax_category();
  line.unit_price_minor = added.unit_price_minor();
  line.quantity_milli = added.quantity_milli();
  line.amount_minor = added.amount_minor();
  AddToSums(sale, line, 1, line.amount_minor);
}

void ChangeLine(Sale& sale, const event::v1::SaleLineItemChanged& changed) {
  const auto found = sale.lines.find(changed.line());
  if (found == sale.lines.end() || found->second.removed) return;
  SaleLine& line = found->second;
  AddToSums(sale, line, 0, AddClamped(changed.amount_minor(), -line.amount_minor));
  line.quantity_milli = changed.quantity_milli();
  line.amount_minor = changed.amount_minor();
}

void RemoveLine(Sale& sale, const event::v1::SaleLineItemRemoved& removed) {
  const auto found = sale.lines.find(removed.line());
  if (found == sale.lines.end() || found->second.removed) return;
  AddToSums(sale, found->second, -1, -found->second.amount_minor);
  found->second = SaleLine();
  found->second.removed = true;
}

void AddPayment(Sale& sale, const event::v1::PaymentReceived& payment) {
  if (const auto id = Uuid::FromBytes(payment.payment_id())) sale.payments.insert(*id);
  CountedSum& sum = sale.by_tender[payment.tender()];
  ++sum.count;
  sum.amount_minor = AddClamped(sum.amount_minor, payment.amount_minor());
  sale.paid_minor = AddClamped(sale.paid_minor, payment.amount_minor());
}

void End(Sale& sale, SaleState state) {
  sale.state = state;
  sale.lines = {};
  sale.by_category.clear();
  sale.by_tax_category.clear();
}

}  // namespace

std::span<const SaleRule> SaleRules() { return kSaleRules; }

absl::Status CheckSaleState(SaleState state, Command::CommandCase command, const Uuid& sale_id) {
  const auto* rule = std::ranges::find(kSaleRules, command, &SaleRule::command);
  DAYBOOK_CHECK(rule != std::end(kSaleRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kAllowed) return absl::OkStatus();
  return Error(objection, "sale {sale} is {state}",
               {{"sale", sale_id.ToText()}, {"state", SaleStateName(state)}});
}

std::string_view SaleStateName(SaleState state) {
  constexpr std::string_view kNames[kSaleStateCount] = {"not started", "open", "completed",
                                                        "abandoned"};
  return kNames[static_cast<int>(state)];
}

const SaleLine* Sale::FindLine(int32_t line) const {
  const auto found = lines.find(line);
  return found == lines.end() || found->second.removed ? nullptr : &found->second;
}

void Evolve(Sale& sale, const event::v1::EntryHeader& header, const event::v1::Event& event) {
  ++sale.version;
  switch (event.event_case()) {
    case event::v1::Event::kSaleCreated:
      return Start(sale, header, event.sale_created());
    case event::v1::Event::kSaleLineItemAdded:
      return AddLine(sale, header, event.sale_line_item_added().line());
    case event::v1::Event::kSaleLineItemChanged:
      return ChangeLine(sale, event.sale_line_item_changed());
    case event::v1::Event::kSaleLineItemRemoved:
      return RemoveLine(sale, event.sale_line_item_removed());
    case event::v1::Event::kPaymentReceived:
      return AddPayment(sale, event.payment_received());
    case event::v1::Event::kSaleCompleted:
      return End(sale, SaleState::kCompleted);
    case event::v1::Event::kSaleAbandoned:
      return End(sale, SaleState::kAbandoned);
    default:
      return;
  }
}

}  // namespace daybook::domain
