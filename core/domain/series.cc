#include "core/domain/series.h"

#include <algorithm>

#include "fmt/format.h"

namespace daybook::domain {

StreamId SaleSeriesStream(std::string_view register_name) {
  return {Category::CATEGORY_DOCUMENT, fmt::format("{}S", register_name)};
}

std::string SaleDocumentNumber(std::string_view store, std::string_view register_name,
                               int64_t counter) {
  return fmt::format("{}-{}S-{}", store, register_name, counter);
}

void Evolve(Series& series, const event::v1::Event& event) {
  ++series.version;
  if (event.has_document_issued()) {
    series.last_counter = std::max(series.last_counter, event.document_issued().counter());
  }
}

}  // namespace daybook::domain
