#include "cli/csv.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "core/base/utf8.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

absl::Status FileInvalid(std::string_view file_name, int64_t line, std::string_view problem) {
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file}:{line}: {problem}",
               {{"file", file_name}, {"line", line}, {"problem", problem}});
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// Cuts text into rows, one character after the other.
class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view file_name)
      : text_(text), file_name_(file_name) {}

  // Whether there is another row; blank lines are passed over.
  bool HasRow() {
    while (at_ < text_.size() && SkipLineEnd()) {
    }
    return at_ < text_.size();
  }

  absl::StatusOr<CsvRow> TakeRow() {
    CsvRow row{.line = line_, .fields = {}};
    while (true) {
      DAYBOOK_ASSIGN_OR_RETURN(std::string field, TakeField());
      if (row.fields.size() == kCsvColumnsMax) return Invalid("too many fields");
      row.fields.push_back(std::move(field));
      if (at_ == text_.size() || SkipLineEnd()) return row;
      ++at_;  // The comma that ended the field.
    }
  }

 private:
  absl::Status Invalid(std::string_view problem) const {
    return FileInvalid(file_name_, line_, problem);
  }

  bool SkipLineEnd() {
    if (text_.substr(at_).starts_with("\r\n")) {
      at_ += 2;
    } else if (text_[at_] == '\n') {
      ++at_;
    } else {
      return false;
    }
    ++line_;
    return true;
  }

  bool AtFieldEnd() const {
    return at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n' ||
           text_.substr(at_).starts_with("\r\n");
  }

  absl::StatusOr<std::string> TakeField() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    std::string field;
    if (at_ < text_.size() && text_[at_] == '"') {
      DAYBOOK_ASSIGN_OR_RETURN(field, TakeQuoted());
    } else {
      const size_t begin = at_;
      while (!AtFieldEnd()) ++at_;
      field = Trimmed(text_.substr(begin, at_ - begin));
    }
    if (field.size() > kCsvFieldBytesMax) {
      return Error(Reason::ERROR_REASON_TOO_LARGE,
                   "{file}:{line}: a field is longer than {bytes_max} bytes",
                   {{"file", file_name_}, {"line", line_}, {"bytes_max", kCsvFieldBytesMax}});
    }
    if (!IsUtf8(field)) return Invalid("the text is not UTF-8");
    return field;
  }

  absl::StatusOr<std::string> TakeQuoted() {
    const int64_t first_line = line_;
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        if (at_ == text_.size() || text_[at_] != '"') return TakeBlanksAfterQuote(field);
      }
      if (text_[at_] == '\n') ++line_;
      field += text_[at_];
    }
    return FileInvalid(file_name_, first_line, "a quoted field has no end");
  }

  absl::StatusOr<std::string> TakeBlanksAfterQuote(std::string_view field) {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    if (!AtFieldEnd()) return Invalid("something follows the closing quote");
    return std::string(Trimmed(field));
  }

  std::string_view text_;
  std::string_view file_name_;
  size_t at_ = 0;
  int64_t line_ = 1;
};

}  // namespace

absl::StatusOr<CsvTable> CsvTable::Parse(std::string_view text, std::string_view file_name) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CsvReader reader(text, file_name);
  CsvTable table(file_name);
  if (!reader.HasRow()) return FileInvalid(file_name, 1, "the file is empty");
  DAYBOOK_ASSIGN_OR_RETURN(CsvRow header, reader.TakeRow());
  table.header_ = std::move(header.fields);
  while (reader.HasRow()) {
    DAYBOOK_ASSIGN_OR_RETURN(CsvRow row, reader.TakeRow());
    if (row.fields.size() != table.header_.size()) {
      return FileInvalid(file_name, row.line,
                         fmt::format("{} fields, but the header has {} columns", row.fields.size(),
                                     table.header_.size()));
    }
    table.rows_.push_back(std::move(row));
  }
  return table;
}

absl::StatusOr<CsvTable> CsvTable::Read(const std::string& path) {
  if (std::error_code unknown; std::filesystem::is_directory(path, unknown)) {
    return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} is a directory", {{"file", path}});
  }
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (file) text.assign(std::istreambuf_iterator<char>(file), {});
  if (!file || file.bad()) {
    return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} cannot be read", {{"file", path}});
  }
  if (text.size() > kCsvFileBytesMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{file} is larger than {bytes_max} bytes",
                 {{"file", path}, {"bytes_max", kCsvFileBytesMax}});
  }
  return Parse(text, path);
}

absl::StatusOr<size_t> CsvTable::Column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found != header_.end()) return static_cast<size_t>(found - header_.begin());
  return FileInvalid(file_name_, 1, fmt::format("there is no column \"{}\"", name));
}

absl::Status CsvTable::ErrorAt(const CsvRow& row, std::string_view problem) const {
  return FileInvalid(file_name_, row.line, problem);
}

}  // namespace daybook::cli
