// A shop in memory that commands are sent to, and the commands: what the tests of the domain
// arrange and act with. Every command happens on 2016-11-05 at 09:15 local time unless it is
// changed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/memory_shop.h"

namespace daybook::domain {

inline constexpr int32_t kToday = 20161105;
inline constexpr int32_t kTomorrow = 20161106;

// Returns a UUID that is `number` and nothing else.
Uuid TestUuid(uint8_t number);
std::string TestId(uint8_t number);

common::v1::Money Gbp(int64_t minor_units);

// Returns the id of the ticket that a send of the sale leaves at a station.
Uuid TestTicket(uint8_t sale, int32_t send = 1, std::string_view station = "kitchen");

// A shop in the United Kingdom: prices include 20 % on "standard" and 0 % on "zero". Its kitchen
// makes drinks at the bar and everything else at the station "kitchen"; register 1 calls orders out
// by the numbers 1 to 99.
edge::v1::ShopConfig BritishShop();

// Virginia and a county: 4.3 % + 1.0 % on "general", added to prices in USD.
edge::v1::ShopConfig AmericanShop();

edge::v1::Command NewCommand();
edge::v1::Command StartSale(uint8_t sale);
// Line `line`, `pieces` of goods "bread" of category "bakery", standard tax.
edge::v1::Command AddLine(uint8_t sale, int32_t line, int64_t price_minor, int64_t pieces = 1);
edge::v1::Command ChangeQuantity(uint8_t sale, int32_t line, int64_t quantity_milli);
edge::v1::Command RemoveLine(uint8_t sale, int32_t line);
edge::v1::Command NotFound(uint8_t sale, std::string_view code);
edge::v1::Command PayCash(uint8_t sale, uint8_t payment, int64_t amount_minor, uint8_t drawer);
edge::v1::Command PayCard(uint8_t sale, uint8_t payment, int64_t amount_minor);
edge::v1::Command StartPayment(uint8_t sale, uint8_t payment, int64_t amount_minor);
edge::v1::Command Approve(uint8_t sale, uint8_t payment, int64_t amount_minor);
edge::v1::Command Decline(uint8_t sale, uint8_t payment);
edge::v1::Command ReportUnknown(uint8_t sale, uint8_t payment);
edge::v1::Command Forward(uint8_t sale, uint8_t payment, int64_t amount_minor);
// Drawer 0: none.
edge::v1::Command Reverse(uint8_t sale, uint8_t payment, uint8_t drawer = 0);
edge::v1::Command CorrectTender(uint8_t sale, uint8_t payment, event::v1::Tender tender,
                                uint8_t drawer = 0);
// For the pool; payment 0: to be paid with the sale.
edge::v1::Command AddTip(uint8_t sale, int32_t tip, int64_t amount_minor, uint8_t payment = 0);
edge::v1::Command AdjustTip(uint8_t sale, int32_t tip, int64_t amount_minor);
edge::v1::Command Complete(uint8_t sale);
edge::v1::Command Void(uint8_t sale);
// Of one line; the refund is payment `refund`, by card; an amount of 0: none.
edge::v1::Command Return(uint8_t sale, int32_t line, int64_t quantity_milli, uint8_t refund,
                         int64_t amount_minor);
edge::v1::Command OverridePrice(uint8_t sale, int32_t line, int64_t price_minor);
// No lines: the whole sale.
edge::v1::Command TakeOffRate(uint8_t sale, int32_t discount, int64_t rate_ppm,
                              std::vector<int32_t> lines = {});
edge::v1::Command TakeOffAmount(uint8_t sale, int32_t discount, int64_t amount_minor,
                                std::vector<int32_t> lines = {});
edge::v1::Command RemoveDiscount(uint8_t sale, int32_t discount);
edge::v1::Command ChangeOrderType(uint8_t sale, int32_t line, event::v1::OrderType order_type);
// In the tax category "standard".
edge::v1::Command ChargeService(uint8_t sale, int64_t rate_ppm, bool mandatory = false);
edge::v1::Command Suspend(uint8_t sale);
edge::v1::Command Retrieve(uint8_t sale);
edge::v1::Command Abandon(uint8_t sale);
edge::v1::Command OpenDrawer(uint8_t drawer, int64_t balance_minor);
edge::v1::Command CountDrawer(uint8_t drawer, int64_t counted_minor);
edge::v1::Command CloseDrawer(uint8_t drawer);
edge::v1::Command DropCash(uint8_t drawer, int64_t amount_minor);
edge::v1::Command PayIn(uint8_t drawer, int64_t amount_minor);
edge::v1::Command PayOut(uint8_t drawer, int64_t amount_minor);
edge::v1::Command OpenWithoutSale(uint8_t drawer);
edge::v1::Command HandOver(uint8_t drawer, std::string_view to_employee);
edge::v1::Command DepositToSafe(int64_t amount_minor);
edge::v1::Command WithdrawFromSafe(int64_t amount_minor);
edge::v1::Command CountSafe(int64_t counted_minor);
edge::v1::Command PrepareBankDeposit(int64_t amount_minor);
edge::v1::Command ClockIn(std::string_view employee);
edge::v1::Command ClockOut(std::string_view employee);
edge::v1::Command StartBreak(std::string_view employee);
edge::v1::Command EndBreak(std::string_view employee);
// To eight hours from 09:00 with half an hour of breaks.
edge::v1::Command CorrectClock(std::string_view employee, int64_t period);
edge::v1::Command SetPin(std::string_view employee);
edge::v1::Command SignIn(std::string_view employee,
                         event::v1::SignInOutcome outcome = event::v1::SIGN_IN_OUTCOME_ACCEPTED);
edge::v1::Command SignOut(std::string_view employee, bool close_shift = false);
edge::v1::Command RequestApproval(uint8_t approval, std::string_view permission,
                                  std::string_view subject);
edge::v1::Command AnswerApproval(uint8_t approval, bool grant = true);
// The same command, with that approval.
edge::v1::Command Approved(edge::v1::Command command, uint8_t approval);
// The same command, so many minutes later.
edge::v1::Command Later(edge::v1::Command command, int64_t minutes);
// The stream of a sale as people write it.
std::string SaleText(uint8_t sale);
edge::v1::Command OpenDay(int32_t business_date = kToday);
edge::v1::Command CloseDay(int32_t business_date = kToday);
edge::v1::Command VerifyAge(uint8_t sale, int32_t age_years);
edge::v1::Command ChangeTable(uint8_t sale, std::string_view table);
edge::v1::Command SetGuestCount(uint8_t sale, int32_t guest_count);
edge::v1::Command ChangeOwner(uint8_t sale, std::string_view to_employee);
edge::v1::Command PresentBill(uint8_t sale);
edge::v1::Command MoveLines(uint8_t sale, uint8_t to_sale, std::vector<int32_t> lines);
edge::v1::Command SplitSale(uint8_t sale, uint8_t to_sale, std::vector<int32_t> lines);
edge::v1::Command MergeSales(uint8_t sale, uint8_t to_sale);
edge::v1::Command ReceiveStock(std::string_view sku, int64_t quantity_milli);
// AddLine of a dish for the kitchen; course 0: none.
edge::v1::Command AddDish(uint8_t sale, int32_t line, int32_t course, int64_t pieces = 1);
edge::v1::Command SendOrder(uint8_t sale, int32_t fired_course = 0);
edge::v1::Command FireCourse(uint8_t sale, int32_t course);
edge::v1::Command StartItem(const Uuid& ticket_id, int32_t line);
edge::v1::Command ReadyItem(const Uuid& ticket_id, int32_t line);
edge::v1::Command Bump(const Uuid& ticket_id);
edge::v1::Command Recall(const Uuid& ticket_id);
// No lines: all.
edge::v1::Command Refire(const Uuid& ticket_id, std::vector<int32_t> lines = {});
edge::v1::Command MoveTicket(const Uuid& ticket_id, std::string_view station);
edge::v1::Command Prioritise(const Uuid& ticket_id, bool withdraw = false);
edge::v1::Command Serve(const Uuid& ticket_id);
edge::v1::Command EightySix(std::string_view sku);
edge::v1::Command PutBack(std::string_view sku);
edge::v1::Command CloseStation(std::string_view station, std::string_view fallback = {});
edge::v1::Command OpenStation(std::string_view station);
edge::v1::Command PrinterFails(std::string_view station, std::string_view problem);
edge::v1::Command ReroutePrint(std::string_view station, std::string_view print_station);
edge::v1::Command PrinterRestored(std::string_view station);

// Every command once, complete and right, on sale 1, line 1, payment 1 and drawer 1; what is about
// a terminal, on payment 7; lines move to sale 2, or to a new sale 3; what is about a ticket, on
// that of the sale's first send.
std::vector<edge::v1::Command> OneOfEach();

// Returns the names of the events' cases, in order: "SaleCreated"; but for those of the audit
// trail, which say nothing new of what was done.
std::vector<std::string> EventNames(const std::vector<NewEvent>& events);

// Decides commands and applies what they lead to.
class ShopAtWork {
 public:
  explicit ShopAtWork(edge::v1::ShopConfig config = BritishShop()) : config_(std::move(config)) {}

