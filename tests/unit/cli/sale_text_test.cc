#include "cli/sale_text.h"

#include "core/base/ids.h"
#include "gtest/gtest.h"

namespace daybook::cli {
namespace {

edge::v1::SaleView CoffeeSale() {
  edge::v1::SaleView sale;
  sale.set_sale_id(std::string(DeriveUuid(Uuid{}, "sale").AsBytes()));
  sale.set_state(edge::v1::SaleState::SALE_STATE_COMPLETED);
  sale.set_register_("till-1");
  sale.set_employee("anna");
  sale.set_business_date(20161105);
  sale.set_currency_code("GBP");
  sale.set_total_minor(260);
  sale.set_document_number("cafe-till-1S-1");
  event::v1::SaleLine& line = *sale.add_lines()->mutable_line();
  line.set_line(1);
  line.set_sku("C-1");
  line.set_name("Coffee");
  line.set_quantity_milli(1000);
  line.set_unit_price_minor(260);
  line.set_amount_minor(260);
  event::v1::TaxLine& tax = *sale.add_tax_lines();
  tax.set_jurisdiction("GB");
  tax.set_tax_category("standard");
  tax.set_rate_ppm(200'000);
  tax.set_base_minor(217);
  tax.set_amount_minor(43);
  edge::v1::SaleViewPayment& payment = *sale.add_payments();
  payment.set_tender(event::v1::Tender::TENDER_CASH);
  payment.set_amount_minor(260);
  payment.set_change_minor(240);
  payment.set_state(edge::v1::PAYMENT_STATE_RECEIVED);
  return sale;
}

TEST(SaleTextTest, ShowsASaleAsOnAReceipt) {
  const std::string text = SaleText(CoffeeSale());

  for (const std::string_view part :
       {"completed", "register till-1, employee anna, business day 2016-11-05",
        "document cafe-till-1S-1", "Coffee", "total 2.60 GBP",
        "tax GB standard 20 %: 0.43 GBP on 2.17 GBP", "paid cash 2.60 GBP, change 2.40 GBP"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(SaleTextTest, MarksLinesThatWereRemovedAndWhatWasNotFound) {
  edge::v1::SaleView sale = CoffeeSale();
  sale.mutable_lines(0)->set_removed(true);
  sale.mutable_lines(0)->set_remove_reason("wrong");
  sale.add_codes_not_found("Adjustment");

  const std::string text = SaleText(sale);

  EXPECT_NE(text.find("removed: wrong"), std::string::npos) << text;
  EXPECT_NE(text.find("not found: Adjustment"), std::string::npos) << text;
}

TEST(SaleTextTest, SaysWhatBecameOfEachPayment) {
  edge::v1::SaleView sale = CoffeeSale();
  sale.mutable_payments(0)->set_rounding_minor(-2);
  edge::v1::SaleViewPayment& declined = *sale.add_payments();
  declined.set_tender(event::v1::Tender::TENDER_CARD);
  declined.set_amount_minor(260);
  declined.set_state(edge::v1::PAYMENT_STATE_DECLINED);
  declined.set_reason("no money");
  event::v1::Tip& tip = *sale.add_tips();
  tip.set_recipient(event::v1::TIP_RECIPIENT_EMPLOYEE);
  tip.set_employee("anna");
  tip.set_amount_minor(50);

  const std::string text = SaleText(sale);

  for (const std::string_view part :
       {"paid cash 2.60 GBP, rounded by -0.02 GBP", "card 2.60 GBP: declined (no money)",
        "tip 0.50 GBP for anna"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(SaleTextTest, SaysWhichOffersCountAndWhatComesBackInExchange) {
  edge::v1::SaleView sale = CoffeeSale();
  sale.add_offers()->set_offer("coupon");
  sale.add_offers()->set_offer("happy-hour");
  sale.mutable_offers(1)->set_amount_minor(40);
  event::v1::SaleReturnLineAdded& line = *sale.add_return_lines();
  line.set_original_sale_id(std::string(DeriveUuid(Uuid{}, "original").AsBytes()));
  line.set_line(2);
  line.set_quantity_milli(1500);
  line.set_amount_minor(300);

  const std::string text = SaleText(sale);

  EXPECT_NE(text.find("  offer coupon\n  offer happy-hour: 0.40 GBP off\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("  in exchange: 1.5 of line 2 of sale " +
                      DeriveUuid(Uuid{}, "original").ToText() + ", 3.00 GBP\n"),
            std::string::npos)
      << text;
}

TEST(SaleTextTest, ListsASaleALine) {
  const std::string text = SaleListText({CoffeeSale(), CoffeeSale()});

  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_NE(text.find("2.60 GBP"), std::string::npos) << text;
}

TEST(SaleTextTest, SaysNothingOfABusinessDayThatThereIsNot) {
  edge::v1::SaleView sale = CoffeeSale();
  sale.clear_business_date();

  const std::string text = SaleText(sale);

  EXPECT_EQ(text.find("business day"), std::string::npos) << text;
}

TEST(SaleTextTest, CountsTheLinesThatStand) {
  edge::v1::SaleView sale = CoffeeSale();
  *sale.add_lines() = sale.lines(0);
  sale.mutable_lines(1)->set_removed(true);

  EXPECT_EQ(SoldLineCount(sale), 1);
}

}  // namespace
}  // namespace daybook::cli
