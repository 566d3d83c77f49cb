// The sentences about what must hold.
#include <sstream>

#include "core/base/money.h"
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using event::v1::DayTotals;
using event::v1::Event;
using Rows = google::protobuf::RepeatedPtrField<event::v1::KeyedAmount>;

template <typename Value>
Complaint Differs(std::string_view what, const Value& is, const Value& claimed) {
  if (is == claimed) return "";
  return fmt::format("{} is {}, not {}", what, is, claimed);
}

// Compares an amount with the text that claims it.
Complaint CheckAmount(const ShopFloor& shop, std::string_view what, int64_t is_minor,
                      const std::string& claimed) {
  const auto claimed_minor = shop.ReadAmount(claimed);
  if (!claimed_minor) return fmt::format("{} is not an amount of the shop's currency", claimed);
  return Differs(what, shop.AmountText(is_minor), shop.AmountText(*claimed_minor));
}

std::string OutcomeText(const absl::StatusOr<domain::Decision>& outcome) {
  const auto reason = [](const absl::Status& status) {
    return std::string(ReasonName(ReasonOf(status)));
  };
  if (!outcome.ok()) return "refused: " + reason(outcome.status());
  if (outcome->set_aside) return "set aside: " + reason(outcome->objection);
  if (!outcome->objection.ok()) return "flagged: " + reason(outcome->objection);
  return "accepted";
}

Complaint CheckOutcome(ShopFloor& shop, const std::smatch& match) {
  if (!shop.HasOutcome()) return "nothing has been done yet";
  shop.Expected();
  return Differs<std::string>("it", OutcomeText(shop.outcome()), match[1]);
}

std::string EventName(const Event& event) {
  return Event::descriptor()->FindFieldByNumber(event.event_case())->message_type()->name();
}

Complaint CheckEvents(ShopFloor& shop, const std::smatch& match) {
  if (!shop.HasOutcome() || !shop.outcome().ok()) return "nothing was recorded";
  std::string names;
  for (const domain::NewEvent& recorded : shop.outcome()->events) {
    if (recorded.stream.category == Category::CATEGORY_AUDIT) continue;  // The trail of it.
    names += (names.empty() ? "" : ", ") + EventName(recorded.event);
  }
  return Differs<std::string>("what it records", names, match[1]);
}

Complaint CheckNothing(ShopFloor& shop, const std::smatch&) {
  if (shop.HasOutcome() && shop.outcome().ok() && shop.outcome()->events.empty()) return "";
  return "something changed, or it was refused";
}

Complaint CheckSaleState(ShopFloor& shop, const std::smatch& match) {
  const std::string state(domain::SaleStateName(shop.SaleOf(match[1].str()).state));
  return Differs<std::string>(match[1].str(), state, match[2]);
}

Complaint CheckSaleTotal(ShopFloor& shop, const std::smatch& match) {
  const std::string name = match[1];
  const auto completed = shop.completed.find(shop.IdOf(name));
  const int64_t total_minor = completed != shop.completed.end()
                                  ? completed->second.total_minor()
                                  : domain::PriceOf(shop.SaleOf(name), shop.config).total_minor;
  return CheckAmount(shop, name, total_minor, match[2]);
}

Complaint CheckDue(ShopFloor& shop, const std::smatch& match) {
  const int64_t due_minor = domain::DueOf(shop.SaleOf(match[1].str()), shop.config);
  return CheckAmount(shop, "what is due", due_minor, match[2]);
}

// "US-VA 4.3 %: 0.43 on 10.00": jurisdiction, rate, tax, base.
Complaint CheckTax(ShopFloor& shop, const std::smatch& match) {
  const auto completed = shop.completed.find(shop.IdOf(match[1].str()));
  if (completed == shop.completed.end()) return fmt::format("{} is not completed", match[1].str());
  std::string lines;
  for (const event::v1::TaxLine& line : completed->second.tax_lines()) {
    const std::string text =
        fmt::format("{} {:g} %: {} on {}", line.jurisdiction(), line.rate_ppm() / 10'000.0,
                    shop.AmountText(line.amount_minor()), shop.AmountText(line.base_minor()));
    const auto tax_minor = shop.ReadAmount(match[4].str());
    const auto base_minor = shop.ReadAmount(match[5].str());
    if (!tax_minor || !base_minor) return "the tax or its base is not an amount";
    const std::string claimed =
        fmt::format("{} {} %: {} on {}", match[2].str(), match[3].str(),
                    shop.AmountText(*tax_minor), shop.AmountText(*base_minor));
    if (text == claimed) return "";
    lines += (lines.empty() ? "" : "; ") + text;
  }
  return fmt::format("the tax is {}", lines);
}

