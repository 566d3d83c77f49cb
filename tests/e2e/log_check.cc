#include "tests/e2e/log_check.h"

#include <array>
#include <set>

#include "core/entry/chain.h"
#include "core/entry/stream_id.h"
#include "fmt/format.h"

namespace daybook::test {
namespace {

using event::v1::DayTotals;
using event::v1::Entry;
using event::v1::Event;

constexpr int32_t kPageSize = 500;

// Looks at the entries one after the other.
class BreachFinder {
 public:
  explicit BreachFinder(const edge::v1::GetHeadResponse& head)
      : head_(head), hash_(FirstHash(Uuid::FromBytes(head.log_id()).value_or(Uuid()))) {}

  void Look(const Entry& entry, const std::string& bytes) {
    hash_ = NextHash(hash_, bytes);
    LookAtPlaces(entry);
    LookAtOrigin(entry);
  }

  std::vector<std::string> Finish() && {
    if (next_position_ != head_.head().position() + 1) {
      Report("the log ends before {}, the head is {}", next_position_, head_.head().position());
    }
    if (hash_.AsBytes() != head_.head().hash()) Report("the chain does not end in the head's hash");
    return std::move(breaches_);
  }

 private:
  template <typename... Values>
  void Report(fmt::format_string<Values...> text, Values&&... values) {
    breaches_.push_back(fmt::format(text, std::forward<Values>(values)...));
  }

  void LookAtPlaces(const Entry& entry) {
    const int64_t first = entry.header().first_position();
    if (first != next_position_) Report("entry at {} where {} is next", first, next_position_);
    if (entry.header().event_count() != entry.events_size()) Report("{}: not whole", first);
    next_position_ = first + entry.events_size();
    int32_t offset = 0;
    for (const Event& event : entry.events()) {
      if (event.offset() != offset++) Report("{}: offset {}", first, event.offset());
      if (event.stream_index() >= entry.header().streams_size()) {
        Report("{}: stream {}", first, event.stream_index());
        continue;
      }
      const std::string stream =
          StreamId::Of(entry.header().streams(event.stream_index())).ToText();
      if (event.version() != ++versions_[stream]) {
        Report("{}: {} at version {}, not {}", first, stream, event.version(), versions_[stream]);
      }
    }
  }

  void LookAtOrigin(const Entry& entry) {
    const event::v1::EntryHeader& header = entry.header();
    if (!header.request_id().empty() && !requests_.insert(header.request_id()).second) {
      Report("{}: a request that was answered before", header.first_position());
    }
    if (header.kind() != event::v1::ENTRY_KIND_OWN) return;
    int64_t& sequence = sequences_[header.install_id()];
    for (const Event& event : entry.events()) {
      if (event.has_sequence_gap_recorded()) {
        sequence = event.sequence_gap_recorded().last_sequence();
      }
    }
    if (header.sequence() != ++sequence) {
      Report("{}: number {} where {} is next", header.first_position(), header.sequence(),
             sequence);
    }
  }

  const edge::v1::GetHeadResponse& head_;
  Digest hash_;
  int64_t next_position_ = 1;
  std::map<std::string, int64_t> versions_;
  std::set<std::string> requests_;
  std::map<std::string, int64_t> sequences_;
  std::vector<std::string> breaches_;
};

struct FoldedLine {
  std::string category;
  int64_t amount_minor = 0;
};

using Breakdown = std::map<std::string, event::v1::KeyedAmount>;

void Add(std::string key, int64_t count, int64_t amount_minor, Breakdown& rows) {
  event::v1::KeyedAmount& row = rows[key];
  row.set_key(std::move(key));
  row.set_count(row.count() + count);
  row.set_amount_minor(row.amount_minor() + amount_minor);
}

void Write(const Breakdown& rows, google::protobuf::RepeatedPtrField<event::v1::KeyedAmount>& to) {
  for (const auto& [key, row] : rows) *to.Add() = row;
}

// Folds one business day.
class TotalsFold {
 public:
  explicit TotalsFold(int32_t business_date) { totals_.set_business_date(business_date); }

  void Apply(const event::v1::EntryHeader& header, const std::string& stream, const Event& event) {
    FoldLines(stream, event);
    if (header.business_date() != totals_.business_date()) return;
    if (event.has_sale_line_item_removed()) {
      totals_.set_removed_line_count(totals_.removed_line_count() + 1);
    } else if (event.has_sale_abandoned()) {
      totals_.set_abandoned_count(totals_.abandoned_count() + 1);
    } else if (event.has_sale_item_not_found()) {
      totals_.set_unknown_count(totals_.unknown_count() + 1);
    } else if (event.has_payment_received()) {
      const bool cash = event.payment_received().payment().tender() == event::v1::TENDER_CASH;
      Add(cash ? "cash" : "card", 1, event.payment_received().payment().amount_minor(), by_tender_);
    } else if (event.has_sale_completed()) {
      AddSale(header, lines_[stream], event.sale_completed());
    }
  }

