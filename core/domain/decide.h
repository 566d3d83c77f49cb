// The rules of each command. Each adds to the draft what the command records on its own aggregate
// and what follows from it, or returns why it cannot be applied; policies.h and own_commands.h do
// the rest. REQUIRES of all: CheckEnvelope holds for the draft's command.
#pragma once

#include <set>
#include <string_view>

#include "core/domain/cash.h"
#include "core/domain/draft.h"
#include "core/domain/tax.h"
#include "daybook/edge/v1/catalogue.pb.h"

namespace daybook::domain {

absl::Status DecideCase(const edge::v1::StartSale& start, Draft& draft);
absl::Status DecideCase(const edge::v1::AddLineItem& add, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangeQuantity& change, Draft& draft);
absl::Status DecideCase(const edge::v1::RemoveLineItem& remove, Draft& draft);
absl::Status DecideCase(const edge::v1::ReportItemNotFound& report, Draft& draft);
absl::Status DecideCase(const edge::v1::ReceivePayment& receive, Draft& draft);
absl::Status DecideCase(const edge::v1::CompleteSale& complete, Draft& draft);
absl::Status DecideCase(const edge::v1::AbandonSale& abandon, Draft& draft);
absl::Status DecideCase(const edge::v1::OverridePrice& override_price, Draft& draft);
absl::Status DecideCase(const edge::v1::ApplyDiscount& apply, Draft& draft);
absl::Status DecideCase(const edge::v1::RemoveDiscount& remove, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangeOrderType& change, Draft& draft);
absl::Status DecideCase(const edge::v1::ApplyServiceCharge& apply, Draft& draft);
absl::Status DecideCase(const edge::v1::SuspendSale& suspend, Draft& draft);
absl::Status DecideCase(const edge::v1::RetrieveSale& retrieve, Draft& draft);
absl::Status DecideCase(const edge::v1::OpenDrawer& open, Draft& draft);
absl::Status DecideCase(const edge::v1::CountDrawer& count, Draft& draft);
absl::Status DecideCase(const edge::v1::CloseDrawer& close, Draft& draft);
absl::Status DecideCase(const edge::v1::OpenBusinessDay& open, Draft& draft);
absl::Status DecideCase(const edge::v1::CloseBusinessDay& close, Draft& draft);
absl::Status DecideCase(const edge::v1::ReceiveStock& receive, Draft& draft);
absl::Status DecideCase(const edge::v1::StartPayment& start, Draft& draft);
absl::Status DecideCase(const edge::v1::ApprovePayment& approve, Draft& draft);
absl::Status DecideCase(const edge::v1::DeclinePayment& decline, Draft& draft);
absl::Status DecideCase(const edge::v1::ReportPaymentUnknown& report, Draft& draft);
absl::Status DecideCase(const edge::v1::ForwardPayment& forward, Draft& draft);
absl::Status DecideCase(const edge::v1::ReversePayment& reverse, Draft& draft);
absl::Status DecideCase(const edge::v1::CorrectTender& correct, Draft& draft);
absl::Status DecideCase(const edge::v1::AddTip& add, Draft& draft);
absl::Status DecideCase(const edge::v1::AdjustTip& adjust, Draft& draft);
absl::Status DecideCase(const edge::v1::DropCash& drop, Draft& draft);
absl::Status DecideCase(const edge::v1::PayIn& pay_in, Draft& draft);
absl::Status DecideCase(const edge::v1::PayOut& pay_out, Draft& draft);
absl::Status DecideCase(const edge::v1::OpenWithoutSale& open, Draft& draft);
absl::Status DecideCase(const edge::v1::HandOver& hand_over, Draft& draft);
absl::Status DecideCase(const edge::v1::DepositToSafe& deposit, Draft& draft);
absl::Status DecideCase(const edge::v1::WithdrawFromSafe& withdraw, Draft& draft);
absl::Status DecideCase(const edge::v1::CountSafe& count, Draft& draft);
absl::Status DecideCase(const edge::v1::PrepareBankDeposit& prepare, Draft& draft);
absl::Status DecideCase(const edge::v1::VoidSale& void_sale, Draft& draft);
absl::Status DecideCase(const edge::v1::ReturnItems& items, Draft& draft);
absl::Status DecideCase(const edge::v1::AddReturnLine& add, Draft& draft);
absl::Status DecideCase(const edge::v1::RemoveReturnLine& remove, Draft& draft);
absl::Status DecideCase(const edge::v1::RedeemCoupon& redeem, Draft& draft);
absl::Status DecideCase(const edge::v1::ReprintDocument& reprint, Draft& draft);
absl::Status DecideCase(const edge::v1::DeliverReceipt& deliver, Draft& draft);
absl::Status DecideCase(const edge::v1::ClosePeriod& close, Draft& draft);
absl::Status DecideCase(const edge::v1::VerifyAge& verify, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangeTable& change, Draft& draft);
absl::Status DecideCase(const edge::v1::SetGuestCount& set, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangeOwner& change, Draft& draft);
absl::Status DecideCase(const edge::v1::PresentBill& present, Draft& draft);
absl::Status DecideCase(const edge::v1::MoveLines& move, Draft& draft);
absl::Status DecideCase(const edge::v1::SplitSale& split, Draft& draft);
absl::Status DecideCase(const edge::v1::MergeSales& merge, Draft& draft);
absl::Status DecideCase(const edge::v1::ClockIn& clock_in, Draft& draft);
absl::Status DecideCase(const edge::v1::ClockOut& clock_out, Draft& draft);
absl::Status DecideCase(const edge::v1::StartBreak& start, Draft& draft);
absl::Status DecideCase(const edge::v1::EndBreak& end, Draft& draft);
absl::Status DecideCase(const edge::v1::CorrectClock& correct, Draft& draft);
absl::Status DecideCase(const edge::v1::SetPin& set, Draft& draft);
absl::Status DecideCase(const edge::v1::SignIn& sign_in, Draft& draft);
absl::Status DecideCase(const edge::v1::SignOut& sign_out, Draft& draft);
absl::Status DecideCase(const edge::v1::RequestApproval& request, Draft& draft);
absl::Status DecideCase(const edge::v1::AnswerApproval& answer, Draft& draft);
absl::Status DecideCase(const edge::v1::AdjustStock& adjust, Draft& draft);
absl::Status DecideCase(const edge::v1::CountStock& count, Draft& draft);
absl::Status DecideCase(const edge::v1::ReserveStock& reserve, Draft& draft);
absl::Status DecideCase(const edge::v1::ReleaseStock& release, Draft& draft);
absl::Status DecideCase(const edge::v1::RequestTransfer& request, Draft& draft);
absl::Status DecideCase(const edge::v1::ShipTransfer& ship, Draft& draft);
absl::Status DecideCase(const edge::v1::ReceiveTransfer& receive, Draft& draft);
absl::Status DecideCase(const edge::v1::CancelTransfer& cancel, Draft& draft);
absl::Status DecideCase(const edge::v1::ResolvePriceDiscrepancy& resolve, Draft& draft);
absl::Status DecideCase(const edge::v1::UpsertItem& upsert, Draft& draft);
absl::Status DecideCase(const edge::v1::DiscontinueItem& discontinue, Draft& draft);
absl::Status DecideCase(const edge::v1::AssignBarcode& assign, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangePrice& change_price, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangeOffer& change, Draft& draft);
absl::Status DecideCase(const edge::v1::ChangeFlag& change, Draft& draft);
absl::Status DecideCase(const edge::v1::BeginImport& begin, Draft& draft);
absl::Status DecideCase(const edge::v1::StageItems& stage, Draft& draft);
absl::Status DecideCase(const edge::v1::ActivateImport& activate, Draft& draft);
absl::Status DecideCase(const edge::v1::AbortImport& abort, Draft& draft);
absl::Status DecideCase(const edge::v1::SendOrder& send, Draft& draft);
absl::Status DecideCase(const edge::v1::FireCourse& fire, Draft& draft);
absl::Status DecideCase(const edge::v1::StartTicketItem& start, Draft& draft);
absl::Status DecideCase(const edge::v1::ReadyTicketItem& ready, Draft& draft);
absl::Status DecideCase(const edge::v1::BumpTicket& bump, Draft& draft);
absl::Status DecideCase(const edge::v1::RecallTicket& recall, Draft& draft);
absl::Status DecideCase(const edge::v1::RefireTicket& refire, Draft& draft);
absl::Status DecideCase(const edge::v1::MoveTicket& move, Draft& draft);
absl::Status DecideCase(const edge::v1::PrioritiseTicket& prioritise, Draft& draft);
absl::Status DecideCase(const edge::v1::ServeTicket& serve, Draft& draft);
absl::Status DecideCase(const edge::v1::EightySixProduct& product, Draft& draft);
absl::Status DecideCase(const edge::v1::PutProductBack& product, Draft& draft);
absl::Status DecideCase(const edge::v1::CloseStation& close, Draft& draft);
absl::Status DecideCase(const edge::v1::OpenStation& open, Draft& draft);
absl::Status DecideCase(const edge::v1::ReportPrinterFailed& report, Draft& draft);
absl::Status DecideCase(const edge::v1::ReroutePrint& reroute, Draft& draft);
absl::Status DecideCase(const edge::v1::ReportPrinterRestored& report, Draft& draft);
absl::Status DecideCase(const edge::v1::CashOutGiftCard& cash_out, Draft& draft);
absl::Status DecideCase(const edge::v1::CreateCustomer& create, Draft& draft);
absl::Status DecideCase(const edge::v1::UpdateCustomer& update, Draft& draft);
absl::Status DecideCase(const edge::v1::EraseCustomer& erase, Draft& draft);
absl::Status DecideCase(const edge::v1::AttachCustomer& attach, Draft& draft);

// Returns the caller's register. Errors: FIELD_MISSING if it has none.
absl::StatusOr<std::string_view> CallersRegister(const Draft& draft);

// Errors: NOT_AN_OWN_COMMAND, with that message, if the command is a till's own.
absl::Status CheckAsk(std::string_view message, const Draft& draft);

// Objects with PERMISSION_MISSING to somebody else than the employee acting for them without that
// permission.
absl::Status CheckActing(std::string_view employee, StepUp step_up, Draft& draft);

// Returns the sale, for a command that is allowed in its state; a sale that is open at another
// register is objected to. The reference is valid as long as the draft. Errors: FIELD_MISSING,
// FIELD_INVALID, what the table of states says; SALE_ELSEWHERE.
struct SaleInHand {
  Uuid id;
  const Sale& sale;
};
absl::StatusOr<SaleInHand> TakeSale(std::string_view sale_id, Draft& draft);

// The same for what happened wherever the sale is: no register is objected to.
absl::StatusOr<SaleInHand> TakeSaleAnywhere(std::string_view sale_id, const Draft& draft);

// The same by the row of another command than the draft's.
absl::StatusOr<SaleInHand> TakeSaleFor(edge::v1::Command::CommandCase command,
                                       std::string_view sale_id, const Draft& draft);
// Errors: TOO_LARGE if the sale would get more kitchen tickets than one may have.
absl::Status CheckTickets(const Sale& sale, size_t tickets);

// Returns the line. Errors: FIELD_MISSING for 0, LINE_UNKNOWN.
absl::StatusOr<const SaleLine*> TakeLine(const Sale& sale, int32_t number);

// Returns what a line comes to by its prices, where it takes the place of `replaced_minor` in the
// sale. Errors: AMOUNT_OVERFLOW if it, or with it the sale, comes to more than may be.
absl::StatusOr<int64_t> AmountInSale(const Sale& sale, const event::v1::SaleLine& line,
                                     int64_t replaced_minor);

// Returns the tax categories of a line's price and of its modifiers.
std::set<std::string_view> TaxCategoriesOf(const event::v1::SaleLine& line);

// Objects with TAX_RULE_MISSING to what no rule taxes on the sale's date.
absl::Status CheckTaxed(const TaxKind& kind, const Sale& sale, Draft& draft);

// Errors: FIELD_INVALID if it is no number of guests.
absl::Status CheckGuestCount(int32_t guest_count);

// Objects with DRAWER_UNKNOWN or DRAWER_NOT_OPEN. Cash names a drawer session, other tenders may.
// Errors: FIELD_MISSING, FIELD_INVALID.
absl::Status CheckDrawer(event::v1::Tender tender, std::string_view drawer_session_id,
                         Draft& draft);

// Errors: FIELD_MISSING, FIELD_INVALID.
absl::Status CheckTender(event::v1::Tender tender);

// Objects with PAYMENT_PENDING if a terminal is being asked.
absl::Status CheckNotAsking(const Sale& sale, Draft& draft);

// Objects with DRAWER_NOT_OPEN if the drawer session that took a payment in cash is not open.
absl::Status CheckCashDrawer(const Payment& payment, Draft& draft);

// Whether the offer counts in the sale.
bool HasOffer(const Sale& sale, std::string_view offer);

// Records the shop's offers that are for what is rung up and do not count in the sale yet.
void RecordOffers(const SaleInHand& hand, const event::v1::SaleLine& line, Draft& draft);

// Flags a line that is sold at another price than the catalogue has for the item on the command's
// business date.
void FlagPrice(const edge::v1::AddLineItem& add, const edge::v1::CatalogueItem& item,
               const Uuid& sale_id, Draft& draft);

}  // namespace daybook::domain
