// Commands on the lines of a sale.
#include <algorithm>
#include <optional>
#include <set>

#include "core/base/business_date.h"
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/customer_policies.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/kitchen.h"
#include "core/domain/label.h"
#include "core/domain/policies.h"
#include "core/domain/pricing.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::AddLineItem;
using edge::v1::LineModifier;
using event::v1::Measure;

absl::Status CheckModifier(const LineModifier& modifier, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(
      CheckRequiredText("modifiers.modifier", modifier.modifier(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("modifiers.name", modifier.name(), kNameBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("modifiers.quantity_milli", modifier.quantity_milli()));
  DAYBOOK_RETURN_IF_ERROR(
      CheckMoney("modifiers.unit_price", modifier.unit_price(), currency_code, 0));
  DAYBOOK_RETURN_IF_ERROR(
      CheckText("modifiers.tax_category", modifier.tax_category(), kCodeBytesMax));
  return CheckText("modifiers.station", modifier.station(), kCodeBytesMax);
}

absl::Status CheckModifiers(const AddLineItem& add, std::string_view currency_code) {
  if (add.modifiers_size() > kLineModifiersMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} has more than {entries_max} entries",
                 {{"field", "modifiers"}, {"entries_max", kLineModifiersMax}});
  }
  for (const LineModifier& modifier : add.modifiers()) {
    DAYBOOK_RETURN_IF_ERROR(CheckModifier(modifier, currency_code));
  }
  return absl::OkStatus();
}

absl::Status CheckMeasure(const AddLineItem& add) {
  if (!add.has_measure()) return absl::OkStatus();
  const Measure& measure = add.measure();
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("measure.net_milli", measure.net_milli()));
  if (measure.tare_milli() < 0 || measure.gross_milli() < 0) {
    return FieldInvalid("measure", "is below 0");
  }
  if (measure.gross_milli() != 0 &&
      measure.gross_milli() - measure.tare_milli() != measure.net_milli()) {
    return FieldInvalid("measure.net_milli", "is not gross less tare");
  }
  if (measure.net_milli() != add.quantity_milli()) {
    return FieldInvalid("measure.net_milli", "is not the quantity");
  }
  if (!event::v1::MeasureSource_IsValid(measure.source())) {
    return FieldInvalid("measure.source", "is none that this server knows");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("measure.unit", measure.unit(), kCodeBytesMax));
  return CheckText("measure.scale", measure.scale(), kCodeBytesMax);
}

// What is no turnover is not taxed, and nothing is added to it.
absl::Status CheckKind(const AddLineItem& add) {
  if (!event::v1::LineKind_IsValid(add.kind())) {
    return FieldInvalid("kind", "is none that this server knows");
  }
  if (IsTurnover(add.kind())) {
    return CheckRequiredText("tax_category", add.tax_category(), kCodeBytesMax);
  }
  if (!add.tax_category().empty()) {
    return FieldInvalid("tax_category", "belongs to what is turnover alone");
  }
  if (!add.modifiers().empty() || add.parent_line() != 0) {
    return FieldInvalid("kind", "is no turnover, and so neither modified nor part of a combo");
  }
  return absl::OkStatus();
}

absl::Status CheckForKitchen(const AddLineItem& add) {
  if (add.seat() < 0 || add.seat() > kSeatMax) return FieldInvalid("seat", "is not from 0 to 999");
  if (add.course() < 0 || add.course() > kCourseMax) {
    return FieldInvalid("course", "is not from 0 to 99");
  }
  return CheckText("note", add.note(), kNameBytesMax);
}

