// Commands on the store's safe. They are asks: no till is behind them.
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/safe.h"

namespace daybook::domain {
namespace {

constexpr std::string_view kNotByItself = "a till cannot say by itself what is in the safe";

}  // namespace

absl::Status DecideCase(const edge::v1::DepositToSafe& deposit, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk(kNotByItself, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("amount", deposit.amount(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reference", deposit.reference(), kNameBytesMax));

  event::v1::SafeDeposited& deposited =
      *draft.Record(SafeStream(draft.config())).mutable_safe_deposited();
  *deposited.mutable_amount() = deposit.amount();
  deposited.set_reference(deposit.reference());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::WithdrawFromSafe& withdraw, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk(kNotByItself, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("amount", withdraw.amount(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", withdraw.reason(), kReasonBytesMax));

  event::v1::SafeWithdrawn& withdrawn =
      *draft.Record(SafeStream(draft.config())).mutable_safe_withdrawn();
  *withdrawn.mutable_amount() = withdraw.amount();
  withdrawn.set_reason(withdraw.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CountSafe& count, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk(kNotByItself, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("counted", count.counted(), 0));
  const StreamId stream = SafeStream(draft.config());
  const CashByCurrency& expected = draft.Find<Safe>(stream).expected;
  const auto of_currency = expected.find(count.counted().currency_code());
  const int64_t expected_minor = of_currency == expected.end() ? 0 : of_currency->second;

  event::v1::SafeCounted& counted = *draft.Record(stream).mutable_safe_counted();
  *counted.mutable_counted() = count.counted();
  counted.set_expected_minor(expected_minor);
  counted.set_variance_minor(AddClamped(count.counted().minor_units(), -expected_minor));
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::PrepareBankDeposit& prepare, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckAsk(kNotByItself, draft));
  DAYBOOK_RETURN_IF_ERROR(CheckAnyMoney("amount", prepare.amount(), 1));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reference", prepare.reference(), kNameBytesMax));

  event::v1::BankDepositPrepared& prepared =
      *draft.Record(SafeStream(draft.config())).mutable_bank_deposit_prepared();
  *prepared.mutable_amount() = prepare.amount();
  prepared.set_reference(prepare.reference());
  return absl::OkStatus();
}

}  // namespace daybook::domain
