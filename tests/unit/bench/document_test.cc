#include "tests/bench/document.h"

#include <gtest/gtest.h>

namespace daybook::bench {
namespace {

TEST(DocumentTest, WritesFieldsInTheOrderInWhichTheyCame) {
  Document document;
  document.Add("name", "commit");
  document.Add("sales", int64_t{12});
  document.Add("p50_ms", 1.23456, 3);

  EXPECT_EQ(document.ToJson(), R"({
  "name": "commit",
  "sales": 12,
  "p50_ms": 1.235
}
)");
}

TEST(DocumentTest, NestsDocumentsAndLists) {
  Document inner;
  inner.Add("cores", int64_t{2});
  Document document;
  document.Add("machine", inner);
  document.Add("stations", std::vector<Document>{inner, inner});
  document.Add("skipped", Document());

  EXPECT_EQ(document.ToJson(), R"({
  "machine": {
    "cores": 2
  },
  "stations": [{
    "cores": 2
  }, {
    "cores": 2
  }],
  "skipped": {}
}
)");
}

TEST(DocumentTest, QuotesWhatJsonDoesNotTake) {
  Document document;
  document.Add("text", "a\"b\\c\nd");

  EXPECT_EQ(document.ToJson(), "{\n  \"text\": \"a\\\"b\\\\c\\u000ad\"\n}\n");
}

}  // namespace
}  // namespace daybook::bench
