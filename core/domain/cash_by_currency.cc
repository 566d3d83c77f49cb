#include "core/domain/cash_by_currency.h"

#include "core/domain/bounds.h"

namespace daybook::domain {

void AddCash(const std::string& currency_code, int64_t amount_minor, CashByCurrency& cash) {
  int64_t& sum_minor = cash[currency_code];
  sum_minor = AddClamped(sum_minor, amount_minor);
}

google::protobuf::RepeatedPtrField<common::v1::Money> ToMoney(const CashByCurrency& cash) {
  google::protobuf::RepeatedPtrField<common::v1::Money> money;
  for (const auto& [currency_code, minor_units] : cash) {
    common::v1::Money& sum = *money.Add();
    sum.set_currency_code(currency_code);
    sum.set_minor_units(minor_units);
  }
  return money;
}

CashByCurrency FromMoney(const google::protobuf::RepeatedPtrField<common::v1::Money>& money) {
  CashByCurrency cash;
  for (const common::v1::Money& sum : money) cash[sum.currency_code()] = sum.minor_units();
  return cash;
}

}  // namespace daybook::domain
