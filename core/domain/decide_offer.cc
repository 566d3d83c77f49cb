// Which of the shop's offers count in a sale.
#include <algorithm>

#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/offers.h"

namespace daybook::domain {
namespace {

void RecordOffer(const Uuid& sale_id, const event::v1::OfferChanged& terms, Draft& draft) {
  event::v1::OfferApplied& applied = *draft.RecordOnSale(sale_id).mutable_offer_applied();
  applied.set_offer(terms.offer());
  *applied.mutable_terms() = terms;
  applied.set_coupon(terms.coupon());
}

}  // namespace

bool HasOffer(const Sale& sale, std::string_view offer) {
  return std::ranges::any_of(sale.offers, [&](const event::v1::OfferApplied& applied) {
    return applied.offer() == offer;
  });
}

void RecordOffers(const SaleInHand& hand, const event::v1::SaleLine& line, Draft& draft) {
  const auto& offers = draft.Find<Offers>(OfferStream(draft.config()));
  size_t room = kSaleOffersMax - std::min(hand.sale.offers.size(), kSaleOffersMax);
  for (const auto& [name, terms] : offers.by_name) {
    const bool applies = !terms.coupon() && IsValidOn(terms, draft.command().business_date()) &&
                         Concerns(terms, line.sku(), line.category());
    if (!applies || room == 0 || HasOffer(hand.sale, name)) continue;
    RecordOffer(hand.id, terms, draft);
    --room;
  }
}

absl::Status DecideCase(const edge::v1::RedeemCoupon& redeem, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, "what a coupon is good for"));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("offer", redeem.offer(), kCodeBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const SaleInHand hand, TakeSale(redeem.sale_id(), draft));
  const auto& offers = draft.Find<Offers>(OfferStream(draft.config()));
  const auto known = offers.by_name.find(redeem.offer());
  const bool is_valid = known != offers.by_name.end() && known->second.coupon() &&
                        IsValidOn(known->second, draft.command().business_date());
  if (!is_valid) {
    return Error(Reason::ERROR_REASON_OFFER_UNKNOWN, "no coupon {offer} is good on that day",
                 {{"offer", redeem.offer()}});
  }
  if (HasOffer(hand.sale, redeem.offer())) return absl::OkStatus();
  if (hand.sale.offers.size() >= kSaleOffersMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "{offers_max} offers count in the sale, as many as may",
                 {{"offers_max", kSaleOffersMax}});
  }

  RecordOffer(hand.id, known->second, draft);
  return absl::OkStatus();
}

}  // namespace daybook::domain
