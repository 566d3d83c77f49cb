#include "core/domain/gift_card.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "core/base/business_date.h"
#include "core/base/check.h"
#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::GiftCardConfig;
using edge::v1::GiftCardLaw;
using event::v1::Event;

constexpr std::string_view kDefaultJurisdiction = "default";

constexpr Reason kYes = Reason::ERROR_REASON_UNSPECIFIED;
constexpr Reason kUnk = Reason::ERROR_REASON_GIFT_CARD_UNKNOWN;
constexpr Reason kLow = Reason::ERROR_REASON_GIFT_CARD_BALANCE_LOW;
constexpr Reason kExp = Reason::ERROR_REASON_GIFT_CARD_EXPIRED;

constexpr GiftCardRule kGiftCardRules[] = {
    // not active, active, used up, expired
    {GiftCardAct::kLoad, {kYes, kYes, kYes, kExp}},
    {GiftCardAct::kTakeBack, {kUnk, kYes, kLow, kYes}},
    {GiftCardAct::kRedeem, {kUnk, kYes, kLow, kExp}},
    {GiftCardAct::kCredit, {kUnk, kYes, kYes, kYes}},
    {GiftCardAct::kCashOut, {kUnk, kYes, kLow, kExp}},
};

// Returns the latest row of that jurisdiction that is valid on the date, or null.
const GiftCardLaw* FindLaw(const GiftCardConfig& config, std::string_view jurisdiction,
                           int32_t business_date) {
  const GiftCardLaw* latest = nullptr;
  for (const GiftCardLaw& law : config.laws()) {
    if (law.jurisdiction() != jurisdiction || law.valid_from() > business_date) continue;
    if (latest == nullptr || law.valid_from() > latest->valid_from()) latest = &law;
  }
  return latest;
}

void Load(GiftCard& card, int64_t amount_minor, int32_t expiry_date) {
  card.loaded_minor = AddClamped(card.loaded_minor, amount_minor);
  card.balance_minor = AddClamped(card.balance_minor, amount_minor);
  card.expiry_date = expiry_date;
}

void Activate(GiftCard& card, const event::v1::GiftCardActivated& activated) {
  card.currency_code = activated.currency_code();
  Load(card, activated.amount_minor(), activated.expiry_date());
}

// A card of which everything was taken back is as one that was never sold.
void TakeBack(GiftCard& card, int64_t amount_minor) {
  card.loaded_minor = SubtractClamped(card.loaded_minor, amount_minor);
  card.balance_minor = SubtractClamped(card.balance_minor, amount_minor);
}

void ChargeFee(GiftCard& card, const event::v1::GiftCardFeeCharged& charged) {
  card.balance_minor = SubtractClamped(card.balance_minor, charged.amount_minor());
  const int64_t month_count = int64_t{card.fee_month_count} + charged.month_count();
  card.fee_month_count =
      static_cast<int32_t>(std::clamp<int64_t>(month_count, 0, kGiftCardMonthsMax));
}

// What a till reports late does not take the last use back.
void Use(GiftCard& card, int32_t business_date) {
  if (business_date <= card.used_date) return;
  card.used_date = business_date;
  card.fee_month_count = 0;
}

}  // namespace

GiftCardState StateOn(const GiftCard& card, int32_t business_date) {
  if (card.loaded_minor <= 0) return GiftCardState::kNotActive;
  if (card.expiry_date != 0 && business_date > card.expiry_date) return GiftCardState::kExpired;
  return card.balance_minor > 0 ? GiftCardState::kActive : GiftCardState::kUsedUp;
}

std::span<const GiftCardRule> GiftCardRules() { return kGiftCardRules; }

absl::Status CheckGiftCardState(const GiftCard& card, int32_t business_date, GiftCardAct act,
                                const Uuid& card_id) {
  const auto* rule = std::ranges::find(kGiftCardRules, act, &GiftCardRule::act);
  DAYBOOK_CHECK(rule != std::end(kGiftCardRules));
  const GiftCardState state = StateOn(card, business_date);
  const Reason objection = rule->objections[static_cast<int>(state)];
  if (objection == kYes) return absl::OkStatus();
  return Error(objection, "gift card {card} is {state}",
               {{"card", card_id.ToText()}, {"state", GiftCardStateName(state)}});
}

