// Entries for tests of the log: as the engine would make them, with contents that do not matter.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::testing {

// Makes entries that follow each other: positions, versions and, for own commands, sequences are
// those that a log expects next. The same seed makes the same entries.
class EntryMaker {
 public:
  explicit EntryMaker(uint64_t seed = 1) : random_(seed) {}

  // A stream and how many events of one case are put on it.
  struct Part {
    StreamId stream;
    int event_type = event::v1::Event::kStockSoldFieldNumber;
    int event_count = 1;
  };

  // Makes the next entry.
  event::v1::Entry Make(const std::vector<Part>& parts);

  // Makes the next entry as an own command of `install_id`.
  event::v1::Entry MakeOwn(const Uuid& install_id, const std::vector<Part>& parts);

  // Makes entries as a shop leaves them: 1 to 4 streams, 1 to 6 events, now and then an own
  // command.
  event::v1::Entry MakeAny();

  // What the next entries are recorded with.
  void SetTime(int64_t seconds) { seconds_ = seconds; }
  void SetRegister(std::string name) { register_ = std::move(name); }
  void SetPadding(int64_t bytes) { padding_bytes_ = bytes; }

  int64_t next_position() const { return next_position_; }
  int64_t version(const StreamId& stream) { return versions_[stream.ToText()]; }

  // Goes on as if nothing had been made after `position`, given the entries up to there.
  void Rewind(const std::vector<event::v1::Entry>& kept);

 private:
  Uuid MakeId();
  void Count(const event::v1::Entry& entry);

  SeededRandom random_;
  int64_t next_position_ = 1;
  int64_t seconds_ = 1'478'300'000;
  int64_t padding_bytes_ = 0;
  std::string register_ = "K1";
  std::map<std::string, int64_t> versions_;
  std::map<Uuid, int64_t> sequences_;
};

// A UUID that is the same for the same number.
Uuid UuidOf(int64_t number);

// The stream of the sale of that number.
inline StreamId SaleStream(int64_t number) {
  return StreamId::Of(Category::CATEGORY_SALE, UuidOf(number));
}

}  // namespace daybook::testing
