#include "cli/replay_plan.h"

#include <algorithm>

#include "cli/ticket_totals.h"
#include "core/base/check.h"
#include "core/base/clock.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

using edge::v1::Command;
using edge::v1::ExecuteRequest;

constexpr std::string_view kNamespace = "daybook-tickets";
constexpr std::string_view kRemovedCategory = "none";
constexpr std::string_view kUntaxedCategory = "zero";
constexpr int64_t kOnePiece = 1000;

absl::Time FirstTime(const TicketDay& day) {
  return std::min_element(day.tickets.begin(), day.tickets.end(),
                          [](const Ticket& a, const Ticket& b) { return a.time < b.time; })
      ->time;
}

absl::Time LastTime(const TicketDay& day) {
  return std::max_element(day.tickets.begin(), day.tickets.end(),
                          [](const Ticket& a, const Ticket& b) { return a.time < b.time; })
      ->time;
}

std::string Bytes(const Uuid& id) { return std::string(id.AsBytes()); }

// A line that is taken off again must be of a tax category that the shop knows.
std::string RemovedTaxCategory(const Menu& menu) {
  for (const auto& [name, item] : menu.items) {
    if (item.tax_category == kUntaxedCategory) return item.tax_category;
  }
  return menu.items.empty() ? std::string(kUntaxedCategory)
                            : menu.items.begin()->second.tax_category;
}

}  // namespace

// Writes the commands of one ticket.
class ReplayPlan::TicketWriter {
 public:
  TicketWriter(const ReplayPlan& plan, const Ticket& ticket)
      : plan_(plan),
        ticket_(ticket),
        sale_id_(Bytes(plan.Id(ticket.business_date, fmt::format("{}/sale", ticket.number)))) {}

  ExecuteRequest Write() {
    edge::v1::StartSale& start = *Add("start").mutable_start_sale();
    start.set_sale_id(sale_id_);
    start.set_currency_code(plan_.menu_.currency_code);
    start.set_channel(event::v1::SaleChannel::SALE_CHANNEL_COUNTER);
    for (size_t row = 0; row < ticket_.items.size(); ++row) WriteRow(static_cast<int32_t>(row + 1));
    const TicketSum sum = SumOf(ticket_, plan_.menu_);
    if (sum.IsAbandoned()) {
      edge::v1::AbandonSale& abandon = *Add("abandon").mutable_abandon_sale();
      abandon.set_sale_id(sale_id_);
      abandon.set_reason("nothing left");
    } else {
      WriteEnd(sum.total_minor);
    }
    return std::move(request_);
  }

 private:
  Command& Add(std::string_view step) {
    return plan_.Add(request_, ticket_.business_date, ticket_.time,
                     fmt::format("{}/{}", ticket_.number, step));
  }

  void WriteRow(int32_t row) {
    const std::string& name = ticket_.items[static_cast<size_t>(row - 1)];
    if (name == kRemovedItem) {
      const MenuItem removed{.sku = std::string(kRemovedItem),
                             .category = std::string(kRemovedCategory),
                             .unit_price_minor = 0,
                             .tax_category = plan_.removed_tax_category_};
      AddLine(row, name, removed);
      edge::v1::RemoveLineItem& remove =
          *Add(fmt::format("remove-{}", row)).mutable_remove_line_item();
      remove.set_sale_id(sale_id_);
      remove.set_line(row);
    } else if (const MenuItem* item = plan_.menu_.Find(name)) {
      AddLine(row, name, *item);
    } else {
      edge::v1::ReportItemNotFound& report =
          *Add(fmt::format("unknown-{}", row)).mutable_report_item_not_found();
      report.set_sale_id(sale_id_);
      report.set_code(name);
    }
  }

  void AddLine(int32_t row, const std::string& name, const MenuItem& item) {
    edge::v1::AddLineItem& line = *Add(fmt::format("line-{}", row)).mutable_add_line_item();
    line.set_sale_id(sale_id_);
    line.set_line(row);
    line.set_kind(event::v1::LineKind::LINE_KIND_GOODS);
    line.set_sku(item.sku);
    line.set_name(name);
    line.set_category(item.category);
    line.set_quantity_milli(kOnePiece);
    SetMoney(item.unit_price_minor, *line.mutable_unit_price());
    line.set_tax_category(item.tax_category);
  }

  void WriteEnd(int64_t total_minor) {
    if (total_minor > 0) WritePayment(total_minor);
    edge::v1::CompleteSale& complete = *Add("complete").mutable_complete_sale();
    complete.set_sale_id(sale_id_);
    SetMoney(total_minor, *complete.mutable_total());
  }

