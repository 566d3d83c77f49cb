#include "edge-server/engine/shop_state.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/check.h"
#include "core/base/logging.h"

namespace daybook::engine {
namespace {

constexpr char kBooksKey[] = "books";
constexpr int32_t kPageEntriesMax = 1000;
constexpr int64_t kPageBytesMax = 1 << 20;
// A load of more entries than these is worth a snapshot: the next one holds the writer up less.
constexpr int64_t kColdEntriesMax = 16;
constexpr size_t kColdSnapshotsMax = 256;  // That wait for the next commit.
constexpr int64_t kProgressIntervalPositions = 1'000'000;

absl::Status Unreadable(int64_t position) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "the entry at position {position} is unreadable",
               {{"position", position}});
}

bool IsBook(const StreamId& stream) {
  return stream.category == Category::CATEGORY_DRAWER ||
         stream.category == Category::CATEGORY_DAY ||
         stream.category == Category::CATEGORY_EMPLOYEE;
}

}  // namespace

absl::Status ShopState::Open() {
  DAYBOOK_ASSIGN_OR_RETURN(const auto stored, log_.ReadSnapshot(kBooksKey));
  const int64_t head = log_.head().position;
  edge::v1::BooksSnapshot snapshot;
  if (stored && snapshot.ParseFromString(*stored) && snapshot.position() <= head) {
    books_position_ = snapshot.position();
    for (auto& [stream, aggregate] : domain::FromSnapshot(snapshot)) {
      books_[stream] = std::make_unique<domain::Aggregate>(std::move(aggregate));
    }
  }
  int64_t reported = books_position_;
  for (int64_t after = books_position_; after < head;) {
    DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, log_.Read(after, kPageBytesMax));
    for (const store::StoredEntry& entry : page.entries) {
      DAYBOOK_RETURN_IF_ERROR(FoldIntoBooks(entry));
      after = entry.last_position();
    }
    DAYBOOK_CHECK(!page.entries.empty());
    if (after - reported >= kProgressIntervalPositions) {
      Log(LogLevel::kInfo, "folding what is open", {{"position", after}, {"head", head}});
      reported = after;
    }
  }
  return absl::OkStatus();
}

absl::Status ShopState::CheckCurrency(std::string_view currency_code) const {
  for (const auto& [stream, book] : books_) {
    DAYBOOK_ASSIGN_OR_RETURN(const std::string of_book, CurrencyOfBook(stream, *book));
    if (of_book.empty() || of_book == currency_code) continue;
    return Error(
        Reason::ERROR_REASON_CONFIG_INVALID,
        "shop: currency_code is {currency}, but {stream} is open in {open_currency}: close "
        "what is open before the currency changes",
        {{"field", "currency_code"},
         {"currency", currency_code},
         {"stream", stream.ToText()},
         {"open_currency", of_book}});
  }
  return absl::OkStatus();
}

// Returns nothing if the book does not say. A day's currency stands in its first event only.
absl::StatusOr<std::string> ShopState::CurrencyOfBook(const StreamId& stream,
                                                      const domain::Aggregate& book) const {
  if (const auto* drawer = std::get_if<domain::Drawer>(&book)) return drawer->currency_code;
  if (const auto* employee = std::get_if<domain::Employee>(&book)) {
    return employee->shift->currency_code;
  }
  DAYBOOK_ASSIGN_OR_RETURN(const store::Page page, log_.ReadStream(stream, 1, false, 1));
  for (const store::StoredEntry& stored : page.entries) {
    event::v1::Entry entry;
    if (!entry.ParseFromString(*stored.bytes)) return Unreadable(stored.first_position);
    for (const event::v1::Event& event : entry.events()) {
      if (event.has_business_day_opened()) return event.business_day_opened().currency_code();
    }
  }
  return "";
}

absl::Status ShopState::FoldIntoBooks(const store::StoredEntry& stored) {
  event::v1::Entry entry;
  if (!entry.ParseFromString(*stored.bytes)) return Unreadable(stored.first_position);
  for (const event::v1::Event& event : entry.events()) {
    if (event.stream_index() >= entry.header().streams_size()) {
      return Unreadable(stored.first_position);
    }
    const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
    if (IsBook(stream)) {
      DAYBOOK_RETURN_IF_ERROR(FoldIntoBook(stream, entry.header(), event));
    }
    FoldOthers(stream, entry.header(), event);
  }
  return absl::OkStatus();
}

// A book that is not among the open ones and is not opened here is closed.
absl::Status ShopState::FoldIntoBook(const StreamId& stream, const event::v1::EntryHeader& header,
                                     const event::v1::Event& event) {
  auto book = books_.find(stream);
  if (book == books_.end()) {
    if (!domain::OpensBook(event)) return absl::OkStatus();
    domain::Aggregate aggregate = domain::NewAggregate(stream);
    DAYBOOK_RETURN_IF_ERROR(FoldStream(stream, event.version() - 1, aggregate));
    book = books_.emplace(stream, std::make_unique<domain::Aggregate>(std::move(aggregate))).first;
  }
  domain::Evolve(*book->second, header, event);
  if (!domain::IsOpenBook(*book->second)) books_.erase(book);
  return absl::OkStatus();
}

// Asked for as rarely as something is opened, of a bounded number.
int64_t ShopState::OpenShiftCount() const {
  return std::ranges::count_if(books_,
                               [](const auto& book) { return domain::IsOpenShift(*book.second); });
}

const domain::Aggregate& ShopState::Find(const StreamId& stream) { return FindMutable(stream); }

domain::Aggregate& ShopState::FindMutable(const StreamId& stream) {
  if (const auto book = books_.find(stream); book != books_.end()) return *book->second;
  if (const auto found = index_.find(stream); found != index_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    return recent_.front().aggregate;
  }
  return AddSlot(stream, Load(stream)).aggregate;
}

