#include "tests/support/log_entries.h"

#include "core/base/check.h"
#include "core/base/digest.h"
#include "fmt/format.h"

namespace daybook::testing {
namespace {

using event::v1::Event;

constexpr int kEventTypes[] = {Event::kSaleCreatedFieldNumber, Event::kSaleLineItemAddedFieldNumber,
                               Event::kSaleCompletedFieldNumber, Event::kPaymentReceivedFieldNumber,
                               Event::kStockSoldFieldNumber};

void SetCase(Event& event, int type, const std::string& text) {
  const auto* const field = Event::descriptor()->FindFieldByNumber(type);
  DAYBOOK_CHECK(field != nullptr && field->containing_oneof() != nullptr);
  Event::GetReflection()->MutableMessage(&event, field);
  if (event.has_stock_sold()) event.mutable_stock_sold()->set_sale_id(text);
  if (event.has_sale_created()) event.mutable_sale_created()->set_register_(text);
}

}  // namespace

Uuid UuidOf(int64_t number) { return DeriveUuid(Uuid{}, fmt::format("{}", number)); }

Uuid EntryMaker::MakeId() {
  Uuid id;
  for (uint8_t& byte : id.bytes) byte = static_cast<uint8_t>(random_.Next());
  return id;
}

event::v1::Entry EntryMaker::Make(const std::vector<Part>& parts) {
  event::v1::Entry entry;
  event::v1::EntryHeader& header = *entry.mutable_header();
  header.set_first_position(next_position_);
  header.mutable_record_time()->set_seconds(seconds_);
  header.set_kind(event::v1::ENTRY_KIND_ASK);
  header.set_request_id(std::string(MakeId().AsBytes()));
  header.set_device("till-1");
  header.set_register_(register_);
  for (const Part& part : parts) {
    event::v1::StreamName& name = *header.add_streams();
    name.set_category(part.stream.category);
    name.set_key(part.stream.key);
    int64_t last_version = version(part.stream);
    for (int i = 0; i < part.event_count; ++i) {
      Event& event = *entry.add_events();
      event.set_offset(entry.events_size() - 1);
      event.set_stream_index(header.streams_size() - 1);
      event.set_version(++last_version);
      SetCase(event, part.event_type,
              fmt::format("{}{}", random_.Below(1000),
                          std::string(static_cast<size_t>(padding_bytes_), 'x')));
    }
  }
  header.set_event_count(entry.events_size());
  Count(entry);
  return entry;
}

event::v1::Entry EntryMaker::MakeOwn(const Uuid& install_id, const std::vector<Part>& parts) {
  event::v1::Entry entry = Make(parts);
  event::v1::EntryHeader& header = *entry.mutable_header();
  header.set_kind(event::v1::ENTRY_KIND_OWN);
  header.set_install_id(std::string(install_id.AsBytes()));
  header.set_sequence(++sequences_[install_id]);
  header.set_digest(std::string(Sha256(header.request_id()).AsBytes()));
  return entry;
}

event::v1::Entry EntryMaker::MakeAny() {
  std::vector<Part> parts = {{.stream = SaleStream(random_.Below(50)),
                              .event_type = kEventTypes[random_.Below(std::size(kEventTypes))],
                              .event_count = static_cast<int>(1 + random_.Below(3))}};
  if (random_.Below(3) == 0) {
    parts.push_back({.stream = StockStream("main", fmt::format("sku-{}", random_.Below(9)))});
  }
  if (random_.Below(20) == 0) {
    parts.push_back(
        {.stream = DayStream(20161105), .event_type = Event::kBusinessDayOpenedFieldNumber});
  }
  seconds_ += random_.Below(30) - 2;
  register_ = fmt::format("K{}", 1 + random_.Below(3));
  return random_.Below(2) == 0 ? Make(parts) : MakeOwn(UuidOf(1000 + random_.Below(3)), parts);
}

void EntryMaker::Count(const event::v1::Entry& entry) {
  for (const Event& event : entry.events()) {
    const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
    versions_[stream.ToText()] = event.version();
  }
  if (entry.header().kind() == event::v1::ENTRY_KIND_OWN) {
    sequences_[*Uuid::FromBytes(entry.header().install_id())] = entry.header().sequence();
  }
  next_position_ = entry.header().first_position() + entry.header().event_count();
}

void EntryMaker::Rewind(const std::vector<event::v1::Entry>& kept) {
  next_position_ = 1;
  versions_.clear();
  sequences_.clear();
  for (const event::v1::Entry& entry : kept) Count(entry);
}

}  // namespace daybook::testing
