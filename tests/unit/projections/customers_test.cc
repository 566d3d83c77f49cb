#include "projections/customers.h"

#include "daybook/edge/v1/view.pb.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::CustomerView;
using event::v1::Event;

const StreamId kCustomer = StreamId::Of(Category::CATEGORY_CUSTOMER, TestId(7));

class CustomersTest : public ::testing::Test {
 protected:
  template <typename Fill>
  void Fold(Fill fill) {
    Event event;
    fill(event);
    ASSERT_TRUE(view_.Fold(maker_.Make({{kCustomer, event}})).ok());
  }
  CustomerView Row() const { return view_.Read<CustomerView>(kCustomer.key); }

  EntryMaker maker_;
  TestView view_{NewCustomers()};
};

TEST_F(CustomersTest, ShowWhatIsOnTheBooks) {
  Fold([](Event& event) {
    event.mutable_customer_created()->set_currency_code("GBP");
    event.mutable_customer_created()->set_code("4711");
  });
  Fold([](Event& event) { event.mutable_customer_updated()->set_account_limit_minor(5000); });
  Fold([](Event& event) { event.mutable_loyalty_points_earned()->set_points(30); });
  Fold([](Event& event) { event.mutable_loyalty_points_redeemed()->set_points(10); });
  Fold([](Event& event) { event.mutable_store_credit_issued()->set_amount_minor(700); });
  Fold([](Event& event) { event.mutable_account_charged()->set_amount_minor(900); });

  const CustomerView row = Row();
  EXPECT_EQ(row.code(), "4711");
  EXPECT_EQ(row.currency_code(), "GBP");
  EXPECT_EQ(row.points(), 20);
  EXPECT_EQ(row.credit_minor(), 700);
  EXPECT_EQ(row.owed_minor(), 900);
  EXPECT_EQ(row.account_limit_minor(), 5000);
  EXPECT_EQ(row.version(), 6);
  EXPECT_FALSE(row.erased());
}

TEST_F(CustomersTest, ForgetTheCodeOfOneWhoIsErased) {
  Fold([](Event& event) { event.mutable_customer_created()->set_code("4711"); });
  Fold([](Event& event) { event.mutable_customer_erased()->set_reason("as they asked"); });

  EXPECT_TRUE(Row().erased());
  EXPECT_EQ(Row().code(), "");
}

}  // namespace
}  // namespace daybook::projections