Complaint CheckReceipt(ShopFloor& shop, const std::smatch& match) {
  return Differs<std::string>(
      "the receipt", shop.CountedFromBefore(shop.receipts[shop.IdOf(match[1].str())]), match[2]);
}

Complaint CheckChange(ShopFloor& shop, const std::smatch& match) {
  const Event* event = shop.LastEvent(Event::kPaymentReceived);
  if (event == nullptr) return "no money was taken";
  return CheckAmount(shop, "the change", event->payment_received().change_minor(), match[1]);
}

Complaint CheckRounding(ShopFloor& shop, const std::smatch& match) {
  const Event* event = shop.LastEvent(Event::kPaymentReceived);
  if (event == nullptr) return "no money was taken";
  return CheckAmount(shop, "the rounding", event->payment_received().rounding_minor(), match[1]);
}

Complaint CheckPaymentState(ShopFloor& shop, const std::smatch& match) {
  const domain::Sale& sale = shop.SaleOf(match[2].str());
  const domain::PaymentState state = sale.PaymentStateOf(shop.IdOf(match[1].str()));
  return Differs<std::string>(match[1].str(), std::string(PaymentStateName(state)), match[3]);
}

// "20.00 EUR": cash of another currency.
Complaint CheckForeign(ShopFloor& shop, const std::smatch& match) {
  const domain::CashByCurrency& cash = shop.DrawerOf(match[1].str()).foreign_expected;
  const auto expected = cash.find(match[3].str());
  const int64_t expected_minor = expected == cash.end() ? 0 : expected->second;
  const std::string text = FormatMoney(expected_minor, match[3].str());
  return Differs<std::string>(match[1].str(), text, match[2].str() + " " + match[3].str());
}

Complaint CheckSafe(ShopFloor& shop, const std::smatch& match) {
  return CheckAmount(shop, "the safe", shop.InSafeMinor() - shop.InSafeBeforeMinor(), match[1]);
}

Complaint CheckPending(ShopFloor& shop, const std::smatch& match) {
  const auto pending = shop.Today().pending_payments.ToProto();
  const auto claimed = static_cast<int>(std::stoi(match[1]));
  return Differs("the pending payments", pending.size(), claimed);
}

Complaint CheckExpected(ShopFloor& shop, const std::smatch& match) {
  return CheckAmount(shop, match[1].str(), shop.DrawerOf(match[1].str()).expected_minor, match[2]);
}

// "over by 0.50", "short by 0.50", "right".
Complaint CheckVariance(ShopFloor& shop, const std::smatch& match) {
  const auto closed = shop.closed_drawers.find(shop.IdOf(match[1].str()));
  if (closed == shop.closed_drawers.end()) return fmt::format("{} is not closed", match[1].str());
  if (match[2] == "right") {
    return Differs("the variance", shop.AmountText(closed->second.variance_minor()),
                   shop.AmountText(0));
  }
  const std::string sign = match[3] == "short" ? "-" : "";
  return CheckAmount(shop, "the variance", closed->second.variance_minor(), sign + match[4].str());
}

Complaint CheckDayState(ShopFloor& shop, const std::smatch& match) {
  const domain::DayState state = shop.Today().state;
  const std::string text = state == domain::DayState::kOpen     ? "open"
                           : state == domain::DayState::kClosed ? "closed"
                                                                : "not opened";
  return Differs<std::string>("the day", text, match[1]);
}

using Figures = std::map<std::string_view, int64_t>;

Figures CountsOf(const DayTotals& totals) {
  return {
      {"sales", totals.sale_count()},           {"lines", totals.line_count()},
      {"removed", totals.removed_line_count()}, {"abandoned", totals.abandoned_count()},
      {"unknown", totals.unknown_count()},      {"reversed", totals.reversed_payment_count()},
      {"no-sales", totals.no_sale_count()},     {"voided", totals.voided_count()},
      {"returns", totals.return_count()},
  };
}

Figures AmountsOf(const DayTotals& totals) {
  return {
      {"total", totals.total_minor()},        {"tax", totals.tax_minor()},
      {"tips", totals.tip_minor()},           {"rounding", totals.rounding_minor()},
      {"discounts", totals.discount_minor()}, {"service", totals.service_charge_minor()},
      {"voids", totals.voided_minor()},       {"returned", totals.returned_minor()},
      {"paid-in", totals.paid_in_minor()},    {"paid-out", totals.paid_out_minor()},
      {"dropped", totals.dropped_minor()},
  };
}

// One figure of "2 sales, 3 lines, total 12.50".
Complaint CheckFigure(const ShopFloor& shop, const DayTotals& totals, const std::string& first,
                      const std::string& second) {
  const Figures amounts = AmountsOf(totals);
  if (const auto amount = amounts.find(first); amount != amounts.end()) {
    return CheckAmount(shop, "the " + first, amount->second, second);
  }
  const Figures counts = CountsOf(totals);
  const auto count = counts.find(second);
  if (count == counts.end()) return fmt::format("there is no figure \"{}\"", second);
  return Differs(second, std::to_string(count->second), first);
}

}  // namespace

