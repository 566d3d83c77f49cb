// Goal: nothing that was acknowledged is lost, doubled or changed, whenever the process dies.
// Method: tills sell under load and repeat what was not answered; the server is killed at moments
// that a seed chooses; afterwards the whole log is compared with what the tills were told.
#include <cstdlib>
#include <map>
#include <thread>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "fmt/format.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using edge::v1::CommandEnvelope;
using edge::v1::CommandResult;
using edge::v1::ExecuteRequest;

constexpr int kKills = 10;
constexpr int kKillsLong = 100;
constexpr int kAskingTills = 4;
constexpr int kOwnTills = 2;
constexpr int64_t kAcknowledgedBetweenKillsMax = 400;
constexpr int64_t kMicrosecondsBeforeKillMax = 2000;
constexpr absl::Duration kNewServerMax = absl::Seconds(60);

int KillCount() { return std::getenv("DAYBOOK_LONG") != nullptr ? kKillsLong : kKills; }

// What the threads share: where the server is, and what it has promised. Thread-safe.
class Promises {
 public:
  // The server runs at `address` now.
  void Serve(const std::string& address) {
    MutexLock lock(mutex_);
    address_ = address;
    ++generation_;
  }

  // No more sales are started.
  void Close() {
    MutexLock lock(mutex_);
    closing_ = true;
  }
  bool closing() {
    MutexLock lock(mutex_);
    return closing_;
  }

  struct Server {
    std::string address;
    int64_t generation = 0;
  };
  // Returns the server that runs now, having waited a moment for a newer one than `generation`.
  Server NewerThan(int64_t generation) {
    MutexLock lock(mutex_);
    mutex_.AwaitFor(std::chrono::milliseconds(100),
                    [&]() DAYBOOK_REQUIRES(mutex_) { return generation_ > generation; });
    return {address_, generation_};
  }

  void Acknowledge(const CommandEnvelope& command, const CommandResult& result) {
    MutexLock lock(mutex_);
    acknowledged_[command.request_id()] = {command, result};
  }
  int64_t AcknowledgedCount() {
    MutexLock lock(mutex_);
    return static_cast<int64_t>(acknowledged_.size());
  }
  bool AwaitAcknowledged(int64_t count) {
    MutexLock lock(mutex_);
    return mutex_.AwaitFor(absl::ToChronoNanoseconds(kNewServerMax),
                           [&]() DAYBOOK_REQUIRES(mutex_) {
                             return static_cast<int64_t>(acknowledged_.size()) >= count;
                           });
  }

  struct Promise {
    CommandEnvelope command;
    CommandResult result;
  };
  // REQUIRES: no till works any more.
  const std::map<std::string, Promise>& acknowledged() const { return acknowledged_; }

 private:
  Mutex mutex_;
  std::string address_ DAYBOOK_GUARDED_BY(mutex_);
  int64_t generation_ DAYBOOK_GUARDED_BY(mutex_) = 0;
  bool closing_ DAYBOOK_GUARDED_BY(mutex_) = false;
  std::map<std::string, Promise> acknowledged_;
};

bool AsksToComeBack(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kResourceExhausted ||
         status.code() == absl::StatusCode::kCancelled;
}

// A till: sells until the shop closes, and keeps asking until it has its answer.
class Till {
 public:
  Till(Promises& promises, int number, bool own)
      : promises_(promises),
        name_(fmt::format("till{}", number)),
        ids_(static_cast<uint64_t>(number) + 100),
        random_(static_cast<uint64_t>(number)),
        installation_(ids_.Next()),
        drawer_(ids_.Next()),
        own_(own) {}

  void Run() {
    Deliver({OpenDrawer(drawer_, 5000)});
    while (!promises_.closing() && !failed_) Deliver(NextSale());
  }

