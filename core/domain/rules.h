// The face of the domain: what the rules say to a command, and how what happened changes the shop.
//
//   Decide : shop x command -> events     may refuse, never changes anything
//   Evolve : aggregate x event -> aggregate   never refuses: it has happened
//
// Pure: no clock, no disk, no threads, no randomness. Time and ids come in with the command.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/status.h"
#include "core/domain/day.h"
#include "core/domain/drawer.h"
#include "core/domain/installation.h"
#include "core/domain/sale.h"
#include "core/domain/series.h"
#include "core/domain/stock.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/edge/v1/snapshot.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

// One thing of the shop: the fold of the events on its stream (and, for a drawer session and a business
// day, of every event that names it). Version 0 means that nothing has happened to it.
using Aggregate = std::variant<std::monostate, Sale, Drawer, Day, StockItem, Series, Installation>;

// What the rules may look at: the shop as it stands after everything that was decided before.
class Shop {
 public:
  virtual ~Shop() = default;

  // Returns the aggregate of a stream, at version 0 if nothing has happened to it. The reference is valid
  // until the decision in hand is made.
  virtual const Aggregate& Find(const StreamId& stream) = 0;
};

// Where a command comes from, and what the decision may take for granted.
struct Context {
  const edge::v1::ShopConfig& shop;
  std::string register_name;  // Of the caller; may be empty.
  bool own = false;           // The till has acted already.
};

// An event that is to be recorded, and where.
struct NewEvent {
  StreamId stream;
  event::v1::Event event;  // Its case only; place and version are given by the writer.
};

// What a command leads to.
struct Decision {
  std::vector<NewEvent> events;  // Empty: nothing changes.
  absl::Status objection;        // Not OK: flagged or set aside, and why. Own commands only.
  bool set_aside = false;
};

// Returns what `command` leads to, with what follows from it on other streams by policy.
// An ask (context.own is false) may be refused with an error that command.proto lists; an own command
// never is: it applies, applies flagged (CommandFlagged), or is set aside (CommandSetAside) with its
// payments recorded all the same (docs of the design: commands).
// `encoded` are the command's bytes, kept if it is set aside; `installation` is its stream.
absl::StatusOr<Decision> Decide(const edge::v1::Command& command, const Context& context, Shop& shop);

// Returns the decision that sets an own command aside: its bytes, why, and what counts in any case.
// `command` is null if the bytes could not be read.
Decision SetAside(std::string_view encoded, const edge::v1::Command* command, const Uuid& install_id,
                  const absl::Status& objection);

// Returns the stream that `command` is about, which expected_version speaks of.
StreamId SubjectOf(const edge::v1::Command& command, const edge::v1::ShopConfig& shop);

// Returns the sale that `command` is about, if it is about one.
std::optional<Uuid> SaleOf(const edge::v1::Command& command);

// Returns the name of the command's case: "AddLineItem"; "" if it has none.
std::string_view CommandName(const edge::v1::Command& command);

// Returns an aggregate of the stream's category to which nothing has happened.
Aggregate NewAggregate(const StreamId& stream);

// Returns how many events of its own stream are folded in.
int64_t VersionOf(const Aggregate& aggregate);

// Applies an event that is on the aggregate's own stream (`own_stream`), or that names it.
void Evolve(Aggregate& aggregate, const event::v1::EntryHeader& header, const event::v1::Event& event,
            bool own_stream);

// Returns the streams, other than the event's own, whose aggregates fold it: the drawer session and the
// business day that it names.
std::vector<StreamId> AlsoFoldedBy(const StreamId& own_stream, const event::v1::EntryHeader& header,
                                   const event::v1::Event& event);

// Whether the aggregate must stay in memory because it folds what is on other streams: an open drawer
// session, an open business day.
bool IsOpenBook(const Aggregate& aggregate);

// Whether the aggregate's stream grows for ever, so that its state is worth a snapshot.
std::optional<edge::v1::StreamSnapshot> TakeSnapshot(const Aggregate& aggregate);
Aggregate FromSnapshot(const StreamId& stream, const edge::v1::StreamSnapshot& snapshot);

// Adds an open book to a snapshot, and reads one back. REQUIRES: IsOpenBook.
void AddToSnapshot(const Aggregate& aggregate, edge::v1::BooksSnapshot& snapshot);
std::vector<std::pair<StreamId, Aggregate>> FromSnapshot(const edge::v1::BooksSnapshot& snapshot);

}  // namespace daybook::domain
