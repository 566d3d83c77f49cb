// Whether a shop's configuration can be worked with.
#include "core/domain/check_shop.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "core/base/business_date.h"
#include "core/base/money.h"
#include "core/base/names.h"
#include "core/domain/bounds.h"
#include "core/domain/label.h"
#include "core/domain/rules.h"

namespace daybook::domain {
namespace {

using edge::v1::SafetyBuffer;
using edge::v1::ShopConfig;
using edge::v1::TaxRule;

static_assert(kCodeBytesMax == 64);  // A name is a code: kNameRule.
absl::Status CheckRule(const TaxRule& rule) {
  if (!IsName(rule.tax_category())) return ConfigInvalid("tax_rules.tax_category", kNoName);
  if (!IsName(rule.jurisdiction())) return ConfigInvalid("tax_rules.jurisdiction", kNoName);
  if (rule.rate_ppm() < 0 || rule.rate_ppm() > kRatePpmMax) {
    return ConfigInvalid("tax_rules.rate_ppm", "is not from 0 to 1000000 (20 % is 200000)");
  }
  if (rule.valid_from() != 0 && !IsBusinessDate(rule.valid_from())) {
    return ConfigInvalid("tax_rules.valid_from",
                         "is not a day of the calendar, as the number yyyymmdd");
  }
  if (!event::v1::OrderType_IsValid(rule.order_type())) {
    return ConfigInvalid("tax_rules.order_type", "is none that this server knows");
  }
  return absl::OkStatus();
}

absl::Status CheckRules(const ShopConfig& shop) {
  if (shop.tax_rules_size() > kTaxRulesMax) return ConfigInvalid("tax_rules", "are too many");
  std::set<std::tuple<std::string, std::string, int, int32_t>> known;
  for (const TaxRule& rule : shop.tax_rules()) {
    DAYBOOK_RETURN_IF_ERROR(CheckRule(rule));
    const auto [at, is_new] = known.emplace(rule.tax_category(), rule.jurisdiction(),
                                            rule.order_type(), rule.valid_from());
    if (!is_new) {
      return ConfigInvalid("tax_rules",
                           "hold two for one category, jurisdiction, order type and first date");
    }
  }
  return absl::OkStatus();
}

// An installation has a series of its own, which none of the server's can be.
absl::Status CheckInstallations(const ShopConfig& shop) {
  if (static_cast<size_t>(shop.installations_size()) > kInstallationsMax) {
    return ConfigInvalid("installations", "are too many");
  }
  std::set<Uuid> ids;
  std::set<std::string> known;
  for (const edge::v1::InstallationConfig& installation : shop.installations()) {
    const auto id = Uuid::Parse(installation.install_id());
    if (!id || !ids.insert(*id).second) {
      return ConfigInvalid("installations.install_id", "is no UUID, or stands twice");
    }
    const std::string& series = installation.series();
    const bool is_own = !series.ends_with(static_cast<char>(SeriesKind::kSales)) &&
                        !series.ends_with(static_cast<char>(SeriesKind::kClosings));
    if (series.size() > kSeriesBytesMax || !IsName(series) || !is_own) {
      return ConfigInvalid("installations.series",
                           "is not 1 to 16 letters, digits, dots, underscores or hyphens that do "
                           "not end in S or Z");
    }
    if (!known.insert(series).second) {
      return ConfigInvalid("installations.series", "is that of another installation too");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLabelFormats(const ShopConfig& shop) {
  if (shop.label_formats_size() > kLabelFormatsMax) {
    return ConfigInvalid("label_formats", "are too many");
  }
  if (std::ranges::all_of(shop.label_formats(), IsLabelFormat)) return absl::OkStatus();
  return ConfigInvalid("label_formats",
                       "hold a pattern that is none, such as 20iiiiipppppc: thirteen characters "
                       "that begin with 02 or 20 to 29, with a price or a weight in one piece");
}

absl::Status CheckStaffRules(const ShopConfig& shop) {
  if (shop.sign_in_attempts_max() < 0 || shop.sign_in_attempts_max() > kSignInAttemptsMax) {
    return ConfigInvalid("sign_in_attempts_max", "is not from 1 to 100");
  }
  if (shop.lock_out_minutes() < 0 || shop.lock_out_minutes() > kLockOutMinutesMax) {
    return ConfigInvalid("lock_out_minutes", "is not from 0 to 43200 (30 days)");
  }
  if (shop.approval_minutes() < 0 || shop.approval_minutes() > kApprovalMinutesMax) {
    return ConfigInvalid("approval_minutes", "is not from 1 to 1440 (a day)");
  }
  return absl::OkStatus();
}

absl::Status CheckBuffer(const SafetyBuffer& buffer) {
  const bool is_empty = (buffer.has_sku() && buffer.sku().empty()) ||
                        (buffer.has_category() && buffer.category().empty()) ||
                        (buffer.has_channel() && buffer.channel().empty());
  if (is_empty) return ConfigInvalid("safety_buffers", "hold one that names nothing");
  const bool is_share = buffer.mode() == edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE;
  const bool is_known = edge::v1::SafetyBufferMode_IsValid(buffer.mode()) &&
                        buffer.mode() != edge::v1::SAFETY_BUFFER_MODE_UNSPECIFIED;
  if (!is_known) return ConfigInvalid("safety_buffers.mode", "is none that this server knows");
  if (buffer.quantity_milli() < 0 || buffer.quantity_milli() > kQuantityMilliMax ||
      (is_share && buffer.quantity_milli() != 0)) {
    return ConfigInvalid("safety_buffers.quantity_milli",
                         "is not from 0 to 1000000000000, or stands beside a percentage");
  }
  if (buffer.rate_ppm() < 0 || buffer.rate_ppm() > kRatePpmMax ||
      (!is_share && buffer.rate_ppm() != 0)) {
    return ConfigInvalid("safety_buffers.rate_ppm",
                         "is not from 0 to 1000000 (20 % is 200000), or the mode is no percentage");
  }
  return absl::OkStatus();
}

absl::Status CheckBuffers(const ShopConfig& shop) {
  if (shop.safety_buffers_size() > kSafetyBuffersMax) {
    return ConfigInvalid("safety_buffers", "are too many");
  }
  std::set<std::tuple<int, std::string, std::string, std::string>> known;
  for (const SafetyBuffer& buffer : shop.safety_buffers()) {
    DAYBOOK_RETURN_IF_ERROR(CheckBuffer(buffer));
    const auto [at, is_new] =
        known.emplace(buffer.scope_case(), buffer.sku(), buffer.category(), buffer.channel());
    if (!is_new) return ConfigInvalid("safety_buffers", "hold two for the same");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ConfigInvalid(std::string_view field, std::string_view problem) {
  return Error(Reason::ERROR_REASON_CONFIG_INVALID, "shop: {field} {problem}",
               {{"field", field}, {"problem", problem}});
}

absl::Status CheckShop(const ShopConfig& shop) {
  if (!IsName(shop.tenant())) return ConfigInvalid("tenant", kNoName);
  if (!IsName(shop.store()) || shop.store().size() > kStoreBytesMax) {
    return ConfigInvalid(
        "store",
        "is not a name: 1 to 16 letters, digits, dots, underscores or hyphens, part "
        "of every document number");
  }
  if (!CurrencyExponent(shop.currency_code())) {
    return ConfigInvalid("currency_code", "is no currency of ISO 4217, such as GBP");
  }
  if (!IsName(StockLocation(shop))) return ConfigInvalid("stock_location", kNoName);
  if (shop.discount_limit_ppm() < 0 || shop.discount_limit_ppm() > kRatePpmMax) {
    return ConfigInvalid("discount_limit_ppm", "is not from 0 to 1000000 (10 % is 100000)");
  }
  if (!edge::v1::DiscountOrder_IsValid(shop.discount_order())) {
    return ConfigInvalid("discount_order", "is none that this server knows");
  }
  if (shop.cash_rounding_minor() < 0 || shop.cash_rounding_minor() > kCashRoundingMinorMax) {
    return ConfigInvalid("cash_rounding_minor", "is not from 1 to 10000 minor units");
  }
  DAYBOOK_RETURN_IF_ERROR(CheckLabelFormats(shop));
  DAYBOOK_RETURN_IF_ERROR(CheckInstallations(shop));
  DAYBOOK_RETURN_IF_ERROR(CheckStaffRules(shop));
  DAYBOOK_RETURN_IF_ERROR(CheckBuffers(shop));
  DAYBOOK_RETURN_IF_ERROR(CheckRules(shop));
  DAYBOOK_RETURN_IF_ERROR(CheckGiftCards(shop.gift_cards()));
  DAYBOOK_RETURN_IF_ERROR(CheckCommissions(shop));
  DAYBOOK_RETURN_IF_ERROR(CheckLoyalty(shop.loyalty()));
  return CheckKitchen(shop.kitchen());
}

}  // namespace daybook::domain
