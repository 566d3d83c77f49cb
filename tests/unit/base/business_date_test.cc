#include "core/base/business_date.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(BusinessDateTest, IsADayOfTheCalendar) {
  for (const int32_t date : {20000101, 20161105, 20160229, 21991231}) {
    EXPECT_TRUE(IsBusinessDate(date)) << date;
  }
  for (const int32_t date : {0, -20161105, 19991231, 22000101, 20150229, 20161131, 20161301,
                             20160001, 20160100, 2016, INT32_MAX, INT32_MIN}) {
    EXPECT_FALSE(IsBusinessDate(date)) << date;
  }
}

TEST(BusinessDateTest, IsReadAsItIsWritten) {
  EXPECT_EQ(BusinessDateText(20161105), "2016-11-05");
  EXPECT_EQ(*ParseBusinessDate("2016-11-05"), 20161105);
  for (const std::string_view text :
       {"", "2016-11-5", "2016/11/05", "2016-02-30", "20161105", "2016-11-05x", "201a-11-05"}) {
    EXPECT_EQ(ReasonOf(ParseBusinessDate(text).status()), Reason::ERROR_REASON_FIELD_INVALID)
        << text;
  }
}

TEST(BusinessDateTest, IsADayThatCanBeCountedWith) {
  EXPECT_EQ(CivilDayOf(20161105), absl::CivilDay(2016, 11, 5));
  EXPECT_EQ(BusinessDateOf(CivilDayOf(20161231) + 1), 20170101);
}

}  // namespace
}  // namespace daybook
