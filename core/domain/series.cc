#include "core/domain/series.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/base/digest.h"
#include "core/domain/bounds.h"
#include "fmt/format.h"

namespace daybook::domain {
namespace {

using event::v1::DocumentIssued;

std::string IdText(std::string_view id) {
  const auto uuid = Uuid::FromBytes(id);
  return uuid ? uuid->ToText() : std::string();
}

// Returns what a document says, line by line.
std::string TextOf(const DocumentIssued& document) {
  std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n", document.number(),
                                 static_cast<int>(document.kind()), IdText(document.sale_id()),
                                 IdText(document.drawer_session_id()), document.total_minor());
  const auto line = std::back_inserter(text);
  for (const event::v1::TaxLine& tax : document.tax_lines()) {
    fmt::format_to(line, "tax {} {} {} {} {}\n", tax.jurisdiction(), tax.tax_category(),
                   tax.rate_ppm(), tax.base_minor(), tax.amount_minor());
  }
  for (const event::v1::TenderAmount& tender : document.tenders()) {
    fmt::format_to(line, "tender {} {} {}\n", static_cast<int>(tender.tender()),
                   tender.payment_count(), tender.amount_minor());
  }
  if (document.kind() == event::v1::DOCUMENT_KIND_CLOSING) {
    fmt::format_to(line, "perpetual {} {} {}\n", document.currency_code(),
                   document.perpetual_net_minor(), document.perpetual_absolute_minor());
  }
  return text;
}

void Issue(Series& series, const DocumentIssued& document) {
  series.last_counter = std::max(series.last_counter, document.counter());
  series.digest =
      document.digest().empty() ? DocumentDigest(series.digest, document) : document.digest();
  if (document.kind() != event::v1::DOCUMENT_KIND_CLOSING) return;
  series.currency_code = document.currency_code();
  series.perpetual_net_minor = document.perpetual_net_minor();
  series.perpetual_absolute_minor = document.perpetual_absolute_minor();
}

// What came late in another currency than the last closing's is in no perpetual total.
void Supplement(Series& series, const event::v1::PerpetualTotalsSupplemented& supplemented) {
  if (supplemented.currency_code() != series.currency_code) return;
  series.perpetual_net_minor = AddClamped(series.perpetual_net_minor, supplemented.net_minor());
  series.perpetual_absolute_minor =
      AddClamped(series.perpetual_absolute_minor, supplemented.absolute_minor());
}

}  // namespace

StreamId SeriesStream(std::string_view register_name, SeriesKind kind) {
  return {Category::CATEGORY_DOCUMENT, fmt::format("{}{}", register_name, static_cast<char>(kind))};
}

StreamId SeriesStream(std::string_view key) {
  return {Category::CATEGORY_DOCUMENT, std::string(key)};
}

std::string DocumentNumber(std::string_view store, const StreamId& series, int64_t counter) {
  return fmt::format("{}-{}-{}", store, series.key, counter);
}

absl::StatusOr<DocumentPlace> ReadDocumentNumber(std::string_view store, std::string_view number) {
  const size_t hyphen = number.rfind('-');
  const bool is_ours = number.starts_with(store) && number.substr(store.size()).starts_with('-') &&
                       hyphen > store.size() + 1 && hyphen != std::string_view::npos;
  if (is_ours) {
    const std::string_view digits = number.substr(hyphen + 1);
    StreamId series = SeriesStream(number.substr(store.size() + 1, hyphen - store.size() - 1));
    int64_t counter = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), counter);
    if (DocumentNumber(store, series, counter) == number) {
      return DocumentPlace{std::move(series), counter};
    }
  }
  return Error(Reason::ERROR_REASON_DOCUMENT_UNKNOWN, "{number} is no document of this store",
               {{"number", number.substr(0, kStreamNameBytesMax)}});
}

std::string DocumentDigest(std::string_view previous, const DocumentIssued& document) {
  return std::string(Sha256(previous, TextOf(document)).AsBytes());
}

void Evolve(Series& series, const event::v1::Event& event) {
  ++series.version;
  if (event.has_document_issued()) {
    Issue(series, event.document_issued());
  } else if (event.has_perpetual_totals_supplemented()) {
    Supplement(series, event.perpetual_totals_supplemented());
  }
}

}  // namespace daybook::domain
