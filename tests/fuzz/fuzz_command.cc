// Commands as anyone may send them, decided one after the other in a shop. An ask is recorded or
// refused for a reason of the caller's; an own command always leaves something; what is recorded is
// an entry that can be stored, read and folded, and whose sums add up.
#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/domain/memory_shop.h"
#include "core/domain/rules.h"
#include "core/entry/entry_view.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "projections/projection.h"
#include "tests/fuzz/mutate_message.h"

namespace daybook {
namespace {

using domain::Decision;
using domain::NewEvent;
using event::v1::Entry;

constexpr int kCommandsMax = 64;
constexpr int64_t kMutationsMax = 4;

void AddKitchen(edge::v1::KitchenConfig& kitchen) {
  for (const char* station : {"grill", "bar"}) kitchen.add_stations()->set_station(station);
  edge::v1::KitchenRoute& drinks = *kitchen.add_routes();
  drinks.set_category("drinks");
  drinks.add_stations("bar");
  drinks.add_stations("grill");
  kitchen.add_order_numbers()->set_first_number(1);
  kitchen.mutable_order_numbers(0)->set_last_number(3);
}

const edge::v1::ShopConfig& FuzzShop() {
  static const edge::v1::ShopConfig shop = [] {
    edge::v1::ShopConfig config;
    config.set_store("S1");
    config.set_currency_code("GBP");
    config.set_prices_include_tax(true);
    config.set_stock_location("main");
    config.set_cash_rounding_minor(5);
    for (const auto& [category, rate_ppm] : {std::pair{"standard", 200'000}, {"zero", 0}}) {
      edge::v1::TaxRule& rule = *config.add_tax_rules();
      rule.set_tax_category(category);
      rule.set_jurisdiction("GB");
      rule.set_rate_ppm(rate_ppm);
    }
    AddKitchen(*config.mutable_kitchen());
    config.add_commissions()->set_rate_ppm(20'000);
    config.mutable_loyalty()->add_rules()->set_points_per_unit(1'000'000);
    config.mutable_loyalty()->set_point_value_minor(1);
    edge::v1::GiftCardLaw& law = *config.mutable_gift_cards()->add_laws();
    law.set_jurisdiction("default");
    law.set_inactivity_fee_allowed(true);
    law.set_cash_out_below_minor(10'000);
    config.mutable_gift_cards()->set_inactivity_fee_minor(10);
    return config;
  }();
  return shop;
}

// A view that has no stored rows.
class NoRows : public projections::RowSource {
 public:
  absl::StatusOr<bool> ReadRow(std::string_view, google::protobuf::Message&) const override {
    return false;
  }
};

template <typename Rows>
int64_t SumOf(const Rows& rows) {
  return std::accumulate(rows.begin(), rows.end(), int64_t{0},
                         [](int64_t sum, const auto& row) { return sum + row.amount_minor(); });
}

void CheckSums(const event::v1::SaleCompleted& sale) {
  const int64_t net_minor = sale.subtotal_minor() - sale.discount_minor();
  DAYBOOK_CHECK(sale.total_minor() == net_minor + sale.service_charge_minor() +
                                          sale.added_tax_minor() + SumOf(sale.others()));
  DAYBOOK_CHECK(SumOf(sale.categories()) == net_minor);
  DAYBOOK_CHECK(SumOf(sale.tenders()) ==
                sale.total_minor() + SumOf(sale.tips()) + sale.rounding_minor());
}

// One shop, its log's end, and its views.
class FuzzedShop {
 public:
  FuzzedShop() : views_(projections::AllProjections()) {
    for (size_t i = 0; i < views_.size(); ++i) {
      rows_.push_back(std::make_unique<projections::Rows>(source_));
    }
  }

  void Execute(const edge::v1::CommandEnvelope& envelope) {
    std::string encoded = envelope.encoded();
    if (envelope.has_command()) encoded = envelope.command().SerializeAsString();
    const domain::Context context = ContextOf(envelope, encoded);
    edge::v1::Command command;
    if (command.ParseFromString(encoded)) return Execute(command, context);
    if (!context.own) return;
    const absl::Status objection =
        Error(Reason::ERROR_REASON_COMMAND_UNREADABLE, "these bytes are not a command");
    Record({}, domain::SetAside(encoded, context.install_id, objection));
  }

 private:
  static domain::Context ContextOf(const edge::v1::CommandEnvelope& envelope,
                                   std::string_view encoded) {
    domain::Context context{.shop = FuzzShop()};
    context.register_name = "till-1";
    context.employee = "ann";
    context.own = envelope.has_own();
    context.encoded = encoded;
    context.install_id = Uuid::FromBytes(envelope.own().install_id()).value_or(Uuid{{1}});
    return context;
  }

  void Execute(const edge::v1::Command& command, const domain::Context& context) {
    const absl::StatusOr<Decision> decision = domain::Decide(command, context, shop_);
    if (!decision.ok()) return CheckRefused(context, decision.status());
    DAYBOOK_CHECK(!context.own || !decision->events.empty());
    CheckRepeatable(command, context, *decision);
    if (decision->objection.ok()) CheckCompleted(*decision);
    Record(domain::OriginOf(command, context), *decision);
  }

  static void CheckRefused(const domain::Context& context, const absl::Status& refusal) {
    DAYBOOK_CHECK(!context.own);
    DAYBOOK_CHECK(ReasonOf(refusal) != Reason::ERROR_REASON_UNSPECIFIED);
    DAYBOOK_CHECK(refusal.code() != absl::StatusCode::kInternal);
    common::v1::ErrorStatus wire;
    DAYBOOK_CHECK(wire.ParseFromString(ToWire(refusal).SerializeAsString()));
  }

  // Deciding changes nothing, so deciding again gives the same.
  void CheckRepeatable(const edge::v1::Command& command, const domain::Context& context,
                       const Decision& first) {
    const absl::StatusOr<Decision> second = domain::Decide(command, context, shop_);
    DAYBOOK_CHECK(second.ok() && second->events.size() == first.events.size());
    for (size_t i = 0; i < first.events.size(); ++i) {
      DAYBOOK_CHECK(second->events[i].stream == first.events[i].stream);
      DAYBOOK_CHECK(second->events[i].event.SerializeAsString() ==
                    first.events[i].event.SerializeAsString());
    }
  }

  static void CheckCompleted(const Decision& decision) {
    for (const NewEvent& recorded : decision.events) {
      if (recorded.event.has_sale_completed()) CheckSums(recorded.event.sale_completed());
    }
  }

  void Record(event::v1::EntryHeader header, const Decision& decision) {
    if (decision.events.empty()) return;
    header.set_first_position(head_ + 1);
    header.set_event_count(static_cast<int32_t>(decision.events.size()));
    head_ += header.event_count();
    for (const NewEvent& recorded : decision.events) AddStream(header, recorded.stream);
    Entry entry;
    *entry.mutable_header() = header;
    for (const NewEvent& recorded : decision.events) AddEvent(recorded, entry);
    CheckStorable(entry);
    for (const event::v1::Event& event : entry.events()) FoldIntoViews(header, event);
  }

  static void AddStream(event::v1::EntryHeader& header, const StreamId& stream) {
    DAYBOOK_CHECK(stream.key.size() <= kStreamKeyBytesMax);
    DAYBOOK_CHECK(stream.category != Category::CATEGORY_UNSPECIFIED);
    event::v1::StreamName& name = *header.add_streams();
    name.set_category(stream.category);
    name.set_key(stream.key);
  }

  // Adds the event with its place, and folds it into the shop.
  void AddEvent(const NewEvent& recorded, Entry& entry) {
    event::v1::Event& event = *entry.add_events();
    event = recorded.event;
    event.set_offset(entry.events_size() - 1);
    event.set_stream_index(event.offset());
    event.set_version(domain::VersionOf(shop_.Find(recorded.stream)) + 1);
    shop_.Apply(entry.header(), {{recorded.stream, event}});
    DAYBOOK_CHECK(domain::VersionOf(shop_.Find(recorded.stream)) == event.version());
  }

  // A text that is not UTF-8 would be written, and never be read again.
  static void CheckStorable(const Entry& entry) {
    const std::string bytes = entry.SerializeAsString();
    Entry again;
    DAYBOOK_CHECK(again.ParseFromString(bytes));
    DAYBOOK_CHECK(ViewEntry(bytes).ok());
  }

  void FoldIntoViews(const event::v1::EntryHeader& header, const event::v1::Event& event) {
    for (size_t i = 0; i < views_.size(); ++i) {
      DAYBOOK_CHECK(views_[i]->Apply(header, event, *rows_[i]).ok());
      DAYBOOK_CHECK(rows_[i]->status().ok());
    }
  }

  domain::MemoryShop shop_;
  int64_t head_ = 0;
  NoRows source_;
  std::vector<std::unique_ptr<projections::Projection>> views_;
  std::vector<std::unique_ptr<projections::Rows>> rows_;
};

}  // namespace
}  // namespace daybook

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  daybook::edge::v1::ExecuteRequest request;
  if (!request.ParseFromArray(data, static_cast<int>(size))) return 0;
  if (request.commands_size() > daybook::kCommandsMax) return 0;
  daybook::FuzzedShop shop;
  for (const auto& envelope : request.commands()) shop.Execute(envelope);
  return 0;
}

// Bytes that no longer parse try nothing: the fields are changed instead.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                                          unsigned int seed) {
  daybook::edge::v1::ExecuteRequest request;
  if (!request.ParseFromArray(data, static_cast<int>(size))) request.Clear();
  daybook::SeededRandom random(seed);
  for (int64_t left = random.Below(daybook::kMutationsMax) + 1; left > 0; --left) {
    daybook::fuzz::MutateMessage(request, random);
  }
  const std::string mutated = request.SerializeAsString();
  if (mutated.size() > size_max) return size;
  return mutated.copy(reinterpret_cast<char*>(data), mutated.size());
}
