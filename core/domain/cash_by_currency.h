// Cash in several currencies.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "daybook/common/v1/money.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace daybook::domain {

// In the minor units of each currency, by its code.
using CashByCurrency = std::map<std::string, int64_t>;

// Adds an amount, which may be below 0.
void AddCash(const std::string& currency_code, int64_t amount_minor, CashByCurrency& cash);

google::protobuf::RepeatedPtrField<common::v1::Money> ToMoney(const CashByCurrency& cash);
CashByCurrency FromMoney(const google::protobuf::RepeatedPtrField<common::v1::Money>& money);

}  // namespace daybook::domain
