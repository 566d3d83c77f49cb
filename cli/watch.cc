// daybook watch: what is recorded from now on, or a view as it changes.
#include <ostream>

#include "cli/command.h"
#include "cli/entry_text.h"
#include "cli/event_filter.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/sale_text.h"
#include "cli/staff_text.h"
#include "core/base/business_date.h"
#include "core/base/money.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

// A watch from now on begins at a position too, so that nothing is missed when the connection
// breaks.
absl::Status SetStart(const Arguments& arguments, Client& client, edge::v1::Cursor& start) {
  if (arguments.Has("after")) {
    start.set_position(arguments.Integer("after"));
    return CheckNotBeyondHead(client, start.position());
  }
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::GetHeadResponse head, client.GetHead());
  start.set_epoch(head.head().epoch());
  start.set_position(head.head().position());
  return absl::OkStatus();
}

absl::Status WatchEvents(const Arguments& arguments, Environment& environment, Client& client) {
  edge::v1::WatchEventsRequest request;
  DAYBOOK_ASSIGN_OR_RETURN(*request.mutable_filter(), ReadEventFilter(arguments));
  if (request.filter().ByteSizeLong() == 0) request.clear_filter();
  DAYBOOK_RETURN_IF_ERROR(SetStart(arguments, client, *request.mutable_after()));
  absl::Status failure;
  const absl::Status end = client.WatchEvents(request, [&](const auto& message) {
    for (const std::string& bytes : message.entries()) {
      const auto entry = ParseEntry(bytes);
      if (!entry.ok()) {
        failure = entry.status();
        return false;
      }
      environment.out << (arguments.Has("json") ? EntryJson(*entry) + "\n" : EntryText(*entry));
    }
    environment.out.flush();
    const bool finished = message.caught_up() && arguments.Has("until-caught-up");
    return environment.out.good() && !finished;
  });
  return failure.ok() ? end : failure;
}

edge::v1::WatchViewsRequest ViewsRequest(const Arguments& arguments) {
  edge::v1::WatchViewsRequest request;
  const auto add = [&]() -> edge::v1::ViewSubscription& {
    edge::v1::ViewSubscription& subscription = *request.add_subscriptions();
    subscription.set_subscription(request.subscriptions_size());
    return subscription;
  };
  if (arguments.Has("business-date")) {
    add().set_store_totals_business_date(arguments.Date("business-date"));
  }
  if (arguments.Has("sale")) add().set_sale_id(std::string(arguments.Id("sale").AsBytes()));
  if (arguments.Has("stock")) add().set_stock_location(arguments.Text("stock"));
  if (arguments.Has("employees")) add().set_employees(true);
  if (arguments.Has("approvals")) add().set_approvals_business_date(arguments.Date("approvals"));
  if (arguments.Has("kitchen")) add().set_kitchen_station(arguments.Text("kitchen"));
  if (arguments.Has("kitchen-orders")) add().set_kitchen_orders(true);
  return request;
}

std::string RowText(const edge::v1::ViewRow& row) {
  switch (row.row_case()) {
    case edge::v1::ViewRow::kStoreTotals: {
      const edge::v1::StoreTotals& totals = row.store_totals();
      return fmt::format("{}: {}, {}, {}{}", BusinessDateText(totals.totals().business_date()),
                         CountText(totals.totals().sale_count(), "sale"),
                         CountText(totals.totals().line_count(), "line"),
                         FormatMoney(totals.totals().total_minor(), totals.currency_code()),
                         totals.closed() ? ", closed" : "");
    }
    case edge::v1::ViewRow::kSale:
      return fmt::format("sale {}: {}, {}, {}",
                         Uuid::FromBytes(row.sale().sale_id()).value_or(Uuid{}).ToText(),
                         EnumText(*edge::v1::SaleState_descriptor(), row.sale().state()),
                         CountText(SoldLineCount(row.sale()), "line"),
                         FormatMoney(row.sale().total_minor(), row.sale().currency_code()));
    case edge::v1::ViewRow::kStockLevel:
      return fmt::format("{} at {}: {} on hand", row.stock_level().sku(),
                         row.stock_level().location(),
                         QuantityText(row.stock_level().on_hand_milli()));
    case edge::v1::ViewRow::kEmployee:
      return EmployeeText(row.employee());
    case edge::v1::ViewRow::kApproval:
      return ApprovalText(row.approval());
    case edge::v1::ViewRow::kKitchenBoard:
      return fmt::format("kitchen {}: {} on the board{}", row.kitchen_board().station(),
                         CountText(row.kitchen_board().tickets_size(), "ticket"),
                         row.kitchen_board().closed() ? ", closed" : "");
    case edge::v1::ViewRow::kKitchenOrders:
      return fmt::format("kitchen orders: {} in the kitchen, {} sold out",
                         CountText(row.kitchen_orders().orders_size(), "order"),
                         CountText(row.kitchen_orders().sold_out_size(), "product"));
    case edge::v1::ViewRow::ROW_NOT_SET:
      break;
  }
  return "a row that this version does not know";
}