Complaint CheckFigures(const ShopFloor& shop, const DayTotals& totals, const std::string& claims) {
  std::istringstream parts(claims);
  for (std::string part; std::getline(parts, part, ',');) {
    std::istringstream words(part);
    std::string first;
    std::string second;
    words >> first >> second;
    const Complaint complaint = CheckFigure(shop, totals, first, second);
    if (!complaint.empty()) return complaint;
  }
  return "";
}

namespace {

const DayTotals* SupplementOf(const ShopFloor& shop) {
  const Event* event = shop.LastEvent(Event::kBusinessDaySupplemented);
  return event == nullptr ? nullptr : &event->business_day_supplemented().totals();
}

// Returns the Z that the last command left, or null.
const event::v1::BusinessDayClosed* LastZ(const ShopFloor& shop) {
  const Event* event = shop.LastEvent(Event::kBusinessDayClosed);
  return event == nullptr ? nullptr : &event->business_day_closed();
}

// Returns the totals that "day", "Z" or "supplement" names, or null.
const DayTotals* TotalsNamed(ShopFloor& shop, std::string_view name) {
  if (name == "day") return &shop.Today().totals;
  if (name == "supplement") return SupplementOf(shop);
  const event::v1::BusinessDayClosed* z = LastZ(shop);
  return z == nullptr ? nullptr : &z->totals();
}

void NoteFigures(const std::string& claims, ShopFloor& shop) {
  const std::regex word("[a-z-]+");
  for (std::sregex_iterator at(claims.begin(), claims.end(), word), end; at != end; ++at) {
    shop.claimed_figures.insert(at->str());
  }
}

Complaint CheckDayFigures(ShopFloor& shop, const std::smatch& match) {
  const DayTotals* totals = TotalsNamed(shop, match[1].str());
  if (totals == nullptr) return fmt::format("there is no {}", match[1].str());
  NoteFigures(match[2], shop);
  return CheckFigures(shop, *totals, match[2]);
}

// Breakdowns by the names that sentences have for them.
std::map<std::string_view, const Rows*> BreakdownsOf(const DayTotals& totals) {
  return {{"category", &totals.by_category()},       {"hour", &totals.by_hour()},
          {"tender", &totals.by_tender()},           {"cashier", &totals.by_cashier()},
          {"register", &totals.by_register()},       {"tax", &totals.by_tax()},
          {"recipient", &totals.by_tip_recipient()}, {"other", &totals.by_other_kind()},
          {"commission", &totals.by_commission()}};
}

std::string RowName(std::string_view breakdown, std::string_view key) {
  return fmt::format("{} {}", breakdown, key);
}

Complaint CheckBreakdown(ShopFloor& shop, const std::smatch& match) {
  const DayTotals* totals = TotalsNamed(shop, match[1].str());
  if (totals == nullptr) return fmt::format("there is no {}", match[1].str());
  const std::string key = match[3];
  shop.claimed_figures.insert(RowName(match[2].str(), key));
  for (const event::v1::KeyedAmount& row : *BreakdownsOf(*totals).at(match[2].str())) {
    if (row.key() != key) continue;
    const Complaint count = Differs(key, std::to_string(row.count()), match[4].str());
    return count.empty() ? CheckAmount(shop, key, row.amount_minor(), match[5]) : count;
  }
  return fmt::format("the {} has no {} {}", match[1].str(), match[2].str(), key);
}

// Every figure that is not 0 has been claimed since the last command.
Complaint CheckNothingElse(ShopFloor& shop, const std::smatch& match) {
  const DayTotals* totals = TotalsNamed(shop, match[1].str());
  if (totals == nullptr) return fmt::format("there is no {}", match[1].str());
  std::string missing;
  const auto miss = [&](const std::string& name, int64_t value) {
    if (value == 0 || shop.claimed_figures.contains(name)) return;
    missing += (missing.empty() ? "" : ", ") + name;
  };
  for (const auto& [name, count] : CountsOf(*totals)) miss(std::string(name), count);
  for (const auto& [name, amount] : AmountsOf(*totals)) miss(std::string(name), amount);
  for (const auto& [breakdown, rows] : BreakdownsOf(*totals)) {
    for (const event::v1::KeyedAmount& row : *rows) miss(RowName(breakdown, row.key()), 1);
  }
  return missing.empty() ? "" : "there is also: " + missing;
}

Complaint CheckZ(ShopFloor& shop, const std::smatch& match) {
  const event::v1::BusinessDayClosed* z = LastZ(shop);
  if (z == nullptr) return "there is no Z";
  const Complaint number =
      Differs("the Z", shop.CountedFromBefore(z->document_number()), match[1].str());
  if (!number.empty()) return number;
  const domain::Series& before = shop.SeriesBefore("Z");
  const int64_t net_minor = z->perpetual_net_minor() - before.perpetual_net_minor;
  const Complaint net = CheckAmount(shop, "the net total", net_minor, match[2]);
  if (!net.empty()) return net;
  const int64_t absolute_minor = z->perpetual_absolute_minor() - before.perpetual_absolute_minor;
  return CheckAmount(shop, "the absolute total", absolute_minor, match[3]);
}

Complaint CheckRegisterZ(ShopFloor& shop, const std::smatch& match) {
  const event::v1::BusinessDayClosed* z = LastZ(shop);
  if (z == nullptr) return "there is no Z";
  for (const event::v1::RegisterClosing& closing : z->registers()) {
    if (closing.register_() != match[1].str()) continue;
    const Complaint number =
        Differs("the Z", shop.CountedFromBefore(closing.document_number()), match[2].str());
    if (!number.empty()) return number;
    const Complaint count =
        Differs("sales", std::to_string(closing.totals().sale_count()), match[3].str());
    if (!count.empty()) return count;
    return CheckAmount(shop, "the total", closing.totals().total_minor(), match[4]);
  }
  return fmt::format("till {} has no Z", match[1].str());
}

// Returns how many documents of a series, "cafe-1S", there had been before the scenario.
int64_t CountedBefore(ShopFloor& shop, const std::string& series) {
  const size_t store_bytes = shop.config.store().size() + 1;
  return series.size() < store_bytes ? 0
                                     : shop.SeriesBefore(series.substr(store_bytes)).last_counter;
}

Complaint CheckDocuments(ShopFloor& shop, const std::smatch& match) {
  const event::v1::BusinessDayClosed* z = LastZ(shop);
  if (z == nullptr) return "there is no Z";
  for (const event::v1::DocumentRange& range : z->documents()) {
    if (range.series() != match[1].str()) continue;
    const int64_t before = CountedBefore(shop, range.series());
    return Differs(
        range.series(),
        fmt::format("{} to {}", range.first_counter() - before, range.last_counter() - before),
        fmt::format("{} to {}", match[2].str(), match[3].str()));
  }
  return fmt::format("the Z lists no documents {}", match[1].str());
}

}  // namespace