absl::Status CheckFields(const AddLineItem& add, std::string_view currency_code) {
  if (add.line() == 0) return FieldMissing("line");
  if (add.line() < 0) return FieldInvalid("line", "is below 1");
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("sku", add.sku(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("name", add.name(), kNameBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("category", add.category(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", add.quantity_milli()));
  DAYBOOK_RETURN_IF_ERROR(CheckMoney("unit_price", add.unit_price(), currency_code, 0));
  DAYBOOK_RETURN_IF_ERROR(CheckKind(add));
  DAYBOOK_RETURN_IF_ERROR(CheckModifiers(add, currency_code));
  DAYBOOK_RETURN_IF_ERROR(CheckMeasure(add));
  DAYBOOK_RETURN_IF_ERROR(CheckText("salesperson", add.salesperson(), kCodeBytesMax));
  DAYBOOK_RETURN_IF_ERROR(CheckForKitchen(add));
  if (add.age_limit_years() >= 0 && add.age_limit_years() <= kAgeYearsMax) return absl::OkStatus();
  return FieldInvalid("age_limit_years", "is no age");
}

absl::Status CheckRoom(const AddLineItem& add, const Sale& sale) {
  if (sale.lines.contains(add.line())) {
    return Error(Reason::ERROR_REASON_LINE_EXISTS, "the sale has a line {line}",
                 {{"line", add.line()}});
  }
  if (sale.lines.size() >= kSaleLinesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "the sale has {lines_max} lines, as many as it may",
                 {{"lines_max", kSaleLinesMax}});
  }
  return absl::OkStatus();
}

// A line is part of one that is no part itself, and has a price to share out.
absl::Status CheckParent(const AddLineItem& add, const Sale& sale) {
  if (add.parent_line() == 0) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* parent, TakeLine(sale, add.parent_line()));
  if (parent->sold.parent_line() == 0 && IsTurnover(parent->sold.kind())) return absl::OkStatus();
  return FieldInvalid("parent_line", "is part of a combo itself, or no turnover");
}

// Objects with FIELD_INVALID to a modifier that concerns a station which the kitchen does not have.
absl::Status CheckStations(const AddLineItem& add, Draft& draft) {
  if (!HasKitchen(draft.config())) return absl::OkStatus();
  for (const LineModifier& modifier : add.modifiers()) {
    const std::string& station = modifier.station();
    if (station.empty() || FindStation(station, draft.config()) != nullptr) continue;
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(FieldInvalid("modifiers.station", "is no station of the shop")));
  }
  return absl::OkStatus();
}

event::v1::Modifier ModifierOf(const LineModifier& added) {
  event::v1::Modifier modifier;
  modifier.set_modifier(added.modifier());
  modifier.set_name(added.name());
  modifier.set_quantity_milli(added.quantity_milli());
  modifier.set_unit_price_minor(added.unit_price().minor_units());
  modifier.set_tax_category(added.tax_category());
  modifier.set_station(added.station());
  return modifier;
}

// Returns the line without what it comes to.
event::v1::SaleLine LineOf(const AddLineItem& add) {
  event::v1::SaleLine line;
  line.set_line(add.line());
  line.set_kind(add.kind() == event::v1::LINE_KIND_UNSPECIFIED ? event::v1::LINE_KIND_GOODS
                                                               : add.kind());
  line.set_sku(add.sku());
  line.set_name(add.name());
  line.set_category(add.category());
  line.set_quantity_milli(add.quantity_milli());
  line.set_unit_price_minor(add.unit_price().minor_units());
  line.set_tax_category(add.tax_category());
  for (const LineModifier& modifier : add.modifiers()) {
    *line.add_modifiers() = ModifierOf(modifier);
  }
  line.set_parent_line(add.parent_line());
  line.set_salesperson(add.salesperson());
  if (add.has_measure()) *line.mutable_measure() = add.measure();
  line.set_label(add.label());
  line.set_age_limit_years(add.age_limit_years());
  line.set_seat(add.seat());
  line.set_course(add.course());
  line.set_note(add.note());
  line.set_gift_card_id(add.gift_card_id());
  line.set_customer_id(add.customer_id());
  return line;
}

// Returns the amount of a line that takes the place of `replaced_minor` in the sale.
absl::StatusOr<int64_t> FitIn(const Sale& sale, int32_t line, std::optional<int64_t> amount,
                              int64_t replaced_minor) {
  const int64_t left_minor = kAmountMinorMax - (sale.subtotal_minor - replaced_minor);
  if (amount && *amount <= left_minor) return *amount;
  return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW,
               "with line {line} the sale comes to more than a sale may",
               {{"line", line}, {"amount_minor_max", kAmountMinorMax}});
}

// Returns what the line's label says. A label that the shop does not read is objected to: the line
// comes to its own price.
absl::StatusOr<Label> LabelOf(const event::v1::SaleLine& line, Draft& draft) {
  if (line.label().empty()) return Label();
  if (!line.modifiers().empty() || line.parent_line() != 0) {
    return FieldInvalid("label", "belongs to a line by itself, without modifiers");
  }
  const absl::StatusOr<Label> label = ReadLabel(line.label(), draft.config());
  if (label.ok()) return label;
  DAYBOOK_RETURN_IF_ERROR(draft.Object(label.status()));
  return Label();
}

// Fills in what the line comes to. What its label says, wins.
absl::Status Price(const Sale& sale, event::v1::SaleLine& line, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const Label label, LabelOf(line, draft));
  if (label.weight_milli) {
    DAYBOOK_RETURN_IF_ERROR(CheckQuantity("label", *label.weight_milli));
    line.set_quantity_milli(*label.weight_milli);
    if (line.has_measure()) line.mutable_measure()->set_net_milli(*label.weight_milli);
  }
  const auto amount = label.price_minor ? label.price_minor : AmountOf(line);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t amount_minor, FitIn(sale, line.line(), amount, 0));
  line.set_amount_minor(amount_minor);
  return absl::OkStatus();
}

