// Documents: their series, their chain, those that a till issues by itself, and copies.
#include "core/base/digest.h"
#include "core/domain/series.h"
#include "tests/unit/domain/expect.h"
#include "tests/unit/domain/selling_commands.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;
using event::v1::DocumentIssued;
using ::testing::Contains;
using ::testing::ElementsAre;

const Series& SeriesAt(std::string_view key, ShopAtWork& shop) {
  return std::get<Series>(shop.shop().Find(SeriesStream(key)));
}

void Sell(uint8_t sale, ShopAtWork& shop) {
  shop.MustAsk({StartSale(sale), AddLine(sale, 1, 100), PayCard(sale, 100 + sale, 100)});
}

// Lists installation 200 with the series "t1".
void Enrol(ShopAtWork& shop) {
  edge::v1::InstallationConfig& installation = *shop.config().add_installations();
  installation.set_install_id(TestUuid(200).ToText());
  installation.set_series("t1");
}

// What the till that sells one bread at 1.00 by card prints.
DocumentIssued Receipt(uint8_t sale, int64_t counter) {
  DocumentIssued document;
  document.set_number(DocumentNumber("bakery", SeriesStream("t1"), counter));
  document.set_kind(event::v1::DOCUMENT_KIND_SALE);
  document.set_sale_id(TestId(sale));
  document.set_total_minor(100);
  event::v1::TaxLine& tax = *document.add_tax_lines();
  tax.set_jurisdiction("GB");
  tax.set_tax_category("standard");
  tax.set_rate_ppm(200'000);
  tax.set_base_minor(83);
  tax.set_amount_minor(17);
  event::v1::TenderAmount& tender = *document.add_tenders();
  tender.set_tender(event::v1::TENDER_CARD);
  tender.set_payment_count(1);
  tender.set_amount_minor(100);
  return document;
}

// The same command with the till's own document; returns its digest in `digest`.
Command Printed(Command command, const DocumentIssued& document, int64_t counter,
                std::string& digest) {
  edge::v1::TillDocument& own = *command.add_documents();
  own.set_series("t1");
  own.set_counter(counter);
  own.set_previous_digest(digest);
  digest = DocumentDigest(digest, document);
  own.set_digest(digest);
  own.set_signature("signed");
  return command;
}

std::vector<std::string> FlagsIn(const Decision& decision) {
  std::vector<std::string> reasons;
  for (const NewEvent& recorded : decision.events) {
    if (recorded.event.has_command_flagged()) {
      reasons.push_back(recorded.event.command_flagged().reason());
    }
  }
  return reasons;
}

TEST(DocumentTest, IsChainedToTheOneBeforeItInItsSeries) {
  ShopAtWork shop;
  Sell(1, shop);
  const auto first = shop.Ask(Complete(1));
  const std::string after_first = SeriesAt("1S", shop).digest;
  Sell(2, shop);
  const auto second = shop.Ask(Complete(2));

  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(after_first, DocumentDigest("", first->events[1].event.document_issued()));
  EXPECT_EQ(SeriesAt("1S", shop).digest,
            DocumentDigest(after_first, second->events[1].event.document_issued()));
}

TEST(DocumentTest, HasADigestOverWhatItSays) {
  const std::string digest = DocumentDigest("", Receipt(1, 1));

  EXPECT_EQ(digest, Sha256("bakery-t1-1\n1\n00000000-0000-0000-0000-000000000001\n\n100\n"
                           "tax GB standard 200000 83 17\ntender 2 1 100\n")
                        .AsBytes());
  DocumentIssued other = Receipt(1, 1);
  other.mutable_tax_lines(0)->set_amount_minor(16);
  EXPECT_NE(DocumentDigest("", other), digest);
  EXPECT_NE(DocumentDigest(digest, Receipt(1, 1)), digest);
}

TEST(DocumentTest, OfATillKeepsItsNumberItsDigestAndItsSignature) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  std::string digest;

  const Decision decision = shop.Own(Printed(Complete(1), Receipt(1, 1), 1, digest));

  EXPECT_TRUE(decision.objection.ok()) << decision.objection;
  const DocumentIssued& document = decision.events[1].event.document_issued();
  EXPECT_EQ(document.number(), "bakery-t1-1");
  EXPECT_EQ(document.digest(), digest);
  EXPECT_EQ(document.signature(), "signed");
  EXPECT_EQ(SeriesAt("t1", shop).last_counter, 1);
  EXPECT_EQ(SeriesAt("t1", shop).digest, digest);
  EXPECT_EQ(SeriesAt("1S", shop).version, 0);
}

TEST(DocumentTest, OfATillThatLeavesAGapIsFlaggedAndKeepsItsNumber) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  std::string digest;

  const Decision decision = shop.Own(Printed(Complete(1), Receipt(1, 4), 4, digest));

  EXPECT_THAT(FlagsIn(decision), ElementsAre("DOCUMENT_GAP"));
  EXPECT_EQ(SeriesAt("t1", shop).last_counter, 4);
}

TEST(DocumentTest, OfATillWithANumberThatWasGivenIsFlagged) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  Sell(2, shop);
  std::string digest;
  shop.Own(Printed(Complete(1), Receipt(1, 1), 1, digest));

  EXPECT_THAT(FlagsIn(shop.Own(Printed(Complete(2), Receipt(2, 1), 1, digest))),
              ElementsAre("DOCUMENT_REPEATED"));
  EXPECT_EQ(SeriesAt("t1", shop).last_counter, 1);
}

TEST(DocumentTest, OfATillThatDoesNotFollowOnTheLastIsFlagged) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  std::string digest = std::string(32, 'x');

  EXPECT_THAT(FlagsIn(shop.Own(Printed(Complete(1), Receipt(1, 1), 1, digest))),
              ElementsAre("DOCUMENT_CHAIN_BROKEN"));
}

