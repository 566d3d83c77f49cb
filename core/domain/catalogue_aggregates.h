// What the streams of the catalogue fold to.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/base/status.h"
#include "daybook/edge/v1/catalogue.pb.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Item {
  int64_t version = 0;
  edge::v1::CatalogueItem item;  // What its own stream says: catalogue.h, FindItem.
};

// The shop's offers.
struct Offers {
  int64_t version = 0;
  std::map<std::string, event::v1::OfferChanged, std::less<>> by_name;  // Without the withdrawn.
};

struct Flag {
  int64_t version = 0;
  std::map<std::string, event::v1::FlagChanged> by_store;  // "": the others.
};

enum class ImportState { kNotBegun, kOpen, kActivated, kAborted };
inline constexpr int kImportStateCount = 4;

struct Import {
  int64_t version = 0;
  ImportState state = ImportState::kNotBegun;
  int64_t staged_count = 0;
};

// Apply an event on the aggregate's stream. What makes no sense is passed over.
void Evolve(Item& item, const event::v1::Event& event);
void Evolve(Offers& offers, const event::v1::Event& event);
void Evolve(Flag& flag, const event::v1::Event& event);
void Evolve(Import& import, const event::v1::Event& event);

}  // namespace daybook::domain