absl::Status CheckAllTaxed(const event::v1::SaleLine& line, const Sale& sale, Draft& draft) {
  if (!IsTurnover(line.kind())) return absl::OkStatus();
  for (const std::string_view tax_category : TaxCategoriesOf(line)) {
    DAYBOOK_RETURN_IF_ERROR(CheckTaxed({tax_category, sale.order_type}, sale, draft));
  }
  return absl::OkStatus();
}

absl::Status CheckNotMeasured(const event::v1::SaleLine& line, Draft& draft) {
  if (!line.has_measure() && line.label().empty()) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_LINE_MEASURED,
                            "line {line} was weighed: remove it and weigh anew",
                            {{"line", line.line()}}));
}

// Returns the minute of the till's day.
int32_t MinuteOf(const edge::v1::Command& command) {
  constexpr int64_t kMinutesPerDay = 1'440;
  const int64_t minutes = command.occur_time().seconds() / 60 + command.utc_offset_minutes();
  return static_cast<int32_t>((minutes % kMinutesPerDay + kMinutesPerDay) % kMinutesPerDay);
}

// Whether the minute is within the hours; they may go over midnight.
bool IsWithin(const event::v1::SaleHours& hours, int32_t minute) {
  if (hours.from_minute() < hours.to_minute()) {
    return hours.from_minute() <= minute && minute < hours.to_minute();
  }
  return minute >= hours.from_minute() || minute < hours.to_minute();
}

// What the catalogue says of the item holds for the line: at which age and hours it is sold.
absl::Status HeedCatalogue(const edge::v1::CatalogueItem& item, event::v1::SaleLine& line,
                           Draft& draft) {
  const event::v1::ItemDetails& details = item.details();
  if (details.age_limit_years() > line.age_limit_years()) {
    line.set_age_limit_years(details.age_limit_years());
  }
  if (!details.has_sale_hours() || IsWithin(details.sale_hours(), MinuteOf(draft.command()))) {
    return absl::OkStatus();
  }
  return draft.Object(Error(Reason::ERROR_REASON_OUTSIDE_SALE_HOURS,
                            "{sku} is not sold at this time of the day", {{"sku", line.sku()}}));
}

// What becomes less after the bill was presented may be a fraud.
void FlagAfterBill(int32_t line, const Sale& sale, Draft& draft) {
  if (!sale.bill_presented) return;
  draft.Flag(Error(Reason::ERROR_REASON_REMOVED_AFTER_BILL,
                   "line {line} was taken off, or became less, after the bill had been presented",
                   {{"line", line}}));
}

// Records another quantity of a line, if it is another.
absl::Status RecordQuantity(const SaleInHand& hand, const event::v1::SaleLine& line,
                            int64_t quantity_milli, Draft& draft) {
  if (line.quantity_milli() == quantity_milli) return absl::OkStatus();
  event::v1::SaleLine after = line;
  after.set_quantity_milli(quantity_milli);
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t amount_minor,
                           AmountInSale(hand.sale, after, line.amount_minor()));
  event::v1::SaleLineItemChanged& changed =
      *draft.RecordOnSale(hand.id).mutable_sale_line_item_changed();
  changed.set_line(line.line());
  changed.set_from_quantity_milli(line.quantity_milli());
  changed.set_quantity_milli(quantity_milli);
  changed.set_amount_minor(amount_minor);
  return absl::OkStatus();
}

void RecordRemoved(const SaleInHand& hand, const event::v1::SaleLine& line,
                   const std::string& reason, Draft& draft) {
  event::v1::SaleLineItemRemoved& removed =
      *draft.RecordOnSale(hand.id).mutable_sale_line_item_removed();
  removed.set_line(line.line());
  removed.set_reason(reason);
  removed.set_amount_minor(line.amount_minor());
}

}  // namespace

absl::StatusOr<const SaleLine*> TakeLine(const Sale& sale, int32_t number) {
  if (number == 0) return FieldMissing("line");
  const SaleLine* line = sale.FindLine(number);
  if (line == nullptr) {
    return Error(Reason::ERROR_REASON_LINE_UNKNOWN, "the sale has no line {line}",
                 {{"line", number}});
  }
  return line;
}

absl::StatusOr<int64_t> AmountInSale(const Sale& sale, const event::v1::SaleLine& line,
                                     int64_t replaced_minor) {
  return FitIn(sale, line.line(), AmountOf(line), replaced_minor);
}

std::set<std::string_view> TaxCategoriesOf(const event::v1::SaleLine& line) {
  std::set<std::string_view> categories{line.tax_category()};
  for (const event::v1::Modifier& modifier : line.modifiers()) {
    if (!modifier.tax_category().empty()) categories.insert(modifier.tax_category());
  }
  return categories;
}

