#include "edge-server/rpc/view_service.h"

#include <map>

#include "core/base/business_date.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"
#include "core/domain/totals.h"
#include "edge-server/rpc/decode_row.h"
#include "edge-server/rpc/goods_views.h"
#include "edge-server/rpc/page_token.h"
#include "edge-server/rpc/unary.h"
#include "edge-server/rpc/view_rows.h"
#include "edge-server/rpc/watch_reactor.h"
#include "projections/approvals.h"
#include "projections/employees.h"
#include "projections/items.h"
#include "projections/kitchen.h"
#include "projections/kitchen_orders.h"
#include "projections/sales.h"
#include "projections/stock.h"
#include "projections/store_totals.h"

namespace daybook::rpc {
namespace {

using projections::KeyRange;

constexpr int kSubscriptionsMax = 16;
constexpr int32_t kDaysMax = 4000;  // Eleven years of them.
// A page of sales ends behind the sale that goes beyond it.
constexpr size_t kPageBytesMax = 1 << 20;

using WatchViewsReactor = WatchReactor<edge::v1::WatchViewsResponse, engine::ViewWatch>;

absl::Status CheckSaleId(std::string_view sale_id) {
  if (Uuid::FromBytes(sale_id)) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_FIELD_INVALID, "sale_id must be a UUID of 16 bytes");
}

// Amounts of different currencies have no sum. A day without a currency has no amounts either.
absl::Status CheckSameCurrency(const edge::v1::StoreTotals& sum, const edge::v1::StoreTotals& day) {
  const bool same = day.currency_code() == sum.currency_code();
  if (same || day.currency_code().empty() || sum.currency_code().empty()) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CURRENCY_MISMATCH,
               "the business days before {date} are in {before}, it is in {currency}: ask for them "
               "apart",
               {{"date", BusinessDateText(day.totals().business_date())},
                {"before", sum.currency_code()},
                {"currency", day.currency_code()}});
}

absl::Status ReadTotals(const engine::ViewReader& view,
                        const edge::v1::GetStoreTotalsRequest& request,
                        edge::v1::GetStoreTotalsResponse& response) {
  const int32_t from = request.from_business_date();
  const int32_t to = request.to_business_date() == 0 ? from : request.to_business_date();
  DAYBOOK_RETURN_IF_ERROR(CheckDate("from_business_date", from));
  DAYBOOK_RETURN_IF_ERROR(CheckDate("to_business_date", to));
  const KeyRange range = projections::StoreTotalsRange(from, to);
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, view.Rows(range.from, range.to, false, kDaysMax + 1));
  if (std::ssize(rows) > kDaysMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "more than {max} business days from {from} to {to}; ask for fewer at a time",
                 {{"max", kDaysMax}, {"from", from}, {"to", to}});
  }
  edge::v1::StoreTotals& sum = *response.mutable_totals();
  sum.mutable_totals()->set_business_date(from == to ? from : 0);
  sum.set_closed(!rows.empty());
  for (const auto& [key, row] : rows) {
    edge::v1::StoreTotals day;
    DAYBOOK_RETURN_IF_ERROR(DecodeRow(row, day));
    DAYBOOK_RETURN_IF_ERROR(CheckSameCurrency(sum, day));
    domain::AddTotals(day.totals(), *sum.mutable_totals());
    if (!day.currency_code().empty()) sum.set_currency_code(day.currency_code());
    sum.set_closed(sum.closed() && day.closed());
    sum.set_position(std::max(sum.position(), day.position()));
  }
  response.set_day_count(static_cast<int32_t>(rows.size()));
  response.set_view_position(view.position());
  return absl::OkStatus();
}

absl::Status ReadSale(const engine::ViewReader& view, std::string_view sale_id,
                      edge::v1::SaleView& sale) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto row, view.Row(projections::SaleKey(sale_id)));
  if (!row) {
    return Error(Reason::ERROR_REASON_SALE_UNKNOWN, "there is no sale {sale}",
                 {{"sale", Uuid::FromBytes(sale_id).value_or(Uuid{}).ToText()}});
  }
  return DecodeRow(*row, sale);
}

absl::Status ReadSales(const engine::ViewReader& view, const edge::v1::ListSalesRequest& request,
                       edge::v1::ListSalesResponse& response) {
  if (request.business_date() != 0) {
    DAYBOOK_RETURN_IF_ERROR(CheckDate("business_date", request.business_date()));
  }
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::PageToken token,
                           ReadPageToken(ListOf(request), request.page_token()));
  KeyRange range = projections::SaleListRange(request.business_date());
  if (!token.key().empty()) {
    if (token.key() < range.from || token.key() > range.to) return PageTokenInvalid();
    range.to = token.key();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, view.Rows(range.from, range.to, true, size));
  size_t bytes = 0;
  for (const auto& [key, row] : rows) {
    if (bytes > kPageBytesMax) break;
    edge::v1::SaleView& sale = *response.add_sales();
    DAYBOOK_RETURN_IF_ERROR(ReadSale(view, projections::SaleOfListKey(key), sale));
    bytes += sale.ByteSizeLong();
  }
  if (const int32_t shown = response.sales_size(); shown == size || shown < std::ssize(rows)) {
    edge::v1::PageToken next;
    next.set_key(rows[static_cast<size_t>(shown) - 1].first);
    response.set_next_page_token(WritePageToken(ListOf(request), std::move(next)));
  }
  response.set_view_position(view.position());
  return absl::OkStatus();
}

