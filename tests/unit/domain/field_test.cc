// Every way in which a command may be malformed: an error with a stable reason that names the
// field.
#include "core/domain/bounds.h"
#include "core/domain/fields.h"
#include "tests/unit/domain/malformed.h"

namespace daybook::domain {
namespace {

using edge::v1::Command;

void ExpectRefused(const std::vector<MalformedCase>& cases) {
  ExpectMalformed({OpenDrawer(1, 0), StartSale(1), AddLine(1, 1, 1000)}, cases);
}

TEST(FieldTest, OfEveryCommandAreChecked) {
  const std::string long_code(kCodeBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "occur_time", With(StartSale(2), [](auto& c) { c.clear_occur_time(); })},
      {"FIELD_INVALID", "occur_time",
       With(StartSale(2), [](auto& c) { c.mutable_occur_time()->set_seconds(INT64_MAX); })},
      {"FIELD_INVALID", "occur_time",
       With(StartSale(2), [](auto& c) { c.mutable_occur_time()->set_nanos(-1); })},
      {"FIELD_INVALID", "utc_offset_minutes",
       With(StartSale(2), [](auto& c) { c.set_utc_offset_minutes(1440); })},
      {"FIELD_INVALID", "utc_offset_minutes",
       With(StartSale(2), [](auto& c) { c.set_utc_offset_minutes(-1440); })},
      {"FIELD_MISSING", "business_date",
       With(StartSale(2), [](auto& c) { c.clear_business_date(); })},
      {"FIELD_INVALID", "business_date",
       With(StartSale(2), [](auto& c) { c.set_business_date(20161131); })},
      {"FIELD_INVALID", "business_date",
       With(StartSale(2), [](auto& c) { c.set_business_date(-20161105); })},
      {"TOO_LARGE", "approver", With(StartSale(2), [&](auto& c) { c.set_approver(long_code); })},
      {"FIELD_INVALID", "correlation_id",
       With(StartSale(2), [](auto& c) { c.set_correlation_id("short"); })},
      {"COMMAND_UNREADABLE", "", NewCommand()},
  });
}

TEST(FieldTest, OfStartSaleAreChecked) {
  ExpectRefused({
      {"FIELD_MISSING", "sale_id",
       With(StartSale(2), [](auto& c) { c.mutable_start_sale()->clear_sale_id(); })},
      {"FIELD_INVALID", "sale_id",
       With(StartSale(2), [](auto& c) { c.mutable_start_sale()->set_sale_id("17"); })},
      {"FIELD_INVALID", "sale_id", StartSale(0)},
      {"FIELD_MISSING", "currency_code",
       With(StartSale(2), [](auto& c) { c.mutable_start_sale()->clear_currency_code(); })},
      {"FIELD_INVALID", "currency_code",
       With(StartSale(2), [](auto& c) { c.mutable_start_sale()->set_currency_code("gbp"); })},
      {"CURRENCY_MISMATCH", "currency_code",
       With(StartSale(2), [](auto& c) { c.mutable_start_sale()->set_currency_code("EUR"); })},
      {"FIELD_INVALID", "channel",
       With(StartSale(2),
            [](auto& c) {
              c.mutable_start_sale()->set_channel(static_cast<event::v1::SaleChannel>(99));
            })},
      {"FIELD_INVALID", "order_type",
       With(StartSale(2),
            [](auto& c) {
              c.mutable_start_sale()->set_order_type(static_cast<event::v1::OrderType>(-1));
            })},
  });
}

// Returns AddLineItem of line 2 after `change`, which is given its message.
template <typename Change>
Command Line(Change change) {
  Command command = AddLine(1, 2, 100);
  change(*command.mutable_add_line_item());
  return command;
}

