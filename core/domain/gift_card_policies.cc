// Gift cards, as sales load them and payments are taken off them.
#include "core/base/money.h"
#include "core/domain/bounds.h"
#include "core/domain/fields.h"
#include "core/domain/gift_card.h"
#include "core/domain/gift_card_acts.h"
#include "core/domain/value_policies.h"

namespace daybook::domain {
namespace {

// A gift card that a field names.
struct CardInHand {
  Uuid id;
  GiftCard card;  // With what the draft has done to it.
};

int32_t Today(const Draft& draft) { return draft.command().business_date(); }

CardInHand TakeCard(const Uuid& id, const Draft& draft) { return {id, GiftCardAfter(id, draft)}; }

absl::Status CheckCurrency(const GiftCard& card, const Draft& draft) {
  const std::string& currency_code = draft.config().currency_code();
  if (card.currency_code.empty() || card.currency_code == currency_code) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_CURRENCY_MISMATCH,
               "the gift card is in {card}, the shop in {currency}",
               {{"card", card.currency_code}, {"currency", currency_code}});
}

// Reads the card of a payment or a refund of that tender.
absl::StatusOr<CardInHand> ReadCard(std::string_view field, std::string_view card_id,
                                    event::v1::Tender tender, const Draft& draft) {
  if (tender != event::v1::TENDER_GIFT_CARD) return FieldInvalid(field, "belongs to gift cards");
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid(field, card_id));
  CardInHand hand = TakeCard(id, draft);
  DAYBOOK_RETURN_IF_ERROR(CheckCurrency(hand.card, draft));
  return hand;
}

// Whether so much may be put on a card.
absl::Status CheckLoad(const CardInHand& hand, int64_t amount_minor, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckCurrency(hand.card, draft));
  DAYBOOK_RETURN_IF_ERROR(
      draft.Object(CheckGiftCardState(hand.card, Today(draft), GiftCardAct::kLoad, hand.id)));
  if (AddClamped(hand.card.balance_minor, amount_minor) <= kAmountMinorMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_AMOUNT_OVERFLOW, "more would be on the gift card than may be",
               {{"amount_minor_max", kAmountMinorMax}});
}

// Puts the amount of a line on its card.
void Load(const event::v1::SaleLine& line, const Uuid& sale_id, Draft& draft) {
  const Uuid card_id = *Uuid::FromBytes(line.gift_card_id());
  RecordFee(card_id, draft);
  const GiftCard card = GiftCardAfter(card_id, draft);
  const int32_t expiry_date = ExpiryDateFor(draft.config().gift_cards(), Today(draft));
  event::v1::Event& event = draft.Record(GiftCardStream(card_id));
  if (card.loaded_minor > 0) {
    event::v1::GiftCardReloaded& reloaded = *event.mutable_gift_card_reloaded();
    reloaded.set_amount_minor(line.amount_minor());
    reloaded.set_sale_id(std::string(sale_id.AsBytes()));
    reloaded.set_line(line.line());
    // What could be spent for longer stays so.
    const bool never = card.expiry_date == 0 || expiry_date == 0;
    reloaded.set_expiry_date(never ? 0 : std::max(card.expiry_date, expiry_date));
    return;
  }
  event::v1::GiftCardActivated& activated = *event.mutable_gift_card_activated();
  activated.set_currency_code(draft.config().currency_code());
  activated.set_amount_minor(line.amount_minor());
  activated.set_sale_id(std::string(sale_id.AsBytes()));
  activated.set_line(line.line());
  activated.set_expiry_date(expiry_date);
}

void RecordLoadReversed(const event::v1::SaleLine& line, int64_t amount_minor, const Uuid& sale_id,
                        Draft& draft) {
  if (amount_minor <= 0) return;
  const Uuid card_id = *Uuid::FromBytes(line.gift_card_id());
  event::v1::GiftCardLoadReversed& reversed =
      *draft.Record(GiftCardStream(card_id)).mutable_gift_card_load_reversed();
  reversed.set_amount_minor(amount_minor);
  reversed.set_sale_id(std::string(sale_id.AsBytes()));
  reversed.set_line(line.line());
}