absl::Status ReadBoard(const engine::ViewReader& view,
                       const edge::v1::GetKitchenBoardRequest& request,
                       edge::v1::GetKitchenBoardResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(
      domain::CheckRequiredText("station", request.station(), domain::kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const auto row, view.Row(request.station()));
  response.set_view_position(view.position());
  response.mutable_board()->set_station(request.station());
  return row ? Decode(*row, *response.mutable_board()) : absl::OkStatus();
}

absl::Status ReadOrders(const engine::ViewReader& view,
                        edge::v1::GetKitchenOrdersResponse& response) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto row, view.Row(projections::kKitchenOrdersKey));
  response.set_view_position(view.position());
  edge::v1::KitchenOrders& orders = *response.mutable_orders();
  return row ? Decode(*row, orders) : absl::OkStatus();
}

KeyRange OneRow(std::string key) {
  std::string next = key;
  next.push_back('\0');
  return {std::move(key), std::move(next)};
}

absl::StatusOr<engine::ViewRange> ToRange(const edge::v1::ViewSubscription& subscription) {
  using Rows = edge::v1::ViewSubscription;
  std::string_view view;
  KeyRange range;
  switch (subscription.rows_case()) {
    case Rows::kStoreTotalsBusinessDate:
      DAYBOOK_RETURN_IF_ERROR(
          CheckDate("store_totals_business_date", subscription.store_totals_business_date()));
      view = projections::kStoreTotalsName;
      range = OneRow(projections::StoreTotalsKey(subscription.store_totals_business_date()));
      break;
    case Rows::kSaleId:
      DAYBOOK_RETURN_IF_ERROR(CheckSaleId(subscription.sale_id()));
      view = projections::kSalesName;
      range = OneRow(projections::SaleKey(subscription.sale_id()));
      break;
    case Rows::kStockLocation:
      view = projections::kStockName;
      range = projections::StockRange(subscription.stock_location());
      break;
    case Rows::kEmployees:
      view = projections::kEmployeesName;
      range = projections::EmployeesRange();
      break;
    case Rows::kApprovalsBusinessDate:
      DAYBOOK_RETURN_IF_ERROR(
          CheckDate("approvals_business_date", subscription.approvals_business_date()));
      view = projections::kApprovalsName;
      range = projections::ApprovalsRange(subscription.approvals_business_date());
      break;
    case Rows::kKitchenStation:
      DAYBOOK_RETURN_IF_ERROR(domain::CheckRequiredText(
          "kitchen_station", subscription.kitchen_station(), domain::kCodeBytesMax));
      view = projections::kKitchenName;
      range = OneRow(subscription.kitchen_station());
      break;
    case Rows::kKitchenOrders:
      view = projections::kKitchenOrdersName;
      range = OneRow(projections::kKitchenOrdersKey);
      break;
    case Rows::ROWS_NOT_SET:
      return Error(Reason::ERROR_REASON_FIELD_MISSING, "a subscription does not say which rows");
  }
  return engine::ViewRange{.subscription = subscription.subscription(),
                           .view = std::string(view),
                           .from = std::move(range.from),
                           .to = std::move(range.to)};
}

absl::StatusOr<engine::ViewSubscription> ToSubscription(
    const edge::v1::WatchViewsRequest& request) {
  if (request.subscriptions().empty()) {
    return Error(Reason::ERROR_REASON_FIELD_MISSING, "there are no subscriptions");
  }
  if (request.subscriptions_size() > kSubscriptionsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{count} subscriptions; at most {max}",
                 {{"count", request.subscriptions_size()}, {"max", kSubscriptionsMax}});
  }
  engine::ViewSubscription subscription;
  for (const edge::v1::ViewSubscription& wanted : request.subscriptions()) {
    DAYBOOK_ASSIGN_OR_RETURN(engine::ViewRange range, ToRange(wanted));
    for (const engine::ViewRange& other : subscription.ranges) {
      if (other.subscription == range.subscription) {
        return Error(Reason::ERROR_REASON_FIELD_INVALID, "subscription {number} stands twice",
                     {{"number", range.subscription}});
      }
    }
    subscription.ranges.push_back(std::move(range));
  }
  return subscription;
}

