// Messages as the command line writes them in JSON: snake_case keys, integers as numbers, ids and
// hashes as text that people use elsewhere too (UUIDs, hexadecimal), dates as "2016-11-05".
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "google/protobuf/message.h"

namespace daybook::cli {

// Writes a message as an object: every field that cannot be absent, and the others where present,
// but for the one that is called `left_out`.
void WriteMessage(const google::protobuf::Message& message, JsonWriter& json,
                  std::string_view left_out = {});

// Returns the message as a document.
std::string MessageJson(const google::protobuf::Message& message);

// Returns the message as one line for people: "line.sku=CAFE-023 line.name=Coffee". What is absent,
// empty or 0 is left out; of a list, how long it is.
std::string BriefText(const google::protobuf::Message& message);

// Returns an enum value without its type's prefix, in lower case: SALE_STATE_OPEN gives "open". A
// value that this version does not know gives its number.
std::string EnumText(const google::protobuf::EnumDescriptor& type, int number);

}  // namespace daybook::cli
