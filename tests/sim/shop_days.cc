#include "tests/sim/shop_days.h"

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/domain/permissions.h"
#include "fmt/format.h"
#include "tests/sim/some_shop.h"
#include "tests/support/made_entry.h"

namespace daybook::sim {
namespace {

constexpr int kDays = 3;
constexpr int kGesturesPerDay = 60;
constexpr int kSettlingGesturesMax = 80;
constexpr int32_t kFirstDate = 20260302;

// What a snapshot of each aggregate says, in its place.
class SnapshotShop : public domain::Shop {
 public:
  explicit SnapshotShop(domain::Shop& shop) : shop_(shop) {}

  const domain::Aggregate& Find(const StreamId& stream) override {
    const domain::Aggregate& aggregate = shop_.Find(stream);
    if (domain::IsOpenBook(aggregate)) {
      edge::v1::BooksSnapshot books;
      domain::AddToSnapshot(aggregate, books);
      copy_ = domain::FromSnapshot(books).front().second;
      return copy_;
    }
    const auto snapshot = domain::TakeSnapshot(aggregate);
    if (!snapshot) return aggregate;
    copy_ = domain::FromSnapshot(stream, *snapshot);
    return copy_;
  }

  int64_t OpenBookCount() const override { return shop_.OpenBookCount(); }
  int64_t OpenShiftCount() const override { return shop_.OpenShiftCount(); }

 private:
  domain::Shop& shop_;
  domain::Aggregate copy_;
};

domain::Authority AuthorityOf(edge::v1::Role role, const edge::v1::Command& command) {
  return {.role = role,
          .approver_role =
              command.approver() == kBoss ? edge::v1::ROLE_MANAGER : edge::v1::ROLE_UNSPECIFIED};
}

}  // namespace

ShopDays::ShopDays(uint64_t seed)
    : random_(seed),
      config_(MakeShop(random_)),
      manager_(random_.Next()),
      now_(absl::FromUnixSeconds(1'772'442'000)) {
  // References into the seats stay good: there is room for all of them.
  seats_.reserve(4);
  for (const char* name : {"K1", "K2", "K3"}) {
    Cashier::Post post{.register_name = name,
                       .employee = fmt::format("cashier-{}", name),
                       .role = Chance(30) ? edge::v1::ROLE_CASHIER : edge::v1::ROLE_SUPERVISOR,
                       .install_id = {}};
    if (post.register_name == "K3") post.install_id = NewUuid(now_, random_);
    seats_.push_back({Cashier(config_, std::move(post), random_.Next())});
  }
}

absl::Status ShopDays::Run() {
  int32_t business_date = kFirstDate;
  for (int day = 0; day < kDays; ++day) {
    DAYBOOK_RETURN_IF_ERROR(PlayDay(business_date));
    business_date = NextDate(business_date);
  }
  DAYBOOK_RETURN_IF_ERROR(Settle(business_date));
  return Check();
}

absl::Status ShopDays::PlayDay(int32_t business_date) {
  for (int gesture = 0; gesture < kGesturesPerDay; ++gesture) {
    now_ += absl::Seconds(1 + random_.Below(600));
    const Moment moment{.now = now_, .business_date = business_date};
    const auto who = static_cast<size_t>(random_.Below(static_cast<int64_t>(seats_.size()) + 1));
    DAYBOOK_RETURN_IF_ERROR(who < seats_.size() ? Act(seats_[who], moment) : Act(moment));
  }
  return absl::OkStatus();
}

absl::Status ShopDays::Settle(int32_t business_date) {
  for (int gesture = 0; gesture < kSettlingGesturesMax; ++gesture) {
    now_ += absl::Seconds(1 + random_.Below(60));
    const Moment moment{.now = now_, .business_date = business_date, .going_home = true};
    for (Seat& seat : seats_) DAYBOOK_RETURN_IF_ERROR(Act(seat, moment));
    DAYBOOK_RETURN_IF_ERROR(Act(moment));
  }
  return absl::OkStatus();
}

absl::Status ShopDays::Act(Seat& seat, const Moment& moment) {
  const Cashier::Post& post = seat.cashier.post();
  for (Wish& wish : seat.cashier.Next(moment)) {
    const std::string encoded = wish.command.SerializeAsString();
    domain::Context context{.shop = config_,
                            .register_name = post.register_name,
                            .employee = post.employee,
                            .authority = AuthorityOf(post.role, wish.command),
                            .own = post.install_id.has_value(),
                            .encoded = encoded,
                            .install_id = post.install_id.value_or(Uuid())};
    if (const auto missing = domain::MissingPermission(context.authority, wish.command)) {
      context.objection = domain::PermissionMissing(post.employee, *missing);
    }
    if (!context.own && wish.command.approval_id().empty() && !context.objection.ok()) continue;
    auto decision = domain::Decide(wish.command, context, shop_);
    if (!decision.ok()) {
      if (wish.permitted) seat.cashier.GiveUp();
      continue;
    }
    DAYBOOK_RETURN_IF_ERROR(
        Record(wish.command, context, context.own ? ++seat.sequence : 0, *std::move(decision)));
  }
  return absl::OkStatus();
}

absl::Status ShopDays::Act(const Moment& moment) {
  for (Wish& wish : manager_.Next(moment)) {
    const domain::Context context{
        .shop = config_, .employee = "manager", .authority = {.role = edge::v1::ROLE_MANAGER}};
    auto decision = domain::Decide(wish.command, context, shop_);
    if (!decision.ok()) continue;
    if (wish.command.has_close_business_day()) manager_.Closed(wish.command.business_date());
    DAYBOOK_RETURN_IF_ERROR(Record(wish.command, context, 0, *std::move(decision)));
  }
  return absl::OkStatus();
}

absl::Status ShopDays::Record(const edge::v1::Command& command, const domain::Context& context,
                              int64_t sequence, domain::Decision decision) {
  if (decision.events.empty()) return absl::OkStatus();
  event::v1::EntryHeader header = domain::OriginOf(command, context);
  header.set_kind(context.own ? event::v1::ENTRY_KIND_OWN : event::v1::ENTRY_KIND_ASK);
  *header.mutable_record_time() = ToTimestamp(now_);
  if (context.own) {
    header.set_install_id(std::string(context.install_id.AsBytes()));
    header.set_sequence(sequence);
    header.set_digest(std::string(Sha256(context.encoded).AsBytes()));
  }
  for (const domain::NewEvent& recorded : decision.events) {
    streams_.emplace(recorded.stream.ToText(), recorded.stream);
  }
  const event::v1::Entry entry =
      testing::MakeEntry(std::move(header), decision.events, next_position_, shop_);
  shop_.Apply(entry.header(), decision.events);
  next_position_ += entry.events_size();
  ++entry_count_;
  DAYBOOK_RETURN_IF_ERROR(accounts_.Take(entry));
  return folds_.Take(entry);
}

absl::Status ShopDays::Check() {
  DAYBOOK_RETURN_IF_ERROR(accounts_.CheckViews(folds_));
  SnapshotShop from_snapshots(shop_);
  return folds_.CheckShop(streams_, from_snapshots);
}

}  // namespace daybook::sim
