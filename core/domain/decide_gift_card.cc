// A gift card is paid out in cash where the law asks for it. An ask: a till by itself does not know
// what is on it.
#include "core/base/money.h"
#include "core/domain/asks.h"
#include "core/domain/cash.h"
#include "core/domain/fields.h"
#include "core/domain/gift_card_acts.h"
#include "core/domain/policies.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

// What comes to just the law's amount is not less than it.
absl::Status CheckDue(int64_t balance_minor, const Draft& draft) {
  const int32_t business_date = draft.command().business_date();
  const int64_t below_minor =
      LawOn(draft.config().gift_cards(), business_date).cash_out_below_minor();
  if (balance_minor < below_minor) return absl::OkStatus();
  const std::string_view currency_code = draft.config().currency_code();
  return Error(Reason::ERROR_REASON_CASH_OUT_NOT_DUE,
               "{balance} are on the gift card: what is less than {below} is paid out",
               {{"balance", FormatMoney(balance_minor, currency_code)},
                {"balance_minor", balance_minor},
                {"below", FormatMoney(below_minor, currency_code)},
                {"below_minor", below_minor}});
}

void RecordPaidOut(std::string_view register_name, const std::string& drawer_session_id,
                   int64_t amount_minor, Draft& draft) {
  if (amount_minor <= 0) return;
  event::v1::CashPaidOut& paid_out =
      *draft.RecordOnDrawer(*Uuid::FromBytes(drawer_session_id)).mutable_cash_paid_out();
  paid_out.mutable_amount()->set_currency_code(draft.config().currency_code());
  paid_out.mutable_amount()->set_minor_units(amount_minor);
  paid_out.set_reason("gift card");
  event::v1::DocumentIssued document;
  document.set_kind(event::v1::DOCUMENT_KIND_PAY_OUT);
  document.set_drawer_session_id(drawer_session_id);
  document.set_total_minor(amount_minor);
  IssueDocument(register_name, SeriesKind::kSales, std::move(document), draft);
}

}  // namespace

absl::Status DecideCase(const edge::v1::CashOutGiftCard& cash_out, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "what is on a gift card"));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("gift_card_id", cash_out.gift_card_id()));
  DAYBOOK_ASSIGN_OR_RETURN(const std::string_view register_name, CallersRegister(draft));
  DAYBOOK_RETURN_IF_ERROR(CheckDrawer(event::v1::TENDER_CASH, cash_out.drawer_session_id(), draft));
  const int32_t business_date = draft.command().business_date();
  const GiftCard before = GiftCardAfter(id, draft);
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCardState(before, business_date, GiftCardAct::kCashOut, id));
  if (before.currency_code != draft.config().currency_code()) {
    return Error(Reason::ERROR_REASON_CURRENCY_MISMATCH,
                 "the gift card is in {card}, the shop in {currency}",
                 {{"card", before.currency_code}, {"currency", draft.config().currency_code()}});
  }
  RecordFee(id, draft);
  const int64_t balance_minor = GiftCardAfter(id, draft).balance_minor;
  if (balance_minor <= 0) return BalanceIsLow(1, balance_minor, draft);
  DAYBOOK_RETURN_IF_ERROR(CheckDue(balance_minor, draft));

  const int64_t rounding_minor = CashRounding(balance_minor, draft.config());
  event::v1::GiftCardCashedOut& cashed_out =
      *draft.Record(GiftCardStream(id)).mutable_gift_card_cashed_out();
  cashed_out.set_amount_minor(balance_minor);
  cashed_out.set_rounding_minor(rounding_minor);
  cashed_out.set_drawer_session_id(cash_out.drawer_session_id());
  RecordPaidOut(register_name, cash_out.drawer_session_id(), balance_minor + rounding_minor, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
