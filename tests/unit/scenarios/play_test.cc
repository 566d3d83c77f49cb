// A scenario that is played: what it is found to say of its shop, and what is said of it.
#include <deque>

#include "core/scenarios/scenario.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::scenarios {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::StartsWith;

constexpr std::string_view kShop =
    "given a shop in EUR, prices include tax\n"
    "and the shop is called bistro\n"
    "and tax on standard: FR 20 %\n"
    "and product Bread: bakery, 4.50, standard\n"
    "and Mary, a manager, works at till 1\n"
    "and it is 2024-02-28 09:00\n";

Script ScriptOf(const std::string& lines) {
  return ReadScript(std::string(kShop) + lines, "f.txt", nullptr).value();
}

std::vector<std::pair<std::string_view, std::string>> Told(const std::vector<Finding>& findings) {
  std::vector<std::pair<std::string_view, std::string>> told;
  for (const Finding& finding : findings) {
    told.emplace_back(FindingKindName(finding.kind), finding.ToText());
  }
  return told;
}

Played PlayIn(PlayedShop& shop, const std::string& lines, const Run& run = {}) {
  ShopFloor floor(shop, run);
  return Play(ScriptOf(lines), floor);
}

TEST(RehearsalTest, SaysWhatTheShopIsLike) {
  const Rehearsal rehearsal =
      Rehearse(ScriptOf("when till 1 opens the business day\nthen the day is open\n"
                        "given it is 2024-02-29 09:00\nwhen till 1 opens the business day\n"));

  EXPECT_EQ(rehearsal.shop.store(), "bistro");
  EXPECT_EQ(rehearsal.shop.currency_code(), "EUR");
  EXPECT_EQ(rehearsal.shop.tax_rules_size(), 1);
  EXPECT_THAT(rehearsal.roles, ElementsAre(Pair("Mary", edge::v1::ROLE_MANAGER)));
  EXPECT_EQ(rehearsal.command_count, 2);
  EXPECT_EQ(rehearsal.first_date, 20240228);
  EXPECT_EQ(rehearsal.last_date, 20240229);
  EXPECT_THAT(rehearsal.of_file, IsEmpty());
  EXPECT_THAT(rehearsal.memory_only, IsEmpty());
}

TEST(RehearsalTest, FindsWhatIsWrongWithTheFileButNotWithTheDay) {
  const Rehearsal rehearsal = Rehearse(
      ScriptOf("when till 1 starts sale S1\nand till 1 adds 1 Cake to S1\n"
               "and till 1 takes 4.5 by card for S1\nand till 1 dances\n"
               "and till 1 receives 99999999999999999999 Bread\nthen S1 is completed\nso what\n"));

  EXPECT_THAT(Told(rehearsal.of_file),
              ElementsAre(Pair("UNUSABLE", "f.txt:8: no product Cake"),
                          Pair("UNUSABLE", "f.txt:9: 4.5 is not an amount of the shop's currency"),
                          Pair("SENTENCE_UNKNOWN",
                               StartsWith("f.txt:10: nobody knows how to do \"till 1 dances\"")),
                          Pair("UNUSABLE", "f.txt:11: a figure is too long"),
                          Pair("LINE_UNREADABLE",
                               "f.txt:13: a line begins with given, when, then or and")));
}

TEST(RehearsalTest, WantsAClaim) {
  EXPECT_THAT(
      Told(Rehearse(ScriptOf("when till 1 starts sale S1\n")).of_file),
      ElementsAre(Pair("NOTHING_CLAIMED", "f.txt:7: nothing is claimed: a scenario needs a then")));
}

TEST(RehearsalTest, TellsSettingsThatAServerCouldNotFollow) {
  const Rehearsal rehearsal =
      Rehearse(ScriptOf("given till 1 starts sale S1\nand cash is rounded to 0.05\n"
                        "and Mary, a supervisor, works at till 2\nand it is 10:00\n"
                        "and product Tea: drinks, 2.00, standard\nand Ben works at till 3\n"
                        "then S1 is open\n"));

  ASSERT_EQ(rehearsal.memory_only.size(), 2u);
  EXPECT_EQ(rehearsal.memory_only[0].line, 8);
  EXPECT_EQ(rehearsal.memory_only[1].line, 9);
}

TEST(PlayTest, LetsNobodyDoMoreThanTheirRoleMay) {
  NewShop shop(Permissions::kAsServer);

  const Played played = PlayIn(shop,
                               "given Ben works at till 2\nwhen till 2 opens the business day\n"
                               "then it is refused: PERMISSION_MISSING\n"
                               "when till 1 opens the business day\nthen it is accepted\n");

  EXPECT_THAT(played.findings, IsEmpty());
  EXPECT_EQ(played.command_count, 2);
  EXPECT_EQ(played.claim_count, 2);
}

