#include "edge-server/engine/projector.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "projections/items.h"
#include "projections/sales.h"
#include "projections/stock.h"
#include "projections/store_totals.h"
#include "tests/unit/engine/projector_fixture.h"

namespace daybook::engine {
namespace {

using projections::kSalesName;
using projections::kStockName;
using projections::kStoreTotalsName;
using ::testing::Contains;
using ::testing::Field;
using ::testing::IsEmpty;

class ProjectorTest : public ProjectorFixture {};

TEST_F(ProjectorTest, FoldsTheLogIntoEveryView) {
  Append(maker_.Make({DayOpened()}));
  AppendSale(1);
  AppendSale(2);

  Start();
  Drain();

  ExpectViewsAreTheFoldFromZero();
}

TEST_F(ProjectorTest, HasNothingToDoAtTheHead) {
  AppendSale(1);
  Start();
  Drain();

  const Projector::Progress progress = Step();

  EXPECT_TRUE(progress.idle);
  EXPECT_THAT(progress.changes, IsEmpty());
}

TEST_F(ProjectorTest, TakesWhatIsAppendedInOneStep) {
  Start();
  Append(maker_.Make({DayOpened()}));
  AppendSale(1);

  Step();

  ExpectViewsAreTheFoldFromZero();
}

TEST_F(ProjectorTest, TellsWhichRowsChangedAndHow) {
  Append(maker_.Make({DayOpened()}));
  Start();
  Drain();
  Append(maker_.Make({StockReceived("latte", 1000)}));

  const Projector::Progress progress = Step();

  EXPECT_EQ(progress.changes.size(), projections::AllProjections().size());
  EXPECT_THAT(progress.changes, Contains(Field(&ViewChange::view, kStockName)));
  for (const ViewChange& change : progress.changes) {
    EXPECT_EQ(change.position, 2);
    EXPECT_FALSE(change.replaced);
    if (change.view != kStockName) {
      EXPECT_THAT(change.rows, IsEmpty());
      continue;
    }
    ASSERT_EQ(change.rows.size(), 1u);
    EXPECT_EQ(change.rows[0].key, projections::StockKey("main", "latte"));
    EXPECT_EQ(change.rows[0].row, ServedRows(kStockName).begin()->second);
  }
}

TEST_F(ProjectorTest, ReadsPagesOfBoundedSize) {
  AppendSale(1);
  options_.page_bytes_max = 1;
  Start();

  Step();

  EXPECT_EQ(Status(kSalesName).position, 1);
  Drain();
  ExpectViewsAreTheFoldFromZero();
}

TEST_F(ProjectorTest, AViewIsQueriedFromTheStart) {
  Start();

  EXPECT_THAT(ServedRows(kSalesName), IsEmpty());
}

TEST_F(ProjectorTest, NoViewOfThatNameIsNothing) {
  Start();

  EXPECT_EQ(projector_->Status("weather"), std::nullopt);
  EXPECT_EQ(projector_->ListStatus().size(), projections::AllProjections().size());
}

TEST_F(ProjectorTest, FiguresAreNotWholeUntilTheHeadOfTheStartIsReached) {
  AppendSale(1);
  options_.page_bytes_max = 1;
  Start();

  const ViewStatus at_start = Status(kSalesName);
  Drain();
  AppendSale(2);
  Step();

  EXPECT_EQ(at_start.built_position, 0);
  EXPECT_EQ(Status(kSalesName).built_position, std::nullopt);
}

TEST_F(ProjectorTest, AFailedReadTakesNothing) {
  AppendSale(1);
  Start();
  log_.read_error = Error(Reason::ERROR_REASON_STORE_FAILED, "the disk is slow today");

  const auto failed = projector_->Step();
  const int64_t position = Status(kSalesName).position;
  log_.read_error = absl::OkStatus();
  Drain();

  EXPECT_EQ(ReasonOf(failed.status()), Reason::ERROR_REASON_STORE_FAILED);
  EXPECT_EQ(position, 0);
  ExpectViewsAreTheFoldFromZero();
}

// The sales view cannot apply the change of a line that the sale does not have.
TEST_F(ProjectorTest, APoisonEventStopsThatViewAlone) {
  AppendSale(1);
  const int64_t before = log_.head().position;
  Append(maker_.Make({Created(9), LineChanged(9, 1, 2000, 600), StockSold("latte", 1000)}));
  AppendSale(2);
  Start();

  Drain();

  const ViewStatus sales = Status(kSalesName);
  EXPECT_EQ(ReasonOf(sales.stopped), Reason::ERROR_REASON_VIEW_STOPPED);
  EXPECT_EQ(ErrorMetadata(sales.stopped, "position"), std::to_string(before));
  EXPECT_EQ(ErrorMetadata(sales.stopped, "reason"), "EVENT_UNKNOWN");
  for (const std::string_view view : {kStockName, kStoreTotalsName}) {
    EXPECT_TRUE(Status(view).stopped.ok());
    EXPECT_EQ(Status(view).position, log_.head().position);
  }
}

TEST_F(ProjectorTest, AStoppedViewStandsBeforeTheEntryThatItCannotApply) {
  AppendSale(1);
  const size_t before = entries_.size();
  Append(maker_.Make({Created(9), LineChanged(9, 1, 2000, 600)}));
  AppendSale(2);
  Start();

  Drain();

  EXPECT_EQ(ServedRows(kSalesName), RowsFromZero(projections::NewSales(), before));
  EXPECT_EQ(Status(kSalesName).position, 8);
}

TEST_F(ProjectorTest, AStoppedViewIsTriedAgainAtTheNextStart) {
  AppendSale(1);
  Append(maker_.Make({Created(9), LineChanged(9, 1, 2000, 600)}));
  Start();
  Drain();
  AppendSale(2);

  Start();
  const absl::Status at_start = Status(kSalesName).stopped;
  Drain();

  EXPECT_TRUE(at_start.ok());
  EXPECT_FALSE(Status(kSalesName).stopped.ok());
  EXPECT_EQ(Status(kSalesName).position, 8);
  EXPECT_EQ(ServedRows(kStockName), RowsFromZero(projections::NewStock(), entries_.size()));
}

TEST_F(ProjectorTest, AKindOfEventThatNobodyKnowsStopsEveryView) {
  AppendSale(1);
  Append(maker_.Make({Unknown(SaleStream(1))}));
  AppendSale(2);
  Start();

  Drain();

  for (const ViewStatus& view : projector_->ListStatus()) {
    EXPECT_EQ(ErrorMetadata(view.stopped, "reason"), "EVENT_UNKNOWN");
    EXPECT_EQ(view.position, 8);
  }
}

TEST_F(ProjectorTest, BytesThatAreNoEntryStopEveryView) {
  AppendSale(1);
  log_.AppendBytes("\xff\xff", 1);
  Start();

  Drain();

  for (const ViewStatus& view : projector_->ListStatus()) {
    EXPECT_EQ(ErrorMetadata(view.stopped, "reason"), "STORE_CORRUPT");
    EXPECT_EQ(view.position, 8);
  }
}

TEST_F(ProjectorTest, AnEntryThatIsNotTheNextStopsEveryView) {
  AppendSale(1);
  (void)maker_.Make({DayOpened()});  // Lost on its way into the log.
  log_.Append(maker_.Make({DayClosed()}));
  Start();

  Drain();

  for (const ViewStatus& view : projector_->ListStatus()) {
    EXPECT_EQ(ErrorMetadata(view.stopped, "reason"), "STORE_CORRUPT");
    EXPECT_EQ(view.position, 8);
  }
}

}  // namespace
}  // namespace daybook::engine
