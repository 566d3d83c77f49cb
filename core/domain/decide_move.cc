// Lines that go from one sale to another: moved, split off, or all of them.
//
// What the lines come to is conserved. A discount by rate goes on as one on the lines that moved;
// one of an amount is divided into what it took off these and what it took off the others.
#include <set>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/pricing.h"

namespace daybook::domain {
namespace {

using event::v1::LinesMovedIn;
using event::v1::LinesMovedOut;
using event::v1::SaleDiscountApplied;

// What moves, as both sales record it.
struct Move {
  LinesMovedOut out;
  LinesMovedIn in;
};

absl::StatusOr<Uuid> ReadOtherSale(std::string_view to_sale_id, const Uuid& sale_id) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("to_sale_id", to_sale_id));
  if (id == sale_id) return FieldInvalid("to_sale_id", "is the sale itself");
  return id;
}

// Returns the numbers of the lines, with those that are part of them. Errors: FIELD_MISSING,
// FIELD_INVALID, LINE_UNKNOWN.
absl::StatusOr<std::set<int32_t>> NumbersOf(const google::protobuf::RepeatedField<int32_t>& named,
                                            const Sale& sale, std::set<int32_t> numbers = {}) {
  if (named.empty() && numbers.empty()) return FieldMissing("lines");
  for (const int32_t number : named) {
    DAYBOOK_RETURN_IF_ERROR(TakeLine(sale, number).status());
    if (!numbers.insert(number).second) return FieldInvalid("lines", "name a line twice");
  }
  for (const auto& [number, line] : sale.lines) {
    const int32_t parent = line.sold.parent_line();
    if (line.removed || parent == 0) continue;
    if (numbers.contains(parent)) {
      numbers.insert(number);
    } else if (numbers.contains(number)) {
      return FieldInvalid("lines", "name a part of a combo without the whole");
    }
  }
  return numbers;
}

// Returns the lines of a seat that are no part of others.
std::set<int32_t> NumbersAt(int32_t seat, const Sale& sale) {
  std::set<int32_t> numbers;
  for (const auto& [number, line] : sale.lines) {
    if (!line.removed && line.sold.seat() == seat && line.sold.parent_line() == 0) {
      numbers.insert(number);
    }
  }
  return numbers;
}

std::set<int32_t> AllNumbersOf(const Sale& sale) {
  std::set<int32_t> numbers;
  for (const auto& [number, line] : sale.lines) {
    if (!line.removed) numbers.insert(number);
  }
  return numbers;
}

// Returns the lines' numbers in the other sale: their own where these are free, otherwise the
// lowest that are.
std::map<int32_t, int32_t> NewNumbersOf(const std::set<int32_t>& numbers, const Sale& to) {
  std::map<int32_t, int32_t> new_numbers;
  int32_t free = 1;
  for (const int32_t number : numbers) {
    int32_t& new_number = new_numbers[number];
    new_number = number;
    if (!to.lines.contains(number)) continue;
    while (to.lines.contains(free) || numbers.contains(free)) ++free;
    new_number = free++;
  }
  return new_numbers;
}

event::v1::MovedLine MovedOf(const SaleLine& line, const std::map<int32_t, int32_t>& new_numbers,
                             event::v1::OrderType order_type) {
  event::v1::MovedLine moved;
  *moved.mutable_line() = line.sold;
  moved.mutable_line()->set_line(new_numbers.at(line.sold.line()));
  const auto parent = new_numbers.find(line.sold.parent_line());
  moved.mutable_line()->set_parent_line(parent == new_numbers.end() ? 0 : parent->second);
  moved.set_from_line(line.sold.line());
  moved.set_order_type(order_type);
  moved.set_whole(line.whole);
  for (const SentPart& part : line.sent) {
    event::v1::SentPart& sent = *moved.add_sent();
    sent.set_quantity_milli(part.quantity_milli);
    sent.set_ticket_line(part.ticket_line);
    for (const Uuid& ticket_id : part.ticket_ids) {
      sent.add_ticket_ids(std::string(ticket_id.AsBytes()));
    }
  }
  return moved;
}

