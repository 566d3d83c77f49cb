// The face of the domain: what the rules say to a command, and how what happened changes the shop.
//
//   Decide : shop x command -> events     may refuse, never changes anything
//   Evolve : aggregate x event -> aggregate   never refuses: it has happened
//
// Pure: no clock, no disk, no threads, no randomness. Time and ids come in with the command.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/status.h"
#include "core/domain/approval.h"
#include "core/domain/catalogue_aggregates.h"
#include "core/domain/customer.h"
#include "core/domain/day.h"
#include "core/domain/drawer.h"
#include "core/domain/employee.h"
#include "core/domain/gift_card.h"
#include "core/domain/installation.h"
#include "core/domain/kitchen.h"
#include "core/domain/period_aggregate.h"
#include "core/domain/permissions.h"
#include "core/domain/safe.h"
#include "core/domain/sale.h"
#include "core/domain/series.h"
#include "core/domain/stock.h"
#include "core/domain/ticket.h"
#include "core/domain/transfer.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/edge/v1/snapshot.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

// A stream that no rule looks at, such as an audit trail: its events are only counted.
struct Counted {
  int64_t version = 0;
};

// One thing of the shop: the fold of the events on its stream (and, for a drawer session, a
// business day and the shift of a cashier, of every event that names it). Version 0 means that
// nothing has happened to it.
using Aggregate = std::variant<Counted, Sale, Drawer, Day, StockItem, Series, Installation, Safe,
                               Employee, Approval, Item, Offers, Flag, Import, Transfer, Ticket,
                               Station, SoldOut, OrderNumbers, Period, GiftCard, Customer>;

// What the rules may look at: the shop as it stands after everything that was decided before.
class Shop {
 public:
  virtual ~Shop() = default;

  // Returns the aggregate of a stream, at version 0 if nothing has happened to it (NewAggregate).
  // The reference is valid until the decision in hand is made.
  virtual const Aggregate& Find(const StreamId& stream) = 0;

  // Returns how many aggregates are open books (IsOpenBook), and how many of these are shifts of
  // cashiers.
  virtual int64_t OpenBookCount() const = 0;
  virtual int64_t OpenShiftCount() const = 0;
};

// Where a command comes from, and what the decision may take for granted.
struct Context {
  const edge::v1::ShopConfig& shop;
  std::string register_name = {};  // Of the caller; may be empty.
  std::string employee = {};       // Who acts; may be empty.
  Authority authority = {};        // What they may do.
  // What stands against the command before the rules have looked: its permission is missing. An ask
  // is refused with it, an own command flagged, unless the command names an approval that lends it.
  absl::Status objection = absl::OkStatus();

  bool own = false;               // The till has acted already.
  std::string_view encoded = {};  // Own commands: the command's bytes, kept if it is set aside.
  Uuid install_id = {};           // Own commands: the installation.
};

// An event that is to be recorded, and where.
struct NewEvent {
  StreamId stream;
  event::v1::Event event;  // Its case only; place and version are given by the writer.
};

// What a command leads to.
struct Decision {
  std::vector<NewEvent> events;  // Empty: nothing changes (asks only).
  absl::Status objection;        // Not OK: flagged or set aside, and why. Own commands only.
  bool set_aside = false;
};

// Returns what `command` leads to, with what follows from it on other streams by policy.
// An ask (context.own is false) may be refused with an error that command.proto lists; an own
// command never is: it applies, applies flagged (CommandFlagged), changes nothing
// (CommandHadNoEffect), or is set aside (CommandSetAside) with its payment recorded all the same.
absl::StatusOr<Decision> Decide(const edge::v1::Command& command, const Context& context,
                                Shop& shop);

// Returns the decision that sets aside an own command whose bytes cannot be read.
Decision SetAside(std::string_view encoded, const Uuid& install_id, const absl::Status& objection);

// Fills in the part of an entry's header that `command` and its caller give: times, business date
// (none if it is none of the calendar), register, employee, approver, correlation.
void FillOrigin(const edge::v1::Command& command, const Context& context,
                event::v1::EntryHeader& header);
event::v1::EntryHeader OriginOf(const edge::v1::Command& command, const Context& context);

// Returns the stream that `command` is about, which expected_version speaks of; one without a
// category if the command does not name it properly.
StreamId SubjectOf(const edge::v1::Command& command, const edge::v1::ShopConfig& shop);

// Returns the sale that `command` is about, if it is about one and names it properly.
std::optional<Uuid> SaleOf(const edge::v1::Command& command);

// Returns the sale that `command` brings lines to, if it does and names it properly.
std::optional<Uuid> OtherSaleOf(const edge::v1::Command& command);

// Returns the name of that stream as people write it, "" if there is none.
std::string SubjectText(const edge::v1::Command& command, const edge::v1::ShopConfig& shop);

// Returns the field `amount` of the command's case, or null. Valid as long as the command.
const common::v1::Money* AmountOf(const edge::v1::Command& command);

// Returns the name of the command's case: "AddLineItem"; "" if it has none.
std::string_view CommandName(const edge::v1::Command& command);

// Checks the shop's configuration, its defaults filled in. Errors: CONFIG_INVALID, with the
// "field".
absl::Status CheckShop(const edge::v1::ShopConfig& shop);

// Returns an aggregate of the stream's category to which nothing has happened.
Aggregate NewAggregate(const StreamId& stream);

// Returns how many events of its own stream are folded in.
int64_t VersionOf(const Aggregate& aggregate);

// Returns about how much memory the aggregate takes, compared with a small one, which is 1.
size_t WeightOf(const Aggregate& aggregate);

// Applies an event that is on the aggregate's own stream, or one on the stream `elsewhere` that it
// also folds (AlsoFoldedBy).
void Evolve(Aggregate& aggregate, const event::v1::EntryHeader& header,
            const event::v1::Event& event, const StreamId* elsewhere = nullptr);

// Returns the streams, other than the event's own, whose aggregates fold it: the drawer session,
// the business day and the employee that it names.
std::vector<StreamId> AlsoFoldedBy(const StreamId& own_stream, const event::v1::EntryHeader& header,
                                   const event::v1::Event& event);

// Whether the aggregate must stay in memory because it folds what is on other streams: an open
// drawer session, an open business day, an employee whose shift as a cashier goes on. Any other
// aggregate is a fold of its own stream alone.
bool IsOpenBook(const Aggregate& aggregate);

// Whether it is an employee whose shift as a cashier goes on.
bool IsOpenShift(const Aggregate& aggregate);

// Whether the event makes an open book of an aggregate that was none.
bool OpensBook(const event::v1::Event& event);

// Returns the state of an aggregate whose stream grows for ever, and reads one back.
std::optional<edge::v1::StreamSnapshot> TakeSnapshot(const Aggregate& aggregate);
Aggregate FromSnapshot(const StreamId& stream, const edge::v1::StreamSnapshot& snapshot);

// Adds an open book to a snapshot, and reads all back. REQUIRES: IsOpenBook.
void AddToSnapshot(const Aggregate& aggregate, edge::v1::BooksSnapshot& snapshot);
std::vector<std::pair<StreamId, Aggregate>> FromSnapshot(const edge::v1::BooksSnapshot& snapshot);

}  // namespace daybook::domain
