// What a till did by itself, as the edge takes it: in order, complete, and never refused.
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using testing::ElementsAre;

class OwnCommandsTest : public EdgeTest {
 protected:
  void SetUp() override { Start(); }

  edge::v1::CommandEnvelope Own(const edge::v1::Command& command) {
    return till_.Own(ids_.Next(), command);
  }

  int64_t CountEvents(event::v1::Event::EventCase wanted) {
    int64_t count = 0;
    for (const event::v1::Entry& entry : CheckedLog().entries) {
      for (const event::v1::Event& event : entry.events()) count += event.event_case() == wanted;
    }
    return count;
  }

  Installation till_{ids_.Next()};
};

TEST_F(OwnCommandsTest, AreAppliedInTheirOrder) {
  const Uuid sale = ids_.Next();

  const auto response =
      client_->Execute({Own(StartSale(sale)), Own(AddLine(sale, 1, "coffee", 250)),
                        Own(PayCard(sale, ids_.Next(), 250)), Own(CompleteSale(sale))});

  ASSERT_TRUE(response.ok()) << response.status();
  for (const edge::v1::CommandResult& result : response->results()) {
    EXPECT_EQ(result.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED) << result.ShortDebugString();
  }
  EXPECT_EQ(FoldTotals(CheckedLog(), kToday).total_minor(), 250);
}

TEST_F(OwnCommandsTest, SetsAsideWhatTheSaleDoesNotAllowAndCountsItsMoney) {
  const Uuid sale = SellCoffee();
  const int64_t paid_before = CountEvents(event::v1::Event::kPaymentReceived);

  const auto late_line = Accept(Own(AddLine(sale, 2, "bread", 100)));
  const auto late_payment = Accept(Own(PayCard(sale, ids_.Next(), 100)));

  EXPECT_EQ(late_line.outcome(), edge::v1::COMMAND_OUTCOME_SET_ASIDE);
  EXPECT_EQ(ReasonOf(FromWire(late_line.error())), Reason::ERROR_REASON_SALE_NOT_OPEN);
  EXPECT_EQ(late_payment.outcome(), edge::v1::COMMAND_OUTCOME_SET_ASIDE);
  EXPECT_EQ(ReasonOf(FromWire(late_payment.error())), Reason::ERROR_REASON_SALE_SET_ASIDE);
  EXPECT_EQ(CountEvents(event::v1::Event::kPaymentReceived), paid_before + 1);
  EXPECT_EQ(CountEvents(event::v1::Event::kCommandSetAside), 2);
}

