#include "core/entry/chain.h"

#include "gtest/gtest.h"

namespace daybook {
namespace {

const Uuid kInstallation = *Uuid::Parse("0190a3c2-7b1e-7000-8000-0123456789ab");

event::v1::Entry OwnEntry(int64_t sequence, std::string_view digest) {
  event::v1::Entry entry;
  entry.mutable_header()->set_kind(event::v1::ENTRY_KIND_OWN);
  entry.mutable_header()->set_sequence(sequence);
  entry.mutable_header()->set_digest(std::string(digest));
  return entry;
}

TEST(ChainTest, BeginsWithTheLogAndGoesOnWithItsEntries) {
  const Digest first = FirstHash(kInstallation);

  EXPECT_EQ(first, Sha256(kInstallation.AsBytes()));
  EXPECT_EQ(NextHash(first, "entry"), Sha256(first.AsBytes(), "entry"));
  EXPECT_NE(NextHash(first, "entry"), NextHash(first, "Entry"));
}

TEST(DeviceMarkTest, FollowsTheInstallationsCommands) {
  const DeviceMark none = FirstDeviceMark(kInstallation);
  EXPECT_EQ(none.sequence, 0);
  EXPECT_EQ(none.chain, Sha256(kInstallation.AsBytes()));

  const DeviceMark first = NextDeviceMark(none, OwnEntry(1, "digest of 1"));

  EXPECT_EQ(first.sequence, 1);
  EXPECT_EQ(first.chain, Sha256(none.chain.AsBytes(), "digest of 1"));
}

TEST(DeviceMarkTest, IsLeftAloneByWhatIsNoOwnCommand) {
  const DeviceMark mark = FirstDeviceMark(kInstallation);
  event::v1::Entry ask = OwnEntry(1, "digest");
  ask.mutable_header()->set_kind(event::v1::ENTRY_KIND_ASK);

  EXPECT_EQ(NextDeviceMark(mark, ask), mark);
}

TEST(DeviceMarkTest, TakesTheChainThatFollowsAGapAsItIsStated) {
  const Digest stated = Sha256("what the till says");
  event::v1::Entry entry = OwnEntry(9, "digest of 9");
  auto& gap = *entry.add_events()->mutable_sequence_gap_recorded();
  gap.set_previous_chain(std::string(stated.AsBytes()));

  const DeviceMark mark = NextDeviceMark(FirstDeviceMark(kInstallation), entry);

  EXPECT_EQ(mark.sequence, 9);
  EXPECT_EQ(mark.chain, Sha256(stated.AsBytes(), "digest of 9"));
}

TEST(DeviceMarkTest, StaysQuarantined) {
  event::v1::Entry entry;
  entry.mutable_header()->set_kind(event::v1::ENTRY_KIND_SYSTEM);
  entry.add_events()->mutable_installation_quarantined();

  const DeviceMark mark = NextDeviceMark(FirstDeviceMark(kInstallation), entry);

  EXPECT_TRUE(mark.quarantined);
  EXPECT_TRUE(NextDeviceMark(mark, OwnEntry(1, "digest")).quarantined);
}

}  // namespace
}  // namespace daybook