std::vector<Phrase> ShopAssertions() {
  const std::string amount = kAmount;
  return {
      {"it is (accepted|refused: \\w+|flagged: \\w+|set aside: \\w+)", CheckOutcome},
      {"it records ([\\w, ]+)", CheckEvents},
      {"nothing changes", CheckNothing},
      {"the day is (open|closed|not opened)", CheckDayState},
      {"(\\w+) is (open|suspended|completed|partly returned|returned|voided|abandoned|not "
       "started)",
       CheckSaleState},
      {"(\\w+) comes to " + amount, CheckSaleTotal},
      {"(\\w+) owes " + amount, CheckDue},
      {"(\\w+) has tax ([\\w-]+) (\\d+(?:\\.\\d+)?) %: " + amount + " on " + amount, CheckTax},
      {"the receipt of (\\w+) is ([\\w-]+)", CheckReceipt},
      {"the change is " + amount, CheckChange},
      {"the rounding is " + amount, CheckRounding},
      {"(\\w+) of (\\w+) is (started|of unknown outcome|forwarded|received|declined|reversed)",
       CheckPaymentState},
      {"(\\w+) should hold " + amount, CheckExpected},
      {"(\\w+) should hold " + amount + " ([A-Z]{3})", CheckForeign},
      {"the safe should hold " + amount, CheckSafe},
      {"nobody knows of (\\d+) payments? of the day", CheckPending},
      {"(\\w+) is (right|(over|short) by " + amount + ")", CheckVariance},
      {"the Z is ([\\w-]+), with perpetual totals " + amount + " and " + amount, CheckZ},
      {"the Z of till (\\w+) is ([\\w-]+): (\\d+) sales, total " + amount, CheckRegisterZ},
      {"the Z lists documents ([\\w-]+) from (\\d+) to (\\d+)", CheckDocuments},
      {"the (day|Z) shows nothing else", CheckNothingElse},
      {"the (day|Z|supplement) shows ([\\w ,.-]+)", CheckDayFigures},
      {"the (day|Z)'s (category|hour|tender|cashier|register|tax|recipient|other|commission) ([\\w "
       "-]+) is "
       "(-?\\d+) for " +
           amount,
       CheckBreakdown},
  };
}

}  // namespace daybook::scenarios