// Divides the discount at a place between the two sales. `price` is what the sale came to before.
void Divide(const Sale& from, size_t place, const SalePrice& price,
            const std::map<int32_t, int32_t>& new_numbers, Move& move) {
  const Discount& discount = from.discounts[place];
  const DiscountSize& size = price.discounts[place];
  SaleDiscountApplied there = AppliedOf(discount);
  there.clear_lines();
  int64_t moved_minor = 0;
  for (size_t i = 0; i < price.lines.size(); ++i) {
    const auto moved = new_numbers.find(price.lines[i].number);
    if (moved == new_numbers.end() || !IsOn(from, place, price.lines[i])) continue;
    there.add_lines(moved->second);
    if (!size.shares_minor.empty()) moved_minor += size.shares_minor[i];
  }
  if (there.lines().empty()) return;
  if (discount.rate_ppm == 0) {
    there.set_amount_minor(moved_minor);
    SaleDiscountApplied& here = *move.out.add_discounts();
    here = AppliedOf(discount);
    here.set_amount_minor(discount.amount_minor - moved_minor);
  }
  const bool takes_off = discount.rate_ppm != 0 || moved_minor != 0;
  if (takes_off) *move.in.add_discounts() = std::move(there);
}

// Gives the discounts the lowest numbers that are free.
void NumberDiscounts(const Sale& to, LinesMovedIn& in) {
  int32_t free = 1;
  for (SaleDiscountApplied& discount : *in.mutable_discounts()) {
    while (to.FindDiscount(free) != nullptr) ++free;
    discount.set_discount(free++);
  }
}

Move MoveOf(const SaleInHand& from, const SaleInHand& to, const std::set<int32_t>& numbers,
            const edge::v1::ShopConfig& shop) {
  const std::map<int32_t, int32_t> new_numbers = NewNumbersOf(numbers, to.sale);
  Move move;
  move.out.set_to_sale_id(std::string(to.id.AsBytes()));
  move.in.set_from_sale_id(std::string(from.id.AsBytes()));
  int64_t amount_minor = 0;
  for (const int32_t number : numbers) {
    const SaleLine& line = from.sale.lines.at(number);
    const bool same_type = from.sale.OrderTypeOf(line) == to.sale.order_type;
    *move.in.add_lines() =
        MovedOf(line, new_numbers,
                same_type ? event::v1::ORDER_TYPE_UNSPECIFIED : from.sale.OrderTypeOf(line));
    move.out.add_lines(number);
    amount_minor = AddClamped(amount_minor, line.sold.amount_minor());
  }
  move.out.set_amount_minor(amount_minor);
  const SalePrice price = PriceOf(from.sale, shop);
  for (const size_t place : DiscountPlaces(from.sale, shop)) {
    Divide(from.sale, place, price, new_numbers, move);
  }
  NumberDiscounts(to.sale, move.in);
  move.in.set_bill_presented(from.sale.bill_presented);
  *move.in.mutable_first_item_time() = from.sale.first_item_time;
  return move;
}

void AddTickets(const event::v1::MovedLine& line, std::set<Uuid>& tickets) {
  for (const event::v1::SentPart& part : line.sent()) {
    for (const std::string& bytes : part.ticket_ids()) {
      tickets.insert(Uuid::FromBytes(bytes).value_or(Uuid()));
    }
  }
}

