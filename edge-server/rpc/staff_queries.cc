// The queries of ViewService about who works in the shop.
#include "core/domain/employee.h"
#include "core/domain/fields.h"
#include "edge-server/rpc/page_token.h"
#include "edge-server/rpc/unary.h"
#include "edge-server/rpc/view_rows.h"
#include "edge-server/rpc/view_service.h"
#include "projections/approvals.h"
#include "projections/employees.h"

namespace daybook::rpc {
namespace {

using engine::ViewReader;
using projections::KeyRange;

// Hands the rows of one page of the range to `add`, and gives the response its token.
template <typename Request, typename Response, typename Add>
absl::Status ReadPage(const ViewReader& view, const Request& request, KeyRange range,
                      bool backwards, Response& response, Add add) {
  DAYBOOK_ASSIGN_OR_RETURN(const int32_t size, PageSize(request.page_size()));
  DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::PageToken token,
                           ReadPageToken(ListOf(request), request.page_token()));
  if (!token.key().empty()) {
    if (token.key() < range.from || token.key() > range.to) return PageTokenInvalid();
    if (backwards) {
      range.to = token.key();
    } else {
      range.from = token.key() + '\0';
    }
  }
  DAYBOOK_ASSIGN_OR_RETURN(const auto rows, view.Rows(range.from, range.to, backwards, size));
  for (const auto& [key, row] : rows) DAYBOOK_RETURN_IF_ERROR(add(row));
  if (std::ssize(rows) == size) {
    edge::v1::PageToken next;
    next.set_key(rows.back().first);
    response.set_next_page_token(WritePageToken(ListOf(request), std::move(next)));
  }
  response.set_view_position(view.position());
  return absl::OkStatus();
}

KeyRange RangeOf(const std::string& employee) {
  return employee.empty() ? projections::EmployeesRange() : KeyRange{employee, employee + '\0'};
}

absl::Status ReadEmployees(const ViewReader& view, const edge::v1::ListEmployeesRequest& request,
                           edge::v1::ListEmployeesResponse& response) {
  if (!request.employee().empty()) {
    DAYBOOK_RETURN_IF_ERROR(domain::CheckEmployee("employee", request.employee()));
  }
  return ReadPage(view, request, RangeOf(request.employee()), /*backwards=*/false, response,
                  [&](std::string_view row) {
                    edge::v1::EmployeeView& employee = *response.add_employees();
                    DAYBOOK_RETURN_IF_ERROR(Decode(row, employee));
                    employee.clear_pin_verifier();
                    return absl::OkStatus();
                  });
}

void AddLockOut(const edge::v1::EmployeeView& employee, const edge::v1::ShopConfig& shop,
                edge::v1::EmployeePin& pin) {
  if (!employee.locked_out()) return;
  pin.set_locked_out(true);
  *pin.mutable_lock_out_time() = employee.lock_out_time();
  const int64_t end_seconds = domain::LockOutEnd(employee.lock_out_time().seconds(), shop);
  if (end_seconds != INT64_MAX) pin.mutable_lock_out_end_time()->set_seconds(end_seconds);
}

absl::Status ReadPins(const ViewReader& view, const edge::v1::ShopConfig& shop,
                      const edge::v1::ListPinVerifiersRequest& request,
                      edge::v1::ListPinVerifiersResponse& response) {
  return ReadPage(view, request, projections::EmployeesRange(), /*backwards=*/false, response,
                  [&](std::string_view row) {
                    edge::v1::EmployeeView employee;
                    DAYBOOK_RETURN_IF_ERROR(Decode(row, employee));
                    if (!employee.has_pin_verifier()) return absl::OkStatus();
                    edge::v1::EmployeePin& pin = *response.add_pins();
                    pin.set_employee(employee.employee());
                    *pin.mutable_verifier() = employee.pin_verifier();
                    AddLockOut(employee, shop, pin);
                    return absl::OkStatus();
                  });
}

absl::Status ReadApprovals(const ViewReader& view, const edge::v1::ListApprovalsRequest& request,
                           edge::v1::ListApprovalsResponse& response) {
  DAYBOOK_RETURN_IF_ERROR(CheckDate("business_date", request.business_date()));
  return ReadPage(view, request, projections::ApprovalsRange(request.business_date()),
                  /*backwards=*/true, response, [&](std::string_view row) {
                    edge::v1::ApprovalView approval;
                    DAYBOOK_RETURN_IF_ERROR(Decode(row, approval));
                    const bool waits = approval.state() == edge::v1::APPROVAL_STATE_REQUESTED;
                    if (waits || !request.waiting()) *response.add_approvals() = approval;
                    return absl::OkStatus();
                  });
}

}  // namespace

grpc::ServerUnaryReactor* ViewServiceImpl::ListEmployees(
    grpc::CallbackServerContext* context, const edge::v1::ListEmployeesRequest* request,
    edge::v1::ListEmployeesResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kEmployeesName,
                        request->at_position(), [request, response](const ViewReader& view) {
                          return ReadEmployees(view, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::ListPinVerifiers(
    grpc::CallbackServerContext* context, const edge::v1::ListPinVerifiersRequest* request,
    edge::v1::ListPinVerifiersResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kEmployeesName,
                        request->at_position(), [this, request, response](const ViewReader& view) {
                          return ReadPins(view, shop_, *request, *response);
                        });
}

grpc::ServerUnaryReactor* ViewServiceImpl::ListApprovals(
    grpc::CallbackServerContext* context, const edge::v1::ListApprovalsRequest* request,
    edge::v1::ListApprovalsResponse* response) {
  return AnswerFromView(engine_, callers_, *context, projections::kApprovalsName,
                        request->at_position(), [request, response](const ViewReader& view) {
                          return ReadApprovals(view, *request, *response);
                        });
}

}  // namespace daybook::rpc
