#include "core/domain/refunds.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/customer_policies.h"
#include "core/domain/fields.h"
#include "core/domain/record_payment.h"
#include "core/domain/sums.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

using edge::v1::Refund;

absl::Status CheckFields(const Refund& refund, std::string_view currency_code) {
  DAYBOOK_RETURN_IF_ERROR(ReadUuid("refunds.payment_id", refund.payment_id()).status());
  DAYBOOK_RETURN_IF_ERROR(CheckTender(refund.tender()));
  return CheckMoney("refunds.amount", refund.amount(), currency_code, 1);
}

// A refund is a new payment of its own; each once.
absl::Status CheckNew(const Refunds& refunds, const Sale& sale) {
  std::set<Uuid> ids;
  for (const Refund& refund : refunds) {
    const Uuid id = *Uuid::FromBytes(refund.payment_id());
    if (!ids.insert(id).second || sale.payments.contains(id) || sale.refunds.contains(id)) {
      return Error(Reason::ERROR_REASON_PAYMENT_EXISTS, "payment {payment} was made",
                   {{"payment", id.ToText()}});
    }
  }
  if (sale.refunds.size() + ids.size() <= kSalePaymentsMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "the sale has {refunds_max} refunds, as many as it may",
               {{"refunds_max", kSalePaymentsMax}});
}

absl::Status CheckSum(const Refunds& refunds, int64_t amount_minor, Draft& draft) {
  const int64_t refunded_minor = RefundedMinor(refunds);
  if (refunded_minor == amount_minor) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  return draft.Object(Error(Reason::ERROR_REASON_REFUND_MISMATCH,
                            "for what comes back {total} goes back, not {refunded}",
                            {{"total", FormatMoney(amount_minor, currency_code)},
                             {"total_minor", amount_minor},
                             {"refunded", FormatMoney(refunded_minor, currency_code)},
                             {"refunded_minor", refunded_minor}}));
}

// Money goes back the way it came: with a tender no more than was paid with it.
absl::Status CheckTenders(const Refunds& refunds, const Sale& sale, Draft& draft) {
  std::map<event::v1::Tender, int64_t> left_minor;
  const auto add = [&](event::v1::Tender tender, int64_t amount_minor) {
    left_minor[tender] = AddClamped(left_minor[tender], amount_minor);
  };
  for (const auto& [id, payment] : sale.payments) {
    if (payment.Counts()) add(payment.tender, payment.amount_minor);
  }
  for (const auto& [id, refund] : sale.refunds) add(refund.tender, -refund.amount_minor);
  for (const Refund& refund : refunds) add(refund.tender(), -refund.amount().minor_units());
  const bool within = std::ranges::all_of(
      refunds, [&](const Refund& refund) { return left_minor[refund.tender()] >= 0; });
  return within ? absl::OkStatus()
                : draft.Require(StepUp::kRefundOtherTender, RefundedMinor(refunds));
}

}  // namespace

int64_t RefundedMinor(const Refunds& refunds) {
  int64_t refunded_minor = 0;
  for (const Refund& refund : refunds) {
    refunded_minor = AddClamped(refunded_minor, refund.amount().minor_units());
  }
  return refunded_minor;
}

absl::Status CheckRefundFields(const Refunds& refunds, std::string_view currency_code) {
  if (static_cast<size_t>(refunds.size()) > kSalePaymentsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} has more than {entries_max} entries",
                 {{"field", "refunds"}, {"entries_max", kSalePaymentsMax}});
  }
  for (const Refund& refund : refunds) {
    DAYBOOK_RETURN_IF_ERROR(CheckFields(refund, currency_code));
  }
  return absl::OkStatus();
}

absl::Status CheckRefunds(const Refunds& refunds, int64_t amount_minor, const Sale& sale,
                          Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckNew(refunds, sale));
  DAYBOOK_RETURN_IF_ERROR(CheckSum(refunds, amount_minor, draft));
  for (const Refund& refund : refunds) {
    DAYBOOK_RETURN_IF_ERROR(CheckDrawer(refund.tender(), refund.drawer_session_id(), draft));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckTenders(refunds, sale, draft));
  return CheckBookRefunds(refunds, sale, draft);
}

google::protobuf::RepeatedPtrField<event::v1::TenderAmount> RecordRefunds(const Refunds& refunds,
                                                                          const Uuid& sale_id,
                                                                          Draft& draft) {
  TenderSums sums;
  for (event::v1::PaymentRefunded& refunded : RefundsOf(refunds, draft.config())) {
    FillPoints(*refunded.mutable_payment(), draft);
    *draft.RecordOnSale(sale_id).mutable_payment_refunded() = refunded;
    PutOnBook(refunded.payment(), event::v1::STORE_CREDIT_REASON_RETURN, sale_id, draft);
    sums.Add(refunded.payment().tender(),
             refunded.payment().amount_minor() + refunded.rounding_minor());
  }
  return sums.ToProto();
}

}  // namespace daybook::domain
