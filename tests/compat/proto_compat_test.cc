// The schema as it is built, against the schema as it was released; and, against planted changes,
// the comparison itself.
#include "tests/compat/proto_compat.h"

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace daybook::compat {
namespace {

using google::protobuf::FileDescriptorSet;
using google::protobuf::TextFormat;
using testing::IsEmpty;

std::string ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << "cannot read " << path;
  std::stringstream contents;
  contents << file.rdbuf();
  return contents.str();
}

FileDescriptorSet FromText(const std::string& text) {
  FileDescriptorSet files;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &files));
  return files;
}

// A small schema with one of everything that is promised.
constexpr std::string_view kReleased = R"(
  file {
    name: "daybook/edge/v1/sale.proto"
    package: "daybook.edge.v1"
    message_type {
      name: "Sale"
      field { name: "total" number: 1 label: LABEL_OPTIONAL type: TYPE_INT64 json_name: "total" }
      field { name: "lines" number: 2 label: LABEL_REPEATED type: TYPE_MESSAGE
              type_name: ".daybook.edge.v1.Sale.Line" json_name: "lines" }
      field { name: "cash" number: 3 label: LABEL_OPTIONAL type: TYPE_BOOL oneof_index: 0 json_name: "cash" }
      oneof_decl { name: "tender" }
      nested_type { name: "Line"
        field { name: "sku" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "sku" } }
      reserved_range { start: 8 end: 10 }
      reserved_name: "old_total"
    }
    enum_type {
      name: "State"
      value { name: "STATE_UNSPECIFIED" number: 0 }
      value { name: "STATE_OPEN" number: 1 }
      reserved_range { start: 5 end: 5 }
      reserved_name: "STATE_OLD"
    }
    service {
      name: "SaleService"
      method { name: "GetSale" input_type: ".daybook.edge.v1.Sale" output_type: ".daybook.edge.v1.Sale" }
    }
  }
  file { name: "google/protobuf/timestamp.proto" package: "google.protobuf"
         message_type { name: "Timestamp" } }
)";

// Returns the released schema with its one `from` replaced.
FileDescriptorSet Planted(std::string_view from, std::string_view to) {
  std::string text(kReleased);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return FromText(text.replace(at, from.size(), to));
}

std::vector<std::string> BrokenBy(std::string_view from, std::string_view to) {
  return BrokenPromises(FromText(std::string(kReleased)), Planted(from, to));
}

TEST(ProtoCompatTest, TheSchemaKeepsEveryReleasedPromise) {
  const FileDescriptorSet released = FromText(ReadFile(DAYBOOK_RELEASED_PROTOS));
  FileDescriptorSet current;
  ASSERT_TRUE(current.ParseFromString(ReadFile(DAYBOOK_CURRENT_PROTOS)));

  const std::vector<std::string> broken = BrokenPromises(released, current);

  ASSERT_GT(released.file_size(), 0);
  EXPECT_THAT(broken, IsEmpty());
}

TEST(ProtoCompatTest, AnAdditionBreaksNothing) {
  const auto broken = BrokenBy(
      R"(oneof_decl { name: "tender" })",
      R"(field { name: "more" number: 4 label: LABEL_OPTIONAL type: TYPE_INT64 json_name: "more" }
         oneof_decl { name: "tender" })");

  EXPECT_THAT(broken, IsEmpty());
}

TEST(ProtoCompatTest, AFieldThatIsRemovedAndReservedBreaksNothing) {
  const auto broken = BrokenBy(
      R"(field { name: "total" number: 1 label: LABEL_OPTIONAL type: TYPE_INT64 json_name: "total" })",
      R"(reserved_range { start: 1 end: 2 } reserved_name: "total")");

  EXPECT_THAT(broken, IsEmpty());
}

TEST(ProtoCompatTest, AValueThatIsRemovedAndReservedBreaksNothing) {
  const auto broken = BrokenBy(R"(value { name: "STATE_OPEN" number: 1 })",
                               R"(reserved_range { start: 1 end: 1 } reserved_name: "STATE_OPEN")");

  EXPECT_THAT(broken, IsEmpty());
}

TEST(ProtoCompatTest, AFileOfAnotherPackageIsNotOurs) {
  const auto broken = BrokenBy("google/protobuf/timestamp.proto", "google/protobuf/other.proto");

  EXPECT_THAT(broken, IsEmpty());
}

struct PlantedChange {
  const char* name;
  const char* from;
  const char* to;
  std::vector<std::string> broken;
};

class PlantedChangeTest : public testing::TestWithParam<PlantedChange> {};

TEST_P(PlantedChangeTest, IsFound) {
  const PlantedChange& change = GetParam();

  const std::vector<std::string> broken = BrokenBy(change.from, change.to);

  EXPECT_EQ(broken, change.broken);
}

#define IN_FILE "daybook/edge/v1/sale.proto: "