 private:
  std::vector<edge::v1::Command> NextSale() {
    const Uuid sale = ids_.Next();
    const int64_t coffee_minor = 200 + random_.Below(100);
    const int64_t bread_minor = random_.Below(300);
    std::vector<edge::v1::Command> commands = {StartSale(sale),
                                               AddLine(sale, 1, "coffee", coffee_minor),
                                               AddLine(sale, 2, "bread", bread_minor)};
    int64_t total_minor = coffee_minor + bread_minor;
    if (random_.Below(4) == 0) {
      commands.push_back(RemoveLine(sale, 2));
      total_minor -= bread_minor;
    }
    if (random_.Below(8) == 0) {
      commands.push_back(AbandonSale(sale));
    } else {
      commands.push_back(random_.Below(2) == 0 ? PayCard(sale, ids_.Next(), total_minor)
                                               : PayCash(sale, ids_.Next(), drawer_, total_minor));
      commands.push_back(CompleteSale(sale));
    }
    return commands;
  }

  // Sends the same request until every command of it has its final answer.
  void Deliver(const std::vector<edge::v1::Command>& commands) {
    ExecuteRequest request;
    for (const edge::v1::Command& command : commands) {
      *request.add_commands() =
          own_ ? installation_.Own(ids_.Next(), command) : Ask(ids_.Next(), command);
    }
    while (!failed_ && !TryDeliver(request)) Reconnect();
  }

  bool TryDeliver(const ExecuteRequest& request) {
    if (client_ == nullptr) return false;
    const auto response = client_->Execute(request);
    if (!response.ok()) {
      if (!AsksToComeBack(response.status())) Fail(response.status().ToString());
      return false;
    }
    for (int i = 0; i < response->results_size(); ++i) {
      const CommandResult& result = response->results(i);
      if (result.outcome() != edge::v1::COMMAND_OUTCOME_APPLIED) Fail(result.ShortDebugString());
      if (result.first_position() + result.event_count() - 1 > response->head().position()) {
        Fail("a reply beyond the durable head");
      }
      promises_.Acknowledge(request.commands(i), result);
    }
    return true;
  }

  void Reconnect() {
    const Promises::Server server = promises_.NewerThan(generation_);
    if (server.generation == generation_) return;
    generation_ = server.generation;
    client_ = std::make_unique<EdgeClient>(server.address, EdgeClient::Identity{.device = name_});
  }

  void Fail(const std::string& problem) {
    failed_ = true;
    ADD_FAILURE() << name_ << ": " << problem;
  }

  Promises& promises_;
  const std::string name_;
  Ids ids_;
  SeededRandom random_;
  Installation installation_;
  const Uuid drawer_;
  const bool own_;
  std::unique_ptr<EdgeClient> client_;
  int64_t generation_ = 0;
  bool failed_ = false;
};

// Somebody who watches the log through all of it, and resumes after the last event that it has
// seen.
class Watcher {
 public:
  explicit Watcher(Promises& promises) : promises_(promises) {}

  // Watches until it has seen `end` once the shop is closed.
  void Run() {
    while (!Done()) {
      const Promises::Server server = promises_.NewerThan(generation_);
      if (server.generation == generation_) continue;
      generation_ = server.generation;
      EdgeClient client(server.address, {.device = "display"});
      Follow(client);
    }
  }

  void FinishAt(int64_t position) {
    MutexLock lock(mutex_);
    end_ = position;
  }

  // REQUIRES: Run has returned.
  const std::vector<std::string>& seen() const { return seen_; }

 private:
  bool Done() {
    MutexLock lock(mutex_);
    return end_ && position_ >= *end_;
  }

  void Follow(EdgeClient& client) {
    edge::v1::WatchEventsRequest request;
    request.mutable_after()->set_position(position_);
    const auto watch = WatchEvents(client, request);
    while (!Done()) {
      const auto message = watch->Next();
      if (!message) return;
      for (const std::string& bytes : message->entries()) Take(bytes);
    }
  }

  void Take(const std::string& bytes) {
    event::v1::Entry entry;
    EXPECT_TRUE(entry.ParseFromString(bytes));
    EXPECT_EQ(entry.header().first_position(), position_ + 1);
    position_ += entry.header().event_count();
    seen_.push_back(bytes);
  }

  Promises& promises_;
  int64_t generation_ = 0;
  int64_t position_ = 0;
  std::vector<std::string> seen_;
  Mutex mutex_;
  std::optional<int64_t> end_ DAYBOOK_GUARDED_BY(mutex_);
};

class KillTest : public EdgeTest {
 protected:
  KillTest() : EdgeTest(Medium::kDisk) {}  // So that it dies while it waits for the disk.

