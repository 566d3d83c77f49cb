#include "edge-server/store/view_store.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "daybook/edge/v1/view.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/temporary_directory.h"

namespace daybook::store {
namespace {

using projections::RowChange;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const ViewName kSales{"sales", 1};
const ViewName kStock{"stock", 1};

// Returns a row that is as large compressed.
std::string Noise(uint64_t seed) {
  SeededRandom random(seed);
  std::string noise;
  for (int i = 0; i < 100'000; ++i) noise.push_back(static_cast<char>(random.Below(256)));
  return noise;
}

// Overwrites some bytes in the middle of every table file.
void DamageTables(const std::string& directory) {
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream table(file.path(), std::ios::in | std::ios::out);
    table.seekp(static_cast<std::streamoff>(file.file_size() / 2));
    table << "damaged";
  }
}

class ViewStoreTest : public ::testing::Test {
 protected:
  ViewStoreTest() { Open(); }

  void Open(const std::string& name = "views", uint8_t log_number = 1) {
    store_.reset();
    auto opened = ViewStore::Open(OptionsFor(name, log_number));
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  ViewStore::Options OptionsFor(const std::string& name, uint8_t log_number = 1) const {
    ViewStore::Options options{.directory = directory_.Path(name)};
    options.log_id.bytes[0] = log_number;
    return options;
  }

  void Write(const ViewName& view, int64_t position, std::vector<RowChange> changes) {
    ASSERT_TRUE(store_->Write({{view, {.position = position}, std::move(changes)}}).ok());
  }

  // Returns the keys and rows of the range.
  std::vector<std::pair<std::string, std::string>> Rows(const ViewName& view,
                                                        std::string_view from = {},
                                                        std::string_view to = {}) {
    auto rows = store_->ReadRows(view, from, to, /*backwards=*/false, 1000);
    EXPECT_TRUE(rows.ok()) << rows.status();
    return *std::move(rows);
  }

  // Deletes what dropped views left; returns after how many calls nothing was left.
  int SweepAll(int32_t rows_max) {
    for (int calls = 1;; ++calls) {
      const auto more = store_->Sweep(rows_max);
      EXPECT_TRUE(more.ok()) << more.status();
      if (!more.ok() || !*more) return calls;
    }
  }

  test::TemporaryDirectory directory_;
  std::unique_ptr<ViewStore> store_;
};

TEST_F(ViewStoreTest, ReadsWhatWasWritten) {
  Write(kSales, 7, {{"a", "row a", false}, {"b", "", false}});

  EXPECT_EQ(*store_->ReadRow(kSales, "a"), "row a");
  EXPECT_EQ(*store_->ReadRow(kSales, "b"), "");
  EXPECT_EQ(*store_->ReadRow(kSales, "c"), std::nullopt);
  EXPECT_EQ(store_->ReadCheckpoint(kSales), (Checkpoint{.epoch = 1, .position = 7}));
}

TEST_F(ViewStoreTest, AnErasedRowIsGone) {
  Write(kSales, 1, {{"a", "row a", false}});
  Write(kSales, 2, {{"a", "", true}});

  EXPECT_EQ(*store_->ReadRow(kSales, "a"), std::nullopt);
}

TEST_F(ViewStoreTest, ViewsAndVersionsHaveTheirOwnRows) {
  Write(kSales, 1, {{"a", "sales", false}});
  Write(kStock, 2, {{"a", "stock", false}});
  Write({"sales", 2}, 3, {{"a", "newer sales", false}});

  EXPECT_THAT(Rows(kSales), ElementsAre(Pair("a", "sales")));
  EXPECT_THAT(Rows(kStock), ElementsAre(Pair("a", "stock")));
  EXPECT_THAT(Rows({"sales", 2}), ElementsAre(Pair("a", "newer sales")));
}

TEST_F(ViewStoreTest, ReadsARangeInEitherDirection) {
  Write(kSales, 1, {{"a", "1", false}, {"b", "2", false}, {"c", "3", false}, {"d", "4", false}});

  const auto forwards = store_->ReadRows(kSales, "b", "d", false, 10);
  const auto backwards = store_->ReadRows(kSales, "b", "d", true, 10);

  EXPECT_THAT(*forwards, ElementsAre(Pair("b", "2"), Pair("c", "3")));
  EXPECT_THAT(*backwards, ElementsAre(Pair("c", "3"), Pair("b", "2")));
}

TEST_F(ViewStoreTest, ReadsNoMoreRowsThanAsked) {
  Write(kSales, 1, {{"a", "1", false}, {"b", "2", false}, {"c", "3", false}});

  EXPECT_THAT(*store_->ReadRows(kSales, "", "", false, 2),
              ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_THAT(*store_->ReadRows(kSales, "", "", true, 1), ElementsAre(Pair("c", "3")));
  EXPECT_THAT(*store_->ReadRows(kSales, "", "", true, 0), IsEmpty());
}

TEST_F(ViewStoreTest, KeepsEverythingOverARestart) {
  Write(kSales, 7, {{"a", "row a", false}});
  Write(kStock, 8, {{"b", "row b", false}});

  Open();

  EXPECT_THAT(store_->ListViews(), ElementsAre(kSales, kStock));
  EXPECT_EQ(store_->ReadCheckpoint(kSales).position, 7);
  EXPECT_THAT(Rows(kStock), ElementsAre(Pair("b", "row b")));
}

TEST_F(ViewStoreTest, ACrashTakesAllViewsBackToTheSameBatch) {
  const auto batch = [](int64_t position, const std::string& row) {
    return std::vector<ViewUpdate>{{kSales, {1, position}, {{"a", row, false}}},
                                   {kStock, {1, position}, {{"b", row, false}}}};
  };
  ASSERT_TRUE(store_->Write(batch(5, "flushed")).ok());
  ASSERT_TRUE(store_->Flush().ok());
  ASSERT_TRUE(store_->Write(batch(9, "in memory")).ok());

  directory_.CopyAsAfterAKill("views", "killed");
  Open("killed");

  EXPECT_EQ(store_->ReadCheckpoint(kSales).position, 5);
  EXPECT_EQ(store_->ReadCheckpoint(kStock).position, 5);
  EXPECT_THAT(Rows(kSales), ElementsAre(Pair("a", "flushed")));
  EXPECT_THAT(Rows(kStock), ElementsAre(Pair("b", "flushed")));
}

TEST_F(ViewStoreTest, ACrashBeforeTheFirstFlushLeavesAnEmptyStore) {
  Write(kSales, 5, {{"a", "row", false}});

  directory_.CopyAsAfterAKill("views", "killed");
  Open("killed");

  EXPECT_THAT(store_->ListViews(), IsEmpty());
  EXPECT_EQ(store_->ReadCheckpoint(kSales).position, 0);
}

TEST_F(ViewStoreTest, AViewThatWasNeverWrittenIsNotReadAsEmpty) {
  EXPECT_EQ(ReasonOf(store_->ReadRow(kSales, "a").status()), Reason::ERROR_REASON_VIEW_BEHIND);
  EXPECT_EQ(ReasonOf(store_->ReadRows(kSales, "", "", false, 1).status()),
            Reason::ERROR_REASON_VIEW_BEHIND);
}

TEST_F(ViewStoreTest, ADroppedViewIsForgottenAtOnce) {
  Write(kSales, 1, {{"a", "row", false}});
  Write(kStock, 1, {{"a", "row", false}});

  ASSERT_TRUE(store_->Drop(kSales).ok());

  EXPECT_THAT(store_->ListViews(), ElementsAre(kStock));
  EXPECT_EQ(store_->ReadCheckpoint(kSales).position, 0);
  EXPECT_EQ(ReasonOf(store_->ReadRow(kSales, "a").status()), Reason::ERROR_REASON_VIEW_BEHIND);
}

TEST_F(ViewStoreTest, AViewThatIsBegunAgainHasNoneOfItsOldRows) {
  Write(kSales, 5, {{"a", "old", false}, {"b", "old", false}});
  ASSERT_TRUE(store_->Drop(kSales).ok());

  Write(kSales, 1, {{"b", "new", false}});
  SweepAll(1);

  EXPECT_THAT(Rows(kSales), ElementsAre(Pair("b", "new")));
}

TEST_F(ViewStoreTest, SweepsWhatWasDroppedInBoundedPieces) {
  Write(kSales, 1, {{"a", "", false}, {"b", "", false}, {"c", "", false}, {"d", "", false}});
  Write(kStock, 1, {{"a", "kept", false}});
  ASSERT_TRUE(store_->Drop(kSales).ok());

  EXPECT_EQ(SweepAll(3), 2);
  EXPECT_THAT(Rows(kStock), ElementsAre(Pair("a", "kept")));
}

TEST_F(ViewStoreTest, SweepsAfterARestartWhatWasLeft) {
  Write(kSales, 1, {{"a", "", false}, {"b", "", false}, {"c", "", false}});
  Write(kStock, 1, {{"a", "kept", false}});
  ASSERT_TRUE(store_->Drop(kSales).ok());
  ASSERT_TRUE(*store_->Sweep(1));

  Open();

  EXPECT_EQ(SweepAll(1), 2);
  EXPECT_THAT(Rows(kStock), ElementsAre(Pair("a", "kept")));
}

TEST_F(ViewStoreTest, RowsOfAnotherLogAreDropped) {
  Write(kSales, 5, {{"a", "row", false}});

  Open("views", /*log_number=*/2);

  EXPECT_THAT(store_->ListViews(), IsEmpty());
  Write(kSales, 1, {});
  EXPECT_THAT(Rows(kSales), IsEmpty());
}

TEST_F(ViewStoreTest, AStoreThatCannotBeReadIsBegunAnew) {
  Write(kSales, 5, {{"a", "row", false}});
  store_.reset();
  std::ofstream(directory_.Path("views/CURRENT")) << "no such manifest\n";

  Open();

  EXPECT_THAT(store_->ListViews(), IsEmpty());
}

TEST_F(ViewStoreTest, DamageThatIsFoundWhileReadingIsHealedAtTheNextOpen) {
  Write(kSales, 5, {{"a", Noise(1), false}, {"b", Noise(2), false}, {"c", Noise(3), false}});
  store_.reset();
  DamageTables(directory_.Path("views"));

  Open();
  const auto damaged = store_->ReadRow(kSales, "b");
  Open();

  EXPECT_EQ(ReasonOf(damaged.status()), Reason::ERROR_REASON_STORE_CORRUPT);
  EXPECT_THAT(store_->ListViews(), IsEmpty());
  Write(kSales, 1, {});
  Open();
  EXPECT_THAT(store_->ListViews(), ElementsAre(kSales));
}

TEST_F(ViewStoreTest, ADirectoryThatIsOpenIsLeftAlone) {
  Write(kSales, 5, {{"a", "row", false}});

  const auto second = ViewStore::Open(OptionsFor("views"));

  EXPECT_EQ(ReasonOf(second.status()), Reason::ERROR_REASON_DIRECTORY_IN_USE);
  EXPECT_EQ(*store_->ReadRow(kSales, "a"), "row");
}

TEST_F(ViewStoreTest, ADirectoryThatCannotBeMadeIsAnError) {
  std::ofstream(directory_.Path("file")) << "not a directory";

  const auto opened = ViewStore::Open(OptionsFor("file/views"));

  EXPECT_EQ(ReasonOf(opened.status()), Reason::ERROR_REASON_STORE_FAILED);
}

TEST_F(ViewStoreTest, ASourceReadsRowsAsMessages) {
  edge::v1::StockLevel level;
  level.set_on_hand_milli(3);
  const auto source = store_->Source(kStock);
  edge::v1::StockLevel read;

  const auto before = source->ReadRow("a", read);
  Write(kStock, 1, {{"a", level.SerializeAsString(), false}});
  const auto after = source->ReadRow("a", read);

  EXPECT_FALSE(*before);
  EXPECT_TRUE(*after);
  EXPECT_EQ(read.on_hand_milli(), 3);
}

TEST_F(ViewStoreTest, ARowThatIsNoMessageIsDamage) {
  Write(kStock, 1, {{"a", "\xff\xff\xff", false}});
  edge::v1::StockLevel read;

  const auto found = store_->Source(kStock)->ReadRow("a", read);

  EXPECT_EQ(ReasonOf(found.status()), Reason::ERROR_REASON_STORE_CORRUPT);
}

}  // namespace
}  // namespace daybook::store