  DayTotals Finish() && {
    Write(by_category_, *totals_.mutable_by_category());
    Write(by_hour_, *totals_.mutable_by_hour());
    Write(by_tender_, *totals_.mutable_by_tender());
    Write(by_cashier_, *totals_.mutable_by_cashier());
    Write(by_register_, *totals_.mutable_by_register());
    Write(by_tax_, *totals_.mutable_by_tax());
    return std::move(totals_);
  }

 private:
  void FoldLines(const std::string& stream, const Event& event) {
    if (event.has_sale_line_item_added()) {
      const event::v1::SaleLine& line = event.sale_line_item_added().line();
      lines_[stream][line.line()] = {line.category(), line.amount_minor()};
    } else if (event.has_sale_line_item_changed()) {
      const auto& changed = event.sale_line_item_changed();
      lines_[stream][changed.line()].amount_minor = changed.amount_minor();
    } else if (event.has_sale_line_item_removed()) {
      lines_[stream].erase(event.sale_line_item_removed().line());
    }
  }

  void AddSale(const event::v1::EntryHeader& header, const std::map<int32_t, FoldedLine>& lines,
               const event::v1::SaleCompleted& completed) {
    int64_t total_minor = 0;
    for (const auto& [number, line] : lines) {
      Add(line.category, 1, line.amount_minor, by_category_);
      total_minor += line.amount_minor;
    }
    for (const event::v1::TaxLine& tax : completed.tax_lines()) {
      const std::string key =
          fmt::format("{} {} {}", tax.jurisdiction(), tax.tax_category(), tax.rate_ppm());
      Add(key, 1, tax.amount_minor(), by_tax_);
      by_tax_[key].set_base_minor(by_tax_[key].base_minor() + tax.base_minor());
      totals_.set_tax_minor(totals_.tax_minor() + tax.amount_minor());
    }
    totals_.set_sale_count(totals_.sale_count() + 1);
    totals_.set_line_count(totals_.line_count() + static_cast<int64_t>(lines.size()));
    totals_.set_total_minor(totals_.total_minor() + total_minor);
    const int64_t minutes = header.occur_time().seconds() / 60 + header.utc_offset_minutes();
    Add(fmt::format("{:02}", minutes / 60 % 24), 1, total_minor, by_hour_);
    Add(header.employee(), 1, total_minor, by_cashier_);
    Add(header.register_(), 1, total_minor, by_register_);
  }

  DayTotals totals_;
  std::map<std::string, std::map<int32_t, FoldedLine>> lines_;  // By stream, of all days.
  Breakdown by_category_, by_hour_, by_tender_, by_cashier_, by_register_, by_tax_;
};

}  // namespace

absl::StatusOr<LogCopy> ReadLog(EdgeClient& client) {
  LogCopy log;
  DAYBOOK_ASSIGN_OR_RETURN(log.head, client.GetHead());
  edge::v1::ReadEventsRequest request;
  request.set_page_size(kPageSize);
  do {
    DAYBOOK_ASSIGN_OR_RETURN(const edge::v1::ReadEventsResponse page, client.ReadEvents(request));
    for (const std::string& bytes : page.entries()) {
      Entry entry;
      if (!entry.ParseFromString(bytes)) return absl::DataLossError("an unreadable entry");
      if (entry.header().first_position() > log.head.head().position()) return log;
      log.entries.push_back(std::move(entry));
      log.bytes.push_back(bytes);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return log;
}

std::vector<std::string> FindBreaches(const LogCopy& log) {
  BreachFinder finder(log.head);
  for (size_t i = 0; i < log.entries.size(); ++i) finder.Look(log.entries[i], log.bytes[i]);
  return std::move(finder).Finish();
}

std::map<std::string, edge::v1::CommandResult> FirstReplies(const LogCopy& log) {
  std::map<std::string, edge::v1::CommandResult> replies;
  for (const Entry& entry : log.entries) {
    if (entry.header().request_id().empty()) continue;
    edge::v1::CommandResult& reply = replies[entry.header().request_id()];
    reply.set_first_position(entry.header().first_position());
    reply.set_event_count(entry.events_size());
    for (const event::v1::StreamName& name : entry.header().streams()) {
      reply.add_streams()->set_stream(StreamId::Of(name).ToText());
    }
    for (const Event& event : entry.events()) {
      reply.mutable_streams(event.stream_index())->set_version(event.version());
    }
  }
  return replies;
}

DayTotals FoldTotals(const LogCopy& log, int32_t business_date) {
  TotalsFold fold(business_date);
  for (const Entry& entry : log.entries) {
    for (const Event& event : entry.events()) {
      fold.Apply(entry.header(),
                 StreamId::Of(entry.header().streams(event.stream_index())).ToText(), event);
    }
  }
  return std::move(fold).Finish();
}

std::vector<std::string> EventNames(const Entry& entry) {
  std::vector<std::string> names;
  for (const Event& event : entry.events()) {
    const auto* field = Event::descriptor()->FindFieldByNumber(event.event_case());
    names.push_back(field == nullptr ? "" : field->message_type()->name());
  }
  return names;
}

}  // namespace daybook::test
