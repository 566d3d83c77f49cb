// What a command of the catalogue, the stock or the kitchen is about.
#pragma once

#include "core/entry/stream_id.h"
#include "daybook/edge/v1/command.pb.h"

namespace daybook::domain {

// Whether the command is about the catalogue or the stock: it needs no business date.
bool IsAboutGoods(const edge::v1::Command& command);

// Whether the command is the kitchen's own work: it belongs to no business day, and goes on beyond
// the end of one.
bool IsKitchensWork(const edge::v1::Command& command);

// Returns the stream that a command about goods is about, one without a category if it is about
// something else or does not name it properly.
StreamId GoodsSubjectOf(const edge::v1::Command& command);

// Whether the command is about a gift card or a customer, and not about a sale.
bool IsAboutBooks(const edge::v1::Command& command);

// Returns the stream that such a command is about, one without a category if it does not name it
// properly.
StreamId BookSubjectOf(const edge::v1::Command& command);

}  // namespace daybook::domain