// A row goes out as what it is stored as; which message that is, its view says.
edge::v1::WatchViewsResponse ToMessage(const std::map<int32_t, std::string>& views,
                                       const engine::ViewBatch& batch) {
  edge::v1::WatchViewsResponse message;
  for (const engine::WatchedRow& watched : batch.rows) {
    edge::v1::ViewRow& row = *message.add_rows();
    row.set_subscription(watched.subscription);
    const std::string& view = views.at(watched.subscription);
    if (view == projections::kStoreTotalsName) {
      row.mutable_store_totals()->ParseFromString(watched.row);
    } else if (view == projections::kSalesName) {
      row.mutable_sale()->ParseFromString(watched.row);
    } else if (view == projections::kEmployeesName) {
      row.mutable_employee()->ParseFromString(watched.row);
      row.mutable_employee()->clear_pin_verifier();
    } else if (view == projections::kApprovalsName) {
      row.mutable_approval()->ParseFromString(watched.row);
    } else if (view == projections::kKitchenName) {
      row.mutable_kitchen_board()->ParseFromString(watched.row);
    } else if (view == projections::kKitchenOrdersName) {
      row.mutable_kitchen_orders()->ParseFromString(watched.row);
    } else {
      row.mutable_stock_level()->ParseFromString(watched.row);
    }
  }
  message.set_snapshot(batch.snapshot);
  message.set_snapshot_continues(batch.snapshot_continues);
  message.set_view_position(batch.position);
  return message;
}

std::map<int32_t, std::string> ViewsOf(const engine::ViewSubscription& subscription) {
  std::map<int32_t, std::string> views;
  for (const engine::ViewRange& range : subscription.ranges) {
    views[range.subscription] = range.view;
  }
  return views;
}

}  // namespace

grpc::ServerUnaryReactor* ViewServiceImpl::GetStoreTotals(
    grpc::CallbackServerContext* context, const edge::v1::GetStoreTotalsRequest* request,
    edge::v1::GetStoreTotalsResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kStoreTotalsName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadTotals(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::GetSale(grpc::CallbackServerContext* context,
                                                   const edge::v1::GetSaleRequest* request,
                                                   edge::v1::GetSaleResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kSalesName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          DAYBOOK_RETURN_IF_ERROR(CheckSaleId(request->sale_id()));
                          response->set_view_position(view.position());
                          return ReadSale(view, request->sale_id(), *response->mutable_sale());
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::ListSales(grpc::CallbackServerContext* context,
                                                     const edge::v1::ListSalesRequest* request,
                                                     edge::v1::ListSalesResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kSalesName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadSales(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::GetStockLevel(
    grpc::CallbackServerContext* context, const edge::v1::GetStockLevelRequest* request,
    edge::v1::GetStockLevelResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kStockName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadStockLevel(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::ListStockLevels(
    grpc::CallbackServerContext* context, const edge::v1::ListStockLevelsRequest* request,
    edge::v1::ListStockLevelsResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kStockName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadStockLevels(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::ListAvailability(
    grpc::CallbackServerContext* context, const edge::v1::ListAvailabilityRequest* request,
    edge::v1::ListAvailabilityResponse* response) {
  return AnswerFromViews(
      engine_, callers_, *context, {projections::kStockName, projections::kItemsName},
      request->at_position(),
      [this, request, response](const engine::ViewReader& stock, const engine::ViewReader& items) {
        return ReadAvailability(stock, items, shop_, *request, *response);
      });
}

grpc::ServerUnaryReactor* ViewServiceImpl::GetItem(grpc::CallbackServerContext* context,
                                                   const edge::v1::GetItemRequest* request,
                                                   edge::v1::GetItemResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kItemsName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadItem(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::ListItems(grpc::CallbackServerContext* context,
                                                     const edge::v1::ListItemsRequest* request,
                                                     edge::v1::ListItemsResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kItemsName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadItems(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::GetKitchenBoard(
    grpc::CallbackServerContext* context, const edge::v1::GetKitchenBoardRequest* request,
    edge::v1::GetKitchenBoardResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kKitchenName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadBoard(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::GetKitchenOrders(
    grpc::CallbackServerContext* context, const edge::v1::GetKitchenOrdersRequest* request,
    edge::v1::GetKitchenOrdersResponse* response) {
  return AnswerFromView(
      engine_, callers_, *context, projections::kKitchenOrdersName, request->at_position(),
      [response](const engine::ViewReader& view) { return ReadOrders(view, *response); });
}

grpc::ServerWriteReactor<edge::v1::WatchViewsResponse>* ViewServiceImpl::WatchViews(
    grpc::CallbackServerContext* context, const edge::v1::WatchViewsRequest* request) {
  auto* reactor = new WatchViewsReactor(*context);  // Deletes itself when the call is done.
  const absl::StatusOr<engine::Caller> caller = callers_.CallerOf(*context);
  absl::StatusOr<engine::ViewSubscription> subscription = ToSubscription(*request);
  if (!caller.ok() || !subscription.ok()) {
    reactor->Close(caller.ok() ? subscription.status() : caller.status());
    return reactor;
  }
  subscription->send = [reactor, views = ViewsOf(*subscription)](const engine::ViewBatch& batch) {
    reactor->Send(ToMessage(views, batch));
  };
  subscription->close = [reactor](const absl::Status& status) { reactor->Close(status); };
  subscription->break_off = [reactor] { reactor->BreakOff(); };
  reactor->Start(engine_.WatchViews(*std::move(subscription)));
  return reactor;
}

}  // namespace daybook::rpc
