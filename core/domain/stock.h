// One item at one location. On hand may go below 0: what was sold was there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Reservation {
  int64_t quantity_milli = 0;
  std::string reference;

  bool operator==(const Reservation&) const = default;
};

struct StockItem {
  int64_t version = 0;
  int64_t on_hand_milli = 0;
  bool kept = false;  // Something was received, counted or adjusted: falling below 0 is news.
  std::map<Uuid, Reservation> reservations;

  int64_t reserved_milli() const;
};

// Returns where sales take from.
std::string_view StockLocation(const edge::v1::ShopConfig& shop);

// Returns what an event on an item's stream adds to on hand, given what is there before.
int64_t StockChange(const event::v1::Event& event, int64_t on_hand_milli);

// Returns what an event on an item's stream adds to what is reserved.
int64_t ReservedChange(const event::v1::Event& event);

// Whether an event on an item's stream says that stock is kept of it.
bool KeepsStock(const event::v1::Event& event);

// Applies an event on the item's stream.
void Evolve(StockItem& item, const event::v1::Event& event);

}  // namespace daybook::domain
