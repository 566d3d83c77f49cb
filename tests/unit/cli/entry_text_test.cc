#include "cli/entry_text.h"

#include "core/entry/stream_id.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

event::v1::Entry OpenedDay() {
  event::v1::Entry entry;
  event::v1::EntryHeader& header = *entry.mutable_header();
  header.set_first_position(7);
  header.set_event_count(1);
  header.set_kind(event::v1::EntryKind::ENTRY_KIND_ASK);
  header.set_register_("till-1");
  header.mutable_occur_time()->set_seconds(1478339134);
  header.set_utc_offset_minutes(60);
  event::v1::StreamName& stream = *header.add_streams();
  stream.set_category(event::v1::Category::CATEGORY_DAY);
  stream.set_key("2016-11-05");
  event::v1::Event& event = *entry.add_events();
  event.set_version(1);
  event.mutable_business_day_opened()->set_business_date(20161105);
  event.mutable_business_day_opened()->set_currency_code("GBP");
  return entry;
}

TEST(EntryTextTest, WritesALineForEachEventAtTheTillsTime) {
  EXPECT_EQ(EntryText(OpenedDay()),
            "       7  2016-11-05 10:45:34  till-1      day-2016-11-05 v1  BusinessDayOpened  "
            "business_date=2016-11-05 currency_code=GBP\n");
}

TEST(EntryTextTest, WritesOneLineOfJsonForAnEntry) {
  const std::string json = EntryJson(OpenedDay());

  EXPECT_EQ(json.find('\n'), std::string::npos);
  EXPECT_EQ(json.find("streams"), std::string::npos);
  for (const std::string_view part :
       {R"("first_position":7)", R"("kind":"ask")", R"("register":"till-1")",
        R"("events":[{"position":7,"stream":"day-2016-11-05","version":1,)"
        R"("type":"BusinessDayOpened","data":{"business_date":"2016-11-05",)"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
}

TEST(EntryTextTest, ShowsAnEventThatItDoesNotKnow) {
  event::v1::Entry entry = OpenedDay();
  entry.mutable_events(0)->clear_event();
  entry.mutable_events(0)->set_stream_index(9);

  EXPECT_NE(EntryText(entry).find("? v1  unknown\n"), std::string::npos) << EntryText(entry);
}

TEST(EntryTextTest, TakesControlCharactersOutOfWhatTheShopKeyedIn) {
  event::v1::Entry entry = OpenedDay();
  entry.mutable_events(0)->mutable_sale_item_not_found()->set_code("\x1b[2J");

  EXPECT_EQ(EntryText(entry).find('\x1b'), std::string::npos);
}

TEST(EntryTextTest, KnowsEventTypesByNameAndNumber) {
  EXPECT_EQ(*EventTypeNumber("SaleCompleted"), 21);
  EXPECT_EQ(*EventTypeNumber("21"), 21);
  EXPECT_EQ(ReasonOf(EventTypeNumber("SaleEaten").status()), Reason::ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace daybook::cli
