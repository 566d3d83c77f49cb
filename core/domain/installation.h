// One installation of a till, as far as the rules are concerned: which of its sales have a command
// that waits for a person, and gather what follows.
#pragma once

#include <cstdint>
#include <deque>

#include "core/base/ids.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

struct Installation {
  int64_t version = 0;
  std::deque<Uuid> set_aside_sales;  // Oldest first, each once, at most kSetAsideSalesMax.

  bool HasSetAside(const Uuid& sale_id) const;
};

// Applies an event on the stream attention-<installation>.
void Evolve(Installation& installation, const event::v1::Event& event);

}  // namespace daybook::domain
