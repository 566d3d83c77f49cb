#include "edge-server/rpc/page_token.h"

#include "core/base/ids.h"
#include "daybook/edge/v1/event_service.pb.h"
#include "gtest/gtest.h"

namespace daybook::rpc {
namespace {

edge::v1::PageToken TokenAt(int64_t position) {
  edge::v1::PageToken token;
  token.set_position(position);
  token.set_key(std::string("\0key", 4));
  return token;
}

TEST(PageTokenTest, ComesBackAsItWasGiven) {
  const std::string text = WritePageToken("request", TokenAt(17));

  const auto token = ReadPageToken("request", text);

  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->position(), 17);
  EXPECT_EQ(token->key(), std::string("\0key", 4));
}

TEST(PageTokenTest, IsEmptyWhenNoneIsGiven) {
  const auto token = ReadPageToken("request", "");

  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->position(), 0);
}

TEST(PageTokenTest, BelongsToOneRequest) {
  const std::string text = WritePageToken("request", TokenAt(17));

  EXPECT_EQ(ReasonOf(ReadPageToken("another", text).status()),
            Reason::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(PageTokenTest, IsRefusedWhenAnyOfItIsAltered) {
  const std::string text = WritePageToken("request", TokenAt(17));

  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'0', 'f', 'z', '\0'}) {
      std::string altered = text;
      if (altered[i] == c) continue;
      altered[i] = c;
      EXPECT_EQ(ReasonOf(ReadPageToken("request", altered).status()),
                Reason::ERROR_REASON_PAGE_TOKEN_INVALID)
          << i << ": " << altered;
    }
  }
}

TEST(PageTokenTest, IsRefusedForAPlaceThatNoLogHas) {
  for (const int64_t position : {INT64_MIN, int64_t{-1}, INT64_MAX}) {
    const std::string text = WritePageToken("request", TokenAt(position));

    EXPECT_EQ(ReasonOf(ReadPageToken("request", text).status()),
              Reason::ERROR_REASON_PAGE_TOKEN_INVALID)
        << position;
  }
}

TEST(PageTokenTest, IsRefusedWhenItIsCutOrPadded) {
  const std::string text = WritePageToken("request", TokenAt(17));

  for (size_t size = 1; size < text.size(); ++size) {
    EXPECT_FALSE(ReadPageToken("request", text.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ReadPageToken("request", text + "0").ok());
  EXPECT_FALSE(ReadPageToken("request", text + "00").ok());
  EXPECT_FALSE(ReadPageToken("request", std::string(1 << 20, '0')).ok());
}

TEST(PageTokenTest, IsTheSameListWhateverThePageSize) {
  edge::v1::ReadEventsRequest request;
  request.set_position(5);
  const std::string list = ListOf(request);
  request.set_page_size(7);
  request.set_page_token("token");

  EXPECT_EQ(ListOf(request), list);
  request.set_backwards(true);
  EXPECT_NE(ListOf(request), list);
}

TEST(PageTokenTest, IsOfOneListAndNoOther) {
  EXPECT_NE(ListOf(edge::v1::ReadEventsRequest()), ListOf(edge::v1::ReadStreamRequest()));
}

TEST(PageSizeTest, HasADefaultAndBounds) {
  EXPECT_EQ(PageSize(0).value_or(-1), 50);
  EXPECT_EQ(PageSize(1).value_or(-1), 1);
  EXPECT_EQ(PageSize(500).value_or(-1), 500);
  for (const int32_t size : {-1, 501, INT32_MAX, INT32_MIN}) {
    EXPECT_EQ(ReasonOf(PageSize(size).status()), Reason::ERROR_REASON_FIELD_INVALID) << size;
  }
}

}  // namespace
}  // namespace daybook::rpc
