// Commands on an import: many changes of items that count at once.
#include <map>
#include <utility>

#include "core/domain/asks.h"
#include "core/domain/bounds.h"
#include "core/domain/catalogue.h"
#include "core/domain/catalogue_changes.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"

namespace daybook::domain {
namespace {

using edge::v1::CatalogueItem;
using edge::v1::StagedItem;
using edge::v1::StageItems;

constexpr std::string_view kInCatalogue = "what is in the catalogue";

struct ImportInHand {
  Uuid id;
  StreamId stream;
  const Import& import;
};

absl::StatusOr<ImportInHand> FindImport(std::string_view import_id, const Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(RequireAsk(draft, kInCatalogue));
  DAYBOOK_ASSIGN_OR_RETURN(const Uuid id, ReadUuid("import_id", import_id));
  StreamId stream = StreamId::Of(Category::CATEGORY_IMPORT, id);
  const auto& import = draft.Find<Import>(stream);
  return ImportInHand{id, std::move(stream), import};
}

absl::Status ImportNotOpen(const Uuid& id, ImportState state) {
  return Error(Reason::ERROR_REASON_IMPORT_NOT_OPEN, "import {import} is {state}",
               {{"import", id.ToText()},
                {"state", state == ImportState::kActivated ? "activated" : "aborted"}});
}

// Returns the import unless it was never begun.
absl::StatusOr<ImportInHand> TakeImport(std::string_view import_id, const Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(ImportInHand hand, FindImport(import_id, draft));
  if (hand.import.state != ImportState::kNotBegun) return hand;
  return Error(Reason::ERROR_REASON_IMPORT_UNKNOWN, "there is no import {import}",
               {{"import", hand.id.ToText()}});
}

absl::Status CheckRoom(const StageItems& stage, const Import& import) {
  if (stage.items().empty()) return FieldMissing("items");
  if (stage.items_size() > kStagedItemsMax) {
    return Error(
        Reason::ERROR_REASON_TOO_LARGE, "{count} changes are staged at once, at most {items_max}",
        {{"field", "items"}, {"count", stage.items_size()}, {"items_max", kStagedItemsMax}});
  }
  if (import.staged_count + stage.items_size() > kImportStagedMax) {
    return Error(
        Reason::ERROR_REASON_TOO_LARGE, "the import has {count} changes, it may have {staged_max}",
        {{"field", "items"}, {"count", import.staged_count}, {"staged_max", kImportStagedMax}});
  }
  return absl::OkStatus();
}

// What is known of an item while its changes are looked at one by one.
struct Seen {
  bool in_catalogue = false;  // Or will be, by an earlier change.
  int change_count = 0;       // With those staged before.
};

// An item is staged in one import at a time: two could be activated in either order.
absl::StatusOr<Seen> LookAt(const std::string& sku, const ImportInHand& hand, const Draft& draft) {
  CatalogueItem scratch;
  Seen seen{.in_catalogue = FindItem(sku, draft, scratch) != nullptr};
  const CatalogueItem& item = draft.Find<Item>(ItemStream(sku)).item;
  const auto other_id = Uuid::FromBytes(item.staged_import_id());
  if (!other_id) return seen;
  if (*other_id == hand.id) {
    seen.change_count = item.staged_size();
    for (const auto& change : item.staged()) seen.in_catalogue |= change.has_item_upserted();
    return seen;
  }
  const auto& other = draft.Find<Import>(StreamId::Of(Category::CATEGORY_IMPORT, *other_id));
  if (other.state != ImportState::kOpen) return seen;
  return Error(Reason::ERROR_REASON_ITEM_STAGED,
               "changes of {sku} wait for the activation of import {import}",
               {{"sku", sku}, {"import", other_id->ToText()}});
}

absl::Status CheckChange(const StagedItem& staged, Seen& seen) {
  seen.in_catalogue |= staged.change().has_item_upserted();
  if (!seen.in_catalogue) return ItemUnknown(staged.sku());
  if (++seen.change_count <= kStagedChangesMax) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_TOO_LARGE,
               "{sku} has more than {changes_max} changes in one import",
               {{"field", "items"}, {"sku", staged.sku()}, {"changes_max", kStagedChangesMax}});
}

}  // namespace

absl::Status DecideCase(const edge::v1::BeginImport& begin, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckText("source", begin.source(), kNameBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const ImportInHand hand, FindImport(begin.import_id(), draft));
  if (hand.import.state != ImportState::kNotBegun) {
    return Error(Reason::ERROR_REASON_IMPORT_EXISTS, "there is an import {import}",
                 {{"import", hand.id.ToText()}});
  }

  draft.Record(hand.stream).mutable_import_begun()->set_source(begin.source());
  return absl::OkStatus();
}

absl::Status DecideCase(const StageItems& stage, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const ImportInHand hand, TakeImport(stage.import_id(), draft));
  if (hand.import.state != ImportState::kOpen) return ImportNotOpen(hand.id, hand.import.state);
  DAYBOOK_RETURN_IF_ERROR(CheckRoom(stage, hand.import));
  std::map<std::string, Seen> items;
  for (const StagedItem& staged : stage.items()) {
    if (absl::Status wrong = CheckItemChange(staged.sku(), staged.change(), draft); !wrong.ok()) {
      return WithValue(std::move(wrong), {"sku", staged.sku()});
    }
    const auto [at, is_new] = items.try_emplace(staged.sku());
    if (is_new) {
      DAYBOOK_ASSIGN_OR_RETURN(at->second, LookAt(staged.sku(), hand, draft));
    }
    DAYBOOK_RETURN_IF_ERROR(CheckChange(staged, at->second));
  }

  for (const auto& [sku, seen] : items) RecordStageSettled(sku, draft);
  for (const StagedItem& staged : stage.items()) {
    event::v1::ItemStaged& event = *draft.Record(ItemStream(staged.sku())).mutable_item_staged();
    event.set_import_id(stage.import_id());
    *event.mutable_change() = staged.change();
  }
  event::v1::ImportItemsStaged& staged = *draft.Record(hand.stream).mutable_import_items_staged();
  for (const StagedItem& one : stage.items()) staged.add_skus(one.sku());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ActivateImport& activate, Draft& draft) {
  DAYBOOK_ASSIGN_OR_RETURN(const ImportInHand hand, TakeImport(activate.import_id(), draft));
  if (hand.import.state == ImportState::kActivated) return absl::OkStatus();
  if (hand.import.state != ImportState::kOpen) return ImportNotOpen(hand.id, hand.import.state);

  draft.Record(hand.stream).mutable_import_activated()->set_staged_count(hand.import.staged_count);
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::AbortImport& abort, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("reason", abort.reason(), kReasonBytesMax));
  DAYBOOK_ASSIGN_OR_RETURN(const ImportInHand hand, TakeImport(abort.import_id(), draft));
  if (hand.import.state == ImportState::kAborted) return absl::OkStatus();
  if (hand.import.state != ImportState::kOpen) return ImportNotOpen(hand.id, hand.import.state);

  draft.Record(hand.stream).mutable_import_aborted()->set_reason(abort.reason());
  return absl::OkStatus();
}

}  // namespace daybook::domain
