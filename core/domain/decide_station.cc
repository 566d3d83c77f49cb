// Commands on the stations of the kitchen, their printers, and what is sold out.
#include "core/domain/bounds.h"
#include "core/domain/decide.h"
#include "core/domain/fields.h"
#include "core/domain/kitchen.h"
#include "core/domain/policies.h"

namespace daybook::domain {
namespace {

const Station& StationNamed(std::string_view station, const Draft& draft) {
  return draft.Find<Station>(StationStream(station));
}

// Errors: as CheckStation; FIELD_INVALID if it is the same one.
absl::Status CheckOtherStation(std::string_view field, std::string_view other,
                               std::string_view station, const Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation(field, other, draft));
  return other == station ? FieldInvalid(field, "is the station itself") : absl::OkStatus();
}

// Objects with PRINTER_NOT_PRINTING to a printer that has failed, or for which another prints.
absl::Status CheckPrints(std::string_view name, Draft& draft) {
  const Station& station = StationNamed(name, draft);
  if (station.printer_problem.empty() && station.print_station.empty()) return absl::OkStatus();
  return draft.Object(Error(Reason::ERROR_REASON_PRINTER_NOT_PRINTING,
                            "the printer of station {station} does not print",
                            {{"station", name}}));
}

absl::Status CheckSku(const std::string& sku, const Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("sku", sku, kCodeBytesMax));
  return HasKitchen(draft.config()) ? absl::OkStatus() : KitchenMissing();
}

}  // namespace

absl::Status CheckStation(std::string_view field, std::string_view station, const Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText(field, station, kCodeBytesMax));
  if (!HasKitchen(draft.config())) return KitchenMissing();
  if (FindStation(station, draft.config()) != nullptr) return absl::OkStatus();
  return FieldInvalid(field, "is no station of the shop");
}

StationAt StationsIn(const Draft& draft) {
  return
      [&draft](std::string_view station) -> const Station& { return StationNamed(station, draft); };
}

std::string OpenStationFor(const std::string& station, std::string_view area, const Draft& draft) {
  if (!HasKitchen(draft.config())) return station;
  return OpenStationFor(station, area, draft.config(), StationsIn(draft));
}

absl::Status CheckNotSoldOut(std::string_view sku, Draft& draft) {
  if (!HasKitchen(draft.config())) return absl::OkStatus();
  if (!draft.Find<SoldOut>(SoldOutStream()).skus.contains(sku)) return absl::OkStatus();
  return draft.Object(
      Error(Reason::ERROR_REASON_PRODUCT_SOLD_OUT, "{sku} is sold out", {{"sku", sku}}));
}

absl::Status DecideCase(const edge::v1::EightySixProduct& product, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckSku(product.sku(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", product.reason(), kReasonBytesMax));
  const auto& skus = draft.Find<SoldOut>(SoldOutStream()).skus;
  if (skus.contains(product.sku())) return absl::OkStatus();
  if (skus.size() >= kSoldOutMax) {
    return Error(Reason::ERROR_REASON_TOO_LARGE,
                 "{products_max} products are sold out, as many as may be",
                 {{"products_max", kSoldOutMax}});
  }

  event::v1::ProductEightySixed& gone =
      *draft.Record(SoldOutStream()).mutable_product_eighty_sixed();
  gone.set_sku(product.sku());
  gone.set_reason(product.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::PutProductBack& product, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckSku(product.sku(), draft));
  if (!draft.Find<SoldOut>(SoldOutStream()).skus.contains(product.sku())) return absl::OkStatus();

  draft.Record(SoldOutStream()).mutable_product_back_in_stock()->set_sku(product.sku());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::CloseStation& close, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", close.station(), draft));
  if (!close.fallback().empty()) {
    DAYBOOK_RETURN_IF_ERROR(
        CheckOtherStation("fallback", close.fallback(), close.station(), draft));
  }
  DAYBOOK_RETURN_IF_ERROR(CheckText("reason", close.reason(), kReasonBytesMax));
  const Station& station = StationNamed(close.station(), draft);
  if (station.closed && station.fallback == close.fallback()) return absl::OkStatus();

  event::v1::StationClosed& closed =
      *draft.Record(StationStream(close.station())).mutable_station_closed();
  closed.set_fallback(close.fallback());
  closed.set_reason(close.reason());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::OpenStation& open, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", open.station(), draft));
  if (!StationNamed(open.station(), draft).closed) return absl::OkStatus();

  draft.Record(StationStream(open.station())).mutable_station_opened();
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReportPrinterFailed& report, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", report.station(), draft));
  DAYBOOK_RETURN_IF_ERROR(CheckRequiredText("problem", report.problem(), kReasonBytesMax));
  if (StationNamed(report.station(), draft).printer_problem == report.problem()) {
    return absl::OkStatus();
  }

  draft.Record(StationStream(report.station()))
      .mutable_printer_failed()
      ->set_problem(report.problem());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReroutePrint& reroute, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", reroute.station(), draft));
  DAYBOOK_RETURN_IF_ERROR(
      CheckOtherStation("print_station", reroute.print_station(), reroute.station(), draft));
  if (StationNamed(reroute.station(), draft).print_station == reroute.print_station()) {
    return absl::OkStatus();
  }
  DAYBOOK_RETURN_IF_ERROR(CheckPrints(reroute.print_station(), draft));

  draft.Record(StationStream(reroute.station()))
      .mutable_print_rerouted()
      ->set_print_station(reroute.print_station());
  return absl::OkStatus();
}

absl::Status DecideCase(const edge::v1::ReportPrinterRestored& report, Draft& draft) {
  DAYBOOK_RETURN_IF_ERROR(CheckStation("station", report.station(), draft));
  const Station& station = StationNamed(report.station(), draft);
  if (station.printer_problem.empty() && station.print_station.empty()) return absl::OkStatus();

  draft.Record(StationStream(report.station())).mutable_printer_restored();
  return absl::OkStatus();
}

}  // namespace daybook::domain
