#include "cli/chain_check.h"

#include "core/entry/chain.h"
#include "daybook/event/v1/entry.pb.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

const Uuid kLogId = DeriveUuid(Uuid{}, "log");

event::v1::Entry EntryAt(int64_t first_position, int event_count) {
  event::v1::Entry entry;
  entry.mutable_header()->set_first_position(first_position);
  entry.mutable_header()->set_event_count(event_count);
  for (int i = 0; i < event_count; ++i) {
    event::v1::Event& event = *entry.add_events();
    event.set_offset(i);
    event.mutable_sale_item_not_found()->set_code("x");
  }
  return entry;
}

TEST(ChainCheckTest, AcceptsADenseLogWithItsHead) {
  const std::string first = EntryAt(1, 2).SerializeAsString();
  const std::string second = EntryAt(3, 1).SerializeAsString();
  ChainCheck check(kLogId);

  ASSERT_TRUE(check.Add(first).ok());
  ASSERT_TRUE(check.Add(second).ok());

  EXPECT_EQ(check.position(), 3);
  EXPECT_EQ(check.entry_count(), 2);
  EXPECT_TRUE(check.CheckHead(NextHash(NextHash(FirstHash(kLogId), first), second)).ok());
}

TEST(ChainCheckTest, FindsAnEmptyLogInOrder) {
  EXPECT_TRUE(ChainCheck(kLogId).CheckHead(FirstHash(kLogId)).ok());
}

TEST(ChainCheckTest, FindsAnotherByte) {
  const event::v1::Entry entry = EntryAt(1, 1);
  event::v1::Entry other = entry;
  other.mutable_events(0)->mutable_sale_item_not_found()->set_code("y");
  ChainCheck check(kLogId);
  ASSERT_TRUE(check.Add(other.SerializeAsString()).ok());

  const absl::Status status =
      check.CheckHead(NextHash(FirstHash(kLogId), entry.SerializeAsString()));

  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_CHAIN_BROKEN);
}

TEST(ChainCheckTest, FindsAMissingEntry) {
  ChainCheck check(kLogId);

  EXPECT_EQ(ReasonOf(check.Add(EntryAt(2, 1).SerializeAsString())),
            Reason::ERROR_REASON_LOG_NOT_DENSE);
}

TEST(ChainCheckTest, FindsAnEntryThatIsNotWhole) {
  event::v1::Entry entry = EntryAt(1, 2);
  entry.mutable_events()->RemoveLast();
  ChainCheck check(kLogId);

  EXPECT_EQ(ReasonOf(check.Add(entry.SerializeAsString())), Reason::ERROR_REASON_LOG_NOT_DENSE);
}

TEST(ChainCheckTest, FindsWhatIsNotAnEntry) {
  ChainCheck check(kLogId);

  EXPECT_EQ(ReasonOf(check.Add("\xff\xff")), Reason::ERROR_REASON_STORE_CORRUPT);
}

TEST(ChainCheckTest, FindsAnEpochThatBeginsElsewhere) {
  event::v1::Entry entry = EntryAt(1, 1);
  entry.mutable_events(0)->mutable_epoch_started()->set_previous_hash("elsewhere");
  ChainCheck check(kLogId);

  EXPECT_EQ(ReasonOf(check.Add(entry.SerializeAsString())), Reason::ERROR_REASON_CHAIN_BROKEN);

  entry.mutable_events(0)->mutable_epoch_started()->set_previous_hash(
      std::string(FirstHash(kLogId).AsBytes()));
  EXPECT_TRUE(check.Add(entry.SerializeAsString()).ok());
}

}  // namespace
}  // namespace daybook::cli
