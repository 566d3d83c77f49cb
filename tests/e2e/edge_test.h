// The fixture of the end-to-end tests: a running shop, a caller, and what is asked of it most.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/entry/stream_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/log_check.h"
#include "tests/support/commands.h"
#include "tests/support/edge_client.h"
#include "tests/support/edge_process.h"

namespace daybook::test {

class EdgeTest : public testing::Test {
 protected:
  explicit EdgeTest(Medium medium = Medium::kMemory) : edge_(medium) {}

  // Starts, or starts again, and connects.
  void Start() {
    const absl::Status started = edge_.Start();
    ASSERT_TRUE(started.ok()) << started;
    client_ = std::make_unique<EdgeClient>(edge_.address());
  }

  // Executes one command that must be accepted, and returns its result.
  edge::v1::CommandResult Accept(edge::v1::CommandEnvelope command) {
    absl::StatusOr<edge::v1::CommandResult> result = client_->ExecuteOne(std::move(command));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(edge::v1::CommandResult());
  }
  edge::v1::CommandResult Accept(edge::v1::Command command) {
    return Accept(Ask(ids_.Next(), std::move(command)));
  }

  // Executes one command that must be refused, and returns why.
  absl::Status Refuse(edge::v1::CommandEnvelope command) {
    const absl::StatusOr<edge::v1::CommandResult> result = client_->ExecuteOne(std::move(command));
    EXPECT_FALSE(result.ok()) << "accepted: " << result->ShortDebugString();
    return result.status();
  }
  Reason RefusedWith(edge::v1::Command command) {
    return ReasonOf(Refuse(Ask(ids_.Next(), std::move(command))));
  }

  // Sells one coffee, paid by card, in one call; returns its sale.
  Uuid SellCoffee(int64_t price_minor = 250);

  // Returns the log after having looked for breaches.
  LogCopy CheckedLog() {
    absl::StatusOr<LogCopy> log = ReadLog(*client_);
    EXPECT_TRUE(log.ok()) << log.status();
    if (!log.ok()) return {};
    EXPECT_THAT(FindBreaches(*log), testing::IsEmpty());
    return *std::move(log);
  }

  int64_t Head() { return client_->HeadPosition(); }

  EdgeProcess edge_;
  std::unique_ptr<EdgeClient> client_;
  Ids ids_{1};
};

inline std::vector<edge::v1::CommandEnvelope> CoffeeSale(const Uuid& sale, int64_t price_minor,
                                                         Ids& ids) {
  return {
      Ask(ids.Next(), StartSale(sale)), Ask(ids.Next(), AddLine(sale, 1, "coffee", price_minor)),
      Ask(ids.Next(), PayCard(sale, ids.Next(), price_minor)), Ask(ids.Next(), CompleteSale(sale))};
}

inline Uuid EdgeTest::SellCoffee(int64_t price_minor) {
  const Uuid sale = ids_.Next();
  const auto response = client_->Execute(CoffeeSale(sale, price_minor, ids_));
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return sale;
  for (const edge::v1::CommandResult& result : response->results()) {
    EXPECT_EQ(result.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED) << result.ShortDebugString();
  }
  return sale;
}

}  // namespace daybook::test
