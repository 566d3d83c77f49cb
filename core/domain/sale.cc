#include "core/domain/sale.h"

#include <algorithm>
#include <set>

#include "core/base/check.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

constexpr Reason kYes = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnk = Reason::ERROR_REASON_SALE_UNKNOWN;
constexpr Reason kExs = Reason::ERROR_REASON_SALE_EXISTS;
constexpr Reason kNot = Reason::ERROR_REASON_SALE_NOT_OPEN;
constexpr Reason kNoC = Reason::ERROR_REASON_SALE_NOT_COMPLETED;
constexpr Reason kExc = Reason::ERROR_REASON_RETURN_EXCEEDS_SALE;

// clang-format off
constexpr SaleRule kSaleRules[] = {
    // not started, open, suspended, completed, partly returned, returned, voided, abandoned
    {Command::kStartSale, {kYes, kExs, kExs, kExs, kExs, kExs, kExs, kExs}},
    {Command::kAddLineItem, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kChangeQuantity, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kRemoveLineItem, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kReportItemNotFound, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kOverridePrice, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kApplyDiscount, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kRemoveDiscount, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kChangeOrderType, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kApplyServiceCharge, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kVerifyAge, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kChangeTable, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kSetGuestCount, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kChangeOwner, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kPresentBill, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kMoveLines, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kSplitSale, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kMergeSales, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kSuspendSale, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kRetrieveSale, {kUnk, kYes, kYes, kNot, kNot, kNot, kNot, kNot}},
    {Command::kAbandonSale, {kUnk, kYes, kYes, kNot, kNot, kNot, kNot, kNot}},
    {Command::kReceivePayment, {kUnk, kYes, kNot, kYes, kYes, kNot, kNot, kNot}},
    {Command::kStartPayment, {kUnk, kYes, kNot, kYes, kYes, kNot, kNot, kNot}},
    {Command::kForwardPayment, {kUnk, kYes, kNot, kYes, kYes, kNot, kNot, kNot}},
    {Command::kApprovePayment, {kUnk, kYes, kYes, kYes, kYes, kYes, kYes, kYes}},
    {Command::kDeclinePayment, {kUnk, kYes, kYes, kYes, kYes, kYes, kYes, kYes}},
    {Command::kReportPaymentUnknown, {kUnk, kYes, kYes, kYes, kYes, kYes, kYes, kYes}},
    {Command::kReversePayment, {kUnk, kYes, kYes, kYes, kYes, kYes, kYes, kYes}},
    {Command::kCorrectTender, {kUnk, kYes, kYes, kYes, kYes, kNot, kNot, kNot}},
    {Command::kAddTip, {kUnk, kYes, kNot, kYes, kYes, kNot, kNot, kNot}},
    {Command::kAdjustTip, {kUnk, kYes, kNot, kYes, kYes, kNot, kNot, kNot}},
    {Command::kAddReturnLine, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kRemoveReturnLine, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kRedeemCoupon, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kCompleteSale, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
    {Command::kVoidSale, {kUnk, kNoC, kNoC, kYes, kNoC, kNoC, kNoC, kNoC}},
    {Command::kReturnItems, {kUnk, kNoC, kNoC, kYes, kYes, kExc, kNoC, kNoC}},
    {Command::kResolvePriceDiscrepancy, {kUnk, kYes, kYes, kYes, kYes, kYes, kYes, kYes}},
    {Command::kSendOrder, {kUnk, kYes, kNot, kYes, kYes, kNot, kNot, kNot}},
    {Command::kFireCourse, {kUnk, kYes, kYes, kYes, kYes, kNot, kNot, kNot}},
    {Command::kAttachCustomer, {kUnk, kYes, kNot, kNot, kNot, kNot, kNot, kNot}},
};
// clang-format on

void Start(Sale& sale, const event::v1::EntryHeader& header,
           const event::v1::SaleCreated& created) {
  sale.state = SaleState::kOpen;
  sale.register_name = created.register_();
  sale.currency_code = created.currency_code();
  sale.prices_include_tax = created.prices_include_tax();
  sale.order_type = created.order_type();
  sale.channel = created.channel();
  sale.table = created.table();
  sale.guest_count = created.guest_count();
  sale.owner = created.owner().empty() ? header.employee() : created.owner();
  sale.verified_age_years = created.verified_age_years();
  sale.start_business_date = created.tax_date() == 0 ? header.business_date() : created.tax_date();
  sale.open_on_date = header.business_date();
}

void AddLine(Sale& sale, const event::v1::EntryHeader& header, const event::v1::SaleLine& added) {
  const auto [at, is_new] = sale.lines.try_emplace(added.line());
  if (!is_new) return;
  if (sale.lines.size() == 1) sale.first_item_time = header.occur_time();
  event::v1::SaleLine& sold = at->second.sold;
  sold = added;
  if (sold.quantity_milli() < 1) sold.set_quantity_milli(1);
  if (sold.amount_minor() < 0) sold.set_amount_minor(0);
  if (const auto whole = sale.lines.find(added.parent_line()); whole != sale.lines.end()) {
    whole->second.whole = true;
  }
  ++sale.line_count;
  sale.subtotal_minor = AddClamped(sale.subtotal_minor, sold.amount_minor());
}

// Returns the line unless there is none or it was removed.
SaleLine* MutableLine(Sale& sale, int32_t number) {
  const auto found = sale.lines.find(number);
  return found == sale.lines.end() || found->second.removed ? nullptr : &found->second;
}

void SetAmount(Sale& sale, SaleLine& line, int64_t stated_minor) {
  const int64_t amount_minor = std::max<int64_t>(stated_minor, 0);
  sale.subtotal_minor =
      AddClamped(sale.subtotal_minor, AddClamped(amount_minor, -line.sold.amount_minor()));
  line.sold.set_amount_minor(amount_minor);
}

void ChangeLine(Sale& sale, const event::v1::SaleLineItemChanged& changed) {
  SaleLine* const line = MutableLine(sale, changed.line());
  if (line == nullptr) return;
  line->sold.set_quantity_milli(std::max<int64_t>(changed.quantity_milli(), 1));
  SetAmount(sale, *line, changed.amount_minor());
}

void OverridePrice(Sale& sale, const event::v1::SalePriceOverridden& overridden) {
  SaleLine* const line = MutableLine(sale, overridden.line());
  if (line == nullptr) return;
  line->sold.set_unit_price_minor(overridden.unit_price_minor());
  SetAmount(sale, *line, overridden.amount_minor());
}

void RemoveLine(Sale& sale, int32_t number) {
  SaleLine* const line = MutableLine(sale, number);
  if (line == nullptr) return;
  SetAmount(sale, *line, 0);
  --sale.line_count;
  *line = SaleLine();
  line->removed = true;
}

void ApplyDiscount(Sale& sale, const event::v1::SaleDiscountApplied& applied) {
  if (sale.FindDiscount(applied.discount()) == nullptr)
    sale.discounts.push_back(DiscountOf(applied));
}

void RemoveDiscount(Sale& sale, int32_t number) {
  const auto found = std::ranges::find(sale.discounts, number, &Discount::number);
  if (found != sale.discounts.end()) *found = {.number = number, .removed = true};
}

void ChangeOrderType(Sale& sale, const event::v1::SaleOrderTypeChanged& changed) {
  if (changed.line() == 0) {
    sale.order_type = changed.order_type();
  } else if (SaleLine* const line = MutableLine(sale, changed.line())) {
    line->order_type = changed.order_type();
  }
}

void ChargeService(Sale& sale, const event::v1::ServiceChargeApplied& applied) {
  sale.service_charge = {.rate_ppm = applied.rate_ppm(),
                         .mandatory = applied.mandatory(),
                         .tax_category = applied.tax_category()};
}

// Applies what changes around the lines of a sale.
void ChangeSurroundings(Sale& sale, const event::v1::Event& event) {
  if (event.has_age_verified()) {
    sale.verified_age_years = std::max(sale.verified_age_years, event.age_verified().age_years());
  } else if (event.has_sale_table_changed()) {
    sale.table = event.sale_table_changed().table();
  } else if (event.has_sale_guest_count_changed()) {
    sale.guest_count = event.sale_guest_count_changed().guest_count();
  } else if (event.has_sale_owner_changed()) {
    sale.owner = event.sale_owner_changed().to_employee();
  } else if (event.has_bill_presented()) {
    sale.bill_presented = true;
  } else if (event.has_customer_attached()) {
    sale.customer_id = Uuid::FromBytes(event.customer_attached().customer_id());
  }
}

std::vector<Uuid> IdsFrom(const google::protobuf::RepeatedPtrField<std::string>& described) {
  std::vector<Uuid> ids;
  for (const std::string& bytes : described) {
    ids.push_back(Uuid::FromBytes(bytes).value_or(Uuid()));
  }
  return ids;
}

// Adds what the kitchen was sent of the line. What nobody makes is gathered in one part.
void AddSent(SentPart part, Sale& sale, SaleLine& line) {
  if (part.quantity_milli <= 0) return;
  sale.tickets.insert(part.ticket_ids.begin(), part.ticket_ids.end());
  SentPart* const last = line.sent.empty() ? nullptr : &line.sent.back();
  if (last != nullptr && last->ticket_ids.empty() && part.ticket_ids.empty()) {
    last->quantity_milli = AddClamped(last->quantity_milli, part.quantity_milli);
    return;
  }
  sale.sent_place_count += 1 + part.ticket_ids.size();
  line.sent.push_back(std::move(part));
}

void TakeBack(int64_t quantity_milli, std::vector<SentPart>& sent) {
  const std::vector<int64_t> taken = TakenBack(sent, quantity_milli);
  for (size_t part = 0; part < taken.size(); ++part) sent[part].quantity_milli -= taken[part];
  std::erase_if(sent, [](const SentPart& part) { return part.quantity_milli == 0; });
}

void Send(Sale& sale, const event::v1::OrderSent& order) {
  for (const event::v1::SentLine& sent : order.lines()) {
    SaleLine* const line = MutableLine(sale, sent.line());
    if (line == nullptr) continue;
    TakeBack(SubtractClamped(0, sent.quantity_milli()), line->sent);
    SentPart part{.quantity_milli = sent.quantity_milli(),
                  .ticket_line = sent.line(),
                  .ticket_ids = IdsFrom(sent.ticket_ids())};
    AddSent(std::move(part), sale, *line);
  }
  sale.send_count = order.send();
  if (order.order_number() != 0) sale.order_number = order.order_number();
}

// Replaces a payment, and with it what was paid.
void PutPayment(Sale& sale, const Uuid& id, Payment payment) {
  Payment& known = sale.payments[id];
  const int64_t before_minor = known.Counts() ? known.amount_minor : 0;
  const int64_t after_minor = payment.Counts() ? payment.amount_minor : 0;
  sale.paid_minor = AddClamped(sale.paid_minor, AddClamped(after_minor, -before_minor));
  known = std::move(payment);
}

// Applies an event that brings a payment into a state. What was received stays received until it is
// reversed.
void Settle(Sale& sale, const event::v1::EntryHeader& header, const event::v1::Event& event) {
  const event::v1::Payment& described = *PaymentIn(event);
  const auto id = Uuid::FromBytes(described.payment_id());
  const PaymentState state = StateAfter(event);
  if (!id) return;
  const PaymentState before = sale.PaymentStateOf(*id);
  const bool is_final = before == PaymentState::kReversed ||
                        (before == PaymentState::kReceived && state != PaymentState::kReversed);
  if (is_final) return;
  PutPayment(sale, *id,
             {.state = state,
              .tender = described.tender(),
              .amount_minor = described.amount_minor(),
              .rounding_minor = event.payment_received().rounding_minor(),
              .foreign = event.payment_received().exchange_rate_ppm() != 0,
              .drawer_session_id = described.drawer_session_id(),
              .start_business_date = described.start_business_date() == 0
                                         ? header.business_date()
                                         : described.start_business_date(),
              .gift_card_id = described.gift_card_id(),
              .customer_id = described.customer_id(),
              .points = described.points()});
}

void CorrectTender(Sale& sale, const event::v1::Payment& corrected) {
  const auto id = Uuid::FromBytes(corrected.payment_id());
  const auto payment = id ? sale.payments.find(*id) : sale.payments.end();
  if (payment == sale.payments.end()) return;
  payment->second.tender = corrected.tender();
  payment->second.drawer_session_id = corrected.drawer_session_id();
}

// Applies a tip as it is now; `with` is the payment that it changes by an amount, or null.
void PutTip(Sale& sale, const event::v1::Tip& tip, const event::v1::Payment* with) {
  SaleTip& known = sale.tips[tip.number()];
  sale.tip_minor =
      AddClamped(sale.tip_minor, AddClamped(tip.amount_minor(), -known.tip.amount_minor()));
  known.tip = tip;
  if (with == nullptr) return;
  const auto id = Uuid::FromBytes(with->payment_id());
  const auto payment = id ? sale.payments.find(*id) : sale.payments.end();
  if (payment == sale.payments.end()) return;
  known.payment_id = id;
  Payment changed = payment->second;
  changed.amount_minor = AddClamped(changed.amount_minor, with->amount_minor());
  PutPayment(sale, *known.payment_id, std::move(changed));
}

void Retrieve(Sale& sale, const event::v1::SaleRetrieved& retrieved) {
  sale.state = SaleState::kOpen;
  sale.register_name = retrieved.register_();
}

void End(Sale& sale, SaleState state) {
  sale.state = state;
  sale.lines.clear();
  sale.tickets.clear();
  sale.sent_place_count = 0;
  sale.discounts = {};
  sale.offers = {};
  sale.return_lines.clear();
  sale.completed.Clear();
}

// Gives a line its parts: as the completion lists them from `next` on, or itself as one.
void Divide(SaleLine& line, int64_t net_minor, int64_t tax_minor, int& next,
            const event::v1::SaleCompleted& completed) {
  for (; next < completed.line_parts_size(); ++next) {
    const event::v1::LinePart& part = completed.line_parts(next);
    if (part.line() != line.sold.line()) break;
    line.parts.push_back({part.tax_category(), part.amount_minor(), part.tax_minor()});
  }
  if (line.parts.empty()) line.parts.push_back({line.sold.tax_category(), net_minor, tax_minor});
}

// The removed lines go; the others get their shares of discounts and tax.
void Complete(Sale& sale, const event::v1::EntryHeader& header,
              const event::v1::SaleCompleted& completed) {
  sale.state = SaleState::kCompleted;
  sale.completed = completed;
  sale.completed_business_date = header.business_date();
  sale.discounts = {};
  sale.offers = {};
  std::erase_if(sale.lines, [](const auto& entry) { return entry.second.removed; });
  int place = 0;
  int next_part = 0;
  for (auto& [number, line] : sale.lines) {
    const bool discounted = place < completed.line_discounts_minor_size();
    const bool taxed = place < completed.line_taxes_minor_size();
    Divide(line,
           line.sold.amount_minor() - (discounted ? completed.line_discounts_minor(place) : 0),
           taxed ? completed.line_taxes_minor(place) : 0, next_part, completed);
    ++place;
  }
}

void ReturnPart(LinePart& part, int64_t amount_minor, int64_t tax_minor) {
  part.returned_net_minor = AddClamped(part.returned_net_minor, amount_minor);
  part.returned_tax_minor = AddClamped(part.returned_tax_minor, tax_minor);
}

void ReturnLine(SaleLine& line, const event::v1::ReturnedLine& back) {
  line.returned_milli = AddClamped(line.returned_milli, back.quantity_milli());
  TakeBack(SubtractClamped(line.SentMilli(), line.WantedMilli()), line.sent);
  if (back.parts().empty()) {
    ReturnPart(line.parts.front(), back.amount_minor(), back.tax_minor());
    return;
  }
  const size_t known = std::min(line.parts.size(), static_cast<size_t>(back.parts_size()));
  for (size_t i = 0; i < known; ++i) {
    const event::v1::LinePart& part = back.parts(static_cast<int>(i));
    ReturnPart(line.parts[i], part.amount_minor(), part.tax_minor());
  }
}

void Return(Sale& sale, const event::v1::ItemsReturned& returned) {
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    SaleLine* const line = MutableLine(sale, back.line());
    if (line != nullptr && !line->parts.empty()) ReturnLine(*line, back);
  }
  ++sale.return_count;
  sale.reversed_points = AddClamped(sale.reversed_points, returned.loyalty_points());
  sale.returned_minor = AddClamped(sale.returned_minor, returned.total_minor());
  const bool all = std::ranges::all_of(sale.lines, [](const auto& entry) {
    return entry.second.returned_milli >= entry.second.sold.quantity_milli();
  });
  if (sale.Stands()) sale.state = all ? SaleState::kReturned : SaleState::kPartlyReturned;
}

