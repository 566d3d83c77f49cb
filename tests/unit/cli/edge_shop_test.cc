// Scenarios played at an edge that keeps its log in a vector.
#include "cli/edge_shop.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "core/scenarios/scenario.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

using scenarios::FindingKind;
using scenarios::FindingKindName;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kDay =
    "given a shop in GBP, prices include tax\n"
    "and tax on standard: GB 20 %\n"
    "and product Bread: bakery, 4.50, standard\n"
    "and Mary, a manager, works at till 1\n"
    "given till 1 opens the business day\n"
    "when till 1 starts sale S1\n"
    "and till 1 adds 2 Bread to S1\n"
    "and offline till 2 takes 9.00 by card for S1\n"
    "then it is flagged: SALE_ELSEWHERE\n"
    "when till 1 completes S1\n"
    "then S1 is completed\n"
    "when till 1 abandons S1\n"
    "then it is refused: SALE_NOT_OPEN\n"
    "when till 1 closes the business day\n"
    "then the Z is cafe-Z-1, with perpetual totals 9.00 and 9.00\n";

// Decides as the writer does, one command a call.
class FakeEdge : public CommandSender {
 public:
  explicit FakeEdge(edge::v1::ShopConfig config) : config_(std::move(config)) {}

  absl::StatusOr<edge::v1::ExecuteResponse> Execute(
      const Caller& caller, const edge::v1::ExecuteRequest& request) override {
    if (calls_left == 0) return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "nobody answers");
    --calls_left;
    edge::v1::ExecuteResponse response;
    for (const edge::v1::CommandEnvelope& envelope : request.commands()) {
      envelopes.push_back(envelope);
      *response.add_results() = Decide(caller, envelope);
    }
    response.mutable_head()->set_position(position_);
    return response;
  }

  EdgeLink Link() {
    return {.sender = *this,
            .read_events =
                [this](const edge::v1::ReadEventsRequest& request) {
                  edge::v1::ReadEventsResponse response;
                  for (const event::v1::Entry& entry : log) {
                    if (entry.header().first_position() <= request.position()) continue;
                    if (response.entries_size() < 3)
                      response.add_entries(entry.SerializeAsString());
                  }
                  return response;
                },
            .get_head =
                [this] {
                  edge::v1::GetHeadResponse response;
                  response.mutable_head()->set_position(position_);
                  return response;
                }};
  }

  std::vector<event::v1::Entry> log;
  std::vector<edge::v1::CommandEnvelope> envelopes;
  int calls_left = 1'000;

 private:
  edge::v1::CommandResult Decide(const Caller& caller, const edge::v1::CommandEnvelope& envelope) {
    const auto known = std::ranges::find_if(log, [&](const event::v1::Entry& entry) {
      return entry.header().request_id() == envelope.request_id();
    });
    if (known != log.end()) return ResultOf(*known, /*repeated=*/true);
    edge::v1::Command command;
    command.ParseFromString(envelope.encoded());
    const domain::Context context{
        .shop = config_,
        .register_name = caller.device,
        .employee = caller.employee,
        .authority = {caller.employee == "Mary" ? edge::v1::ROLE_MANAGER : edge::v1::ROLE_CASHIER},
        .own = envelope.has_own(),
        .encoded = envelope.encoded(),
        .install_id = Uuid::FromBytes(envelope.own().install_id()).value_or(Uuid{})};
    const auto decision = scenarios::DecideAsServer(command, context, shop_);
    edge::v1::CommandResult result;
    if (!decision.ok()) {
      result.set_outcome(edge::v1::COMMAND_OUTCOME_REFUSED);
      *result.mutable_error() = ToWire(decision.status());
      return result;
    }
    return ResultOf(Record(envelope, domain::OriginOf(command, context), *decision), false);
  }

  const event::v1::Entry& Record(const edge::v1::CommandEnvelope& envelope,
                                 event::v1::EntryHeader header, const domain::Decision& decision) {
    header.set_request_id(envelope.request_id());
    header.set_first_position(position_ + 1);
    header.set_event_count(static_cast<int32_t>(decision.events.size()));
    event::v1::Entry entry;
    for (const domain::NewEvent& recorded : decision.events) {
      event::v1::StreamName& stream = *header.add_streams();
      stream.set_category(recorded.stream.category);
      stream.set_key(recorded.stream.key);
      *entry.add_events() = recorded.event;
      entry.mutable_events()->rbegin()->set_stream_index(header.streams_size() - 1);
      entry.mutable_events()->rbegin()->set_offset(entry.events_size() - 1);
    }
    *entry.mutable_header() = header;
    shop_.Apply(header, decision.events);
    position_ += entry.events_size();
    log.push_back(std::move(entry));
    return log.back();
  }

  static edge::v1::CommandResult ResultOf(const event::v1::Entry& entry, bool repeated) {
    edge::v1::CommandResult result;
    result.set_outcome(edge::v1::COMMAND_OUTCOME_APPLIED);
    result.set_first_position(entry.header().first_position());
    result.set_event_count(entry.header().event_count());
    result.set_repeated(repeated);
    return result;
  }

  const edge::v1::ShopConfig config_;
  domain::MemoryShop shop_;
  int64_t position_ = 0;
};

