// A store's safe: what should be in it.
#pragma once

#include "core/domain/cash_by_currency.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Safe {
  int64_t version = 0;
  CashByCurrency expected;
};

// Returns the stream of the shop's safe: key, the store.
StreamId SafeStream(const edge::v1::ShopConfig& shop);

// Applies an event on the safe's stream. A count changes nothing: what is missing stays missed.
void Evolve(Safe& safe, const event::v1::Event& event);

}  // namespace daybook::domain
