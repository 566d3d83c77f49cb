// Days in a shop from files that anyone may have written: played in memory whatever they say, and
// said what is wrong with them, with a line.
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/scenarios/scenario.h"

namespace daybook::scenarios {
namespace {

absl::StatusOr<std::string> ReadOther(const std::string& path) {
  if (path == "other.txt") return std::string("given it is 18:30\nuse other.txt\n");
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} cannot be read", {{"file", path}});
}

void CheckText(std::string_view text) {
  const absl::StatusOr<Script> script = ReadScript(text, "fuzz.txt", ReadOther);
  if (!script.ok()) {
    DAYBOOK_CHECK(ReasonOf(script.status()) == Reason::ERROR_REASON_TOO_LARGE);
    return;
  }
  const Rehearsal rehearsal = Rehearse(*script);
  DAYBOOK_CHECK(rehearsal.command_count <= static_cast<int64_t>(script->steps.size()));
  for (const Finding& finding : rehearsal.of_file) {
    DAYBOOK_CHECK(IsOfFile(finding.kind) && !finding.problem.empty());
    DAYBOOK_CHECK(finding.file == "fuzz.txt" || finding.file == "other.txt");
  }
}

}  // namespace
}  // namespace daybook::scenarios

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::scenarios::CheckText({reinterpret_cast<const char*>(data), size});
  return 0;
}
