#include "core/domain/series.h"

#include <algorithm>

#include "core/domain/bounds.h"
#include "fmt/format.h"

namespace daybook::domain {

StreamId SeriesStream(std::string_view register_name, SeriesKind kind) {
  return {Category::CATEGORY_DOCUMENT, fmt::format("{}{}", register_name, static_cast<char>(kind))};
}

std::string DocumentNumber(std::string_view store, std::string_view register_name, SeriesKind kind,
                           int64_t counter) {
  return fmt::format("{}-{}{}-{}", store, register_name, static_cast<char>(kind), counter);
}

void Evolve(Series& series, const event::v1::Event& event) {
  ++series.version;
  if (event.has_document_issued()) {
    const event::v1::DocumentIssued& document = event.document_issued();
    series.last_counter = std::max(series.last_counter, document.counter());
    if (document.kind() != event::v1::DOCUMENT_KIND_CLOSING) return;
    series.perpetual_net_minor = document.perpetual_net_minor();
    series.perpetual_absolute_minor = document.perpetual_absolute_minor();
  } else if (event.has_perpetual_totals_supplemented()) {
    const auto& supplemented = event.perpetual_totals_supplemented();
    series.perpetual_net_minor = AddClamped(series.perpetual_net_minor, supplemented.net_minor());
    series.perpetual_absolute_minor =
        AddClamped(series.perpetual_absolute_minor, supplemented.absolute_minor());
  }
}

}  // namespace daybook::domain