TEST(FieldTest, OfAddLineItemAreChecked) {
  const std::string long_code(kCodeBytesMax + 1, 'x');
  const std::string long_name(kNameBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "sale_id", Line([](auto& add) { add.clear_sale_id(); })},
      {"FIELD_MISSING", "line", Line([](auto& add) { add.clear_line(); })},
      {"FIELD_INVALID", "line", Line([](auto& add) { add.set_line(-1); })},
      {"FIELD_INVALID", "kind",
       Line([](auto& add) { add.set_kind(static_cast<event::v1::LineKind>(99)); })},
      {"FIELD_MISSING", "sku", Line([](auto& add) { add.clear_sku(); })},
      {"TOO_LARGE", "sku", Line([&](auto& add) { add.set_sku(long_code); })},
      {"FIELD_INVALID", "sku", Line([](auto& add) { add.set_sku("a\tb"); })},
      {"FIELD_MISSING", "name", Line([](auto& add) { add.clear_name(); })},
      {"TOO_LARGE", "name", Line([&](auto& add) { add.set_name(long_name); })},
      {"FIELD_MISSING", "category", Line([](auto& add) { add.clear_category(); })},
      {"TOO_LARGE", "category", Line([&](auto& add) { add.set_category(long_code); })},
      {"FIELD_MISSING", "quantity_milli", Line([](auto& add) { add.clear_quantity_milli(); })},
      {"FIELD_INVALID", "quantity_milli", Line([](auto& add) { add.set_quantity_milli(-1); })},
      {"FIELD_INVALID", "quantity_milli",
       Line([](auto& add) { add.set_quantity_milli(kQuantityMilliMax + 1); })},
      {"FIELD_MISSING", "unit_price", Line([](auto& add) { add.clear_unit_price(); })},
      {"FIELD_INVALID", "unit_price",
       Line([](auto& add) { add.mutable_unit_price()->set_minor_units(-1); })},
      {"FIELD_INVALID", "unit_price",
       Line([](auto& add) { add.mutable_unit_price()->set_minor_units(INT64_MAX); })},
      {"CURRENCY_MISMATCH", "unit_price",
       Line([](auto& add) { add.mutable_unit_price()->set_currency_code("EUR"); })},
      {"FIELD_MISSING", "tax_category", Line([](auto& add) { add.clear_tax_category(); })},
      {"TOO_LARGE", "tax_category", Line([&](auto& add) { add.set_tax_category(long_code); })},
  });
}

TEST(FieldTest, OfTheOtherCommandsOnLinesAreChecked) {
  const std::string long_reason(kReasonBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "sale_id",
       With(ChangeQuantity(1, 1, 1),
            [](auto& c) { c.mutable_change_quantity()->clear_sale_id(); })},
      {"FIELD_MISSING", "line", ChangeQuantity(1, 0, 1000)},
      {"FIELD_MISSING", "quantity_milli", ChangeQuantity(1, 1, 0)},
      {"FIELD_INVALID", "quantity_milli", ChangeQuantity(1, 1, -5)},
      {"FIELD_MISSING", "line", RemoveLine(1, 0)},
      {"TOO_LARGE", "reason",
       With(RemoveLine(1, 1),
            [&](auto& c) { c.mutable_remove_line_item()->set_reason(long_reason); })},
      {"FIELD_MISSING", "sale_id",
       With(RemoveLine(1, 1), [](auto& c) { c.mutable_remove_line_item()->clear_sale_id(); })},
      {"FIELD_MISSING", "code", NotFound(1, "")},
      {"TOO_LARGE", "code", NotFound(1, std::string(kNameBytesMax + 1, 'x'))},
      {"FIELD_MISSING", "sale_id",
       With(NotFound(1, "x"), [](auto& c) { c.mutable_report_item_not_found()->clear_sale_id(); })},
      {"TOO_LARGE", "reason",
       With(Abandon(1), [&](auto& c) { c.mutable_abandon_sale()->set_reason(long_reason); })},
      {"FIELD_MISSING", "sale_id",
       With(Abandon(1), [](auto& c) { c.mutable_abandon_sale()->clear_sale_id(); })},
      {"FIELD_MISSING", "sale_id",
       With(Complete(1), [](auto& c) { c.mutable_complete_sale()->clear_sale_id(); })},
      {"FIELD_INVALID", "total",
       With(Complete(1), [](auto& c) { *c.mutable_complete_sale()->mutable_total() = Gbp(-1); })},
      {"FIELD_MISSING", "total",
       With(Complete(1), [](auto& c) { c.mutable_complete_sale()->mutable_total(); })},
  });
}

