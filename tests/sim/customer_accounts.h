// The books of customers, kept from the log by arithmetic of their own: what is on them is what
// payments, refunds and lines put on and took off; a sale keeps its customer the points of what of
// it was not returned.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "daybook/event/v1/entry.pb.h"
#include "tests/sim/folds.h"

namespace daybook::sim {

class CustomerAccounts {
 public:
  // Adds an entry up and checks what it says.
  absl::Status Take(const event::v1::Entry& entry);

  // Compares the rows of the view with what was added up.
  absl::Status CheckViews(const Folds& folds) const;

 private:
  struct Books {
    int64_t points = 0;
    int64_t credit_minor = 0;
    int64_t owed_minor = 0;
  };
  struct Sale {
    std::map<int32_t, event::v1::SaleLine> lines;
    int64_t net_minor = 0;
    int64_t returned_minor = 0;
    int64_t earned_points = 0;
    int64_t kept_points = 0;
    bool voided = false;
  };
  // What moves on a book, by customer and payment; a line has none.
  using Moves = std::map<std::tuple<std::string, std::string>, int64_t>;

  void TakeLine(const event::v1::Entry& entry, const event::v1::Event& event);
  absl::Status TakeBook(const event::v1::Event& event, const std::string& customer_id,
                        Moves& moves);
  void TakePoints(const event::v1::Event& event, const std::string& customer_id, Moves& moves,
                  std::set<std::string>& changed);
  void TakeTurnover(const event::v1::Entry& entry, const event::v1::Event& event,
                    std::set<std::string>& changed);
  Moves MovesOf(const event::v1::Entry& entry) const;
  static absl::Status CheckKept(const Sale& sale);

  std::map<std::string, Books> books_;  // By customer.
  std::map<std::string, Sale> sales_;   // By id.
};

}  // namespace daybook::sim
