// What the writer knows is a fold of the log: however it is batched, forgotten, restarted or
// remembered in snapshots, the same commands leave the same log, byte for byte.
#include "edge-server/engine/shop_state.h"

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "tests/unit/engine/engine_fixture.h"
#include "tests/unit/engine/script.h"

namespace daybook::engine {
namespace {

constexpr int kCalls = 400;
constexpr int kSeeds = 3;

// What a caller learns, but for whether it is repeated and for the order of the error's values,
// which is any.
std::string TextOf(edge::v1::CommandResult result) {
  const absl::Status error = FromWire(result.error());
  result.clear_error();
  result.clear_repeated();
  return fmt::format("{}: {} {}", result.ShortDebugString(), ReasonName(ReasonOf(error)),
                     MessageOf(error));
}

// A shop of its own, for comparison.
class Shop : public EngineFixture {
 public:
  void TestBody() override {}

  using EngineFixture::Commit;
  using EngineFixture::Reopen;
  using EngineFixture::state_;

  // One batch for so many calls as `next_size` says.
  template <typename NextSize>
  std::vector<std::string> Live(const std::vector<Call>& calls, NextSize next_size) {
    for (size_t i = 0; i < calls.size();) {
      const size_t size = std::min(calls.size() - i, static_cast<size_t>(next_size()));
      for (const auto& response : Commit({calls.begin() + static_cast<std::ptrdiff_t>(i),
                                          calls.begin() + static_cast<std::ptrdiff_t>(i + size)})) {
        for (const auto& result : response.results()) replies_.push_back(TextOf(result));
      }
      i += size;
    }
    return ReadWholeLog(*log_);
  }

  std::vector<std::string> LiveOneByOne(const std::vector<Call>& calls) {
    return Live(calls, [] { return 1; });
  }

  const std::vector<std::string>& replies() const { return replies_; }

 private:
  std::vector<std::string> replies_;
};

class ShopStateTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  ShopStateTest()
      : calls_(MakeUpADay(GetParam(), kCalls)), expected_(plain_.LiveOneByOne(calls_)) {}

  const std::vector<Call> calls_;
  Shop plain_;
  const std::vector<std::string> expected_;
};

TEST_P(ShopStateTest, TheDayIsWorthTheName) {
  int64_t refused = 0, set_aside = 0, completed = 0;
  for (const std::string& reply : plain_.replies()) {
    refused += reply.find("COMMAND_OUTCOME_REFUSED") != std::string::npos;
    set_aside += reply.find("COMMAND_OUTCOME_SET_ASIDE") != std::string::npos;
  }
  for (const std::string& bytes : expected_) {
    event::v1::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(bytes));
    completed += entry.events(0).has_sale_completed();
  }
  EXPECT_GT(refused, 10);
  EXPECT_GT(set_aside, 10);
  EXPECT_GT(completed, 0);
}

TEST_P(ShopStateTest, BatchesChangeNothing) {
  Shop shop;
  SeededRandom random(GetParam());

  EXPECT_EQ(shop.Live(calls_, [&] { return 1 + random.Below(20); }), expected_);
  EXPECT_EQ(shop.replies(), plain_.replies());
}

TEST_P(ShopStateTest, ForgettingChangesNothing) {
  Shop shop;
  shop.state_.aggregates_max = 1;
  shop.Reopen();

  EXPECT_EQ(shop.LiveOneByOne(calls_), expected_);
  EXPECT_EQ(shop.replies(), plain_.replies());
}

