#include "edge-server/app/server.h"

#include <sched.h>

#include <csignal>
#include <cstdio>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/domain/fingerprint.h"
#include "core/net/server.h"
#include "edge-server/engine/engine.h"
#include "edge-server/rpc/command_service.h"
#include "edge-server/rpc/event_service.h"
#include "edge-server/rpc/view_service.h"
#include "edge-server/store/event_log.h"
#include "edge-server/store/view_store.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"

namespace daybook::app {
namespace {

constexpr unsigned kStopSecondsMax = 5;
// A request beyond its bound is taken off the wire up to so many times the bound, so that its
// caller is told why it is refused; beyond that gRPC ends the call, which can only say that it was
// too much.
constexpr int32_t kOversizeTakenMax = 4;
constexpr absl::Duration kWatchersGoMax = absl::Seconds(2);
// Every call has been answered by then: how long the answers may take to leave. Whoever is
// connected and asks nothing is not waited for.
constexpr absl::Duration kAnswersLeaveMax = absl::Milliseconds(200);

bool IsIgnored(int signal) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

// Blocked in every thread that is started later; taken by WaitForSignal. Whoever started the server
// with SIGHUP ignored, as nohup does, wants it to outlive the terminal.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (!IsIgnored(SIGHUP)) sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

absl::StatusOr<std::unique_ptr<store::EventLog>> OpenLog(const edge::v1::EdgeConfig& config,
                                                         const Clock& clock) {
  SystemRandom random;
  store::EventLog::Options options{.directory = config.data_directory() + "/log",
                                   .identity = {.log_id = NewUuid(clock.Now(), random),
                                                .tenant = config.shop().tenant(),
                                                .store = config.shop().store()},
                                   .tail_bytes_max = config.limits().tail_bytes_max(),
                                   .block_cache_bytes = config.limits().block_cache_bytes() / 2,
                                   .disk_soft_bytes_min = config.limits().disk_soft_bytes_min(),
                                   .ballast_bytes = config.limits().ballast_bytes()};
  return store::EventLog::Open(options);
}

absl::StatusOr<std::unique_ptr<store::ViewStore>> OpenViews(const edge::v1::EdgeConfig& config,
                                                            const store::EventLog& log) {
  return store::ViewStore::Open({.directory = config.data_directory() + "/views",
                                 .log_id = log.identity().log_id,
                                 .block_cache_bytes = config.limits().block_cache_bytes() / 2});
}

int32_t MessageBytesMax(int32_t request_bytes_max) {
  return request_bytes_max <= INT32_MAX / kOversizeTakenMax ? request_bytes_max * kOversizeTakenMax
                                                            : INT32_MAX;
}

// Lets a thread that wakes up wait for its turn, instead of breaking into another one's work: where
// all processors are busy, the batches grow. Inherited by every thread that is made.
void TakeTurns() {
  if (sched_getscheduler(0) != SCHED_OTHER) return;  // Somebody knows better.
  const sched_param no_priority{};
  sched_setscheduler(0, SCHED_BATCH, &no_priority);
}

// Ends in order. An end that hangs is cut short: what was acknowledged is on disk.
void StopInOrder(engine::Engine& engine, grpc::Server& server, const Clock& clock) {
  alarm(kStopSecondsMax);
  server.GetHealthCheckService()->SetServingStatus(false);
  engine.Stop();
  engine.AwaitWatchersGone(kWatchersGoMax);
  server.Shutdown(absl::ToChronoTime(clock.Now() + kAnswersLeaveMax));
}

}  // namespace

// The order of declaration is the order of dependence: what is declared last goes first.
absl::Status Serve(const edge::v1::EdgeConfig& config) {
  TakeTurns();
  const sigset_t signals = BlockSignals();
  const SystemClock clock;
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<store::EventLog> log, OpenLog(config, clock));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<store::ViewStore> views, OpenViews(config, *log));
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<engine::Engine> engine,
                           engine::Engine::Open({.shop = config.shop(), .limits = config.limits()},
                                                *log, *views, clock));
  const rpc::Callers callers(config);
  rpc::CommandServiceImpl command_service(*engine, callers, config.limits().request_bytes_max());
  rpc::EventServiceImpl event_service(*engine, callers, domain::FingerprintOf(config.shop()));
  rpc::ViewServiceImpl view_service(*engine, callers, config.shop());
  DAYBOOK_ASSIGN_OR_RETURN(
      const net::ListeningServer listening,
      net::StartServer({.listen_address = config.listen_address(),
                        .message_bytes_max = MessageBytesMax(config.limits().request_bytes_max()),
                        .reflection = config.reflection()},
                       {&command_service, &event_service, &view_service}));

  std::printf("listening on %s\n", listening.address.c_str());
  std::fflush(stdout);
  Log(LogLevel::kInfo, "serving",
      {{"address", listening.address},
       {"store", config.shop().store()},
       {"head", log->head().position}});
  const int signal = WaitForSignal(signals);
  Log(LogLevel::kInfo, "stopping", {{"signal", strsignal(signal)}});
  StopInOrder(*engine, *listening.server, clock);
  if (log->Writable().ok()) DAYBOOK_RETURN_IF_ERROR(log->Flush());
  DAYBOOK_RETURN_IF_ERROR(views->Flush());
  Log(LogLevel::kInfo, "stopped", {{"head", log->head().position}});
  return absl::OkStatus();
}

}  // namespace daybook::app
