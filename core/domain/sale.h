// One sale: its table of states, and the fold of what happened to it.
//
// No event costs more than the logarithm of the sale's lines; what the sale comes to is worked out
// when somebody asks (pricing.h). A voided or abandoned sale lets its lines go, a completed one
// keeps them for returns; payments stay, for what is learned of them later.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "core/domain/payment.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class SaleState {
  kNotStarted,
  kOpen,
  kSuspended,
  kCompleted,
  kPartlyReturned,
  kReturned,
  kVoided,
  kAbandoned
};
inline constexpr int kSaleStateCount = 8;

// One row of the table of states: what stands against a command in each state. The only place that
// says so; docs/domain.md shows a copy.
struct SaleRule {
  edge::v1::Command::CommandCase command;
  Reason objections[kSaleStateCount];  // By SaleState; ERROR_REASON_UNSPECIFIED: allowed.
};
std::span<const SaleRule> SaleRules();

// Returns what stands against `command` in that state, or OK.
// REQUIRES: the table has a row for it.
absl::Status CheckSaleState(SaleState state, edge::v1::Command::CommandCase command,
                            const Uuid& sale_id);

// Returns the state's name as people read it: "open".
std::string_view SaleStateName(SaleState state);

// So much of a line that the kitchen was sent at once.
struct SentPart {
  int64_t quantity_milli = 0;
  int32_t ticket_line = 0;       // What the tickets call the line.
  std::vector<Uuid> ticket_ids;  // Each asks for all of it.

  bool operator==(const SentPart&) const = default;
};

// What falls into one tax category of what a line of a completed sale came to.
struct LinePart {
  std::string tax_category;
  int64_t net_minor = 0;  // After discounts.
  int64_t tax_minor = 0;  // Its share of the tax.
  int64_t returned_net_minor = 0;
  int64_t returned_tax_minor = 0;

  bool operator==(const LinePart&) const = default;
};

struct SaleLine {
  event::v1::SaleLine sold;                                             // As it stands.
  event::v1::OrderType order_type = event::v1::ORDER_TYPE_UNSPECIFIED;  // The sale's.
  bool removed = false;                                                 // Its number stays taken.
  // How many discounts the sale had when the line came from another one: those on the whole sale
  // among them are not on it.
  size_t discounts_before = 0;
  bool whole = false;  // Others are or were part of it: the kitchen makes those.

  // Once the sale is completed.
  std::vector<LinePart> parts;
  int64_t returned_milli = 0;
  int64_t commission_minor = 0;           // What its salesperson earned.
  int64_t returned_commission_minor = 0;  // What of that went back.

  std::vector<SentPart> sent;  // To the kitchen, in the order of sending.
  // Returns how much of it was sent to the kitchen and is still wanted there.
  int64_t SentMilli() const;
  // Returns how much of it the guest has or waits for.
  int64_t WantedMilli() const;
};

// Returns how much of each part is taken back if so much less is wanted: what was sent last first.
std::vector<int64_t> TakenBack(const std::vector<SentPart>& sent, int64_t quantity_milli);

// Whether what is sold is turnover. What is not is neither discounted nor taxed.
bool IsTurnover(event::v1::LineKind kind);

// Something that is taken off.
struct Discount {
  int32_t number = 0;
  std::vector<int32_t> lines;  // Ascending; none: the whole sale.
  int64_t rate_ppm = 0;        // Or, if it is 0,
  int64_t amount_minor = 0;    // so much.
  event::v1::DiscountReason reason = event::v1::DISCOUNT_REASON_UNSPECIFIED;
  std::string note;
  bool removed = false;  // Its number stays taken.
};

Discount DiscountOf(const event::v1::SaleDiscountApplied& applied);
event::v1::SaleDiscountApplied AppliedOf(const Discount& discount);

struct ServiceCharge {
  int64_t rate_ppm = 0;
  bool mandatory = false;
  std::string tax_category;

  bool operator==(const ServiceCharge&) const = default;
};

