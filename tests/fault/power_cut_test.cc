// The power goes at every single operation of a run, and the log that is found afterwards must hold
// every acknowledged entry, once, and be as good as new.
#include <optional>

#include "edge-server/store/event_log.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/log_checker.h"
#include "tests/support/log_entries.h"

namespace daybook::store {
namespace {

using event::v1::Entry;
using testing::EntryMaker;
using testing::FaultFileSystem;
using testing::Loss;
using testing::SaleStream;

// What a run has done so far.
struct Outcome {
  std::vector<Entry> acknowledged;
  std::vector<Entry> in_flight;  // Of the batch that failed: there or not there, as a whole.
};

EventLog::Options MakeOptions(rocksdb::Env* env) {
  EventLog::Options options;
  options.directory = "/srv/shop/log";  // Nothing of it is there.
  options.env = env;
  options.identity = {.log_id = testing::UuidOf(1), .tenant = "acme", .store = "high-street"};
  options.write_buffer_bytes = 24 << 10;  // Several flushes in a short run.
  options.tail_bytes_max = 4 << 10;
  options.block_cache_bytes = 1 << 20;
  options.disk_soft_bytes_min = 0;
  options.ballast_bytes = 1 << 20;
  return options;
}

// Appends one batch; returns whether it was acknowledged.
bool AppendBatch(EventLog& log, std::vector<Entry> batch, Outcome& outcome) {
  const auto stored = log.Append({batch.begin(), batch.end()});
  std::vector<Entry>& to = stored.ok() ? outcome.acknowledged : outcome.in_flight;
  to.insert(to.end(), batch.begin(), batch.end());
  if (!stored.ok()) {
    EXPECT_EQ(ReasonOf(stored.status()), Reason::ERROR_REASON_OUTCOME_UNKNOWN) << stored.status();
    EXPECT_FALSE(log.Append({batch.begin(), batch.end()}).ok());
  }
  return stored.ok();
}

std::vector<Entry> MakeBatch(EntryMaker& maker, int number) {
  maker.SetPadding(number % 5 == 0 ? 4000 : 200);
  std::vector<Entry> batch;
  for (int i = 0; i < 1 + number % 4; ++i) batch.push_back(maker.MakeAny());
  // Long entries, so that a few segments of the index are filled.
  maker.SetPadding(0);
  if (number % 6 == 5)
    batch.push_back(maker.Make({{.stream = SaleStream(99), .event_count = 900}}));
  return batch;
}

// Opens the log and appends until something fails.
void Run(const EventLog::Options& options, EntryMaker& maker, int batch_count, Outcome& outcome) {
  auto log = EventLog::Open(options);
  if (!log.ok()) return;
  for (int number = 0; number < batch_count; ++number) {
    if (!AppendBatch(**log, MakeBatch(maker, number), outcome)) return;
    if (number % 7 == 6 && !(*log)->WriteSnapshots({{"books", std::string(3000, 'b')}}).ok())
      return;
  }
}

// The run: two starts, some thirty batches, a few flushes.
Outcome RunAll(FaultFileSystem& disk, rocksdb::Env* env) {
  Outcome outcome;
  EntryMaker maker;
  Run(MakeOptions(env), maker, 20, outcome);
  if (!disk.power_is_off() && outcome.in_flight.empty()) Run(MakeOptions(env), maker, 8, outcome);
  return outcome;
}

// Opens what is left and compares; then goes on, to see that the log still works.
void CheckRecovered(rocksdb::Env* env, const Outcome& outcome) {
  auto log = EventLog::Open(MakeOptions(env));
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_TRUE((*log)->Writable().ok());

  std::vector<Entry> expected = outcome.acknowledged;
  const size_t stored_count = testing::ReadWholeLog(**log).size();
  if (stored_count > expected.size()) {
    expected.insert(expected.end(), outcome.in_flight.begin(), outcome.in_flight.end());
  }
  testing::ExpectLogHolds(**log, expected);

  EntryMaker maker(7);
  maker.Rewind(expected);
  const Entry next = maker.MakeAny();
  ASSERT_TRUE((*log)->Append({&next, &next + 1}).ok());
  log->reset();
  log = EventLog::Open(MakeOptions(env));
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->head().position, maker.next_position() - 1);
}

int64_t CountOperations() {
  auto disk = std::make_shared<FaultFileSystem>();
  const auto env = testing::NewFaultEnv(disk);
  const Outcome outcome = RunAll(*disk, env.get());
  EXPECT_TRUE(outcome.in_flight.empty());
  EXPECT_GT(outcome.acknowledged.size(), 50u);
  return disk->operation_count();
}

// Cuts the power at every `stride`-th operation from `first` on.
void CutPowerAtEach(Loss loss, int64_t first, int64_t stride) {
  const int64_t operation_count = CountOperations();
  ASSERT_GT(operation_count, 100);
  for (int64_t operation = first; operation < operation_count; operation += stride) {
    SCOPED_TRACE(::testing::Message() << "power cut at operation " << operation);
    auto disk = std::make_shared<FaultFileSystem>();
    const auto env = testing::NewFaultEnv(disk);
    disk->CutPowerAfter(operation);
    const Outcome outcome = RunAll(*disk, env.get());
    disk->PowerOn(loss, static_cast<uint64_t>(operation));

    CheckRecovered(env.get(), outcome);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(PowerCutTest, LosesNothingAcknowledgedWhereAllThatIsUnsyncedIsLost) {
  CutPowerAtEach(Loss::kEverything, 0, 1);
}

TEST(PowerCutTest, LosesNothingAcknowledgedWhereSomeOfTheUnsyncedIsLost) {
  CutPowerAtEach(Loss::kSome, 0, 1);
}

TEST(PowerCutTest, LosesNothingAcknowledgedWhereOnlyTheProcessIsKilled) {
  CutPowerAtEach(Loss::kNothing, 3, 4);
}

// Fails every `stride`-th operation from `first` on, one in each run.
void FailEach(const rocksdb::IOStatus& error, int64_t first, int64_t stride) {
  const int64_t operation_count = CountOperations();
  for (int64_t operation = first; operation < operation_count; operation += stride) {
    SCOPED_TRACE(::testing::Message() << "failure of operation " << operation);
    auto disk = std::make_shared<FaultFileSystem>();
    const auto env = testing::NewFaultEnv(disk);
    disk->FailAfter(operation, error);
    const Outcome outcome = RunAll(*disk, env.get());
    disk->FailNothing();

    CheckRecovered(env.get(), outcome);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(FailedCallTest, EndsTheWriterAndLosesNothingAcknowledgedOnAnError) {
  FailEach(rocksdb::IOStatus::IOError("input/output error"), 0, 2);
}

TEST(FailedCallTest, EndsTheWriterAndLosesNothingAcknowledgedOnAFullDisk) {
  FailEach(rocksdb::IOStatus::NoSpace("disk full"), 1, 2);
}

// Opens what an ended process left behind, and cuts the power before anything more is written: what
// could be read of the log, its requests and its marks must be there afterwards.
void CheckNothingShownIsLost(FaultFileSystem& disk, rocksdb::Env* env) {
  std::vector<Entry> shown;
  {
    const auto log = EventLog::Open(MakeOptions(env));
    ASSERT_TRUE(log.ok()) << log.status();
    for (const std::string& bytes : testing::BytesOf(testing::ReadWholeLog(**log))) {
      ASSERT_TRUE(shown.emplace_back().ParseFromString(bytes));
    }
    disk.CutPowerAfter(0);
  }
  disk.PowerOn(Loss::kEverything);

  const auto log = EventLog::Open(MakeOptions(env));
  ASSERT_TRUE(log.ok()) << log.status();
  testing::ExpectLogHolds(**log, shown);
}

TEST(EndedProcessTest, LeavesNothingThatIsShownAndLostToAPowerCutAfterAKill) {
  const int64_t operation_count = CountOperations();
  for (int64_t operation = 1; operation < operation_count; operation += 3) {
    SCOPED_TRACE(::testing::Message() << "killed at operation " << operation);
    auto disk = std::make_shared<FaultFileSystem>();
    const auto env = testing::NewFaultEnv(disk);
    disk->CutPowerAfter(operation);
    RunAll(*disk, env.get());
    disk->PowerOn(Loss::kNothing);

    CheckNothingShownIsLost(*disk, env.get());
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(EndedProcessTest, LeavesNothingThatIsShownAndLostToAPowerCutAfterAFailedCall) {
  const int64_t operation_count = CountOperations();
  for (int64_t operation = 2; operation < operation_count; operation += 3) {
    SCOPED_TRACE(::testing::Message() << "failure of operation " << operation);
    auto disk = std::make_shared<FaultFileSystem>();
    const auto env = testing::NewFaultEnv(disk);
    disk->FailAfter(operation, rocksdb::IOStatus::IOError("input/output error"));
    RunAll(*disk, env.get());
    disk->PowerOn(Loss::kNothing);

    CheckNothingShownIsLost(*disk, env.get());
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace daybook::store
