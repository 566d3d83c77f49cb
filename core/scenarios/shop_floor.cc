#include "core/scenarios/shop_floor.h"

#include <charconv>

#include "core/base/business_date.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

constexpr std::string_view kInstallation = "installation of till ";
constexpr int32_t kFirstDate = 20161105;
constexpr size_t kAmountBytesMax = 17;  // Of which the minor units fit into 64 bits.

std::string ErrorText(const absl::Status& error) {
  return fmt::format("{}: {}", ReasonName(ReasonOf(error)), MessageOf(error));
}

int64_t CashIn(const domain::Aggregate& aggregate, const std::string& currency_code) {
  const auto& safe = std::get<domain::Safe>(aggregate);
  const auto expected = safe.expected.find(currency_code);
  return expected == safe.expected.end() ? 0 : expected->second;
}

}  // namespace

ShopFloor::ShopFloor(PlayedShop& shop, const Run& run) : shop_(shop), run_(run) {
  config.set_tenant("default");
  config.set_store("cafe");
  config.set_currency_code("GBP");
  config.set_prices_include_tax(true);
  config.set_stock_location("main");
  business_date = BusinessDateOf(CivilDayOf(kFirstDate) + run.day_shift);
}

absl::StatusOr<int32_t> ShopFloor::ReadDate(const std::string& text) const {
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t said, ParseBusinessDate(text));
  const int32_t date = BusinessDateOf(CivilDayOf(said) + run_.day_shift);
  if (IsBusinessDate(date)) return date;
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "{date} is moved out of the calendar",
               {{"date", text}});
}

int64_t ShopFloor::SecondsAt(int64_t minute_of_today) const {
  const int64_t days = CivilDayOf(business_date) - absl::CivilDay(1970, 1, 1);
  return days * 86'400 + minute_of_today * 60;
}

edge::v1::Command ShopFloor::NewCommand() const {
  edge::v1::Command command;
  command.mutable_occur_time()->set_seconds(SecondsNow());
  command.set_business_date(business_date);
  command.set_approver(approver);
  if (!approval.empty()) command.set_approval_id(BytesOf(approval));
  return command;
}

void ShopFloor::Execute(const edge::v1::Command& command, const Actor& actor) {
  const std::string encoded = command.SerializeAsString();
  const auto found = employees.find(actor.register_name);
  const std::string employee = found == employees.end() ? "" : found->second;
  const domain::Context context{
      .shop = config,
      .register_name = actor.register_name,
      .employee = employee,
      .authority = {RoleOf(employee), ApproverRole(command.approver())},
      .own = actor.offline,
      .encoded = encoded,
      .install_id = IdOf(std::string(kInstallation) + actor.register_name)};
  ++command_count_;
  claimed_figures.clear();
  expected_ = false;
  approver.clear();
  approval.clear();
  absl::StatusOr<Outcome> outcome = shop_.Execute(command, context);
  if (!outcome.ok()) {
    broken_off_ = outcome.status();
    return;
  }
  difference_ = std::move(outcome->difference);
  outcome_ = std::move(outcome->decision);
  if (!outcome_->ok()) return;
  for (const domain::NewEvent& recorded : (*outcome_)->events) Remember(recorded);
}

edge::v1::Role ShopFloor::ApproverRole(std::string_view employee) const {
  return employee.empty() ? edge::v1::ROLE_UNSPECIFIED : RoleOf(employee);
}

edge::v1::Role ShopFloor::RoleOf(std::string_view employee) const {
  const auto role = roles.find(employee);
  return role == roles.end() ? edge::v1::ROLE_CASHIER : role->second;
}

void ShopFloor::Remember(const domain::NewEvent& recorded) {
  const event::v1::Event& event = recorded.event;
  const auto id = Uuid::FromBytes(recorded.stream.key);
  if (event.has_sale_completed()) completed[*id] = event.sale_completed();
  if (event.has_drawer_closed()) closed_drawers[*id] = event.drawer_closed();
  if (event.has_cashier_shift_closed()) {
    closed_shifts[recorded.stream.key] = event.cashier_shift_closed();
  }
  if (event.has_document_issued()) {
    receipts[*Uuid::FromBytes(event.document_issued().sale_id())] =
        event.document_issued().number();
  }
}

Complaint ShopFloor::Surprise() const {
  if (!outcome_ || expected_) return "";
  if (!outcome_->ok()) return fmt::format("it is refused: {}", ErrorText(outcome_->status()));
  const domain::Decision& decision = **outcome_;
  if (decision.objection.ok()) return "";
  return fmt::format("it is {}: {}", decision.set_aside ? "set aside" : "flagged",
                     ErrorText(decision.objection));
}

Uuid ShopFloor::IdOf(std::string_view name) const { return DeriveUuid(run_.id, name); }

