// The kitchen: its stations and their printers, what is sold out, the numbers by which orders are
// called out, and which stations make a line.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/entry/stream_id.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

// Whether it takes tickets, and how it prints.
struct Station {
  int64_t version = 0;
  bool closed = false;
  std::string fallback;         // Empty: as configured.
  std::string printer_problem;  // Empty: it prints.
  std::string print_station;    // Whose printer prints; empty: its own.
};

// What is sold out in the shop, at most kSoldOutMax products.
struct SoldOut {
  int64_t version = 0;
  std::set<std::string, std::less<>> skus;
};

// The numbers that orders of one register, or of all that share a range, are called out by on one
// day.
struct OrderNumbers {
  int64_t version = 0;
  int32_t last_number = 0;
};

// The streams: of a station; of what is sold out, which has a key that no station can have, so that
// ringing up a line looks in one place; of the numbers of a range on a day.
StreamId StationStream(std::string_view station);
StreamId SoldOutStream();
StreamId OrderNumbersStream(int32_t business_date, std::string_view register_name);
// Whether a key of the kitchen's category is that of what is sold out.
bool IsSoldOutKey(std::string_view key);

// Whether the shop has a kitchen.
bool HasKitchen(const edge::v1::ShopConfig& shop);

// Returns the station as it is configured, or null.
const edge::v1::KitchenStation* FindStation(std::string_view station,
                                            const edge::v1::ShopConfig& shop);

// Returns the station that makes what is nobody's. REQUIRES: HasKitchen.
std::string_view CatchAllStation(const edge::v1::ShopConfig& shop);

// What routing asks of a line.
struct RoutedLine {
  std::string_view category;
  event::v1::OrderType order_type = event::v1::ORDER_TYPE_UNSPECIFIED;
  std::string_view area;
  int32_t minute_of_day = 0;
  std::vector<std::string_view> modifier_stations;  // Of what is added to it.
};

// Returns the station that takes tickets for `name` of what is served in the area: itself, unless
// it is closed, is none of the shop, or makes only what is served elsewhere. Then its fallback
// takes them, then that one's, and after as many as there are stations the catch-all station,
// closed or not: what is ordered is seen somewhere. REQUIRES: HasKitchen.
using StationAt = std::function<const Station&(std::string_view station)>;
std::string OpenStationFor(std::string name, std::string_view area,
                           const edge::v1::ShopConfig& shop, const StationAt& station_at);

// Returns the stations that make the line, each once and as OpenStationFor has it; none if nobody
// does. The stations of its modifiers make it too. REQUIRES: HasKitchen.
std::vector<std::string> StationsFor(const RoutedLine& line, const edge::v1::ShopConfig& shop,
                                     const StationAt& station_at);

// Puts the ticket at the station, whose displays warn of its age as it is configured.
void PutAt(std::string station, const edge::v1::ShopConfig& shop, event::v1::KitchenTicket& ticket);

// Returns the range of which the register gives numbers, or null.
const edge::v1::OrderNumberRange* OrderNumbersOf(std::string_view register_name,
                                                 const edge::v1::ShopConfig& shop);

// Returns the number after the last one.
int32_t NextNumber(const OrderNumbers& numbers, const edge::v1::OrderNumberRange& range);

// Apply an event on the aggregate's own stream.
void Evolve(Station& station, const event::v1::Event& event);
void Evolve(SoldOut& sold_out, const event::v1::Event& event);
void Evolve(OrderNumbers& numbers, const event::v1::Event& event);

}  // namespace daybook::domain