class EdgeShopTest : public testing::Test {
 protected:
  // Plays a day at the edge as the run of that number, so many days later.
  scenarios::Played Play(int run_number, int32_t day_shift = 0, std::string_view day = kDay) {
    scenarios::Run run{.id = {}, .day_shift = day_shift};
    run.id.bytes.fill(static_cast<uint8_t>(run_number));
    const scenarios::Script script = scenarios::ReadScript(day, "f.txt", nullptr).value();
    EdgeShop shop(edge_->Link(), run.id);
    const absl::Status begun = shop.Begin(scenarios::Rehearse(script).command_count);
    EXPECT_TRUE(begun.ok()) << begun;
    scenarios::ShopFloor floor(shop, run);
    scenarios::Played played = scenarios::Play(script, floor);
    repeated_count_ = shop.repeated_count();
    return played;
  }

  static edge::v1::ShopConfig ConfigOf(std::string_view day) {
    return scenarios::Rehearse(scenarios::ReadScript(day, "f.txt", nullptr).value()).shop;
  }

  std::unique_ptr<FakeEdge> edge_ = std::make_unique<FakeEdge>(ConfigOf(kDay));
  int64_t repeated_count_ = 0;
};

std::vector<std::string> TextsOf(const scenarios::Played& played) {
  std::vector<std::string> texts;
  for (const scenarios::Finding& finding : played.findings) {
    texts.push_back(fmt::format("{} {}", FindingKindName(finding.kind), finding.ToText()));
  }
  return texts;
}

TEST_F(EdgeShopTest, HoldsAtTheEdgeAsItDoesInMemory) {
  const scenarios::Played played = Play(1);

  EXPECT_THAT(TextsOf(played), IsEmpty());
  EXPECT_TRUE(played.broken_off.ok()) << played.broken_off;
  EXPECT_EQ(edge_->log.size(), 6u);
  EXPECT_EQ(repeated_count_, 0);
}

TEST_F(EdgeShopTest, AddsNothingWhenTheSameRunIsPlayedAgain) {
  Play(1);
  edge_->envelopes.clear();

  EXPECT_THAT(TextsOf(Play(1)), IsEmpty());

  EXPECT_EQ(edge_->log.size(), 6u);
  EXPECT_EQ(repeated_count_, 6);
  EXPECT_EQ(edge_->envelopes.size(), 6u);  // What was refused is not asked again.
}

TEST_F(EdgeShopTest, GoesOnWhereARunBrokeOff) {
  edge_->calls_left = 3;
  EXPECT_EQ(ReasonOf(Play(1).broken_off), Reason::ERROR_REASON_CONNECTION_FAILED);
  EXPECT_EQ(edge_->log.size(), 3u);
  edge_->calls_left = 1'000;

  EXPECT_THAT(TextsOf(Play(1)), IsEmpty());

  EXPECT_EQ(edge_->log.size(), 6u);
  EXPECT_EQ(repeated_count_, 3);
}

TEST_F(EdgeShopTest, PlaysAnotherRunInAShopThatWasUsed) {
  Play(1);

  EXPECT_THAT(TextsOf(Play(2, /*day_shift=*/1)), IsEmpty());

  EXPECT_EQ(edge_->log.size(), 12u);
  EXPECT_THAT(TextsOf(Play(1)), IsEmpty());  // As it was then, whatever came after it.
  EXPECT_EQ(edge_->log.size(), 12u);
}

TEST_F(EdgeShopTest, NumbersWhatATillDidByItself) {
  const std::string day = std::string(kDay) +
                          "when offline till 2 starts sale S2\n"
                          "and offline till 2 adds 1 Bread to S2\nthen S2 is open\n";
  Play(1, 0, day);

  std::vector<edge::v1::OwnCommand> own;
  for (const edge::v1::CommandEnvelope& envelope : edge_->envelopes) {
    if (envelope.has_own()) own.push_back(envelope.own());
  }
  ASSERT_EQ(own.size(), 3u);
  const DeviceMark first = FirstDeviceMark(*Uuid::FromBytes(own[0].install_id()));
  EXPECT_EQ(own[0].previous_chain(), first.chain.AsBytes());
  EXPECT_NE(own[1].previous_chain(), own[0].previous_chain());
  EXPECT_THAT((std::vector<int64_t>{own[0].sequence(), own[1].sequence(), own[2].sequence()}),
              ElementsAre(1, 2, 3));
}

TEST_F(EdgeShopTest, SaysWhatTheEdgeDecidedOtherwise) {
  edge::v1::ShopConfig other = ConfigOf(kDay);
  other.mutable_tax_rules(0)->set_rate_ppm(100'000);
  edge_ = std::make_unique<FakeEdge>(other);

  const std::vector<std::string> texts = TextsOf(Play(1));

  ASSERT_FALSE(texts.empty());
  EXPECT_THAT(texts.front(), HasSubstr("DIFFERENCE f.txt:10: the edge recorded SaleCompleted "
                                       "otherwise than the rules here"));
}

TEST_F(EdgeShopTest, RefusesARunWhoseFileGrewInTheMiddle) {
  Play(1);
  std::string day(kDay);
  day.insert(day.find("when till 1 completes"), "when till 1 suspends S1\n");

  const scenarios::Played played = Play(1, 0, day);

  EXPECT_FALSE(played.broken_off.ok() && played.findings.empty());
}

TEST_F(EdgeShopTest, PlaysNoDayAtTheEndOfALogThatIsTooLong) {
  EdgeLink link = edge_->Link();
  link.get_head = [] {
    edge::v1::GetHeadResponse response;
    response.mutable_head()->set_position(kEdgeShopPositionsMax + 1);
    return response;
  };
  EXPECT_EQ(ReasonOf(EdgeShop(link, Uuid{}).Begin(1)), Reason::ERROR_REASON_TOO_LARGE);
}

}  // namespace
}  // namespace daybook::cli
