#include "edge-server/engine/writer.h"

#include "gmock/gmock.h"
#include "tests/unit/engine/engine_fixture.h"

namespace daybook::engine {
namespace {

using test::Ask;
using test::StartSale;

constexpr std::chrono::seconds kPatience(30);

// Collects replies. Thread-safe.
class Replies {
 public:
  std::function<void(Reply)> Next() {
    return [this](Reply reply) {
      MutexLock lock(mutex_);
      replies_.push_back(std::move(reply));
    };
  }

  std::vector<Reply> Await(size_t count) {
    MutexLock lock(mutex_);
    EXPECT_TRUE(mutex_.AwaitFor(
        kPatience, [&]() DAYBOOK_REQUIRES(mutex_) { return replies_.size() >= count; }));
    return replies_;
  }

 private:
  Mutex mutex_;
  std::vector<Reply> replies_ DAYBOOK_GUARDED_BY(mutex_);
};

// Holds up the thread that passes. Thread-safe.
class Gate {
 public:
  void Close() {
    MutexLock lock(mutex_);
    closed_ = true;
  }
  void Open() {
    MutexLock lock(mutex_);
    closed_ = false;
  }
  void Pass() {
    MutexLock lock(mutex_);
    waiting_ = true;
    EXPECT_TRUE(mutex_.AwaitFor(kPatience, [this]() DAYBOOK_REQUIRES(mutex_) { return !closed_; }));
    waiting_ = false;
  }
  void AwaitSomebody() {
    MutexLock lock(mutex_);
    EXPECT_TRUE(mutex_.AwaitFor(kPatience, [this]() DAYBOOK_REQUIRES(mutex_) { return waiting_; }));
  }

 private:
  Mutex mutex_;
  bool closed_ DAYBOOK_GUARDED_BY(mutex_) = false;
  bool waiting_ DAYBOOK_GUARDED_BY(mutex_) = false;
};

class WriterTest : public EngineFixture {
 protected:
  void Open(size_t queue_commands_max = 4096) {
    auto writer = Writer::Open({.shop = config_,
                                .queue_commands_max = queue_commands_max,
                                .on_commit =
                                    [this] {
                                      ++commits_;
                                      gate_.Pass();
                                    }},
                               *log_, clock_);
    ASSERT_TRUE(writer.ok()) << writer.status();
    writer_ = *std::move(writer);
  }

  void Submit(const std::vector<edge::v1::CommandEnvelope>& envelopes,
              std::function<void(Reply)> done) {
    Call call = CallOf(envelopes);
    call.done = std::move(done);
    writer_->Submit(std::move(call));
  }

  edge::v1::CommandEnvelope AnyAsk() { return Ask(ids_.Next(), StartSale(ids_.Next())); }

  // Makes the writer wait behind a commit, so that what comes next stays in the queue.
  void Block() {
    gate_.Close();
    Submit({AnyAsk()}, [](const Reply&) {});
    gate_.AwaitSomebody();
  }

  Replies replies_;
  Gate gate_;
  std::atomic<int> commits_ = 0;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, RepliesWithAHeadThatCoversTheEntry) {
  Open();

  Submit({AnyAsk()}, replies_.Next());
  const Reply reply = replies_.Await(1).front();

  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->head().position(), log_->head().position);
  EXPECT_EQ(reply->head().hash(), log_->head().hash.AsBytes());
  EXPECT_EQ(reply->results(0).first_position() + reply->results(0).event_count() - 1,
            reply->head().position());
}

TEST_F(WriterTest, RefusesWhatTheQueueHasNoRoomFor) {
  Open(3);
  Block();
  Submit({AnyAsk(), AnyAsk()}, replies_.Next());

  Replies refused;
  Submit({AnyAsk(), AnyAsk()}, refused.Next());
  const Reply full = refused.Await(1).front();
  gate_.Open();

  EXPECT_EQ(ReasonOf(full.status()), Reason::ERROR_REASON_QUEUE_FULL);
  EXPECT_EQ(full.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrorMetadata(full.status(), "commands"), "2");
  EXPECT_TRUE(replies_.Await(1).front().ok());
}

TEST_F(WriterTest, TakesOneCallOfAnInstallationAtATime) {
  Open();
  test::Installation till(ids_.Next()), other(ids_.Next());
  const auto first = till.Own(ids_.Next(), StartSale(ids_.Next()));
  const auto second = till.Own(ids_.Next(), StartSale(ids_.Next()));
  Block();
  Submit({first}, replies_.Next());

  Replies refused;
  Submit({second}, refused.Next());
  const Reply busy = refused.Await(1).front();
  Submit({other.Own(ids_.Next(), StartSale(ids_.Next()))}, replies_.Next());
  gate_.Open();
  const std::vector<Reply> taken = replies_.Await(2);
  Submit({second}, replies_.Next());

  EXPECT_EQ(ReasonOf(busy.status()), Reason::ERROR_REASON_INSTALLATION_BUSY);
  EXPECT_TRUE(taken[0].ok() && taken[1].ok());
  EXPECT_TRUE(replies_.Await(3).back().ok());
}

TEST_F(WriterTest, FinishesWhatWaitsAndTakesNothingMore) {
  Open();
  Block();
  for (int i = 0; i < 10; ++i) Submit({AnyAsk()}, replies_.Next());
  gate_.Open();

  writer_->Stop();
  const size_t answered = replies_.Await(10).size();
  Replies refused;
  Submit({AnyAsk()}, refused.Next());

  EXPECT_EQ(answered, 10u);
  EXPECT_EQ(ReasonOf(refused.Await(1).front().status()), Reason::ERROR_REASON_STOPPING);
}

TEST_F(WriterTest, CommitsWhatWaitsTogether) {
  Open();
  Block();
  for (int i = 0; i < 20; ++i) Submit({AnyAsk()}, replies_.Next());
  gate_.Open();

  const std::vector<Reply> replies = replies_.Await(20);
  writer_->Stop();

  for (const Reply& reply : replies) {
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(reply->head().position(), replies.front()->head().position());
  }
  EXPECT_EQ(commits_, 2);
}

TEST_F(WriterTest, SaysNothingOfACommitWhenNothingWasWritten) {
  Open();

  Submit({Ask(ids_.Next(), test::CompleteSale(ids_.Next()))}, replies_.Next());
  const Reply refused = replies_.Await(1).front();
  writer_->Stop();

  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused->results(0).outcome(), edge::v1::COMMAND_OUTCOME_REFUSED);
  EXPECT_EQ(commits_, 0);
}

}  // namespace
}  // namespace daybook::engine