void ChangeCommissions(Sale& sale, const event::v1::Event& event) {
  for (const event::v1::LineCommission& earned : event.commission_earned().lines()) {
    SaleLine* const line = MutableLine(sale, earned.line());
    if (line != nullptr) line->commission_minor = earned.amount_minor();
  }
  for (const event::v1::LineCommission& reversed : event.commission_reversed().lines()) {
    SaleLine* const line = MutableLine(sale, reversed.line());
    if (line == nullptr) continue;
    line->returned_commission_minor =
        AddClamped(line->returned_commission_minor, reversed.amount_minor());
  }
}

// What is left of the discounts of an amount is as the event says.
void MoveOut(Sale& sale, const event::v1::LinesMovedOut& moved) {
  for (const int32_t number : moved.lines()) RemoveLine(sale, number);
  for (const event::v1::SaleDiscountApplied& left : moved.discounts()) {
    const auto known = std::ranges::find(sale.discounts, left.discount(), &Discount::number);
    if (known != sale.discounts.end()) *known = DiscountOf(left);
  }
}

bool Earlier(const google::protobuf::Timestamp& a, const google::protobuf::Timestamp& b) {
  return std::pair(a.seconds(), a.nanos()) < std::pair(b.seconds(), b.nanos());
}

void MoveIn(Sale& sale, const event::v1::EntryHeader& header,
            const event::v1::LinesMovedIn& moved) {
  const bool was_empty = sale.lines.empty();
  const size_t discounts_before = sale.discounts.size();
  for (const event::v1::MovedLine& line : moved.lines()) {
    AddLine(sale, header, line.line());
    if (SaleLine* const added = MutableLine(sale, line.line().line())) {
      added->order_type = line.order_type();
      added->discounts_before = discounts_before;
      added->whole |= line.whole();
      for (const event::v1::SentPart& part : line.sent()) {
        AddSent({part.quantity_milli(), part.ticket_line(), IdsFrom(part.ticket_ids())}, sale,
                *added);
      }
    }
  }
  for (const event::v1::SaleDiscountApplied& applied : moved.discounts()) {
    ApplyDiscount(sale, applied);
  }
  sale.bill_presented = sale.bill_presented || moved.bill_presented();
  const bool is_earlier = was_empty || Earlier(moved.first_item_time(), sale.first_item_time);
  if (moved.has_first_item_time() && is_earlier) sale.first_item_time = moved.first_item_time();
}

