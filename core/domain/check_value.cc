// The part of the check of a shop's configuration that is about gift cards, commissions and points.
#include <set>
#include <utility>

#include "core/base/business_date.h"
#include "core/base/names.h"
#include "core/domain/bounds.h"
#include "core/domain/check_shop.h"

namespace daybook::domain {
namespace {

using edge::v1::GiftCardLaw;

bool AreMonths(int32_t months) { return months >= 0 && months <= kGiftCardMonthsMax; }

bool IsAmount(int64_t amount_minor) { return amount_minor >= 0 && amount_minor <= kAmountMinorMax; }

bool IsFirstDate(int32_t date) { return date == 0 || IsBusinessDate(date); }

absl::Status CheckLaw(const GiftCardLaw& law) {
  if (!IsName(law.jurisdiction())) return ConfigInvalid("gift_cards.laws.jurisdiction", kNoName);
  if (!IsFirstDate(law.valid_from())) {
    return ConfigInvalid("gift_cards.laws.valid_from",
                         "is not a day of the calendar, as the number yyyymmdd");
  }
  if (!AreMonths(law.expiry_months_min()) || !AreMonths(law.inactivity_months_min())) {
    return ConfigInvalid("gift_cards.laws", "hold months that are not from 0 to 1200");
  }
  if (IsAmount(law.cash_out_below_minor())) return absl::OkStatus();
  return ConfigInvalid("gift_cards.laws.cash_out_below_minor", "is no amount");
}

}  // namespace

absl::Status CheckGiftCards(const edge::v1::GiftCardConfig& gift_cards) {
  if (!gift_cards.jurisdiction().empty() && !IsName(gift_cards.jurisdiction())) {
    return ConfigInvalid("gift_cards.jurisdiction", kNoName);
  }
  if (!AreMonths(gift_cards.expiry_months())) {
    return ConfigInvalid("gift_cards.expiry_months", "is not from 0 to 1200");
  }
  if (!IsAmount(gift_cards.inactivity_fee_minor())) {
    return ConfigInvalid("gift_cards.inactivity_fee_minor", "is no amount");
  }
  if (gift_cards.laws_size() > kGiftCardLawsMax) {
    return ConfigInvalid("gift_cards.laws", "are too many");
  }
  std::set<std::pair<std::string, int32_t>> known;
  for (const GiftCardLaw& law : gift_cards.laws()) {
    DAYBOOK_RETURN_IF_ERROR(CheckLaw(law));
    if (!known.emplace(law.jurisdiction(), law.valid_from()).second) {
      return ConfigInvalid("gift_cards.laws", "hold two for one jurisdiction and first date");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCommissions(const edge::v1::ShopConfig& shop) {
  if (shop.commissions_size() > kCommissionRulesMax) {
    return ConfigInvalid("commissions", "are too many");
  }
  std::set<std::pair<std::string, int32_t>> known;
  for (const edge::v1::CommissionRule& rule : shop.commissions()) {
    if (rule.rate_ppm() < 0 || rule.rate_ppm() > kRatePpmMax) {
      return ConfigInvalid("commissions.rate_ppm", "is not from 0 to 1000000 (2 % is 20000)");
    }
    if (!IsFirstDate(rule.valid_from())) {
      return ConfigInvalid("commissions.valid_from",
                           "is not a day of the calendar, as the number yyyymmdd");
    }
    if (!known.emplace(rule.category(), rule.valid_from()).second) {
      return ConfigInvalid("commissions", "hold two for one category and first date");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLoyalty(const edge::v1::LoyaltyConfig& loyalty) {
  if (!IsAmount(loyalty.point_value_minor())) {
    return ConfigInvalid("loyalty.point_value_minor", "is no amount");
  }
  if (loyalty.rules_size() > kLoyaltyRulesMax) {
    return ConfigInvalid("loyalty.rules", "are too many");
  }
  std::set<int32_t> known;
  for (const edge::v1::LoyaltyRule& rule : loyalty.rules()) {
    if (rule.points_per_unit() < 0 || rule.points_per_unit() > kPointsPerUnitMax) {
      return ConfigInvalid("loyalty.rules.points_per_unit", "is not from 0 to 1000000");
    }
    if (!IsFirstDate(rule.valid_from())) {
      return ConfigInvalid("loyalty.rules.valid_from",
                           "is not a day of the calendar, as the number yyyymmdd");
    }
    if (!known.insert(rule.valid_from()).second) {
      return ConfigInvalid("loyalty.rules", "hold two for one first date");
    }
  }
  return absl::OkStatus();
}

}  // namespace daybook::domain
