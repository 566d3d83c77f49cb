// The text of a scenario, read into steps: one sentence a line, each beginning with given, when,
// then, or and (as the line before). What comes after # is a remark. Two kinds of lines are no
// steps:
//
//   let lunch be 12.50      from here on <lunch> in a sentence stands for 12.50
//   use day.txt             the lines of another file, named from this one's folder
//
// Anyone may have written it: everything is bounded, and what cannot be read is said with its line.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"

namespace daybook::scenarios {

inline constexpr size_t kScriptBytesMax = 1 << 20;  // Of one file.
inline constexpr size_t kScriptFilesMax = 16;       // That a script uses.
inline constexpr size_t kScriptStepsMax = 20'000;
inline constexpr size_t kScriptValuesMax = 2'000;
inline constexpr size_t kSentenceBytesMax = 400;

enum class Keyword { kNone, kGiven, kWhen, kThen };

// "given"; "" for kNone.
std::string_view KeywordName(Keyword keyword);

// One line, its values filled in.
struct Step {
  std::string file;
  int line = 0;
  Keyword keyword = Keyword::kNone;  // kNone: it is no step, and `sentence` says why.
  std::string sentence;
};

struct Script {
  std::string name;
  std::vector<Step> steps;
  int line_count = 0;  // Of the file itself, without those that it uses.
};

// Returns what is in a file. Errors: FILE_INVALID, TOO_LARGE.
using ReadText = std::function<absl::StatusOr<std::string>(const std::string& path)>;

// Reads a text whose `use` lines name files for `read`. Errors: TOO_LARGE.
absl::StatusOr<Script> ReadScript(std::string_view text, const std::string& name,
                                  const ReadText& read);

// The same from a file. Errors: what `read` says, TOO_LARGE.
absl::StatusOr<Script> ReadScriptFile(const std::string& path, const ReadText& read);

}  // namespace daybook::scenarios