void Refund(Sale& sale, const event::v1::PaymentRefunded& refunded) {
  const auto id = Uuid::FromBytes(refunded.payment().payment_id());
  if (!id) return;
  sale.refunded_minor = AddClamped(sale.refunded_minor, refunded.payment().amount_minor());
  sale.refunds[*id] = {.state = PaymentState::kReceived,
                       .tender = refunded.payment().tender(),
                       .amount_minor = refunded.payment().amount_minor(),
                       .rounding_minor = refunded.rounding_minor()};
}

}  // namespace

std::span<const SaleRule> SaleRules() { return kSaleRules; }

absl::Status CheckSaleState(SaleState state, Command::CommandCase command, const Uuid& sale_id) {
  const auto* rule = std::ranges::find(kSaleRules, command, &SaleRule::command);
  DAYBOOK_CHECK(rule != std::end(kSaleRules));
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kYes) return absl::OkStatus();
  return Error(objection, "sale {sale} is {state}",
               {{"sale", sale_id.ToText()}, {"state", SaleStateName(state)}});
}

std::string_view SaleStateName(SaleState state) {
  constexpr std::string_view kNames[kSaleStateCount] = {
      "not started",     "open",     "suspended", "completed",
      "partly returned", "returned", "voided",    "abandoned"};
  return kNames[static_cast<int>(state)];
}