INSTANTIATE_TEST_SUITE_P(
    ProtoCompat, PlantedChangeTest,
    testing::Values(
        PlantedChange{
            "FileRenamed", "edge/v1/sale.proto", "edge/v1/sales.proto", {IN_FILE "is gone"}},
        PlantedChange{"PackageChanged",
                      R"(package: "daybook.edge.v1")",
                      R"(package: "daybook.edge.v2")",
                      {IN_FILE "the package changed"}},
        PlantedChange{
            "MessageRenamed", R"(name: "Sale")", R"(name: "Ticket")", {IN_FILE "Sale: is gone"}},
        PlantedChange{"NestedMessageRenamed",
                      R"(nested_type { name: "Line")",
                      R"(nested_type { name: "Item")",
                      {IN_FILE "Sale: Line: is gone"}},
        PlantedChange{"FieldRenamed",
                      R"(name: "total" number: 1)",
                      R"(name: "sum" number: 1)",
                      {IN_FILE "Sale.total: is gone, and its number 1 is not reserved",
                       IN_FILE "Sale.total: is gone, and its name is not reserved"}},
        PlantedChange{
            "FieldRemovedWithoutItsName",
            R"(field { name: "sku" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "sku" })",
            "reserved_range { start: 1 end: 2 }",
            {IN_FILE "Sale: Line.sku: is gone, and its name is not reserved"}},
        PlantedChange{
            "FieldRemovedWithoutItsNumber",
            R"(field { name: "sku" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "sku" })",
            R"(reserved_range { start: 2 end: 3 } reserved_name: "sku")",
            {IN_FILE "Sale: Line.sku: is gone, and its number 1 is not reserved"}},
        PlantedChange{"FieldRenumbered",
                      R"(name: "total" number: 1)",
                      R"(name: "total" number: 7)",
                      {IN_FILE "Sale.total: the number changed"}},
        PlantedChange{
            "FieldRetyped", "TYPE_INT64", "TYPE_INT32", {IN_FILE "Sale.total: the type changed"}},
        PlantedChange{"FieldOfAnotherMessage",
                      ".daybook.edge.v1.Sale.Line",
                      ".daybook.edge.v1.Sale",
                      {IN_FILE "Sale.lines: the type changed"}},
        PlantedChange{"FieldMadeRepeated",
                      R"(number: 1 label: LABEL_OPTIONAL)",
                      R"(number: 1 label: LABEL_REPEATED)",
                      {IN_FILE "Sale.total: the label changed"}},
        PlantedChange{"FieldMadeOptional",
                      R"(number: 1 label: LABEL_OPTIONAL)",
                      R"(number: 1 proto3_optional: true label: LABEL_OPTIONAL)",
                      {IN_FILE "Sale.total: the label changed"}},
        PlantedChange{"JsonNameChanged",
                      R"(json_name: "total")",
                      R"(json_name: "sum")",
                      {IN_FILE "Sale.total: the JSON name changed"}},
        PlantedChange{"FieldTakenOutOfItsOneof",
                      "type: TYPE_BOOL oneof_index: 0",
                      "type: TYPE_BOOL",
                      {IN_FILE "Sale.cash: the oneof changed"}},
        PlantedChange{"FieldPutIntoAOneof",
                      "type: TYPE_INT64",
                      "type: TYPE_INT64 oneof_index: 0",
                      {IN_FILE "Sale.total: the oneof changed"}},
        PlantedChange{"NumberNoLongerReserved",
                      "reserved_range { start: 8 end: 10 }",
                      "reserved_range { start: 8 end: 9 }",
                      {IN_FILE "Sale: the number 9 is no longer reserved"}},
        PlantedChange{"NameNoLongerReserved",
                      R"(reserved_name: "old_total")",
                      "",
                      {IN_FILE "Sale: the name old_total is no longer reserved"}},
        PlantedChange{
            "EnumRenamed", R"(name: "State")", R"(name: "Status")", {IN_FILE "State: is gone"}},
        PlantedChange{"ValueRenamed",
                      R"(name: "STATE_OPEN")",
                      R"(name: "STATE_NEW")",
                      {IN_FILE "State.STATE_OPEN: is gone, and its number 1 is not reserved",
                       IN_FILE "State.STATE_OPEN: is gone, and its name is not reserved"}},
        PlantedChange{"ValueRenumbered",
                      R"("STATE_OPEN" number: 1)",
                      R"("STATE_OPEN" number: 2)",
                      {IN_FILE "State.STATE_OPEN: the number changed"}},
        PlantedChange{"ValueNumberNoLongerReserved",
                      "reserved_range { start: 5 end: 5 }",
                      "",
                      {IN_FILE "State: the number 5 is no longer reserved"}},
        PlantedChange{
            "ServiceRenamed", "SaleService", "TicketService", {IN_FILE "SaleService: is gone"}},
        PlantedChange{
            "MethodRenamed", "GetSale", "ReadSale", {IN_FILE "SaleService: GetSale: is gone"}},
        PlantedChange{"RequestChanged",
                      R"(input_type: ".daybook.edge.v1.Sale")",
                      R"(input_type: ".daybook.edge.v1.Other")",
                      {IN_FILE "SaleService: GetSale: the request changed"}},
        PlantedChange{"ResponseChanged",
                      R"(output_type: ".daybook.edge.v1.Sale")",
                      R"(output_type: ".daybook.edge.v1.Other")",
                      {IN_FILE "SaleService: GetSale: the response changed"}},
        PlantedChange{"MethodMadeStreaming",
                      R"(name: "GetSale")",
                      R"(name: "GetSale" server_streaming: true)",
                      {IN_FILE "SaleService: GetSale: the streaming changed"}}),
    [](const auto& planted) { return std::string(planted.param.name); });

}  // namespace
}  // namespace daybook::compat