TEST_F(OwnCommandsTest, SetsAsideBytesThatAreNoCommandAndGoesOn) {
  const auto unreadable = Accept(till_.OwnBytes(ids_.Next(), "\xff\xff no command"));
  const auto next = Accept(Own(StartSale(ids_.Next())));

  EXPECT_EQ(unreadable.outcome(), edge::v1::COMMAND_OUTCOME_SET_ASIDE);
  EXPECT_EQ(ReasonOf(FromWire(unreadable.error())), Reason::ERROR_REASON_COMMAND_UNREADABLE);
  EXPECT_EQ(next.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(CheckedLog().entries.front().events(0).command_set_aside().encoded(),
            "\xff\xff no command");
}

TEST_F(OwnCommandsTest, SaysWhichNumberIsNextWhenOneIsMissing) {
  Accept(Own(StartSale(ids_.Next())));
  const auto second = Own(StartSale(ids_.Next()));
  const auto third = Own(StartSale(ids_.Next()));
  const auto fourth = Own(StartSale(ids_.Next()));
  const int64_t head = Head();

  const auto ahead = client_->Execute({third, fourth});
  const int64_t head_after_gap = Head();
  const auto rewound = client_->Execute({second, third, fourth});

  ASSERT_TRUE(ahead.ok()) << ahead.status();
  const absl::Status gap = FromWire(ahead->results(0).error());
  EXPECT_EQ(ReasonOf(gap), Reason::ERROR_REASON_SEQUENCE_GAP);
  EXPECT_EQ(ErrorMetadata(gap, "expected_sequence"), "2");
  EXPECT_EQ(ahead->results(1).outcome(), edge::v1::COMMAND_OUTCOME_NOT_ATTEMPTED);
  EXPECT_EQ(head_after_gap, head);
  ASSERT_TRUE(rewound.ok()) << rewound.status();
  for (const edge::v1::CommandResult& result : rewound->results()) {
    EXPECT_EQ(result.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  }
  CheckedLog();
}

TEST_F(OwnCommandsTest, RecordsAGapThatTheTillOwnsUpTo) {
  Accept(Own(StartSale(ids_.Next())));
  Own(StartSale(ids_.Next()));  // Two that the till lost.
  Own(StartSale(ids_.Next()));
  auto after_gap = Own(StartSale(ids_.Next()));
  after_gap.mutable_own()->set_missing_from_sequence(2);

  const auto told = Accept(after_gap);
  const auto next = Accept(Own(StartSale(ids_.Next())));

  EXPECT_EQ(told.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(next.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  const LogCopy log = CheckedLog();
  const auto& gap = log.entries[1].events(0).sequence_gap_recorded();
  EXPECT_EQ(gap.first_sequence(), 2);
  EXPECT_EQ(gap.last_sequence(), 3);
}

TEST_F(OwnCommandsTest, QuarantinesATillThatContradictsItself) {
  Installation clone = till_;
  Accept(Own(StartSale(ids_.Next())));
  const auto contradiction = clone.Own(ids_.Next(), StartSale(ids_.Next()));

  const absl::Status diverged = Refuse(contradiction);
  const absl::Status honest_after_all = Refuse(Own(StartSale(ids_.Next())));
  edge_.Kill();
  Start();
  const absl::Status after_restart = Refuse(Own(StartSale(ids_.Next())));

  EXPECT_EQ(ReasonOf(diverged), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_EQ(ReasonOf(honest_after_all), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_EQ(ReasonOf(after_restart), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_EQ(CountEvents(event::v1::Event::kInstallationQuarantined), 1);
}

TEST_F(OwnCommandsTest, QuarantinesATillWhoseChainDoesNotContinue) {
  Accept(Own(StartSale(ids_.Next())));
  auto next = Own(StartSale(ids_.Next()));
  next.mutable_own()->mutable_previous_chain()->at(0) ^= 1;

  const absl::Status diverged = Refuse(next);

  EXPECT_EQ(ReasonOf(diverged), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_EQ(CountEvents(event::v1::Event::kInstallationQuarantined), 1);
}

TEST_F(OwnCommandsTest, GoOnAfterARestartBetweenTwoNumbers) {
  const auto first = Own(StartSale(ids_.Next()));
  const auto second = Own(StartSale(ids_.Next()));
  Accept(first);
  const auto reply = Accept(second);
  edge_.Kill();
  Start();

  const auto again = Accept(second);
  const auto third = Accept(Own(StartSale(ids_.Next())));

  EXPECT_TRUE(again.repeated());
  EXPECT_EQ(again.first_position(), reply.first_position());
  EXPECT_EQ(third.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  CheckedLog();
}

TEST_F(OwnCommandsTest, LeaveAnEntryWhenTheyChangeNothing) {
  const Uuid sale = ids_.Next();
  Accept(Own(StartSale(sale)));
  Accept(Own(AddLine(sale, 1, "coffee", 250)));

  const auto unchanged = Accept(Own(ChangeQuantity(sale, 1, 1000)));

  EXPECT_EQ(unchanged.outcome(), edge::v1::COMMAND_OUTCOME_NO_EFFECT);
  EXPECT_THAT(EventNames(CheckedLog().entries.back()), ElementsAre("CommandHadNoEffect"));
}

TEST_F(OwnCommandsTest, FlagsATotalThatTheEdgeReckonsOtherwise) {
  const Uuid sale = ids_.Next();
  edge::v1::Command complete = CompleteSale(sale);
  *complete.mutable_complete_sale()->mutable_total() = Gbp(249);
  Accept(Own(StartSale(sale)));
  Accept(Own(AddLine(sale, 1, "coffee", 250)));
  Accept(Own(PayCard(sale, ids_.Next(), 250)));

  const auto flagged = Accept(Own(complete));

  EXPECT_EQ(flagged.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED_AND_FLAGGED);
  EXPECT_EQ(ReasonOf(FromWire(flagged.error())), Reason::ERROR_REASON_TOTAL_MISMATCH);
  EXPECT_EQ(FoldTotals(CheckedLog(), kToday).sale_count(), 1);
}

}  // namespace
}  // namespace daybook::test
