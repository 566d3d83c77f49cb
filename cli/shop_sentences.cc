// daybook shop sentences: what a day in a shop can be told in.
#include "cli/command.h"
#include "core/base/json.h"
#include "core/scenarios/sentences.h"

namespace daybook::cli {
namespace {

constexpr std::string_view kIntroduction =
    "A line is a sentence after given, when, then or and (as the line before); what comes after #\n"
    "is a remark. | parts alternatives, and what is in brackets may be left out. Besides:\n"
    "\n"
    "let lunch be 12.50     from here on, <lunch> stands for 12.50\n"
    "use day.txt            the lines of another file, beside this one\n";

absl::Status Run(const Arguments& arguments, Environment& environment) {
  if (!arguments.Has("json")) {
    PrintLine(environment, kIntroduction);
    PrintLine(environment, scenarios::SentenceList());
    return absl::OkStatus();
  }
  JsonWriter json;
  json.BeginObject().Key("sentences").BeginArray();
  for (const std::string& sentence : scenarios::Sentences()) json.Text(sentence);
  json.EndArray().EndObject();
  PrintLine(environment, json.text());
  return absl::OkStatus();
}

}  // namespace

Command ShopSentencesCommand() {
  return {.spec = {.name = "shop sentences",
                   .summary = "Lists the sentences that a day in a shop can be told in.",
                   .flags = {JsonFlag()},
                   .example = "daybook shop sentences"},
          .run = Run};
}

}  // namespace daybook::cli
