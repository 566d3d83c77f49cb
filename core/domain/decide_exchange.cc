#include <algorithm>
#include <utility>
#include <vector>

#include "core/domain/bounds.h"
#include "core/domain/exchange.h"
#include "core/domain/fields.h"
#include "core/domain/policies.h"
#include "core/domain/pricing.h"
#include "core/domain/record_payment.h"
#include "core/domain/refunds.h"
#include "core/domain/returns.h"

namespace daybook::domain {
namespace {

using edge::v1::AddReturnLine;
using event::v1::ItemsReturned;
using event::v1::SaleReturnLineAdded;

absl::Status CheckFields(const AddReturnLine& add) {
  if (add.return_line() == 0) return FieldMissing("return_line");
  if (add.return_line() < 0) return FieldInvalid("return_line", "is below 1");
  DAYBOOK_RETURN_IF_ERROR(ReadUuid("original_sale_id", add.original_sale_id()).status());
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", add.quantity_milli()));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", add.reason(), kReasonBytesMax));
  if (event::v1::ReturnDisposition_IsValid(add.disposition())) return absl::OkStatus();
  return FieldInvalid("disposition", "is none that this server knows");
}

absl::Status CheckRoom(const AddReturnLine& add, const Sale& sale) {
  if (sale.return_lines.contains(add.return_line())) {
    return Error(Reason::ERROR_REASON_LINE_EXISTS, "the sale has a return line {line}",
                 {{"line", add.return_line()}});
  }
  if (sale.return_lines.size() >= kSaleReturnLinesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the sale has {lines_max} return lines, as many as it may",
                 {{"lines_max", kSaleReturnLinesMax}});
  }
  const bool is_another =
      !sale.return_lines.empty() &&
      sale.return_lines.begin()->second.original_sale_id() != add.original_sale_id();
  if (!is_another) return absl::OkStatus();
  return FieldInvalid("original_sale_id", "is another sale than that of the lines before");
}

bool AreAlike(const SaleReturnLineAdded& a, const SaleReturnLineAdded& b) {
  return a.reason() == b.reason() && a.disposition() == b.disposition();
}

void Add(const SaleReturnLineAdded& line, ReturnLines& lines) {
  for (edge::v1::ReturnLine& known : lines) {
    if (known.line() != line.line()) continue;
    known.set_quantity_milli(AddClamped(known.quantity_milli(), line.quantity_milli()));
    return;
  }
  edge::v1::ReturnLine& added = *lines.Add();
  added.set_line(line.line());
  added.set_quantity_milli(line.quantity_milli());
}

// Returns the return lines, those that are alike together: each of them is one return.
std::vector<std::vector<SaleReturnLineAdded>> GroupsOf(const Sale& sale) {
  std::vector<std::vector<SaleReturnLineAdded>> groups;
  for (const auto& [number, line] : sale.return_lines) {
    const auto group = std::ranges::find_if(
        groups, [&](const auto& known) { return AreAlike(known.front(), line); });
    if (group == groups.end()) {
      groups.push_back({line});
    } else {
      group->push_back(line);
    }
  }
  return groups;
}

// Returns a return, and folds it into the original sale.
absl::StatusOr<ItemsReturned> TakeBack(const std::vector<SaleReturnLineAdded>& group,
                                       Sale& original, Draft& draft) {
  ReturnLines lines;
  for (const SaleReturnLineAdded& line : group) Add(line, lines);
  DAYBOOK_ASSIGN_OR_RETURN(ItemsReturned returned, ReturnOf(lines, original, draft));
  returned.set_reason(group.front().reason());
  returned.set_disposition(group.front().disposition());
  event::v1::Event event;
  *event.mutable_items_returned() = returned;
  Evolve(original, {}, event);
  return returned;
}

// Returns the returns of a sale, and folds them into the original one.
absl::StatusOr<std::vector<ItemsReturned>> TakeAllBack(const Sale& sale, Sale& original,
                                                       Draft& draft) {
  std::vector<ItemsReturned> returns;
  for (const auto& group : GroupsOf(sale)) {
    DAYBOOK_ASSIGN_OR_RETURN(ItemsReturned returned, TakeBack(group, original, draft));
    returns.push_back(std::move(returned));
  }
  return returns;
}

int64_t TotalOf(const std::vector<ItemsReturned>& returns) {
  int64_t total_minor = 0;
  for (const ItemsReturned& each : returns) {
    total_minor = AddClamped(total_minor, each.total_minor());
  }
  return total_minor;
}

// Records that what came back pays for the sale, on both sides; `sale` is as it is then.
event::v1::TenderAmount RecordPaid(const SaleInHand& hand, const Uuid& original_id,
                                   int64_t amount_minor, Sale& sale, Draft& draft) {
  event::v1::Payment payment;
  payment.set_payment_id(std::string(DeriveUuid(hand.id, "exchange").AsBytes()));
  payment.set_tender(event::v1::TENDER_EXCHANGE);
  payment.set_amount_minor(amount_minor);
  *draft.RecordOnSale(original_id).mutable_payment_refunded()->mutable_payment() = payment;
  event::v1::Event& event = draft.RecordOnSale(hand.id);
  *event.mutable_payment_received()->mutable_payment() = payment;
  Evolve(sale, OriginOf(draft.command(), draft.context()), event);
  event::v1::TenderAmount paid;
  paid.set_tender(event::v1::TENDER_EXCHANGE);
  paid.set_payment_count(1);
  paid.set_amount_minor(amount_minor);
  return paid;
}

