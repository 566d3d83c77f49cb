#include "projections/store_totals.h"

#include "core/domain/totals.h"
#include "daybook/edge/v1/view.pb.h"
#include "projections/row_key.h"

namespace daybook::projections {
namespace {

using edge::v1::StoreTotals;
using event::v1::EntryHeader;
using event::v1::Event;

bool Concerns(const Event& event) {
  return event.has_business_day_opened() || event.has_business_day_closed() ||
         domain::CountsInTotals(event);
}

// A day may be opened by the closing of the one before.
int32_t DateOf(const EntryHeader& header, const Event& event) {
  return event.has_business_day_opened() ? event.business_day_opened().business_date()
                                         : header.business_date();
}

class Totals : public Projection {
 public:
  std::string_view name() const override { return kStoreTotalsName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    if (!Concerns(event)) return absl::OkStatus();
    const int32_t business_date = DateOf(header, event);
    auto& day = rows.Mutable<StoreTotals>(StoreTotalsKey(business_date));
    day.mutable_totals()->set_business_date(business_date);
    if (event.has_business_day_opened()) {
      day.set_currency_code(event.business_day_opened().currency_code());
    }
    if (event.has_business_day_closed()) day.set_closed(true);
    domain::AddToTotals(header, event, *day.mutable_totals());
    day.set_position(PositionOf(header, event));
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewStoreTotals() { return std::make_unique<Totals>(); }

std::string StoreTotalsKey(int32_t business_date) {
  std::string key;
  AppendBigEndian(key, static_cast<uint32_t>(business_date), 4);
  return key;
}

KeyRange StoreTotalsRange(int32_t first, int32_t last) {
  return {StoreTotalsKey(first), StoreTotalsKey(last + 1)};
}

}  // namespace daybook::projections