bool IsTurnover(event::v1::LineKind kind) {
  switch (kind) {
    case event::v1::LINE_KIND_GIFT_CARD:
    case event::v1::LINE_KIND_DEPOSIT:
    case event::v1::LINE_KIND_DONATION:
    case event::v1::LINE_KIND_ACCOUNT_PAYMENT:
      return false;
    default:
      return true;
  }
}

int64_t SaleLine::SentMilli() const {
  int64_t sum_milli = 0;
  for (const SentPart& part : sent) sum_milli = AddClamped(sum_milli, part.quantity_milli);
  return sum_milli;
}

int64_t SaleLine::WantedMilli() const {
  return std::max<int64_t>(SubtractClamped(sold.quantity_milli(), returned_milli), 0);
}

std::vector<int64_t> TakenBack(const std::vector<SentPart>& sent, int64_t quantity_milli) {
  std::vector<int64_t> taken(sent.size(), 0);
  for (size_t part = sent.size(); part > 0 && quantity_milli > 0; --part) {
    taken[part - 1] = std::min(quantity_milli, sent[part - 1].quantity_milli);
    quantity_milli -= taken[part - 1];
  }
  return taken;
}

const SaleLine* Sale::FindLine(int32_t line) const {
  const auto found = lines.find(line);
  return found == lines.end() || found->second.removed ? nullptr : &found->second;
}