std::string_view GiftCardStateName(GiftCardState state) {
  constexpr std::string_view kNames[kGiftCardStateCount] = {"not active", "active", "used up",
                                                            "expired"};
  return kNames[static_cast<int>(state)];
}

std::string_view GiftCardActName(GiftCardAct act) {
  constexpr std::string_view kNames[kGiftCardActCount] = {"load", "take back", "redeem", "credit",
                                                          "cash out"};
  return kNames[static_cast<int>(act)];
}

GiftCardLaw LawOn(const GiftCardConfig& config, int32_t business_date) {
  const GiftCardLaw* law = FindLaw(config, config.jurisdiction(), business_date);
  if (law == nullptr) law = FindLaw(config, kDefaultJurisdiction, business_date);
  return law == nullptr ? GiftCardLaw() : *law;
}

int32_t ExpiryDateFor(const GiftCardConfig& config, int32_t business_date) {
  const GiftCardLaw law = LawOn(config, business_date);
  if (config.expiry_months() == 0 || !law.expiry_allowed()) return 0;
  return MonthsLater(business_date, std::max(config.expiry_months(), law.expiry_months_min()));
}

InactivityFee FeeOn(const GiftCard& card, const GiftCardConfig& config, int32_t business_date) {
  InactivityFee fee;
  const bool is_free = config.inactivity_fee_minor() == 0 || card.balance_minor <= 0;
  if (is_free || card.used_date == 0) return fee;
  for (int32_t month = card.fee_month_count + 1; month <= kGiftCardMonthsMax; ++month) {
    const int32_t due_date = MonthsLater(card.used_date, month);
    if (due_date > business_date || fee.amount_minor == card.balance_minor) break;
    ++fee.month_count;
    const GiftCardLaw law = LawOn(config, due_date);
    if (!law.inactivity_fee_allowed() || month <= law.inactivity_months_min()) continue;
    fee.amount_minor =
        std::min(AddClamped(fee.amount_minor, config.inactivity_fee_minor()), card.balance_minor);
  }
  return fee;
}

int32_t MonthsLater(int32_t business_date, int32_t months) {
  const absl::CivilDay day = CivilDayOf(business_date);
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return BusinessDateOf(std::min(absl::CivilDay(month) + (day.day() - 1), last));
}

edge::v1::GiftCardState ToState(const GiftCard& card) {
  edge::v1::GiftCardState state;
  state.set_loaded_minor(card.loaded_minor);
  state.set_balance_minor(card.balance_minor);
  state.set_currency_code(card.currency_code);
  state.set_expiry_date(card.expiry_date);
  state.set_used_date(card.used_date);
  state.set_fee_month_count(card.fee_month_count);
  return state;
}

GiftCard GiftCardFrom(int64_t version, const edge::v1::GiftCardState& state) {
  return {.version = version,
          .loaded_minor = state.loaded_minor(),
          .balance_minor = state.balance_minor(),
          .currency_code = state.currency_code(),
          .expiry_date = state.expiry_date(),
          .used_date = state.used_date(),
          .fee_month_count = state.fee_month_count()};
}

void Evolve(GiftCard& card, const event::v1::EntryHeader& header, const Event& event) {
  ++card.version;
  switch (event.event_case()) {
    case Event::kGiftCardActivated:
      Activate(card, event.gift_card_activated());
      return Use(card, header.business_date());
    case Event::kGiftCardReloaded:
      Load(card, event.gift_card_reloaded().amount_minor(),
           event.gift_card_reloaded().expiry_date());
      return Use(card, header.business_date());
    case Event::kGiftCardLoadReversed:
      return TakeBack(card, event.gift_card_load_reversed().amount_minor());
    case Event::kGiftCardRedeemed:
      card.balance_minor =
          SubtractClamped(card.balance_minor, event.gift_card_redeemed().amount_minor());
      return Use(card, header.business_date());
    case Event::kGiftCardCredited:
      card.balance_minor =
          AddClamped(card.balance_minor, event.gift_card_credited().amount_minor());
      return Use(card, header.business_date());
    case Event::kGiftCardCashedOut:
      card.balance_minor =
          SubtractClamped(card.balance_minor, event.gift_card_cashed_out().amount_minor());
      return Use(card, header.business_date());
    case Event::kGiftCardFeeCharged:
      return ChargeFee(card, event.gift_card_fee_charged());
    default:
      return;
  }
}

}  // namespace daybook::domain
