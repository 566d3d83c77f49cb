// One drawer session: the time from opening a drawer to closing it. Folds its own stream and, while
// it is open, every event that names it.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/ids.h"
#include "core/domain/cash_by_currency.h"
#include "core/domain/payment.h"
#include "core/entry/stream_id.h"
#include "daybook/event/v1/entry.pb.h"

namespace daybook::domain {

enum class DrawerState { kNotOpened, kOpen, kClosed };

struct Drawer {
  Uuid session_id;
  int64_t version = 0;
  DrawerState state = DrawerState::kNotOpened;
  std::string register_name;
  std::string wallet_of;  // The employee whose wallet it is; empty: it is the register's.
  std::string holder;     // Who looks after it since it was handed over.
  std::string currency_code;
  int32_t business_date = 0;   // On which it was opened.
  int64_t expected_minor = 0;  // Of its own currency.
  CashByCurrency foreign_expected;
  bool counted = false;
  int64_t counted_minor = 0;
  CashByCurrency foreign_counted;
  PendingPayments pending_payments;
};

// Applies an event on the session's own stream, or one on the stream `elsewhere` that names it.
void Evolve(Drawer& drawer, const event::v1::EntryHeader& header, const event::v1::Event& event,
            const StreamId* elsewhere);

}  // namespace daybook::domain
