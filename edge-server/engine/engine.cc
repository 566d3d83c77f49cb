#include "edge-server/engine/engine.h"

#include "absl/time/time.h"
#include "core/base/logging.h"
#include "edge-server/engine/log_source.h"
#include "edge-server/engine/named_thread.h"
#include "edge-server/engine/projector.h"
#include "edge-server/engine/reader_pool.h"
#include "edge-server/engine/ticker.h"
#include "edge-server/engine/writer.h"

namespace daybook::engine {
namespace {

constexpr int kReaderThreads = 2;
// Views may lag, tills must not.
constexpr int kProjectorNiceness = 5;
constexpr absl::Duration kQueryWaitMax = absl::Seconds(2);
constexpr absl::Duration kDamageReportInterval = absl::Minutes(1);

class EngineImpl final : public Engine {
 public:
  EngineImpl(const Options& options, store::EventLog& log, store::ViewStore& rows,
             const Clock& clock, std::unique_ptr<LogSource> log_source,
             std::unique_ptr<Projector> projector)
      : log_(log),
        clock_(clock),
        log_source_(std::move(log_source)),
        readers_(kReaderThreads, options.limits.reads_max()),
        projector_(std::move(projector)),
        views_(rows, *projector_, clock),
        watch_budget_(static_cast<size_t>(options.limits.watchers_max())),
        feed_({.stall_max = absl::Milliseconds(options.limits.watcher_stall_ms_max())}, log, clock,
              readers_, watch_budget_),
        view_feed_({.stall_max = absl::Milliseconds(options.limits.watcher_stall_ms_max())}, views_,
                   clock, readers_, watch_budget_) {}

  ~EngineImpl() override { Stop(); }

  absl::Status Start(const Options& options);

  void Execute(Call call) override { writer_->Submit(std::move(call)); }

  absl::Status Read(std::function<void(const store::EventLog&)> read) override {
    return readers_.Submit([this, read = std::move(read)] { read(log_); });
  }

  void Query(std::string_view view, int64_t at_position,
             std::function<void(absl::StatusOr<ViewReader>)> query) override;

  void ReportRead(const absl::Status& outcome) override DAYBOOK_EXCLUDES(mutex_);

  // Watches are shared with the readers that are at work for them.
  absl::StatusOr<std::shared_ptr<EventWatch>> WatchEvents(EventSubscription subscription) override {
    return feed_.Watch(std::move(subscription));
  }
  absl::StatusOr<std::shared_ptr<ViewWatch>> WatchViews(ViewSubscription subscription) override {
    auto watch = view_feed_.Watch(std::move(subscription));
    if (watch.ok()) ticker_->Wake();
    return watch;
  }

  store::Head head() const override { return log_.head(); }
  const store::Identity& identity() const override { return log_.identity(); }
  absl::Status Writable() const override { return log_.Writable(); }
  absl::Status ViewsStatus() const override { return views_.status(); }

  void Stop() override;
  void AwaitWatchersGone(absl::Duration timeout) override;

 private:
  void OnCommit() DAYBOOK_EXCLUDES(mutex_);
  void RunProjector() DAYBOOK_EXCLUDES(mutex_);
  void Project();
  void DoChores();

  store::EventLog& log_;
  const Clock& clock_;
  const std::unique_ptr<LogSource> log_source_;
  ReaderPool readers_;
  const std::unique_ptr<Projector> projector_;
  Views views_;
  WatchBudget watch_budget_;
  Feed feed_;
  ViewFeed view_feed_;
  std::unique_ptr<Writer> writer_;

  Mutex mutex_;
  bool log_moved_ DAYBOOK_GUARDED_BY(mutex_) = true;
  bool stopping_ DAYBOOK_GUARDED_BY(mutex_) = false;
  absl::Duration next_damage_report_ DAYBOOK_GUARDED_BY(mutex_) = -absl::InfiniteDuration();