absl::Status CheckTaxed(const TaxKind& kind, const Sale& sale, Draft& draft) {
  if (!TaxRulesFor(kind, sale.start_business_date, draft.config()).empty()) {
    return absl::OkStatus();
  }
  return draft.Object(Error(
      Reason::ERROR_REASON_TAX_RULE_MISSING, "no tax rule covers {tax_category} on {date}",
      {{"tax_category", kind.tax_category}, {"date", BusinessDateText(sale.start_business_date)}}));
}

absl::Status DecideCase(const AddLineItem& add, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckFields(add, draft.config().currency_code()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(add.sale_id(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(add, hand.sale));
  DAYBOOK_RETURN_IF_ERROR(CheckParent(add, hand.sale));
  event::v1::SaleLine line = LineOf(add);
  DAYBOOK_RETURN_IF_ERROR(Price(hand.sale, line, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckAllTaxed(line, hand.sale, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCardLine(add, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCardQuantity(line));
  DAYBOOK_RETURN_IF_ERROR(CheckAccountLine(add, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckNotSoldOut(add.sku(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckStations(add, draft));

  edge::v1::CatalogueItem scratch;
  const edge::v1::CatalogueItem* const item = FindItem(add.sku(), draft, scratch);
  if (item != nullptr) DAYBOOK_RETURN_IF_ERROR(HeedCatalogue(*item, line, draft));

  *draft.RecordOnSale(hand.id).mutable_sale_line_item_added()->mutable_line() = line;
  if (item != nullptr) FlagPrice(add, *item, hand.id, draft);
  RecordOffers(hand, line, draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ChangeQuantity& change, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckQuantity("quantity_milli", change.quantity_milli()));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(change.sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(hand.sale, change.line()));
  const int64_t before_milli = line->sold.quantity_milli();
  if (before_milli == change.quantity_milli()) return absl::OkStatus();
  DAYBOOK_RETURN_IF_ERROR(CheckNotMeasured(line->sold, draft));
  event::v1::SaleLine after = line->sold;
  after.set_quantity_milli(change.quantity_milli());
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCardQuantity(after));
  if (change.quantity_milli() < before_milli) {
    FlagAfterBill(change.line(), hand.sale, draft);
  } else {
    DAYBOOK_RETURN_IF_ERROR(CheckNotSoldOut(line->sold.sku(), draft));
  }

  DAYBOOK_RETURN_IF_ERROR(RecordQuantity(hand, line->sold, change.quantity_milli(), draft));
  for (const auto& [number, part] : hand.sale.lines) {
    if (part.removed || part.sold.parent_line() != change.line()) continue;
    const auto part_milli =
        MultiplyDivide(part.sold.quantity_milli(), change.quantity_milli(), before_milli);
    const int64_t quantity_milli =
        std::clamp<int64_t>(part_milli.value_or(kQuantityMilliMax), 1, kQuantityMilliMax);
    DAYBOOK_RETURN_IF_ERROR(RecordQuantity(hand, part.sold, quantity_milli, draft));
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::RemoveLineItem& remove, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", remove.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(remove.sale_id(), draft));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleLine* line, TakeLine(hand.sale, remove.line()));

  FlagAfterBill(remove.line(), hand.sale, draft);
  Strikes strikes;
  for (const auto& [number, part] : hand.sale.lines) {
    if (part.removed || part.sold.parent_line() != remove.line()) continue;
    RecordRemoved(hand, part.sold, remove.reason(), draft);
    strikes.Add(part, part.SentMilli());
  }
  RecordRemoved(hand, line->sold, remove.reason(), draft);
  strikes.Add(*line, line->SentMilli());
  std::move(strikes).Record(remove.reason(), draft);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReportItemNotFound& report, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("code", report.code(), kNameBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(report.sale_id(), draft));

  draft.RecordOnSale(hand.id).mutable_sale_item_not_found()->set_code(report.code());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::VerifyAge& verify, Draft& draft) {
  if (verify.age_years() == 0) return FieldMissing("age_years");
  if (verify.age_years() < 0 || verify.age_years() > kAgeYearsMax) {
    return FieldInvalid("age_years", "is no age");
  }
  if (!event::v1::AgeCheck_IsValid(verify.check())) {
    return FieldInvalid("check", "is none that this server knows");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(verify.sale_id(), draft));

  if (verify.refused()) {
    event::v1::AgeSaleRefused& refused = *draft.RecordOnSale(hand.id).mutable_age_sale_refused();
    refused.set_age_years(verify.age_years());
    refused.set_check(verify.check());
  } else {
    event::v1::AgeVerified& verified = *draft.RecordOnSale(hand.id).mutable_age_verified();
    verified.set_age_years(verify.age_years());
    verified.set_check(verify.check());
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
