#include "core/base/json.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(JsonTest, WritesNestedValues) {
  JsonWriter json;
  json.BeginObject().Key("a").Number(-1).Key("b").BeginArray().Bool(true).Text("x").EndArray();
  json.Key("c").BeginObject().EndObject().Key("d").Number(2).EndObject();

  EXPECT_EQ(json.text(), R"({"a":-1,"b":[true,"x"],"c":{},"d":2})");
}

TEST(JsonTest, EscapesWhatTextMayNotHold) {
  EXPECT_EQ(JsonText("a\"b\\c\n\x01 \xc3\xa9"), "\"a\\\"b\\\\c\\u000a\\u0001 \xc3\xa9\"");
}

}  // namespace
}  // namespace daybook