TEST(PlayTest, MovesDates) {
  NewShop shop(Permissions::kAsServer);

  const Played played = PlayIn(shop, "when till 1 opens the business day\nthen it is accepted\n",
                               {.id = {}, .day_shift = 2});

  EXPECT_THAT(played.findings, IsEmpty());
  const auto& day = std::get<domain::Day>(shop.Find(DayStream(20240301)));
  EXPECT_EQ(day.state, domain::DayState::kOpen);
}

TEST(PlayTest, WantsEveryFigureOfTheDayToBeClaimed) {
  const std::string sale =
      "given till 1 starts sale S1\nand till 1 adds 1 Bread to S1\n"
      "and till 1 takes 4.50 by card for S1\nwhen till 1 completes S1\n"
      "then the day shows 1 sales, 1 lines, total 4.50, tax 0.75\n"
      "and the day's category bakery is 1 for 4.50\nand the day's hour 09 is 1 for 4.50\n"
      "and the day's tender card is 1 for 4.50\nand the day's cashier Mary is 1 for 4.50\n"
      "and the day's tax FR standard 200000 is 1 for 0.75\n";
  NewShop forgetful(Permissions::kAsServer), complete(Permissions::kAsServer);

  EXPECT_THAT(Told(PlayIn(forgetful, sale + "and the day shows nothing else\n").findings),
              ElementsAre(Pair("CLAIM", "f.txt:17: there is also: register 1")));
  EXPECT_THAT(PlayIn(complete, sale + "and the day's register 1 is 1 for 4.50\n"
                                      "and the day shows nothing else\n")
                  .findings,
              IsEmpty());
}

// A shop that was used before, and one that breaks off.
class UsedShop : public NewShop {
 public:
  UsedShop() : NewShop(Permissions::kAsServer) {}
  absl::StatusOr<Outcome> Execute(const edge::v1::Command& command,
                                  const domain::Context& context) override {
    if (left == 0) return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "nobody answers");
    --left;
    return NewShop::Execute(command, context);
  }
  const domain::Aggregate& FindBefore(const StreamId& stream) override {
    return before.Find(stream);
  }

  domain::MemoryShop before;
  int left = 1'000;
};

TEST(PlayTest, EndsWhenNobodyKnowsWhatBecameOfACommand) {
  UsedShop shop;
  shop.left = 1;

  const Played played = PlayIn(shop,
                               "when till 1 starts sale S1\nand till 1 adds 1 Bread to S1\n"
                               "and till 1 takes 4.50 by card for S1\nthen S1 is completed\n");

  EXPECT_EQ(ReasonOf(played.broken_off), Reason::ERROR_REASON_CONNECTION_FAILED);
  EXPECT_THAT(played.findings, IsEmpty());
  EXPECT_EQ(played.step_count, 8);
}

TEST(PlayTest, CountsFromWhatWasThereBefore) {
  UsedShop shop;
  const std::string day =
      "given till 1 receives 3 Bread\nand till 1 starts sale S1\nand till 1 adds 1 Bread to S1\n"
      "and till 1 takes 4.50 by card for S1\nwhen till 1 completes S1\n"
      "then the receipt of S1 is bistro-1S-1\nand there are 2 Bread\n"
      "when till 1 closes the business day\n"
      "then the Z is bistro-Z-1, with perpetual totals 4.50 and 4.50\n"
      "and the Z of till 1 is bistro-1Z-1: 1 sales, total 4.50\n"
      "and the Z lists documents bistro-1S from 1 to 1\n";
  EXPECT_THAT(PlayIn(shop, day).findings, IsEmpty());
  for (const auto& stream :
       {domain::SeriesStream("1", domain::SeriesKind::kSales),
        domain::SeriesStream("1", domain::SeriesKind::kClosings),
        domain::SeriesStream("", domain::SeriesKind::kClosings), StockStream("main", "Bread")}) {
    // What the first day left is what was there before the second.
    const_cast<domain::Aggregate&>(shop.before.Find(stream)) = shop.Find(stream);
  }

  scenarios::Run second{.id = {}, .day_shift = 1};
  second.id.bytes.fill(7);
  EXPECT_THAT(Told(PlayIn(shop, day, second).findings), IsEmpty());
}

}  // namespace
}  // namespace daybook::scenarios
