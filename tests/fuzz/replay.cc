// Runs a fuzz target without libFuzzer, so that any build can: the corpus as it is, then mutations
// of it, the same ones for the same seed.
//
//   <target> <corpus folder> [<runs> [<seed> [<only this run>]]]
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// Of the targets that know better than to change bytes. Null for the others.
extern "C" __attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                                                size_t size_max, unsigned int seed);

namespace daybook {
namespace {

constexpr int64_t kRunsDefault = 200000;
constexpr size_t kInputBytesMax = 4096;
constexpr int64_t kMutationsMax = 8;

// What lengths, tags and numbers break at.
constexpr std::string_view kInterestingBytes("\x00\x01\x07\x08\x0a\x12\x7f\x80\xff-./0z", 14);

// What is running, for the signal handler.
struct Progress {
  int64_t run = -1;
  int64_t seed = 1;
};
Progress g_progress;

void SayWhichRun(int signal) {
  std::fprintf(stderr, "run %lld of seed %lld failed; repeat with: <corpus> 0 %lld %lld\n",
               static_cast<long long>(g_progress.run), static_cast<long long>(g_progress.seed),
               static_cast<long long>(g_progress.seed), static_cast<long long>(g_progress.run));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void RunOne(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

// Returns the files' contents, ordered by name.
std::vector<std::string> ReadCorpus(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    paths.push_back(file.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

// Returns a place in `input`, its end included.
size_t Place(const std::string& input, SeededRandom& random) {
  return static_cast<size_t>(random.Below(static_cast<int64_t>(input.size()) + 1));
}

char AnyByte(SeededRandom& random) {
  if (random.Below(2) == 0) return static_cast<char>(random.Below(256));
  return kInterestingBytes[static_cast<size_t>(
      random.Below(static_cast<int64_t>(kInterestingBytes.size())))];
}

void MutateOnce(std::string& input, const std::string& other, SeededRandom& random) {
  const size_t at = Place(input, random);
  const size_t length = static_cast<size_t>(random.Below(16)) + 1;
  switch (random.Below(6)) {
    case 0:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << random.Below(8)));
      break;
    case 1:
      if (at < input.size()) input[at] = AnyByte(random);
      break;
    case 2:
      input.insert(at, 1, AnyByte(random));
      break;
    case 3:
      input.erase(at, length);
      break;
    case 4:
      input.insert(at, input.substr(Place(input, random), length));
      break;
    default:
      input = input.substr(0, at) + other.substr(Place(other, random));
  }
}

void MutateAsTheTargetSays(std::string& input, SeededRandom& random) {
  const size_t size = input.size();
  input.resize(kInputBytesMax);
  input.resize(LLVMFuzzerCustomMutator(reinterpret_cast<uint8_t*>(input.data()), size,
                                       kInputBytesMax, static_cast<unsigned int>(random.Next())));
}

// Returns the input of one run: a file of the corpus with a few mutations.
std::string Mutated(const std::vector<std::string>& corpus, int64_t seed, int64_t run) {
  SeededRandom random(static_cast<uint64_t>(seed) * 1'000'003 + static_cast<uint64_t>(run));
  const auto pick = [&] {
    return corpus[static_cast<size_t>(random.Below(static_cast<int64_t>(corpus.size())))];
  };
  std::string input = pick();
  input.resize(std::min(input.size(), kInputBytesMax));
  if (LLVMFuzzerCustomMutator != nullptr && random.Below(8) != 0) {
    MutateAsTheTargetSays(input, random);
    return input;
  }
  for (int64_t left = random.Below(kMutationsMax) + 1; left > 0; --left) {
    MutateOnce(input, pick(), random);
  }
  input.resize(std::min(input.size(), kInputBytesMax));
  return input;
}

int64_t NumberOr(int count, char** arguments, int index, int64_t otherwise) {
  if (index >= count) return otherwise;
  const std::string_view text = arguments[index];
  int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

int Main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: %s <corpus folder> [<runs> [<seed> [<run>]]]\n", arguments[0]);
    return 2;
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS}) std::signal(signal, SayWhichRun);
  const std::vector<std::string> corpus = ReadCorpus(arguments[1]);
  if (corpus.empty()) {
    std::fprintf(stderr, "%s holds no inputs\n", arguments[1]);
    return 1;
  }
  const int64_t runs = NumberOr(count, arguments, 2, kRunsDefault);
  g_progress.seed = NumberOr(count, arguments, 3, 1);
  const int64_t only = NumberOr(count, arguments, 4, -1);
  if (only >= 0) {
    g_progress.run = only;
    RunOne(Mutated(corpus, g_progress.seed, only));
    return 0;
  }
  for (const std::string& input : corpus) RunOne(input);
  for (g_progress.run = 0; g_progress.run < runs; ++g_progress.run) {
    RunOne(Mutated(corpus, g_progress.seed, g_progress.run));
  }
  std::printf("%zu inputs and %lld mutations of seed %lld: ok\n", corpus.size(),
              static_cast<long long>(runs), static_cast<long long>(g_progress.seed));
  return 0;
}

}  // namespace
}  // namespace daybook

int main(int count, char** arguments) {
  LLVMFuzzerInitialize(&count, &arguments);
  return daybook::Main(count, arguments);
}
