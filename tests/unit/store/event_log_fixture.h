// A log on a disk in memory, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "edge-server/store/event_log.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/log_entries.h"

namespace daybook::store {

class EventLogTest : public ::testing::Test {
 protected:
  static constexpr char kDirectory[] = "/shop";

  EventLog::Options MakeOptions() const {
    EventLog::Options options;
    options.directory = kDirectory;
    options.env = env_.get();
    options.identity = {.log_id = testing::UuidOf(1), .tenant = "acme", .store = "high-street"};
    options.write_buffer_bytes = 1 << 20;
    return options;
  }

  // Opens the log anew, on what is on the disk.
  void Reopen(const EventLog::Options& options) {
    log_.reset();
    auto opened = EventLog::Open(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }
  void Reopen() { Reopen(MakeOptions()); }

  void Append(const std::vector<event::v1::Entry>& entries) {
    const auto stored = log_->Append({entries.begin(), entries.end()});
    ASSERT_TRUE(stored.ok()) << stored.status();
    entries_.insert(entries_.end(), entries.begin(), entries.end());
  }

  // Appends `count` entries, a few at a time.
  void AppendAny(int count) {
    while (count > 0) {
      std::vector<event::v1::Entry> batch;
      for (int i = 0; i < 7 && count > 0; ++i, --count) batch.push_back(maker_.MakeAny());
      Append(batch);
    }
  }

  std::shared_ptr<testing::FaultFileSystem> disk_ = std::make_shared<testing::FaultFileSystem>();
  std::unique_ptr<rocksdb::Env> env_ = testing::NewFaultEnv(disk_);
  testing::EntryMaker maker_;
  std::vector<event::v1::Entry> entries_;  // What was appended.
  std::unique_ptr<EventLog> log_;
};

}  // namespace daybook::store
