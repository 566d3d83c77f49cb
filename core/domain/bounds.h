// Every bound of the narrow domain. Beyond one of them the answer is TOO_LARGE, unless it says
// otherwise.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/money.h"

namespace daybook::domain {

inline constexpr size_t kSaleLinesMax = 10'000;  // Lines of a sale, removed ones included.
inline constexpr int kLineModifiersMax = 100;
inline constexpr int32_t kAgeYearsMax = 120;       // Beyond it: FIELD_INVALID.
inline constexpr int32_t kGuestCountMax = 10'000;  // Beyond it: FIELD_INVALID.
inline constexpr size_t kSalePaymentsMax = 100;
inline constexpr size_t kSaleDiscountsMax = 100;  // Discounts of a sale, removed ones included.
inline constexpr size_t kSaleTipsMax = 100;
inline constexpr size_t kSaleOffersMax = 100;       // Beyond it: no more apply by themselves.
inline constexpr size_t kSaleReturnLinesMax = 100;  // What comes back in exchange.
inline constexpr int64_t kSaleReturnsMax = 1'000;   // Times that something of a sale is returned.
inline constexpr size_t kSaleTicketsMax = 500;      // Kitchen tickets of a sale.
// Payments and refunds of a sale, with those that are set aside. Beyond it: only CommandSetAside.
inline constexpr size_t kSetAsidePaymentsMax = 1'000;
inline constexpr int kDenominationsMax = 100;

// Payments without an outcome that a day or a drawer session lists. Beyond it: not listed.
inline constexpr size_t kPendingPaymentsMax = 1'000;

// Texts, in bytes. Codes are what totals and streams are keyed by: SKU, category, register.
inline constexpr size_t kCodeBytesMax = 64;
inline constexpr size_t kNameBytesMax = 200;
inline constexpr size_t kReasonBytesMax = 500;
inline constexpr size_t kCardDigitsMax = 4;

// What the kitchen is told about a line. Beyond them: FIELD_INVALID.
inline constexpr int32_t kSeatMax = 999;
inline constexpr int32_t kCourseMax = 99;
inline constexpr int32_t kOrderNumberMax = 999'999;

// Products that are sold out at once.
inline constexpr size_t kSoldOutMax = 1'000;

// Beyond it: FIELD_INVALID. A thousand million units.
inline constexpr int64_t kQuantityMilliMax = 1'000'000'000'000;

// Every rate: all of it, in parts per million. Beyond it: FIELD_INVALID.
inline constexpr int64_t kRatePpmMax = 1'000'000;

// What one of another currency may be worth, in parts per million. Beyond it: FIELD_INVALID.
inline constexpr int64_t kExchangeRatePpmMax = 1'000'000'000'000;

// The largest amount of a line, a sale, a payment or a drawer. Beyond it: FIELD_INVALID for what is
// stated, AMOUNT_OVERFLOW for what is computed. Any sale with any tax on it fits 64 bits.
inline constexpr int64_t kAmountMinorMax = 1'000'000'000'000'000;

// What one unit of anything is in thousandths.
inline constexpr int64_t kMilliPerUnit = 1'000;

// What one line takes of one ingredient of its recipe. Beyond it: so much.
inline constexpr int64_t kStockUseMilliMax = 1'000'000'000'000'000;

// Of the catalogue.
inline constexpr int kRecipeIngredientsMax = 50;
inline constexpr int kItemPricesMax = 100;   // With a date. Beyond it the oldest loses its date.
inline constexpr int kStagedChangesMax = 8;  // Of one item in one import.
inline constexpr int kStagedItemsMax = 200;  // Of one command.
inline constexpr int64_t kImportStagedMax = 20'000;
inline constexpr int kOfferItemsMax = 200;
inline constexpr size_t kOffersMax = 200;  // Of a shop, at once.
inline constexpr size_t kFlagStoresMax = 100;
inline constexpr int32_t kPackUnitsMax = 1'000'000;  // Beyond it: FIELD_INVALID.

// Of the stock.
inline constexpr size_t kReservationsMax = 1'000;  // Of one item at one location.
inline constexpr int kTransferLinesMax = 200;

// Documents that a till issues by itself.
inline constexpr size_t kSeriesBytesMax = 16;
inline constexpr size_t kSignatureBytesMax = 64;
inline constexpr int kTillDocumentsMax = 10;  // With one command.

// What one command leaves behind, as it is stored; far below what the log takes at once.
inline constexpr size_t kDecisionBytesMax = size_t{12} << 20;

// Open drawer sessions and open business days together. Beyond it: OPEN_MAX.
inline constexpr int64_t kOpenBooksMax = 1'000;
// Shifts of cashiers that go on. Beyond it: OPEN_MAX.
inline constexpr int64_t kOpenShiftsMax = 500;

// An employee's periods of work that can be corrected. Beyond it: the oldest no longer can.
inline constexpr size_t kWorkPeriodsMax = 100;
// The longest that a period of work may be corrected to: 31 days. Beyond it: FIELD_INVALID.
inline constexpr int64_t kWorkPeriodSecondsMax = int64_t{31} * 24 * 60 * 60;
// Registers at which one employee is signed in. Beyond it: not remembered.
inline constexpr size_t kSignInsMax = 100;
// Of a shop's configuration. Beyond them: CONFIG_INVALID.
inline constexpr int32_t kSignInAttemptsMax = 100;
inline constexpr int32_t kLockOutMinutesMax = 43'200;
inline constexpr int32_t kApprovalMinutesMax = 1'440;
// Of gift cards. Beyond them: CONFIG_INVALID.
inline constexpr int kGiftCardLawsMax = 1'000;
inline constexpr int32_t kGiftCardMonthsMax = 1'200;
inline constexpr int kLoyaltyRulesMax = 1'000;           // Beyond it: CONFIG_INVALID.
inline constexpr int64_t kPointsPerUnitMax = 1'000'000;  // Beyond it: CONFIG_INVALID.
inline constexpr int kCommissionRulesMax = 1'000;        // Beyond it: CONFIG_INVALID.
// A stream's name as people write it.
inline constexpr size_t kStreamNameBytesMax = 220;

// Sales of one installation that wait for a person. Beyond it the oldest no longer gathers what
// follows.
inline constexpr size_t kSetAsideSalesMax = 1'000;

// Registers whose figures, and series whose documents, a business day tells apart. Beyond it:
// registers are added under kOtherKey, series are not listed.
inline constexpr size_t kDayRegistersMax = 100;
inline constexpr size_t kDaySeriesMax = 1'000;

// Open sales that a business day lists. With more it is not closed: SALES_OPEN.
inline constexpr size_t kDayOpenSalesMax = 1'000;

// Rows of one breakdown of a day's totals. Beyond it what is new is added under kOtherKey.
inline constexpr int kBreakdownRowsMax = 1'000;

// Of a shop's configuration. Beyond them: CONFIG_INVALID.
inline constexpr int kTaxRulesMax = 1'000;
inline constexpr int kSafetyBuffersMax = 1'000;
inline constexpr int64_t kCashRoundingMinorMax = 10'000;
inline constexpr size_t kInstallationsMax = 1'000;
inline constexpr int kLabelFormatsMax = 100;
inline constexpr int64_t kLabelMultiplierMax = 1'000'000;
inline constexpr int kStationsMax = 50;
inline constexpr int kKitchenRoutesMax = 1'000;
inline constexpr int kOrderNumberRangesMax = 1'000;
inline constexpr int32_t kTicketSecondsMax = 86'400;
inline constexpr size_t kStoreBytesMax = 16;  // The store's name is part of every document number.

// Returns a + b, or the nearest number that fits: what has happened is never refused.
inline int64_t AddClamped(int64_t a, int64_t b) {
  return CheckedAdd(a, b).value_or(b > 0 ? INT64_MAX : INT64_MIN);
}

// Returns a - b, or the nearest number that fits.
inline int64_t SubtractClamped(int64_t a, int64_t b) {
  int64_t difference = 0;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return b > 0 ? INT64_MIN : INT64_MAX;
}

}  // namespace daybook::domain