// Returns AddLineItem with one modifier after `change`, which is given the modifier.
template <typename Change>
Command Modified(Change change) {
  return Line([&](auto& add) {
    edge::v1::LineModifier& modifier = *add.add_modifiers();
    modifier.set_modifier("cheese");
    modifier.set_name("Cheese");
    modifier.set_quantity_milli(1000);
    *modifier.mutable_unit_price() = Gbp(50);
    change(modifier);
  });
}

TEST(FieldTest, OfModifiersMeasuresAndAgesAreChecked) {
  const std::string long_code(kCodeBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "modifiers.modifier", Modified([](auto& m) { m.clear_modifier(); })},
      {"FIELD_MISSING", "modifiers.name", Modified([](auto& m) { m.clear_name(); })},
      {"FIELD_MISSING", "modifiers.quantity_milli",
       Modified([](auto& m) { m.clear_quantity_milli(); })},
      {"FIELD_MISSING", "modifiers.unit_price", Modified([](auto& m) { m.clear_unit_price(); })},
      {"FIELD_INVALID", "modifiers.unit_price",
       Modified([](auto& m) { *m.mutable_unit_price() = Gbp(-1); })},
      {"TOO_LARGE", "modifiers.tax_category",
       Modified([&](auto& m) { m.set_tax_category(long_code); })},
      {"TOO_LARGE", "modifiers.station", Modified([&](auto& m) { m.set_station(long_code); })},
      {"TOO_LARGE", "modifiers", Line([](auto& add) {
         for (int i = 0; i <= kLineModifiersMax; ++i) add.add_modifiers();
       })},
      {"TOO_LARGE", "salesperson", Line([&](auto& add) { add.set_salesperson(long_code); })},
      {"FIELD_INVALID", "age_limit_years",
       Line([](auto& add) { add.set_age_limit_years(kAgeYearsMax + 1); })},
      {"FIELD_MISSING", "measure.net_milli", Line([](auto& add) { add.mutable_measure(); })},
      {"FIELD_MISSING", "age_years", VerifyAge(1, 0)},
      {"FIELD_INVALID", "age_years", VerifyAge(1, -18)},
      {"FIELD_INVALID", "check",
       With(VerifyAge(1, 18),
            [](auto& c) {
              c.mutable_verify_age()->set_check(static_cast<event::v1::AgeCheck>(99));
            })},
      {"TOO_LARGE", "table", ChangeTable(1, long_code)},
      {"FIELD_INVALID", "guest_count", SetGuestCount(1, kGuestCountMax + 1)},
      {"TOO_LARGE", "to_employee", ChangeOwner(1, long_code)},
      {"FIELD_MISSING", "to_sale_id",
       With(MoveLines(1, 2, {1}), [](auto& c) { c.mutable_move_lines()->clear_to_sale_id(); })},
      {"TOO_LARGE", "table",
       With(StartSale(9), [&](auto& c) { c.mutable_start_sale()->set_table(long_code); })},
  });
}

// Returns ReceivePayment in cash after `change`, which is given its message.
template <typename Change>
Command Cash(Change change) {
  Command command = PayCash(1, 1, 1000, 1);
  change(*command.mutable_receive_payment());
  return command;
}

