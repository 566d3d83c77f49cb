#include "projections/gift_cards.h"

#include "core/domain/bounds.h"
#include "core/domain/gift_card.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/view.pb.h"

namespace daybook::projections {
namespace {

using domain::AddClamped;
using edge::v1::GiftCardView;
using event::v1::EntryHeader;
using event::v1::Event;

// What the rules fold is folded as they do it.
void Fold(const EntryHeader& header, const Event& event, GiftCardView& row) {
  domain::GiftCard card{.loaded_minor = row.loaded_minor(),
                        .balance_minor = row.balance_minor(),
                        .currency_code = row.currency_code(),
                        .expiry_date = row.expiry_date(),
                        .used_date = row.used_date()};
  domain::Evolve(card, header, event);
  row.set_active(card.loaded_minor > 0);
  row.set_loaded_minor(card.loaded_minor);
  row.set_balance_minor(card.balance_minor);
  row.set_currency_code(card.currency_code);
  row.set_expiry_date(card.expiry_date);
  row.set_used_date(card.used_date);
}

// Where the balance went.
void AddUse(const Event& event, GiftCardView& row) {
  switch (event.event_case()) {
    case Event::kGiftCardRedeemed:
      return row.set_redeemed_minor(
          AddClamped(row.redeemed_minor(), event.gift_card_redeemed().amount_minor()));
    case Event::kGiftCardCredited:
      return row.set_redeemed_minor(
          AddClamped(row.redeemed_minor(), -event.gift_card_credited().amount_minor()));
    case Event::kGiftCardCashedOut:
      return row.set_cashed_out_minor(
          AddClamped(row.cashed_out_minor(), event.gift_card_cashed_out().amount_minor()));
    case Event::kGiftCardFeeCharged:
      return row.set_fee_minor(
          AddClamped(row.fee_minor(), event.gift_card_fee_charged().amount_minor()));
    default:
      return;
  }
}

class GiftCards : public Projection {
 public:
  std::string_view name() const override { return kGiftCardsName; }
  int version() const override { return 1; }

  absl::Status Apply(const EntryHeader& header, const Event& event, Rows& rows) const override {
    DAYBOOK_RETURN_IF_ERROR(CheckReadable(header, event));
    const event::v1::StreamName& stream = StreamOf(header, event);
    if (stream.category() != Category::CATEGORY_GIFT_CARD) return absl::OkStatus();
    auto& row = rows.Mutable<GiftCardView>(stream.key());
    row.set_gift_card_id(stream.key());
    Fold(header, event, row);
    AddUse(event, row);
    row.set_version(event.version());
    row.set_position(PositionOf(header, event));
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Projection> NewGiftCards() { return std::make_unique<GiftCards>(); }

}  // namespace daybook::projections
