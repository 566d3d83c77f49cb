#include "edge-server/engine/engine.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "projections/sales.h"
#include "tests/unit/engine/engine_fixture.h"
#include "tests/unit/projections/entry_maker.h"

namespace daybook::engine {
namespace {

edge::v1::LimitsConfig Limits() {
  edge::v1::LimitsConfig limits;
  limits.set_queue_commands_max(16);
  limits.set_batch_commands_max(16);
  limits.set_aggregates_max(16);
  limits.set_reads_max(16);
  limits.set_watchers_max(1);
  limits.set_watcher_stall_ms_max(30'000);
  return limits;
}

class EngineTest : public EngineFixture {
 protected:
  EngineTest() {
    rows_ = *store::ViewStore::Open(
        {.directory = view_directory_.path() + "/views", .log_id = log_->identity().log_id});
  }

  void Start() {
    auto engine = Engine::Open({.shop = config_, .limits = Limits()}, *log_, *rows_, system_clock_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
  }

  void Append(const event::v1::Entry& entry) {
    const auto appended = log_->Append({&entry, &entry + 1});
    ASSERT_TRUE(appended.ok()) << appended.status();
  }

  // Returns how far the sales have come that a query is shown.
  absl::StatusOr<int64_t> QuerySales(int64_t at_position) {
    {
      MutexLock lock(mutex_);
      answer_.reset();
    }
    engine_->Query(projections::kSalesName, at_position, [this](absl::StatusOr<ViewReader> view) {
      MutexLock lock(mutex_);
      answer_ = view.ok() ? absl::StatusOr<int64_t>(view->position()) : view.status();
    });
    MutexLock lock(mutex_);
    mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return answer_.has_value(); });
    return *answer_;
  }

  Mutex mutex_;
  std::optional<absl::StatusOr<int64_t>> answer_ DAYBOOK_GUARDED_BY(mutex_);
  const SystemClock system_clock_{};
  const test::TemporaryDirectory view_directory_;
  std::unique_ptr<store::ViewStore> rows_;
  std::unique_ptr<Engine> engine_;
  EntryMaker maker_;
};

TEST_F(EngineTest, AnOldVersionOfAViewAnswersAsItStandsThoughTheNewOneHasStopped) {
  Append(maker_.Make({LineChanged(9, 1, 2000, 600)}));  // Of a sale that there is not.
  Append(maker_.Make({Created(1)}));
  const store::ViewName old_version{std::string(projections::kSalesName), 0};
  ASSERT_TRUE(
      rows_->Write({{.view = old_version, .checkpoint = {.position = 1}, .changes = {}}}).ok());
  Start();

  const absl::StatusOr<int64_t> beyond = QuerySales(2);
  const absl::StatusOr<int64_t> as_far = QuerySales(1);
  const absl::StatusOr<int64_t> as_it_is = QuerySales(0);

  EXPECT_EQ(ReasonOf(beyond.status()), Reason::ERROR_REASON_VIEW_STOPPED);
  EXPECT_EQ(as_far.value_or(-1), 1) << as_far.status();
  EXPECT_EQ(as_it_is.value_or(-1), 1) << as_it_is.status();
  EXPECT_EQ(ReasonOf(engine_->ViewsStatus()), Reason::ERROR_REASON_VIEW_STOPPED);
}

TEST_F(EngineTest, AViewThatHasStoppedAnswersNothing) {
  Append(maker_.Make({Created(1)}));
  Append(maker_.Make({LineChanged(9, 1, 2000, 600)}));
  Start();

  EXPECT_EQ(ReasonOf(QuerySales(2).status()), Reason::ERROR_REASON_VIEW_STOPPED);
  EXPECT_EQ(ReasonOf(QuerySales(0).status()), Reason::ERROR_REASON_VIEW_STOPPED);
}

TEST_F(EngineTest, DamageThatAReadMeetsIsReportedOnceAMinute) {
  Start();
  const absl::Status damage = Error(Reason::ERROR_REASON_STORE_CORRUPT, "a row is unreadable");

  ::testing::internal::CaptureStderr();
  engine_->ReportRead(absl::OkStatus());
  engine_->ReportRead(Error(Reason::ERROR_REASON_SALE_UNKNOWN, "there is no such sale"));
  engine_->ReportRead(damage);
  engine_->ReportRead(damage);
  const std::string written = ::testing::internal::GetCapturedStderr();

  EXPECT_THAT(written, ::testing::HasSubstr("a row is unreadable"));
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1) << written;
}

TEST_F(EngineTest, NoViewIsAheadOfTheLog) {
  Append(maker_.Make({Created(1)}));
  Start();

  EXPECT_EQ(QuerySales(1).value_or(-1), 1);
  EXPECT_EQ(ReasonOf(QuerySales(2).status()), Reason::ERROR_REASON_POSITION_BEYOND_HEAD);
}

}  // namespace
}  // namespace daybook::engine