TEST(FieldTest, OfReceivePaymentAreChecked) {
  const std::string long_code(kCodeBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "sale_id", Cash([](auto& receive) { receive.clear_sale_id(); })},
      {"FIELD_MISSING", "payment_id", Cash([](auto& receive) { receive.clear_payment_id(); })},
      {"FIELD_INVALID", "payment_id", Cash([](auto& receive) { receive.set_payment_id("1"); })},
      {"FIELD_MISSING", "tender", Cash([](auto& receive) { receive.clear_tender(); })},
      {"FIELD_INVALID", "tender",
       Cash([](auto& receive) { receive.set_tender(static_cast<event::v1::Tender>(99)); })},
      {"FIELD_MISSING", "amount", Cash([](auto& receive) { receive.clear_amount(); })},
      {"FIELD_INVALID", "amount", Cash([](auto& receive) { *receive.mutable_amount() = Gbp(0); })},
      {"FIELD_INVALID", "amount",
       Cash([](auto& receive) { *receive.mutable_amount() = Gbp(-1000); })},
      {"CURRENCY_MISMATCH", "amount",
       Cash([](auto& receive) { receive.mutable_amount()->set_currency_code("EUR"); })},
      {"FIELD_INVALID", "tendered",
       Cash([](auto& receive) { *receive.mutable_tendered() = Gbp(999); })},
      {"FIELD_MISSING", "tendered", Cash([](auto& receive) { receive.mutable_tendered(); })},
      {"FIELD_INVALID", "exchange_rate_ppm", Cash([](auto& receive) {
         *receive.mutable_tendered() = Gbp(1000);
         receive.mutable_tendered()->set_currency_code("EUR");
       })},
      {"FIELD_INVALID", "rounding_minor",
       Cash([](auto& receive) { receive.set_rounding_minor(kCashRoundingMinorMax + 1); })},
      {"FIELD_INVALID", "rounding_minor", Cash([](auto& receive) {
         receive.set_tender(event::v1::TENDER_CARD);
         receive.set_rounding_minor(0);
       })},
      {"FIELD_INVALID", "tendered", Cash([](auto& receive) {
         receive.set_tender(event::v1::TENDER_CARD);
         *receive.mutable_tendered() = Gbp(2000);
       })},
      {"FIELD_MISSING", "drawer_session_id",
       Cash([](auto& receive) { receive.clear_drawer_session_id(); })},
      {"FIELD_INVALID", "drawer_session_id",
       Cash([](auto& receive) { receive.set_drawer_session_id("1"); })},
      {"TOO_LARGE", "card.approval_code",
       Cash([&](auto& receive) { receive.mutable_card()->set_approval_code(long_code); })},
      {"FIELD_INVALID", "card.last_digits",
       Cash([](auto& receive) { receive.mutable_card()->set_last_digits("12345"); })},
      {"FIELD_INVALID", "card.last_digits",
       Cash([](auto& receive) { receive.mutable_card()->set_last_digits("12a4"); })},
      {"TOO_LARGE", "card.brand",
       Cash([&](auto& receive) { receive.mutable_card()->set_brand(long_code); })},
      {"TOO_LARGE", "card.terminal",
       Cash([&](auto& receive) { receive.mutable_card()->set_terminal(long_code); })},
  });
}

TEST(FieldTest, OfPaymentsThroughATerminalAreChecked) {
  const std::string long_code(kCodeBytesMax + 1, 'x');
  const std::string long_reason(kReasonBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "payment_id",
       With(StartPayment(1, 7, 100),
            [](auto& c) { c.mutable_start_payment()->clear_payment_id(); })},
      {"FIELD_MISSING", "tender",
       With(StartPayment(1, 7, 100), [](auto& c) { c.mutable_start_payment()->clear_tender(); })},
      {"FIELD_INVALID", "tender",
       With(StartPayment(1, 7, 100),
            [](auto& c) { c.mutable_start_payment()->set_tender(event::v1::TENDER_CASH); })},
      {"FIELD_INVALID", "amount", StartPayment(1, 7, 0)},
      {"TOO_LARGE", "terminal",
       With(StartPayment(1, 7, 100),
            [&](auto& c) { c.mutable_start_payment()->set_terminal(long_code); })},
      {"FIELD_INVALID", "amount", Approve(1, 7, 0)},
      {"FIELD_INVALID", "card.entry_method",
       With(Approve(1, 7, 100),
            [](auto& c) {
              c.mutable_approve_payment()->mutable_card()->set_entry_method(
                  static_cast<event::v1::EntryMethod>(99));
            })},
      {"TOO_LARGE", "reason",
       With(Decline(1, 7), [&](auto& c) { c.mutable_decline_payment()->set_reason(long_reason); })},
      {"TOO_LARGE", "reason",
       With(ReportUnknown(1, 7),
            [&](auto& c) { c.mutable_report_payment_unknown()->set_reason(long_reason); })},
      {"FIELD_INVALID", "amount", Forward(1, 7, -1)},
      {"FIELD_MISSING", "reason",
       With(Reverse(1, 7), [](auto& c) { c.mutable_reverse_payment()->clear_reason(); })},
      {"FIELD_MISSING", "reason",
       With(CorrectTender(1, 7, event::v1::TENDER_CARD),
            [](auto& c) { c.mutable_correct_tender()->clear_reason(); })},
      {"FIELD_MISSING", "tip", AddTip(1, 0, 100)},
      {"FIELD_INVALID", "tip", AddTip(1, -1, 100)},
      {"FIELD_INVALID", "amount", AddTip(1, 1, 0)},
      {"FIELD_MISSING", "recipient",
       With(AddTip(1, 1, 100), [](auto& c) { c.mutable_add_tip()->clear_recipient(); })},
      {"FIELD_INVALID", "employee",
       With(AddTip(1, 1, 100), [](auto& c) { c.mutable_add_tip()->set_employee("ada"); })},
      {"FIELD_MISSING", "tip", AdjustTip(1, 0, 100)},
      {"FIELD_INVALID", "amount", AdjustTip(1, 1, -1)},
  });
}

