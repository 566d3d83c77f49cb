// The money of an own command that is set aside: it came or went all the same.
#pragma once

#include "core/domain/draft.h"

namespace daybook::domain {

// Records the money that the draft's command says was taken, given back or refunded, if the command
// says enough of it: once for each payment id, in the shop's currency, without what the card's
// terminal says; at most kSetAsidePaymentsMax payments and refunds of one sale.
void RecordSetAsideMoney(Draft& draft);

}  // namespace daybook::domain
