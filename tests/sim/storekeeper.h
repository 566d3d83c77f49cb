// What the manager does with the catalogue and the stock.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "core/base/ids.h"
#include "daybook/edge/v1/command.pb.h"

namespace daybook::sim {

// How many items the shop sells: "sku-0" and so on.
inline constexpr int64_t kItemCount = 6;

// Returns what the catalogue usually has as the price of an item.
inline int64_t ListPriceOf(int64_t item) { return 100 * (item + 1); }

class Storekeeper {
 public:
  explicit Storekeeper(uint64_t seed) : random_(seed) {}

  // Returns the next thing to be done, without time.
  edge::v1::Command Next(absl::Time now, int32_t business_date);

 private:
  bool Chance(int64_t percent) { return random_.Below(100) < percent; }
  std::string SomeSku();
  std::string NewId(absl::Time now);
  std::string SomeBarcode();
  event::v1::ItemDetails SomeDetails(int64_t item);
  event::v1::ItemChange SomeChange(int64_t item, int32_t business_date);

  edge::v1::Command ChangeItem(int32_t business_date);
  edge::v1::Command ChangeSomethingElse();
  edge::v1::Command WorkOnImport(absl::Time now, int32_t business_date);
  edge::v1::Command WorkOnStock();
  edge::v1::Command WorkOnReservation(absl::Time now);
  edge::v1::Command WorkOnTransfer(absl::Time now);

  SeededRandom random_;
  std::array<std::string, 2> import_ids_;  // Empty: none is open.
  std::string reservation_id_;
  std::string reserved_sku_;
  std::string transfer_id_;
  std::string transfer_sku_;
  bool transfer_shipped_ = false;
};

}  // namespace daybook::sim
