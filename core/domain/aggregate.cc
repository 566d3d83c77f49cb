// The aggregates as one: which stream has which, what each folds, and their snapshots.
#include <algorithm>

#include "core/base/business_date.h"
#include "core/base/check.h"
#include "core/domain/bounds.h"
#include "core/domain/rules.h"
#include "core/domain/totals.h"

namespace daybook::domain {
namespace {

template <typename... Cases>
struct Visitor : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Visitor(Cases...) -> Visitor<Cases...>;

Drawer NewDrawer(std::string_view key) {
  Drawer drawer;
  drawer.session_id = Uuid::FromBytes(key).value_or(Uuid());
  return drawer;
}

Day NewDay(std::string_view date_text) {
  Day day;
  if (const auto date = ParseBusinessDate(date_text); date.ok()) {
    day.totals.set_business_date(*date);
  }
  return day;
}

void AddDay(int32_t business_date, const StreamId& own_stream, std::vector<StreamId>& streams) {
  if (!IsBusinessDate(business_date)) return;
  StreamId stream = DayStream(business_date);
  if (stream != own_stream) streams.push_back(std::move(stream));
}

void AddDrawer(std::string_view session_id, std::vector<StreamId>& streams) {
  const auto uuid = Uuid::FromBytes(session_id);
  if (!uuid) return;
  StreamId stream = StreamId::Of(Category::CATEGORY_DRAWER, *uuid);
  if (std::ranges::find(streams, stream) == streams.end()) streams.push_back(std::move(stream));
}

// Adds the drawer sessions that the payment of the event names.
void AddDrawers(const event::v1::Event& event, std::vector<StreamId>& streams) {
  if (const event::v1::Payment* payment = PaymentIn(event)) {
    AddDrawer(payment->drawer_session_id(), streams);
    AddDrawer(event.payment_tender_corrected().from_drawer_session_id(), streams);
  }
}

// Adds the employee whom the entry names, for the figures of their shift.
void AddEmployee(const event::v1::EntryHeader& header, const event::v1::Event& event,
                 std::vector<StreamId>& streams) {
  if (header.employee().empty() || !CountsInTotals(event)) return;
  streams.push_back(EmployeeStream(header.employee()));
}

Employee NewEmployee(std::string_view code) {
  Employee employee;
  employee.code = code;
  return employee;
}

void AddDrawerTo(const Drawer& drawer, edge::v1::BooksSnapshot& snapshot) {
  edge::v1::DrawerState& state = *snapshot.add_drawers();
  state.set_drawer_session_id(std::string(drawer.session_id.AsBytes()));
  state.set_version(drawer.version);
  state.set_register_(drawer.register_name);
  state.set_currency_code(drawer.currency_code);
  state.set_expected_minor(drawer.expected_minor);
  state.set_counted(drawer.counted);
  state.set_counted_minor(drawer.counted_minor);
  state.set_business_date(drawer.business_date);
  state.set_wallet_of(drawer.wallet_of);
  state.set_holder(drawer.holder);
  *state.mutable_foreign_expected() = ToMoney(drawer.foreign_expected);
  *state.mutable_foreign_counted() = ToMoney(drawer.foreign_counted);
  *state.mutable_pending_payments() = drawer.pending_payments.ToProto();
}

Drawer DrawerFrom(const edge::v1::DrawerState& state) {
  Drawer drawer;
  drawer.session_id = Uuid::FromBytes(state.drawer_session_id()).value_or(Uuid());
  drawer.version = state.version();
  drawer.state = DrawerState::kOpen;
  drawer.register_name = state.register_();
  drawer.currency_code = state.currency_code();
  drawer.business_date = state.business_date();
  drawer.expected_minor = state.expected_minor();
  drawer.counted = state.counted();
  drawer.counted_minor = state.counted_minor();
  drawer.wallet_of = state.wallet_of();
  drawer.holder = state.holder();
  drawer.foreign_expected = FromMoney(state.foreign_expected());
  drawer.foreign_counted = FromMoney(state.foreign_counted());
  drawer.pending_payments = PendingPayments(state.pending_payments());
  return drawer;
}

void AddDayTo(const Day& day, edge::v1::BooksSnapshot& snapshot) {
  edge::v1::DayState& state = *snapshot.add_days();
  state.set_version(day.version);
  *state.mutable_totals() = day.totals;
  state.set_open_sale_count(day.open_sale_count);
  state.set_open_drawer_count(day.open_drawer_count);
  *state.mutable_pending_payments() = day.pending_payments.ToProto();
  for (const auto& [name, totals] : day.registers) {
    event::v1::RegisterClosing& closing = *state.add_registers();
    closing.set_register_(name);
    *closing.mutable_totals() = totals;
  }
  for (const auto& [series, range] : day.documents) *state.add_documents() = range;
  for (const Uuid& sale_id : day.open_sales) state.add_open_sales(std::string(sale_id.AsBytes()));
  for (const auto& [install_id, heard] : day.heard) *state.add_heard() = heard;
  state.set_currency_code(day.currency_code);
}

Day DayFrom(const edge::v1::DayState& state) {
  Day day;
  day.version = state.version();
  day.state = DayState::kOpen;
  day.totals = state.totals();
  day.open_sale_count = state.open_sale_count();
  day.open_drawer_count = state.open_drawer_count();
  day.pending_payments = PendingPayments(state.pending_payments());
  for (const event::v1::RegisterClosing& closing : state.registers()) {
    day.registers[closing.register_()] = closing.totals();
  }
  for (const event::v1::DocumentRange& range : state.documents()) {
    day.documents[range.series()] = range;
  }
  for (const std::string& sale_id : state.open_sales()) {
    if (const auto id = Uuid::FromBytes(sale_id)) day.open_sales.insert(*id);
  }
  for (const event::v1::InstallationHeard& heard : state.heard()) {
    day.heard[heard.install_id()] = heard;
  }
  day.currency_code = state.currency_code();
  return day;
}

Installation InstallationFrom(int64_t version, const edge::v1::InstallationState& state) {
  Installation installation;
  installation.version = version;
  for (const std::string& sale_id : state.set_aside_sales()) {
    if (const auto uuid = Uuid::FromBytes(sale_id)) installation.set_aside_sales.push_back(*uuid);
  }
  return installation;
}

size_t RowsOf(const event::v1::DayTotals& totals) {
  return static_cast<size_t>(totals.by_category_size() + totals.by_hour_size() +
                             totals.by_tender_size() + totals.by_cashier_size() +
                             totals.by_register_size() + totals.by_tax_size() +
                             totals.by_tip_recipient_size() + totals.by_other_kind_size());
}

// Returns how many parts it has of which it may have many.
size_t PartsOf(const Aggregate& aggregate) {
  if (const auto* sale = std::get_if<Sale>(&aggregate)) {
    return sale->lines.size() + sale->payments.size() + sale->refunds.size() +
           sale->return_lines.size() + sale->offers.size() + sale->tickets.size() +
           sale->sent_place_count;
  }
  if (const auto* ticket = std::get_if<Ticket>(&aggregate)) {
    return static_cast<size_t>(ticket->ticket.items_size());
  }
  if (const auto* item = std::get_if<StockItem>(&aggregate)) return item->reservations.size();
  if (const auto* item = std::get_if<Item>(&aggregate)) {
    return static_cast<size_t>(item->item.details().recipe_size() + item->item.prices_size() +
                               item->item.staged_size());
  }
  if (const auto* offers = std::get_if<Offers>(&aggregate)) {
    size_t parts = 0;
    for (const auto& [name, offer] : offers->by_name) {
      parts += static_cast<size_t>(1 + offer.skus_size() + offer.categories_size());
    }
    return parts;
  }
  if (const auto* flag = std::get_if<Flag>(&aggregate)) return flag->by_store.size();
  if (const auto* transfer = std::get_if<Transfer>(&aggregate)) return transfer->goods.size();
  if (const auto* employee = std::get_if<Employee>(&aggregate)) {
    return employee->ended.size() + employee->sign_ins.size() +
           (employee->shift ? RowsOf(employee->shift->totals) : 0);
  }
  return 0;
}

edge::v1::StockState StateOf(const StockItem& item) {
  edge::v1::StockState state;
  state.set_on_hand_milli(item.on_hand_milli);
  state.set_kept(item.kept);
  for (const auto& [id, reservation] : item.reservations) {
    event::v1::StockReserved& reserved = *state.add_reservations();
    reserved.set_reservation_id(std::string(id.AsBytes()));
    reserved.set_quantity_milli(reservation.quantity_milli);
    reserved.set_reference(reservation.reference);
  }
  return state;
}

StockItem StockItemFrom(int64_t version, const edge::v1::StockState& state) {
  StockItem item{.version = version,
                 .on_hand_milli = state.on_hand_milli(),
                 .kept = state.kept(),
                 .reservations = {}};
  for (const event::v1::StockReserved& reserved : state.reservations()) {
    if (const auto id = Uuid::FromBytes(reserved.reservation_id())) {
      item.reservations[*id] = {reserved.quantity_milli(), reserved.reference()};
    }
  }
  return item;
}

edge::v1::SeriesState StateOf(const Series& series) {
  edge::v1::SeriesState state;
  state.set_last_counter(series.last_counter);
  state.set_digest(series.digest);
  state.set_currency_code(series.currency_code);
  state.set_perpetual_net_minor(series.perpetual_net_minor);
  state.set_perpetual_absolute_minor(series.perpetual_absolute_minor);
  return state;
}

Series SeriesFrom(int64_t version, const edge::v1::SeriesState& state) {
  return {.version = version,
          .last_counter = state.last_counter(),
          .digest = state.digest(),
          .currency_code = state.currency_code(),
          .perpetual_net_minor = state.perpetual_net_minor(),
          .perpetual_absolute_minor = state.perpetual_absolute_minor()};
}

Offers OffersFrom(int64_t version, const edge::v1::OffersState& state) {
  Offers offers{.version = version, .by_name = {}};
  for (const event::v1::OfferChanged& offer : state.offers()) {
    if (offers.by_name.size() < kOffersMax) offers.by_name[offer.offer()] = offer;
  }
  return offers;
}

Flag FlagFrom(int64_t version, const edge::v1::FlagState& state) {
  Flag flag{.version = version, .by_store = {}};
  for (const event::v1::FlagChanged& changed : state.stores()) {
    flag.by_store[changed.store()] = changed;
  }
  return flag;
}

edge::v1::TransferState ToState(const Transfer& transfer) {
  edge::v1::TransferState state;
  state.set_state(static_cast<int32_t>(transfer.state));
  state.set_from_location(transfer.from_location);
  state.set_to_location(transfer.to_location);
  for (const auto& [sku, quantity_milli] : transfer.goods) {
    event::v1::TransferLine& line = *state.add_goods();
    line.set_sku(sku);
    line.set_quantity_milli(quantity_milli);
  }
  return state;
}

Transfer TransferFrom(int64_t version, const edge::v1::TransferState& state) {
  Transfer transfer{
      .version = version,
      .state = static_cast<TransferState>(std::clamp(state.state(), 0, kTransferStateCount - 1)),
      .from_location = state.from_location(),
      .to_location = state.to_location(),
      .goods = {}};
  for (const event::v1::TransferLine& line : state.goods()) {
    transfer.goods[line.sku()] = line.quantity_milli();
  }
  return transfer;
}

Import ImportFrom(int64_t version, const edge::v1::ImportState& state) {
  return {.version = version,
          .state = static_cast<ImportState>(std::clamp(state.state(), 0, kImportStateCount - 1)),
          .staged_count = state.staged_count()};
}

edge::v1::StationState ToState(const Station& station) {
  edge::v1::StationState state;
  state.set_closed(station.closed);
  state.set_fallback(station.fallback);
  state.set_printer_problem(station.printer_problem);
  state.set_print_station(station.print_station);
  return state;
}

// Returns whether the aggregate is one of the kitchen's whose stream grows for ever.
bool TakeKitchenSnapshot(const Aggregate& aggregate, edge::v1::StreamSnapshot& snapshot) {
  if (const auto* station = std::get_if<Station>(&aggregate)) {
    *snapshot.mutable_station() = ToState(*station);
  } else if (const auto* sold_out = std::get_if<SoldOut>(&aggregate)) {
    *snapshot.mutable_sold_out()->mutable_skus() = {sold_out->skus.begin(), sold_out->skus.end()};
  } else if (const auto* numbers = std::get_if<OrderNumbers>(&aggregate)) {
    snapshot.mutable_order_numbers()->set_last_number(numbers->last_number);
  } else if (const auto* ticket = std::get_if<Ticket>(&aggregate)) {
    *snapshot.mutable_ticket() = ticket->ticket;
  } else {
    return false;
  }
  return true;
}

Station StationFrom(int64_t version, const edge::v1::StationState& state) {
  return {.version = version,
          .closed = state.closed(),
          .fallback = state.fallback(),
          .printer_problem = state.printer_problem(),
          .print_station = state.print_station()};
}

}  // namespace

Aggregate NewAggregate(const StreamId& stream) {
  switch (stream.category) {
    case Category::CATEGORY_SALE:
      return Sale();
    case Category::CATEGORY_DRAWER:
      return NewDrawer(stream.key);
    case Category::CATEGORY_DAY:
      return NewDay(stream.key);
    case Category::CATEGORY_STOCK:
      return StockItem();
    case Category::CATEGORY_DOCUMENT:
      return Series();
    case Category::CATEGORY_ATTENTION:
      return Installation();
    case Category::CATEGORY_SAFE:
      return Safe();
    case Category::CATEGORY_EMPLOYEE:
      return NewEmployee(stream.key);
    case Category::CATEGORY_APPROVAL:
      return Approval();
    case Category::CATEGORY_ITEM:
      return Item();
    case Category::CATEGORY_OFFER:
      return Offers();
    case Category::CATEGORY_PERIOD:
      return Period();
    case Category::CATEGORY_FLAG:
      return Flag();
    case Category::CATEGORY_IMPORT:
      return Import();
    case Category::CATEGORY_TRANSFER:
      return Transfer();
    case Category::CATEGORY_TICKET:
      return Ticket();
    case Category::CATEGORY_KITCHEN:
      if (IsSoldOutKey(stream.key)) return SoldOut();
      return Station();
    case Category::CATEGORY_CALLOUT:
      return OrderNumbers();
    case Category::CATEGORY_GIFT_CARD:
      return GiftCard();
    case Category::CATEGORY_CUSTOMER:
      return Customer();
    default:
      return Counted();
  }
}

size_t WeightOf(const Aggregate& aggregate) {
  constexpr size_t kPartsOfSmallOne = 16;
  return 1 + PartsOf(aggregate) / kPartsOfSmallOne;
}

int64_t VersionOf(const Aggregate& aggregate) {
  return std::visit([](const auto& any) { return any.version; }, aggregate);
}

void Evolve(Aggregate& aggregate, const event::v1::EntryHeader& header,
            const event::v1::Event& event, const StreamId* elsewhere) {
  std::visit(Visitor{[](Counted& counted) { ++counted.version; },
                     [&](Sale& sale) { Evolve(sale, header, event); },
                     [&](Drawer& drawer) { Evolve(drawer, header, event, elsewhere); },
                     [&](Day& day) { Evolve(day, header, event, elsewhere); },
                     [&](Employee& employee) { Evolve(employee, header, event, elsewhere); },
                     [&](Approval& approval) { Evolve(approval, header, event); },
                     [&](GiftCard& card) { Evolve(card, header, event); },
                     [&](auto& other) { Evolve(other, event); }},
             aggregate);
}

std::vector<StreamId> AlsoFoldedBy(const StreamId& own_stream, const event::v1::EntryHeader& header,
                                   const event::v1::Event& event) {
  std::vector<StreamId> streams;
  AddDrawers(event, streams);
  if (!ConcernsDay(event)) return streams;
  AddEmployee(header, event, streams);
  AddDay(header.business_date(), own_stream, streams);
  const int32_t start_date = StartDateOf(event);
  if (start_date != header.business_date()) AddDay(start_date, own_stream, streams);
  return streams;
}

bool IsOpenBook(const Aggregate& aggregate) {
  if (const auto* drawer = std::get_if<Drawer>(&aggregate)) {
    return drawer->state == DrawerState::kOpen;
  }
  if (IsOpenShift(aggregate)) return true;
  const auto* day = std::get_if<Day>(&aggregate);
  return day != nullptr && day->state == DayState::kOpen;
}

bool IsOpenShift(const Aggregate& aggregate) {
  const auto* employee = std::get_if<Employee>(&aggregate);
  return employee != nullptr && employee->shift.has_value();
}

bool OpensBook(const event::v1::Event& event) {
  return event.has_drawer_opened() || event.has_business_day_opened() ||
         event.signed_in().begins_shift();
}

std::optional<edge::v1::StreamSnapshot> TakeSnapshot(const Aggregate& aggregate) {
  edge::v1::StreamSnapshot snapshot;
  snapshot.set_version(VersionOf(aggregate));
  if (const auto* item = std::get_if<StockItem>(&aggregate)) {
    *snapshot.mutable_stock() = StateOf(*item);
  } else if (const auto* series = std::get_if<Series>(&aggregate)) {
    *snapshot.mutable_series() = StateOf(*series);
  } else if (const auto* catalogue_item = std::get_if<Item>(&aggregate)) {
    *snapshot.mutable_catalogue_item() = catalogue_item->item;
  } else if (const auto* offers = std::get_if<Offers>(&aggregate)) {
    snapshot.mutable_offers();
    for (const auto& [name, offer] : offers->by_name) {
      *snapshot.mutable_offers()->add_offers() = offer;
    }
  } else if (const auto* period = std::get_if<Period>(&aggregate)) {
    snapshot.mutable_period()->set_closed(period->closed);
    *snapshot.mutable_period()->mutable_totals() = period->totals;
  } else if (const auto* flag = std::get_if<Flag>(&aggregate)) {
    snapshot.mutable_flag();
    for (const auto& [store, changed] : flag->by_store) {
      *snapshot.mutable_flag()->add_stores() = changed;
    }
  } else if (const auto* import = std::get_if<Import>(&aggregate)) {
    snapshot.mutable_import()->set_state(static_cast<int32_t>(import->state));
    snapshot.mutable_import()->set_staged_count(import->staged_count);
  } else if (const auto* transfer = std::get_if<Transfer>(&aggregate)) {
    *snapshot.mutable_transfer() = ToState(*transfer);
  } else if (const auto* safe = std::get_if<Safe>(&aggregate)) {
    *snapshot.mutable_safe()->mutable_expected() = ToMoney(safe->expected);
  } else if (const auto* employee = std::get_if<Employee>(&aggregate)) {
    *snapshot.mutable_employee() = ToState(*employee);
  } else if (const auto* installation = std::get_if<Installation>(&aggregate)) {
    snapshot.mutable_installation();
    for (const Uuid& sale_id : installation->set_aside_sales) {
      snapshot.mutable_installation()->add_set_aside_sales(std::string(sale_id.AsBytes()));
    }
  } else if (const auto* card = std::get_if<GiftCard>(&aggregate)) {
    *snapshot.mutable_gift_card() = ToState(*card);
  } else if (const auto* customer = std::get_if<Customer>(&aggregate)) {
    *snapshot.mutable_customer() = ToState(*customer);
  } else if (!TakeKitchenSnapshot(aggregate, snapshot)) {
    return std::nullopt;
  }
  return snapshot;
}

Aggregate FromSnapshot(const StreamId& stream, const edge::v1::StreamSnapshot& snapshot) {
  switch (snapshot.state_case()) {
    case edge::v1::StreamSnapshot::kStock:
      return StockItemFrom(snapshot.version(), snapshot.stock());
    case edge::v1::StreamSnapshot::kSeries:
      return SeriesFrom(snapshot.version(), snapshot.series());
    case edge::v1::StreamSnapshot::kInstallation:
      return InstallationFrom(snapshot.version(), snapshot.installation());
    case edge::v1::StreamSnapshot::kSafe:
      return Safe{.version = snapshot.version(), .expected = FromMoney(snapshot.safe().expected())};
    case edge::v1::StreamSnapshot::kEmployee:
      return EmployeeFrom(snapshot.employee());
    case edge::v1::StreamSnapshot::kCatalogueItem:
      return Item{.version = snapshot.version(), .item = snapshot.catalogue_item()};
    case edge::v1::StreamSnapshot::kOffers:
      return OffersFrom(snapshot.version(), snapshot.offers());
    case edge::v1::StreamSnapshot::kPeriod:
      return Period{.version = snapshot.version(),
                    .closed = snapshot.period().closed(),
                    .totals = snapshot.period().totals()};
    case edge::v1::StreamSnapshot::kFlag:
      return FlagFrom(snapshot.version(), snapshot.flag());
    case edge::v1::StreamSnapshot::kImport:
      return ImportFrom(snapshot.version(), snapshot.import());
    case edge::v1::StreamSnapshot::kTransfer:
      return TransferFrom(snapshot.version(), snapshot.transfer());
    case edge::v1::StreamSnapshot::kStation:
      return StationFrom(snapshot.version(), snapshot.station());
    case edge::v1::StreamSnapshot::kSoldOut:
      return SoldOut{
          .version = snapshot.version(),
          .skus = {snapshot.sold_out().skus().begin(), snapshot.sold_out().skus().end()}};
    case edge::v1::StreamSnapshot::kOrderNumbers:
      return OrderNumbers{.version = snapshot.version(),
                          .last_number = snapshot.order_numbers().last_number()};
    case edge::v1::StreamSnapshot::kTicket:
      return Ticket{.version = snapshot.version(), .ticket = snapshot.ticket()};
    case edge::v1::StreamSnapshot::kGiftCard:
      return GiftCardFrom(snapshot.version(), snapshot.gift_card());
    case edge::v1::StreamSnapshot::kCustomer:
      return CustomerFrom(snapshot.version(), snapshot.customer());
    case edge::v1::StreamSnapshot::STATE_NOT_SET:
      break;
  }
  return NewAggregate(stream);
}

void AddToSnapshot(const Aggregate& aggregate, edge::v1::BooksSnapshot& snapshot) {
  DAYBOOK_CHECK(IsOpenBook(aggregate));
  if (const auto* drawer = std::get_if<Drawer>(&aggregate)) AddDrawerTo(*drawer, snapshot);
  if (const auto* day = std::get_if<Day>(&aggregate)) AddDayTo(*day, snapshot);
  if (const auto* employee = std::get_if<Employee>(&aggregate)) {
    *snapshot.add_employees() = ToState(*employee);
  }
}

std::vector<std::pair<StreamId, Aggregate>> FromSnapshot(const edge::v1::BooksSnapshot& snapshot) {
  std::vector<std::pair<StreamId, Aggregate>> books;
  for (const edge::v1::DrawerState& state : snapshot.drawers()) {
    Drawer drawer = DrawerFrom(state);
    StreamId stream = StreamId::Of(Category::CATEGORY_DRAWER, drawer.session_id);
    books.emplace_back(std::move(stream), std::move(drawer));
  }
  for (const edge::v1::DayState& state : snapshot.days()) {
    Day day = DayFrom(state);
    StreamId stream = DayStream(day.totals.business_date());
    books.emplace_back(std::move(stream), std::move(day));
  }
  for (const edge::v1::EmployeeState& state : snapshot.employees()) {
    books.emplace_back(EmployeeStream(state.employee()), EmployeeFrom(state));
  }
  return books;
}

}  // namespace daybook::domain
