#include "tests/bench/postgres_baseline.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "tests/bench/libpq.h"
#include "tests/bench/pause.h"
#include "tests/bench/process.h"

namespace daybook::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kProgramDirectory[] = "/usr/lib/postgresql/15/bin";
// Debian's account for it; initdb and postgres refuse to run as root.
constexpr char kUser[] = "postgres";
constexpr char kDatabaseUser[] = "bench";
constexpr absl::Duration kInitTimeout = absl::Minutes(2);
constexpr absl::Duration kStartTimeout = absl::Seconds(60);
constexpr int64_t kRetryNs = 50'000'000;
constexpr absl::Duration kStopTimeout = absl::Seconds(30);

constexpr char kSchema[] = R"(
CREATE TABLE event (
  position bigserial PRIMARY KEY,
  stream bytea NOT NULL,
  version int NOT NULL,
  data bytea NOT NULL,
  UNIQUE (stream, version));
CREATE TABLE request (
  request_id bytea PRIMARY KEY,
  first_position bigint NOT NULL);
CREATE TABLE outbox (
  id bigserial PRIMARY KEY,
  first_position bigint NOT NULL,
  event_count int NOT NULL);
)";

// $1 names the sale, $2 is its bytes, $3 the request ids of its commands one after the other. Eight
// events that share the bytes: five on the sale's stream, three on others; the request ids, which
// make it safe to repeat; an outbox row and a notification. One statement, and so one transaction
// and one round trip: as fast as this can be asked of PostgreSQL.
constexpr char kSell[] = R"(
WITH added AS (
  INSERT INTO event (stream, version, data)
  SELECT $1::bytea || set_byte('\x00', 0, greatest(i - 4, 0)),
         CASE WHEN i < 5 THEN i + 1 ELSE 1 END,
         substring($2::bytea FROM i * (length($2::bytea) / 8) + 1 FOR length($2::bytea) / 8)
  FROM generate_series(0, 7) AS i RETURNING position),
remembered AS (
  INSERT INTO request (request_id, first_position)
  SELECT substring($3::bytea FROM i * 16 + 1 FOR 16), (SELECT min(position) FROM added)
  FROM generate_series(0, 4) AS i),
queued AS (
  INSERT INTO outbox (first_position, event_count) SELECT min(position), count(*) FROM added
  RETURNING id)
SELECT pg_notify('outbox', id::text) FROM queued
)";
constexpr char kSellName[] = "sell";

class PostgresBaseline : public Contender {
 public:
  PostgresBaseline(std::unique_ptr<Libpq> library, std::unique_ptr<ChildProcess> server,
                   const ThreadLoad& load)
      : load_(load), library_(std::move(library)), server_(std::move(server)) {}

  ~PostgresBaseline() override {
    connections_.clear();
    // Its data is thrown away: a server that does not end in time is killed, and that is enough.
    server_->Stop(kStopTimeout).IgnoreError();
  }

  absl::Status Connect(const std::string& parameters) {
    for (int64_t i = 0; i < load_.callers; ++i) {
      DAYBOOK_ASSIGN_OR_RETURN(auto connection, PostgresConnection::Open(*library_, parameters));
      if (i == 0) DAYBOOK_RETURN_IF_ERROR(connection->Execute(kSchema));
      DAYBOOK_RETURN_IF_ERROR(connection->Prepare(kSellName, kSell));
      connections_.push_back(std::move(connection));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<SliceResult> Run(absl::Duration duration) override {
    return RunThreads(load_, duration,
                      [this](int64_t caller, const edge::v1::ExecuteRequest& request) {
                        return Write(*connections_[static_cast<size_t>(caller)], request);
                      });
  }

  // Not known: each connection is a process of its own.
  absl::Duration CpuTime() const override { return absl::ZeroDuration(); }

 private:
  // One transaction for each sale, however many a call has.
  static absl::Status Write(PostgresConnection& connection,
                            const edge::v1::ExecuteRequest& request) {
    std::string bytes;
    std::string request_ids;
    for (int i = 0; i < request.commands_size(); ++i) {
      bytes += request.commands(i).encoded();
      request_ids += request.commands(i).request_id();
      if ((i + 1) % kSaleCommands != 0) continue;
      DAYBOOK_RETURN_IF_ERROR(connection.ExecutePrepared(
          kSellName, {request.commands(i).request_id(), bytes, request_ids}));
      bytes.clear();
      request_ids.clear();
    }
    return absl::OkStatus();
  }

  const ThreadLoad load_;
  const std::unique_ptr<Libpq> library_;
  const std::unique_ptr<ChildProcess> server_;
  std::vector<std::unique_ptr<PostgresConnection>> connections_;
};

std::string Program(std::string_view name) { return fmt::format("{}/{}", kProgramDirectory, name); }

absl::Status MakeDatabase(const std::string& directory, const std::string& error_file) {
  DAYBOOK_ASSIGN_OR_RETURN(
      auto init, ChildProcess::Start({.arguments = {Program("initdb"), "-D", directory + "/data",
                                                    "-U", kDatabaseUser, "-A", "trust", "-E",
                                                    "UTF8", "--locale=C", "--no-instructions"},
                                      .user = kUser,
                                      .error_file = error_file}));
  return init->AwaitEnd(kInitTimeout);
}

absl::StatusOr<std::unique_ptr<ChildProcess>> StartServer(const std::string& directory,
                                                          const std::string& error_file,
                                                          int64_t callers) {
  return ChildProcess::Start(
      {.arguments = {Program("postgres"), "-D", directory + "/data", "-k", directory, "-c",
                     "listen_addresses=", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c",
                     fmt::format("max_connections={}", callers + 10)},
       .user = kUser,
       .error_file = error_file,
       .stop_signal = SIGINT});  // The fast shutdown.
}

absl::Status AwaitReady(const Libpq& library, const std::string& parameters) {
  const int64_t end_ns = MonotonicNanoseconds() + absl::ToInt64Nanoseconds(kStartTimeout);
  Pause pause;
  for (;;) {
    const absl::Status status = PostgresConnection::Open(library, parameters).status();
    if (status.ok() || MonotonicNanoseconds() > end_ns || Interrupted()) return status;
    pause.Until(MonotonicNanoseconds() + kRetryNs);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Contender>> OpenPostgresBaseline(const std::string& directory,
                                                                const ThreadLoad& load) {
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<Libpq> library, Libpq::Load());
  std::error_code ignored;
  fs::create_directories(directory, ignored);
  DAYBOOK_RETURN_IF_ERROR(GiveTo(directory, kUser));
  // Beside the directory, which is another user's.
  const std::string error_file = directory + ".stderr";
  DAYBOOK_RETURN_IF_ERROR(MakeDatabase(directory, error_file));
  DAYBOOK_ASSIGN_OR_RETURN(auto server, StartServer(directory, error_file, load.callers));
  const std::string parameters =
      fmt::format("host={} dbname=postgres user={}", directory, kDatabaseUser);
  DAYBOOK_RETURN_IF_ERROR(AwaitReady(*library, parameters));
  auto baseline = std::make_unique<PostgresBaseline>(std::move(library), std::move(server), load);
  DAYBOOK_RETURN_IF_ERROR(baseline->Connect(parameters));
  return baseline;
}

}  // namespace daybook::bench
