// The sentences of the language, as tests/scenarios/README.md lists them: the build takes them from
// there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace daybook::scenarios {

// The list for people. | parts alternatives; what is in brackets may be left out.
std::string_view SentenceList();

// Returns each sentence of the list, without remarks.
std::vector<std::string> Sentences();

// Returns the sentences that have the most in common with `text`, at most `count_max`, none that
// have little.
std::vector<std::string> NearestSentences(std::string_view text, size_t count_max);

}  // namespace daybook::scenarios