void RecordReturns(std::vector<ItemsReturned>& returns, const SaleInHand& hand,
                   const Uuid& original_id, Draft& draft) {
  for (ItemsReturned& each : returns) {
    each.set_exchange_sale_id(std::string(hand.id.AsBytes()));
    *draft.RecordOnSale(original_id).mutable_items_returned() = each;
  }
}

// Folds a return into the sale, with what the draft has recorded on it from that event on.
void Fold(const ItemsReturned& returned, const Uuid& id, size_t first, const Draft& draft,
          Sale& sale) {
  const event::v1::EntryHeader origin = OriginOf(draft.command(), draft.context());
  event::v1::Event event;
  *event.mutable_items_returned() = returned;
  Evolve(sale, origin, event);
  const StreamId stream = StreamId::Of(Category::CATEGORY_SALE, id);
  for (size_t i = first; i < draft.events().size(); ++i) {
    const NewEvent& recorded = draft.events()[i];
    if (recorded.stream == stream) Evolve(sale, origin, recorded.event);
  }
}

// Each return follows on the one before it. The document of the first says how all were given back.
void SettleReturns(const std::vector<ItemsReturned>& returns, std::string_view register_name,
                   const SaleInHand& before, Tenders tenders, Draft& draft) {
  Sale original = before.sale;
  for (const ItemsReturned& each : returns) {
    const size_t first = draft.events().size();
    SettleReturn(each, {before.id, original}, register_name, std::exchange(tenders, {}), draft);
    Fold(each, before.id, first, draft, original);
  }
}

}  // namespace

absl::StatusOr<Sale> SettleExchange(const edge::v1::CompleteSale& complete, const SaleInHand& hand,
                                    int64_t price_minor, Draft& draft) {
  const std::string& original_bytes = hand.sale.return_lines.begin()->second.original_sale_id();
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand before, TakeForReturn(original_bytes, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckRefundFields(complete.refunds(), draft.config().currency_code()));
  Sale original = before.sale;
  DAYBOOK_ASSIGN_OR_RETURN(std::vector<ItemsReturned> returns,
                           TakeAllBack(hand.sale, original, draft));
  const int64_t back_minor = RefundFor(TotalOf(returns), before.sale, draft);
  const int64_t due_minor =
      AddClamped(AddClamped(price_minor, hand.sale.tip_minor), -hand.sale.paid_minor);
  const int64_t pays_minor = std::clamp<int64_t>(due_minor, 0, back_minor);
  DAYBOOK_RETURN_IF_ERROR(
      CheckRefunds(complete.refunds(), back_minor - pays_minor, before.sale, draft));

  RecordReturns(returns, hand, before.id, draft);
  Sale sale = hand.sale;
  Tenders tenders;
  if (pays_minor > 0) *tenders.Add() = RecordPaid(hand, before.id, pays_minor, sale, draft);
  tenders.MergeFrom(RecordRefunds(complete.refunds(), before.id, draft));
  SettleReturns(returns, hand.sale.register_name, before, std::move(tenders), draft);
  return sale;
}

absl::Status DecideCase(const AddReturnLine& add, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(add));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(add.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(add, hand.sale));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand before, TakeForReturn(add.original_sale_id(), draft));
  Sale original = before.sale;
  DAYBOOK_ASSIGN_OR_RETURN(const std::vector<ItemsReturned> others,
                           TakeAllBack(hand.sale, original, draft));
  SaleReturnLineAdded added;
  added.set_return_line(add.return_line());
  added.set_original_sale_id(add.original_sale_id());
  added.set_line(add.line());
  added.set_quantity_milli(add.quantity_milli());
  added.set_reason(add.reason());
  added.set_disposition(add.disposition());
  DAYBOOK_ASSIGN_OR_RETURN(const ItemsReturned returned, TakeBack({added}, original, draft));
  const int64_t others_minor = TotalOf(others);
  added.set_amount_minor(
      RefundFor(AddClamped(others_minor, returned.total_minor()), before.sale, draft) -
      RefundFor(others_minor, before.sale, draft));

  *draft.RecordOnSale(hand.id).mutable_sale_return_line_added() = std::move(added);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RemoveReturnLine& remove, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(remove.sale_id(), draft));
  if (!hand.sale.return_lines.contains(remove.return_line())) {
    return Error(Reason::ERROR_REASON_LINE_UNKNOWN, "the sale has no return line {line}",
                 {{"line", remove.return_line()}});
  }

  draft.RecordOnSale(hand.id).mutable_sale_return_line_removed()->set_return_line(
      remove.return_line());
  return absl::OkStatus();
}

}  // namespace daybook::domain
