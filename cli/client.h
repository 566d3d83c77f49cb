// The command line's way to an edge: one channel, every call with a deadline, and repeated while
// the edge says "later" or does not answer. A command keeps its request id in every repetition, so
// none of them can count twice.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "cli/replay.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "daybook/edge/v1/event_service.pb.h"
#include "daybook/edge/v1/view_service.pb.h"

namespace daybook::cli {

// Thread-safe. Every call but the watches repeats what can be repeated until `timeout` has passed;
// its error is then CONNECTION_FAILED or what the edge said last.
class Client : public CommandSender {
 public:
  struct Options {
    std::string address = {};  // "127.0.0.1:7443"
    Caller caller = {};        // Of everything but Execute.
    absl::Duration timeout;    // For one call, with all its repetitions.
  };

  // `clock` and `random` outlive this; `random` is thread-safe.
  Client(Options options, const Clock& clock, RandomSource& random);
  ~Client() override;

  absl::StatusOr<edge::v1::ExecuteResponse> Execute(
      const Caller& caller, const edge::v1::ExecuteRequest& request) override;

  absl::StatusOr<edge::v1::GetHeadResponse> GetHead();
  // Returns the fingerprint of the shop's configuration, "" if the edge does not tell it.
  absl::StatusOr<std::string> GetShopFingerprint();
  absl::StatusOr<edge::v1::ReadStreamResponse> ReadStream(
      const edge::v1::ReadStreamRequest& request);
  absl::StatusOr<edge::v1::ReadEventsResponse> ReadEvents(
      const edge::v1::ReadEventsRequest& request);
  absl::StatusOr<edge::v1::GetStoreTotalsResponse> GetStoreTotals(
      const edge::v1::GetStoreTotalsRequest& request);
  absl::StatusOr<edge::v1::GetSaleResponse> GetSale(const edge::v1::GetSaleRequest& request);
  absl::StatusOr<edge::v1::ListSalesResponse> ListSales(const edge::v1::ListSalesRequest& request);
  absl::StatusOr<edge::v1::GetStockLevelResponse> GetStockLevel(
      const edge::v1::GetStockLevelRequest& request);
  absl::StatusOr<edge::v1::ListEmployeesResponse> ListEmployees(
      const edge::v1::ListEmployeesRequest& request);
  absl::StatusOr<edge::v1::ListApprovalsResponse> ListApprovals(
      const edge::v1::ListApprovalsRequest& request);
  absl::StatusOr<edge::v1::ListStockLevelsResponse> ListStockLevels(
      const edge::v1::ListStockLevelsRequest& request);
  absl::StatusOr<edge::v1::ListAvailabilityResponse> ListAvailability(
      const edge::v1::ListAvailabilityRequest& request);
  absl::StatusOr<edge::v1::GetItemResponse> GetItem(const edge::v1::GetItemRequest& request);
  absl::StatusOr<edge::v1::ListItemsResponse> ListItems(const edge::v1::ListItemsRequest& request);
  absl::StatusOr<edge::v1::GetCustomerResponse> GetCustomer(
      const edge::v1::GetCustomerRequest& request);
  absl::StatusOr<edge::v1::GetGiftCardResponse> GetGiftCard(
      const edge::v1::GetGiftCardRequest& request);
  absl::StatusOr<edge::v1::GetKitchenBoardResponse> GetKitchenBoard(
      const edge::v1::GetKitchenBoardRequest& request);
  absl::StatusOr<edge::v1::GetKitchenOrdersResponse> GetKitchenOrders(
      const edge::v1::GetKitchenOrdersRequest& request);

  // Return true to go on.
  using OnEvents = std::function<bool(const edge::v1::WatchEventsResponse&)>;
  using OnViews = std::function<bool(const edge::v1::WatchViewsResponse&)>;

  // Hands over what comes until `on_message` returns false. When the connection is lost it is made
  // anew, for `timeout` at most: events go on after the last that was handed over; views begin with
  // a snapshot again.
  absl::Status WatchEvents(edge::v1::WatchEventsRequest request, const OnEvents& on_message);
  absl::Status WatchViews(const edge::v1::WatchViewsRequest& request, const OnViews& on_message);

 private:
  class Channel;
  class Retry;

  const Options options_;
  const Clock& clock_;
  RandomSource& random_;
  const std::unique_ptr<Channel> channel_;
};

// Returns how long to wait before attempt `attempt` (from 1): doubling from 20 ms to 2 s, of which
// a random part of up to one half is left out. `random` is any number.
absl::Duration RetryDelay(int attempt, uint64_t random);

}  // namespace daybook::cli
