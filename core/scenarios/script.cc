#include "core/scenarios/script.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "core/base/utf8.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }

Keyword KeywordNamed(std::string_view word) {
  if (word == "given") return Keyword::kGiven;
  if (word == "when") return Keyword::kWhen;
  return word == "then" ? Keyword::kThen : Keyword::kNone;
}

// Returns a file that another one names, as seen from that one's folder.
std::string Beside(const std::string& file, std::string_view named) {
  const size_t slash = file.rfind('/');
  if (named.starts_with('/') || slash == std::string::npos) return std::string(named);
  return file.substr(0, slash + 1) + std::string(named);
}

absl::Status TooMany(const Step& at, std::string_view what, size_t max) {
  return Error(Reason::ERROR_REASON_TOO_LARGE, "{file}:{line}: more than {max} {what}",
               {{"file", at.file}, {"line", at.line}, {"max", max}, {"what", what}});
}

class Reader {
 public:
  Reader(const std::string& name, const ReadText& read) : read_(read) { script_.name = name; }

  absl::Status Read(std::string_view text, const std::string& file, bool is_used) {
    if (text.size() > kScriptBytesMax) {
      return Error(Reason::ERROR_REASON_TOO_LARGE, "{file} is larger than {bytes_max} bytes",
                   {{"file", file}, {"bytes_max", kScriptBytesMax}});
    }
    keyword_ = Keyword::kNone;
    std::istringstream lines{std::string(text)};
    Step at{.file = file};
    for (std::string line; std::getline(lines, line);) {
      ++at.line;
      DAYBOOK_RETURN_IF_ERROR(ReadLine(line, at, is_used));
    }
    if (!is_used) script_.line_count = at.line;
    return absl::OkStatus();
  }

  Script Take() { return std::move(script_); }

 private:
  absl::Status ReadLine(std::string_view raw_line, Step step, bool is_used) {
    const std::string_view line = Trim(raw_line.substr(0, raw_line.find('#')));
    if (line.empty()) return absl::OkStatus();
    if (!IsUtf8(line) || std::ranges::any_of(line, IsControl)) {
      return Problem(step, "the line is not text");
    }
    const size_t space = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, space);
    std::string rest(Trim(line.substr(space)));
    if (word == "let") return ReadValue(rest, step);
    if (const std::string problem = FillIn(rest); !problem.empty()) return Problem(step, problem);
    if (word == "use") return Use(rest, step, is_used);
    if (word != "and") keyword_ = KeywordNamed(word);
    if (keyword_ == Keyword::kNone) {
      return Problem(step, "a line begins with given, when, then or and");
    }
    step.keyword = keyword_;
    step.sentence = std::move(rest);
    return Add(std::move(step));
  }

  absl::Status Problem(Step step, std::string_view problem) {
    step.sentence = problem;
    return Add(std::move(step));
  }

  absl::Status Add(Step step) {
    if (script_.steps.size() == kScriptStepsMax) return TooMany(step, "steps", kScriptStepsMax);
    script_.steps.push_back(std::move(step));
    return absl::OkStatus();
  }

  // "lunch for two be 25.00".
  absl::Status ReadValue(std::string text, const Step& at) {
    const size_t be = text.find(" be ");
    if (be == std::string::npos) return Problem(at, "a value is written: let NAME be VALUE");
    const std::string name(Trim(text.substr(0, be)));
    std::string value(Trim(text.substr(be + 4)));
    if (const std::string problem = FillIn(value); !problem.empty()) return Problem(at, problem);
    if (name.find_first_of("<>") != std::string::npos) {
      return Problem(at, "a value's name has no < and no >");
    }
    if (values_.contains(name)) return Problem(at, fmt::format("<{}> has a value already", name));
    if (values_.size() == kScriptValuesMax) return TooMany(at, "values", kScriptValuesMax);
    values_[name] = std::move(value);
    return absl::OkStatus();
  }

  // Puts the values in; returns what is wrong with the text, if anything.
  std::string FillIn(std::string& text) const {
    std::string filled;
    size_t at = 0;
    for (size_t open = text.find('<'); open != std::string::npos; open = text.find('<', at)) {
      const size_t close = std::min(text.find('>', open), text.size());
      const std::string name = text.substr(open + 1, close - open - 1);
      const auto value = values_.find(name);
      if (close == text.size() || value == values_.end()) {
        return fmt::format("<{}> has no value", name);
      }
      filled += text.substr(at, open - at) + value->second;
      at = close + 1;
      if (filled.size() > kSentenceBytesMax) break;
    }
    filled += text.substr(at);
    if (filled.size() > kSentenceBytesMax) {
      return fmt::format("the line is longer than {} bytes", kSentenceBytesMax);
    }
    text = std::move(filled);
    return "";
  }

  absl::Status Use(const std::string& named, const Step& at, bool is_used) {
    if (is_used) return Problem(at, "a file that is used uses no other");
    if (++used_count_ > kScriptFilesMax) return TooMany(at, "files", kScriptFilesMax);
    if (!read_) return Problem(at, "there are no other files here");
    const std::string file = Beside(at.file, named);
    const absl::StatusOr<std::string> text = read_(file);
    if (!text.ok()) return Problem(at, MessageOf(text.status()));
    DAYBOOK_RETURN_IF_ERROR(Read(*text, file, /*is_used=*/true));
    keyword_ = Keyword::kNone;
    return absl::OkStatus();
  }

  const ReadText& read_;
  Script script_;
  std::map<std::string, std::string, std::less<>> values_;
  Keyword keyword_ = Keyword::kNone;
  size_t used_count_ = 0;
};

}  // namespace

std::string_view KeywordName(Keyword keyword) {
  switch (keyword) {
    case Keyword::kGiven:
      return "given";
    case Keyword::kWhen:
      return "when";
    case Keyword::kThen:
      return "then";
    case Keyword::kNone:
      break;
  }
  return "";
}

absl::StatusOr<Script> ReadScript(std::string_view text, const std::string& name,
                                  const ReadText& read) {
  Reader reader(name, read);
  DAYBOOK_RETURN_IF_ERROR(reader.Read(text, name, /*is_used=*/false));
  return reader.Take();
}

absl::StatusOr<Script> ReadScriptFile(const std::string& path, const ReadText& read) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string text, read(path));
  return ReadScript(text, path, read);
}

}  // namespace daybook::scenarios
