#include "edge-server/store/key_layout.h"

#include "gtest/gtest.h"
#include "tests/support/log_entries.h"

namespace daybook::store {
namespace {

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex.push_back(kDigits[static_cast<uint8_t>(byte) >> 4]);
    hex.push_back(kDigits[static_cast<uint8_t>(byte) & 0x0f]);
  }
  return hex;
}

Digest DigestOf(char byte) {
  Digest digest;
  digest.bytes.fill(static_cast<uint8_t>(byte));
  return digest;
}

Uuid MakeUuid() { return *Uuid::Parse("00010203-0405-0607-0809-0a0b0c0d0e0f"); }

TEST(KeyLayoutTest, WritesTheKeysThatTheDocumentNames) {
  EXPECT_EQ(Hex(EntryKey(258)), "0000000000000102");
  EXPECT_EQ(Hex(EpochKey(2)), "450000000000000002");
  EXPECT_EQ(Hex(CheckpointKey(64)), "480000000000000040");
  EXPECT_EQ(Hex(DeviceKey(MakeUuid())), "44000102030405060708090a0b0c0d0e0f");
  EXPECT_EQ(Hex(MinuteKey(24'638'340)),
            "570000000001"
            "77f384");
  EXPECT_EQ(Hex(StreamKey(StockStream("main", "cake"), 3)),
            "530004"
            "09"
            "6d61696e2f63616b65"
            "0000000000000003");
  EXPECT_EQ(Hex(PostingKey(Posting::kCategory, 1, 2)),
            "430001"
            "0000000000000002");
  EXPECT_EQ(Hex(PostingKey(Posting::kEventType, 300, 2)),
            "54012c"
            "0000000000000002");
}

TEST(KeyLayoutTest, WritesTheValuesThatTheDocumentNames) {
  const std::string hash(64, '7');
  const Digest digest = DigestOf(0x77);
  EXPECT_EQ(Hex(EncodePosition(300)), "ac02");
  EXPECT_EQ(Hex(EncodeStream({{.first_position = 300, .event_count = 3},
                              {.first_position = 303, .event_count = 1}})),
            "ac02030301");
  EXPECT_EQ(Hex(EncodeEpoch({.first_position = 5, .previous_hash = digest})), "05" + hash);
  EXPECT_EQ(Hex(EncodeHead({.epoch = 2, .position = 300, .minimum_reader = 1, .hash = digest})),
            "02ac0201" + hash);
  EXPECT_EQ(Hex(EncodeDevice({.sequence = 300, .chain = digest, .quarantined = true})),
            "ac0201" + hash);
  EXPECT_EQ(Hex(EncodeIdentity({.format = 1, .log_id = MakeUuid(), .tenant = "t", .store = "st"})),
            "01"
            "000102030405060708090a0b0c0d0e0f"
            "0174"
            "027374");
  EXPECT_EQ(Hex(EncodePositions(1, {4097, 4099, 8192})), "0102fd1f");
}

TEST(KeyLayoutTest, ReadsBackWhatItWrites) {
  const StreamId stream = testing::SaleStream(1);
  const DeviceMark mark{.sequence = 7, .chain = DigestOf(1), .quarantined = false};
  const HeadRow head{.epoch = 3, .position = 1 << 30, .minimum_reader = 1, .hash = DigestOf(2)};
  const std::vector<int64_t> positions = {8193, 8194, 12288};
  const std::vector<StreamStep> steps = {{.first_position = 257, .event_count = 300},
                                         {.first_position = 512, .event_count = 1}};

  EXPECT_EQ(ParseEntryKey(EntryKey(INT64_MAX)), INT64_MAX);
  EXPECT_EQ(ParseCheckpointKey(CheckpointKey(12)), 12);
  EXPECT_EQ(ParseEpochKey(EpochKey(2)), 2);
  EXPECT_EQ(ParseMinuteKey(MinuteKey(0)), 0);
  EXPECT_EQ(ParseDeviceKey(DeviceKey(MakeUuid())), MakeUuid());
  EXPECT_EQ(ParseStreamKey(StreamKey(stream, 9))->stream, stream);
  EXPECT_EQ(ParseStreamKey(StreamKey(stream, 9))->first_version, 9);
  EXPECT_EQ(ParsePostingKey(PostingKey(Posting::kEventType, 90, 5))->number, 90);
  EXPECT_EQ(ParsePostingKey(PostingKey(Posting::kEventType, 90, 5))->segment, 5);
  EXPECT_EQ(DecodeDevice(EncodeDevice(mark)), mark);
  EXPECT_EQ(DecodeHead(EncodeHead(head)), head);
  EXPECT_EQ(DecodeStream(EncodeStream(steps)), steps);
  EXPECT_EQ(DecodePositions(2, EncodePositions(2, positions)), positions);
}

