#include "tests/sim/world.h"

#include <algorithm>

#include "core/base/business_date.h"
#include "fmt/format.h"

namespace daybook::sim {
namespace {

constexpr int kTroubledSteps = 450;
constexpr int kPeacefulStepsMax = 3'000;
constexpr int kStepsPerDay = 140;
constexpr int64_t kStepMsMax = 40;
constexpr int64_t kDiskBytes = int64_t{1} << 30;
// Faults count operations of the disk: a commit takes two or three.
constexpr int64_t kFaultOperationsMax = 20;
constexpr int64_t kStartOperationsMax = 120;
// The edge refuses below 256 KiB. RocksDB itself must not meet a full disk: it would wait in real
// time for room.
constexpr int64_t kBelowSoftLimitBytes = 250 << 10;
constexpr int64_t kBrimBytesMax = 2'000;
constexpr int64_t kNever = int64_t{1} << 40;

// Drinks are made at two stations.
void AddKitchen(edge::v1::KitchenConfig& kitchen) {
  for (const char* station : {"grill", "bar", "pass"}) kitchen.add_stations()->set_station(station);
  edge::v1::KitchenRoute& drinks = *kitchen.add_routes();
  drinks.set_category("drinks");
  drinks.add_stations("bar");
  drinks.add_stations("pass");
  edge::v1::OrderNumberRange& numbers = *kitchen.add_order_numbers();
  numbers.set_register_("K1");
  numbers.set_first_number(1);
  numbers.set_last_number(9);
  edge::v1::OrderNumberRange& shared = *kitchen.add_order_numbers();
  shared.set_first_number(100);
  shared.set_last_number(199);
}

// What is on a gift card is paid out below 50.00; salespersons earn more on drinks, customers
// points.
void AddValueRules(edge::v1::ShopConfig& shop) {
  edge::v1::GiftCardLaw& law = *shop.mutable_gift_cards()->add_laws();
  law.set_jurisdiction("default");
  law.set_cash_out_below_minor(5'000);
  shop.mutable_loyalty()->add_rules()->set_points_per_unit(7);
  shop.mutable_loyalty()->set_point_value_minor(1);
  shop.add_commissions()->set_rate_ppm(20'000);
  edge::v1::CommissionRule& drinks = *shop.add_commissions();
  drinks.set_category("drinks");
  drinks.set_rate_ppm(33'333);
}

edge::v1::ShopConfig MakeShop(SeededRandom& random) {
  edge::v1::ShopConfig shop;
  shop.set_tenant("acme");
  shop.set_store("high-street");
  shop.set_currency_code("GBP");
  shop.set_prices_include_tax(random.Below(2) == 0);
  if (random.Below(2) == 0) shop.set_cash_rounding_minor(5);
  shop.set_carry_over_open_sales(random.Below(3) == 0);
  for (const auto& [category, rate_ppm] : {std::pair("standard", 200'000), {"reduced", 55'000}}) {
    edge::v1::TaxRule& rule = *shop.add_tax_rules();
    rule.set_tax_category(category);
    rule.set_jurisdiction("GB");
    rule.set_rate_ppm(rate_ppm);
  }
  if (random.Below(3) != 0) AddKitchen(*shop.mutable_kitchen());
  AddValueRules(shop);
  return shop;
}

int32_t NextDate(int32_t date) { return BusinessDateOf(CivilDayOf(date) + 1); }

testing::Loss AnyLoss(SeededRandom& random) {
  constexpr testing::Loss kLosses[] = {testing::Loss::kEverything, testing::Loss::kNothing,
                                       testing::Loss::kSome, testing::Loss::kSome};
  return kLosses[random.Below(4)];
}

}  // namespace

World::World(uint64_t seed, Bug bug)
    : bug_(bug),
      random_(seed),
      clock_(absl::FromUnixSeconds(1'772'442'000 + random_.Below(86'400))),
      shop_(MakeShop(random_)),
      edge_(shop_, clock_, bug),
      network_(random_.Next()),
      business_date_(20260302) {
  edge_.disk().SetCapacity(kDiskBytes);
  MakePeople({"K1", "K2", "K3", "K4"});
  watchers_.emplace_back(store::Filter(), random_.Next());
  watchers_.emplace_back(store::Filter{.categories = {Category::CATEGORY_SALE}}, random_.Next());
  watchers_.emplace_back(
      store::Filter{.event_types = {event::v1::Event::kPaymentReceivedFieldNumber,
                                    event::v1::Event::kStockSoldFieldNumber},
                    .registers = {"K2", "K3"}},
      random_.Next());
}

// The first half of the tills ask, the others decide by themselves.
void World::MakePeople(const std::vector<std::string>& registers) {
  for (size_t i = 0; i < registers.size(); ++i) {
    Cashier::Post post{.register_name = registers[i],
                       .employee = "cashier-" + registers[i],
                       .role = Chance(30) ? edge::v1::ROLE_CASHIER : edge::v1::ROLE_SUPERVISOR,
                       .install_id = {}};
    if (i >= registers.size() / 2) post.install_id = NewUuid(clock_.Now(), random_);
    tills_.emplace_back(Cashier(shop_, std::move(post), random_.Next()), random_.Next());
  }
  tills_.emplace_back(Manager(random_.Next()), random_.Next());
}

absl::Status World::Run() {
  Restart();
  for (int step = 1; step <= kTroubledSteps && problem_.ok(); ++step) {
    if (step % kStepsPerDay == 0) business_date_ = NextDate(business_date_);
    Step();
    if (Chance(6)) MakeTrouble();
  }
  if (problem_.ok()) Settle();
  if (edge_.running() && problem_.ok()) Note(edge_.Stop());
  counts_["entries"] = static_cast<int64_t>(ledger_.lines().size());
  counts_["acknowledged"] = ledger_.acknowledged_count();
  counts_["repeated replies"] = ledger_.repeated_count();
  counts_["sales completed"] = accounts_.completed_count();
  counts_["periods of work"] = accounts_.staff().period_count();
  counts_["shifts closed"] = accounts_.staff().shift_count();
  counts_["approvals used"] = accounts_.staff().used_approval_count();
  counts_["days closed"] = accounts_.closed_day_count();
  return problem_;
}

void World::Step() {
  PassTime();
  Deliver();
  if (edge_.running()) {
    RunEdge();
  } else if (--steps_down_ <= 0) {
    Restart();
  }
  RunTills();
}

void World::PassTime() {
  clock_.Advance(absl::Milliseconds(1 + random_.Below(kStepMsMax)));
  if (Chance(1)) clock_.Jump(absl::Minutes(random_.Below(4'000) - 2'000));
}

void World::RunEdge() {
  if (Chance(70)) {
    const absl::Status committed = edge_.Commit(static_cast<size_t>(1 + random_.Below(6)));
    if (!committed.ok()) return Crash();
    FollowLog();
  }
  edge_.env().RunWork();
  if (Chance(40)) StepViews();
  if (disk_is_limited_ && Chance(5)) MakeRoom();
  if (!disk_is_limited_ && Chance(5) && !edge_.FlushViews().ok() && !disk_in_trouble_) {
    Note(Wrong("the views cannot be flushed"));
  }
  if (Chance(50)) ReadWatchers();
  if (edge_.disk().power_is_off()) return Crash();
  if (Chance(3) && !disk_in_trouble_) CheckAll();
}

void World::StepViews() {
  const auto progress = edge_.projector().Step();
  // After a failed write the views stand still until the next start.
  if (!progress.ok() && !disk_in_trouble_) Note(progress.status());
  for (const engine::ViewStatus& view : edge_.projector().ListStatus()) {
    const bool by_disk = disk_in_trouble_ && !view.stopped.ok();
    if (!by_disk) Note(view.stopped);
  }
}

void World::ReadWatchers() {
  for (Watcher& watcher : watchers_) {
    if (Chance(50)) Note(watcher.Read(edge_.log()));
  }
}

void World::RunTills() {
  for (int till = 0; till < static_cast<int>(tills_.size()); ++till) {
    if (const auto cut_off = cut_off_.find(till); cut_off != cut_off_.end()) {
      if (--cut_off->second == 0) {
        network_.Join(till);
        cut_off_.erase(cut_off);
      }
    }
    Send(till);
  }
}

void World::Send(int till) {
  const Moment moment{.now = clock_.Now(), .business_date = business_date_, .going_home = peace_};
  auto call = tills_[till].Act(moment, clock_.Monotonic());
  if (!call) return;
  Message message{
      .till = till, .call_id = call->id, .request = std::move(call->request), .reply = {}};
  network_.Send(clock_.Monotonic(), std::move(message));
}

void World::Deliver() {
  for (Message& message : network_.Arrived(clock_.Monotonic())) {
    if (message.reply) {
      tills_[message.till].TakeReply(message.call_id, *message.reply, clock_.Monotonic());
    } else if (edge_.running()) {
      ReceiveCall(std::move(message));
    }
  }
}

void World::ReceiveCall(Message message) {
  engine::Call call = ToCall(tills_[message.till].caller(), message.request);
  call.done = [this, message = std::move(message)](engine::Reply reply) {
    Reply(message, std::move(reply));
  };
  edge_.Receive(std::move(call));
}

void World::Reply(const Message& call, engine::Reply reply) {
  if (reply.ok()) {
    FollowLog();
    Note(ledger_.CheckReply(call.request, *reply));
  } else {
    ++counts_[std::string(ReasonName(ReasonOf(reply.status())))];
  }
  if (edge_.disk().power_is_off()) return;
  network_.Send(
      clock_.Monotonic(),
      {.till = call.till, .call_id = call.call_id, .request = {}, .reply = std::move(reply)});
}

void World::FollowLog() {
  Note(ledger_.Follow(edge_.log()));
  for (; folded_count_ < ledger_.lines().size() && problem_.ok(); ++folded_count_) {
    const event::v1::Entry& entry = ledger_.lines()[folded_count_].entry;
    for (const event::v1::Event& event : entry.events()) {
      const auto* field = event.GetDescriptor()->FindFieldByNumber(event.event_case());
      ++counts_[field->message_type()->name()];
    }
    Note(folds_.Take(entry));
    Note(accounts_.Take(entry));
  }
}

// Everything that can be compared while the edge runs and its disk is well.
void World::CheckAll() {
  Note(ledger_.CheckWhole(edge_.log()));
  FollowLog();
  if (!problem_.ok()) return;
  Note(folds_.CheckShop(ledger_.streams(), edge_.committer().shop()));
  edge_.committer().TidyUp();
  Note(accounts_.CheckViews(folds_));
  for (const Watcher& watcher : watchers_) Note(ledger_.CheckSeen(watcher));
  const auto views = edge_.projector().ListStatus();
  const bool at_head = std::ranges::all_of(
      views, [&](const auto& view) { return view.position == ledger_.position(); });
  if (at_head) Note(folds_.CheckViews(edge_.views()));
}

void World::MakeTrouble() {
  if (!edge_.running()) return;
  switch (random_.Below(4)) {
    case 0:
      return TroubleDisk();
    case 1:
      return TroubleProcess();
    default:
      return TroubleTill();
  }
}

void World::TroubleDisk() {
  if (disk_in_trouble_) return;
  const int64_t dice = random_.Below(10);
  if (dice >= 8) {
    FillDisk(kBelowSoftLimitBytes);
    return edge_.log().CheckDiskSpace();
  }
  disk_in_trouble_ = true;
  if (dice < 5) {
    edge_.disk().CutPowerAfter(random_.Below(kFaultOperationsMax));
  } else {
    edge_.disk().FailAfter(random_.Below(kFaultOperationsMax),
                           rocksdb::IOStatus::IOError("input/output error"));
  }
}

// Leaves `bytes` on the disk.
void World::FillDisk(int64_t bytes) {
  uint64_t free_bytes = 0;
  edge_.env().GetFreeSpace("/", &free_bytes).PermitUncheckedError();
  const int64_t used_bytes = kDiskBytes - static_cast<int64_t>(free_bytes);
  edge_.disk().SetCapacity(used_bytes + bytes);
  disk_is_limited_ = true;
  disk_in_trouble_ = true;
  ++counts_["full disks"];
}

void World::MakeRoom() {
  edge_.disk().SetCapacity(kDiskBytes);
  disk_is_limited_ = false;
  if (edge_.running()) edge_.log().CheckDiskSpace();
}

void World::TroubleProcess() {
  if (disk_is_limited_ || Chance(50)) {
    ++counts_["kills"];
    edge_.Kill();
  } else {
    ++counts_["clean stops"];
    const absl::Status stopped = edge_.Stop();
    if (!disk_in_trouble_) Note(stopped);
    if (edge_.disk().power_is_off()) edge_.LosePower(AnyLoss(random_), random_.Next());
  }
  steps_down_ = random_.Below(10);
}

void World::TroubleTill() {
  const int till = static_cast<int>(random_.Below(static_cast<int64_t>(tills_.size())));
  if (!tills_[till].decides_by_itself() || Chance(50)) {
    if (!cut_off_.emplace(till, 10 + random_.Below(60)).second) return;
    network_.CutOff(till);
    ++counts_["tills cut off"];
  } else if (cloned_ || Chance(70)) {
    tills_[till].LoseNumbers(1 + random_.Below(3));
    ++counts_["tills that lose numbers"];
  } else {
    cloned_ = true;
    tills_.push_back(tills_[till].Clone(random_.Next()));
    ++counts_["clones"];
  }
}

void World::Crash() {
  if (edge_.disk().power_is_off()) {
    ++counts_["power cuts"];
    edge_.LosePower(AnyLoss(random_), random_.Next());
  } else {
    if (!disk_in_trouble_) Note(Wrong("a commit failed on a disk that is well"));
    ++counts_["failed writes"];
    edge_.Kill();
  }
  steps_down_ = random_.Below(10);
}

// What may happen to the files while nobody uses them.
void World::PrepareRestart() {
  if (disk_is_limited_ && (peace_ || Chance(60))) MakeRoom();
  edge_.disk().CutPowerAfter(kNever);
  edge_.disk().FailAfter(kNever, rocksdb::IOStatus::OK());
  disk_in_trouble_ = disk_is_limited_;
  if (ledger_.lines().empty() || peace_) return;
  // To the brim: only the ballast makes room to start.
  if (!disk_is_limited_ && Chance(10)) return FillDisk(random_.Below(kBrimBytesMax));
  if (disk_is_limited_) return;
  if (Chance(25)) {
    disk_in_trouble_ = true;
    edge_.disk().CutPowerAfter(random_.Below(kStartOperationsMax));
  }
  if (Chance(25)) {
    const absl::Status moved = edge_.MoveToTableFiles();
    if (!disk_in_trouble_) Note(moved);
    ++counts_["moves to table files"];
  }
  if (Chance(10) && !disk_in_trouble_) Note(edge_.DeleteViews());
}

void World::Restart() {
  PrepareRestart();
  const absl::Status started = edge_.Start();
  ++counts_["starts"];
  if (!started.ok() || edge_.disk().power_is_off()) {
    if (!disk_in_trouble_) Note(started);
    ++counts_["starts that failed"];
    return Crash();
  }
  if (const absl::Status writable = edge_.log().Writable();
      ReasonOf(writable) == Reason::ERROR_REASON_LOG_MARKED) {
    return Note(writable);
  }
  if (bug_ == Bug::kWatchersResumeAtHead) {
    const store::Head head = edge_.log().head();
    for (Watcher& watcher : watchers_) watcher.Resume({head.epoch, head.position});
  }
  CheckAll();
}

// No more trouble: everything that waits must get through, and everybody goes home.
void World::Settle() {
  peace_ = true;
  network_.Heal();
  cut_off_.clear();
  MakeRoom();
  if (edge_.running() && !edge_.disk().power_is_off()) edge_.Kill();
  steps_down_ = 0;
  for (int step = 0; step < kPeacefulStepsMax && problem_.ok(); ++step) {
    Step();
    if (IsSettled()) break;
  }
  if (!problem_.ok()) return;
  if (!IsSettled()) return Note(Wrong("in peace, a till is never done"));
  CatchUp();
  if (!problem_.ok()) return;
  CheckAll();
  Note(edge_.Stop());
  Restart();
  CatchUp();
  CheckAll();
}

bool World::IsSettled() {
  return edge_.running() &&
         std::ranges::all_of(tills_, [](const Till& till) { return till.settled(); });
}

void World::CatchUp() {
  for (Watcher& watcher : watchers_) Note(watcher.ReadToHead(edge_.log()));
  for (bool idle = false; !idle && problem_.ok();) {
    const auto progress = edge_.projector().Step();
    Note(progress.status());
    idle = !progress.ok() || progress->idle;
  }
}

}  // namespace daybook::sim