TEST(DocumentTest, OfATillThatSaysSomethingElseIsFlagged) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  std::string digest;
  DocumentIssued printed = Receipt(1, 1);
  printed.set_total_minor(90);

  EXPECT_THAT(FlagsIn(shop.Own(Printed(Complete(1), printed, 1, digest))),
              ElementsAre("DOCUMENT_MISMATCH"));
}

TEST(DocumentTest, OfAnotherInstallationsSeriesIsFlagged) {
  ShopAtWork shop;
  Sell(1, shop);
  std::string digest;

  EXPECT_THAT(FlagsIn(shop.Own(Printed(Complete(1), Receipt(1, 1), 1, digest))),
              ElementsAre("DOCUMENT_SERIES_FOREIGN"));
}

TEST(DocumentTest, OfATillForWhatWasNotAppliedHasItsNumberUsed) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  shop.Own(RemoveLine(1, 9));  // Set aside: so is what follows.
  std::string digest;

  const Decision decision = shop.Own(Printed(Complete(1), Receipt(1, 1), 1, digest));

  EXPECT_TRUE(decision.set_aside);
  EXPECT_THAT(EventNames(decision.events), Contains("DocumentIssued"));
  EXPECT_EQ(SeriesAt("t1", shop).last_counter, 1);
  EXPECT_EQ(SeriesAt("t1", shop).digest, digest);
}

TEST(DocumentTest, OfATillMustBeReadable) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  std::string digest;
  Command short_digest = Printed(Complete(1), Receipt(1, 1), 1, digest);
  short_digest.mutable_documents(0)->set_digest("short");

  EXPECT_EQ(ReasonNameOf(shop.Own(short_digest).objection), "FIELD_INVALID");
  Sell(2, shop);
  EXPECT_EQ(ReasonNameOf(shop.Ask(Printed(Complete(2), Receipt(2, 1), 1, digest))),
            "FIELD_INVALID");
}

TEST(DocumentTest, OfATillIsOfNoSeriesThatTheServerNumbers) {
  ShopAtWork shop;
  Enrol(shop);
  Sell(1, shop);
  std::string digest;
  Command foreign = Printed(Complete(1), Receipt(1, 1), 1, digest);
  foreign.mutable_documents(0)->set_series("1S");
  Command endless = foreign;
  endless.mutable_documents(0)->set_series("t1");
  endless.mutable_documents(0)->set_counter(INT64_MAX);

  EXPECT_EQ(ReasonNameOf(shop.Own(foreign).objection), "FIELD_INVALID");
  EXPECT_EQ(ReasonNameOf(shop.Own(endless).objection), "FIELD_INVALID");
  EXPECT_EQ(SeriesAt("1S", shop).version, 0);
  EXPECT_EQ(SeriesAt("t1", shop).version, 0);
}

TEST(DocumentTest, IsPrintedOnceMoreAndDelivered) {
  ShopAtWork shop;
  Sell(1, shop);
  shop.MustAsk({Complete(1), CloseDay()});

  EXPECT_THAT(Recorded(shop.Ask(Reprint("bakery-1S-1"))), ElementsAre("DocumentReprinted"));
  EXPECT_THAT(Recorded(shop.Ask(Deliver("bakery-1S-1"))), ElementsAre("ReceiptDelivered"));
  EXPECT_EQ(SeriesAt("1S", shop).last_counter, 1);
}

TEST(DocumentTest, ThatWasNeverIssuedIsUnknown) {
  ShopAtWork shop;
  Sell(1, shop);
  shop.MustAsk({Complete(1)});

  for (const std::string_view number :
       {"bakery-1S-2", "bakery-1S-0", "bakery-1S-01", "bakery-1S--1", "bakery-2S-1", "shop-1S-1",
        "bakery", "bakery-", "bakery-1", "bakery-1S-99999999999999999999"}) {
    EXPECT_EQ(ReasonNameOf(shop.Ask(Reprint(number))), "DOCUMENT_UNKNOWN") << number;
  }
  EXPECT_EQ(ReasonNameOf(shop.Ask(Reprint(""))), "FIELD_MISSING");
}

TEST(DocumentTest, TellsInTheZHowFarTheTillsWereHeard) {
  ShopAtWork shop;
  Enrol(shop);
  edge::v1::InstallationConfig& silent = *shop.config().add_installations();
  silent.set_install_id(TestUuid(201).ToText());
  silent.set_series("t2");
  Sell(1, shop);
  const Command complete = Complete(1);
  event::v1::EntryHeader origin = OriginOf(
      complete, {.shop = shop.config(), .register_name = "1", .employee = "ada", .own = true});
  origin.set_install_id(TestId(200));
  origin.set_sequence(17);
  const auto decision = Decide(complete,
                               {.shop = shop.config(),
                                .register_name = "1",
                                .employee = "ada",
                                .own = true,
                                .install_id = TestUuid(200)},
                               shop.shop());
  ASSERT_TRUE(decision.ok());
  shop.shop().Apply(origin, decision->events);

  const auto closed = shop.Ask(CloseDay());

  ASSERT_TRUE(closed.ok()) << closed.status();
  const auto& z = closed->events.back().event.business_day_closed();
  ASSERT_EQ(z.heard_size(), 1);
  EXPECT_EQ(z.heard(0).install_id(), TestId(200));
  EXPECT_EQ(z.heard(0).sequence(), 17);
  EXPECT_THAT(z.not_heard(), ElementsAre(TestId(201)));
}

}  // namespace
}  // namespace daybook::domain