absl::Status CheckRoom(const Move& move, const Sale& to) {
  const bool many_lines = to.lines.size() + move.in.lines_size() > kSaleLinesMax;
  if (many_lines || to.discounts.size() + move.in.discounts_size() > kSaleDiscountsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the other sale would have more than {entries_max} {field}",
                 {{"field", many_lines ? "lines" : "discounts"},
                  {"entries_max", many_lines ? kSaleLinesMax : kSaleDiscountsMax}});
  }
  std::set<Uuid> tickets = to.tickets;
  for (const event::v1::MovedLine& line : move.in.lines()) AddTickets(line, tickets);
  DAYBOOK_RETURN_IF_ERROR(CheckTickets(to, tickets.size()));
  if (to.subtotal_minor <= kAmountMinorMax - move.out.amount_minor()) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW,
               "with these lines the other sale comes to more than a sale may",
               {{"amount_minor_max", kAmountMinorMax}});
}

// What was paid stays where it is: lines that are paid do not move.
absl::Status CheckUnpaid(const Sale& from, const LinesMovedOut& out, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckNotAsking(from, draft));
  if (from.paid_minor == 0) return absl::OkStatus();
  Sale left = from;
  event::v1::Event event;
  *event.mutable_lines_moved_out() = out;
  Evolve(left, {}, event);
  const int64_t due_minor = DueOf(left, draft.config());
  if (due_minor >= 0) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_LINES_PAID,
                            "what is left of the sale comes to {over} less than was paid on it",
                            {{"over", FormatMoney(-due_minor, draft.config().currency_code())},
                             {"over_minor", -due_minor}}));
}

// What moves is taxed by the other sale's date and prices from now on.
absl::Status CheckAllTaxed(const LinesMovedIn& in, const Sale& from, const Sale& to, Draft& draft) {
  if (from.prices_include_tax != to.prices_include_tax) {
    return FieldInvalid("to_sale_id", "is a sale whose prices include tax where this one's do not");
  }
  for (const event::v1::MovedLine& moved : in.lines()) {
    if (!IsTurnover(moved.line().kind())) continue;
    const event::v1::OrderType order_type = moved.order_type() == event::v1::ORDER_TYPE_UNSPECIFIED
                                                ? to.order_type
                                                : moved.order_type();
    for (const std::string_view tax_category : TaxCategoriesOf(moved.line())) {
      DAYBOOK_RETURN_IF_ERROR(CheckTaxed({tax_category, order_type}, to, draft));
    }
  }
  return absl::OkStatus();
}

// A charge for service that the customer cannot decline is not left behind.
absl::Status CheckCharge(const Sale& from, const Sale& to, Draft& draft) {
  const bool waives =
      from.service_charge.mandatory && to.service_charge.rate_ppm < from.service_charge.rate_ppm;
  return waives ? draft.Require(StepUp::kWaiveServiceCharge) : absl::OkStatus();
}

// The shop's offers go on on both sides.
void RecordOffers(const Sale& from, const SaleInHand& to, Draft& draft) {
  for (const event::v1::OfferApplied& applied : from.offers) {
    if (!HasOffer(to.sale, applied.offer())) {
      *draft.RecordOnSale(to.id).mutable_offer_applied() = applied;
    }
  }
}

