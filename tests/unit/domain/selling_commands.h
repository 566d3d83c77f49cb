// Commands on exchanges, coupons, documents and periods, as shop_at_work.h makes the others.
#pragma once

#include <string_view>

#include "daybook/edge/v1/command.pb.h"

namespace daybook::domain {

// Of one line of the sale `original`, because it does not fit.
edge::v1::Command AddReturnLine(uint8_t sale, int32_t return_line, uint8_t original, int32_t line,
                                int64_t quantity_milli = 1000);
edge::v1::Command RemoveReturnLine(uint8_t sale, int32_t return_line);
// The same completion; so much goes back by card, as payment `refund`.
edge::v1::Command WithRefund(edge::v1::Command complete, uint8_t refund, int64_t amount_minor);
edge::v1::Command RedeemCoupon(uint8_t sale, std::string_view offer);
edge::v1::Command Reprint(std::string_view number);
edge::v1::Command Deliver(std::string_view number);
edge::v1::Command ClosePeriod(int32_t period);

}  // namespace daybook::domain
