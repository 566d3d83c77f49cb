#include "cli/json.h"

#include "daybook/edge/v1/view.pb.h"
#include "daybook/event/v1/entry.pb.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

TEST(MessageJsonTest, WritesAMessageInWordsThatPeopleUseElsewhere) {
  edge::v1::SaleView sale;
  sale.set_sale_id(
      std::string("\x01\x90\xa3\xc2\x7b\x1e\x70\x00\x80\x00\x01\x23\x45\x67\x89\xab", 16));
  sale.set_state(edge::v1::SaleState::SALE_STATE_COMPLETED);
  sale.set_business_date(20161105);
  sale.set_total_minor(450);
  sale.mutable_start_time()->set_seconds(1478339134);

  const std::string json = MessageJson(sale);

  for (const std::string_view part :
       {R"("sale_id":"0190a3c2-7b1e-7000-8000-0123456789ab")", R"("state":"completed")",
        R"("business_date":"2016-11-05")", R"("total_minor":450)", R"("lines":[])",
        R"("start_time":"2016-11-05T09:45:34Z")"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
  EXPECT_EQ(json.find("end_time"), std::string::npos) << "an absent message was written";
}

TEST(MessageJsonTest, WritesHashesAsHexadecimal) {
  event::v1::EntryHeader header;
  header.set_digest("\x01\xff\x10 sixteen bytes");

  const std::string json = MessageJson(header);

  EXPECT_NE(json.find(R"("digest":"01ff10207369787465656e206279746573")"), std::string::npos)
      << json;
}

TEST(MessageJsonTest, WritesAnEnumValueThatItDoesNotKnowAsNumber) {
  EXPECT_EQ(EnumText(*edge::v1::SaleState_descriptor(), 1), "open");
  EXPECT_EQ(EnumText(*edge::v1::SaleState_descriptor(), 99), "99");
  EXPECT_EQ(EnumText(*event::v1::Tender_descriptor(), event::v1::Tender::TENDER_GIFT_CARD),
            "gift_card");
}

TEST(MessageJsonTest, BriefTextLeavesOutWhatIsAbsent) {
  event::v1::SaleLineItemAdded added;
  added.mutable_line()->set_sku("C-1");
  added.mutable_line()->set_quantity_milli(1000);
  added.mutable_line()->set_kind(event::v1::LineKind::LINE_KIND_GOODS);

  EXPECT_EQ(BriefText(added), "line.kind=goods line.sku=C-1 line.quantity_milli=1000");
}

TEST(MessageJsonTest, BriefTextCountsLists) {
  event::v1::SaleCompleted completed;
  completed.set_total_minor(5);
  completed.add_categories();
  completed.add_categories();

  EXPECT_EQ(BriefText(completed), "total_minor=5 categories[2]");
}

}  // namespace
}  // namespace daybook::cli
