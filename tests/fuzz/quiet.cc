// Protobuf's complaints about bytes that are not a message are what a fuzz target is for; nobody
// reads them.
#include "google/protobuf/stubs/logging.h"

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);

int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}
