// daybook.edge.v1.ViewService: translates between gRPC and the engine, and does nothing else.
#pragma once

#include "daybook/edge/v1/config.pb.h"
#include "daybook/edge/v1/view_service.grpc.pb.h"
#include "edge-server/engine/engine.h"
#include "edge-server/rpc/caller.h"

namespace daybook::rpc {

class ViewServiceImpl : public edge::v1::ViewService::CallbackService {
 public:
  // All outlive this.
  ViewServiceImpl(engine::Engine& engine, const Callers& callers, const edge::v1::ShopConfig& shop)
      : engine_(engine), callers_(callers), shop_(shop) {}

  grpc::ServerUnaryReactor* GetStoreTotals(grpc::CallbackServerContext* context,
                                           const edge::v1::GetStoreTotalsRequest* request,
                                           edge::v1::GetStoreTotalsResponse* response) override;
  grpc::ServerUnaryReactor* GetSale(grpc::CallbackServerContext* context,
                                    const edge::v1::GetSaleRequest* request,
                                    edge::v1::GetSaleResponse* response) override;
  grpc::ServerUnaryReactor* ListSales(grpc::CallbackServerContext* context,
                                      const edge::v1::ListSalesRequest* request,
                                      edge::v1::ListSalesResponse* response) override;
  grpc::ServerUnaryReactor* GetStockLevel(grpc::CallbackServerContext* context,
                                          const edge::v1::GetStockLevelRequest* request,
                                          edge::v1::GetStockLevelResponse* response) override;
  grpc::ServerUnaryReactor* ListEmployees(grpc::CallbackServerContext* context,
                                          const edge::v1::ListEmployeesRequest* request,
                                          edge::v1::ListEmployeesResponse* response) override;
  grpc::ServerUnaryReactor* ListPinVerifiers(grpc::CallbackServerContext* context,
                                             const edge::v1::ListPinVerifiersRequest* request,
                                             edge::v1::ListPinVerifiersResponse* response) override;
  grpc::ServerUnaryReactor* ListApprovals(grpc::CallbackServerContext* context,
                                          const edge::v1::ListApprovalsRequest* request,
                                          edge::v1::ListApprovalsResponse* response) override;
  grpc::ServerUnaryReactor* ListStockLevels(grpc::CallbackServerContext* context,
                                            const edge::v1::ListStockLevelsRequest* request,
                                            edge::v1::ListStockLevelsResponse* response) override;
  grpc::ServerUnaryReactor* ListAvailability(grpc::CallbackServerContext* context,
                                             const edge::v1::ListAvailabilityRequest* request,
                                             edge::v1::ListAvailabilityResponse* response) override;
  grpc::ServerUnaryReactor* GetItem(grpc::CallbackServerContext* context,
                                    const edge::v1::GetItemRequest* request,
                                    edge::v1::GetItemResponse* response) override;
  grpc::ServerUnaryReactor* ListItems(grpc::CallbackServerContext* context,
                                      const edge::v1::ListItemsRequest* request,
                                      edge::v1::ListItemsResponse* response) override;
  grpc::ServerUnaryReactor* GetKitchenBoard(grpc::CallbackServerContext* context,
                                            const edge::v1::GetKitchenBoardRequest* request,
                                            edge::v1::GetKitchenBoardResponse* response) override;
  grpc::ServerUnaryReactor* GetKitchenOrders(grpc::CallbackServerContext* context,
                                             const edge::v1::GetKitchenOrdersRequest* request,
                                             edge::v1::GetKitchenOrdersResponse* response) override;
  grpc::ServerUnaryReactor* GetCustomer(grpc::CallbackServerContext* context,
                                        const edge::v1::GetCustomerRequest* request,
                                        edge::v1::GetCustomerResponse* response) override;
  grpc::ServerUnaryReactor* GetGiftCard(grpc::CallbackServerContext* context,
                                        const edge::v1::GetGiftCardRequest* request,
                                        edge::v1::GetGiftCardResponse* response) override;
  grpc::ServerWriteReactor<edge::v1::WatchViewsResponse>* WatchViews(
      grpc::CallbackServerContext* context, const edge::v1::WatchViewsRequest* request) override;

 private:
  engine::Engine& engine_;
  const Callers& callers_;
  const edge::v1::ShopConfig& shop_;
};

}  // namespace daybook::rpc
