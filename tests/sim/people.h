// What people do in the simulated shop: cashiers sell, a manager looks after the days. Each gesture
// is a few commands. A cashier knows what the rules would say (a till decides by the same rules),
// and sometimes does what they forbid.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/domain/memory_shop.h"
#include "core/domain/permissions.h"
#include "daybook/edge/v1/command.pb.h"
#include "tests/sim/storekeeper.h"

namespace daybook::sim {

// The employee who may approve what others may not do alone.
inline constexpr char kBoss[] = "boss";

// A command that a person wants carried out.
struct Wish {
  edge::v1::Command command;
  bool permitted = true;  // Whether the rules allow it, as far as the person can know.
};

// When and how the person acts.
struct Moment {
  absl::Time now;
  int32_t business_date = 0;
  bool going_home = false;  // Ends what is open and begins nothing.
};

class Cashier {
 public:
  struct Post {
    std::string register_name;
    std::string employee;
    edge::v1::Role role = edge::v1::ROLE_SUPERVISOR;
    std::optional<Uuid> install_id;  // Of a till that decides by itself.
  };

  // `shop` outlives this.
  Cashier(const edge::v1::ShopConfig& shop, Post post, uint64_t seed);

  // Returns the next gesture; nothing if there is nothing to do.
  std::vector<Wish> Next(const Moment& moment);

  // The edge has refused what the rules allow: what it was about is left lying.
  void GiveUp();

  // Goes on as another person would from here, on the same till.
  void TakeOver(uint64_t seed) { random_ = SeededRandom(seed); }
  void MoveTo(const Uuid& install_id) { post_.install_id = install_id; }

  const Post& post() const { return post_; }

 private:
  bool Chance(int64_t percent) { return random_.Below(100) < percent; }
  Uuid NewId() { return NewUuid(now_, random_); }
  // Wishes for a command, and notes what it would lead to.
  void Do(edge::v1::Command command);
  edge::v1::Command Blank() const;
  const domain::Sale& sale();
  bool drawer_is_open();
  int64_t Due();

  void OpenDrawer();
  void CloseDrawer();
  void UseDrawer();
  void UseSafe();
  void StartSale();
  void AddLine(int64_t price_minor);
  void AddModifier(edge::v1::AddLineItem& add);
  void AddDeposit();
  void AddCombo();
  Uuid SomeGiftCard();
  Uuid SomeCustomer();
  void LookAfterCustomer();
  void AttachCustomer();
  void AddAccountPayment();
  bool PayByBook(int64_t amount_minor);
  void AddGiftCard();
  bool PayByGiftCard(int64_t amount_minor);
  void CashOutGiftCard();
  void AddSomeLine();
  void VerifyAge();
  void PresentBill();
  void LookAfterGuests();
  void Split();
  void ChangeLine();
  void RemoveLine();
  void ReportNotFound();
  void TakeOff();
  void TakeBack();
  void OverridePrice();
  void ChargeService();
  void SuspendAndRetrieve();
  void SendOrder();
  std::optional<Uuid> SomeTicket();
  void WorkOnTicket(const Uuid& ticket_id);
  void WorkOnStation();
  void Reroute(const std::string& station);
  void FireCourse();
  void Serve(const Uuid& ticket_id);
  void WorkInKitchen();
  void Pay(int64_t amount_minor);
  void StartPayment(const Uuid& payment_id, int64_t amount_minor);
  void Approve(const Uuid& payment_id, int64_t amount_minor);
  void Decline(const Uuid& payment_id);
  void ReportUnknown(const Uuid& payment_id);
  void Forward(const Uuid& payment_id, int64_t amount_minor);
  void PayByTerminal(int64_t amount_minor);
  std::optional<Uuid> SomePayment();
  void Reverse(const Uuid& payment_id);
  void ReverseSome();
  void CorrectTender();
  void AddTip();
  void AdjustTip();
  void Void();
  void ReturnSome();
  void Exchange();
  void RedeemCoupon();
  void HandOutReceipt();
  void ResolvePrice();
  void LookBack();
  void Finish();
  void Abandon();
  void BlunderOnSale();
  void WorkOnSale();
  void UseClock();
  void CorrectClock();
  void GuessPins();
  void SignInOrOut();
  void AskForApproval();
  void ComeToWork();
  void LeaveWork();
  void WorkBetweenSales();
  void GoHome();

  const edge::v1::ShopConfig& shop_config_;
  Post post_;
  SeededRandom random_;
  domain::MemoryShop shop_;  // As this till sees it.

  absl::Time now_;
  int32_t business_date_ = 0;
  std::optional<Uuid> sale_id_;
  std::optional<Uuid> drawer_id_;
  int32_t line_ = 0;
  int32_t discount_ = 0;
  int32_t tip_ = 0;
  bool at_work_ = false;
  std::optional<Uuid> sold_sale_id_;  // Completed last.
  int32_t return_line_ = 0;
  std::optional<Uuid> late_payment_id_;  // A terminal has not answered for it yet.
  std::vector<Wish> wishes_;
};

class Manager {
 public:
  explicit Manager(uint64_t seed) : random_(seed), storekeeper_(seed + 1) {}

  std::vector<Wish> Next(const Moment& moment);

  // The day is closed: no need to try again.
  void Closed(int32_t business_date);

 private:
  SeededRandom random_;
  Storekeeper storekeeper_;
  std::deque<int32_t> open_dates_;
  int32_t last_date_ = 0;      // The latest that was looked after.
  int period_attempts_ = 0;    // To close the month or the year.
  int64_t last_attempts_ = 0;  // When everybody is going home.
};

}  // namespace daybook::sim
