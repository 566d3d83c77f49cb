// One batch, one fsync, and yet as if every command had come alone.
#include "edge-server/engine/batch.h"

#include "gmock/gmock.h"
#include "tests/unit/engine/engine_fixture.h"

namespace daybook::engine {
namespace {

using edge::v1::CommandEnvelope;
using edge::v1::CommandResult;
using test::AddLine;
using test::Ask;
using test::CompleteSale;
using test::PayCard;
using test::StartSale;
using ::testing::SizeIs;

Reason ReasonOfResult(const CommandResult& result) { return ReasonOf(FromWire(result.error())); }

class BatchTest : public EngineFixture {
 protected:
  event::v1::Entry LastEntry() {
    event::v1::Entry entry;
    EXPECT_TRUE(entry.ParseFromString(ReadWholeLog(*log_).back()));
    return entry;
  }

  test::Installation till_{ids_.Next()};
};

TEST_F(BatchTest, DecidesEachCommandOnWhatThoseBeforeItLeft) {
  const Uuid sale = ids_.Next();

  const auto responses = Commit({CallOf({Ask(ids_.Next(), StartSale(sale))}),
                                 CallOf({Ask(ids_.Next(), AddLine(sale, 1, "coffee", 250))}),
                                 CallOf({Ask(ids_.Next(), PayCard(sale, ids_.Next(), 250)),
                                         Ask(ids_.Next(), CompleteSale(sale))})});

  const CommandResult& completed = responses[2].results(1);
  EXPECT_EQ(completed.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(completed.streams(0).stream(), StreamId::Of(Category::CATEGORY_SALE, sale).ToText());
  EXPECT_EQ(completed.streams(0).version(), 4);
  EXPECT_EQ(completed.first_position() + completed.event_count() - 1, head());
}

TEST_F(BatchTest, GivesTheFirstReplyToARequestThatItHasSeen) {
  const CommandEnvelope start = Ask(ids_.Next(), StartSale(ids_.Next()));

  const auto responses = Commit({CallOf({start}), CallOf({start})});

  CommandResult repeated = responses[1].results(0);
  EXPECT_TRUE(repeated.repeated());
  repeated.clear_repeated();
  EXPECT_EQ(repeated.SerializeAsString(), responses[0].results(0).SerializeAsString());
  EXPECT_THAT(ReadWholeLog(*log_), SizeIs(1));
}

TEST_F(BatchTest, LetsAManagerForceADrawerOfAnotherRegister) {
  const Uuid drawer = ids_.Next();
  CommitOne(test::OpenDrawer(drawer, 1000));
  const auto ask_at_till2 = [&](edge::v1::Role role, edge::v1::Role approver) {
    Call call = CallOf({Ask(ids_.Next(), test::CountDrawer(drawer, 1000))}, "till2");
    call.caller.role = role;
    call.requests.front().approver_role = approver;
    return Commit({call}).front().results(0);
  };

  const CommandResult refused = ask_at_till2(edge::v1::ROLE_SUPERVISOR, edge::v1::ROLE_UNSPECIFIED);
  const CommandResult approved = ask_at_till2(edge::v1::ROLE_SUPERVISOR, edge::v1::ROLE_MANAGER);
  const CommandResult forced = ask_at_till2(edge::v1::ROLE_MANAGER, edge::v1::ROLE_UNSPECIFIED);

  EXPECT_EQ(ReasonOfResult(refused), Reason::ERROR_REASON_DRAWER_ELSEWHERE);
  EXPECT_EQ(approved.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(forced.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
}

// A cashier opens a drawer with what a manager has granted; the same request again uses nothing.
TEST_F(BatchTest, LendsAPermissionByAnApprovalOnceAndRepeatsTheReply) {
  const Uuid drawer = ids_.Next();
  const std::string approval_id(ids_.Next().AsBytes());
  edge::v1::Command request = test::OpenDrawer(drawer, 1000);
  request.mutable_request_approval()->set_approval_id(approval_id);
  request.mutable_request_approval()->set_permission("drawer.open");
  request.mutable_request_approval()->set_subject(
      StreamId::Of(Category::CATEGORY_DRAWER, drawer).ToText());
  request.mutable_request_approval()->set_text("the second drawer");
  edge::v1::Command grant = request;
  grant.mutable_answer_approval()->set_approval_id(approval_id);
  grant.mutable_answer_approval()->set_answer(edge::v1::APPROVAL_ANSWER_GRANT);
  edge::v1::Command open = test::OpenDrawer(drawer, 1000);
  open.set_approval_id(approval_id);
  const auto ask_as_cashier = [&](const CommandEnvelope& envelope) {
    Call call = CallOf({envelope});
    call.caller.role = edge::v1::ROLE_CASHIER;
    return Commit({call}).front().results(0);
  };
  const CommandEnvelope ask = Ask(ids_.Next(), open);

  EXPECT_EQ(ReasonOfResult(ask_as_cashier(ask)), Reason::ERROR_REASON_APPROVAL_UNKNOWN);
  CommitOne(request);
  EXPECT_EQ(ReasonOfResult(ask_as_cashier(ask)), Reason::ERROR_REASON_APPROVAL_NOT_GRANTED);
  CommitOne(grant);
  const CommandResult opened = ask_as_cashier(ask);
  const CommandResult repeated = ask_as_cashier(ask);
  const CommandResult again = ask_as_cashier(Ask(ids_.Next(), open));

  EXPECT_EQ(opened.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_TRUE(repeated.repeated());
  EXPECT_EQ(repeated.first_position(), opened.first_position());
  EXPECT_EQ(ReasonOfResult(again), Reason::ERROR_REASON_APPROVAL_SETTLED);
}

TEST_F(BatchTest, GivesTheFirstReplyByteForByteForEver) {
  const Uuid sale = ids_.Next();
  const std::vector<CommandEnvelope> commands = {
      Ask(ids_.Next(), StartSale(sale)),
      Ask(ids_.Next(), AddLine(sale, 1, "coffee", 250)),
      Ask(ids_.Next(), PayCard(sale, ids_.Next(), 250)),
      Ask(ids_.Next(), CompleteSale(sale)),
      till_.Own(ids_.Next(), AddLine(sale, 2, "bread", 100)),
      till_.Own(ids_.Next(), PayCard(sale, ids_.Next(), 100)),
  };
  std::vector<CommandResult> first;
  for (const CommandEnvelope& command : commands) first.push_back(CommitOne(command));
  const int64_t head_before = head();
  Reopen();

  for (size_t i = 0; i < commands.size(); ++i) {
    CommandResult again = CommitOne(commands[i]);

    EXPECT_TRUE(again.repeated());
    again.clear_repeated();
    EXPECT_EQ(again.SerializeAsString(), first[i].SerializeAsString());
  }
  EXPECT_EQ(head(), head_before);
}

TEST_F(BatchTest, RefusesARequestIdThatItHasSeenWithOtherContents) {
  const Uuid request = ids_.Next();

  const auto responses = Commit({CallOf({Ask(request, StartSale(ids_.Next()))}),
                                 CallOf({Ask(request, StartSale(ids_.Next()))})});

  EXPECT_EQ(ReasonOfResult(responses[1].results(0)), Reason::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(BatchTest, ComparesVersionsWithWhatThoseBeforeItLeft) {
  const Uuid sale = ids_.Next();
  CommitOne(StartSale(sale));
  CommandEnvelope first = Ask(ids_.Next(), AddLine(sale, 1, "coffee", 250));
  CommandEnvelope second = Ask(ids_.Next(), AddLine(sale, 2, "coffee", 250));
  first.set_expected_version(1);
  second.set_expected_version(1);

  const auto responses = Commit({CallOf({first}), CallOf({second})});

  EXPECT_EQ(responses[0].results(0).outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(ReasonOfResult(responses[1].results(0)), Reason::ERROR_REASON_VERSION_STALE);
}

TEST_F(BatchTest, TellsTheSecondOfTwoWhoRetrieveASaleWhoHasIt) {
  const Uuid sale = ids_.Next();
  CommitOne(StartSale(sale));
  CommitOne(test::SuspendSale(sale));
  CommandEnvelope first = Ask(ids_.Next(), test::RetrieveSale(sale));
  CommandEnvelope second = Ask(ids_.Next(), test::RetrieveSale(sale));
  first.set_expected_version(2);
  second.set_expected_version(2);

  const auto responses = Commit({CallOf({first}, "till2"), CallOf({second}, "till3")});

  EXPECT_EQ(responses[0].results(0).outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(ReasonOfResult(responses[1].results(0)), Reason::ERROR_REASON_SALE_ELSEWHERE);
  EXPECT_EQ(ErrorMetadata(FromWire(responses[1].results(0).error()), "register"), "till2");
}

TEST_F(BatchTest, AuditsAPermissionThatARuleAskedFor) {
  const Uuid sale = ids_.Next();
  CommitOne(StartSale(sale));
  CommandEnvelope take_over = Ask(ids_.Next(), test::RetrieveSale(sale));
  take_over.mutable_command()->mutable_retrieve_sale()->set_take_over(true);
  Call call = CallOf({take_over}, "till2");
  call.caller.role = edge::v1::ROLE_CASHIER;

  const edge::v1::CommandResult result = Commit({call}).front().results(0);

  EXPECT_EQ(ReasonOfResult(result), Reason::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(log_->head().position, 3);  // The day, the sale, the refusal.
}

TEST_F(BatchTest, AuditsAPermissionThatAnApprovalWasToLend) {
  edge::v1::Command open = test::OpenDay();
  open.set_approval_id(std::string(ids_.Next().AsBytes()));
  Call call = CallOf({Ask(ids_.Next(), open)});
  call.caller.role = edge::v1::ROLE_CASHIER;

  const edge::v1::CommandResult result = Commit({call}).front().results(0);

  EXPECT_EQ(ReasonOfResult(result), Reason::ERROR_REASON_APPROVAL_UNKNOWN);
  ASSERT_EQ(log_->head().position, 1);
  EXPECT_EQ(LastEntry().events(0).permission_refused().permission(), "day.open");
}

TEST_F(BatchTest, LeavesNothingOfARefusedAsk) {
  const CommandEnvelope ask = Ask(ids_.Next(), CompleteSale(ids_.Next()));

  const CommandResult refused = CommitOne(ask);
  const int64_t head_after = head();
  const CommandResult refused_again = CommitOne(ask);

  EXPECT_EQ(refused.outcome(), edge::v1::COMMAND_OUTCOME_REFUSED);
  EXPECT_EQ(head_after, 0);
  EXPECT_FALSE(refused_again.repeated());
}

TEST_F(BatchTest, LeavesNothingOfAnAskThatChangesNothing) {
  CommitOne(test::OpenDay());
  const int64_t head_before = head();

  const CommandResult unchanged = CommitOne(test::OpenDay());

  EXPECT_EQ(unchanged.outcome(), edge::v1::COMMAND_OUTCOME_NO_EFFECT);
  EXPECT_EQ(head(), head_before);
}

TEST_F(BatchTest, CountsOwnCommandsOfTheBatchItself) {
  const Uuid sale = ids_.Next();
  const CommandEnvelope start = till_.Own(ids_.Next(), StartSale(sale));
  const CommandEnvelope line = till_.Own(ids_.Next(), AddLine(sale, 1, "coffee", 250));

  const auto responses = Commit({CallOf({start}), CallOf({start, line})});

  EXPECT_TRUE(responses[1].results(0).repeated());
  EXPECT_EQ(responses[1].results(1).outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  const auto mark = log_->ReadDevice(till_.install_id());
  ASSERT_TRUE(mark.ok() && mark->has_value());
  EXPECT_EQ((*mark)->sequence, 2);
}

TEST_F(BatchTest, EndsACallAtAGapAndNoOther) {
  till_.Own(ids_.Next(), StartSale(ids_.Next()));  // Number 1 is lost.
  const CommandEnvelope second = till_.Own(ids_.Next(), StartSale(ids_.Next()));
  const CommandEnvelope third = till_.Own(ids_.Next(), StartSale(ids_.Next()));

  const auto responses =
      Commit({CallOf({second, third}), CallOf({Ask(ids_.Next(), StartSale(ids_.Next()))})});

  const absl::Status gap = FromWire(responses[0].results(0).error());
  EXPECT_EQ(ReasonOf(gap), Reason::ERROR_REASON_SEQUENCE_GAP);
  EXPECT_EQ(ErrorMetadata(gap, "expected_sequence"), "1");
  EXPECT_EQ(responses[0].results(1).outcome(), edge::v1::COMMAND_OUTCOME_NOT_ATTEMPTED);
  EXPECT_EQ(responses[1].results(0).outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
}

TEST_F(BatchTest, QuarantinesWithinTheBatch) {
  test::Installation clone = till_;
  const CommandEnvelope first = till_.Own(ids_.Next(), StartSale(ids_.Next()));
  const CommandEnvelope contradiction = clone.Own(ids_.Next(), StartSale(ids_.Next()));
  const CommandEnvelope next = till_.Own(ids_.Next(), StartSale(ids_.Next()));

  const auto responses = Commit({CallOf({first}), CallOf({contradiction}), CallOf({next})});

  EXPECT_EQ(ReasonOfResult(responses[1].results(0)), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_EQ(ReasonOfResult(responses[2].results(0)), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_THAT(ReadWholeLog(*log_), SizeIs(2));
  EXPECT_TRUE(LastEntry().events(0).has_installation_quarantined());
}

TEST_F(BatchTest, TakesTheRepetitionOfAnOwnCommandInQuarantineAsItIs) {
  test::Installation clone = till_;
  const CommandEnvelope first = till_.Own(ids_.Next(), StartSale(ids_.Next()));
  CommitOne(first);
  CommitOne(clone.Own(ids_.Next(), StartSale(ids_.Next())));

  const CommandResult again = CommitOne(first);

  EXPECT_TRUE(again.repeated());
  EXPECT_EQ(again.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
}

TEST_F(BatchTest, DivergesWhenAnOwnRequestIdComesWithOtherBytes) {
  test::Installation clone = till_;
  const Uuid request = ids_.Next();
  CommitOne(till_.Own(request, StartSale(ids_.Next())));

  const CommandResult diverged = CommitOne(clone.Own(request, StartSale(ids_.Next())));

  EXPECT_EQ(ReasonOfResult(diverged), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_TRUE(LastEntry().events(0).has_installation_quarantined());
}

// A till that was given a new installation sends again what the old one had brought home.
TEST_F(BatchTest, SpendsTheNumberOfACommandThatWasRecordedUnderAnother) {
  test::Installation successor(ids_.Next());
  const Uuid sale = ids_.Next();
  const Uuid request = ids_.Next();
  const CommandResult first = CommitOne(till_.Own(request, StartSale(sale)));
  const CommandEnvelope again = successor.Own(request, StartSale(sale));

  CommandResult repeated = CommitOne(again);
  const CommandResult next = CommitOne(successor.Own(ids_.Next(), AddLine(sale, 1, "coffee", 250)));

  EXPECT_TRUE(repeated.repeated());
  repeated.clear_repeated();
  EXPECT_EQ(repeated.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(next.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(next.streams(0).version(), 2);
  event::v1::Entry spent;
  ASSERT_TRUE(spent.ParseFromString(ReadWholeLog(*log_)[1]));
  EXPECT_TRUE(spent.events(0).has_command_had_no_effect());
  EXPECT_EQ(spent.header().causation_id(), again.request_id());
  EXPECT_EQ(spent.header().sequence(), 1);
  EXPECT_TRUE(spent.header().request_id().empty());
}

TEST_F(BatchTest, SpendsTheNumberOfAKnownCommandOnce) {
  test::Installation successor(ids_.Next());
  const Uuid request = ids_.Next();
  const edge::v1::Command command = StartSale(ids_.Next());
  const CommandResult first = CommitOne(till_.Own(request, command));
  const CommandEnvelope again = successor.Own(request, command);

  const auto responses = Commit({CallOf({again, again})});
  Reopen();
  const CommandResult after_restart = CommitOne(again);

  for (CommandResult result : {responses[0].results(0), responses[0].results(1), after_restart}) {
    EXPECT_TRUE(result.repeated());
    result.clear_repeated();
    EXPECT_EQ(result.SerializeAsString(), first.SerializeAsString());
  }
  EXPECT_THAT(ReadWholeLog(*log_), SizeIs(2));
}

TEST_F(BatchTest, HoldsAKnownCommandUnderANewNumberToTheOrderOfNumbers) {
  test::Installation ahead(ids_.Next());
  test::Installation beside(ids_.Next());
  const Uuid request = ids_.Next();
  const edge::v1::Command command = StartSale(ids_.Next());
  CommitOne(till_.Own(request, command));
  ahead.Own(ids_.Next(), command);  // Number 1 is lost.
  CommandEnvelope other_chain = beside.Own(request, command);
  other_chain.mutable_own()->mutable_previous_chain()->at(0) ^= 1;

  const CommandResult gap = CommitOne(ahead.Own(request, command));
  const CommandResult diverged = CommitOne(other_chain);

  EXPECT_EQ(ReasonOfResult(gap), Reason::ERROR_REASON_SEQUENCE_GAP);
  EXPECT_EQ(ReasonOfResult(diverged), Reason::ERROR_REASON_INSTALLATION_DIVERGED);
  EXPECT_TRUE(LastEntry().events(0).has_installation_quarantined());
}

TEST_F(BatchTest, KnowsACommandAgainWhetherItWasAskedOrDone) {
  const edge::v1::Command asked = StartSale(ids_.Next());
  const edge::v1::Command done = StartSale(ids_.Next());
  const Uuid of_asked = ids_.Next();
  const Uuid of_done = ids_.Next();
  CommitOne(Ask(of_asked, asked));
  CommitOne(till_.Own(of_done, done));

  const CommandResult asked_again = CommitOne(till_.Own(of_asked, asked));
  const CommandResult done_again = CommitOne(Ask(of_done, done));
  const CommandResult next = CommitOne(till_.Own(ids_.Next(), StartSale(ids_.Next())));

  EXPECT_TRUE(asked_again.repeated());
  EXPECT_TRUE(done_again.repeated());
  EXPECT_EQ(next.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ((*log_->ReadDevice(till_.install_id()))->sequence, 3);
}

TEST_F(BatchTest, RecordsMoneyOfACommandThatItSetsAside) {
  const Uuid sale = ids_.Next();  // Nobody has started it.

  const CommandResult set_aside =
      CommitOne(till_.Own(ids_.Next(), PayCard(sale, ids_.Next(), 300)));

  EXPECT_EQ(set_aside.outcome(), edge::v1::COMMAND_OUTCOME_SET_ASIDE);
  bool received = false;
  const event::v1::Entry entry = LastEntry();
  for (const auto& event : entry.events()) received = received || event.has_payment_received();
  EXPECT_TRUE(received);
}

TEST_F(BatchTest, AuditsRefusalsUpToItsBoundInAMinute) {
  Call call = CallOf({});
  call.caller.role = edge::v1::ROLE_CASHIER;
  for (int i = 0; i < kAuditedRefusalsPerMinuteMax + 10; ++i) {
    call.requests.push_back(ToRequest(Ask(ids_.Next(), test::OpenDay())));
  }

  Commit({call});
  const int64_t after_first = head();
  Commit({call});
  const int64_t after_second = head();
  clock_.Advance(absl::Minutes(1));
  Commit({call});

  EXPECT_EQ(after_first, kAuditedRefusalsPerMinuteMax);
  EXPECT_EQ(after_second, after_first);
  EXPECT_EQ(head(), 2 * kAuditedRefusalsPerMinuteMax);
}

TEST_F(BatchTest, AnOwnCommandWithoutPermissionIsFlaggedNotRefused) {
  Call call = CallOf({till_.Own(ids_.Next(), test::OpenDrawer(ids_.Next(), 1000))});
  call.caller.role = edge::v1::ROLE_CASHIER;

  const auto responses = Commit({call});

  const CommandResult& result = responses[0].results(0);
  EXPECT_EQ(result.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED_AND_FLAGGED);
  EXPECT_EQ(ReasonOfResult(result), Reason::ERROR_REASON_PERMISSION_MISSING);
}

TEST_F(BatchTest, StampsWhatItKnowsOfTheCaller) {
  CommitOne(StartSale(ids_.Next()));

  const event::v1::EntryHeader header = LastEntry().header();
  EXPECT_EQ(header.kind(), event::v1::ENTRY_KIND_ASK);
  EXPECT_EQ(header.employee(), "ben");
  EXPECT_EQ(header.register_(), "till1");
  EXPECT_EQ(header.device(), "till1");
  EXPECT_EQ(header.business_date(), test::kToday);
  EXPECT_EQ(FromTimestamp(header.record_time()), clock_.Now());
}

}  // namespace
}  // namespace daybook::engine
