#include "core/base/digest.h"
#include "core/base/names.h"
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/documents.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using edge::v1::TillDocument;
using event::v1::DocumentIssued;

constexpr size_t kDigestBytes = sizeof(Digest::bytes);
constexpr int64_t kDocumentCounterMax = 1'000'000'000'000;

absl::Status CheckFields(const TillDocument& document) {
  if (document.series().empty()) return FieldMissing("documents.series");
  if (document.series().size() > kSeriesBytesMax || !IsName(document.series())) {
    return FieldInvalid("documents.series",
                        "is not 1 to 16 letters, digits, dots, underscores or hyphens");
  }
  if (document.series().ends_with(static_cast<char>(SeriesKind::kSales)) ||
      document.series().ends_with(static_cast<char>(SeriesKind::kClosings))) {
    return FieldInvalid("documents.series", "is one that the server numbers");
  }
  if (document.counter() < 1 || document.counter() > kDocumentCounterMax) {
    return FieldInvalid("documents.counter", "is not from 1 to 1000000000000");
  }
  if (document.digest().size() != kDigestBytes) {
    return FieldInvalid("documents.digest", "is not 32 bytes");
  }
  const size_t previous_bytes = document.previous_digest().size();
  if (previous_bytes != 0 && previous_bytes != kDigestBytes) {
    return FieldInvalid("documents.previous_digest", "is not 32 bytes");
  }
  if (document.signature().size() <= kSignatureBytesMax) return absl::OkStatus();
  return FieldInvalid("documents.signature", "is more than 64 bytes");
}

bool IsSeriesOf(const Uuid& install_id, std::string_view series, const edge::v1::ShopConfig& shop) {
  for (const edge::v1::InstallationConfig& installation : shop.installations()) {
    if (Uuid::Parse(installation.install_id()) == install_id)
      return installation.series() == series;
  }
  return false;
}

// Returns the series as it stands after what the draft has recorded so far.
Series SeriesIn(const StreamId& stream, const Draft& draft) {
  Series series = draft.Find<Series>(stream);
  for (const NewEvent& recorded : draft.events()) {
    if (recorded.stream == stream) Evolve(series, recorded.event);
  }
  return series;
}

// Flags what the place of a till's own document in its series contradicts.
void FlagPlace(const TillDocument& own, const std::string& number, const Series& series,
               Draft& draft) {
  if (!IsSeriesOf(draft.context().install_id, own.series(), draft.config())) {
    draft.Flag(Error(Reason::ERROR_REASON_DOCUMENT_SERIES_FOREIGN,
                     "document {number} is of a series that is not this installation's",
                     {{"number", number}}));
  }
  if (own.counter() > series.last_counter + 1) {
    draft.Flag(Error(Reason::ERROR_REASON_DOCUMENT_GAP,
                     "before document {number} {missing} are missing",
                     {{"number", number}, {"missing", own.counter() - series.last_counter - 1}}));
  } else if (own.counter() <= series.last_counter) {
    draft.Flag(Error(Reason::ERROR_REASON_DOCUMENT_REPEATED,
                     "document {number} has a number that was given before", {{"number", number}}));
  }
  if (own.previous_digest() != series.digest) {
    draft.Flag(Error(Reason::ERROR_REASON_DOCUMENT_CHAIN_BROKEN,
                     "document {number} does not follow on the one before it",
                     {{"number", number}}));
  }
}

// Records a till's own document as the till issued it.
std::string RecordOwn(const TillDocument& own, DocumentIssued document, Draft& draft) {
  const StreamId stream = SeriesStream(own.series());
  std::string number = DocumentNumber(draft.config().store(), stream, own.counter());
  document.set_number(number);
  document.set_counter(own.counter());
  FlagPlace(own, number, SeriesIn(stream, draft), draft);
  if (DocumentDigest(own.previous_digest(), document) != own.digest()) {
    draft.Flag(Error(Reason::ERROR_REASON_DOCUMENT_MISMATCH,
                     "document {number} says something else than the server worked out",
                     {{"number", number}}));
  }
  document.set_previous_digest(own.previous_digest());
  document.set_digest(own.digest());
  document.set_signature(own.signature());
  *draft.Record(stream).mutable_document_issued() = std::move(document);
  return number;
}

// Returns the place of a document that was issued.
absl::StatusOr<DocumentPlace> TakeDocument(const std::string& number, const Draft& draft) {
  if (number.empty()) return FieldMissing("number");
  DAYBOOK_ASSIGN_OR_RETURN(DocumentPlace place, ReadDocumentNumber(draft.config().store(), number));
  const int64_t last_counter = draft.Find<Series>(place.series).last_counter;
  if (place.counter >= 1 && place.counter <= last_counter) return place;
  return Error(Reason::ERROR_REASON_DOCUMENT_UNKNOWN, "no document {number} was issued",
               {{"number", number}});
}

}  // namespace

std::string IssueDocument(std::string_view register_name, SeriesKind kind, DocumentIssued document,
                          Draft& draft) {
  if (const TillDocument* const own = draft.TakeTillDocument()) {
    return RecordOwn(*own, std::move(document), draft);
  }
  const StreamId stream = SeriesStream(register_name, kind);
  const int64_t counter = SeriesIn(stream, draft).last_counter + 1;
  std::string number = DocumentNumber(draft.config().store(), stream, counter);
  document.set_number(number);
  document.set_counter(counter);
  *draft.Record(stream).mutable_document_issued() = std::move(document);
  return number;
}

void RecordUnmatchedDocuments(Draft& draft) {
  while (const TillDocument* const own = draft.TakeTillDocument()) {
    if (!CheckFields(*own).ok()) continue;
    DocumentIssued document;
    document.set_kind(event::v1::DOCUMENT_KIND_UNMATCHED);
    RecordOwn(*own, std::move(document), draft);
  }
}

absl::Status CheckTillDocuments(const edge::v1::Command& command, bool own) {
  if (command.documents().empty()) return absl::OkStatus();
  if (!own) return FieldInvalid("documents", "belong to a till's own commands");
  if (command.documents_size() > kTillDocumentsMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE, "{field} has more than {entries_max} entries",
                 {{"field", "documents"}, {"entries_max", kTillDocumentsMax}});
  }
  for (const TillDocument& document : command.documents()) {
    DAYBOOK_RETURN_IF_ERROR(CheckFields(document));
  }
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReprintDocument& reprint, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", reprint.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const DocumentPlace place, TakeDocument(reprint.number(), draft));

  event::v1::DocumentReprinted& reprinted =
      *draft.Record(place.series).mutable_document_reprinted();
  reprinted.set_counter(place.counter);
  reprinted.set_reason(reprint.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::DeliverReceipt& deliver, Draft& draft) {
  if (deliver.delivery() == event::v1::RECEIPT_DELIVERY_UNSPECIFIED) {
    return FieldMissing("delivery");
  }
  if (!event::v1::ReceiptDelivery_IsValid(deliver.delivery())) {
    return FieldInvalid("delivery", "is none that this server knows");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const DocumentPlace place, TakeDocument(deliver.number(), draft));

  event::v1::ReceiptDelivered& delivered = *draft.Record(place.series).mutable_receipt_delivered();
  delivered.set_counter(place.counter);
  delivered.set_delivery(deliver.delivery());
  return absl::OkStatus();
}

}  // namespace daybook::domain
