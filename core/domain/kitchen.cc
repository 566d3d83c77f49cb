#include "core/domain/kitchen.h"

#include <algorithm>

#include "core/base/business_date.h"
#include "core/base/check.h"
#include "fmt/format.h"

namespace daybook::domain {
namespace {

using edge::v1::KitchenRoute;
using edge::v1::KitchenStation;
using edge::v1::OrderNumberRange;
using edge::v1::ShopConfig;

constexpr char kSoldOutKey[] = "*";  // No name: see IsName.
constexpr int32_t kMinutesPerDay = 1440;

bool FitsTime(const KitchenRoute& route, int32_t minute_of_day) {
  const int32_t from = route.from_minute();
  const int32_t to = route.to_minute() == 0 ? kMinutesPerDay : route.to_minute();
  if (from < to) return from <= minute_of_day && minute_of_day < to;
  return from <= minute_of_day || minute_of_day < to;
}

bool Fits(const KitchenRoute& route, const RoutedLine& line) {
  const bool any_type = route.order_type() == event::v1::ORDER_TYPE_UNSPECIFIED;
  return (route.category().empty() || route.category() == line.category) &&
         (any_type || route.order_type() == line.order_type) &&
         (route.area().empty() || route.area() == line.area) && FitsTime(route, line.minute_of_day);
}

// Returns who gets the station's tickets.
std::string FallbackOf(const KitchenStation& configured, const Station& station,
                       const ShopConfig& shop) {
  if (FindStation(station.fallback, shop) != nullptr) return station.fallback;
  if (!configured.fallback().empty()) return configured.fallback();
  return std::string(CatchAllStation(shop));
}

bool Makes(const KitchenStation& station, std::string_view area) {
  return station.area().empty() || station.area() == area;
}

// Returns the first route that fits the line, or null.
const KitchenRoute* RouteOf(const RoutedLine& line, const ShopConfig& shop) {
  const auto& routes = shop.kitchen().routes();
  const auto found =
      std::ranges::find_if(routes, [&](const KitchenRoute& route) { return Fits(route, line); });
  return found == routes.end() ? nullptr : &*found;
}

}  // namespace

StreamId StationStream(std::string_view station) {
  return {Category::CATEGORY_KITCHEN, std::string(station)};
}

StreamId SoldOutStream() { return {Category::CATEGORY_KITCHEN, kSoldOutKey}; }

StreamId OrderNumbersStream(int32_t business_date, std::string_view register_name) {
  return {Category::CATEGORY_CALLOUT,
          fmt::format("{}/{}", BusinessDateText(business_date), register_name)};
}

bool IsSoldOutKey(std::string_view key) { return key == kSoldOutKey; }

bool HasKitchen(const ShopConfig& shop) { return shop.kitchen().stations_size() > 0; }

const KitchenStation* FindStation(std::string_view station, const ShopConfig& shop) {
  const auto& stations = shop.kitchen().stations();
  const auto found = std::ranges::find(stations, station, &KitchenStation::station);
  return found == stations.end() ? nullptr : &*found;
}

std::string_view CatchAllStation(const ShopConfig& shop) {
  DAYBOOK_CHECK(HasKitchen(shop));
  const std::string& named = shop.kitchen().catch_all();
  return named.empty() ? shop.kitchen().stations(0).station() : named;
}

std::string OpenStationFor(std::string name, std::string_view area, const ShopConfig& shop,
                           const StationAt& station_at) {
  for (int hops = 0; hops < shop.kitchen().stations_size(); ++hops) {
    const KitchenStation* const configured = FindStation(name, shop);
    if (configured == nullptr) {
      name = CatchAllStation(shop);
      continue;
    }
    const Station& station = station_at(name);
    if (!station.closed && Makes(*configured, area)) return name;
    name = FallbackOf(*configured, station, shop);
  }
  return std::string(CatchAllStation(shop));
}

std::vector<std::string> StationsFor(const RoutedLine& line, const ShopConfig& shop,
                                     const StationAt& station_at) {
  std::vector<std::string> stations;
  const auto add = [&](std::string_view name) {
    std::string open = OpenStationFor(std::string(name), line.area, shop, station_at);
    if (std::ranges::find(stations, open) == stations.end()) stations.push_back(std::move(open));
  };
  const KitchenRoute* const route = RouteOf(line, shop);
  if (route != nullptr) {
    for (const std::string& name : route->stations()) {
      const KitchenStation* const station = FindStation(name, shop);
      if (station != nullptr && Makes(*station, line.area)) add(name);
    }
  }
  const bool nowhere = route != nullptr && route->nowhere();
  if (stations.empty() && !nowhere) add(CatchAllStation(shop));
  for (const std::string_view station : line.modifier_stations) add(station);
  return stations;
}

void PutAt(std::string station, const ShopConfig& shop, event::v1::KitchenTicket& ticket) {
  const KitchenStation* const configured = FindStation(station, shop);
  ticket.set_warn_seconds(configured == nullptr ? 0 : configured->warn_seconds());
  ticket.set_late_seconds(configured == nullptr ? 0 : configured->late_seconds());
  ticket.set_station(std::move(station));
}

const OrderNumberRange* OrderNumbersOf(std::string_view register_name, const ShopConfig& shop) {
  const OrderNumberRange* shared = nullptr;
  for (const OrderNumberRange& range : shop.kitchen().order_numbers()) {
    if (range.register_() == register_name) return &range;
    if (range.register_().empty()) shared = &range;
  }
  return shared;
}

int32_t NextNumber(const OrderNumbers& numbers, const OrderNumberRange& range) {
  const int32_t last = numbers.last_number;
  const bool within = range.first_number() <= last && last < range.last_number();
  return within ? last + 1 : range.first_number();
}

void Evolve(Station& station, const event::v1::Event& event) {
  ++station.version;
  if (event.has_station_closed()) {
    station.closed = true;
    station.fallback = event.station_closed().fallback();
  } else if (event.has_station_opened()) {
    station.closed = false;
    station.fallback.clear();
  } else if (event.has_printer_failed()) {
    station.printer_problem = event.printer_failed().problem();
  } else if (event.has_print_rerouted()) {
    station.print_station = event.print_rerouted().print_station();
  } else if (event.has_printer_restored()) {
    station.printer_problem.clear();
    station.print_station.clear();
  }
}

void Evolve(SoldOut& sold_out, const event::v1::Event& event) {
  ++sold_out.version;
  if (event.has_product_eighty_sixed()) sold_out.skus.insert(event.product_eighty_sixed().sku());
  if (event.has_product_back_in_stock()) sold_out.skus.erase(event.product_back_in_stock().sku());
}

void Evolve(OrderNumbers& numbers, const event::v1::Event& event) {
  ++numbers.version;
  if (!event.has_order_number_assigned()) return;
  const event::v1::OrderNumberAssigned& assigned = event.order_number_assigned();
  const bool behind = assigned.stated() && assigned.order_number() <= numbers.last_number;
  if (!behind) numbers.last_number = assigned.order_number();
}

}  // namespace daybook::domain