Discount DiscountOf(const event::v1::SaleDiscountApplied& applied) {
  Discount discount{.number = applied.discount(),
                    .lines = {applied.lines().begin(), applied.lines().end()},
                    .rate_ppm = applied.rate_ppm(),
                    .amount_minor = applied.amount_minor(),
                    .reason = applied.reason(),
                    .note = applied.note()};
  std::ranges::sort(discount.lines);
  return discount;
}

event::v1::SaleDiscountApplied AppliedOf(const Discount& discount) {
  event::v1::SaleDiscountApplied applied;
  applied.set_discount(discount.number);
  *applied.mutable_lines() = {discount.lines.begin(), discount.lines.end()};
  if (discount.rate_ppm != 0) {
    applied.set_rate_ppm(discount.rate_ppm);
  } else {
    applied.set_amount_minor(discount.amount_minor);
  }
  applied.set_reason(discount.reason);
  applied.set_note(discount.note);
  return applied;
}

PaymentState Sale::PaymentStateOf(const Uuid& payment_id) const {
  const auto found = payments.find(payment_id);
  return found == payments.end() ? PaymentState::kNone : found->second.state;
}

int64_t Sale::WithoutTips(const Uuid& payment_id) const {
  int64_t amount_minor = payments.at(payment_id).amount_minor;
  for (const auto& [number, known] : tips) {
    if (known.payment_id != payment_id) continue;
    amount_minor = AddClamped(amount_minor, -known.tip.amount_minor());
  }
  return amount_minor;
}

