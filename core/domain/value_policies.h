// What sales, payments and returns do to what the shop owes its customers and its people: the books
// of its gift cards and customers (customer_policies.h), and commissions.
#pragma once

#include <string_view>

#include "core/domain/decide.h"
#include "core/domain/pricing.h"
#include "core/domain/refunds.h"

namespace daybook::domain {

StreamId GiftCardStream(const Uuid& card_id);

// A line that names a gift card is one piece of that kind, above 0, of a card in the shop's
// currency that has not expired. Objects with GIFT_CARD_EXPIRED. Errors: FIELD_INVALID,
// CURRENCY_MISMATCH.
absl::Status CheckGiftCardLine(const edge::v1::AddLineItem& add, Draft& draft);

// Errors: FIELD_INVALID if the line names a gift card and would be of another quantity than one
// piece.
absl::Status CheckGiftCardQuantity(const event::v1::SaleLine& line);

// The amounts of a sale's gift cards are put on them. Objects with GIFT_CARD_EXPIRED.
absl::Status LoadGiftCards(const SaleInHand& hand, Draft& draft);

// What the sale put on gift cards is taken off again. Objects with GIFT_CARD_BALANCE_LOW if it was
// spent.
absl::Status TakeGiftCardsBack(const SaleInHand& hand, Draft& draft);

// The same for what is returned: a till by itself may have done that.
void TakeReturnedGiftCardsBack(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                               Draft& draft);

// What a completed sale gives: money on gift cards and accounts, commissions, points. Objects with
// GIFT_CARD_EXPIRED.
absl::Status GiveValue(const SaleInHand& hand, const SalePrice& price,
                       const event::v1::SaleCompleted& completed, Draft& draft);
// The same, taken back with a voided sale or with what is returned. Objects with
// GIFT_CARD_BALANCE_LOW.
absl::Status TakeValueBack(const SaleInHand& hand, Draft& draft);
void TakeValueBack(const event::v1::ItemsReturned& returned, const SaleInHand& hand, Draft& draft);

// The book of a gift card or of a customer that a payment or a refund may name: whether it may be
// booked, as CheckGiftCardPayment and CheckCustomerPayment say it; it is, a payment's points filled
// in; it goes back.
absl::Status CheckBookPayment(const edge::v1::ReceivePayment& receive, Draft& draft);
absl::Status CheckBookRefunds(const Refunds& refunds, const Sale& sale, Draft& draft);
void TakeOffBook(event::v1::Payment& payment, const Uuid& sale_id, Draft& draft);
void PutOnBook(const event::v1::Payment& payment, event::v1::StoreCreditReason reason,
               const Uuid& sale_id, Draft& draft);
// Of a payment whose command is set aside: leaves out the book that cannot be booked.
void KeepBook(event::v1::Payment& payment, const Draft& draft);

// Whether a gift card, if the payment names one, may be taken for it. Objects with
// NOT_AN_OWN_COMMAND, GIFT_CARD_UNKNOWN, GIFT_CARD_EXPIRED, GIFT_CARD_BALANCE_LOW. Errors:
// FIELD_INVALID, CURRENCY_MISMATCH.
absl::Status CheckGiftCardPayment(const edge::v1::ReceivePayment& receive, Draft& draft);

// Whether the refunds name the gift cards that they go back onto. Objects with GIFT_CARD_UNKNOWN.
// Errors: FIELD_MISSING, FIELD_INVALID, CURRENCY_MISMATCH.
absl::Status CheckGiftCardRefunds(const Refunds& refunds, const Sale& sale, Draft& draft);

// A payment is taken off, or a payment or refund goes back onto, the gift card that it names, if it
// does. A fee that is due is charged first.
void RedeemGiftCard(const event::v1::Payment& payment, const Uuid& sale_id, Draft& draft);
void CreditGiftCard(const event::v1::Payment& payment, const Uuid& sale_id, Draft& draft);

// Of a payment whose command is set aside: leaves its gift card out unless that can be booked.
void KeepGiftCard(event::v1::Payment& payment, const Draft& draft);

// Errors: TENDER_FIXED if the payment was taken off a gift card or a customer's book: its tender
// and amount stay.
absl::Status CheckNotOnBook(const Payment& payment, const Uuid& payment_id);

// The salespersons of a completed sale's lines earn what the shop's rules say.
void EarnCommissions(const SaleInHand& hand, const SalePrice& price, Draft& draft);

// All of it goes back; or the share of what is returned: of several returns of one line each takes
// the share of all that came back so far less what was taken before, so that the last one takes the
// remainder.
void ReverseCommissions(const SaleInHand& hand, Draft& draft);
void ReverseCommissions(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                        Draft& draft);

}  // namespace daybook::domain