  // Register "1", employee "ada".
  absl::StatusOr<Decision> Ask(const edge::v1::Command& command);
  // The same, approved by a supervisor.
  absl::StatusOr<Decision> AskApproved(const edge::v1::Command& command);
  // The same, from another register.
  absl::StatusOr<Decision> AskAt(std::string_view register_name, const edge::v1::Command& command);
  // The same, by somebody of that role; without the permission for the command, as the writer has
  // it: refused but for an approval.
  absl::StatusOr<Decision> AskAs(std::string_view employee, edge::v1::Role role,
                                 const edge::v1::Command& command);
  // An own command of installation 200 at register "1".
  Decision Own(const edge::v1::Command& command);

  // Asks for all of them; each must be accepted.
  void MustAsk(const std::vector<edge::v1::Command>& commands);

  const Sale& SaleAt(uint8_t sale);
  const Drawer& DrawerAt(uint8_t drawer);
  const Day& DayAt(int32_t business_date = kToday);
  const Employee& EmployeeAt(std::string_view code);
  const Approval& ApprovalAt(uint8_t approval);
  const StockItem& StockAt(std::string_view sku);
  const event::v1::KitchenTicket& TicketAt(const Uuid& ticket_id);

  MemoryShop& shop() { return shop_; }
  edge::v1::ShopConfig& config() { return config_; }

 private:
  absl::StatusOr<Decision> Execute(const edge::v1::Command& command, const Context& context);

  edge::v1::ShopConfig config_;
  MemoryShop shop_;
};

}  // namespace daybook::domain
