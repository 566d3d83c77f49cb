// Documents as they are issued: the server gives the next number of the register's series, unless
// the till has issued the document by itself.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/draft.h"
#include "core/domain/series.h"

namespace daybook::domain {

// Records the document and returns its number. A till's own keeps its number, digest and signature,
// whatever is wrong with them: that is flagged with DOCUMENT_SERIES_FOREIGN, DOCUMENT_GAP,
// DOCUMENT_REPEATED, DOCUMENT_CHAIN_BROKEN, DOCUMENT_MISMATCH.
std::string IssueDocument(std::string_view register_name, SeriesKind kind,
                          event::v1::DocumentIssued document, Draft& draft);

// Records the till's own documents that nothing was recorded for: their numbers are used.
void RecordUnmatchedDocuments(Draft& draft);

// Checks the command's own documents. Errors: FIELD_MISSING, FIELD_INVALID, TOO_LARGE.
absl::Status CheckTillDocuments(const edge::v1::Command& command, bool own);

}  // namespace daybook::domain
