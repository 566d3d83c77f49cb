// A projector between a log in memory and a store on disk, and the rows that a fold from zero
// gives.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "edge-server/engine/projector.h"
#include "gtest/gtest.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/engine/fake_log.h"
#include "tests/unit/projections/entry_maker.h"
#include "tests/unit/projections/view_rows.h"

namespace daybook {

using Projections = std::vector<std::unique_ptr<projections::Projection>>;

class ProjectorFixture : public ::testing::Test {
 protected:
  // Ends the projector that runs and starts one over the store of that name.
  void Start(const std::string& name = "views",
             Projections projections = projections::AllProjections()) {
    projector_.reset();
    store_.reset();
    auto store = store::ViewStore::Open({.directory = directory_.Path(name)});
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    auto projector = engine::Projector::Open(options_, log_, *store_, std::move(projections));
    ASSERT_TRUE(projector.ok()) << projector.status();
    projector_ = *std::move(projector);
  }

  void Append(const event::v1::Entry& entry) {
    entries_.push_back(entry);
    log_.Append(entry);
  }

  void AppendSale(int64_t number) {
    for (const event::v1::Entry& entry : SmallSale(maker_, number)) Append(entry);
  }

  engine::Projector::Progress Step() {
    auto progress = projector_->Step();
    EXPECT_TRUE(progress.ok()) << progress.status();
    return progress.ok() ? *std::move(progress)
                         : engine::Projector::Progress{.changes = {}, .idle = true};
  }

  // Steps until there is nothing to do; returns all changes.
  std::vector<engine::ViewChange> Drain() {
    std::vector<engine::ViewChange> changes;
    for (engine::Projector::Progress progress = Step(); !progress.idle; progress = Step()) {
      for (engine::ViewChange& change : progress.changes) changes.push_back(std::move(change));
    }
    return changes;
  }

  engine::ViewStatus Status(std::string_view view) const {
    const auto status = projector_->Status(view);
    EXPECT_TRUE(status.has_value()) << view;
    return status.value_or(engine::ViewStatus{});
  }

  // Returns all rows of the version that serves.
  std::map<std::string, std::string> ServedRows(std::string_view view) const {
    const auto rows = store_->ReadRows(Status(view).serving, "", "", false, 100'000);
    EXPECT_TRUE(rows.ok()) << rows.status();
    return {rows->begin(), rows->end()};
  }

  // Returns the rows that the first `entry_count` entries fold to.
  std::map<std::string, std::string> RowsFromZero(
      std::unique_ptr<projections::Projection> projection, size_t entry_count) const {
    TestView view(std::move(projection));
    for (size_t i = 0; i < entry_count; ++i) EXPECT_TRUE(view.Fold(entries_[i]).ok());
    return view.rows();
  }

  // Compares every view with a fold of all entries from zero.
  void ExpectViewsAreTheFoldFromZero() const {
    for (auto& projection : projections::AllProjections()) {
      const std::string name(projection->name());
      EXPECT_EQ(ServedRows(name), RowsFromZero(std::move(projection), entries_.size())) << name;
      EXPECT_EQ(Status(name).position, log_.head().position) << name;
    }
  }

  test::TemporaryDirectory directory_;
  FakeLog log_;
  EntryMaker maker_;
  std::vector<event::v1::Entry> entries_;
  engine::Projector::Options options_;
  std::unique_ptr<store::ViewStore> store_;
  std::unique_ptr<engine::Projector> projector_;
};

}  // namespace daybook
