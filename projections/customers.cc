#include "projections/customers.h"

#include "core/domain/customer.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::projections {
namespace {

using domain::Customer;
using domain::CustomerState;
using edge::v1::CustomerView;
using event::v1::EntryHeader;
using event::v1::Event;

// What the rules fold is folded as they do it.
void Fold(const Event& event, CustomerView& row) {
  Customer customer{.state = row.erased() ? CustomerState::kErased : CustomerState::kKnown,
                    .currency_code = row.currency_code(),
                    .code = row.code(),
                    .account_limit_minor = row.account_limit_minor(),
                    .points = row.points(),
                    .credit_minor = row.credit_minor(),
                    .owed_minor = row.owed_minor()};
  domain::Evolve(customer, event);
  row.set_erased(customer.state == CustomerState::kErased);
  row.set_currency_code(customer.currency_code);
  row.set_code(customer.code);
  row.set_account_limit_minor(customer.account_limit_minor);
  row.set_points(customer.points);
  row.set_credit_minor(customer.credit_minor);
  row.set_owed_minor(customer.owed_minor);
}

class Customers : public Projection {
 public:
  std::string_view name() const override { return kCustomersName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() != Category::CATEGORY_CUSTOMER) return absl::OkStatus();
    auto& row = rows.Mutable<CustomerView>(stream.key());
    row.set_customer_id(stream.key());
    Fold(event, row);
    row.set_version(event.version());
    row.set_position(PositionOf(header, event));
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewCustomers() { return std::make_unique<Customers>(); }

}  // namespace daybook::projections
