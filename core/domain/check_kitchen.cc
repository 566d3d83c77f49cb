// Whether a kitchen's configuration can be worked with: every station that is named is there, and
// no two registers give the same numbers.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/base/names.h"
#include "core/domain/bounds.h"
#include "core/domain/check_shop.h"

namespace daybook::domain {
namespace {

using edge::v1::KitchenConfig;
using edge::v1::KitchenRoute;
using edge::v1::KitchenStation;
using edge::v1::OrderNumberRange;

constexpr int32_t kMinutesPerDay = 1440;
constexpr std::string_view kNoStation = "is no station of the kitchen";

bool IsSpan(int32_t seconds) { return seconds >= 0 && seconds <= kTicketSecondsMax; }

bool IsStation(const KitchenConfig& kitchen, const std::string& name) {
  return std::ranges::find(kitchen.stations(), name, &KitchenStation::station) !=
         kitchen.stations().end();
}

absl::Status CheckStation(const KitchenConfig& kitchen, const KitchenStation& station) {
  if (!IsName(station.station())) return ConfigInvalid("kitchen.stations.station", kNoName);
  if (!station.area().empty() && !IsName(station.area())) {
    return ConfigInvalid("kitchen.stations.area", kNoName);
  }
  if (!station.fallback().empty() && !IsStation(kitchen, station.fallback())) {
    return ConfigInvalid("kitchen.stations.fallback", kNoStation);
  }
  if (station.fallback() == station.station()) {
    return ConfigInvalid("kitchen.stations.fallback", "is the station itself");
  }
  if (!IsSpan(station.warn_seconds())) {
    return ConfigInvalid("kitchen.stations.warn_seconds", "is not from 0 to 86400");
  }
  if (!IsSpan(station.late_seconds())) {
    return ConfigInvalid("kitchen.stations.late_seconds", "is not from 0 to 86400");
  }
  return absl::OkStatus();
}

absl::Status CheckStations(const KitchenConfig& kitchen) {
  if (kitchen.stations_size() > kStationsMax) {
    return ConfigInvalid("kitchen.stations", "are too many");
  }
  std::set<std::string> known;
  for (const KitchenStation& station : kitchen.stations()) {
    DAYBOOK_RETURN_IF_ERROR(CheckStation(kitchen, station));
    if (!known.insert(station.station()).second) {
      return ConfigInvalid("kitchen.stations.station", "stands twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCatchAll(const KitchenConfig& kitchen) {
  if (!kitchen.catch_all().empty() && !IsStation(kitchen, kitchen.catch_all())) {
    return ConfigInvalid("kitchen.catch_all", kNoStation);
  }
  for (int i = 0; i < kitchen.stations_size(); ++i) {
    const KitchenStation& station = kitchen.stations(i);
    const bool is_catch_all =
        kitchen.catch_all().empty() ? i == 0 : station.station() == kitchen.catch_all();
    if (is_catch_all && !station.area().empty()) {
      return ConfigInvalid("kitchen.catch_all", "has an area: it must make everything");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRoute(const KitchenConfig& kitchen, const KitchenRoute& route) {
  if (!route.category().empty() && route.category().size() > kCodeBytesMax) {
    return ConfigInvalid("kitchen.routes.category", "has more than 64 bytes");
  }
  if (!event::v1::OrderType_IsValid(route.order_type())) {
    return ConfigInvalid("kitchen.routes.order_type", "is none that this server knows");
  }
  if (!route.area().empty() && !IsName(route.area())) {
    return ConfigInvalid("kitchen.routes.area", kNoName);
  }
  if (route.from_minute() < 0 || route.from_minute() >= kMinutesPerDay) {
    return ConfigInvalid("kitchen.routes.from_minute", "is not from 0 to 1439");
  }
  if (route.to_minute() < 0 || route.to_minute() > kMinutesPerDay) {
    return ConfigInvalid("kitchen.routes.to_minute", "is not from 0 to 1440");
  }
  if (route.nowhere() != route.stations().empty()) {
    return ConfigInvalid("kitchen.routes.stations", "or nowhere must be given, not both");
  }
  std::set<std::string> stations;
  for (const std::string& station : route.stations()) {
    if (!IsStation(kitchen, station)) return ConfigInvalid("kitchen.routes.stations", kNoStation);
    if (!stations.insert(station).second) {
      return ConfigInvalid("kitchen.routes.stations", "hold one twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRange(const OrderNumberRange& range) {
  if (!range.register_().empty() && !IsName(range.register_())) {
    return ConfigInvalid("kitchen.order_numbers.register", kNoName);
  }
  if (range.first_number() < 1 || range.first_number() > kOrderNumberMax) {
    return ConfigInvalid("kitchen.order_numbers.first_number", "is not from 1 to 999999");
  }
  if (range.last_number() < range.first_number() || range.last_number() > kOrderNumberMax) {
    return ConfigInvalid("kitchen.order_numbers.last_number",
                         "is not from the first number to 999999");
  }
  return absl::OkStatus();
}

absl::Status CheckRanges(const KitchenConfig& kitchen) {
  if (kitchen.order_numbers_size() > kOrderNumberRangesMax) {
    return ConfigInvalid("kitchen.order_numbers", "are too many");
  }
  std::set<std::string> registers;
  std::vector<std::pair<int32_t, int32_t>> ranges;
  for (const OrderNumberRange& range : kitchen.order_numbers()) {
    DAYBOOK_RETURN_IF_ERROR(CheckRange(range));
    if (!registers.insert(range.register_()).second) {
      return ConfigInvalid("kitchen.order_numbers.register", "has two ranges");
    }
    ranges.emplace_back(range.first_number(), range.last_number());
  }
  std::ranges::sort(ranges);
  for (size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].first <= ranges[i - 1].second) {
      return ConfigInvalid("kitchen.order_numbers", "overlap: a number must mean one order");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckKitchen(const KitchenConfig& kitchen) {
  DAYBOOK_RETURN_IF_ERROR(CheckStations(kitchen));
  DAYBOOK_RETURN_IF_ERROR(CheckCatchAll(kitchen));
  if (kitchen.routes_size() > kKitchenRoutesMax) {
    return ConfigInvalid("kitchen.routes", "are too many");
  }
  for (const KitchenRoute& route : kitchen.routes()) {
    DAYBOOK_RETURN_IF_ERROR(CheckRoute(kitchen, route));
  }
  return CheckRanges(kitchen);
}

}  // namespace daybook::domain
