// What a figure must be read with: the machine, the disk and the commit.
#pragma once

#include <string>

#include "core/base/status.h"
#include "tests/bench/document.h"

namespace daybook::bench {

struct DiskFacts {
  double fdatasync_median_ms = 0;
  std::string file_system;
};

// Measures how long the disk under `directory` takes to make 4 KiB durable.
// Errors: STORE_FAILED.
absl::StatusOr<DiskFacts> MeasureDisk(const std::string& directory);

// Adds machine, disk and commit.
void AddMachine(const DiskFacts& disk, Document& document);

// Returns the same in a line for people.
std::string MachineLine(const DiskFacts& disk);

}  // namespace daybook::bench
