// What old terminals and old logs need of the schema: everything that was released must still be
// there, at its number, of its type, under its name, or be reserved so that neither number nor name
// comes back.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.pb.h"

namespace daybook::compat {

// Returns one line for each promise of `released` that `current` breaks; files of other packages
// than ours are passed over. Additions break nothing.
std::vector<std::string> BrokenPromises(const google::protobuf::FileDescriptorSet& released,
                                        const google::protobuf::FileDescriptorSet& current);

}  // namespace daybook::compat