  void WritePayment(int64_t total_minor) {
    edge::v1::ReceivePayment& payment = *Add("pay").mutable_receive_payment();
    payment.set_sale_id(sale_id_);
    payment.set_payment_id(
        Bytes(plan_.Id(ticket_.business_date, fmt::format("{}/payment", ticket_.number))));
    payment.set_tender(TenderOf(ticket_));
    SetMoney(total_minor, *payment.mutable_amount());
    if (payment.tender() == event::v1::Tender::TENDER_CASH) {
      payment.set_drawer_session_id(
          Bytes(plan_.DrawerId(ticket_.business_date, plan_.TillOf(ticket_))));
    }
  }

  void SetMoney(int64_t minor_units, common::v1::Money& money) const {
    money.set_currency_code(plan_.menu_.currency_code);
    money.set_minor_units(minor_units);
  }

  const ReplayPlan& plan_;
  const Ticket& ticket_;
  const std::string sale_id_;
  ExecuteRequest request_;
};

ReplayPlan::ReplayPlan(std::string_view source, const Menu& menu, int64_t till_count)
    : namespace_(DeriveUuid(DeriveUuid(Uuid{}, kNamespace), source)),
      menu_(menu),
      till_count_(till_count),
      removed_tax_category_(RemovedTaxCategory(menu)) {
  DAYBOOK_CHECK(till_count > 0);
}

int64_t ReplayPlan::TillOf(const Ticket& ticket) const { return ticket.number % till_count_ + 1; }

Uuid ReplayPlan::Id(int32_t business_date, std::string_view what) const {
  return DeriveUuid(namespace_, fmt::format("{}/{}", business_date, what));
}

Uuid ReplayPlan::DrawerId(int32_t business_date, int64_t till) const {
  return Id(business_date, fmt::format("till-{}/drawer", till));
}

Command& ReplayPlan::Add(ExecuteRequest& request, int32_t business_date, absl::Time time,
                         std::string_view what) const {
  edge::v1::CommandEnvelope& envelope = *request.add_commands();
  envelope.set_request_id(Bytes(Id(business_date, what)));
  Command& command = *envelope.mutable_command();
  *command.mutable_occur_time() = ToTimestamp(time);
  command.set_business_date(business_date);
  return command;
}

ExecuteRequest ReplayPlan::OpenDay(const TicketDay& day) const {
  ExecuteRequest request;
  Add(request, day.business_date, FirstTime(day), "day/open").mutable_open_business_day();
  return request;
}

ExecuteRequest ReplayPlan::OpenDrawer(const TicketDay& day, int64_t till) const {
  ExecuteRequest request;
  edge::v1::OpenDrawer& open =
      *Add(request, day.business_date, FirstTime(day), fmt::format("till-{}/open", till))
           .mutable_open_drawer();
  open.set_drawer_session_id(Bytes(DrawerId(day.business_date, till)));
  open.mutable_opening_balance()->set_currency_code(menu_.currency_code);
  open.mutable_opening_balance()->set_minor_units(kOpeningBalanceMinor);
  return request;
}

ExecuteRequest ReplayPlan::RingUp(const Ticket& ticket) const {
  return TicketWriter(*this, ticket).Write();
}

ExecuteRequest ReplayPlan::CloseDrawer(const TicketDay& day, int64_t till) const {
  int64_t counted_minor = kOpeningBalanceMinor;
  for (const Ticket& ticket : day.tickets) {
    const bool is_cash = TenderOf(ticket) == event::v1::Tender::TENDER_CASH;
    if (is_cash && TillOf(ticket) == till) counted_minor += SumOf(ticket, menu_).total_minor;
  }
  const absl::Time time = LastTime(day);
  const std::string drawer_id = Bytes(DrawerId(day.business_date, till));
  ExecuteRequest request;
  edge::v1::CountDrawer& count =
      *Add(request, day.business_date, time, fmt::format("till-{}/count", till))
           .mutable_count_drawer();
  count.set_drawer_session_id(drawer_id);
  count.mutable_counted()->set_currency_code(menu_.currency_code);
  count.mutable_counted()->set_minor_units(counted_minor);
  Add(request, day.business_date, time, fmt::format("till-{}/close", till))
      .mutable_close_drawer()
      ->set_drawer_session_id(drawer_id);
  return request;
}

ExecuteRequest ReplayPlan::CloseDay(const TicketDay& day) const {
  ExecuteRequest request;
  Add(request, day.business_date, LastTime(day), "day/close").mutable_close_business_day();
  return request;
}

}  // namespace daybook::cli
