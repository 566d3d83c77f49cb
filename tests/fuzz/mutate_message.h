// Changes a protobuf message where bytes alone would nearly always break it: a field set to a
// number at the edge, a text swapped with another one, an element taken out, repeated or moved.
#pragma once

#include "core/base/ids.h"
#include "google/protobuf/message.h"

namespace daybook::fuzz {

// Makes one change somewhere in `message` or in a message inside it. Texts stay UTF-8. The same
// change for the same state of `random`.
void MutateMessage(google::protobuf::Message& message, SeededRandom& random);

}  // namespace daybook::fuzz