TEST(FieldTest, OfWhatIsDoneWithDrawersAndTheSafeAreChecked) {
  ExpectRefused({
      {"FIELD_INVALID", "amount", DropCash(1, 0)},
      {"FIELD_INVALID", "amount", PayIn(1, -1)},
      {"FIELD_MISSING", "reason",
       With(PayIn(1, 1), [](auto& c) { c.mutable_pay_in()->clear_reason(); })},
      {"CURRENCY_MISMATCH", "amount",
       With(PayOut(1, 1),
            [](auto& c) { c.mutable_pay_out()->mutable_amount()->set_currency_code("EUR"); })},
      {"FIELD_MISSING", "reason",
       With(OpenWithoutSale(1), [](auto& c) { c.mutable_open_without_sale()->clear_reason(); })},
      {"FIELD_MISSING", "to_employee", HandOver(1, "")},
      {"FIELD_INVALID", "amount", DepositToSafe(0)},
      {"FIELD_INVALID", "amount", WithdrawFromSafe(0)},
      {"FIELD_INVALID", "counted", CountSafe(-1)},
      {"FIELD_INVALID", "amount", PrepareBankDeposit(0)},
  });
}

TEST(FieldTest, OfCommandsOnDrawersAreChecked) {
  const auto count_of = [](int64_t value_minor, int32_t count) {
    return With(CountDrawer(1, 100), [&](auto& c) {
      auto& denomination = *c.mutable_count_drawer()->add_denominations();
      denomination.set_value_minor(value_minor);
      denomination.set_count(count);
    });
  };
  ExpectRefused({
      {"FIELD_MISSING", "drawer_session_id",
       With(OpenDrawer(2, 0), [](auto& c) { c.mutable_open_drawer()->clear_drawer_session_id(); })},
      {"FIELD_MISSING", "opening_balance",
       With(OpenDrawer(2, 0), [](auto& c) { c.mutable_open_drawer()->clear_opening_balance(); })},
      {"FIELD_INVALID", "opening_balance", OpenDrawer(2, -1)},
      {"CURRENCY_MISMATCH", "opening_balance",
       With(OpenDrawer(2, 0),
            [](auto& c) {
              c.mutable_open_drawer()->mutable_opening_balance()->set_currency_code("EUR");
            })},
      {"FIELD_MISSING", "drawer_session_id",
       With(CountDrawer(1, 0),
            [](auto& c) { c.mutable_count_drawer()->clear_drawer_session_id(); })},
      {"FIELD_MISSING", "counted",
       With(CountDrawer(1, 0), [](auto& c) { c.mutable_count_drawer()->clear_counted(); })},
      {"FIELD_INVALID", "counted", CountDrawer(1, -1)},
      {"CURRENCY_MISMATCH", "counted",
       With(
           CountDrawer(1, 0),
           [](auto& c) { c.mutable_count_drawer()->mutable_counted()->set_currency_code("EUR"); })},
      {"FIELD_INVALID", "denominations", count_of(50, 3)},
      {"FIELD_INVALID", "denominations", count_of(-100, -1)},
      {"FIELD_INVALID", "denominations", count_of(INT64_MAX, 2)},
      {"TOO_LARGE", "denominations",
       With(CountDrawer(1, 0),
            [](auto& c) {
              for (int i = 0; i <= kDenominationsMax; ++i) {
                c.mutable_count_drawer()->add_denominations();
              }
            })},
      {"FIELD_MISSING", "drawer_session_id",
       With(CloseDrawer(1), [](auto& c) { c.mutable_close_drawer()->clear_drawer_session_id(); })},
  });
}

