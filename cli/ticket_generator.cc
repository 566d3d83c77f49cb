#include "cli/ticket_generator.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>
#include <vector>

#include "cli/tickets_file.h"
#include "core/base/business_date.h"
#include "core/base/ids.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

struct Product {
  std::string_view name;
  std::string_view category;
  int64_t unit_price_minor;
  std::string_view tax_category;
  int64_t weight;  // How often it is bought, among the others.
};

constexpr Product kProducts[] = {
    {"Espresso", "drinks", 220, "standard", 70},
    {"Flat white", "drinks", 320, "standard", 160},
    {"Cappuccino", "drinks", 330, "standard", 120},
    {"Latte", "drinks", 340, "standard", 110},
    {"Filter coffee", "drinks", 260, "standard", 80},
    {"Breakfast tea", "drinks", 230, "standard", 90},
    {"Hot chocolate", "drinks", 350, "standard", 30},
    {"Orange juice", "drinks", 300, "standard", 35},
    {"Sparkling water", "drinks", 180, "standard", 25},
    {"Croissant", "bakery", 210, "zero", 130},
    {"Pain au chocolat", "bakery", 240, "zero", 80},
    {"Cinnamon bun", "bakery", 290, "zero", 60},
    {"Banana bread", "bakery", 310, "zero", 40},
    {"Scone", "bakery", 250, "zero", 35},
    {"Brownie", "bakery", 280, "zero", 45},
    {"Sourdough loaf", "bakery", 420, "zero", 30},
    {"Baguette", "bakery", 230, "zero", 35},
    {"Granola bowl", "meals", 580, "standard", 18},
    {"Eggs on toast", "meals", 690, "standard", 26},
    {"Soup of the day", "meals", 550, "standard", 40},
    {"Cheese toastie", "meals", 620, "standard", 55},
    {"Falafel wrap", "meals", 680, "standard", 32},
    {"Garden salad", "meals", 640, "standard", 24},
    {"Jar of honey", "goods", 590, "zero", 6},
    {"Coffee beans 250 g", "goods", 850, "zero", 10},
    {"Reusable cup", "goods", 1200, "standard", 4},
};

struct Hour {
  int64_t hour;
  int64_t weight;
};

// Breakfast, lunch, and a cup of tea at four.
constexpr Hour kHours[] = {{7, 6},   {8, 14}, {9, 13}, {10, 8}, {11, 8}, {12, 16},
                           {13, 14}, {14, 7}, {15, 7}, {16, 9}, {17, 4}, {18, 2}};

constexpr int64_t kPieceWeights[] = {34, 32, 18, 9, 5, 2};  // Of 1, 2, … pieces.
constexpr int64_t kRemovedPercent = 4;                      // Of tickets: a line is taken off.
constexpr int64_t kUnknownPerMille = 8;                     // Of tickets: a code nobody knows.
constexpr int64_t kAbandonedPercent = 1;                    // Of tickets: nothing is left.
constexpr std::string_view kUnknownItem = "Adjustment";

// Returns an index, each as often as its weight says.
template <typename Range, typename WeightOf>
size_t Choose(const Range& range, WeightOf weight_of, SeededRandom& random) {
  int64_t sum = 0;
  for (const auto& element : range) sum += std::invoke(weight_of, element);
  int64_t left = random.Below(sum);
  size_t index = 0;
  for (const auto& element : range) {
    left -= std::invoke(weight_of, element);
    if (left < 0) break;
    ++index;
  }
  return index;
}

int64_t ChooseSecond(SeededRandom& random) {
  const Hour& hour = kHours[Choose(kHours, &Hour::weight, random)];
  return hour.hour * 3600 + random.Below(3600);
}

std::vector<std::string_view> ChooseItems(SeededRandom& random) {
  if (random.Below(100) < kAbandonedPercent) return {kRemovedItem};
  std::vector<std::string_view> items;
  const size_t count = Choose(kPieceWeights, std::identity(), random) + 1;
  for (size_t i = 0; i < count; ++i) {
    items.push_back(kProducts[Choose(kProducts, &Product::weight, random)].name);
  }
  if (random.Below(100) < kRemovedPercent) items.push_back(kRemovedItem);
  if (random.Below(1000) < kUnknownPerMille) items.push_back(kUnknownItem);
  return items;
}

}  // namespace

std::string GeneratedMenu() {
  std::string menu = "item,sku,category,unit_price_minor,currency_code,tax_category\n";
  int number = 0;
  for (const Product& product : kProducts) {
    menu += fmt::format("{},SKU-{:03},{},{},GBP,{}\n", product.name, ++number, product.category,
                        product.unit_price_minor, product.tax_category);
  }
  return menu;
}

std::string GeneratedTickets(const DayShape& shape) {
  SeededRandom random(shape.seed);
  std::vector<int64_t> seconds;
  for (int64_t i = 0; i < shape.sale_count; ++i) seconds.push_back(ChooseSecond(random));
  std::sort(seconds.begin(), seconds.end());
  std::string tickets = "Date,Time,Transaction,Item\n";
  int64_t number = 0;
  for (const int64_t second : seconds) {
    ++number;
    for (const std::string_view item : ChooseItems(random)) {
      tickets += fmt::format("{},{:02}:{:02}:{:02},{},{}\n", BusinessDateText(shape.business_date),
                             second / 3600, second / 60 % 60, second % 60, number, item);
    }
  }
  return tickets;
}

}  // namespace daybook::cli
