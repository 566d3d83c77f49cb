#include "core/domain/sums.h"

#include "core/domain/bounds.h"

namespace daybook::domain {

void CategorySums::Add(std::string_view category, int32_t line_count, int64_t amount_minor) {
  event::v1::CategoryAmount& sum = sums_[std::string(category)];
  sum.set_category(std::string(category));
  sum.set_line_count(sum.line_count() + line_count);
  sum.set_amount_minor(AddClamped(sum.amount_minor(), amount_minor));
}

google::protobuf::RepeatedPtrField<event::v1::CategoryAmount> CategorySums::ToProto() const {
  google::protobuf::RepeatedPtrField<event::v1::CategoryAmount> amounts;
  for (const auto& [category, sum] : sums_) *amounts.Add() = sum;
  return amounts;
}

void KindSums::Add(event::v1::LineKind kind, int32_t line_count, int64_t amount_minor) {
  event::v1::KindAmount& sum = sums_[kind];
  sum.set_kind(kind);
  sum.set_line_count(sum.line_count() + line_count);
  sum.set_amount_minor(AddClamped(sum.amount_minor(), amount_minor));
}

google::protobuf::RepeatedPtrField<event::v1::KindAmount> KindSums::ToProto() const {
  google::protobuf::RepeatedPtrField<event::v1::KindAmount> amounts;
  for (const auto& [kind, sum] : sums_) *amounts.Add() = sum;
  return amounts;
}

void TenderSums::Add(event::v1::Tender tender, int64_t amount_minor) {
  event::v1::TenderAmount& sum = sums_[tender];
  sum.set_tender(tender);
  sum.set_payment_count(sum.payment_count() + 1);
  sum.set_amount_minor(AddClamped(sum.amount_minor(), amount_minor));
}

google::protobuf::RepeatedPtrField<event::v1::TenderAmount> TenderSums::ToProto() const {
  google::protobuf::RepeatedPtrField<event::v1::TenderAmount> amounts;
  for (const auto& [tender, sum] : sums_) *amounts.Add() = sum;
  return amounts;
}

}  // namespace daybook::domain