bool LoadsCard(const SaleLine& line) {
  return !line.removed && !line.sold.gift_card_id().empty() && line.sold.amount_minor() > 0;
}

}  // namespace

StreamId GiftCardStream(const Uuid& card_id) {
  return StreamId::Of(Category::CATEGORY_GIFT_CARD, card_id);
}

GiftCard GiftCardAfter(const Uuid& card_id, const Draft& draft) {
  const StreamId stream = GiftCardStream(card_id);
  GiftCard card = draft.Find<GiftCard>(stream);
  const event::v1::EntryHeader origin = OriginOf(draft.command(), draft.context());
  for (const NewEvent& recorded : draft.events()) {
    if (recorded.stream == stream) Evolve(card, origin, recorded.event);
  }
  return card;
}

void RecordFee(const Uuid& card_id, Draft& draft) {
  const GiftCard card = GiftCardAfter(card_id, draft);
  const InactivityFee fee = FeeOn(card, draft.config().gift_cards(), Today(draft));
  const bool same_currency = card.currency_code == draft.config().currency_code();
  if (fee.amount_minor == 0 || !same_currency) return;
  event::v1::GiftCardFeeCharged& charged =
      *draft.Record(GiftCardStream(card_id)).mutable_gift_card_fee_charged();
  charged.set_amount_minor(fee.amount_minor);
  charged.set_month_count(fee.month_count);
}

absl::Status BalanceIsLow(int64_t amount_minor, int64_t balance_minor, const Draft& draft) {
  const std::string_view currency_code = draft.config().currency_code();
  return Error(Reason::ERROR_REASON_GIFT_CARD_BALANCE_LOW,
               "{amount} is more than the {balance} that are on the gift card",
               {{"amount", FormatMoney(amount_minor, currency_code)},
                {"amount_minor", amount_minor},
                {"balance", FormatMoney(balance_minor, currency_code)},
                {"balance_minor", balance_minor}});
}

absl::Status CheckGiftCardLine(const edge::v1::AddLineItem& add, Draft& draft) {
  if (add.gift_card_id().empty()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("gift_card_id", add.gift_card_id()));
  if (add.kind() != event::v1::LINE_KIND_GIFT_CARD) {
    return FieldInvalid("gift_card_id", "belongs to lines of that kind");
  }
  if (add.unit_price().minor_units() == 0) return FieldInvalid("unit_price", "puts nothing on it");
  return CheckLoad(TakeCard(id, draft), add.unit_price().minor_units(), draft);
}

absl::Status CheckGiftCardQuantity(const event::v1::SaleLine& line) {
  if (line.gift_card_id().empty() || line.quantity_milli() == kMilliPerUnit) {
    return absl::OkStatus();
  }
  return FieldInvalid("quantity_milli", "is not the one piece that a gift card is");
}

absl::Status LoadGiftCards(const SaleInHand& hand, Draft& draft) {
  for (const auto& [number, line] : hand.sale.lines) {
    if (!LoadsCard(line)) continue;
    const CardInHand card = TakeCard(*Uuid::FromBytes(line.sold.gift_card_id()), draft);
    DAYBOOK_RETURN_IF_ERROR(CheckLoad(card, line.sold.amount_minor(), draft));
    Load(line.sold, hand.id, draft);
  }
  return absl::OkStatus();
}

absl::Status TakeGiftCardsBack(const SaleInHand& hand, Draft& draft) {
  for (const auto& [number, line] : hand.sale.lines) {
    if (!LoadsCard(line)) continue;
    const CardInHand card = TakeCard(*Uuid::FromBytes(line.sold.gift_card_id()), draft);
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(CheckGiftCardState(card.card, Today(draft), GiftCardAct::kTakeBack, card.id)));
    const int64_t amount_minor = line.sold.amount_minor();
    if (amount_minor > card.card.balance_minor) {
      DAYBOOK_RETURN_IF_ERROR(
          draft.Object(BalanceIsLow(amount_minor, card.card.balance_minor, draft)));
    }
    RecordLoadReversed(line.sold, amount_minor, hand.id, draft);
  }
  return absl::OkStatus();
}