ShopState::Slot& ShopState::AddSlot(const StreamId& stream, domain::Aggregate aggregate) {
  const size_t weight = domain::WeightOf(aggregate);
  recent_.push_front({stream, std::move(aggregate), weight});
  index_[stream] = recent_.begin();
  recent_weight_ += weight;
  return recent_.front();
}

void ShopState::EraseSlot(std::list<Slot>::iterator slot) {
  recent_weight_ -= slot->weight;
  index_.erase(slot->stream);
  recent_.erase(slot);
}

// The aggregate that was used last may have grown or shrunk.
void ShopState::WeighFirstSlot() {
  Slot& slot = recent_.front();
  recent_weight_ -= slot.weight;
  slot.weight = domain::WeightOf(slot.aggregate);
  recent_weight_ += slot.weight;
}

domain::Aggregate ShopState::Load(const StreamId& stream) {
  domain::Aggregate aggregate = domain::NewAggregate(stream);
  absl::Status folded;
  if (const auto head = log_.ReadStreamHead(stream); !head.ok()) {
    folded = head.status();
  } else if (auto* counted = std::get_if<domain::Counted>(&aggregate)) {
    counted->version = head->version;
  } else {
    folded = FoldStream(stream, head->version, aggregate);
  }
  if (!folded.ok() && status_.ok()) status_ = std::move(folded);
  return aggregate;
}

absl::Status ShopState::FoldStream(const StreamId& stream, int64_t version,
                                   domain::Aggregate& aggregate) {
  if (version >= std::min(options_.stream_interval_versions, kColdEntriesMax)) {
    DAYBOOK_ASSIGN_OR_RETURN(const auto stored, log_.ReadSnapshot(stream.ToText()));
    edge::v1::StreamSnapshot snapshot;
    if (stored && snapshot.ParseFromString(*stored) && snapshot.version() <= version) {
      aggregate = domain::FromSnapshot(stream, snapshot);
    }
  }
  int64_t entry_count = 0;
  while (domain::VersionOf(aggregate) < version) {
    const int64_t before = domain::VersionOf(aggregate);
    DAYBOOK_ASSIGN_OR_RETURN(const store::Page page,
                             log_.ReadStream(stream, before + 1, false, kPageEntriesMax));
    for (const store::StoredEntry& stored : page.entries) {
      event::v1::Entry entry;
      if (!entry.ParseFromString(*stored.bytes)) return Unreadable(stored.first_position);
      for (const event::v1::Event& event : entry.events()) {
        if (event.version() > before && event.version() <= version) {
          domain::Evolve(aggregate, entry.header(), event);
        }
      }
    }
    entry_count += std::ssize(page.entries);
    if (domain::VersionOf(aggregate) == before) return Unreadable(log_.head().position);
  }
  if (entry_count > kColdEntriesMax && snapshots_due_.size() < kColdSnapshotsMax) {
    snapshots_due_.push_back(stream);
  }
  return absl::OkStatus();
}

void ShopState::Apply(const StreamId& stream, const event::v1::EntryHeader& header,
                      const event::v1::Event& event) {
  FoldOwn(stream, header, event);
  FoldOthers(stream, header, event);
}

// An aggregate moves between the open books and the others as it opens and closes.
void ShopState::FoldOwn(const StreamId& stream, const event::v1::EntryHeader& header,
                        const event::v1::Event& event) {
  const bool was_book = books_.contains(stream);
  domain::Aggregate& aggregate = FindMutable(stream);
  domain::Evolve(aggregate, header, event);
  const int64_t version = domain::VersionOf(aggregate);
  DAYBOOK_CHECK(version == event.version());
  if (version % options_.stream_interval_versions == 0) snapshots_due_.push_back(stream);
  const bool is_book = domain::IsOpenBook(aggregate);
  if (!was_book) WeighFirstSlot();
  if (is_book == was_book) return;
  auto moved = std::make_unique<domain::Aggregate>(std::move(aggregate));
  if (is_book) {
    EraseSlot(index_.at(stream));
    books_[stream] = std::move(moved);
  } else {
    books_.erase(stream);
    AddSlot(stream, std::move(*moved));
  }
}

void ShopState::FoldOthers(const StreamId& stream, const event::v1::EntryHeader& header,
                           const event::v1::Event& event) {
  for (const StreamId& other : domain::AlsoFoldedBy(stream, header, event)) {
    if (const auto book = books_.find(other); book != books_.end()) {
      domain::Evolve(*book->second, header, event, &stream);
    }
  }
}

std::vector<std::pair<std::string, std::string>> ShopState::TakeSnapshots(int64_t position) {
  std::vector<std::pair<std::string, std::string>> snapshots;
  for (const StreamId& stream : std::exchange(snapshots_due_, {})) {  // Loading one may add it.
    if (const auto snapshot = domain::TakeSnapshot(Find(stream))) {
      snapshots.emplace_back(stream.ToText(), snapshot->SerializeAsString());
    }
  }
  snapshots_due_.clear();
  if (position - books_position_ >= options_.books_interval_positions) {
    snapshots.emplace_back(kBooksKey, BooksSnapshot(position));
    books_position_ = position;
  }
  return snapshots;
}

std::string ShopState::BooksSnapshot(int64_t position) const {
  edge::v1::BooksSnapshot snapshot;
  snapshot.set_position(position);
  for (const auto& [stream, aggregate] : books_) domain::AddToSnapshot(*aggregate, snapshot);
  return snapshot.SerializeAsString();
}

void ShopState::Trim() {
  while (recent_weight_ > options_.aggregates_max && !recent_.empty()) {
    EraseSlot(std::prev(recent_.end()));
  }
}

}  // namespace daybook::engine
