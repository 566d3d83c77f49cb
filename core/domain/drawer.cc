#include "core/domain/drawer.h"

#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

void Open(Drawer& drawer, const event::v1::EntryHeader& header,
          const event::v1::DrawerOpened& opened) {
  drawer.state = DrawerState::kOpen;
  drawer.register_name = opened.register_();
  drawer.currency_code = opened.opening_balance().currency_code();
  drawer.business_date = header.business_date();
  drawer.expected_minor = opened.opening_balance().minor_units();
}

void Count(Drawer& drawer, const event::v1::DrawerCounted& counted) {
  drawer.counted = true;
  drawer.counted_minor = counted.counted().minor_units();
}

// The cash that stays in the drawer, tendered less change, is the payment's amount.
void Take(Drawer& drawer, const event::v1::PaymentReceived& payment) {
  if (drawer.state != DrawerState::kOpen || payment.tender() != event::v1::TENDER_CASH) return;
  drawer.expected_minor = AddClamped(drawer.expected_minor, payment.amount_minor());
}

}  // namespace

void Evolve(Drawer& drawer, const event::v1::EntryHeader& header, const event::v1::Event& event,
            bool own_stream) {
  if (own_stream) ++drawer.version;
  switch (event.event_case()) {
    case event::v1::Event::kDrawerOpened:
      return Open(drawer, header, event.drawer_opened());
    case event::v1::Event::kDrawerCounted:
      return Count(drawer, event.drawer_counted());
    case event::v1::Event::kDrawerClosed:
      drawer.state = DrawerState::kClosed;
      return;
    case event::v1::Event::kPaymentReceived:
      return Take(drawer, event.payment_received());
    default:
      return;
  }
}

}  // namespace daybook::domain
