#include "core/domain/catalogue_aggregates.h"

#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"

namespace daybook::domain {

using event::v1::Event;

void Evolve(Item& item, const Event& event) {
  ++item.version;
  Evolve(item.item, event);
}

void Evolve(Offers& offers, const Event& event) {
  ++offers.version;
  if (!event.has_offer_changed()) return;
  const event::v1::OfferChanged& changed = event.offer_changed();
  if (changed.withdrawn()) {
    offers.by_name.erase(changed.offer());
  } else if (offers.by_name.size() < kOffersMax || offers.by_name.contains(changed.offer())) {
    offers.by_name[changed.offer()] = changed;
  }
}

void Evolve(Flag& flag, const Event& event) {
  ++flag.version;
  if (!event.has_flag_changed()) return;
  const event::v1::FlagChanged& changed = event.flag_changed();
  const bool has_room = flag.by_store.size() < kFlagStoresMax;
  if (has_room || flag.by_store.contains(changed.store())) {
    flag.by_store[changed.store()] = changed;
  }
}

void Evolve(Import& import, const Event& event) {
  ++import.version;
  switch (event.event_case()) {
    case Event::kImportBegun:
      import.state = ImportState::kOpen;
      return;
    case Event::kImportItemsStaged:
      import.staged_count =
          AddClamped(import.staged_count, event.import_items_staged().skus_size());
      return;
    case Event::kImportActivated:
      import.state = ImportState::kActivated;
      return;
    case Event::kImportAborted:
      import.state = ImportState::kAborted;
      return;
    default:
      return;
  }
}

}  // namespace daybook::domain
