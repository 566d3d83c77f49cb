#include "projections/gift_cards.h"

#include "daybook/edge/v1/view.pb.h"
#include "gtest/gtest.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook::projections {
namespace {

using edge::v1::GiftCardView;
using event::v1::Event;

const StreamId kCard = StreamId::Of(Category::CATEGORY_GIFT_CARD, TestId(7));

class GiftCardsTest : public ::testing::Test {
 protected:
  template <typename Fill>
  void Fold(Fill fill) {
    Event event;
    fill(event);
    ASSERT_TRUE(view_.Fold(maker_.Make({{kCard, event}})).ok());
  }
  GiftCardView Row() const { return view_.Read<GiftCardView>(kCard.key); }

  void Activate(int64_t amount_minor) {
    Fold([&](Event& event) {
      event.mutable_gift_card_activated()->set_currency_code("USD");
      event.mutable_gift_card_activated()->set_amount_minor(amount_minor);
      event.mutable_gift_card_activated()->set_expiry_date(20211105);
    });
  }

  EntryMaker maker_;
  TestView view_{NewGiftCards()};
};

TEST_F(GiftCardsTest, ShowWhatIsOnACardAndWhereTheRestWent) {
  Activate(5000);
  Fold([](Event& event) {
    event.mutable_gift_card_reloaded()->set_amount_minor(1000);
    event.mutable_gift_card_reloaded()->set_expiry_date(20211106);
  });
  Fold([](Event& event) { event.mutable_gift_card_redeemed()->set_amount_minor(3000); });
  Fold([](Event& event) { event.mutable_gift_card_credited()->set_amount_minor(500); });
  Fold([](Event& event) {
    event.mutable_gift_card_fee_charged()->set_amount_minor(200);
    event.mutable_gift_card_fee_charged()->set_month_count(13);
  });

  const GiftCardView row = Row();
  EXPECT_TRUE(row.active());
  EXPECT_EQ(row.balance_minor(), 3300);
  EXPECT_EQ(row.loaded_minor(), 6000);
  EXPECT_EQ(row.redeemed_minor(), 2500);
  EXPECT_EQ(row.fee_minor(), 200);
  EXPECT_EQ(row.currency_code(), "USD");
  EXPECT_EQ(row.expiry_date(), 20211106);
  EXPECT_EQ(row.used_date(), kDate);
  EXPECT_EQ(row.version(), 5);
  EXPECT_EQ(row.position(), 5);
}

TEST_F(GiftCardsTest, ShowACardThatWasCashedOut) {
  Activate(999);
  Fold([](Event& event) { event.mutable_gift_card_cashed_out()->set_amount_minor(999); });

  EXPECT_EQ(Row().balance_minor(), 0);
  EXPECT_EQ(Row().cashed_out_minor(), 999);
}

TEST_F(GiftCardsTest, ShowACardWhoseLoadWasTakenBackAsNotActive) {
  Activate(5000);
  Fold([](Event& event) { event.mutable_gift_card_load_reversed()->set_amount_minor(5000); });

  EXPECT_FALSE(Row().active());
  EXPECT_EQ(Row().balance_minor(), 0);
}

}  // namespace
}  // namespace daybook::projections
