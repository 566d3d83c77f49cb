#include "core/base/config.h"

#include "daybook/edge/v1/config.pb.h"
#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(ConfigTest, IsReadOverItsDefaults) {
  edge::v1::ShopConfig config;
  config.set_store("default");
  config.set_stock_location("main");

  const absl::Status status =
      ParseConfig("store: \"bakery\"\ntax_rules { rate_ppm: 5 }  # yes\n", "shop.conf", config);

  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(config.store(), "bakery");
  EXPECT_EQ(config.stock_location(), "main");
  EXPECT_EQ(config.tax_rules(0).rate_ppm(), 5);
}

TEST(ConfigTest, IsRefusedWithFileAndLine) {
  struct Case {
    std::string_view text;
    std::string_view line;
  };
  for (const Case& c : {Case{"store: \"a\"\nstroe: \"b\"\n", "2"}, Case{"\n\nstore: 5\n", "3"},
                        Case{"prices_include_tax: perhaps", "1"}, Case{"tax_rules {", "1"}}) {
    edge::v1::ShopConfig config;

    const absl::Status status = ParseConfig(c.text, "shop.conf", config);

    EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_CONFIG_INVALID);
    EXPECT_EQ(ErrorMetadata(status, "file"), "shop.conf");
    EXPECT_EQ(ErrorMetadata(status, "line"), c.line) << c.text;
  }
}

TEST(ConfigTest, IsWrittenAsItCanBeRead) {
  edge::v1::ShopConfig config;
  config.set_store("bakery");
  config.add_tax_rules()->set_rate_ppm(200'000);

  edge::v1::ShopConfig copy;
  ASSERT_TRUE(ParseConfig(PrintConfig(config), "printed", copy).ok());

  EXPECT_EQ(copy.SerializeAsString(), config.SerializeAsString());
}

TEST(ConfigTest, IsRefusedIfTheFileCannotBeRead) {
  edge::v1::ShopConfig config;

  const absl::Status status = ReadConfigFile("no/such/file", config);

  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_CONFIG_INVALID);
  EXPECT_EQ(ErrorMetadata(status, "file"), "no/such/file");
}

}  // namespace
}  // namespace daybook