TEST(KeyLayoutTest, RefusesBytesThatAreTooShortTooLongOrOfAnotherKind) {
  const std::string head = EncodeHead({.epoch = 1, .hash = DigestOf(1)});

  for (size_t size = 0; size < head.size(); ++size) {
    EXPECT_EQ(DecodeHead(head.substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(DecodeHead(head + "x"), std::nullopt);
  EXPECT_EQ(DecodePosition(std::string(10, '\xff')), std::nullopt);
  EXPECT_EQ(ParseEntryKey("e0000000"), std::optional<int64_t>(0x6530303030303030));
  EXPECT_EQ(ParseEntryKey("short"), std::nullopt);
  EXPECT_EQ(ParseCheckpointKey(EpochKey(1)), std::nullopt);
  EXPECT_EQ(ParseStreamKey("S"), std::nullopt);
  EXPECT_EQ(ParseStreamKey(std::string("S\0\x01\xff", 4) + std::string(255 + 8, 'k')),
            std::nullopt);
  EXPECT_EQ(ParsePostingKey(CheckpointKey(1)), std::nullopt);
  EXPECT_EQ(DecodeStream(""), std::nullopt);
  EXPECT_EQ(DecodeStream(EncodePosition(7)), std::nullopt);
  EXPECT_EQ(DecodeStream(std::string("\x07\x00", 2)), std::nullopt);
  EXPECT_EQ(DecodeStream(EncodeStream({{.first_position = 256, .event_count = 1},
                                       {.first_position = 257, .event_count = 1}})),
            std::nullopt);
  EXPECT_EQ(DecodePositions(0, ""), std::nullopt);
  EXPECT_EQ(DecodePositions(0, std::string(1, '\0')), std::nullopt);
  EXPECT_EQ(DecodePositions(0, EncodePosition(4097)), std::nullopt);
}

TEST(KeyLayoutTest, PutsAnEntryInTheSegmentOfItsFirstPosition) {
  EXPECT_EQ(SegmentOf(1), 0);
  EXPECT_EQ(SegmentOf(4096), 0);
  EXPECT_EQ(SegmentOf(4097), 1);
  EXPECT_EQ(SegmentStart(1), 4097);
}

TEST(KeyLayoutTest, PutsAnEntryInTheBlockOfItsFirstPosition) {
  EXPECT_EQ(BlockOf(1), 0);
  EXPECT_EQ(BlockOf(256), 0);
  EXPECT_EQ(BlockOf(257), 1);
  EXPECT_EQ(kSegmentPositions % kBlockPositions, 0);
}

TEST(KeyLayoutTest, PutsACheckpointWhereAMultipleOf64IsReachedOrCrossed) {
  EXPECT_FALSE(CrossesCheckpoint(1, 63));
  EXPECT_TRUE(CrossesCheckpoint(60, 64));
  EXPECT_TRUE(CrossesCheckpoint(64, 64));
  EXPECT_FALSE(CrossesCheckpoint(65, 66));
  EXPECT_TRUE(CrossesCheckpoint(65, 200));
}

}  // namespace
}  // namespace daybook::store