  void StartAndTell() {
    Start();
    promises_.Serve(edge_.address());
  }

  // Kills and restarts again and again, each time after so many acknowledgements as the seed says.
  void KillAgainAndAgain(SeededRandom& random) {
    for (int kill = 0; kill < KillCount() && !HasFailure(); ++kill) {
      const int64_t more = 1 + random.Below(kAcknowledgedBetweenKillsMax);
      ASSERT_TRUE(promises_.AwaitAcknowledged(promises_.AcknowledgedCount() + more));
      WaitMicroseconds(random.Below(kMicrosecondsBeforeKillMax));
      edge_.Kill();
      StartAndTell();
    }
  }

  void WaitMicroseconds(int64_t microseconds) {
    Mutex mutex;
    MutexLock lock(mutex);
    mutex.AwaitFor(std::chrono::microseconds(microseconds), [] { return false; });
  }

  // What was promised is what the log says, and nothing is there twice.
  void ExpectPromisesKept(const LogCopy& log) {
    const auto replies = FirstReplies(log);
    int64_t broken = 0;
    for (const auto& [request_id, promise] : promises_.acknowledged()) {
      const auto found = replies.find(request_id);
      CommandResult told = promise.result;
      told.clear_outcome();
      told.clear_repeated();
      if (found != replies.end() && found->second.SerializeAsString() == told.SerializeAsString()) {
        continue;
      }
      if (++broken <= 5) ADD_FAILURE() << "promised " << promise.result.ShortDebugString();
    }
    EXPECT_EQ(broken, 0);
  }

  // Whoever asks again gets the first reply.
  void ExpectFirstRepliesAgain() {
    for (const auto& [request_id, promise] : promises_.acknowledged()) {
      const auto again = client_->ExecuteOne(promise.command);
      ASSERT_TRUE(again.ok()) << again.status();
      CommandResult first = promise.result;
      first.set_repeated(true);
      ASSERT_EQ(again->SerializeAsString(), first.SerializeAsString());
      if (++repeated_ == kRepeatedMax) return;
    }
  }

  void ExpectTotalsOf(const LogCopy& log) {
    edge::v1::GetStoreTotalsRequest request;
    request.set_from_business_date(kToday);
    request.set_at_position(log.head.head().position());
    const auto totals = client_->GetStoreTotals(request);
    ASSERT_TRUE(totals.ok()) << totals.status();
    EXPECT_EQ(totals->totals().totals().DebugString(), FoldTotals(log, kToday).DebugString());
  }

  static constexpr int kRepeatedMax = 2000;
  Promises promises_;
  int repeated_ = 0;
};

TEST_F(KillTest, KeepsEveryAcknowledgedSaleExactlyOnce) {
  const char* const seed_text = std::getenv("DAYBOOK_SEED");
  const uint64_t seed = seed_text != nullptr ? std::strtoull(seed_text, nullptr, 10) : 20161105;
  SCOPED_TRACE(fmt::format("repeat with DAYBOOK_SEED={}", seed));
  SeededRandom random(seed);
  std::vector<std::unique_ptr<Till>> tills;
  for (int i = 0; i < kAskingTills + kOwnTills; ++i) {
    tills.push_back(std::make_unique<Till>(promises_, i + 1, i >= kAskingTills));
  }
  Watcher watcher(promises_);

  StartAndTell();
  std::vector<std::thread> threads;
  for (const auto& till : tills) threads.emplace_back([&till] { till->Run(); });
  std::thread watching([&watcher] { watcher.Run(); });
  KillAgainAndAgain(random);
  promises_.Close();
  for (std::thread& thread : threads) thread.join();
  watcher.FinishAt(Head());
  edge_.Kill();  // Once more, so that the watcher looks up and the views start from disk.
  StartAndTell();
  watching.join();

  const LogCopy log = CheckedLog();
  EXPECT_GT(promises_.AcknowledgedCount(), KillCount());
  ExpectPromisesKept(log);
  ExpectTotalsOf(log);
  EXPECT_EQ(watcher.seen(), log.bytes);
  ExpectFirstRepliesAgain();
  EXPECT_EQ(Head(), log.head.head().position());
}

}  // namespace
}  // namespace daybook::test
