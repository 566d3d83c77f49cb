// Answers about the stock and the catalogue, from the views `stock` and `items`.
#pragma once

#include "daybook/edge/v1/config.pb.h"
#include "daybook/edge/v1/view_service.pb.h"
#include "edge-server/engine/engine.h"

namespace daybook::rpc {

absl::Status ReadStockLevel(const engine::ViewReader& stock,
                            const edge::v1::GetStockLevelRequest& request,
                            edge::v1::GetStockLevelResponse& response);

absl::Status ReadStockLevels(const engine::ViewReader& stock,
                             const edge::v1::ListStockLevelsRequest& request,
                             edge::v1::ListStockLevelsResponse& response);

// The items say which category a safety buffer may be for.
absl::Status ReadAvailability(const engine::ViewReader& stock, const engine::ViewReader& items,
                              const edge::v1::ShopConfig& shop,
                              const edge::v1::ListAvailabilityRequest& request,
                              edge::v1::ListAvailabilityResponse& response);

absl::Status ReadItem(const engine::ViewReader& items, const edge::v1::GetItemRequest& request,
                      edge::v1::GetItemResponse& response);

absl::Status ReadItems(const engine::ViewReader& items, const edge::v1::ListItemsRequest& request,
                       edge::v1::ListItemsResponse& response);

}  // namespace daybook::rpc
