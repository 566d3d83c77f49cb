#include "edge-server/store/verify.h"

#include "edge-server/store/database.h"
#include "edge-server/store/key_layout.h"
#include "tests/unit/store/event_log_fixture.h"

namespace daybook::store {
namespace {

using event::v1::Entry;

class VerifyTest : public EventLogTest {
 protected:
  // A log of several segments, closed.
  void SetUp() override {
    Reopen();
    Append({maker_.Make({{.stream = testing::SaleStream(1), .event_count = 5000}})});
    AppendAny(300);
    head_ = log_->head();
    log_.reset();
  }

  absl::StatusOr<VerifyReport> Verify() const {
    return VerifyLog({.directory = kDirectory, .env = env_.get()});
  }

  // Writes a row, or removes it if `value` is nothing.
  void Change(Table table, std::string_view key, const std::optional<std::string>& value) {
    auto database = Database::Open({.directory = std::string(kDirectory) + "/db",
                                    .env = env_.get(),
                                    .block_cache_bytes = 1 << 20,
                                    .write_buffer_bytes = 1 << 20});
    ASSERT_TRUE(database.ok()) << database.status();
    Batch batch(**database);
    value ? batch.Put(table, key, *value) : batch.Delete(table, key);
    ASSERT_TRUE((*database)->Write(batch, /*sync=*/true).ok());
  }

  void ExpectDamage(Reason reason, std::string_view words) {
    const auto report = Verify();
    EXPECT_EQ(ReasonOf(report.status()), reason) << report.status();
    EXPECT_NE(MessageOf(report.status()).find(words), std::string_view::npos) << report.status();
  }

  const Entry& AnEntry() const { return entries_[200]; }
  int64_t APosition() const { return AnEntry().header().first_position(); }
  std::string AtPosition() const { return "position " + std::to_string(APosition()); }

  Head head_;
};

TEST_F(VerifyTest, ReportsWhatItFoundInOrder) {
  std::vector<int64_t> progress;

  const auto report = VerifyLog(
      {.directory = kDirectory,
       .env = env_.get(),
       .progress = [&progress](int64_t position, int64_t) { progress.push_back(position); }});

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->position, head_.position);
  EXPECT_EQ(report->hash, head_.hash);
  EXPECT_EQ(report->entry_count, 301);
  EXPECT_EQ(report->request_count, 301);
  EXPECT_EQ(report->installation_count, 3);
  EXPECT_EQ(report->mark, "");
  EXPECT_EQ(progress, std::vector<int64_t>({1}));
}

TEST_F(VerifyTest, LeavesTheDirectoryAsItWas) {
  ASSERT_TRUE(Verify().ok());
  Reopen();

  EXPECT_EQ(log_->head(), head_);
}

TEST_F(VerifyTest, RefusesALogThatIsOpen) {
  Reopen();

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_DIRECTORY_IN_USE);
}

TEST_F(VerifyTest, SaysWhereThereIsNoLog) {
  EXPECT_EQ(ReasonOf(VerifyLog({.directory = "/nothing", .env = env_.get()}).status()),
            Reason::ERROR_REASON_STORE_FAILED);
}

TEST_F(VerifyTest, FindsAChangedEntry) {
  Entry changed = AnEntry();
  changed.mutable_header()->set_device("till-2");
  Change(Table::kLog, EntryKey(APosition()), changed.SerializeAsString());

  const absl::Status damage = Verify().status();

  EXPECT_EQ(ReasonOf(damage), Reason::ERROR_REASON_CHAIN_BROKEN) << damage;
  EXPECT_LT(std::stoll(ErrorMetadata(damage, "after")), APosition());
  EXPECT_GE(std::stoll(ErrorMetadata(damage, "position")), APosition());
  EXPECT_LT(std::stoll(ErrorMetadata(damage, "position")), APosition() + 80);
}

TEST_F(VerifyTest, FindsAMissingEntry) {
  Change(Table::kLog, EntryKey(APosition()), std::nullopt);

  ExpectDamage(Reason::ERROR_REASON_LOG_NOT_DENSE,
               "after position " + std::to_string(APosition() - 1));
}

TEST_F(VerifyTest, FindsALostRequest) {
  Change(Table::kRequest, AnEntry().header().request_id(), std::nullopt);

  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT, "the request of the entry at " + AtPosition());
}

TEST_F(VerifyTest, FindsARequestThatPointsElsewhere) {
  Change(Table::kRequest, AnEntry().header().request_id(), EncodePosition(1));

  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT, "the request of the entry at " + AtPosition());
}

TEST_F(VerifyTest, FindsARequestThatWasNeverMade) {
  Change(Table::kRequest, testing::UuidOf(5).AsBytes(), EncodePosition(1));

  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT, "rows of the requests that no entry has left");
}

TEST_F(VerifyTest, FindsALostVersionOfAStream) {
  const StreamId stream = StreamId::Of(AnEntry().header().streams(0));
  Change(Table::kIndex, StreamKey(stream, 1), std::nullopt);

  const auto report = Verify();

  EXPECT_TRUE(ReasonOf(report.status()) == Reason::ERROR_REASON_LOG_NOT_DENSE ||
              ReasonOf(report.status()) == Reason::ERROR_REASON_STORE_CORRUPT)
      << report.status();
}

TEST_F(VerifyTest, FindsALostOrChangedCheckpoint) {
  Change(Table::kIndex, CheckpointKey(1), std::nullopt);
  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT,
               "the hash checkpoint of the entry at position 1");
  Change(Table::kIndex, CheckpointKey(1), std::string(32, 'x'));
  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT,
               "the hash checkpoint of the entry at position 1");
}

TEST_F(VerifyTest, FindsALostRowOfTheIndexByCategory) {
  Change(Table::kIndex, PostingKey(Posting::kCategory, Category::CATEGORY_SALE, 0), std::nullopt);

  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT, "the index by category");
}

TEST_F(VerifyTest, FindsAnInstallationWithAnotherMark) {
  const Uuid install_id = testing::UuidOf(1000);
  Change(Table::kIndex, DeviceKey(install_id), EncodeDevice(FirstDeviceMark(install_id)));

  ExpectDamage(Reason::ERROR_REASON_STORE_CORRUPT, install_id.ToText());
}

TEST_F(VerifyTest, FindsAHeadThatSaysSomethingElse) {
  Change(Table::kMeta, kHeadKey,
         EncodeHead({.epoch = 1, .position = head_.position, .hash = FirstHash(Uuid{})}));

  ExpectDamage(Reason::ERROR_REASON_CHAIN_BROKEN, std::to_string(head_.position));
}

}  // namespace
}  // namespace daybook::store
