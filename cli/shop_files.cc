#include "cli/shop_files.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "fmt/format.h"

namespace daybook::cli {
namespace {

absl::Status Invalid(const std::string& path, std::string_view problem) {
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file} {problem}",
               {{"file", path}, {"problem", problem}});
}

// Takes a byte more than a file may have, so that the reader of the script sees that it is too
// large.
absl::StatusOr<std::string> ReadText(const std::string& path) {
  if (std::error_code unknown; std::filesystem::is_directory(path, unknown)) {
    return Invalid(path, "is a directory");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return Invalid(path, "cannot be read");
  std::string text(scenarios::kScriptBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Invalid(path, "cannot be read");
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

absl::Status ErrorOf(const scenarios::Finding& finding) {
  return Error(Reason::ERROR_REASON_FILE_INVALID, "{file}:{line}: {problem}",
               {{"file", finding.file},
                {"line", finding.line},
                {"problem", finding.problem},
                {"kind", scenarios::FindingKindName(finding.kind)}});
}

}  // namespace

absl::StatusOr<ShopFile> ReadShopFile(const std::string& path) {
  ShopFile file;
  DAYBOOK_ASSIGN_OR_RETURN(file.script, scenarios::ReadScriptFile(path, ReadText));
  file.rehearsal = scenarios::Rehearse(file.script);
  if (!file.rehearsal.of_file.empty()) return ErrorOf(file.rehearsal.of_file.front());
  return file;
}

absl::Status CheckForServer(const ShopFile& file) {
  if (file.rehearsal.memory_only.empty()) return absl::OkStatus();
  return ErrorOf(file.rehearsal.memory_only.front());
}

edge::v1::EdgeConfig EdgeConfigOf(const ShopFile& file) {
  edge::v1::EdgeConfig config;
  *config.mutable_shop() = file.rehearsal.shop;
  for (const auto& [employee, role] : file.rehearsal.roles) {
    edge::v1::EmployeeConfig& added = *config.add_employees();
    added.set_employee(employee);
    added.set_role(role);
  }
  // As in a scenario: somebody of whom nothing is said sells.
  config.set_default_role(edge::v1::ROLE_CASHIER);
  return config;
}

}  // namespace daybook::cli
