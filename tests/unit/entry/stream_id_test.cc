#include "core/entry/stream_id.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(StreamIdTest, IsReadAsItIsWritten) {
  for (const std::string_view text :
       {"sale-0190a3c2-7b1e-7000-8000-0123456789ab", "drawer-0190a3c2-7b1e-7000-8000-0123456789ab",
        "attention-0190a3c2-7b1e-7000-8000-0123456789ab", "day-2016-11-05", "stock-main/bread",
        "document-1S", "log-", "audit-2016-11-05"}) {
    const auto stream = StreamId::Parse(text);

    ASSERT_TRUE(stream.ok()) << stream.status();
    EXPECT_EQ(stream->ToText(), text);
  }
}

TEST(StreamIdTest, HoldsAUuidAsSixteenBytes) {
  EXPECT_EQ(StreamId::Parse("sale-0190a3c2-7b1e-7000-8000-0123456789ab")->key.size(), 16u);
}

TEST(StreamIdTest, IsReadFromNothingElse) {
  for (const std::string& text :
       {std::string(), std::string("sale"), std::string("sale-17"), std::string("shop-1"),
        std::string("-x"), "stock-" + std::string(kStreamKeyBytesMax + 1, 'x')}) {
    EXPECT_EQ(ReasonOf(StreamId::Parse(text).status()), Reason::ERROR_REASON_FIELD_INVALID) << text;
  }
}

TEST(StreamIdTest, IsWrittenEvenIfItsCategoryIsNotKnown) {
  EXPECT_EQ((StreamId{static_cast<Category>(99), "x"}).ToText(), "category99-x");
}

TEST(StreamIdTest, NamesEveryCategory) {
  const auto* categories = event::v1::Category_descriptor();
  for (int i = 1; i < categories->value_count(); ++i) {
    const auto category = static_cast<Category>(categories->value(i)->number());

    EXPECT_EQ(CategoryFromName(CategoryName(category)), category);
  }
  EXPECT_EQ(CategoryFromName("shop"), Category::CATEGORY_UNSPECIFIED);
}

}  // namespace
}  // namespace daybook
