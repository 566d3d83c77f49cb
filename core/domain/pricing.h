// What lines and sales come to: quantities, discounts, service charge, tax.
//
// What the shop's offers take off comes first (offers.h).
// Discounts are taken off one after the other, each on what those before it leave of its lines, and
// spread over them by largest remainder, ties to the lower line. The service charge is on what is
// left. Tax is worked out last, on each group as a whole (tax.h). What is no turnover is only added
// to the total.
//
// A line may be taxed in parts: its modifiers may have tax categories of their own, and the price
// of a combo is shared out over the lines that are part of it, by their own prices.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/domain/sale.h"
#include "core/domain/tax.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

// Returns unit price × quantity, half away from zero; nothing beyond kAmountMinorMax.
std::optional<int64_t> LineAmount(int64_t unit_price_minor, int64_t quantity_milli);

// Returns what a line comes to by its prices, its modifiers included; nothing beyond
// kAmountMinorMax. A line that is part of another comes to its modifiers alone.
std::optional<int64_t> AmountOf(const event::v1::SaleLine& line);

// What falls into one tax category of what a line comes to after discounts.
struct PricedPart {
  std::string_view tax_category;  // In the sale.
  int64_t amount_minor = 0;
  int64_t tax_minor = 0;
};

// One line of a sale, priced.
struct PricedLine {
  int32_t number = 0;
  const SaleLine* line = nullptr;  // In the sale.
  int64_t discount_minor = 0;
  int64_t tax_minor = 0;
  std::vector<PricedPart> parts;  // By tax category. None: it is no turnover.

  // What it comes to after discounts.
  int64_t net_minor() const { return line->sold.amount_minor() - discount_minor; }
  bool is_turnover() const { return IsTurnover(line->sold.kind()); }
};

// Returns the places of the sale's discounts in the order in which they are taken off, without the
// removed ones.
std::vector<size_t> DiscountPlaces(const Sale& sale, const edge::v1::ShopConfig& shop);

// Whether the discount at that place is taken off the line.
bool IsOn(const Sale& sale, size_t place, const PricedLine& line);

// Returns the sum, or the nearest number that fits.
int64_t SumOf(std::span<const int64_t> amounts_minor);

// What a discount is taken off, and how much it asks for: no more than is there is taken off.
struct DiscountSize {
  int64_t base_minor = 0;
  int64_t wanted_minor = 0;
  std::vector<int64_t> shares_minor;  // What is taken off each line of the price. None: nothing.
};

// What a sale comes to as it stands.
struct SalePrice {
  std::vector<PricedLine> lines;        // By number, without the removed ones.
  std::vector<int64_t> offers_minor;    // What each of the sale's offers takes off.
  std::vector<DiscountSize> discounts;  // As in the sale; nothing for the removed ones.
  int64_t subtotal_minor = 0;           // The lines that are turnover, as priced.
  int64_t other_minor = 0;              // The others.
  int64_t discount_minor = 0;
  int64_t service_charge_minor = 0;
  int64_t added_tax_minor = 0;  // On top; 0 where prices include tax.
  int64_t total_minor = 0;
  Tax tax;
};

// The rates are those of the business date on which the sale was started: what was due stays due,
// whenever it is paid and completed. Valid as long as the sale does not change.
SalePrice PriceOf(const Sale& sale, const edge::v1::ShopConfig& shop);

// Returns what is still to be paid: the total and the tips, less what was paid and what comes back
// in exchange; of a completed sale also less what was returned and not refunded. Below 0: so much
// too much was paid.
int64_t DueOf(const Sale& sale, const edge::v1::ShopConfig& shop);

}  // namespace daybook::domain
