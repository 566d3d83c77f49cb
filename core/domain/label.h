// The price and weight labels of a shop's scales: thirteen digits (EAN-13, GS1 General
// Specifications, restricted circulation numbers) whose last is the check digit.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/status.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::domain {

// What a label says; one of the two.
struct Label {
  std::optional<int64_t> price_minor;
  std::optional<int64_t> weight_milli;
};

// Reads a label by the first of the shop's formats that it fits. Errors: LABEL_INVALID.
absl::StatusOr<Label> ReadLabel(std::string_view digits, const edge::v1::ShopConfig& shop);

// Whether a format can be worked with.
bool IsLabelFormat(const edge::v1::LabelFormat& format);

}  // namespace daybook::domain