std::optional<int64_t> ShopFloor::ReadAmount(std::string_view text) const {
  const int exponent = CurrencyExponent(config.currency_code()).value_or(0);
  const size_t point = text.find('.');
  if (text.size() > kAmountBytesMax) return std::nullopt;
  const size_t decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (decimals != static_cast<size_t>(exponent)) return std::nullopt;
  int64_t minor_units = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') minor_units = minor_units * 10 + (c - '0');
  }
  return text.starts_with('-') ? -minor_units : minor_units;
}

std::string ShopFloor::AmountText(int64_t minor_units) const {
  return FormatMoney(minor_units, config.currency_code());
}

common::v1::Money ShopFloor::MoneyOf(int64_t minor_units) const {
  common::v1::Money money;
  money.set_currency_code(config.currency_code());
  money.set_minor_units(minor_units);
  return money;
}

const domain::Sale& ShopFloor::SaleOf(std::string_view name) {
  return std::get<domain::Sale>(shop_.Find(StreamId::Of(Category::CATEGORY_SALE, IdOf(name))));
}

const domain::Drawer& ShopFloor::DrawerOf(std::string_view name) {
  return std::get<domain::Drawer>(shop_.Find(StreamId::Of(Category::CATEGORY_DRAWER, IdOf(name))));
}

const domain::Day& ShopFloor::Today() {
  return std::get<domain::Day>(shop_.Find(DayStream(business_date)));
}

const domain::Employee& ShopFloor::EmployeeOf(std::string_view name) {
  return std::get<domain::Employee>(shop_.Find(domain::EmployeeStream(name)));
}

const domain::Approval& ShopFloor::ApprovalOf(std::string_view name) {
  return std::get<domain::Approval>(
      shop_.Find(StreamId::Of(Category::CATEGORY_APPROVAL, IdOf(name))));
}

const domain::GiftCard& ShopFloor::GiftCardOf(std::string_view name) {
  return std::get<domain::GiftCard>(
      shop_.Find(StreamId::Of(Category::CATEGORY_GIFT_CARD, IdOf(name))));
}

const domain::Customer& ShopFloor::CustomerOf(std::string_view name) {
  return std::get<domain::Customer>(
      shop_.Find(StreamId::Of(Category::CATEGORY_CUSTOMER, IdOf(name))));
}

const event::v1::KitchenTicket& ShopFloor::TicketOf(const Uuid& ticket_id) {
  return std::get<domain::Ticket>(shop_.Find(domain::TicketStream(ticket_id))).ticket;
}

int64_t ShopFloor::InSafeMinor() {
  return CashIn(shop_.Find(domain::SafeStream(config)), config.currency_code());
}

int64_t ShopFloor::InSafeBeforeMinor() {
  return CashIn(shop_.FindBefore(domain::SafeStream(config)), config.currency_code());
}

const domain::StockItem& ShopFloor::StockBefore(std::string_view location,
                                                std::string_view product) {
  return std::get<domain::StockItem>(shop_.FindBefore(StockStream(location, product)));
}

const domain::Series& ShopFloor::SeriesBefore(std::string_view series) {
  return std::get<domain::Series>(
      shop_.FindBefore({Category::CATEGORY_DOCUMENT, std::string(series)}));
}

std::string ShopFloor::CountedFromBefore(const std::string& number) {
  const std::string store = config.store() + "-";
  const size_t last = number.rfind('-');
  if (!number.starts_with(store) || last < store.size()) return number;
  const std::string series = number.substr(store.size(), last - store.size());
  const int64_t before = SeriesBefore(series).last_counter;
  int64_t counter = 0;
  const char* const end = number.data() + number.size();
  const auto read = std::from_chars(number.data() + last + 1, end, counter);
  if (before == 0 || read.ec != std::errc() || read.ptr != end) return number;
  return fmt::format("{}{}-{}", store, series, counter - before);
}

const domain::StockItem& ShopFloor::StockOf(std::string_view location, std::string_view product) {
  return std::get<domain::StockItem>(shop_.Find(StockStream(location, product)));
}

const domain::Transfer& ShopFloor::TransferOf(std::string_view name) {
  return std::get<domain::Transfer>(
      shop_.Find(StreamId::Of(Category::CATEGORY_TRANSFER, IdOf(name))));
}

const event::v1::Event* ShopFloor::LastEvent(event::v1::Event::EventCase event_case) const {
  if (!outcome_ || !outcome_->ok()) return nullptr;
  const event::v1::Event* found = nullptr;
  for (const domain::NewEvent& recorded : (*outcome_)->events) {
    if (recorded.event.event_case() == event_case) found = &recorded.event;
  }
  return found;
}

}  // namespace daybook::scenarios
