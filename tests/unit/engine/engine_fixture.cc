#include "tests/unit/engine/engine_fixture.h"

#include "core/base/check.h"

namespace daybook::engine {
namespace {

constexpr int64_t kPageBytes = 1 << 20;

}  // namespace

Request ToRequest(const edge::v1::CommandEnvelope& envelope) {
  Request request;
  request.request_id = *Uuid::FromBytes(envelope.request_id());
  const std::string bytes =
      envelope.has_encoded() ? envelope.encoded() : envelope.command().SerializeAsString();
  request.digest = Sha256(bytes);
  if (!request.command.ParseFromString(bytes)) {
    request.readable = Error(Reason::ERROR_REASON_COMMAND_UNREADABLE, "not a command");
  }
  request.expected_version = envelope.expected_version();
  if (!envelope.has_own()) return request;
  request.encoded = bytes;
  request.own = OwnNumber{.install_id = *Uuid::FromBytes(envelope.own().install_id()),
                          .sequence = envelope.own().sequence(),
                          .previous_chain = *Digest::FromBytes(envelope.own().previous_chain()),
                          .missing_from = envelope.own().missing_from_sequence()};
  return request;
}

Call CallOf(const std::vector<edge::v1::CommandEnvelope>& envelopes,
            const std::string& register_name) {
  Call call;
  call.caller = {.device = register_name,
                 .register_name = register_name,
                 .employee = "ben",
                 .role = edge::v1::ROLE_MANAGER};
  for (const auto& envelope : envelopes) call.requests.push_back(ToRequest(envelope));
  call.done = [](const Reply&) {};
  return call;
}

std::vector<std::string> ReadWholeLog(const store::EventLog& log) {
  std::vector<std::string> entries;
  for (int64_t after = 0; after < log.head().position;) {
    const auto page = log.Read(after, kPageBytes);
    DAYBOOK_CHECK(page.ok() && !page->entries.empty());
    for (const store::StoredEntry& entry : page->entries) entries.push_back(*entry.bytes);
    after = page->entries.back().last_position();
  }
  return entries;
}

void EngineFixture::Open() {
  auto log = store::EventLog::Open(
      {.directory = directory_.path() + "/log",
       .identity = {.log_id = test::Ids(7).Next(), .tenant = "default", .store = "cafe"},
       .write_buffer_bytes = 1 << 20,  // RocksDB reserves room for it: seconds, over all tests.
       .disk_soft_bytes_min = 1,
       .ballast_bytes = 1 << 12});
  DAYBOOK_CHECK(log.ok());
  log_ = *std::move(log);
  auto committer = Committer::Open({.shop = config_, .state = state_}, *log_, clock_);
  DAYBOOK_CHECK(committer.ok());
  committer_ = *std::move(committer);
}

void EngineFixture::Reopen() {
  committer_.reset();
  log_.reset();
  Open();
}

std::vector<edge::v1::ExecuteResponse> EngineFixture::Commit(const std::vector<Call>& calls) {
  auto committed = committer_->Commit(calls);
  DAYBOOK_CHECK(committed.ok());
  committer_->TidyUp();
  return std::move(committed->replies);
}

edge::v1::CommandResult EngineFixture::CommitOne(const edge::v1::CommandEnvelope& envelope) {
  return Commit({CallOf({envelope})}).front().results(0);
}

}  // namespace daybook::engine