int64_t Sale::AmountIn(PaymentState payment_state) const {
  int64_t amount_minor = 0;
  for (const auto& [id, payment] : payments) {
    if (payment.state == payment_state) {
      amount_minor = AddClamped(amount_minor, payment.amount_minor);
    }
  }
  return amount_minor;
}

int64_t Sale::ExchangeMinor() const {
  int64_t sum_minor = 0;
  for (const auto& [number, line] : return_lines) {
    sum_minor = AddClamped(sum_minor, line.amount_minor());
  }
  return sum_minor;
}

bool Sale::IsExchange() const {
  return std::ranges::any_of(payments, [](const auto& entry) {
    return entry.second.Counts() && entry.second.tender == event::v1::TENDER_EXCHANGE;
  });
}

const Discount* Sale::FindDiscount(int32_t number) const {
  const auto found = std::ranges::find(discounts, number, &Discount::number);
  return found == discounts.end() ? nullptr : &*found;
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
      sale.open_discrepancies.erase(event.sale_line_item_removed().line());
      return RemoveLine(sale, event.sale_line_item_removed().line());
    case event::v1::Event::kSalePriceOverridden:
      return OverridePrice(sale, event.sale_price_overridden());
    case event::v1::Event::kSaleDiscountApplied:
      return ApplyDiscount(sale, event.sale_discount_applied());
    case event::v1::Event::kSaleDiscountRemoved:
      return RemoveDiscount(sale, event.sale_discount_removed().discount());
    case event::v1::Event::kSaleOrderTypeChanged:
      return ChangeOrderType(sale, event.sale_order_type_changed());
    case event::v1::Event::kServiceChargeApplied:
      return ChargeService(sale, event.service_charge_applied());
    case event::v1::Event::kLinesMovedOut:
      return MoveOut(sale, event.lines_moved_out());
    case event::v1::Event::kLinesMovedIn:
      return MoveIn(sale, header, event.lines_moved_in());
    case event::v1::Event::kSaleReturnLineAdded:
      sale.return_lines.try_emplace(event.sale_return_line_added().return_line(),
                                    event.sale_return_line_added());
      return;
    case event::v1::Event::kSaleReturnLineRemoved:
      sale.return_lines.erase(event.sale_return_line_removed().return_line());
      return;
    case event::v1::Event::kOfferApplied:
      sale.offers.push_back(event.offer_applied());
      return;
    case event::v1::Event::kAgeVerified:
    case event::v1::Event::kSaleTableChanged:
    case event::v1::Event::kSaleGuestCountChanged:
    case event::v1::Event::kSaleOwnerChanged:
    case event::v1::Event::kBillPresented:
    case event::v1::Event::kCustomerAttached:
      return ChangeSurroundings(sale, event);
    case event::v1::Event::kPriceDiscrepancyFlagged:
      sale.open_discrepancies.insert(event.price_discrepancy_flagged().line());
      return;
    case event::v1::Event::kPriceDiscrepancyResolved:
      sale.open_discrepancies.erase(event.price_discrepancy_resolved().line());
      return;
    case event::v1::Event::kPaymentReceived:
    case event::v1::Event::kPaymentStarted:
    case event::v1::Event::kPaymentApproved:
    case event::v1::Event::kPaymentDeclined:
    case event::v1::Event::kPaymentOutcomeUnknown:
    case event::v1::Event::kPaymentForwarded:
    case event::v1::Event::kPaymentForwardDeclined:
    case event::v1::Event::kPaymentReversed:
      return Settle(sale, header, event);
    case event::v1::Event::kPaymentTenderCorrected:
      return CorrectTender(sale, event.payment_tender_corrected().payment());
    case event::v1::Event::kTipReceived:
      return PutTip(sale, event.tip_received().tip(), PaymentIn(event));
    case event::v1::Event::kTipAdjusted:
      return PutTip(sale, event.tip_adjusted().tip(), PaymentIn(event));
    case event::v1::Event::kSaleCarriedOver:
      sale.open_on_date = event.sale_carried_over().to_business_date();
      return;
    case event::v1::Event::kOrderSent:
      return Send(sale, event.order_sent());
    case event::v1::Event::kSaleSuspended:
      sale.state = SaleState::kSuspended;
      return;
    case event::v1::Event::kSaleRetrieved:
      return Retrieve(sale, event.sale_retrieved());
    case event::v1::Event::kPaymentRefunded:
      return Refund(sale, event.payment_refunded());
    case event::v1::Event::kSaleCompleted:
      return Complete(sale, header, event.sale_completed());
    case event::v1::Event::kItemsReturned:
      return Return(sale, event.items_returned());
    case event::v1::Event::kCommissionEarned:
    case event::v1::Event::kCommissionReversed:
      return ChangeCommissions(sale, event);
    case event::v1::Event::kSaleVoided:
      return End(sale, SaleState::kVoided);
    case event::v1::Event::kSaleAbandoned:
      return End(sale, SaleState::kAbandoned);
    default:
      return;
  }
}

}  // namespace daybook::domain
