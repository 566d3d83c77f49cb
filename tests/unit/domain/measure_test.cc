// What is weighed, what carries a label, and what only some may buy.
#include "core/domain/label.h"
#include "tests/unit/domain/expect.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using edge::v1::ShopConfig;
using ::testing::ElementsAre;

ShopConfig Grocer() {
  ShopConfig shop = BritishShop();
  shop.add_label_formats()->set_pattern("20iiiiipppppc");
  shop.add_label_formats()->set_pattern("21iiiiiwwwwwc");
  return shop;
}

// Returns thirteen digits: the first twelve and their check digit.
std::string LabelOf(std::string digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  digits.push_back(static_cast<char>('0' + (10 - sum % 10) % 10));
  return digits;
}

Command Labelled(const std::string& label) {
  Command command = AddLine(1, 1, 1000);
  command.mutable_add_line_item()->set_label(label);
  return command;
}

Command Weighed(int64_t gross_milli, int64_t tare_milli, int64_t net_milli) {
  Command command = AddLine(1, 1, 1000);
  edge::v1::AddLineItem& add = *command.mutable_add_line_item();
  add.set_quantity_milli(345);
  add.mutable_measure()->set_gross_milli(gross_milli);
  add.mutable_measure()->set_tare_milli(tare_milli);
  add.mutable_measure()->set_net_milli(net_milli);
  add.mutable_measure()->set_unit("kg");
  return command;
}

Command WithAgeLimit(int32_t years) {
  Command command = AddLine(1, 1, 1000);
  command.mutable_add_line_item()->set_age_limit_years(years);
  return command;
}

TEST(LabelTest, ThatNamesAPriceDecidesWhatTheLineComesTo) {
  ShopAtWork shop(Grocer());
  shop.MustAsk({StartSale(1), Labelled(LabelOf("201234500399"))});

  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 399);
}

TEST(LabelTest, ThatNamesAWeightDecidesTheQuantity) {
  ShopAtWork shop(Grocer());
  shop.MustAsk({StartSale(1), Labelled(LabelOf("211234501500"))});

  EXPECT_EQ(shop.SaleAt(1).lines.at(1).sold.quantity_milli(), 1500);
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 1500);
}

TEST(LabelTest, ThatTheShopDoesNotReadIsFlaggedWithATillByItself) {
  ShopAtWork shop(Grocer());
  shop.MustAsk({StartSale(1)});

  const Decision decision = shop.Own(Labelled(LabelOf("291234500399")));

  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(ReasonNameOf(decision.objection), "LABEL_INVALID");
  EXPECT_EQ(shop.SaleAt(1).subtotal_minor, 1000);
}

TEST(LabelTest, IsRefusedWithAWrongCheckDigitOrOfNoKnownFormat) {
  ShopAtWork shop(Grocer());
  shop.MustAsk({StartSale(1)});
  std::string wrong = LabelOf("201234500399");
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);

  for (const std::string& label :
       {wrong, LabelOf("281234500399"), std::string("2012345003990x"), std::string("20")}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(Labelled(label))), "LABEL_INVALID") << label;
  }
  EXPECT_EQ(ReasonNameOf(shop.Ask(Labelled(LabelOf("211234500000")))), "FIELD_MISSING");
}

TEST(LabelTest, BeyondWhatASaleMayComeToIsRefused) {
  ShopConfig shop_config = Grocer();
  shop_config.mutable_label_formats(0)->set_pattern("20ppppppppppc");
  shop_config.mutable_label_formats(0)->set_multiplier(1'000'000);
  ShopAtWork shop(shop_config);
  shop.MustAsk({StartSale(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Labelled(LabelOf("209999999999")))), "AMOUNT_OVERFLOW");
}

TEST(LabelTest, FormatsThatCannotBeWorkedWithAreNone) {
  for (const std::string_view pattern :
       {"", "20iiiiippppp", "20iiiiipppppp", "30iiiiipppppc", "2iiiiiippppppc", "20iiiiiiiiiic",
        "20iiipwpwpwpc", "20iiiiippipppc", "20iiiiipppppC", "20iiipppwwwwc", "c20iiiiippppp"}) {
    edge::v1::LabelFormat format;
    format.set_pattern(std::string(pattern));
    EXPECT_FALSE(IsLabelFormat(format)) << pattern;
  }
  edge::v1::LabelFormat format;
  format.set_pattern("02iiiivpppppc");
  EXPECT_TRUE(IsLabelFormat(format));
  format.set_multiplier(-1);
  EXPECT_FALSE(IsLabelFormat(format));
}

TEST(MeasureTest, NetIsGrossLessTareAndTheQuantity) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Weighed(400, 50, 345))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Weighed(400, 50, 350))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Weighed(-1, 0, 345))), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Ask(Weighed(395, 50, 345))), "OK");
}

TEST(MeasureTest, StaysWhatItIs) {
  ShopAtWork shop(Grocer());
  Command labelled = Labelled(LabelOf("201234500399"));
  labelled.mutable_add_line_item()->set_line(2);
  shop.MustAsk({StartSale(1), Weighed(395, 50, 345), labelled});

  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeQuantity(1, 1, 2000))), "LINE_MEASURED");
  EXPECT_EQ(ReasonNameOf(shop.Ask(ChangeQuantity(1, 2, 2000))), "LINE_MEASURED");
}

TEST(AgeTest, IsVerifiedBeforeASaleIsCompleted) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), WithAgeLimit(18), PayCard(1, 1, 1000)});

  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "AGE_NOT_VERIFIED");
  shop.MustAsk({VerifyAge(1, 16)});
  EXPECT_EQ(ReasonNameOf(shop.Ask(Complete(1))), "AGE_NOT_VERIFIED");
  shop.MustAsk({VerifyAge(1, 18), Complete(1)});
}

TEST(AgeTest, OfATillByItselfIsFlagged) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), WithAgeLimit(18), PayCard(1, 1, 1000)});

  const Decision decision = shop.Own(Complete(1));

  EXPECT_FALSE(decision.set_aside);
  EXPECT_EQ(ReasonNameOf(decision.objection), "AGE_NOT_VERIFIED");
  EXPECT_EQ(shop.SaleAt(1).state, SaleState::kCompleted);
}

TEST(AgeTest, ThatIsNotReachedIsRecordedWithoutADateOfBirth) {
  ShopAtWork shop;
  shop.MustAsk({StartSale(1), WithAgeLimit(18)});
  Command refused = VerifyAge(1, 18);
  refused.mutable_verify_age()->set_refused(true);
  refused.mutable_verify_age()->set_check(event::v1::AGE_CHECK_DOCUMENT);

  EXPECT_THAT(Recorded(shop.Ask(refused)), ElementsAre("AgeSaleRefused"));
  EXPECT_EQ(shop.SaleAt(1).verified_age_years, 0);
}

TEST(AgeTest, IsNoMatterOnceTheLineIsRemoved) {
  ShopAtWork shop;
  Command other = AddLine(1, 2, 500);
  shop.MustAsk(
      {StartSale(1), WithAgeLimit(18), other, RemoveLine(1, 1), PayCard(1, 1, 500), Complete(1)});
}

}  // namespace
}  // namespace daybook::domain
