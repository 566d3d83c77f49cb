// The queries of ViewService about what the shop owes its customers.
#include "core/domain/fields.h"
#include "edge-server/rpc/decode_row.h"
#include "edge-server/rpc/unary.h"
#include "edge-server/rpc/view_service.h"
#include "projections/customers.h"
#include "projections/gift_cards.h"

namespace daybook::rpc {
namespace {

absl::Status ReadGiftCard(const engine::ViewReader& view,
                          const edge::v1::GetGiftCardRequest& request,
                          edge::v1::GetGiftCardResponse& response) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, domain::ReadUuid("gift_card_id", request.gift_card_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const auto row, view.Row(request.gift_card_id()));
  if (!row) {
    return Error(Reason::ERROR_REASON_GIFT_CARD_UNKNOWN, "gift card {card} is not known",
                 {{"card", id.ToText()}});
  }
  response.set_view_position(view.position());
  return DecodeRow(*row, *response.mutable_gift_card());
}

absl::Status ReadCustomer(const engine::ViewReader& view,
                          const edge::v1::GetCustomerRequest& request,
                          edge::v1::GetCustomerResponse& response) {
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, domain::ReadUuid("customer_id", request.customer_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const auto row, view.Row(request.customer_id()));
  if (!row) {
    return Error(Reason::ERROR_REASON_CUSTOMER_UNKNOWN, "customer {customer} is not known",
                 {{"customer", id.ToText()}});
  }
  response.set_view_position(view.position());
  return DecodeRow(*row, *response.mutable_customer());
}

}  // namespace

grpc::ServerUnaryReactor* ViewServiceImpl::GetCustomer(grpc::CallbackServerContext* context,
                                                       const edge::v1::GetCustomerRequest* request,
                                                       edge::v1::GetCustomerResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kCustomersName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadCustomer(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::GetGiftCard(grpc::CallbackServerContext* context,
                                                       const edge::v1::GetGiftCardRequest* request,
                                                       edge::v1::GetGiftCardResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kGiftCardsName,
                        request->at_position(),
                        [request, response](const engine::ViewReader& view) {
                          return ReadGiftCard(view, *request, *response);
                        });
}

}  // namespace daybook::rpc
