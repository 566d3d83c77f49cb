#include "core/domain/totals.h"

#include <set>
#include <string>

#include "core/domain/bounds.h"
#include "fmt/format.h"
#include "gtest/gtest.h"

namespace daybook::domain {
namespace {

using event::v1::DayTotals;
using event::v1::EntryHeader;
using event::v1::Event;

constexpr int64_t kMidnight = 1'478'304'000;  // 2016-11-05 00:00 UTC.
constexpr int64_t kHourSeconds = 3600;

EntryHeader HeaderAt(int64_t seconds, int32_t utc_offset_minutes = 0) {
  EntryHeader header;
  header.mutable_occur_time()->set_seconds(seconds);
  header.set_utc_offset_minutes(utc_offset_minutes);
  header.set_employee("ada");
  header.set_register_("1");
  return header;
}

Event SaleOf(int64_t total_minor) {
  Event event;
  auto& completed = *event.mutable_sale_completed();
  completed.set_total_minor(total_minor);
  completed.set_line_count(2);
  auto& category = *completed.add_categories();
  category.set_category("bakery");
  category.set_line_count(2);
  category.set_amount_minor(total_minor);
  auto& tax = *completed.add_tax_lines();
  tax.set_jurisdiction("GB");
  tax.set_tax_category("standard");
  tax.set_rate_ppm(200'000);
  tax.set_base_minor(total_minor - total_minor / 6);
  tax.set_amount_minor(total_minor / 6);
  return event;
}

Event Payment(event::v1::Tender tender, int64_t amount_minor) {
  Event event;
  event.mutable_payment_received()->mutable_payment()->set_tender(tender);
  event.mutable_payment_received()->mutable_payment()->set_amount_minor(amount_minor);
  return event;
}

std::string RowText(const event::v1::KeyedAmount& row) {
  return fmt::format("{}: {}, {}", row.key(), row.count(), row.amount_minor());
}

TEST(TotalsTest, BreakASaleDownByEverything) {
  DayTotals totals;

  AddToTotals(HeaderAt(kMidnight + 9 * kHourSeconds), SaleOf(600), totals);

  EXPECT_EQ(totals.sale_count(), 1);
  EXPECT_EQ(totals.line_count(), 2);
  EXPECT_EQ(totals.total_minor(), 600);
  EXPECT_EQ(totals.tax_minor(), 100);
  EXPECT_EQ(RowText(totals.by_category(0)), "bakery: 2, 600");
  EXPECT_EQ(RowText(totals.by_hour(0)), "09: 1, 600");
  EXPECT_EQ(RowText(totals.by_cashier(0)), "ada: 1, 600");
  EXPECT_EQ(RowText(totals.by_register(0)), "1: 1, 600");
  EXPECT_EQ(RowText(totals.by_tax(0)), "GB standard 200000: 1, 100");
  EXPECT_EQ(totals.by_tax(0).base_minor(), 500);
}

TEST(TotalsTest, CountMoneyWhenItIsReceived) {
  DayTotals totals;

  AddToTotals(HeaderAt(kMidnight), Payment(event::v1::TENDER_CASH, 100), totals);
  AddToTotals(HeaderAt(kMidnight), Payment(event::v1::TENDER_CARD, 70), totals);
  AddToTotals(HeaderAt(kMidnight), Payment(event::v1::TENDER_CASH, 30), totals);

  ASSERT_EQ(totals.by_tender_size(), 2);
  EXPECT_EQ(RowText(totals.by_tender(0)), "card: 1, 70");
  EXPECT_EQ(RowText(totals.by_tender(1)), "cash: 2, 130");
}

TEST(TotalsTest, GoByTheHourOfTheTillsClock) {
  struct Case {
    int64_t seconds;
    int32_t utc_offset_minutes;
    std::string_view hour;
  };
  const Case cases[] = {
      {kMidnight, 0, "00"},   {kMidnight + 86'399, 0, "23"},
      {kMidnight, -1, "23"},  {kMidnight + 3'599, 0, "00"},
      {kMidnight, 540, "09"}, {kMidnight, -300, "19"},
      {-1, 0, "23"},          {kMidnight, 330, "05"},
  };
  for (const Case& c : cases) {
    DayTotals totals;

    AddToTotals(HeaderAt(c.seconds, c.utc_offset_minutes), SaleOf(1), totals);

    EXPECT_EQ(totals.by_hour(0).key(), c.hour) << c.seconds << " " << c.utc_offset_minutes;
  }
}

TEST(TotalsTest, KeepTheirRowsInOrder) {
  DayTotals totals;

  for (const int hour : {17, 9, 23, 0, 9, 12}) {
    AddToTotals(HeaderAt(kMidnight + hour * kHourSeconds), SaleOf(100), totals);
  }

  std::string hours;
  for (const auto& row : totals.by_hour()) hours += row.key() + " ";
  EXPECT_EQ(hours, "00 09 12 17 23 ");
}

TEST(TotalsTest, PutWhatNoLongerFitsUnderOther) {
  DayTotals totals;
  const int over = 5;
  for (int i = 0; i < kBreakdownRowsMax + over; ++i) {
    EntryHeader header = HeaderAt(kMidnight);
    header.set_employee(fmt::format("employee {:05}", i));

    AddToTotals(header, SaleOf(1), totals);
  }

  EXPECT_EQ(totals.by_cashier_size(), kBreakdownRowsMax);
  EXPECT_EQ(RowText(totals.by_cashier(0)), "(other): 6, 6");
  EXPECT_EQ(totals.total_minor(), kBreakdownRowsMax + over);
}

TEST(TotalsTest, AddUpToTheSameInWhateverPartsTheyAreAdded) {
  DayTotals at_once;
  DayTotals first;
  DayTotals second;
  for (int64_t i = 0; i < 10; ++i) {
    const EntryHeader header = HeaderAt(kMidnight + i * 5'000);
    AddToTotals(header, SaleOf(i * 10), at_once);
    AddToTotals(header, Payment(event::v1::TENDER_CASH, i * 10), at_once);
    AddToTotals(header, SaleOf(i * 10), i < 4 ? first : second);
    AddToTotals(header, Payment(event::v1::TENDER_CASH, i * 10), i < 4 ? first : second);
  }

  AddTotals(second, first);

  EXPECT_EQ(first.SerializeAsString(), at_once.SerializeAsString());
}

TEST(TotalsTest, StopAtTheLargestNumberInsteadOfTurningNegative) {
  DayTotals totals;

  AddToTotals(HeaderAt(kMidnight), SaleOf(INT64_MAX), totals);
  AddToTotals(HeaderAt(kMidnight), SaleOf(1), totals);

  EXPECT_EQ(totals.total_minor(), INT64_MAX);
}

// Returns the event of that case; if it has an amount of money, of 0.01.
Event EventOfCase(const google::protobuf::FieldDescriptor* field) {
  Event event;
  google::protobuf::Message& what = *event.GetReflection()->MutableMessage(&event, field);
  if (const auto* amount = what.GetDescriptor()->FindFieldByName("amount")) {
    google::protobuf::Message& money = *what.GetReflection()->MutableMessage(&what, amount);
    money.GetReflection()->SetInt64(
        &money, common::v1::Money::descriptor()->FindFieldByName("minor_units"), 1);
  }
  return event;
}

TEST(TotalsTest, AreChangedByExactlyTheEventsThatCount) {
  const auto* descriptor = Event::descriptor();
  for (int i = 0; i < descriptor->oneof_decl(0)->field_count(); ++i) {
    const auto* field = descriptor->oneof_decl(0)->field(i);
    const Event event = EventOfCase(field);
    DayTotals totals;

    AddToTotals(HeaderAt(kMidnight), event, totals);

    EXPECT_EQ(CountsInTotals(event), totals.ByteSizeLong() > 0) << field->name();
  }
}

TEST(TotalsTest, NameEveryTender) {
  const auto* tenders = event::v1::Tender_descriptor();
  std::set<std::string> names;
  for (int i = 1; i < tenders->value_count(); ++i) {
    const auto tender = static_cast<event::v1::Tender>(tenders->value(i)->number());

    const std::string name = TenderName(tender);
    EXPECT_FALSE(name.starts_with("tender")) << tenders->value(i)->name();
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(TenderName(static_cast<event::v1::Tender>(99)), "tender99");
}

}  // namespace
}  // namespace daybook::domain
