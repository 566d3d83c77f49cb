// Gift cards and customers as text for people.
#pragma once

#include <string>

#include "daybook/edge/v1/view.pb.h"

namespace daybook::cli {

// Returns what is on a card and how that came: one line.
std::string GiftCardText(const edge::v1::GiftCardView& card);

// Returns what is on a customer's books: one line.
std::string CustomerText(const edge::v1::CustomerView& customer);

}  // namespace daybook::cli
