#include "edge-server/rpc/command_service.h"

#include "gtest/gtest.h"
#include "tests/support/commands.h"

namespace daybook::rpc {
namespace {

using edge::v1::CommandEnvelope;
using edge::v1::ExecuteRequest;
using test::Ask;
using test::StartSale;

edge::v1::EdgeConfig Config() {
  edge::v1::EdgeConfig config;
  config.set_default_role(edge::v1::ROLE_CASHIER);
  config.add_employees()->set_employee("ben");
  config.mutable_employees(0)->set_role(edge::v1::ROLE_MANAGER);
  return config;
}

class ToRequestsTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::vector<engine::Request>> Translate(
      const std::vector<CommandEnvelope>& envelopes) {
    ExecuteRequest request;
    for (const CommandEnvelope& envelope : envelopes) *request.add_commands() = envelope;
    return ToRequests(request, callers_);
  }
  Reason RefusedWith(const std::vector<CommandEnvelope>& envelopes) {
    return ReasonOf(Translate(envelopes).status());
  }

  test::Ids ids_{1};
  const Callers callers_{Config()};
};

TEST_F(ToRequestsTest, DigestsAnAskOverItsBytes) {
  const edge::v1::Command command = StartSale(ids_.Next());
  CommandEnvelope encoded;
  encoded.set_request_id(std::string(ids_.Next().AsBytes()));
  encoded.set_encoded(command.SerializeAsString());

  const auto requests = Translate({Ask(ids_.Next(), command), encoded});

  ASSERT_TRUE(requests.ok()) << requests.status();
  EXPECT_EQ((*requests)[0].digest, Sha256(command.SerializeAsString()));
  EXPECT_EQ((*requests)[1].digest, (*requests)[0].digest);
  EXPECT_EQ((*requests)[0].command.start_sale().sale_id(), command.start_sale().sale_id());
}

// The digest of an ask is in the log for ever: it must not change with a library.
TEST_F(ToRequestsTest, DigestsAnAskAsItAlwaysHas) {
  edge::v1::Command command;
  command.mutable_occur_time()->set_seconds(1'478'337'300);
  command.set_business_date(20161105);
  command.mutable_open_business_day();

  const auto requests = Translate({Ask(ids_.Next(), command)});

  ASSERT_TRUE(requests.ok());
  const std::string bytes("\x0a\x06\x08\x94\xc6\xf6\xc0\x05\x18\xd1\xc4\xce\x09\xc2\x02\x00", 16);
  EXPECT_EQ(requests->front().digest, Sha256(bytes));
}

TEST_F(ToRequestsTest, DigestsFieldsThatItDoesNotKnow) {
  edge::v1::Command command = StartSale(ids_.Next());
  const Uuid request = ids_.Next();
  const auto plain = Translate({Ask(request, command)});
  command.GetReflection()->MutableUnknownFields(&command)->AddVarint(999, 1);
  const auto with_unknown = Translate({Ask(request, command)});

  ASSERT_TRUE(plain.ok() && with_unknown.ok());
  EXPECT_NE(plain->front().digest, with_unknown->front().digest);
}

TEST_F(ToRequestsTest, KeepsNoFieldsThatItDoesNotKnowButInTheBytesOfAnOwnCommand) {
  edge::v1::Command command = StartSale(ids_.Next());
  edge::v1::StartSale& start = *command.mutable_start_sale();
  start.GetReflection()->MutableUnknownFields(&start)->AddVarint(999, 1);
  CommandEnvelope own = Ask(ids_.Next(), command);
  own.set_encoded(command.SerializeAsString());
  own.mutable_own()->set_install_id(std::string(ids_.Next().AsBytes()));
  own.mutable_own()->set_sequence(1);
  own.mutable_own()->set_previous_chain(std::string(32, '\0'));

  for (const CommandEnvelope& envelope : {Ask(ids_.Next(), command), own}) {
    const auto requests = Translate({envelope});

    ASSERT_TRUE(requests.ok()) << requests.status();
    const edge::v1::StartSale& read = requests->front().command.start_sale();
    EXPECT_TRUE(read.GetReflection()->GetUnknownFields(read).empty());
    EXPECT_EQ(requests->front().digest, Sha256(command.SerializeAsString()));
    const bool is_own = requests->front().own.has_value();
    EXPECT_EQ(requests->front().encoded, is_own ? command.SerializeAsString() : "");
  }
}

TEST_F(ToRequestsTest, HandsOnWhatCannotBeReadAsSuch) {
  CommandEnvelope garbage = Ask(ids_.Next(), StartSale(ids_.Next()));
  garbage.set_encoded("\xff\xff");
  CommandEnvelope nothing = garbage;
  nothing.set_encoded("");

  const auto requests = Translate({garbage, nothing, Ask(ids_.Next(), StartSale(ids_.Next()))});

  ASSERT_TRUE(requests.ok()) << requests.status();
  EXPECT_EQ(ReasonOf((*requests)[0].readable), Reason::ERROR_REASON_COMMAND_UNREADABLE);
  EXPECT_EQ(ReasonOf((*requests)[1].readable), Reason::ERROR_REASON_COMMAND_UNREADABLE);
  EXPECT_TRUE((*requests)[2].readable.ok());
}

TEST_F(ToRequestsTest, KeepsTheBytesOfAnOwnCommandAsTheyCame) {
  test::Installation till(ids_.Next());
  const CommandEnvelope own = till.Own(ids_.Next(), StartSale(ids_.Next()));

  const auto requests = Translate({own});

  ASSERT_TRUE(requests.ok()) << requests.status();
  EXPECT_EQ(requests->front().encoded, own.encoded());
  ASSERT_TRUE(requests->front().own.has_value());
  EXPECT_EQ(requests->front().own->install_id, till.install_id());
  EXPECT_EQ(requests->front().own->sequence, 1);
  EXPECT_EQ(requests->front().send_time.seconds(), own.own().send_time().seconds());
}

TEST_F(ToRequestsTest, KnowsTheRoleOfWhoApproves) {
  edge::v1::Command by_ben = StartSale(ids_.Next()), by_stranger = by_ben, by_nobody = by_ben;
  by_ben.set_approver("ben");
  by_stranger.set_approver("eve");

  const auto requests = Translate(
      {Ask(ids_.Next(), by_ben), Ask(ids_.Next(), by_stranger), Ask(ids_.Next(), by_nobody)});

  ASSERT_TRUE(requests.ok());
  EXPECT_EQ((*requests)[0].approver_role, edge::v1::ROLE_MANAGER);
  EXPECT_EQ((*requests)[1].approver_role, edge::v1::ROLE_CASHIER);
  EXPECT_EQ((*requests)[2].approver_role, edge::v1::ROLE_UNSPECIFIED);
}

TEST_F(ToRequestsTest, RefusesCallsWithoutCommandsOrWithTooMany) {
  std::vector<CommandEnvelope> many(engine::kCallCommandsMax + 1,
                                    Ask(ids_.Next(), StartSale(ids_.Next())));

  EXPECT_EQ(RefusedWith({}), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(RefusedWith(many), Reason::ERROR_REASON_TOO_LARGE);
  many.pop_back();
  EXPECT_TRUE(Translate(many).ok());
}

TEST_F(ToRequestsTest, RefusesACommandBeyondItsBound) {
  CommandEnvelope large = Ask(ids_.Next(), StartSale(ids_.Next()));
  large.set_encoded(std::string((256 << 10) + 1, 'x'));

  EXPECT_EQ(RefusedWith({large}), Reason::ERROR_REASON_TOO_LARGE);
}

TEST_F(ToRequestsTest, RefusesEnvelopesThatLackSomething) {
  const CommandEnvelope good = Ask(ids_.Next(), StartSale(ids_.Next()));
  CommandEnvelope no_id = good, nil_id = good, no_body = good;
  no_id.clear_request_id();
  nil_id.set_request_id(std::string(16, '\0'));
  no_body.clear_body();

  for (const CommandEnvelope& envelope : {no_id, nil_id, no_body}) {
    EXPECT_EQ(RefusedWith({good, envelope}), Reason::ERROR_REASON_FIELD_MISSING)
        << envelope.ShortDebugString();
  }
}

TEST_F(ToRequestsTest, RefusesOwnNumbersThatMakeNoSense) {
  const CommandEnvelope good =
      test::Installation(ids_.Next()).Own(ids_.Next(), StartSale(ids_.Next()));
  CommandEnvelope no_install = good, no_sequence = good, short_chain = good, gap_ahead = good;
  CommandEnvelope gap_below = good, not_encoded = good, last_sequence = good;
  no_install.mutable_own()->clear_install_id();
  no_sequence.mutable_own()->set_sequence(0);
  short_chain.mutable_own()->set_previous_chain("short");
  gap_ahead.mutable_own()->set_missing_from_sequence(1);
  gap_below.mutable_own()->set_missing_from_sequence(-1);
  *not_encoded.mutable_command() = StartSale(ids_.Next());
  last_sequence.mutable_own()->set_sequence(INT64_MAX);  // There would be no next one.

  for (const CommandEnvelope& envelope :
       {no_install, no_sequence, short_chain, gap_ahead, gap_below, not_encoded, last_sequence}) {
    EXPECT_EQ(RefusedWith({envelope}), Reason::ERROR_REASON_FIELD_INVALID)
        << envelope.ShortDebugString();
  }
}

TEST_F(ToRequestsTest, RefusesTwoInstallationsInOneCall) {
  const auto own = test::Installation(ids_.Next()).Own(ids_.Next(), StartSale(ids_.Next()));
  const auto other = test::Installation(ids_.Next()).Own(ids_.Next(), StartSale(ids_.Next()));
  const auto ask = Ask(ids_.Next(), StartSale(ids_.Next()));

  EXPECT_EQ(RefusedWith({own, other}), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(RefusedWith({own, ask}), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(RefusedWith({ask, own}), Reason::ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace daybook::rpc
