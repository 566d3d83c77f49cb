// Sums as events list them: by product category, by kind and by tender, each in its order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "daybook/event/v1/sale.pb.h"

namespace daybook::domain {

class CategorySums {
 public:
  void Add(std::string_view category, int32_t line_count, int64_t amount_minor);
  google::protobuf::RepeatedPtrField<event::v1::CategoryAmount> ToProto() const;

 private:
  std::map<std::string, event::v1::CategoryAmount, std::less<>> sums_;
};

// Of what is no turnover.
class KindSums {
 public:
  void Add(event::v1::LineKind kind, int32_t line_count, int64_t amount_minor);
  google::protobuf::RepeatedPtrField<event::v1::KindAmount> ToProto() const;

 private:
  std::map<event::v1::LineKind, event::v1::KindAmount> sums_;
};

class TenderSums {
 public:
  void Add(event::v1::Tender tender, int64_t amount_minor);  // One payment more.
  google::protobuf::RepeatedPtrField<event::v1::TenderAmount> ToProto() const;

 private:
  std::map<event::v1::Tender, event::v1::TenderAmount> sums_;
};

}  // namespace daybook::domain
