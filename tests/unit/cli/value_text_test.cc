#include "cli/value_text.h"

#include "core/base/ids.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

TEST(GiftCardTextTest, ShowsWhatIsOnACardInALine) {
  const Uuid id = DeriveUuid(Uuid{}, "card");
  edge::v1::GiftCardView card;
  card.set_gift_card_id(std::string(id.AsBytes()));
  card.set_active(true);
  card.set_currency_code("USD");
  card.set_balance_minor(2000);
  card.set_loaded_minor(5000);
  card.set_redeemed_minor(3000);
  card.set_used_date(20161105);
  EXPECT_EQ(GiftCardText(card), id.ToText() +
                                    ": 20.00 USD (50.00 USD loaded, 30.00 USD redeemed), last used "
                                    "on 2016-11-05");

  card.set_balance_minor(0);
  card.set_fee_minor(200);
  card.set_cashed_out_minor(1800);
  card.set_expiry_date(20211105);
  card.set_active(false);
  EXPECT_EQ(GiftCardText(card), id.ToText() +
                                    ": 0.00 USD (50.00 USD loaded, 30.00 USD redeemed, 18.00 USD "
                                    "cashed out, 2.00 USD of fees), not active, to be spent until "
                                    "2021-11-05, last used on 2016-11-05");
}

TEST(CustomerTextTest, ShowsTheBooksInALine) {
  const Uuid id = DeriveUuid(Uuid{}, "customer");
  edge::v1::CustomerView customer;
  customer.set_customer_id(std::string(id.AsBytes()));
  customer.set_code("4711");
  customer.set_currency_code("GBP");
  customer.set_points(12);
  customer.set_credit_minor(500);
  customer.set_owed_minor(2000);
  customer.set_account_limit_minor(5000);

  EXPECT_EQ(CustomerText(customer), id.ToText() +
                                        " (4711): 12 points, 5.00 GBP of credit, owes 20.00 GBP of "
                                        "at most 50.00 GBP");
}

}  // namespace
}  // namespace daybook::cli
