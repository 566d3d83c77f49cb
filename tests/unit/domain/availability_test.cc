#include "core/domain/availability.h"

#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::SafetyBuffer;
using edge::v1::ShopConfig;

constexpr int64_t kUnit = 1'000;

SafetyBuffer& AddBuffer(edge::v1::SafetyBufferMode mode, int64_t size, ShopConfig& shop) {
  SafetyBuffer& buffer = *shop.add_safety_buffers();
  buffer.set_mode(mode);
  if (mode == edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE) {
    buffer.set_rate_ppm(size);
  } else {
    buffer.set_quantity_milli(size);
  }
  return buffer;
}

// What the web shop may sell of scones.
int64_t AvailableOf(int64_t on_hand_milli, const ShopConfig& shop, int64_t reserved_milli = 0) {
  return AvailabilityOf({.sku = "scone",
                         .category = "bakery",
                         .channel = "web",
                         .on_hand_milli = on_hand_milli,
                         .reserved_milli = reserved_milli},
                        shop)
      .available_milli;
}

TEST(AvailabilityTest, IsAllThatIsOnHandAndNotReservedWithoutABuffer) {
  EXPECT_EQ(AvailableOf(10 * kUnit, ShopConfig()), 10 * kUnit);
  EXPECT_EQ(AvailableOf(10 * kUnit, ShopConfig(), 4 * kUnit), 6 * kUnit);
}

TEST(AvailabilityTest, IsNothingOfWhatIsNotForSale) {
  const AvailabilityAnswer answer = AvailabilityOf(
      {.sku = "scone", .on_hand_milli = 10 * kUnit, .for_sale = false}, ShopConfig());

  EXPECT_EQ(answer.available_milli, 0);
}

TEST(AvailabilityTest, Fixed2Of10Leaves8) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 2 * kUnit, shop);

  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 8 * kUnit);
}

TEST(AvailabilityTest, TwentyPercentOf10Leaves8) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE, 200'000, shop);

  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 8 * kUnit);
}

TEST(AvailabilityTest, AMinimumReserveOf3Of10Leaves7) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_MIN_RESERVE, 3 * kUnit, shop);

  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 7 * kUnit);
  EXPECT_EQ(AvailableOf(2 * kUnit, shop), 0);
}

TEST(AvailabilityTest, APercentageIsRoundedUpToWholeUnits) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE, 200'000, shop);

  EXPECT_EQ(AvailableOf(11 * kUnit, shop), 8 * kUnit);
  EXPECT_EQ(AvailableOf(kUnit, shop), 0);
  EXPECT_EQ(AvailableOf(0, shop), 0);
}

TEST(AvailabilityTest, APercentageIsOfWhatIsNotReserved) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE, 500'000, shop);

  EXPECT_EQ(AvailableOf(10 * kUnit, shop, 4 * kUnit), 3 * kUnit);
}

TEST(AvailabilityTest, IsNeverBelowNothing) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 2 * kUnit, shop);

  EXPECT_EQ(AvailableOf(kUnit, shop), 0);
  EXPECT_EQ(AvailableOf(-5 * kUnit, shop), 0);
  EXPECT_EQ(AvailableOf(INT64_MIN, shop, INT64_MAX), 0);
}

TEST(AvailabilityTest, OfTheLargestStockFits) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE, kRatePpmMax, shop);

  EXPECT_LT(AvailableOf(INT64_MAX, shop), kUnit);
}

TEST(AvailabilityTest, TakesTheBufferOfTheProductBeforeCategoryChannelAndGlobal) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 1 * kUnit, shop);
  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 9 * kUnit);

  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 2 * kUnit, shop).set_channel("web");
  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 8 * kUnit);

  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 3 * kUnit, shop).set_category("bakery");
  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 7 * kUnit);

  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 4 * kUnit, shop).set_sku("scone");
  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 6 * kUnit);
}

TEST(AvailabilityTest, PassesOverBuffersOfOtherThings) {
  ShopConfig shop;
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 2 * kUnit, shop).set_channel("market-place");
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 3 * kUnit, shop).set_category("drinks");
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 4 * kUnit, shop).set_sku("bread");

  EXPECT_EQ(AvailableOf(10 * kUnit, shop), 10 * kUnit);
}

TEST(AvailabilityTest, BuffersThatContradictThemselvesAreNoConfiguration) {
  const auto check = [](const auto& change) {
    ShopConfig shop = BritishShop();
    change(AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, kUnit, shop));
    return ReasonNameOf(CheckShop(shop));
  };

  EXPECT_EQ(check([](SafetyBuffer&) {}), "OK");
  EXPECT_EQ(check([](SafetyBuffer& buffer) { buffer.clear_mode(); }), "CONFIG_INVALID");
  EXPECT_EQ(check([](SafetyBuffer& buffer) { buffer.set_quantity_milli(-1); }), "CONFIG_INVALID");
  EXPECT_EQ(check([](SafetyBuffer& buffer) { buffer.set_rate_ppm(1); }), "CONFIG_INVALID");
  EXPECT_EQ(check([](SafetyBuffer& buffer) { buffer.set_sku(""); }), "CONFIG_INVALID");
  EXPECT_EQ(
      check([](SafetyBuffer& buffer) { buffer.set_mode(edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE); }),
      "CONFIG_INVALID");
}

TEST(AvailabilityTest, TwoBuffersForTheSameAreNoConfiguration) {
  ShopConfig shop = BritishShop();
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, kUnit, shop).set_channel("web");
  AddBuffer(edge::v1::SAFETY_BUFFER_MODE_FIXED, 2 * kUnit, shop).set_channel("web");

  EXPECT_EQ(ReasonNameOf(CheckShop(shop)), "CONFIG_INVALID");
}

}  // namespace
}  // namespace daybook::domain
