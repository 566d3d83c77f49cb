#include "daybook/event/v1/event.pb.h"
#include "edge-server/rpc/event_service.h"
#include "gtest/gtest.h"

namespace daybook::rpc {
namespace {

using edge::v1::EventFilter;

Reason RefusedWith(const EventFilter& filter) { return ReasonOf(ToFilter(filter).status()); }

TEST(FilterTest, ChoosesEverythingWhenItIsEmpty) {
  const auto filter = ToFilter(EventFilter());

  ASSERT_TRUE(filter.ok());
  EXPECT_TRUE(filter->empty());
}

TEST(FilterTest, CarriesEveryChoice) {
  EventFilter wire;
  wire.add_categories(event::v1::CATEGORY_SALE);
  wire.add_event_types(event::v1::Event::kSaleCompleted);
  wire.add_streams("day-2016-11-05");
  wire.add_registers("till1");

  const auto filter = ToFilter(wire);

  ASSERT_TRUE(filter.ok()) << filter.status();
  EXPECT_EQ(filter->categories, std::vector{event::v1::CATEGORY_SALE});
  EXPECT_EQ(filter->event_types, std::vector<int32_t>{event::v1::Event::kSaleCompleted});
  EXPECT_EQ(filter->streams, std::vector{DayStream(20161105)});
  EXPECT_EQ(filter->registers, std::vector<std::string>{"till1"});
}

TEST(FilterTest, RefusesMoreChoicesThanItMayHave) {
  EventFilter categories, types, streams, registers;
  for (int i = 0; i < 17; ++i) categories.add_categories(event::v1::CATEGORY_SALE);
  for (int i = 0; i < 65; ++i) {
    types.add_event_types(event::v1::Event::kSaleCompleted);
    streams.add_streams("day-2016-11-05");
    registers.add_registers("till1");
  }

  for (const EventFilter& filter : {categories, types, streams, registers}) {
    EXPECT_EQ(RefusedWith(filter), Reason::ERROR_REASON_TOO_LARGE) << filter.ShortDebugString();
  }
}

TEST(FilterTest, RefusesCategoriesThatAreNone) {
  for (const int category : {0, 99, -1}) {
    EventFilter filter;
    filter.add_categories(static_cast<event::v1::Category>(category));
    EXPECT_EQ(RefusedWith(filter), Reason::ERROR_REASON_FIELD_INVALID) << category;
  }
}

TEST(FilterTest, RefusesEventTypesThatCanBeNone) {
  for (const int32_t type : {-1, 0, 65'536}) {
    EventFilter filter;
    filter.add_event_types(type);
    EXPECT_EQ(RefusedWith(filter), Reason::ERROR_REASON_FIELD_INVALID) << type;
  }
}

TEST(FilterTest, RefusesStreamNamesThatAreNone) {
  for (const char* name : {"", "sale", "sale-17", "nonsense-1"}) {
    EventFilter filter;
    filter.add_streams(name);
    EXPECT_EQ(RefusedWith(filter), Reason::ERROR_REASON_FIELD_INVALID) << name;
  }
}

}  // namespace
}  // namespace daybook::rpc
