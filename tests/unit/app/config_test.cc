#include "edge-server/app/config.h"

#include <fstream>

#include "core/domain/bounds.h"
#include "gtest/gtest.h"

namespace daybook::app {
namespace {

using edge::v1::EdgeConfig;

EdgeConfig LeastConfig() {
  EdgeConfig config;
  config.set_data_directory("data");
  config.mutable_shop()->set_store("cafe");
  config.mutable_shop()->set_currency_code("GBP");
  return config;
}

TEST(EdgeConfigTest, IsFilledWithItsDefaults) {
  EdgeConfig config = LeastConfig();

  const absl::Status completed = CompleteConfig(config);

  ASSERT_TRUE(completed.ok()) << completed;
  EXPECT_EQ(config.listen_address(), "127.0.0.1:7443");
  EXPECT_EQ(config.default_role(), edge::v1::ROLE_MANAGER);
  EXPECT_EQ(config.shop().tenant(), "default");
  EXPECT_EQ(config.shop().stock_location(), "main");
  const edge::v1::LimitsConfig& limits = config.limits();
  for (int i = 0; i < limits.GetDescriptor()->field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *limits.GetDescriptor()->field(i);
    EXPECT_TRUE(limits.GetReflection()->HasField(limits, &field)) << field.name();
  }
}

TEST(EdgeConfigTest, KeepsWhatIsSet) {
  EdgeConfig config = LeastConfig();
  config.set_default_role(edge::v1::ROLE_CASHIER);
  config.mutable_shop()->set_tenant("chain");
  config.mutable_shop()->set_stock_location("cellar");
  config.mutable_limits()->set_watchers_max(3);

  ASSERT_TRUE(CompleteConfig(config).ok());

  EXPECT_EQ(config.default_role(), edge::v1::ROLE_CASHIER);
  EXPECT_EQ(config.shop().tenant(), "chain");
  EXPECT_EQ(config.shop().stock_location(), "cellar");
  EXPECT_EQ(config.limits().watchers_max(), 3);
}

TEST(EdgeConfigTest, GivesWhoIsNotListedNoRole) {
  EdgeConfig config = LeastConfig();
  edge::v1::EmployeeConfig& ann = *config.add_employees();
  ann.set_employee("ann");
  ann.set_role(edge::v1::ROLE_CASHIER);
  EdgeConfig lenient = config;
  lenient.set_default_role(edge::v1::ROLE_SUPERVISOR);

  ASSERT_TRUE(CompleteConfig(config).ok());
  ASSERT_TRUE(CompleteConfig(lenient).ok());

  EXPECT_EQ(config.default_role(), edge::v1::ROLE_UNSPECIFIED);
  EXPECT_EQ(lenient.default_role(), edge::v1::ROLE_SUPERVISOR);
}

TEST(EdgeConfigTest, IsRefusedForWhatCannotBeUsed) {
  struct Case {
    std::string_view field;
    void (*change)(EdgeConfig& config);
  };
  const Case cases[] = {
      {"data_directory", [](EdgeConfig& config) { config.clear_data_directory(); }},
      {"listen_address", [](EdgeConfig& config) { config.set_listen_address("localhost"); }},
      {"listen_address", [](EdgeConfig& config) { config.set_listen_address("127.0.0.1:99999"); }},
      {"store", [](EdgeConfig& config) { config.clear_shop(); }},
      {"tax_rules",
       [](EdgeConfig& config) {
         edge::v1::ShopConfig& shop = *config.mutable_shop();
         while (shop.tax_rules_size() <= domain::kTaxRulesMax) {
           edge::v1::TaxRule& rule = *shop.add_tax_rules();
           rule.set_tax_category("category-" + std::to_string(shop.tax_rules_size()));
           rule.set_jurisdiction("GB");
         }
       }},
      {"employees.employee",
       [](EdgeConfig& config) { config.add_employees()->set_employee("Ann Lee"); }},
      {"employees",
       [](EdgeConfig& config) {
         for (int i = 0; i < 2; ++i) config.add_employees()->set_employee("ann");
       }},
      {"devices.device", [](EdgeConfig& config) { config.add_devices(); }},
      {"devices.register",
       [](EdgeConfig& config) {
         edge::v1::DeviceConfig& device = *config.add_devices();
         device.set_device("till-1");
         device.set_register_("a/b");
       }},
      {"devices",
       [](EdgeConfig& config) {
         for (int i = 0; i < 2; ++i) config.add_devices()->set_device("till-1");
       }},
      {"limits.queue_commands_max",
       [](EdgeConfig& config) { config.mutable_limits()->set_queue_commands_max(511); }},
      {"limits.reads_max", [](EdgeConfig& config) { config.mutable_limits()->set_reads_max(-1); }},
  };
  for (const Case& c : cases) {
    EdgeConfig config = LeastConfig();
    c.change(config);

    const absl::Status status = CompleteConfig(config);

    EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_CONFIG_INVALID) << c.field;
    EXPECT_EQ(ErrorMetadata(status, "field"), c.field) << status;
  }
}

TEST(EdgeConfigTest, TakesTheLawOnGiftCardsFromAFile) {
  const std::string path = ::testing::TempDir() + "/edge-with-laws.textproto";
  std::ofstream(path) << "data_directory: \"data\" gift_card_laws_file: \"" DAYBOOK_SOURCE_DIR
                         "/laws/gift_cards.textproto\" shop { store: \"cafe\" currency_code: "
                         "\"USD\" gift_cards { jurisdiction: \"US-CA\" } }";

  const absl::StatusOr<EdgeConfig> config = LoadConfig(path);

  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->shop().gift_cards().jurisdiction(), "US-CA");
  EXPECT_GT(config->shop().gift_cards().laws_size(), 4);
}

TEST(EdgeConfigTest, IsRefusedWithoutTheFileOfLawsThatItNames) {
  const std::string path = ::testing::TempDir() + "/edge-without-laws.textproto";
  std::ofstream(path) << "data_directory: \"data\" gift_card_laws_file: \"nowhere\"";

  EXPECT_EQ(ReasonOf(LoadConfig(path).status()), Reason::ERROR_REASON_CONFIG_INVALID);
}

}  // namespace
}  // namespace daybook::app