// Returns ReceiveStock after `change`, which is given its message.
template <typename Change>
Command Delivery(Change change) {
  Command command = ReceiveStock("bread", 1000);
  change(*command.mutable_receive_stock());
  return command;
}

TEST(FieldTest, OfReceiveStockAreChecked) {
  const std::string long_code(kCodeBytesMax + 1, 'x');
  ExpectRefused({
      {"FIELD_MISSING", "location", Delivery([](auto& receive) { receive.clear_location(); })},
      {"FIELD_INVALID", "location", Delivery([](auto& receive) { receive.set_location("a/b"); })},
      {"TOO_LARGE", "location", Delivery([&](auto& receive) { receive.set_location(long_code); })},
      {"FIELD_MISSING", "sku", Delivery([](auto& receive) { receive.clear_sku(); })},
      {"TOO_LARGE", "sku", Delivery([&](auto& receive) { receive.set_sku(long_code); })},
      {"FIELD_MISSING", "quantity_milli",
       Delivery([](auto& receive) { receive.clear_quantity_milli(); })},
      {"FIELD_INVALID", "quantity_milli",
       Delivery([](auto& receive) { receive.set_quantity_milli(-1000); })},
      {"CURRENCY_MISMATCH", "unit_cost", Delivery([](auto& receive) {
         *receive.mutable_unit_cost() = Gbp(1);
         receive.mutable_unit_cost()->set_currency_code("EUR");
       })},
      {"FIELD_INVALID", "unit_cost",
       Delivery([](auto& receive) { *receive.mutable_unit_cost() = Gbp(-1); })},
      {"TOO_LARGE", "reference",
       Delivery([](auto& receive) { receive.set_reference(std::string(kNameBytesMax + 1, 'x')); })},
  });
}

