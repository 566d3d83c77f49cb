// The sentences about exchanges, offers, copies of documents, and months and years.
#include "core/scenarios/phrases.h"
#include "fmt/format.h"

namespace daybook::scenarios {
namespace {

using edge::v1::Command;

// "exchanges 1 of line 2 of S1 [to be discarded] in S2"
Complaint Exchange(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::AddReturnLine& add = *command.mutable_add_return_line();
  add.set_quantity_milli(ReadDecimal(match[3], 1'000));
  add.set_line(std::stoi(match[4]));
  add.set_original_sale_id(shop.BytesOf(match[5].str()));
  if (match[6].matched) add.set_disposition(event::v1::RETURN_DISPOSITION_DISCARD);
  add.set_sale_id(shop.BytesOf(match[7].str()));
  add.set_return_line(++shop.last_return_lines[match[7].str()]);
  add.set_reason("did not fit");
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint KeepReturnLine(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_remove_return_line()->set_return_line(std::stoi(match[3]));
  command.mutable_remove_return_line()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

// "completes S2, giving back 4.50 by card | in cash from D1"
Complaint CompleteGivingBack(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[4], [&](int64_t amount_minor) {
    Command command = shop.NewCommand();
    edge::v1::CompleteSale& complete = *command.mutable_complete_sale();
    complete.set_sale_id(shop.BytesOf(match[3].str()));
    edge::v1::Refund& refund = *complete.add_refunds();
    refund.set_payment_id(shop.BytesOf(fmt::format("payment number {}", ++shop.payment_count)));
    *refund.mutable_amount() = shop.MoneyOf(amount_minor);
    const bool in_cash = match[5].matched;
    refund.set_tender(in_cash ? event::v1::TENDER_CASH : event::v1::TENDER_CARD);
    if (in_cash) refund.set_drawer_session_id(shop.BytesOf(match[5].str()));
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

Command OfferCommand(const ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  edge::v1::ChangeOffer& change = *command.mutable_change_offer();
  change.set_offer(match[4]);
  change.mutable_change()->set_name(match[4]);
  change.mutable_change()->set_coupon(match[3].matched);
  return command;
}

// "3 Bread for 2.00"
Complaint OfferMany(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[7], [&](int64_t price_minor) {
    Command command = OfferCommand(shop, match);
    event::v1::OfferChanged& offer = *command.mutable_change_offer()->mutable_change();
    offer.set_kind(event::v1::OFFER_KIND_MULTI_BUY);
    offer.set_least_quantity_milli(ReadDecimal(match[5], 1'000));
    offer.add_skus(match[6]);
    *offer.mutable_price() = shop.MoneyOf(price_minor);
    shop.Execute(command, ActorOf(match));
    return Complaint();
  });
}

// "the cheapest of 3 Bread"
Complaint OfferCheapest(ShopFloor& shop, const std::smatch& match) {
  Command command = OfferCommand(shop, match);
  event::v1::OfferChanged& offer = *command.mutable_change_offer()->mutable_change();
  offer.set_kind(event::v1::OFFER_KIND_CHEAPEST);
  offer.set_least_quantity_milli(ReadDecimal(match[5], 1'000));
  offer.add_skus(match[6]);
  offer.set_rate_ppm(1'000'000);
  shop.Execute(command, ActorOf(match));
  return "";
}

// "20 % off bakery"
Complaint OfferRate(ShopFloor& shop, const std::smatch& match) {
  Command command = OfferCommand(shop, match);
  event::v1::OfferChanged& offer = *command.mutable_change_offer()->mutable_change();
  offer.set_kind(event::v1::OFFER_KIND_LINES);
  offer.set_rate_ppm(ReadDecimal(match[5], 10'000));
  offer.add_categories(match[6]);
  shop.Execute(command, ActorOf(match));
  return "";
}

// "5.00 off from 20.00"
Complaint OfferFromTotal(ShopFloor& shop, const std::smatch& match) {
  return WithAmount(shop, match[5], [&](int64_t off_minor) {
    return WithAmount(shop, match[6], [&](int64_t least_minor) {
      Command command = OfferCommand(shop, match);
      event::v1::OfferChanged& offer = *command.mutable_change_offer()->mutable_change();
      offer.set_kind(event::v1::OFFER_KIND_SALE);
      *offer.mutable_amount_off() = shop.MoneyOf(off_minor);
      *offer.mutable_least_total() = shop.MoneyOf(least_minor);
      shop.Execute(command, ActorOf(match));
      return Complaint();
    });
  });
}

Complaint WithdrawOffer(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_change_offer()->set_offer(match[3]);
  command.mutable_change_offer()->mutable_change()->set_withdrawn(true);
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint Redeem(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_redeem_coupon()->set_offer(match[3]);
  command.mutable_redeem_coupon()->set_sale_id(shop.BytesOf(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

// Returns a document's number as it is, if documents are counted from where the scenario began.
std::string NumberAsItIs(ShopFloor& shop, const std::string& counted) {
  const std::string& store = shop.config.store();
  const auto place = domain::ReadDocumentNumber(store, counted);
  if (!place.ok()) return counted;
  const int64_t before = shop.SeriesBefore(place->series.key).last_counter;
  return domain::DocumentNumber(store, place->series, place->counter + before);
}

Complaint Reprint(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_reprint_document()->set_number(NumberAsItIs(shop, match[3]));
  shop.Execute(command, ActorOf(match));
  return "";
}

event::v1::ReceiptDelivery DeliveryNamed(std::string_view name) {
  if (name == "on paper") return event::v1::RECEIPT_DELIVERY_PRINT;
  if (name == "by e-mail") return event::v1::RECEIPT_DELIVERY_EMAIL;
  return name == "as a code" ? event::v1::RECEIPT_DELIVERY_QR
                             : event::v1::RECEIPT_DELIVERY_DECLINED;
}

Complaint Deliver(ShopFloor& shop, const std::smatch& match) {
  Command command = shop.NewCommand();
  command.mutable_deliver_receipt()->set_number(NumberAsItIs(shop, match[3]));
  command.mutable_deliver_receipt()->set_delivery(DeliveryNamed(match[4].str()));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint ClosePeriod(ShopFloor& shop, const std::smatch& match) {
  const bool is_month = match[4].matched;
  const auto day =
      shop.ReadDate(fmt::format("{}-{}-15", match[3].str(), is_month ? match[4].str() : "07"));
  if (!day.ok()) return day.status().ToString();
  Command command = shop.NewCommand();
  command.mutable_close_period()->set_period(*day / (is_month ? 100 : 10'000));
  shop.Execute(command, ActorOf(match));
  return "";
}

Complaint CheckPeriod(ShopFloor& shop, const std::smatch& match) {
  const event::v1::Event* event = shop.LastEvent(event::v1::Event::kPeriodClosed);
  if (event == nullptr) return "no month or year was closed";
  const event::v1::PeriodClosed& closed = event->period_closed();
  if (std::to_string(closed.day_count()) != match[1].str()) {
    return fmt::format("it has {} days", closed.day_count());
  }
  return CheckFigures(shop, closed.totals(), match[2]);
}

}  // namespace

std::vector<Phrase> SellingCommands() {
  const std::string till = kTill;
  const std::string amount = kAmount;
  const std::string offers = till + "offers( with a coupon)? ([\\w-]+): ";
  return {
      {till + "exchanges " + amount + " of line (\\d+) of (\\w+)( to be discarded)? in (\\w+)",
       Exchange},
      {till + "leaves return line (\\d+) of (\\w+)", KeepReturnLine},
      {till + "completes (\\w+), giving back " + amount + " (?:by card|in cash from (\\w+))",
       CompleteGivingBack},
      {offers + "(\\d+) (\\w+) for " + amount, OfferMany},
      {offers + "the cheapest of (\\d+) (\\w+)", OfferCheapest},
      {offers + kRate + " off (\\w+)", OfferRate},
      {offers + amount + " off from " + amount, OfferFromTotal},
      {till + "withdraws offer ([\\w-]+)", WithdrawOffer},
      {till + "redeems coupon ([\\w-]+) for (\\w+)", Redeem},
      {till + "prints ([\\w-]+) once more", Reprint},
      {till + "delivers ([\\w-]+) (on paper|by e-mail|as a code|to nobody)", Deliver},
      {till + "closes (?:the month|the year) (\\d{4})(?:-(\\d{2}))?", ClosePeriod},
  };
}

std::vector<Phrase> SellingAssertions() {
  return {{"the (?:month|year) shows (\\d+) days?, ([\\w ,.-]+)", CheckPeriod}};
}

}  // namespace daybook::scenarios
