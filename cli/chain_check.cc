#include "cli/chain_check.h"

#include "cli/entry_text.h"
#include "core/entry/chain.h"

namespace daybook::cli {
namespace {

absl::Status NotDense(int64_t position, std::string_view problem) {
  return Error(Reason::ERROR_REASON_LOG_NOT_DENSE, "after position {position}: {problem}",
               {{"position", position}, {"problem", problem}});
}

absl::Status CheckPlaces(const event::v1::Entry& entry, int64_t position) {
  const event::v1::EntryHeader& header = entry.header();
  if (header.first_position() != position + 1) return NotDense(position, "an entry is missing");
  if (header.event_count() < 1 || header.event_count() != entry.events_size()) {
    return NotDense(position, "the entry does not have as many events as it says");
  }
  for (int i = 0; i < entry.events_size(); ++i) {
    if (entry.events(i).offset() != i) return NotDense(position, "an event is out of place");
  }
  return absl::OkStatus();
}

// An epoch begins where the one before it was left.
absl::Status CheckEpochs(const event::v1::Entry& entry, const Digest& hash) {
  for (const event::v1::Event& event : entry.events()) {
    if (!event.has_epoch_started()) continue;
    if (event.epoch_started().previous_hash() == hash.AsBytes()) continue;
    return Error(
        Reason::ERROR_REASON_CHAIN_BROKEN,
        "epoch {epoch} does not continue the log at position {position}",
        {{"epoch", event.epoch_started().epoch()}, {"position", entry.header().first_position()}});
  }
  return absl::OkStatus();
}

}  // namespace

ChainCheck::ChainCheck(const Uuid& log_id) : hash_(FirstHash(log_id)) {}

absl::Status ChainCheck::Add(std::string_view entry_bytes) {
  DAYBOOK_ASSIGN_OR_RETURN(const event::v1::Entry entry, ParseEntry(entry_bytes));
  DAYBOOK_RETURN_IF_ERROR(CheckPlaces(entry, position_));
  DAYBOOK_RETURN_IF_ERROR(CheckEpochs(entry, hash_));
  hash_ = NextHash(hash_, entry_bytes);
  position_ = LastPosition(entry);
  ++entry_count_;
  return absl::OkStatus();
}

absl::Status ChainCheck::CheckHead(const Digest& head_hash) const {
  if (hash_ == head_hash) return absl::OkStatus();
  return Error(
      Reason::ERROR_REASON_CHAIN_BROKEN,
      "at position {position} the entries give {computed}, but the edge states {stated}",
      {{"position", position_}, {"computed", hash_.ToHex()}, {"stated", head_hash.ToHex()}});
}

}  // namespace daybook::cli
