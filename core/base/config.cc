#include "core/base/config.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace daybook {
namespace {

// Keeps the first complaint: the later ones follow from it.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!message_.empty()) return;
    line_ = line + 1;
    column_ = column + 1;
    message_ = message;
  }

  absl::Status ToStatus(std::string_view file_name) const {
    return Error(
        Reason::ERROR_REASON_CONFIG_INVALID, "{file}:{line}:{column}: {problem}",
        {{"file", file_name}, {"line", line_}, {"column", column_}, {"problem", message_}});
  }

 private:
  int line_ = 0;
  int column_ = 0;
  std::string message_;
};

}  // namespace

absl::Status ParseConfig(std::string_view text, std::string_view file_name,
                         google::protobuf::Message& config) {
  FirstError first_error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&first_error);
  if (!parser.MergeFromString(std::string(text), &config)) return first_error.ToStatus(file_name);
  return absl::OkStatus();
}

absl::Status ReadConfigFile(const std::string& path, google::protobuf::Message& config) {
  std::ifstream file(path);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID, "cannot read {file}: {problem}",
                 {{"file", path}, {"problem", std::strerror(errno)}});
  }
  return ParseConfig(text.str(), path, config);
}

std::string PrintConfig(const google::protobuf::Message& config) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  return text;
}

}  // namespace daybook
