#include "cli/shop_report.h"

#include "cli/output.h"
#include "core/base/business_date.h"
#include "core/base/json.h"
#include "fmt/format.h"

namespace daybook::cli {
namespace {

std::string FindingText(const scenarios::Finding& finding) {
  const Expectation expectation = ExpectationOf(finding);
  std::string text =
      fmt::format("{}\n    {}\n", Printable(finding.ToText()), Printable(finding.sentence));
  if (!expectation.actual.empty()) {
    text += fmt::format("    expected: {}\n    actual:   {}\n", Printable(expectation.expected),
                        Printable(expectation.actual));
  }
  return text;
}

void WriteFinding(const scenarios::Finding& finding, JsonWriter& json) {
  const Expectation expectation = ExpectationOf(finding);
  json.BeginObject();
  json.Key("kind").Text(scenarios::FindingKindName(finding.kind));
  json.Key("file").Text(finding.file);
  json.Key("line").Number(finding.line);
  json.Key("sentence").Text(finding.sentence);
  json.Key("problem").Text(finding.problem);
  if (!expectation.actual.empty()) {
    json.Key("expected").Text(expectation.expected);
    json.Key("actual").Text(expectation.actual);
  }
  json.EndObject();
}

}  // namespace

Expectation ExpectationOf(const scenarios::Finding& finding) {
  constexpr std::string_view kIs = " is ", kNot = ", not ";
  const std::string& text = finding.problem;
  const size_t is = text.find(kIs);
  const size_t differs = text.rfind(kNot);
  if (is == std::string::npos || differs == std::string::npos || differs < is + kIs.size()) {
    return {};
  }
  return {.actual = text.substr(is + kIs.size(), differs - is - kIs.size()),
          .expected = text.substr(differs + kNot.size())};
}

std::string ReportText(const ShopReport& report) {
  std::string text;
  for (const scenarios::Finding& finding : report.played.findings) text += FindingText(finding);
  text += fmt::format("{}: {}, {}, {}", Printable(report.file),
                      CountText(report.played.step_count, "step"),
                      CountText(report.played.command_count, "command"),
                      CountText(report.played.claim_count, "claim"));
  const size_t wrong = report.played.findings.size();
  if (!report.played.broken_off.ok()) {
    text += "; broken off";
  } else {
    text += wrong == 0 ? ": all is as it says" : fmt::format("; {} wrong", wrong);
  }
  if (!report.run.empty()) {
    text += fmt::format("\n  business date {}, {} known already; --run {} plays it again",
                        BusinessDateText(report.business_date),
                        CountText(report.repeated_count, "command"), report.run);
  }
  return text;
}

std::string ReportJson(const ShopReport& report) {
  JsonWriter json;
  json.BeginObject();
  json.Key("file").Text(report.file);
  if (!report.run.empty()) json.Key("run").Text(report.run);
  json.Key("business_date").Text(BusinessDateText(report.business_date));
  json.Key("steps").Number(report.played.step_count);
  json.Key("commands").Number(report.played.command_count);
  json.Key("repeated").Number(report.repeated_count);
  json.Key("claims").Number(report.played.claim_count);
  json.Key("finished").Bool(report.played.broken_off.ok());
  json.Key("findings").BeginArray();
  for (const scenarios::Finding& finding : report.played.findings) WriteFinding(finding, json);
  json.EndArray().EndObject();
  return json.text();
}

}  // namespace daybook::cli
