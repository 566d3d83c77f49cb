// The logs of earlier versions are read as they were written; and this version reads what a later
// one adds.
#include "tests/compat/golden_log.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/domain/memory_shop.h"
#include "daybook/edge/v1/view.pb.h"
#include "gtest/gtest.h"
#include "projections/projection.h"
#include "projections/store_totals.h"

namespace daybook {
namespace {

using event::v1::Entry;
using event::v1::Event;
using google::protobuf::Message;

constexpr int kLaterField = 190'000;  // That no version has yet.

std::vector<std::string> GoldenLogs() {
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::recursive_directory_iterator(DAYBOOK_GOLDEN)) {
    if (file.path().extension() == ".log") paths.push_back(file.path().string());
  }
  std::ranges::sort(paths);
  return paths;
}

std::string NameOf(const ::testing::TestParamInfo<std::string>& info) {
  const std::filesystem::path path(info.param);
  std::string name = path.parent_path().filename().string() + "_" + path.stem().string();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

// Calls `visit` with the message and all that are in it.
template <typename Visit>
void ForEachMessage(Message& message, const Visit& visit) {
  visit(message);
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->message_type() == nullptr) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      ForEachMessage(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                          : *reflection.MutableMessage(&message, field),
                     visit);
    }
  }
}

std::vector<domain::NewEvent> EventsOf(const Entry& entry) {
  std::vector<domain::NewEvent> events;
  for (const Event& event : entry.events()) {
    events.push_back({StreamId::Of(entry.header().streams(event.stream_index())), event});
  }
  return events;
}

// Returns the bytes of a message without what this version does not know.
template <typename Known>
std::string BytesOf(Known message) {
  message.DiscardUnknownFields();
  return message.SerializeAsString();
}

std::string StateOf(const domain::Aggregate& aggregate) {
  std::string state = std::to_string(domain::VersionOf(aggregate));
  if (const auto snapshot = domain::TakeSnapshot(aggregate)) state += BytesOf(*snapshot);
  if (const auto* sale = std::get_if<domain::Sale>(&aggregate)) {
    state += domain::SaleStateName(sale->state);
    state += std::to_string(sale->paid_minor) + BytesOf(sale->completed);
  }
  const auto* day = std::get_if<domain::Day>(&aggregate);
  return day == nullptr ? state : state + BytesOf(day->totals);
}

// Returns what a log folds to, by stream.
std::map<std::string, std::string> Fold(const std::vector<Entry>& log) {
  domain::MemoryShop shop;
  std::map<std::string, std::string> states;
  for (const Entry& entry : log) shop.Apply(entry.header(), EventsOf(entry));
  for (const Entry& entry : log) {
    for (const auto& name : entry.header().streams()) {
      const StreamId stream = StreamId::Of(name);
      states[stream.ToText()] = StateOf(shop.Find(stream));
    }
  }
  return states;
}

class GoldenLogTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto log = ReadGoldenLog(GetParam());
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }

  std::vector<Entry> log_;
};

TEST_P(GoldenLogTest, HoldsNothingThatThisVersionDoesNotKnow) {
  for (Entry& entry : log_) {
    ForEachMessage(entry, [&](Message& message) {
      EXPECT_TRUE(message.GetReflection()->GetUnknownFields(message).empty())
          << message.GetTypeName() << " at " << entry.header().first_position();
    });
    for (const Event& event : entry.events()) EXPECT_NE(event.event_case(), Event::EVENT_NOT_SET);
  }
}

TEST_P(GoldenLogTest, FoldsToTheFiguresOfItsOwnZ) {
  domain::MemoryShop shop;
  int closed_count = 0;
  for (const Entry& entry : log_) {
    for (const Event& event : entry.events()) {
      if (!event.has_business_day_closed()) continue;
      const auto& z = event.business_day_closed();
      const auto& day = std::get<domain::Day>(shop.Find(DayStream(z.totals().business_date())));
      EXPECT_EQ(day.totals.SerializeAsString(), z.totals().SerializeAsString());
      ++closed_count;
    }
    shop.Apply(entry.header(), EventsOf(entry));
  }
  EXPECT_GT(closed_count, 0);
}

TEST_P(GoldenLogTest, NumbersItsEventsDensely) {
  int64_t position = 1;
  std::map<std::string, int64_t> versions;
  for (const Entry& entry : log_) {
    EXPECT_EQ(entry.header().first_position(), position);
    position += entry.events_size();
    for (const Event& event : entry.events()) {
      const StreamId stream = StreamId::Of(entry.header().streams(event.stream_index()));
      EXPECT_EQ(event.version(), ++versions[stream.ToText()]) << stream.ToText();
    }
  }
}

// No rows are stored: every event must be one that each view can apply to what came before.
class RowsInMemory : public projections::RowSource {
 public:
  absl::StatusOr<bool> ReadRow(std::string_view key, Message& row) const override {
    const auto found = rows_.find(std::string(key));
    return found != rows_.end() && row.ParseFromString(found->second);
  }
  void Apply(const std::vector<projections::RowChange>& changes) {
    for (const projections::RowChange& change : changes) {
      if (change.erased) {
        rows_.erase(change.key);
      } else {
        rows_[change.key] = change.row;
      }
    }
  }

 private:
  std::map<std::string, std::string> rows_;
};

absl::Status Show(const std::vector<Entry>& log, const projections::Projection& view) {
  RowsInMemory source;
  projections::Rows changes(source);
  for (const Entry& entry : log) {
    for (const Event& event : entry.events()) {
      DAYBOOK_RETURN_IF_ERROR(view.Apply(entry.header(), event, changes));
    }
    source.Apply(changes.TakeChanges());
  }
  return absl::OkStatus();
}

TEST_P(GoldenLogTest, IsShownByEveryView) {
  for (const auto& view : projections::AllProjections()) {
    const absl::Status shown = Show(log_, *view);
    EXPECT_TRUE(shown.ok()) << view->name() << ": " << shown;
  }
}

TEST_P(GoldenLogTest, FoldsToTheSameWithFieldsOfALaterVersionWhichGoThrough) {
  const auto states = Fold(log_);
  std::vector<Entry> later = log_;
  for (Entry& entry : later) {
    ForEachMessage(entry, [](Message& message) {
      message.GetReflection()->MutableUnknownFields(&message)->AddVarint(kLaterField, 7);
    });
    const std::string bytes = entry.SerializeAsString();
    ASSERT_TRUE(entry.ParseFromString(bytes));
    EXPECT_EQ(entry.SerializeAsString(), bytes);
  }

  EXPECT_EQ(Fold(later), states);
  for (const auto& view : projections::AllProjections()) {
    EXPECT_TRUE(Show(later, *view).ok()) << view->name();
  }
}

TEST_P(GoldenLogTest, StopsAViewWithAnEventOfALaterVersion) {
  Event& event = *log_.back().mutable_events()->rbegin();
  event.clear_event();
  event.GetReflection()->MutableUnknownFields(&event)->AddLengthDelimited(kLaterField, "later");

  for (const auto& view : projections::AllProjections()) {
    EXPECT_EQ(ReasonOf(Show(log_, *view)), Reason::ERROR_REASON_EVENT_UNKNOWN) << view->name();
  }
  EXPECT_FALSE(Fold(log_).empty());
}

INSTANTIATE_TEST_SUITE_P(Versions, GoldenLogTest, ::testing::ValuesIn(GoldenLogs()), NameOf);

}  // namespace
}  // namespace daybook