// Records what moves. REQUIRES: the sale has the lines.
absl::Status RecordMove(const SaleInHand& from, const SaleInHand& to,
                        const std::set<int32_t>& numbers, Draft& draft) {
  Move move = MoveOf(from, to, numbers, draft.config());
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(move, to.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckAllTaxed(move.in, from.sale, to.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckCharge(from.sale, to.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckUnpaid(from.sale, move.out, draft));
  *draft.RecordOnSale(from.id).mutable_lines_moved_out() = std::move(move.out);
  *draft.RecordOnSale(to.id).mutable_lines_moved_in() = std::move(move.in);
  RecordOffers(from.sale, to, draft);
  return absl::OkStatus();
}

// Returns the sale that splitting begins, and records it: like the one that it comes from.
Sale RecordSplitOff(const Uuid& id, const Sale& from, std::string_view register_name,
                    Draft& draft) {
  event::v1::Event& event = draft.RecordOnSale(id);
  event::v1::SaleCreated& created = *event.mutable_sale_created();
  created.set_register_(std::string(register_name));
  created.set_currency_code(from.currency_code);
  created.set_channel(from.channel);
  created.set_order_type(from.order_type);
  created.set_prices_include_tax(from.prices_include_tax);
  created.set_table(from.table);
  created.set_tax_date(from.start_business_date);
  created.set_owner(from.owner);
  created.set_verified_age_years(from.verified_age_years);
  const event::v1::EntryHeader origin = OriginOf(draft.command(), draft.context());
  Sale sale;
  Evolve(sale, origin, event);
  if (from.service_charge.rate_ppm == 0) return sale;
  event::v1::Event& charge = draft.RecordOnSale(id);
  event::v1::ServiceChargeApplied& applied = *charge.mutable_service_charge_applied();
  applied.set_rate_ppm(from.service_charge.rate_ppm);
  applied.set_mandatory(from.service_charge.mandatory);
  applied.set_tax_category(from.service_charge.tax_category);
  Evolve(sale, origin, charge);
  return sale;
}

// A sale that money stands on, or tips that are still to be paid, is not given up.
absl::Status CheckNothingStands(const Sale& sale, Draft& draft) {
  const int64_t stands_minor = AddClamped(sale.AmountIn(PaymentState::kUnknown),
                                          AddClamped(sale.paid_minor, sale.tip_minor));
  if (!sale.return_lines.empty()) {
    DAYBOOK_RETURN_IF_ERROR(draft.Object(
        Error(Reason::ERROR_REASON_EXCHANGE_STANDS, "goods come back in the sale in exchange")));
  }
  if (stands_minor == 0) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_PAYMENT_STANDS,
            "{stands} was paid on the sale, may have been, or is to be paid as a tip",
            {{"stands", FormatMoney(stands_minor, draft.config().currency_code())},
             {"stands_minor", stands_minor}}));
}

}  // namespace

absl::Status DecideCase(const edge::v1::MoveLines& move, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand from, TakeSale(move.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(ReadOtherSale(move.to_sale_id(), from.id).status());
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand to, TakeSale(move.to_sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const std::set<int32_t> numbers, NumbersOf(move.lines(), from.sale));
  return RecordMove(from, to, numbers, draft);
}

absl::Status DecideCase(const edge::v1::SplitSale& split, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand from, TakeSale(split.sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid to_id, ReadOtherSale(split.to_sale_id(), from.id));
  DAYBOOK_RETURN_IF_ERROR(
      CheckSaleState(draft.FindSale(to_id).state, edge::v1::Command::kStartSale, to_id));
  if (split.seat() < 0 || split.seat() > kSeatMax) {
    return FieldInvalid("seat", "is not from 0 to 999");
  }
  std::set<int32_t> at_seat;
  if (split.seat() != 0) at_seat = NumbersAt(split.seat(), from.sale);
  DAYBOOK_ASSIGN_OR_RETURN(const std::set<int32_t> numbers,
                           NumbersOf(split.lines(), from.sale, std::move(at_seat)));
  const Sale to = RecordSplitOff(to_id, from.sale, register_name, draft);
  return RecordMove(from, {to_id, to}, numbers, draft);
}

absl::Status DecideCase(const edge::v1::MergeSales& merge, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand from, TakeSale(merge.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(ReadOtherSale(merge.to_sale_id(), from.id).status());
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand to, TakeSale(merge.to_sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNothingStands(from.sale, draft));
  if (from.sale.line_count == 0) {
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(Error(Reason::ERROR_REASON_SALE_EMPTY, "the sale has no lines")));
  } else {
    DAYBOOK_RETURN_IF_ERROR(RecordMove(from, to, AllNumbersOf(from.sale), draft));
  }

  event::v1::SaleAbandoned& abandoned = *draft.RecordOnSale(from.id).mutable_sale_abandoned();
  abandoned.set_start_business_date(from.sale.open_on_date);
  abandoned.set_merged_into(merge.to_sale_id());
  return absl::OkStatus();
}

}  // namespace daybook::domain