void TakeReturnedGiftCardsBack(const event::v1::ItemsReturned& returned, const SaleInHand& hand,
                               Draft& draft) {
  for (const event::v1::ReturnedLine& back : returned.lines()) {
    const SaleLine* const line = hand.sale.FindLine(back.line());
    if (line == nullptr || !LoadsCard(*line)) continue;
    RecordLoadReversed(line->sold, back.amount_minor(), hand.id, draft);
  }
}

absl::Status CheckGiftCardPayment(const edge::v1::ReceivePayment& receive, Draft& draft) {
  if (receive.gift_card_id().empty()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const CardInHand hand, ReadCard("gift_card_id", receive.gift_card_id(),
                                                           receive.tender(), draft));
  DAYBOOK_RETURN_IF_ERROR(
      draft.Object(CheckAsk("a till cannot take money off a gift card by itself", draft)));
  DAYBOOK_RETURN_IF_ERROR(
      draft.Object(CheckGiftCardState(hand.card, Today(draft), GiftCardAct::kRedeem, hand.id)));
  const int64_t fee_minor =
      FeeOn(hand.card, draft.config().gift_cards(), Today(draft)).amount_minor;
  const int64_t balance_minor = hand.card.balance_minor - fee_minor;
  const int64_t amount_minor = receive.amount().minor_units();
  if (amount_minor <= balance_minor) return absl::OkStatus();
  return draft.Object(BalanceIsLow(amount_minor, balance_minor, draft));
}

absl::Status CheckGiftCardRefunds(const Refunds& refunds, const Sale& sale, Draft& draft) {
  const bool paid_by_card = std::ranges::any_of(sale.payments, [](const auto& entry) {
    return entry.second.Counts() && !entry.second.gift_card_id.empty();
  });
  for (const edge::v1::Refund& refund : refunds) {
    const bool to_card = refund.tender() == event::v1::TENDER_GIFT_CARD;
    if (refund.gift_card_id().empty()) {
      if (to_card && paid_by_card) return FieldMissing("refunds.gift_card_id");
      continue;
    }
    DAYBOOK_ASSIGN_OR_RETURN(
        const CardInHand hand,
        ReadCard("refunds.gift_card_id", refund.gift_card_id(), refund.tender(), draft));
    DAYBOOK_RETURN_IF_ERROR(
        draft.Object(CheckGiftCardState(hand.card, Today(draft), GiftCardAct::kCredit, hand.id)));
  }
  return absl::OkStatus();
}

void RedeemGiftCard(const event::v1::Payment& payment, const Uuid& sale_id, Draft& draft) {
  const auto card_id = Uuid::FromBytes(payment.gift_card_id());
  if (!card_id) return;
  RecordFee(*card_id, draft);
  event::v1::GiftCardRedeemed& redeemed =
      *draft.Record(GiftCardStream(*card_id)).mutable_gift_card_redeemed();
  redeemed.set_amount_minor(payment.amount_minor());
  redeemed.set_sale_id(std::string(sale_id.AsBytes()));
  redeemed.set_payment_id(payment.payment_id());
}

void CreditGiftCard(const event::v1::Payment& payment, const Uuid& sale_id, Draft& draft) {
  const auto card_id = Uuid::FromBytes(payment.gift_card_id());
  if (!card_id) return;
  event::v1::GiftCardCredited& credited =
      *draft.Record(GiftCardStream(*card_id)).mutable_gift_card_credited();
  credited.set_amount_minor(payment.amount_minor());
  credited.set_sale_id(std::string(sale_id.AsBytes()));
  credited.set_payment_id(payment.payment_id());
}

void KeepGiftCard(event::v1::Payment& payment, const Draft& draft) {
  const auto id = Uuid::FromBytes(payment.gift_card_id());
  const bool can_be_booked = id && !id->IsNil() &&
                             payment.tender() == event::v1::TENDER_GIFT_CARD &&
                             CheckCurrency(GiftCardAfter(*id, draft), draft).ok();
  if (!can_be_booked) payment.clear_gift_card_id();
}

}  // namespace daybook::domain