TEST(FieldTest, OfTheClockAreChecked) {
  const auto correct = [](auto change) {
    Command command = CorrectClock("ada", 1);
    change(*command.mutable_correct_clock());
    return command;
  };
  const auto expect = [](std::string_view reason, std::string_view field, const Command& command) {
    ShopAtWork shop;
    shop.MustAsk({ClockIn("ada"), Later(ClockOut("ada"), 60)});
    const auto decision = shop.Ask(command);
    EXPECT_EQ(ReasonNameOf(decision), reason) << field;
    EXPECT_EQ(ErrorMetadata(decision.status(), "field"), field);
  };
  expect("FIELD_MISSING", "employee", ClockIn(""));
  expect("FIELD_INVALID", "employee", ClockOut("a b"));
  expect("FIELD_INVALID", "employee", StartBreak("a/b"));
  expect("FIELD_INVALID", "employee", EndBreak(std::string(65, 'a')));
  expect("FIELD_MISSING", "employee", CorrectClock("", 1));
  expect("FIELD_MISSING", "period", CorrectClock("ada", 0));
  expect("FIELD_INVALID", "period", CorrectClock("ada", 2));
  expect("FIELD_MISSING", "reason", correct([](auto& c) { c.clear_reason(); }));
  expect("FIELD_MISSING", "start_time", correct([](auto& c) { c.clear_start_time(); }));
  expect("FIELD_MISSING", "end_time", correct([](auto& c) { c.clear_end_time(); }));
  expect("FIELD_INVALID", "start_time",
         correct([](auto& c) { c.mutable_start_time()->set_nanos(-1); }));
  expect("FIELD_INVALID", "end_time",
         correct([](auto& c) { c.mutable_end_time()->set_seconds(0); }));
  expect("FIELD_INVALID", "end_time", correct([](auto& c) {
           c.mutable_end_time()->set_seconds(c.start_time().seconds() + kWorkPeriodSecondsMax + 1);
         }));
  expect("FIELD_INVALID", "break_seconds", correct([](auto& c) { c.set_break_seconds(-1); }));
  expect("FIELD_INVALID", "break_seconds", correct([](auto& c) { c.set_break_seconds(28'801); }));
}

TEST(FieldTest, OfPinsAndSignInsAreChecked) {
  const auto pin = [](auto change) {
    Command command = SetPin("ada");
    change(*command.mutable_set_pin()->mutable_verifier());
    return command;
  };
  ExpectRefused({
      {"FIELD_MISSING", "employee", SetPin("")},
      {"FIELD_MISSING", "verifier",
       With(SetPin("ada"), [](auto& c) { c.mutable_set_pin()->clear_verifier(); })},
      {"FIELD_INVALID", "verifier.algorithm", pin([](auto& v) { v.clear_algorithm(); })},
      {"FIELD_INVALID", "verifier.cost_log2", pin([](auto& v) { v.set_cost_log2(13); })},
      {"FIELD_INVALID", "verifier.cost_log2", pin([](auto& v) { v.set_cost_log2(18); })},
      {"FIELD_INVALID", "verifier.block_size", pin([](auto& v) { v.set_block_size(7); })},
      {"FIELD_INVALID", "verifier.parallelism", pin([](auto& v) { v.set_parallelism(5); })},
      {"FIELD_INVALID", "verifier.salt", pin([](auto& v) { v.set_salt("short"); })},
      {"FIELD_INVALID", "verifier.hash", pin([](auto& v) { v.set_hash("short"); })},
      {"TOO_LARGE", "verifier.pepper", pin([](auto& v) { v.set_pepper(std::string(65, 'p')); })},
      {"FIELD_MISSING", "employee", SignIn("")},
      {"FIELD_MISSING", "outcome", SignIn("ada", event::v1::SIGN_IN_OUTCOME_UNSPECIFIED)},
      {"FIELD_INVALID", "outcome", SignIn("ada", static_cast<event::v1::SignInOutcome>(99))},
      {"FIELD_INVALID", "mode",
       With(
           SignIn("ada"),
           [](auto& c) { c.mutable_sign_in()->set_mode(static_cast<event::v1::SignInMode>(99)); })},
      {"FIELD_INVALID", "employee", SignOut("a b")},
  });
}

TEST(FieldTest, OfApprovalsAreChecked) {
  const auto request = [](auto change) {
    Command command = RequestApproval(50, "sale.void", SaleText(1));
    change(*command.mutable_request_approval());
    return command;
  };
  ExpectRefused({
      {"FIELD_INVALID", "approval_id",
       With(StartSale(2), [](auto& c) { c.set_approval_id("short"); })},
      {"FIELD_MISSING", "approval_id", request([](auto& r) { r.clear_approval_id(); })},
      {"FIELD_MISSING", "permission", request([](auto& r) { r.clear_permission(); })},
      {"FIELD_INVALID", "permission", request([](auto& r) { r.set_permission("sale.steal"); })},
      {"FIELD_INVALID", "subject", request([](auto& r) { r.set_subject("table 4"); })},
      {"TOO_LARGE", "subject", request([](auto& r) { r.set_subject(std::string(300, 'x')); })},
      {"FIELD_MISSING", "text", request([](auto& r) { r.clear_text(); })},
      {"FIELD_INVALID", "amount", request([](auto& r) { *r.mutable_amount() = Gbp(0); })},
      {"FIELD_MISSING", "approval_id",
       With(AnswerApproval(50), [](auto& c) { c.mutable_answer_approval()->clear_approval_id(); })},
      {"FIELD_MISSING", "answer",
       With(AnswerApproval(50), [](auto& c) { c.mutable_answer_approval()->clear_answer(); })},
      {"FIELD_INVALID", "answer",
       With(AnswerApproval(50),
            [](auto& c) {
              c.mutable_answer_approval()->set_answer(static_cast<edge::v1::ApprovalAnswer>(99));
            })},
      {"TOO_LARGE", "note",
       With(AnswerApproval(50),
            [](auto& c) { c.mutable_answer_approval()->set_note(std::string(501, 'n')); })},
  });
}

}  // namespace
}  // namespace daybook::domain
