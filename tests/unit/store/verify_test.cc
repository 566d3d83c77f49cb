#include "edge-server/store/verify.h"

#include "edge-server/store/database.h"
#include "edge-server/store/key_layout.h"
#include "tests/unit/store/event_log_fixture.h"

namespace daybook::store {
namespace {

class VerifyTest : public EventLogTest {
 protected:
  static constexpr int kEntries = 3'000;  // Over a segment's end.

  void SetUp() override {
    Reopen();
    AppendAny(kEntries);
  }

  absl::StatusOr<VerifiedLog> Verify() {
    log_.reset();
    return VerifyLog({.directory = kDirectory, .env = env_.get()});
  }

  // Changes rows behind the log's back.
  void Tamper(Table table, const std::string& key, const std::string* value) {
    log_.reset();
    auto database = Database::Open({.directory = std::string(kDirectory) + "/db",
                                    .env = env_.get(),
                                    .block_cache_bytes = 1 << 20,
                                    .write_buffer_bytes = 1 << 20});
    ASSERT_TRUE(database.ok()) << database.status();
    Batch batch(**database);
    value == nullptr ? batch.Delete(table, key) : batch.Put(table, key, *value);
    ASSERT_TRUE((*database)->Write(batch, /*sync=*/true).ok());
  }

  const event::v1::Entry& SomeEntry() const { return entries_[kEntries / 2]; }
};

TEST_F(VerifyTest, FindsAWholeLogWhole) {
  const Head head = log_->head();

  const auto verified = Verify();

  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->entry_count, kEntries);
  EXPECT_EQ(verified->event_count, head.position);
  EXPECT_EQ(verified->hash, head.hash);
  EXPECT_GT(verified->installation_count, 0);
}

TEST_F(VerifyTest, ReportsProgress) {
  AppendAny(10'000);
  log_.reset();
  int64_t reported = 0;

  const auto verified = VerifyLog(
      {.directory = kDirectory, .env = env_.get(), .progress = [&](int64_t position, int64_t) {
         reported = position;
       }});

  EXPECT_TRUE(verified.ok()) << verified.status();
  EXPECT_GT(reported, 0);
}

TEST_F(VerifyTest, RefusesALogThatIsOpen) {
  const auto verified = VerifyLog({.directory = kDirectory, .env = env_.get()});

  EXPECT_EQ(ReasonOf(verified.status()), Reason::ERROR_REASON_DIRECTORY_IN_USE);
}

TEST_F(VerifyTest, SaysWhenThereIsNoLog) {
  const auto verified = VerifyLog({.directory = "/elsewhere", .env = env_.get()});

  EXPECT_EQ(ReasonOf(verified.status()), Reason::ERROR_REASON_STREAM_UNKNOWN);
}

TEST_F(VerifyTest, FindsAnEntryThatIsMissing) {
  Tamper(Table::kLog, EntryKey(SomeEntry().header().first_position()), nullptr);

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_LOG_NOT_DENSE);
}

TEST_F(VerifyTest, FindsAnEntryThatWasAltered) {
  event::v1::Entry altered = SomeEntry();
  altered.mutable_header()->set_employee("somebody else");
  const std::string bytes = altered.SerializeAsString();

  Tamper(Table::kLog, EntryKey(altered.header().first_position()), &bytes);

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_CHAIN_BROKEN);
}

TEST_F(VerifyTest, FindsARequestThatIsNotInTheIndex) {
  const std::string request_id = SomeEntry().header().request_id();
  ASSERT_FALSE(request_id.empty());

  Tamper(Table::kRequest, request_id, nullptr);

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_STORE_CORRUPT);
}

TEST_F(VerifyTest, FindsARequestThatHasNoEntry) {
  const std::string position = EncodePosition(1);

  Tamper(Table::kRequest, std::string(16, 'x'), &position);

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_STORE_CORRUPT);
}

TEST_F(VerifyTest, FindsAnInstallationWhoseMarkWasPutBack) {
  std::string install_id;
  for (const event::v1::Entry& entry : entries_) {
    if (!entry.header().install_id().empty()) install_id = entry.header().install_id();
  }
  const std::string mark = EncodeDevice(FirstDeviceMark(*Uuid::FromBytes(install_id)));

  Tamper(Table::kIndex, DeviceKey(*Uuid::FromBytes(install_id)), &mark);

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_STORE_CORRUPT);
}

TEST_F(VerifyTest, FindsASegmentThatLeavesAnEntryOut) {
  const std::string positions = EncodePositions(0, {1});

  Tamper(Table::kIndex,
         PostingKey(Posting::kCategory, static_cast<int32_t>(Category::CATEGORY_SALE), 0),
         &positions);

  EXPECT_EQ(ReasonOf(Verify().status()), Reason::ERROR_REASON_STORE_CORRUPT);
}

}  // namespace
}  // namespace daybook::store
