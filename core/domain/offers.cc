#include "core/domain/offers.h"

#include <algorithm>
#include <functional>

#include "core/base/money.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using event::v1::OfferChanged;

// A line that the offer is for, or so much of one.
struct Piece {
  size_t place = 0;  // Of the line.
  int64_t quantity_milli = 0;
  int64_t rest_minor = 0;  // What is left of it.
};

bool IsOffered(const OfferChanged& offer, const PricedLine& line) {
  const event::v1::SaleLine& sold = line.line->sold;
  return line.is_turnover() && sold.parent_line() == 0 &&
         Concerns(offer, sold.sku(), sold.category());
}

std::vector<Piece> PiecesOf(const OfferChanged& offer, const std::vector<PricedLine>& lines) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!IsOffered(offer, lines[i])) continue;
    pieces.push_back(
        {i, lines[i].line->sold.quantity_milli(), std::max<int64_t>(lines[i].net_minor(), 0)});
  }
  return pieces;
}

int64_t QuantityOf(const std::vector<Piece>& pieces) {
  int64_t sum_milli = 0;
  for (const Piece& piece : pieces) sum_milli = AddClamped(sum_milli, piece.quantity_milli);
  return sum_milli;
}

int64_t RestOf(const std::vector<Piece>& pieces) {
  int64_t sum_minor = 0;
  for (const Piece& piece : pieces) sum_minor = AddClamped(sum_minor, piece.rest_minor);
  return sum_minor;
}

// What one unit of it comes to.
int64_t UnitRest(const Piece& piece) {
  return MultiplyDivide(piece.rest_minor, kMilliPerUnit, piece.quantity_milli).value_or(INT64_MAX);
}

// Returns so much of the pieces, from the first on.
std::vector<Piece> FirstOf(const std::vector<Piece>& pieces, int64_t quantity_milli) {
  std::vector<Piece> first;
  for (const Piece& piece : pieces) {
    if (quantity_milli == 0) break;
    const int64_t taken_milli = std::min(piece.quantity_milli, quantity_milli);
    const auto rest = MultiplyDivide(piece.rest_minor, taken_milli, piece.quantity_milli);
    first.push_back({piece.place, taken_milli, rest.value_or(piece.rest_minor)});
    quantity_milli -= taken_milli;
  }
  return first;
}

bool IsMet(const OfferChanged& offer, const std::vector<Piece>& pieces) {
  return !pieces.empty() && QuantityOf(pieces) >= offer.least_quantity_milli() &&
         RestOf(pieces) >= offer.least_total().minor_units();
}

// Returns the pieces that the offer is taken off: of a multi-buy the dearest, of "the cheapest" the
// cheapest, in whole groups; `group_count` is how many groups, or units, these are.
std::vector<Piece> OfferedPieces(const OfferChanged& offer, std::vector<Piece> pieces,
                                 int64_t& group_count) {
  const int64_t quantity_milli = QuantityOf(pieces);
  const int64_t group_milli = std::max<int64_t>(offer.least_quantity_milli(), 1);
  switch (offer.kind()) {
    case event::v1::OFFER_KIND_MULTI_BUY:
      group_count = quantity_milli / group_milli;
      std::ranges::stable_sort(pieces, std::greater(), UnitRest);
      return FirstOf(pieces, group_count * group_milli);
    case event::v1::OFFER_KIND_CHEAPEST:
      group_count = quantity_milli / group_milli;
      std::ranges::stable_sort(pieces, std::less(), UnitRest);
      return FirstOf(
          pieces, std::min(quantity_milli,
                           MultiplyDivide(group_count, kMilliPerUnit, 1).value_or(quantity_milli)));
    default:
      group_count = 1;
      return pieces;
  }
}

// Returns what is taken off pieces that come to `rest_minor`, in so many thousandths of a group.
int64_t TakenOff(const OfferChanged& offer, int64_t rest_minor, int64_t groups_milli) {
  const auto times = [&](int64_t amount_minor) {
    return MultiplyDivide(amount_minor, groups_milli, kMilliPerUnit).value_or(INT64_MAX);
  };
  switch (offer.size_case()) {
    case OfferChanged::kRatePpm:
      return MultiplyDivide(rest_minor, offer.rate_ppm(), kRatePpmMax).value_or(0);
    case OfferChanged::kAmountOff:
      return times(offer.amount_off().minor_units());
    case OfferChanged::kPrice:
      return SubtractClamped(rest_minor, times(offer.price().minor_units()));
    case OfferChanged::SIZE_NOT_SET:
      break;
  }
  return 0;
}

// Takes something off the pieces together, spread over what they come to.
void TakeOff(const OfferChanged& offer, const std::vector<Piece>& pieces, int64_t groups_milli,
             std::vector<int64_t>& shares) {
  const int64_t rest_minor = RestOf(pieces);
  const int64_t off_minor =
      std::clamp<int64_t>(TakenOff(offer, rest_minor, groups_milli), 0, rest_minor);
  if (off_minor == 0) return;
  std::vector<int64_t> weights;
  for (const Piece& piece : pieces) weights.push_back(piece.rest_minor);
  const std::vector<int64_t> spread = SpreadByLargestRemainder(off_minor, weights);
  for (size_t i = 0; i < pieces.size(); ++i) shares[pieces[i].place] += spread[i];
}

// Takes something off each unit of each line, and the share of it off what is no whole unit.
void TakeOffUnits(const OfferChanged& offer, const std::vector<Piece>& pieces,
                  std::vector<int64_t>& shares) {
  for (const Piece& piece : pieces) TakeOff(offer, {piece}, piece.quantity_milli, shares);
}

std::vector<Piece> AllPieces(const std::vector<PricedLine>& lines) {
  return PiecesOf(OfferChanged(), lines);
}

}  // namespace

bool Concerns(const OfferChanged& offer, std::string_view sku, std::string_view category) {
  if (offer.skus().empty() && offer.categories().empty()) return true;
  const auto is = [](std::string_view wanted) {
    return [wanted](const std::string& code) { return code == wanted; };
  };
  return std::ranges::any_of(offer.skus(), is(sku)) ||
         std::ranges::any_of(offer.categories(), is(category));
}

bool IsValidOn(const OfferChanged& offer, int32_t business_date) {
  return !offer.withdrawn() && offer.valid_from() <= business_date &&
         (offer.valid_to() == 0 || business_date <= offer.valid_to());
}

std::vector<int64_t> OfferShares(const OfferChanged& offer, const std::vector<PricedLine>& lines) {
  std::vector<int64_t> shares(lines.size(), 0);
  const std::vector<Piece> pieces = PiecesOf(offer, lines);
  if (!IsMet(offer, pieces)) return shares;
  switch (offer.kind()) {
    case event::v1::OFFER_KIND_LINES:
      TakeOffUnits(offer, pieces, shares);
      break;
    case event::v1::OFFER_KIND_SALE:
      TakeOff(offer, AllPieces(lines), kMilliPerUnit, shares);
      break;
    default: {
      int64_t group_count = 0;
      const std::vector<Piece> offered = OfferedPieces(offer, pieces, group_count);
      TakeOff(offer, offered, MultiplyDivide(group_count, kMilliPerUnit, 1).value_or(INT64_MAX),
              shares);
    }
  }
  return shares;
}

}  // namespace daybook::domain
