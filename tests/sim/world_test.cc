// DAYBOOK_SEED=7 DAYBOOK_SEEDS=1 sim_test repeats what the seed 7 did.
#include "tests/sim/world.h"

#include <cstdlib>
#include <set>
#include <string>

#include "core/base/logging.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::sim {
namespace {

using ::testing::HasSubstr;

constexpr int kBatches = 10;  // Tests that share the seeds, so that they can run side by side.

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// What goes wrong on purpose need not be told.
class Quiet : public ::testing::Environment {
 public:
  void SetUp() override { StartLogging({.level = LogLevel::kError}); }
};
const auto* const kQuiet = ::testing::AddGlobalTestEnvironment(new Quiet);

class WorldTest : public ::testing::TestWithParam<int> {};

TEST_P(WorldTest, ComesRightWhateverHappens) {
  const uint64_t first = FromEnvironment("DAYBOOK_SEED", 1);
  const uint64_t count = FromEnvironment("DAYBOOK_SEEDS", 50);
  for (uint64_t seed = first + GetParam(); seed < first + count; seed += kBatches) {
    World world(seed);

    const absl::Status status = world.Run();

    ASSERT_TRUE(status.ok()) << MessageOf(status)
                             << fmt::format("\nrepeat with DAYBOOK_SEED={} DAYBOOK_SEEDS=1", seed);
  }
}

INSTANTIATE_TEST_SUITE_P(Batches, WorldTest, ::testing::Range(0, kBatches));

TEST(WorldStoryTest, IsTheSameForTheSameSeed) {
  World one(3), other(3), another(4);

  ASSERT_TRUE(one.Run().ok());
  ASSERT_TRUE(other.Run().ok());
  ASSERT_TRUE(another.Run().ok());

  EXPECT_EQ(one.hash(), other.hash());
  EXPECT_EQ(one.counts(), other.counts());
  EXPECT_NE(one.hash(), another.hash());
}

// What nobody in this world does, or nothing in it causes.
const std::set<std::string> kNotPlayed = {"EpochStarted", "GiftCardFeeCharged", "PeriodClosed",
                                          "PeriodSupplemented"};

// A world in which nothing happens would come right too.
TEST(WorldStoryTest, IsRough) {
  World::Counts counts;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    World world(seed);
    ASSERT_TRUE(world.Run().ok());
    for (const auto& [name, count] : world.counts()) counts[name] += count;
  }

  for (const char* const name :
       {"power cuts", "failed writes", "kills", "clean stops", "full disks", "starts that failed",
        "moves to table files", "tills cut off", "clones", "repeated replies", "sales completed",
        "days closed", "periods of work", "shifts closed", "approvals used", "DISK_FULL",
        "INSTALLATION_BUSY", "OUTCOME_UNKNOWN"}) {
    EXPECT_GT(counts[name], 0) << name;
  }
  const google::protobuf::OneofDescriptor& kinds =
      *event::v1::Event::descriptor()->FindOneofByName("event");
  for (int i = 0; i < kinds.field_count(); ++i) {
    const std::string& name = kinds.field(i)->message_type()->name();
    if (kNotPlayed.contains(name)) continue;
    EXPECT_GT(counts[name], 0) << name;
  }
  if (::testing::Test::HasFailure() || std::getenv("DAYBOOK_SHOW")) {
    for (const auto& [name, count] : counts) fmt::print("{:>8} {}\n", count, name);
  }
}

struct Planted {
  Bug bug;
  const char* noticed;  // Part of what a checker says.
};

class PlantedBugTest : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantedBugTest, IsNoticed) {
  constexpr uint64_t kSeedsMax = 10;
  absl::Status status;
  for (uint64_t seed = 1; seed <= kSeedsMax && status.ok(); ++seed) {
    World world(seed, GetParam().bug);

    status = world.Run();
  }

  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr(GetParam().noticed));
}

INSTANTIATE_TEST_SUITE_P(
    All, PlantedBugTest,
    ::testing::Values(Planted{Bug::kRepliesBeforeDurable, "the log was durable up to position"},
                      Planted{Bug::kForgetsRequests, "is not found"},
                      Planted{Bug::kForgetsInstallations, "stands at 0, not at"},
                      Planted{Bug::kTrustsStaleBooks, "the edge's d"},
                      Planted{Bug::kWatchersResumeAtHead, "a watcher at"},
                      Planted{Bug::kMiscountsTotals, "the view store_totals"}));

}  // namespace
}  // namespace daybook::sim
