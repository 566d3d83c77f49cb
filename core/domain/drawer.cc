#include "core/domain/drawer.h"

#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

void Open(Drawer& drawer, const event::v1::EntryHeader& header,
          const event::v1::DrawerOpened& opened) {
  drawer.state = DrawerState::kOpen;
  drawer.register_name = opened.register_();
  drawer.wallet_of = opened.wallet_of();
  drawer.currency_code = opened.opening_balance().currency_code();
  drawer.business_date = header.business_date();
  drawer.expected_minor = opened.opening_balance().minor_units();
}

void Count(Drawer& drawer, const event::v1::DrawerCounted& counted) {
  drawer.counted = true;
  drawer.counted_minor = counted.counted().minor_units();
  drawer.foreign_counted.clear();
  for (const common::v1::Money& money : counted.foreign()) {
    drawer.foreign_counted[money.currency_code()] = money.minor_units();
  }
}

void Add(int64_t amount_minor, int64_t& sum_minor) {
  sum_minor = AddClamped(sum_minor, amount_minor);
}

// Cash that comes, or, with a sign of -1, goes, in any currency.
void Move(Drawer& drawer, const common::v1::Money& amount, int64_t sign) {
  const int64_t change_minor = sign * amount.minor_units();
  if (amount.currency_code() == drawer.currency_code) {
    Add(change_minor, drawer.expected_minor);
  } else {
    AddCash(amount.currency_code(), change_minor, drawer.foreign_expected);
  }
}

// Of what was tendered in another currency nothing but the change is the drawer's own.
void TakeForeign(Drawer& drawer, const event::v1::PaymentReceived& received) {
  const common::v1::Money& tendered = received.tendered();
  AddCash(tendered.currency_code(), tendered.minor_units(), drawer.foreign_expected);
  Add(-received.change_minor(), drawer.expected_minor);
}

// The cash that stays in the drawer, tendered less change, is the payment's amount as rounded.
void Take(Drawer& drawer, const event::v1::Event& event) {
  const event::v1::PaymentReceived& received = event.payment_received();
  if (received.exchange_rate_ppm() != 0) return TakeForeign(drawer, received);
  for (const MoneyMove& move : MovesOf(event)) {
    const bool here = move.drawer_session_id == drawer.session_id.AsBytes();
    if (here && move.tender == event::v1::TENDER_CASH)
      Add(move.amount_minor, drawer.expected_minor);
  }
}

// A closed drawer changes no more.
void FoldOther(Drawer& drawer, const event::v1::Event& event) {
  if (drawer.state != DrawerState::kOpen) return;
  Take(drawer, event);
  drawer.pending_payments.Evolve(event);
}

}  // namespace

void Evolve(Drawer& drawer, const event::v1::EntryHeader& header, const event::v1::Event& event,
            const StreamId* elsewhere) {
  if (elsewhere != nullptr) return FoldOther(drawer, event);
  ++drawer.version;
  switch (event.event_case()) {
    case event::v1::Event::kDrawerOpened:
      return Open(drawer, header, event.drawer_opened());
    case event::v1::Event::kDrawerCounted:
      return Count(drawer, event.drawer_counted());
    case event::v1::Event::kCashDropped:
      return Move(drawer, event.cash_dropped().amount(), -1);
    case event::v1::Event::kCashPaidIn:
      return Move(drawer, event.cash_paid_in().amount(), 1);
    case event::v1::Event::kCashPaidOut:
      return Move(drawer, event.cash_paid_out().amount(), -1);
    case event::v1::Event::kDrawerHandedOver:
      drawer.holder = event.drawer_handed_over().to_employee();
      return;
    case event::v1::Event::kDrawerClosed:
      drawer.state = DrawerState::kClosed;
      return;
    default:
      return;
  }
}

}  // namespace daybook::domain
