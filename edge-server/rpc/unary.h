// Answers a unary call from a reader's thread.
#pragma once

#include <functional>
#include <utility>

#include "core/net/errors.h"
#include "edge-server/engine/engine.h"
#include "edge-server/rpc/caller.h"
#include "grpcpp/grpcpp.h"

namespace daybook::rpc {

// Ends the call; damage is for the operator to know as well.
inline void FinishRead(engine::Engine& engine, grpc::ServerUnaryReactor& reactor,
                       const absl::Status& outcome) {
  engine.ReportRead(outcome);
  reactor.Finish(net::ToGrpc(outcome));
}

// Runs `read` on a reader's thread and ends the call with what it returns. The request and the
// response live until the call ends, so `read` may refer to them.
inline grpc::ServerUnaryReactor* AnswerFromLog(
    engine::Engine& engine, const Callers& callers, grpc::CallbackServerContext& context,
    std::function<absl::Status(const store::EventLog&)> read) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  absl::Status queued = callers.CallerOf(context).status();
  if (queued.ok()) {
    queued = engine.Read([&engine, reactor, read = std::move(read)](const store::EventLog& log) {
      FinishRead(engine, *reactor, read(log));
    });
  }
  if (!queued.ok()) reactor->Finish(net::ToGrpc(queued));
  return reactor;
}

// The same for a view that has come to `at_position`.
inline grpc::ServerUnaryReactor* AnswerFromView(
    engine::Engine& engine, const Callers& callers, grpc::CallbackServerContext& context,
    std::string_view view, int64_t at_position,
    std::function<absl::Status(const engine::ViewReader&)> query) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  if (const absl::Status known = callers.CallerOf(context).status(); !known.ok()) {
    reactor->Finish(net::ToGrpc(known));
    return reactor;
  }
  engine.Query(
      view, at_position,
      [&engine, reactor, query = std::move(query)](absl::StatusOr<engine::ViewReader> reader) {
        FinishRead(engine, *reactor, reader.ok() ? query(*reader) : reader.status());
      });
  return reactor;
}

// The same for two views that have both come to `at_position`.
inline grpc::ServerUnaryReactor* AnswerFromViews(
    engine::Engine& engine, const Callers& callers, grpc::CallbackServerContext& context,
    std::pair<std::string_view, std::string_view> views, int64_t at_position,
    std::function<absl::Status(const engine::ViewReader&, const engine::ViewReader&)> query) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  if (const absl::Status known = callers.CallerOf(context).status(); !known.ok()) {
    reactor->Finish(net::ToGrpc(known));
    return reactor;
  }
  engine.Query(views.first, at_position,
               [&engine, reactor, second = views.second, at_position,
                query = std::move(query)](absl::StatusOr<engine::ViewReader> first_reader) {
                 if (!first_reader.ok()) {
                   return FinishRead(engine, *reactor, first_reader.status());
                 }
                 engine.Query(second, at_position,
                              [&engine, reactor, query, first = *std::move(first_reader)](
                                  absl::StatusOr<engine::ViewReader> reader) {
                                FinishRead(engine, *reactor,
                                           reader.ok() ? query(first, *reader) : reader.status());
                              });
               });
  return reactor;
}

}  // namespace daybook::rpc