TEST_P(ShopStateTest, RestartsChangeNothing) {
  const ShopState::Options without_snapshots = {.books_interval_positions = INT64_MAX,
                                                .stream_interval_versions = INT64_MAX};
  const ShopState::Options with_snapshots = {.books_interval_positions = 20,
                                             .stream_interval_versions = 4};
  for (const ShopState::Options& options : {without_snapshots, with_snapshots}) {
    SCOPED_TRACE(options.books_interval_positions);
    Shop shop;
    shop.state_ = options;
    shop.Reopen();
    SeededRandom random(GetParam());
    const auto restart_now_and_then = [&] {
      if (random.Below(20) == 0) shop.Reopen();
      return 1 + random.Below(5);
    };

    EXPECT_EQ(shop.Live(calls_, restart_now_and_then), expected_);
    EXPECT_EQ(shop.replies(), plain_.replies());
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ShopStateTest, ::testing::Range<uint64_t>(1, 1 + kSeeds));

class SnapshotTest : public EngineFixture {
 protected:
  static constexpr int kSales = 60;

  SnapshotTest() {
    state_.books_interval_positions = 100;
    state_.stream_interval_versions = 16;
    Reopen();
  }

  void Sell(int sales) {
    for (int i = 0; i < sales; ++i) {
      const Uuid sale = ids_.Next();
      Commit({CallOf({test::Ask(ids_.Next(), test::StartSale(sale)),
                      test::Ask(ids_.Next(), test::AddLine(sale, 1, "coffee", 250)),
                      test::Ask(ids_.Next(), test::AddLine(sale, 2, "bread", 100)),
                      test::Ask(ids_.Next(), test::PayCash(sale, ids_.Next(), drawer_, 350)),
                      test::Ask(ids_.Next(), test::CompleteSale(sale))})});
    }
  }

  // Ends the day and returns what was recorded of it: the drawer's closing and the Z.
  std::string EndOfDay() {
    CommitOne(test::CountDrawer(drawer_, 5000));
    CommitOne(test::CloseDrawer(drawer_));
    const edge::v1::CommandResult closed = CommitOne(test::CloseDay());
    EXPECT_EQ(closed.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED) << closed.ShortDebugString();
    const std::vector<std::string> log = ReadWholeLog(*log_);
    std::string text;
    for (size_t i = log.size() - 2; i < log.size(); ++i) {
      event::v1::Entry entry;
      EXPECT_TRUE(entry.ParseFromString(log[i]));
      for (const event::v1::Event& event : entry.events()) text += event.DebugString();
    }
    return text;
  }

  const Uuid drawer_ = ids_.Next();
};

TEST_F(SnapshotTest, TheBooksComeBackFromTheirSnapshotAndWhatFollowsIt) {
  CommitOne(test::OpenDrawer(drawer_, 5000));
  Sell(kSales);
  const auto snapshot = log_->ReadSnapshot("books");
  ASSERT_TRUE(snapshot.ok() && snapshot->has_value());
  Reopen();
  Sell(1);

  const std::string end_of_day = EndOfDay();

  EXPECT_THAT(end_of_day, ::testing::HasSubstr(fmt::format("sale_count: {}", kSales + 1)));
  EXPECT_THAT(end_of_day,
              ::testing::HasSubstr(fmt::format("minor_units: {}", 5000 + 350 * (kSales + 1))));
}

TEST_F(SnapshotTest, TheBooksComeBackWithoutAnySnapshot) {
  state_.books_interval_positions = INT64_MAX;
  Reopen();
  CommitOne(test::OpenDrawer(drawer_, 5000));
  Sell(kSales);
  const auto snapshot = log_->ReadSnapshot("books");
  ASSERT_TRUE(snapshot.ok() && !snapshot->has_value());
  Reopen();
  Sell(1);

  EXPECT_THAT(EndOfDay(), ::testing::HasSubstr(fmt::format("sale_count: {}", kSales + 1)));
}

TEST_F(SnapshotTest, LongStreamsComeBackFromTheirSnapshots) {
  CommitOne(test::OpenDrawer(drawer_, 5000));
  Sell(kSales);
  const StreamId stock = StockStream("main", "coffee");
  const auto snapshot = log_->ReadSnapshot(stock.ToText());
  ASSERT_TRUE(snapshot.ok() && snapshot->has_value());
  const int64_t version = domain::VersionOf(shop().Find(stock));
  const int64_t on_hand = std::get<domain::StockItem>(shop().Find(stock)).on_hand_milli;

  Reopen();

  EXPECT_EQ(domain::VersionOf(shop().Find(stock)), version);
  EXPECT_EQ(std::get<domain::StockItem>(shop().Find(stock)).on_hand_milli, on_hand);
}

TEST_F(SnapshotTest, WhatTookManyEntriesToLoadIsRememberedAtOnce) {
  state_.stream_interval_versions = INT64_MAX;
  Reopen();
  CommitOne(test::OpenDrawer(drawer_, 5000));
  Sell(17);
  const StreamId stock = StockStream("main", "coffee");
  const auto before = log_->ReadSnapshot(stock.ToText());
  ASSERT_TRUE(before.ok() && !before->has_value());
  Reopen();

  Sell(1);

  const auto after = log_->ReadSnapshot(stock.ToText());
  EXPECT_TRUE(after.ok() && after->has_value());
}

TEST_F(SnapshotTest, ABookThatWasClosedIsNoLongerOpenAfterARestart) {
  CommitOne(test::OpenDrawer(drawer_, 5000));
  Sell(1);
  EndOfDay();

  Reopen();

  EXPECT_EQ(shop().OpenBookCount(), 0);
  EXPECT_EQ(ReasonOf(FromWire(CommitOne(test::StartSale(ids_.Next())).error())),
            Reason::ERROR_REASON_BUSINESS_DAY_CLOSED);
}

class CurrencyTest : public EngineFixture {
 protected:
  // Starts the shop again with a currency.
  absl::Status OpenIn(std::string_view currency_code) {
    edge::v1::ShopConfig config = config_;
    config.set_currency_code(std::string(currency_code));
    return Committer::Open({.shop = config, .state = state_}, *log_, clock_).status();
  }

  const Uuid drawer_ = ids_.Next();
};

TEST_F(CurrencyTest, DoesNotChangeWhileADayIsOpen) {
  CommitOne(test::OpenDay());

  const absl::Status changed = OpenIn("EUR");

  EXPECT_EQ(ReasonOf(changed), Reason::ERROR_REASON_CONFIG_INVALID);
  EXPECT_THAT(std::string(MessageOf(changed)),
              ::testing::HasSubstr("day-2016-11-05 is open in GBP"));
  EXPECT_TRUE(OpenIn("GBP").ok());
}

TEST_F(CurrencyTest, DoesNotChangeWhileWhatASnapshotBringsBackIsOpen) {
  state_.books_interval_positions = 1;
  Reopen();
  CommitOne(test::OpenDrawer(drawer_, 5000));
  CommitOne(test::StartSale(ids_.Next()));

  EXPECT_EQ(ReasonOf(OpenIn("EUR")), Reason::ERROR_REASON_CONFIG_INVALID);
}

TEST_F(CurrencyTest, ChangesBetweenTwoDays) {
  CommitOne(test::OpenDay());
  CommitOne(test::CloseDay());

  EXPECT_TRUE(OpenIn("EUR").ok());
}

}  // namespace
}  // namespace daybook::engine
