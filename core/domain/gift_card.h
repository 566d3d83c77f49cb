// One gift card: its table of states, what the law says of it on a date, and the fold of what
// happened to it.
//
// It expires, and a fee falls due, by the dates that commands state: neither is an event by itself.
// A fee is charged before the next load, redemption or cash-out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"
#include "daybook/edge/v1/snapshot.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class GiftCardState { kNotActive, kActive, kUsedUp, kExpired };
inline constexpr int kGiftCardStateCount = 4;

// What is done with a gift card. A sale loads it when it is completed, and takes that back when it
// is voided.
enum class GiftCardAct { kLoad, kTakeBack, kRedeem, kCredit, kCashOut };
inline constexpr int kGiftCardActCount = 5;

struct GiftCard {
  int64_t version = 0;
  int64_t loaded_minor = 0;   // What sales put on it, less what was taken back.
  int64_t balance_minor = 0;  // Below 0 if a till by itself took more than was on it.
  std::string currency_code;
  int32_t expiry_date = 0;      // The last on which it can be spent; 0: it does not expire.
  int32_t used_date = 0;        // The business date of its last use.
  int32_t fee_month_count = 0;  // Months without use since then that a fee was charged for.

  bool operator==(const GiftCard&) const = default;
};

// Returns where the card stands on a business date.
GiftCardState StateOn(const GiftCard& card, int32_t business_date);

// One row of the table of states: what stands against an act in each state. The only place that
// says so; docs/domain.md shows a copy.
struct GiftCardRule {
  GiftCardAct act;
  Reason objections[kGiftCardStateCount];  // By GiftCardState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const GiftCardRule> GiftCardRules();

// Returns what stands against the act on that date, or OK.
absl::Status CheckGiftCardState(const GiftCard& card, int32_t business_date, GiftCardAct act,
                                const Uuid& card_id);

std::string_view GiftCardStateName(GiftCardState state);  // "used up"
std::string_view GiftCardActName(GiftCardAct act);        // "cash out"

// Returns the row of the law that holds for the shop's cards on a date: of the shop's jurisdiction
// or, if that has none, of "default"; nothing is allowed, and nothing due, where there is none.
edge::v1::GiftCardLaw LawOn(const edge::v1::GiftCardConfig& config, int32_t business_date);

// Returns the last business date on which a card can be spent that money is put on on that date; 0:
// it does not expire.
int32_t ExpiryDateFor(const edge::v1::GiftCardConfig& config, int32_t business_date);

// What is taken off a card for the months in which it was not used.
struct InactivityFee {
  int64_t amount_minor = 0;  // No more than is on it.
  int32_t month_count = 0;
};

// Returns the fee that has fallen due up to a date and was not charged: one for each month that
// ends on a date on which the law allows it.
InactivityFee FeeOn(const GiftCard& card, const edge::v1::GiftCardConfig& config,
                    int32_t business_date);

// Returns the business date so many months later: the same day of the month, or that month's last.
int32_t MonthsLater(int32_t business_date, int32_t months);

// The card as a snapshot keeps it, and back.
edge::v1::GiftCardState ToState(const GiftCard& card);
GiftCard GiftCardFrom(int64_t version, const edge::v1::GiftCardState& state);

// Applies an event on the card's stream.
void Evolve(GiftCard& card, const event::v1::EntryHeader& header, const event::v1::Event& event);

}  // namespace daybook::domain
