// The accounts notice what does not add up.
#include "tests/sim/accounts.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace daybook::sim {
namespace {

using event::v1::Entry;
using event::v1::Event;
using ::testing::HasSubstr;

constexpr char kSale[] = "sale............";

// An entry of one sale, with a place for each of its events.
class SaleEntry {
 public:
  SaleEntry() {
    entry_.mutable_header()->set_business_date(20260302);
    AddStream(Category::CATEGORY_SALE, kSale);
    AddStream(Category::CATEGORY_DOCUMENT, "K1S");
    AddStream(Category::CATEGORY_STOCK, "main/tea");
  }

  void AddLine(int64_t amount_minor) {
    event::v1::SaleLine& line = *Add(0).mutable_sale_line_item_added()->mutable_line();
    line.set_line(1);
    line.set_kind(event::v1::LINE_KIND_GOODS);
    line.set_sku("tea");
    line.set_quantity_milli(1'000);
    line.set_amount_minor(amount_minor);
  }

  void AddPayment(const std::string& id, int64_t amount_minor) {
    event::v1::Payment& payment = *Add(0).mutable_payment_received()->mutable_payment();
    payment.set_payment_id(id);
    payment.set_tender(event::v1::TENDER_CARD);
    payment.set_amount_minor(amount_minor);
  }

  void AddCompletion(int64_t total_minor, int64_t paid_minor) {
    event::v1::SaleCompleted& completed = *Add(0).mutable_sale_completed();
    completed.set_subtotal_minor(total_minor);
    completed.set_total_minor(total_minor);
    completed.add_categories()->set_amount_minor(total_minor);
    event::v1::TenderAmount& tender = *completed.add_tenders();
    tender.set_tender(event::v1::TENDER_CARD);
    tender.set_amount_minor(paid_minor);
  }

  void AddDocument(int64_t counter) {
    Add(1).mutable_document_issued()->set_counter(counter);
    entry_.mutable_events()->rbegin()->mutable_document_issued()->set_kind(
        event::v1::DOCUMENT_KIND_SALE);
    entry_.mutable_events()->rbegin()->mutable_document_issued()->set_sale_id(kSale);
  }

  void AddStockSold(int64_t quantity_milli) {
    Add(2).mutable_stock_sold()->set_quantity_milli(quantity_milli);
  }

  std::string Problem() const {
    Accounts accounts;
    return std::string(MessageOf(accounts.Take(entry_)));
  }

 private:
  void AddStream(Category category, const std::string& key) {
    event::v1::StreamName& stream = *entry_.mutable_header()->add_streams();
    stream.set_category(category);
    stream.set_key(key);
  }

  Event& Add(int32_t stream_index) {
    Event& event = *entry_.add_events();
    event.set_stream_index(stream_index);
    return event;
  }

  Entry entry_;
};

TEST(AccountsTest, AcceptASaleThatAddsUp) {
  SaleEntry sale;
  sale.AddLine(450);
  sale.AddPayment("p1", 450);
  sale.AddCompletion(450, 450);
  sale.AddDocument(1);
  sale.AddStockSold(1'000);

  EXPECT_EQ(sale.Problem(), "");
}

TEST(AccountsTest, NoticeASaleThatIsNotTheSumOfItsLines) {
  SaleEntry sale;
  sale.AddLine(450);
  sale.AddPayment("p1", 460);
  sale.AddCompletion(460, 460);

  EXPECT_THAT(sale.Problem(), HasSubstr("sum of its parts"));
}

TEST(AccountsTest, NoticeASaleThatIsNotPaid) {
  SaleEntry sale;
  sale.AddLine(450);
  sale.AddPayment("p1", 400);
  sale.AddCompletion(450, 400);

  EXPECT_THAT(sale.Problem(), HasSubstr("not paid in full"));
}

TEST(AccountsTest, NoticeAPaymentThatCountsTwice) {
  SaleEntry sale;
  sale.AddPayment("p1", 400);
  sale.AddPayment("p1", 400);

  EXPECT_THAT(sale.Problem(), HasSubstr("counts twice"));
}

TEST(AccountsTest, NoticeANumberThatWasLeftOut) {
  SaleEntry sale;
  sale.AddDocument(2);

  EXPECT_THAT(sale.Problem(), HasSubstr("follows 0"));
}

TEST(AccountsTest, NoticeGoodsThatStayedInTheStock) {
  SaleEntry sale;
  sale.AddLine(450);
  sale.AddPayment("p1", 450);
  sale.AddCompletion(450, 450);
  sale.AddDocument(1);

  EXPECT_THAT(sale.Problem(), HasSubstr("other goods left the stock"));
}

}  // namespace
}  // namespace daybook::sim
