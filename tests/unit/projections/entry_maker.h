// Makes entries as the writer leaves them: positions and versions dense, streams listed in the
// header.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook {

inline constexpr int32_t kDate = 20161105;

// 2016-11-05 09:30 UTC.
inline constexpr int64_t kMorning = 1478338200;

// Returns a UUID that tells `number`.
inline Uuid TestId(int64_t number) {
  Uuid id;
  for (int i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

inline StreamId SaleStream(int64_t number) {
  return StreamId::Of(Category::CATEGORY_SALE, TestId(number));
}

struct TestEvent {
  StreamId stream;
  event::v1::Event event;
};

// Not thread-safe.
class EntryMaker {
 public:
  // What the next entries carry as their origin; to be changed between them.
  event::v1::EntryHeader origin = FirstOrigin();

  // Returns the next entry.
  event::v1::Entry Make(const std::vector<TestEvent>& events) {
    event::v1::Entry entry;
    *entry.mutable_header() = origin;
    entry.mutable_header()->set_first_position(position_ + 1);
    entry.mutable_header()->set_event_count(static_cast<int32_t>(events.size()));
    for (const TestEvent& made : events) {
      event::v1::Event& event = *entry.add_events();
      event = made.event;
      event.set_offset(entry.events_size() - 1);
      event.set_stream_index(StreamIndex(made.stream, *entry.mutable_header()));
      event.set_version(++versions_[made.stream]);
    }
    position_ += entry.events_size();
    return entry;
  }

  int64_t position() const { return position_; }

 private:
  static event::v1::EntryHeader FirstOrigin() {
    event::v1::EntryHeader header;
    header.set_kind(event::v1::ENTRY_KIND_ASK);
    header.set_request_id(std::string(16, 'r'));
    header.set_digest(std::string(16, 'd'));
    header.set_device("till-1");
    header.set_employee("ann");
    header.set_register_("till-1");
    header.set_business_date(kDate);
    header.mutable_occur_time()->set_seconds(kMorning);
    header.mutable_record_time()->set_seconds(kMorning);
    return header;
  }

  static int32_t StreamIndex(const StreamId& stream, event::v1::EntryHeader& header) {
    for (int i = 0; i < header.streams_size(); ++i) {
      if (StreamId::Of(header.streams(i)) == stream) return i;
    }
    header.add_streams()->set_category(stream.category);
    header.mutable_streams()->rbegin()->set_key(stream.key);
    return header.streams_size() - 1;
  }

  int64_t position_ = 0;
  absl::flat_hash_map<StreamId, int64_t> versions_;
};

inline TestEvent Created(int64_t sale, std::string_view register_name = "till-1") {
  event::v1::Event event;
  event.mutable_sale_created()->set_register_(std::string(register_name));
  event.mutable_sale_created()->set_currency_code("GBP");
  return {SaleStream(sale), event};
}

inline TestEvent LineAdded(int64_t sale, int32_t line, int64_t amount_minor,
                           std::string_view sku = "latte") {
  event::v1::Event event;
  event::v1::SaleLine& added = *event.mutable_sale_line_item_added()->mutable_line();
  added.set_line(line);
  added.set_kind(event::v1::LINE_KIND_GOODS);
  added.set_sku(std::string(sku));
  added.set_name("Caffe latte");
  added.set_category("coffee");
  added.set_quantity_milli(1000);
  added.set_unit_price_minor(amount_minor);
  added.set_tax_category("standard");
  added.set_amount_minor(amount_minor);
  return {SaleStream(sale), event};
}

inline TestEvent LineChanged(int64_t sale, int32_t line, int64_t quantity_milli,
                             int64_t amount_minor) {
  event::v1::Event event;
  event.mutable_sale_line_item_changed()->set_line(line);
  event.mutable_sale_line_item_changed()->set_quantity_milli(quantity_milli);
  event.mutable_sale_line_item_changed()->set_amount_minor(amount_minor);
  return {SaleStream(sale), event};
}

inline TestEvent LineRemoved(int64_t sale, int32_t line, std::string_view reason) {
  event::v1::Event event;
  event.mutable_sale_line_item_removed()->set_line(line);
  event.mutable_sale_line_item_removed()->set_reason(std::string(reason));
  return {SaleStream(sale), event};
}

inline TestEvent NotFound(int64_t sale, std::string_view code) {
  event::v1::Event event;
  event.mutable_sale_item_not_found()->set_code(std::string(code));
  return {SaleStream(sale), event};
}

inline TestEvent Paid(int64_t sale, int64_t amount_minor) {
  event::v1::Event event;
  event::v1::Payment& payment = *event.mutable_payment_received()->mutable_payment();
  payment.set_payment_id(std::string(TestId(sale).AsBytes()));
  payment.set_tender(event::v1::TENDER_CASH);
  payment.set_amount_minor(amount_minor);
  event.mutable_payment_received()->set_change_minor(50);
  return {SaleStream(sale), event};
}

inline TestEvent Completed(int64_t sale, int64_t total_minor) {
  event::v1::Event event;
  event::v1::SaleCompleted& completed = *event.mutable_sale_completed();
  completed.set_subtotal_minor(total_minor);
  completed.set_total_minor(total_minor);
  completed.set_line_count(2);
  completed.set_start_business_date(kDate);
  event::v1::TaxLine& tax = *completed.add_tax_lines();
  tax.set_jurisdiction("GB");
  tax.set_tax_category("standard");
  tax.set_rate_ppm(200'000);
  tax.set_amount_minor(total_minor / 6);
  tax.set_base_minor(total_minor - total_minor / 6);
  event::v1::CategoryAmount& category = *completed.add_categories();
  category.set_category("coffee");
  category.set_line_count(2);
  category.set_amount_minor(total_minor);
  event::v1::TenderAmount& tender = *completed.add_tenders();
  tender.set_tender(event::v1::TENDER_CASH);
  tender.set_payment_count(1);
  tender.set_amount_minor(total_minor);
  return {SaleStream(sale), event};
}

inline TestEvent Abandoned(int64_t sale) {
  event::v1::Event event;
  event.mutable_sale_abandoned()->set_start_business_date(kDate);
  return {SaleStream(sale), event};
}

inline TestEvent Documented(int64_t sale, std::string_view number) {
  event::v1::Event event;
  event.mutable_document_issued()->set_number(std::string(number));
  event.mutable_document_issued()->set_kind(event::v1::DOCUMENT_KIND_SALE);
  event.mutable_document_issued()->set_sale_id(std::string(TestId(sale).AsBytes()));
  return {{Category::CATEGORY_DOCUMENT, "till-1A"}, event};
}

inline TestEvent StockReceived(std::string_view sku, int64_t quantity_milli) {
  event::v1::Event event;
  event.mutable_stock_received()->set_quantity_milli(quantity_milli);
  return {StockStream("main", sku), event};
}

inline TestEvent StockSold(std::string_view sku, int64_t quantity_milli) {
  event::v1::Event event;
  event.mutable_stock_sold()->set_quantity_milli(quantity_milli);
  return {StockStream("main", sku), event};
}

inline TestEvent DayOpened(int32_t business_date = kDate) {
  event::v1::Event event;
  event.mutable_business_day_opened()->set_business_date(business_date);
  event.mutable_business_day_opened()->set_currency_code("GBP");
  return {DayStream(business_date), event};
}

inline TestEvent DayClosed(int32_t business_date = kDate) {
  event::v1::Event event;
  event.mutable_business_day_closed()->mutable_totals()->set_sale_count(1);
  return {DayStream(business_date), event};
}

inline TestEvent Flagged(const StreamId& stream, std::string_view reason) {
  event::v1::Event event;
  event.mutable_command_flagged()->set_reason(std::string(reason));
  return {stream, event};
}

inline TestEvent SetAside(int64_t sale, std::string_view reason) {
  event::v1::Event event;
  event.mutable_command_set_aside()->set_reason(std::string(reason));
  event.mutable_command_set_aside()->set_sale_id(std::string(TestId(sale).AsBytes()));
  return {StreamId::Of(Category::CATEGORY_ATTENTION, TestId(77)), event};
}

// An event of a kind that this version does not know.
inline TestEvent Unknown(const StreamId& stream) { return {stream, {}}; }

// Returns the entries of one small sale, as its five commands leave them: eight events.
inline std::vector<event::v1::Entry> SmallSale(EntryMaker& maker, int64_t sale) {
  std::vector<event::v1::Entry> entries;
  entries.push_back(maker.Make({Created(sale)}));
  entries.push_back(maker.Make({LineAdded(sale, 1, 300, "latte")}));
  entries.push_back(maker.Make({LineAdded(sale, 2, 250, "scone")}));
  entries.push_back(maker.Make({Paid(sale, 550)}));
  entries.push_back(maker.Make({Completed(sale, 550), Documented(sale, "main-till-1A-1"),
                                StockSold("latte", 1000), StockSold("scone", 1000)}));
  return entries;
}

}  // namespace daybook
