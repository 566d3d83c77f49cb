#include "tests/sim/folds.h"

#include <algorithm>
#include <limits>

#include "core/base/check.h"
#include "fmt/format.h"

namespace daybook::sim {
namespace {

using domain::Aggregate;

bool SameTips(const domain::Sale& a, const domain::Sale& b) {
  const auto same = [](const auto& left, const auto& right) {
    return left.first == right.first && left.second.payment_id == right.second.payment_id &&
           left.second.tip.SerializeAsString() == right.second.tip.SerializeAsString();
  };
  return std::equal(a.tips.begin(), a.tips.end(), b.tips.begin(), b.tips.end(), same);
}

template <typename Messages>
std::string BytesOf(const Messages& messages) {
  std::string bytes;
  for (const auto& message : messages) bytes += message.SerializeAsString();
  return bytes;
}

bool SameLine(const domain::SaleLine& a, const domain::SaleLine& b) {
  return a.sold.SerializeAsString() == b.sold.SerializeAsString() && a.order_type == b.order_type &&
         a.removed == b.removed && a.parts == b.parts && a.returned_milli == b.returned_milli &&
         a.sent == b.sent && a.whole == b.whole && a.commission_minor == b.commission_minor &&
         a.returned_commission_minor == b.returned_commission_minor;
}

std::string SerializedEntry(const std::pair<const int32_t, event::v1::SaleReturnLineAdded>& entry) {
  return entry.second.SerializeAsString();
}

bool SameLines(const domain::Sale& a, const domain::Sale& b) {
  for (const auto& [number, line] : a.lines) {
    const auto other = b.lines.find(number);
    if (other == b.lines.end() || !SameLine(line, other->second)) return false;
  }
  return a.lines.size() == b.lines.size();
}

bool Same(const domain::Sale& a, const domain::Sale& b) {
  return a.version == b.version && a.state == b.state && a.register_name == b.register_name &&
         a.currency_code == b.currency_code && a.prices_include_tax == b.prices_include_tax &&
         a.start_business_date == b.start_business_date &&
         a.first_item_time.SerializeAsString() == b.first_item_time.SerializeAsString() &&
         a.line_count == b.line_count && a.subtotal_minor == b.subtotal_minor &&
         a.paid_minor == b.paid_minor && a.payments == b.payments && SameLines(a, b) &&
         a.order_type == b.order_type && a.discounts.size() == b.discounts.size() &&
         a.open_discrepancies == b.open_discrepancies && a.service_charge == b.service_charge &&
         a.tip_minor == b.tip_minor && SameTips(a, b) &&
         a.completed.SerializeAsString() == b.completed.SerializeAsString() &&
         a.completed_business_date == b.completed_business_date && a.refunds == b.refunds &&
         a.returned_minor == b.returned_minor && a.refunded_minor == b.refunded_minor &&
         a.customer_id == b.customer_id && a.reversed_points == b.reversed_points &&
         a.table == b.table && a.guest_count == b.guest_count && a.owner == b.owner &&
         a.bill_presented == b.bill_presented && a.verified_age_years == b.verified_age_years &&
         a.send_count == b.send_count && a.tickets == b.tickets &&
         a.order_number == b.order_number && a.return_count == b.return_count &&
         BytesOf(a.offers) == BytesOf(b.offers) &&
         std::ranges::equal(a.return_lines, b.return_lines, {}, SerializedEntry, SerializedEntry);
}

// What a closed drawer session came to stands in its last event; its sum is no longer kept.
bool Same(const domain::Drawer& a, const domain::Drawer& b) {
  const bool open = a.state == domain::DrawerState::kOpen;
  return a.session_id == b.session_id && a.version == b.version && a.state == b.state &&
         a.register_name == b.register_name && a.currency_code == b.currency_code &&
         a.business_date == b.business_date && a.counted == b.counted &&
         a.counted_minor == b.counted_minor && a.foreign_counted == b.foreign_counted &&
         a.wallet_of == b.wallet_of && a.holder == b.holder &&
         (!open ||
          (a.expected_minor == b.expected_minor && a.foreign_expected == b.foreign_expected &&
           BytesOf(a.pending_payments.ToProto()) == BytesOf(b.pending_payments.ToProto())));
}

bool Same(const domain::Day& a, const domain::Day& b) {
  const bool open = a.state == domain::DayState::kOpen;
  return a.version == b.version && a.state == b.state &&
         a.totals.SerializeAsString() == b.totals.SerializeAsString() &&
         (!open ||
          (a.open_sale_count == b.open_sale_count && a.open_drawer_count == b.open_drawer_count &&
           a.currency_code == b.currency_code && a.heard.size() == b.heard.size() &&
           a.open_sales == b.open_sales &&
           BytesOf(a.pending_payments.ToProto()) == BytesOf(b.pending_payments.ToProto())));
}

bool Same(const domain::StockItem& a, const domain::StockItem& b) {
  return a.version == b.version && a.on_hand_milli == b.on_hand_milli && a.kept == b.kept &&
         a.reservations == b.reservations;
}

// What has a snapshot of all that it is.
template <typename InSnapshot>
bool SameSnapshot(const InSnapshot& a, const InSnapshot& b) {
  return domain::TakeSnapshot(a)->SerializeAsString() ==
         domain::TakeSnapshot(b)->SerializeAsString();
}

bool Same(const domain::Item& a, const domain::Item& b) { return SameSnapshot(a, b); }
bool Same(const domain::Offers& a, const domain::Offers& b) { return SameSnapshot(a, b); }
bool Same(const domain::Period& a, const domain::Period& b) { return SameSnapshot(a, b); }
bool Same(const domain::Flag& a, const domain::Flag& b) { return SameSnapshot(a, b); }

bool Same(const domain::Import& a, const domain::Import& b) {
  return a.version == b.version && a.state == b.state && a.staged_count == b.staged_count;
}

bool Same(const domain::Transfer& a, const domain::Transfer& b) {
  return a.version == b.version && a.state == b.state && a.from_location == b.from_location &&
         a.to_location == b.to_location && a.goods == b.goods;
}

bool Same(const domain::Series& a, const domain::Series& b) { return SameSnapshot(a, b); }

bool Same(const domain::Safe& a, const domain::Safe& b) {
  return a.version == b.version && a.expected == b.expected;
}

bool Same(const domain::Installation& a, const domain::Installation& b) {
  return a.version == b.version && a.set_aside_sales == b.set_aside_sales;
}

bool Same(const domain::Employee& a, const domain::Employee& b) {
  return ToState(a).SerializeAsString() == ToState(b).SerializeAsString();
}

bool Same(const domain::Approval& a, const domain::Approval& b) { return a == b; }
bool Same(const domain::Ticket& a, const domain::Ticket& b) {
  return a.version == b.version && a.ticket.SerializeAsString() == b.ticket.SerializeAsString();
}

bool Same(const domain::Station& a, const domain::Station& b) {
  return a.version == b.version && a.closed == b.closed && a.fallback == b.fallback &&
         a.printer_problem == b.printer_problem && a.print_station == b.print_station;
}

bool Same(const domain::SoldOut& a, const domain::SoldOut& b) {
  return a.version == b.version && a.skus == b.skus;
}

bool Same(const domain::OrderNumbers& a, const domain::OrderNumbers& b) {
  return a.version == b.version && a.last_number == b.last_number;
}

bool Same(const domain::Customer& a, const domain::Customer& b) { return a == b; }
bool Same(const domain::GiftCard& a, const domain::GiftCard& b) { return a == b; }

bool Same(const domain::Counted& a, const domain::Counted& b) { return a.version == b.version; }

bool SameAggregate(const Aggregate& a, const Aggregate& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&b](const auto& left) { return Same(left, std::get<std::decay_t<decltype(left)>>(b)); }, a);
}

}  // namespace

