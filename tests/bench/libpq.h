// PostgreSQL's client library, loaded when it is needed: the benchmark is built on machines that do
// not have it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/status.h"

namespace daybook::bench {

// The library's functions that are used, as libpq-fe.h declares them.
struct LibpqFunctions;

// Thread-safe.
class Libpq {
 public:
  // Errors: CONFIG_INVALID if the library is not installed.
  static absl::StatusOr<std::unique_ptr<Libpq>> Load();
  ~Libpq();

  const LibpqFunctions& functions() const { return *functions_; }

 private:
  Libpq();

  void* handle_ = nullptr;
  std::unique_ptr<LibpqFunctions> functions_;
};

// A connection. For one thread at a time.
class PostgresConnection {
 public:
  // `library` outlives the connection. Errors: CONNECTION_FAILED.
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const Libpq& library,
                                                                  const std::string& parameters);
  ~PostgresConnection();

  // Executes one or several statements. Errors: STORE_FAILED.
  absl::Status Execute(const std::string& statements);

  // Gives a statement a name. Errors: STORE_FAILED.
  absl::Status Prepare(const std::string& name, const std::string& statement);

  // Executes a prepared statement with binary values. Errors: STORE_FAILED.
  absl::Status ExecutePrepared(const std::string& name,
                               const std::vector<std::string_view>& values);

 private:
  PostgresConnection(const LibpqFunctions& functions, void* connection)
      : functions_(functions), connection_(connection) {}

  absl::Status Check(void* result);

  const LibpqFunctions& functions_;  // Outlives this.
  void* const connection_;
};

}  // namespace daybook::bench
