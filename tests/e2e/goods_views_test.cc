// Questions about the catalogue and the stock: they read what was written, page by page.
#include "core/net/errors.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using ::testing::ElementsAre;

class GoodsViewsTest : public EdgeTest {
 protected:
  void SetUp() override {
    edge::v1::SafetyBuffer& buffer = *edge_.config().mutable_shop()->add_safety_buffers();
    buffer.set_category("bakery");
    buffer.set_mode(edge::v1::SAFETY_BUFFER_MODE_FIXED);
    buffer.set_quantity_milli(2'000);
    Start();
  }

  void UpsertItem(std::string_view sku, std::string_view category) {
    edge::v1::Command command;
    command.mutable_occur_time()->set_seconds(1);
    command.mutable_upsert_item()->set_sku(std::string(sku));
    event::v1::ItemDetails& details = *command.mutable_upsert_item()->mutable_details();
    details.set_name(std::string(sku));
    details.set_category(std::string(category));
    details.set_tax_category("standard");
    *details.mutable_unit_price() = Gbp(250);
    Accept(command);
  }

  // Asks the view service; the deadline is that of the other questions.
  template <typename Request, typename Response>
  absl::Status Query(grpc::Status (edge::v1::ViewService::Stub::*method)(grpc::ClientContext*,
                                                                         const Request&, Response*),
                     const Request& request, Response& response) {
    grpc::ClientContext context;
    client_->Prepare(context, absl::Seconds(10));
    return net::FromGrpc((client_->views().*method)(&context, request, &response), "edge");
  }
};

TEST_F(GoodsViewsTest, ShowTheCataloguePageByPage) {
  for (const std::string_view sku : {"bun", "roll", "scone"}) UpsertItem(sku, "bakery");
  edge::v1::ListItemsRequest request;
  request.set_at_position(Head());
  request.set_page_size(2);
  std::vector<std::string> skus;
  do {
    edge::v1::ListItemsResponse page;
    ASSERT_TRUE(Query(&edge::v1::ViewService::Stub::ListItems, request, page).ok());
    for (const edge::v1::ItemView& item : page.items()) skus.push_back(item.sku());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());

  EXPECT_THAT(skus, ElementsAre("bun", "roll", "scone"));
}

TEST_F(GoodsViewsTest, FindAnItemByItsBarcode) {
  UpsertItem("roll", "bakery");
  edge::v1::Command assign;
  assign.mutable_occur_time()->set_seconds(1);
  assign.mutable_assign_barcode()->set_sku("roll");
  assign.mutable_assign_barcode()->set_barcode("5012345678900");
  Accept(assign);
  edge::v1::GetItemRequest request;
  request.set_barcode("5012345678900");
  request.set_at_position(Head());
  edge::v1::GetItemResponse response;

  const absl::Status found = Query(&edge::v1::ViewService::Stub::GetItem, request, response);

  ASSERT_TRUE(found.ok()) << found;
  EXPECT_EQ(response.item().sku(), "roll");
  request.set_barcode("1");
  EXPECT_EQ(ReasonOf(Query(&edge::v1::ViewService::Stub::GetItem, request, response)),
            Reason::ERROR_REASON_ITEM_UNKNOWN);
  request.set_sku("roll");
  EXPECT_EQ(ReasonOf(Query(&edge::v1::ViewService::Stub::GetItem, request, response)),
            Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(GoodsViewsTest, DoNotShowWhatIsOnlyStaged) {
  const std::string import_id(ids_.Next().AsBytes());
  edge::v1::Command begin;
  begin.mutable_occur_time()->set_seconds(1);
  begin.mutable_begin_import()->set_import_id(import_id);
  Accept(begin);
  edge::v1::Command stage;
  stage.mutable_occur_time()->set_seconds(1);
  stage.mutable_stage_items()->set_import_id(import_id);
  stage.mutable_stage_items()->add_items()->set_sku("bun");
  event::v1::ItemDetails& details = *stage.mutable_stage_items()
                                         ->mutable_items(0)
                                         ->mutable_change()
                                         ->mutable_item_upserted()
                                         ->mutable_details();
  details.set_name("Bun");
  details.set_category("bakery");
  details.set_tax_category("standard");
  Accept(stage);
  edge::v1::GetItemRequest request;
  request.set_sku("bun");
  request.set_at_position(Head());
  edge::v1::GetItemResponse response;
  EXPECT_EQ(ReasonOf(Query(&edge::v1::ViewService::Stub::GetItem, request, response)),
            Reason::ERROR_REASON_ITEM_UNKNOWN);
  edge::v1::Command activate;
  activate.mutable_occur_time()->set_seconds(1);
  activate.mutable_activate_import()->set_import_id(import_id);
  Accept(activate);
  request.set_at_position(Head());

  ASSERT_TRUE(Query(&edge::v1::ViewService::Stub::GetItem, request, response).ok());
  EXPECT_EQ(response.item().item().details().name(), "Bun");
}

TEST_F(GoodsViewsTest, ShowWhatAChannelMaySellByTheBufferOfItsCategory) {
  UpsertItem("roll", "bakery");
  Accept(ReceiveStock("roll", 10'000));
  Accept(ReceiveStock("tea", 10'000));
  edge::v1::ListAvailabilityRequest request;
  request.set_location("main");
  request.set_channel("web");
  request.set_at_position(Head());
  edge::v1::ListAvailabilityResponse response;

  const absl::Status answered =
      Query(&edge::v1::ViewService::Stub::ListAvailability, request, response);

  ASSERT_TRUE(answered.ok()) << answered;
  ASSERT_EQ(response.items_size(), 2);
  EXPECT_EQ(response.items(0).sku(), "roll");
  EXPECT_EQ(response.items(0).available_milli(), 8'000);
  EXPECT_EQ(response.items(1).available_milli(), 10'000);
  request.set_sku("tea");
  edge::v1::ListAvailabilityResponse one;
  ASSERT_TRUE(Query(&edge::v1::ViewService::Stub::ListAvailability, request, one).ok());
  EXPECT_EQ(one.items_size(), 1);

  edge::v1::Command discontinue;
  discontinue.mutable_occur_time()->set_seconds(1);
  discontinue.mutable_discontinue_item()->set_sku("roll");
  Accept(discontinue);
  request.set_sku("roll");
  request.set_at_position(Head());
  edge::v1::ListAvailabilityResponse discontinued;
  ASSERT_TRUE(Query(&edge::v1::ViewService::Stub::ListAvailability, request, discontinued).ok());
  ASSERT_EQ(discontinued.items_size(), 1);
  EXPECT_EQ(discontinued.items(0).available_milli(), 0);
}

TEST_F(GoodsViewsTest, RefuseAChannelThatIsNotNamed) {
  edge::v1::ListAvailabilityRequest request;
  request.set_location("main");
  edge::v1::ListAvailabilityResponse response;

  EXPECT_EQ(ReasonOf(Query(&edge::v1::ViewService::Stub::ListAvailability, request, response)),
            Reason::ERROR_REASON_FIELD_MISSING);
}

}  // namespace
}  // namespace daybook::test