absl::Status WatchViews(const Arguments& arguments, Environment& environment, Client& client) {
  return client.WatchViews(
      ViewsRequest(arguments), [&](const edge::v1::WatchViewsResponse& message) {
        for (const edge::v1::ViewRow& row : message.rows()) {
          PrintLine(environment,
                    arguments.Has("json") ? MessageJson(row) : Printable(RowText(row)));
        }
        environment.out.flush();
        const bool finished = !message.snapshot_continues() && arguments.Has("until-caught-up");
        return environment.out.good() && !finished;
      });
}

absl::Status Check(const Arguments& arguments) {
  const bool names_rows = ViewsRequest(arguments).subscriptions_size() > 0;
  if (arguments.Has("views") != names_rows) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING,
                 "--views goes with --business-date DATE, --sale SALE, --stock LOCATION, "
                 "--employees, --approvals DATE, --kitchen STATION or --kitchen-orders");
  }
  const absl::StatusOr<edge::v1::EventFilter> filter = ReadEventFilter(arguments);
  DAYBOOK_RETURN_IF_ERROR(filter.status());
  const bool chooses_events = filter->ByteSizeLong() > 0 || arguments.Has("after");
  if (arguments.Has("views") && chooses_events) {
    return Error(Reason::ERROR_REASON_FIELD_INVALID, "a flag that chooses events has no --views");
  }
  return absl::OkStatus();
}

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  return arguments.Has("views") ? WatchViews(arguments, environment, client)
                                : WatchEvents(arguments, environment, client);
}

std::vector<Flag> WatchFlags() {
  std::vector<Flag> flags = EventFilterFlags();
  flags.push_back({.name = "after",
                   .kind = ValueKind::kInteger,
                   .value_name = "POSITION",
                   .help = "Begins after this position; 0 is the start of the log. Default: now."});
  flags.push_back({.name = "until-caught-up",
                   .kind = ValueKind::kSwitch,
                   .value_name = "",
                   .help = "Ends when there is nothing more at the moment."});
  flags.push_back({.name = "views",
                   .kind = ValueKind::kSwitch,
                   .value_name = "",
                   .help = "Watches rows of views instead of events, as the next flags say."});
  flags.push_back({.name = "business-date",
                   .kind = ValueKind::kDate,
                   .value_name = "DATE",
                   .help = "With --views: the totals of this business day."});
  flags.push_back({.name = "sale",
                   .kind = ValueKind::kSale,
                   .value_name = "SALE",
                   .help = "With --views: this sale."});
  flags.push_back({.name = "stock",
                   .value_name = "LOCATION",
                   .help = "With --views: the stock of this location."});
  flags.push_back({.name = "employees",
                   .kind = ValueKind::kSwitch,
                   .value_name = "",
                   .help = "With --views: who works in the shop."});
  flags.push_back({.name = "approvals",
                   .kind = ValueKind::kDate,
                   .value_name = "DATE",
                   .help = "With --views: the approvals asked for on this business day."});
  flags.push_back({.name = "kitchen",
                   .value_name = "STATION",
                   .help = "With --views: the board of this station of the kitchen."});
  flags.push_back({.name = "kitchen-orders",
                   .kind = ValueKind::kSwitch,
                   .value_name = "",
                   .help = "With --views: the orders in the kitchen, and what is sold out."});
  return flags;
}

}  // namespace

Command WatchCommand() {
  return {.spec = {.name = "watch",
                   .summary = "Shows events as they are recorded, or rows of views as they change.",
                   .details = "Goes on until it is interrupted; a lost connection is made anew. "
                              "With --json each entry or row is a line of its own.",
                   .flags = WithEdgeFlags(WatchFlags(), "60"),
                   .example = "daybook watch --views --business-date 2016-11-05"},
          .run = Run,
          .check = Check};
}

}  // namespace daybook::cli
