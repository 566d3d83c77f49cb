// Gift cards and commissions, kept from the log by arithmetic of their own: what is on a card is
// what sales put on it less what it paid, what was taken back, paid out and charged; every load is
// a line that was paid for, every redemption a payment; a salesperson keeps of a line what of it
// was not returned.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "daybook/edge/v1/config.pb.h"
#include "daybook/event/v1/entry.pb.h"
#include "tests/sim/folds.h"

namespace daybook::sim {

class ValueAccounts {
 public:
  // Adds an entry up and checks what it says.
  absl::Status Take(const event::v1::Entry& entry);

  // Compares the rows of the views with what was added up.
  absl::Status CheckViews(const Folds& folds) const;

 private:
  // Amounts by what they are about.
  using Amounts = std::map<std::string, int64_t>;

  struct Commission {
    int64_t net_minor = 0;  // What the line came to.
    int64_t returned_minor = 0;
    int64_t earned_minor = 0;
    int64_t kept_minor = 0;
  };
  struct Sale {
    std::map<int32_t, event::v1::SaleLine> lines;
    std::map<int32_t, Commission> commissions;
    bool voided = false;
  };

  void TakeLines(const event::v1::Entry& entry);
  void Complete(const event::v1::SaleCompleted& completed, Sale& sale);
  absl::Status TakeCards(const event::v1::Entry& entry);
  absl::Status TakeCardEvent(const event::v1::Entry& entry, const event::v1::Event& event,
                             const std::string& card_id);
  absl::Status CheckLoads(const event::v1::Entry& entry, const Amounts& loads) const;
  void TakeEarned(const event::v1::EntryHeader& header, const event::v1::CommissionEarned& earned,
                  Sale& sale);
  void TakeReversed(const event::v1::EntryHeader& header,
                    const event::v1::CommissionReversed& reversed, Sale& sale);
  absl::Status TakeCommissions(const event::v1::Entry& entry);
  static absl::Status CheckKept(const Sale& sale);

  std::map<std::string, Sale> sales_;  // By id.
  Amounts balances_;                   // By gift card.
  std::map<int32_t, Amounts> by_day_;  // Commissions by employee.
};

}  // namespace daybook::sim
