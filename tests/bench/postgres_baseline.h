// The third baseline: the same sale as rows of a PostgreSQL 15 of our own: an event table, an
// outbox and NOTIFY, one transaction a sale.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/contender.h"
#include "tests/bench/thread_load.h"

namespace daybook::bench {

// Makes a database in `directory` and serves it there on a Unix socket only; it ends with the
// returned object. Each caller is a thread with a connection. REQUIRES: the main thread.
// Errors: CONFIG_INVALID where PostgreSQL is not installed; CONNECTION_FAILED.
absl::StatusOr<std::unique_ptr<Contender>> OpenPostgresBaseline(const std::string& directory,
                                                                const ThreadLoad& load);

}  // namespace daybook::bench
