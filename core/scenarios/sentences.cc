#include "core/scenarios/sentences.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace daybook::scenarios {
namespace {

// From so many words in common, of a hundred, a sentence may be what was meant.
constexpr size_t kLikenessPercentMin = 50;
constexpr size_t kWordsMax = 100;

// Where the second column of the list begins: after so many spaces.
constexpr std::string_view kColumnGap = "   ";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "given  a shop in GBP": the first line of a part begins with its keyword.
std::string_view WithoutKeyword(std::string_view line) {
  for (const std::string_view keyword : {"given ", "when ", "then "}) {
    if (line.starts_with(keyword)) return line.substr(keyword.size());
  }
  return line;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Any name is like any other, and any figure.
std::string KindOfWord(const std::string& word) {
  if (IsUpper(word.front())) return "Name";
  return std::ranges::any_of(word, IsDigit) ? "0" : word;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(text) + " ") {
    const bool is_part = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\'';
    if (is_part) {
      word += c;
    } else if (!word.empty() && words.size() < kWordsMax) {
      words.push_back(KindOfWord(std::exchange(word, "")));
    }
  }
  return words;
}

// Returns how many words the two have in common, in the same order.
size_t CommonWords(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<size_t> above(b.size() + 1, 0);
  for (const std::string& word : a) {
    std::vector<size_t> row(b.size() + 1, 0);
    for (size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = word == b[j] ? above[j] + 1 : std::max(above[j + 1], row[j]);
    }
    above = std::move(row);
  }
  return above.back();
}

}  // namespace

std::vector<std::string> Sentences() {
  std::vector<std::string> sentences;
  std::string_view rest = SentenceList();
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = WithoutKeyword(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!Trim(line).empty()) {
      line.remove_prefix(line.find_first_not_of(' '));
      const size_t gap = std::min(line.find(kColumnGap), line.size());
      const std::string_view sentence = Trim(line.substr(0, gap));
      line.remove_prefix(gap);
      if (!sentence.starts_with('(')) sentences.emplace_back(sentence);  // No remark.
    }
  }
  return sentences;
}

std::vector<std::string> NearestSentences(std::string_view text, size_t count_max) {
  const std::vector<std::string> words = Words(text);
  std::vector<std::pair<size_t, std::string>> found;  // By likeness.
  for (std::string& sentence : Sentences()) {
    const std::vector<std::string> others = Words(sentence);
    if (words.empty() || others.empty()) continue;
    const size_t common = CommonWords(words, others);
    const size_t likeness = 200 * common / (words.size() + others.size());
    if (common > 0 && likeness >= kLikenessPercentMin) {
      found.emplace_back(likeness, std::move(sentence));
    }
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> nearest;
  for (size_t i = 0; i < std::min(count_max, found.size()); ++i) {
    nearest.push_back(std::move(found[i].second));
  }
  return nearest;
}

}  // namespace daybook::scenarios
