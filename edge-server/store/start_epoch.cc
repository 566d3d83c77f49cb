#include "edge-server/store/start_epoch.h"

#include "edge-server/store/database.h"
#include "edge-server/store/files.h"
#include "edge-server/store/recovery.h"
#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

constexpr int64_t kReadBytes = 64 << 20;

// Reads which log it is and why it is marked, and changes nothing.
absl::StatusOr<Recovered> ReadMarkedLog(rocksdb::Env* env, const std::string& directory) {
  const std::string database = directory + "/db";
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(env->FileExists(database + "/CURRENT"), "find a log in " + directory));
  DAYBOOK_ASSIGN_OR_RETURN(const auto lock, DirectoryLock::Take(env, directory));
  Recovered log;
  DAYBOOK_ASSIGN_OR_RETURN(log.database, Database::Open({.directory = database,
                                                         .env = env,
                                                         .block_cache_bytes = kReadBytes,
                                                         .write_buffer_bytes = kReadBytes,
                                                         .mode = Database::Mode::kReadOnly}));
  DAYBOOK_RETURN_IF_ERROR(ReadRows(*log.database, log));
  log.database.reset();
  if (log.mark) return log;
  return Error(
      Reason::ERROR_REASON_LOG_NOT_MARKED,
      "the log is not marked, so its epoch {epoch} goes on; if the server does not start, it "
      "says why itself",
      {{"epoch", log.head.epoch}});
}

}  // namespace

absl::StatusOr<StartedEpoch> StartEpoch(const StartEpochOptions& options) {
  rocksdb::Env* const env = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  DAYBOOK_ASSIGN_OR_RETURN(const Recovered marked, ReadMarkedLog(env, options.directory));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                           EventLog::Open({.directory = options.directory,
                                           .env = options.env,
                                           .identity = {.log_id = marked.identity.log_id,
                                                        .tenant = marked.identity.tenant,
                                                        .store = marked.identity.store}}));
  DAYBOOK_RETURN_IF_ERROR(log->StartEpoch(options.reason, options.now));
  return StartedEpoch{.log_id = marked.identity.log_id, .mark = *marked.mark, .head = log->head()};
}

}  // namespace daybook::store
