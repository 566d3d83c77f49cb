// Questions about gift cards and customers: they read what was written.
#include "core/net/errors.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

class ValueViewsTest : public EdgeTest {
 protected:
  void SetUp() override { Start(); }

  absl::Status GetGiftCard(const edge::v1::GetGiftCardRequest& request,
                           edge::v1::GetGiftCardResponse& response) {
    grpc::ClientContext context;
    client_->Prepare(context, absl::Seconds(10));
    return net::FromGrpc(client_->views().GetGiftCard(&context, request, &response), "edge");
  }
};

TEST_F(ValueViewsTest, ShowAGiftCardToWhoNamesIt) {
  const Uuid sale = ids_.Next();
  const std::string card(ids_.Next().AsBytes());
  Accept(StartSale(sale));
  edge::v1::Command line = AddLine(sale, 1, "card", 5000);
  edge::v1::AddLineItem& add = *line.mutable_add_line_item();
  add.set_kind(event::v1::LINE_KIND_GIFT_CARD);
  add.clear_tax_category();
  add.set_gift_card_id(card);
  Accept(line);
  Accept(PayCard(sale, ids_.Next(), 5000));
  Accept(CompleteSale(sale));
  edge::v1::GetGiftCardRequest request;
  request.set_at_position(Head());
  edge::v1::GetGiftCardResponse response;

  EXPECT_EQ(ReasonOf(GetGiftCard(request, response)), Reason::ERROR_REASON_FIELD_MISSING);
  request.set_gift_card_id(std::string(ids_.Next().AsBytes()));
  EXPECT_EQ(ReasonOf(GetGiftCard(request, response)), Reason::ERROR_REASON_GIFT_CARD_UNKNOWN);
  request.set_gift_card_id(card);
  const absl::Status found = GetGiftCard(request, response);

  ASSERT_TRUE(found.ok()) << found;
  EXPECT_EQ(response.gift_card().balance_minor(), 5000);
  EXPECT_EQ(response.gift_card().currency_code(), "GBP");
}

TEST_F(ValueViewsTest, ShowTheBooksOfACustomer) {
  const std::string id(ids_.Next().AsBytes());
  edge::v1::Command create = StartSale(ids_.Next());
  create.mutable_create_customer()->set_customer_id(id);
  create.mutable_create_customer()->set_code("4711");
  Accept(create);
  edge::v1::GetCustomerRequest request;
  request.set_at_position(Head());
  request.set_customer_id(id);
  edge::v1::GetCustomerResponse response;
  grpc::ClientContext context;
  client_->Prepare(context, absl::Seconds(10));

  ASSERT_TRUE(client_->views().GetCustomer(&context, request, &response).ok());

  EXPECT_EQ(response.customer().code(), "4711");
  grpc::ClientContext again;
  client_->Prepare(again, absl::Seconds(10));
  request.set_customer_id(std::string(ids_.Next().AsBytes()));
  EXPECT_EQ(
      ReasonOf(net::FromGrpc(client_->views().GetCustomer(&again, request, &response), "edge")),
      Reason::ERROR_REASON_CUSTOMER_UNKNOWN);
}

}  // namespace
}  // namespace daybook::test