  NamedThread projector_thread_;
  std::unique_ptr<Ticker> ticker_;
};

absl::Status EngineImpl::Start(const Options& options) {
  Writer::Options writer_options{
      .shop = options.shop,
      .queue_commands_max = static_cast<size_t>(options.limits.queue_commands_max()),
      .batch_commands_max = static_cast<size_t>(options.limits.batch_commands_max()),
      .aggregates_max = static_cast<size_t>(options.limits.aggregates_max()),
      .on_commit = [this] { OnCommit(); }};
  DAYBOOK_ASSIGN_OR_RETURN(writer_, Writer::Open(std::move(writer_options), log_, clock_));
  projector_thread_ = NamedThread(
      "projector", [this] { RunProjector(); }, kProjectorNiceness);
  ticker_ = std::make_unique<Ticker>(
      Ticker::Options{.watched = [this] { return view_feed_.watcher_count() > 0; },
                      .serve = [this] { view_feed_.Tick(); },
                      .chores = [this] { DoChores(); }},
      clock_);
  return absl::OkStatus();
}

void EngineImpl::Query(std::string_view view, int64_t at_position,
                       std::function<void(absl::StatusOr<ViewReader>)> query) {
  const int64_t head = log_.head().position;
  if (at_position > head) {
    return query(Error(Reason::ERROR_REASON_POSITION_BEYOND_HEAD,
                       "position {position} is beyond the head, {head}",
                       {{"position", at_position}, {"head", head}}));
  }
  auto shared_query = std::make_shared<decltype(query)>(std::move(query));
  auto run = [this, shared_query](absl::StatusOr<ViewReader> view_reader) {
    if (!view_reader.ok()) return (*shared_query)(std::move(view_reader));
    absl::Status queued =
        readers_.Submit([shared_query, view_reader] { (*shared_query)(view_reader); });
    if (!queued.ok()) (*shared_query)(std::move(queued));
  };
  views_.WhenReached(view, at_position, kQueryWaitMax, std::move(run));
}

void EngineImpl::ReportRead(const absl::Status& outcome) {
  if (outcome.code() != absl::StatusCode::kDataLoss) return;
  {
    MutexLock lock(mutex_);
    const absl::Duration now = clock_.Monotonic();
    if (now < next_damage_report_) return;
    next_damage_report_ = now + kDamageReportInterval;
  }
  Log(LogLevel::kError, "a read met damage",
      {{"reason", ReasonName(ReasonOf(outcome))}, {"problem", MessageOf(outcome)}});
}

void EngineImpl::OnCommit() {
  {
    MutexLock lock(mutex_);
    log_moved_ = true;
  }
  feed_.Notify();
}

void EngineImpl::RunProjector() {
  while (true) {
    {
      MutexLock lock(mutex_);
      mutex_.Await([this]() DAYBOOK_REQUIRES(mutex_) { return stopping_ || log_moved_; });
      if (stopping_) return;
      log_moved_ = false;
    }
    Project();
  }
}

// Follows the log to its end. A view that cannot be written at all stops all views, not the
// selling.
void EngineImpl::Project() {
  while (true) {
    absl::StatusOr<Projector::Progress> step = projector_->Step();
    if (!step.ok()) {
      Log(LogLevel::kError, "the views cannot go on", {{"problem", MessageOf(step.status())}});
      return;
    }
    views_.Advance();
    view_feed_.Notify(step->changes);
    if (step->idle) return;
    MutexLock lock(mutex_);
    if (stopping_) return;
  }
}

void EngineImpl::DoChores() {
  feed_.Tick();
  view_feed_.Tick();
  views_.Advance();
  log_.CheckDiskSpace();
}

void EngineImpl::Stop() {
  if (writer_) writer_->Stop();
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  projector_thread_.Join();
  if (ticker_) ticker_->Stop();
  views_.Stop();
  readers_.Stop();
  feed_.Stop();
  view_feed_.Stop();
}

void EngineImpl::AwaitWatchersGone(absl::Duration timeout) {
  const absl::Duration deadline = clock_.Monotonic() + timeout;
  feed_.AwaitGone(timeout);
  view_feed_.AwaitGone(deadline - clock_.Monotonic());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(const Options& options, store::EventLog& log,
                                                     store::ViewStore& rows, const Clock& clock) {
  auto log_source = std::make_unique<LogSource>(log);
  DAYBOOK_ASSIGN_OR_RETURN(
      std::unique_ptr<Projector> projector,
      Projector::Open(Projector::Options(), *log_source, rows, projections::AllProjections()));
  auto engine = std::make_unique<EngineImpl>(options, log, rows, clock, std::move(log_source),
                                             std::move(projector));
  DAYBOOK_RETURN_IF_ERROR(engine->Start(options));
  return engine;
}

}  // namespace daybook::engine
