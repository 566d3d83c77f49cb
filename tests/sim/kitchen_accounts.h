// The kitchen, added up from the log by arithmetic of its own: what was sent of a line is what its
// tickets ask for, at every station.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/sim/folds.h"
#include "tests/sim/ledger.h"

namespace daybook::sim {

class KitchenAccounts {
 public:
  // Adds an entry up and checks what it says.
  absl::Status Take(const event::v1::Entry& entry);

  // Compares the boards with the tickets that are open.
  absl::Status CheckViews(const Folds& folds) const;

 private:
  struct Ticket {
    std::string sale_id;
    int32_t send = 0;
    bool open = false;
    int64_t wanted_seconds = 0;               // When it was sent, or promised for if that is later.
    std::map<int32_t, int64_t> wanted_milli;  // By line.
  };
  // A line of a sale.
  struct Line {
    int64_t sold_milli = 0;  // Less what came back.
    int64_t sent_milli = 0;
    // The tickets that ask for it, by id, and what they call it.
    std::set<std::pair<std::string, int32_t>> asked;
  };
  struct Sale {
    std::map<int32_t, Line> lines;
    int32_t order_number = 0;
  };

  absl::Status TakeEvent(const event::v1::Event& event, const std::string& key);
  void TakeReturn(const event::v1::ItemsReturned& returned, const std::string& sale_id);
  absl::Status TakeOrder(const event::v1::OrderSent& order, const std::string& sale_id);
  absl::Status TakeTicket(const event::v1::KitchenTicket& ticket, const std::string& ticket_id);
  absl::Status TakeVoided(const event::v1::TicketItemVoided& voided, const std::string& ticket_id);
  absl::Status Move(const event::v1::LinesMovedIn& moved, const std::string& to_sale_id);
  absl::Status CheckLine(const Line& line) const;

  std::map<std::string, Sale> sales_;      // By id.
  std::map<std::string, Ticket> tickets_;  // By id.
  std::set<std::string> touched_;          // Sales of the entry.
  int64_t last_seconds_ = 0;               // The latest time at which something was sent.
};

}  // namespace daybook::sim