absl::StatusOr<bool> Folds::MemoryRows::ReadRow(std::string_view key,
                                                google::protobuf::Message& row) const {
  const auto found = rows.find(std::string(key));
  if (found == rows.end()) return false;
  DAYBOOK_CHECK(row.ParseFromString(found->second));
  return true;
}

void Folds::MemoryRows::Apply(const std::vector<projections::RowChange>& changes) {
  for (const projections::RowChange& change : changes) {
    if (change.erased) {
      rows.erase(change.key);
    } else {
      rows[change.key] = change.row;
    }
  }
}

Folds::Folds() {
  for (auto& projection : projections::AllProjections()) {
    auto source = std::make_unique<MemoryRows>();
    auto changes = std::make_unique<projections::Rows>(*source);
    views_.push_back({std::move(projection), std::move(source), std::move(changes)});
  }
}

absl::Status Folds::Take(const event::v1::Entry& entry) {
  std::vector<domain::NewEvent> events;
  for (const event::v1::Event& event : entry.events()) {
    events.push_back({StreamId::Of(entry.header().streams(event.stream_index())), event});
  }
  shop_.Apply(entry.header(), events);
  for (const View& view : views_) {
    for (const event::v1::Event& event : entry.events()) {
      DAYBOOK_RETURN_IF_ERROR(view.projection->Apply(entry.header(), event, *view.changes));
    }
    view.source->Apply(view.changes->TakeChanges());
  }
  return absl::OkStatus();
}

absl::Status Folds::CheckShop(const std::map<std::string, StreamId>& streams, domain::Shop& shop) {
  for (const auto& [name, stream] : streams) {
    if (SameAggregate(shop.Find(stream), shop_.Find(stream))) continue;
    return Wrong(fmt::format("the edge's {} is not what the log says", name));
  }
  return shop.OpenBookCount() == shop_.OpenBookCount()
             ? absl::OkStatus()
             : Wrong(fmt::format("{} books are open at the edge, not {}", shop.OpenBookCount(),
                                 shop_.OpenBookCount()));
}

absl::Status Folds::CheckViews(const store::ViewStore& views) const {
  for (const View& view : views_) {
    const store::ViewName name{std::string(view.projection->name()), view.projection->version()};
    DAYBOOK_ASSIGN_OR_RETURN(
        const auto stored,
        views.ReadRows(name, "", "", /*backwards=*/false, std::numeric_limits<int32_t>::max()));
    const std::map<std::string, std::string> rows(stored.begin(), stored.end());
    if (rows == view.source->rows) continue;
    return Wrong(fmt::format("the view {} at position {} is not the fold of the log", name.name,
                             views.ReadCheckpoint(name).position));
  }
  return absl::OkStatus();
}

const std::map<std::string, std::string>& Folds::rows(std::string_view view) const {
  for (const View& known : views_) {
    if (known.projection->name() == view) return known.source->rows;
  }
  DAYBOOK_CHECK(false);
}

}  // namespace daybook::sim
