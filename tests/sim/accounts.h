// The shop's money, goods and numbers, added up from the log by arithmetic of its own: what was
// sold is what was paid, is what the totals say, is what the Z says.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "daybook/event/v1/day.pb.h"
#include "tests/sim/customer_accounts.h"
#include "tests/sim/folds.h"
#include "tests/sim/goods_accounts.h"
#include "tests/sim/kitchen_accounts.h"
#include "tests/sim/ledger.h"
#include "tests/sim/staff_accounts.h"
#include "tests/sim/value_accounts.h"

namespace daybook::sim {

class Accounts {
 public:
  // Adds an entry up and checks what it says.
  absl::Status Take(const event::v1::Entry& entry);

  // Compares the figures of the views with what was added up.
  absl::Status CheckViews(const Folds& folds) const;

  int64_t completed_count() const { return completed_count_; }
  const StaffAccounts& staff() const { return staff_; }
  int64_t closed_day_count() const { return closed_day_count_; }
  int64_t closed_period_count() const { return closed_period_count_; }

 private:
  struct Line {
    std::string sku;
    bool goods = false;
    bool turnover = true;
    int64_t quantity_milli = 0;
    int64_t amount_minor = 0;
    int64_t returned_milli = 0;
    int64_t returned_minor = 0;
  };
  struct Sale {
    std::map<int32_t, Line> lines;
    std::map<int, int64_t> paid_by_tender;
    std::map<int32_t, int64_t> tips;
    int64_t rounding_minor = 0;
    event::v1::SaleCompleted completed;
    bool was_completed = false;
    bool over = false;
    int64_t document_count = 0;
    int64_t returned_minor = 0;
    int64_t refunded_minor = 0;
  };
  struct Figures {
    int64_t sale_count = 0;
    int64_t line_count = 0;
    int64_t total_minor = 0;
    int64_t other_minor = 0;  // No turnover.
    int64_t abandoned_count = 0;
    int64_t removed_line_count = 0;
    int64_t tip_minor = 0;
    int64_t rounding_minor = 0;
    int64_t voided_count = 0;
    int64_t return_count = 0;
    int64_t no_sale_count = 0;
    std::map<std::string, int64_t> by_tender;

    bool operator==(const Figures&) const = default;
  };
  struct Money {
    int tender = 0;
    std::string drawer;
    int64_t amount_minor = 0;  // As rounded.
  };
  absl::Status CheckRefunds(const event::v1::Entry& entry) const;
  absl::Status TakeEvent(const event::v1::Entry& entry, const event::v1::Event& event);
  absl::Status TakeLine(const event::v1::Event& event, Sale& sale);
  absl::Status MoveOut(const event::v1::LinesMovedOut& moved, const std::string& sale_id);
  absl::Status MoveIn(const event::v1::LinesMovedIn& moved, Sale& sale);
  absl::Status TakePayment(const event::v1::EntryHeader& header, const event::v1::Event& event,
                           Sale& sale);
  absl::Status TakeReceived(const event::v1::EntryHeader& header,
                            const event::v1::PaymentReceived& received, Sale& sale);
  absl::Status TakeMoney(const event::v1::EntryHeader& header, const event::v1::Payment& payment,
                         int64_t rounding_minor, Sale& sale);
  absl::Status GiveBack(const event::v1::EntryHeader& header, const event::v1::Payment& payment,
                        int64_t rounding_minor, Sale& sale);
  absl::Status CorrectTender(const event::v1::EntryHeader& header,
                             const event::v1::PaymentTenderCorrected& corrected, Sale& sale);
  absl::Status TakeTip(const event::v1::EntryHeader& header, const event::v1::Tip& tip,
                       const event::v1::Payment* with, Sale& sale);
  void Count(const event::v1::EntryHeader& header, const Money& money, int64_t sign, Sale& sale);
  static absl::Status CheckSums(const Sale& sale, const event::v1::SaleCompleted& completed);
  absl::Status TakeCompletion(const event::v1::Entry& entry,
                              const event::v1::SaleCompleted& completed,
                              const std::string& sale_id);
  absl::Status TakeVoid(const event::v1::EntryHeader& header, const event::v1::SaleVoided& voided,
                        Sale& sale);
  absl::Status TakeReturn(const event::v1::Entry& entry, const event::v1::ItemsReturned& returned,
                          Sale& sale);
  absl::Status TakeRefund(const event::v1::EntryHeader& header,
                          const event::v1::PaymentRefunded& refunded, Sale& sale);
  absl::Status CheckGoods(const event::v1::Entry& entry, const Sale& sale) const;
  absl::Status TakeDocument(const event::v1::DocumentIssued& document, const std::string& series);
  absl::Status TakeDrawer(const event::v1::Event& event, const std::string& session_id);
  absl::Status MoveCash(const common::v1::Money& amount, int64_t sign,
                        const std::string& session_id);
  absl::Status CheckZ(const event::v1::BusinessDayClosed& closed);
  absl::Status CheckPeriod(const event::v1::PeriodClosed& closed);
  void AddPerpetual(const event::v1::DayTotals& totals);
  absl::Status TakeDay(const event::v1::EntryHeader& header, const event::v1::Event& event);
  static Figures FiguresOf(const event::v1::DayTotals& totals);

  std::map<std::string, Sale> sales_;                       // By id.
  std::map<std::pair<std::string, int32_t>, Line> moving_;  // By the sale and its line's number.
  std::map<std::string, Money> payments_;                   // Those that count, by id.
  std::set<std::string> refunds_;                           // Ids.
  std::map<int32_t, Figures> days_;                         // By business date.
  std::map<int32_t, event::v1::DayTotals> z_;  // Of closed days, with their supplements.
  std::map<std::string, int64_t> drawers_;     // Open ones: what should be in them.
  int64_t safe_minor_ = 0;
  std::map<std::string, int64_t> series_;  // The last counter.
  int64_t perpetual_net_minor_ = 0;        // Of all closed days, with what came late.
  int64_t perpetual_absolute_minor_ = 0;   // The same, each amount as it was.
  StaffAccounts staff_;
  GoodsAccounts goods_;
  KitchenAccounts kitchen_;
  ValueAccounts value_;
  CustomerAccounts customers_;
  int64_t completed_count_ = 0;
  int64_t closed_day_count_ = 0;
  int64_t closed_period_count_ = 0;
};

}  // namespace daybook::sim
