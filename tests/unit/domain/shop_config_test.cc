#include "core/domain/bounds.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::ShopConfig;

TEST(ShopConfigTest, IsAcceptedIfItCanBeWorkedWith) {
  EXPECT_EQ(ReasonNameOf(CheckShop(BritishShop())), "OK");
  EXPECT_EQ(ReasonNameOf(CheckShop(AmericanShop())), "OK");
}

TEST(ShopConfigTest, IsRefusedForWhatCannotBeWorkedWith) {
  struct Case {
    std::string_view field;
    void (*change)(ShopConfig& shop);
  };
  const Case cases[] = {
      {"tenant", [](ShopConfig& shop) { shop.set_tenant("a b"); }},
      {"store", [](ShopConfig& shop) { shop.clear_store(); }},
      {"store", [](ShopConfig& shop) { shop.set_store(std::string(kStoreBytesMax + 1, 's')); }},
      {"store", [](ShopConfig& shop) { shop.set_store("a\nb"); }},
      {"currency_code", [](ShopConfig& shop) { shop.clear_currency_code(); }},
      {"currency_code", [](ShopConfig& shop) { shop.set_currency_code("gbp"); }},
      {"stock_location", [](ShopConfig& shop) { shop.set_stock_location("a/b"); }},
      {"sign_in_attempts_max", [](ShopConfig& shop) { shop.set_sign_in_attempts_max(101); }},
      {"sign_in_attempts_max", [](ShopConfig& shop) { shop.set_sign_in_attempts_max(-1); }},
      {"lock_out_minutes", [](ShopConfig& shop) { shop.set_lock_out_minutes(43'201); }},
      {"lock_out_minutes", [](ShopConfig& shop) { shop.set_lock_out_minutes(-1); }},
      {"approval_minutes", [](ShopConfig& shop) { shop.set_approval_minutes(1'441); }},
      {"approval_minutes", [](ShopConfig& shop) { shop.set_approval_minutes(-1); }},
      {"tax_rules.tax_category",
       [](ShopConfig& shop) { shop.mutable_tax_rules(0)->clear_tax_category(); }},
      {"tax_rules.tax_category",
       [](ShopConfig& shop) {
         shop.mutable_tax_rules(0)->set_tax_category(std::string(kCodeBytesMax + 1, 't'));
       }},
      {"tax_rules.jurisdiction",
       [](ShopConfig& shop) { shop.mutable_tax_rules(0)->clear_jurisdiction(); }},
      {"tax_rules.rate_ppm",
       [](ShopConfig& shop) { shop.mutable_tax_rules(0)->set_rate_ppm(1'000'001); }},
      {"tax_rules.rate_ppm", [](ShopConfig& shop) { shop.mutable_tax_rules(0)->set_rate_ppm(-1); }},
      {"tax_rules.valid_from",
       [](ShopConfig& shop) { shop.mutable_tax_rules(0)->set_valid_from(20160230); }},
      {"tax_rules", [](ShopConfig& shop) { *shop.add_tax_rules() = shop.tax_rules(0); }},
      {"tax_rules",
       [](ShopConfig& shop) {
         while (shop.tax_rules_size() <= kTaxRulesMax) shop.add_tax_rules();
       }},
  };
  for (const Case& c : cases) {
    ShopConfig shop = BritishShop();
    c.change(shop);

    const absl::Status status = CheckShop(shop);

    EXPECT_EQ(ReasonNameOf(status), "CONFIG_INVALID");
    EXPECT_EQ(ErrorMetadata(status, "field"), c.field);
  }
}

}  // namespace
}  // namespace daybook::domain
