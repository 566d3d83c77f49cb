// Comma-separated values (RFC 4180) with a header line: quoted fields, CR LF, a byte order mark.
// Spaces around a field are not part of it. What cannot be read is refused with file and line.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"

namespace daybook::cli {

// Bounds of what is read.
inline constexpr size_t kCsvFileBytesMax = 256 << 20;
inline constexpr size_t kCsvFieldBytesMax = 1000;
inline constexpr size_t kCsvColumnsMax = 100;

// One line below the header.
struct CsvRow {
  int64_t line = 0;  // Where it begins in its file, from 1.
  std::vector<std::string> fields = {};
};

// A table: every row has as many fields as the header has columns.
class CsvTable {
 public:
  // Reads `text`; `file_name` is for messages. Errors: FILE_INVALID, TOO_LARGE.
  static absl::StatusOr<CsvTable> Parse(std::string_view text, std::string_view file_name);

  // The same from a file. Errors: FILE_INVALID also if it cannot be read.
  static absl::StatusOr<CsvTable> Read(const std::string& path);

  const std::vector<CsvRow>& rows() const { return rows_; }

  // Returns the index of a column, or FILE_INVALID if the header does not name it.
  absl::StatusOr<size_t> Column(std::string_view name) const;

  // Returns FILE_INVALID for `row`: "file:line: problem".
  absl::Status ErrorAt(const CsvRow& row, std::string_view problem) const;

 private:
  explicit CsvTable(std::string_view file_name) : file_name_(file_name) {}

  std::string file_name_;
  std::vector<std::string> header_;
  std::vector<CsvRow> rows_;
};

}  // namespace daybook::cli