struct SaleTip {
  event::v1::Tip tip;
  std::optional<Uuid> payment_id;  // None: it is paid with the sale.
};

struct Sale {
  int64_t version = 0;
  SaleState state = SaleState::kNotStarted;
  std::string register_name;  // While it is suspended: who has suspended it.
  std::string currency_code;
  bool prices_include_tax = false;
  int32_t start_business_date = 0;  // Its taxes are those of this date.
  int32_t open_on_date = 0;         // The business day that counts it as open.
  google::protobuf::Timestamp first_item_time;

  event::v1::OrderType order_type = event::v1::ORDER_TYPE_UNSPECIFIED;
  std::string table;
  int32_t guest_count = 0;
  std::optional<Uuid> customer_id;
  std::string owner;  // The employee who looks after it.
  event::v1::SaleChannel channel = event::v1::SALE_CHANNEL_UNSPECIFIED;
  bool bill_presented = false;
  int32_t verified_age_years = 0;
  std::map<int32_t, SaleLine> lines;  // By number; removed ones too.
  int32_t line_count = 0;             // Without the removed ones.
  int64_t subtotal_minor = 0;
  std::vector<Discount> discounts;              // As they were applied; removed ones too.
  std::vector<event::v1::OfferApplied> offers;  // As they were applied.
  ServiceCharge service_charge;

  std::map<Uuid, Payment> payments;
  int64_t paid_minor = 0;           // By those that count.
  std::map<int32_t, SaleTip> tips;  // By number.
  int64_t tip_minor = 0;
  // What comes back in exchange when it is completed, by number; all of one sale.
  std::map<int32_t, event::v1::SaleReturnLineAdded> return_lines;
  std::set<int32_t> open_discrepancies;  // Lines whose price a manager has to look at.

  int32_t send_count = 0;       // To the kitchen.
  std::set<Uuid> tickets;       // Of all of them, and of lines that came from other sales.
  size_t sent_place_count = 0;  // How often its lines name a ticket, those taken back included.
  int32_t order_number = 0;     // What it is called out by; 0: nothing.

  // Once it is completed.
  event::v1::SaleCompleted completed;
  int32_t completed_business_date = 0;
  int64_t return_count = 0;
  int64_t returned_minor = 0;
  int64_t reversed_points = 0;  // Of those that its completion earned.
  std::map<Uuid, Payment> refunds;
  int64_t refunded_minor = 0;

  // Returns the line unless there is none or it was removed.
  const SaleLine* FindLine(int32_t line) const;
  // Returns what comes back in exchange, as it was worked out when the lines were added.
  int64_t ExchangeMinor() const;
  // Whether goods that were brought back pay for it.
  bool IsExchange() const;
  // Returns the discount, also if it was removed, or null.
  const Discount* FindDiscount(int32_t number) const;
  // Returns the payment's state, kNone if there is no such payment.
  PaymentState PaymentStateOf(const Uuid& payment_id) const;
  // Whether it is completed and something of it is left.
  bool Stands() const {
    return state == SaleState::kCompleted || state == SaleState::kPartlyReturned;
  }
  // Whether it has been completed, whatever became of it since.
  bool WasCompleted() const {
    return Stands() || state == SaleState::kReturned || state == SaleState::kVoided;
  }
  // Returns what a payment comes to without the tips that came with it. REQUIRES: it is known.
  int64_t WithoutTips(const Uuid& payment_id) const;
  // Returns what the payments in that state ask for.
  int64_t AmountIn(PaymentState payment_state) const;
  event::v1::OrderType OrderTypeOf(const SaleLine& line) const {
    return line.order_type == event::v1::ORDER_TYPE_UNSPECIFIED ? order_type : line.order_type;
  }
};

// Applies an event on the sale's stream. What makes no sense is passed over.
void Evolve(Sale& sale, const event::v1::EntryHeader& header, const event::v1::Event& event);

}  // namespace daybook::domain
