// daybook giftcard show: what is on a gift card.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/query.h"
#include "cli/value_text.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  Client client = MakeClient(arguments, environment);
  edge::v1::GetGiftCardRequest request;
  request.set_gift_card_id(std::string(arguments.Id("CARD").AsBytes()));
  DAYBOOK_ASSIGN_OR_RETURN(const int64_t position, CurrentPosition(client));
  request.set_at_position(position);
  DAYBOOK_ASSIGN_OR_RETURN(const auto response, client.GetGiftCard(request));
  PrintLine(environment, arguments.Has("json") ? MessageJson(response.gift_card())
                                               : GiftCardText(response.gift_card()));
  return absl::OkStatus();
}

}  // namespace

Command GiftCardShowCommand() {
  return {
      .spec = {.name = "giftcard show",
               .summary = "Shows what is on a gift card.",
               .details = "Who has a card names it: there is no list of them. A fee that is due "
                          "is taken off when the card is used next.",
               .operands = {{.name = "CARD",
                             .kind = ValueKind::kId,
                             .help = "The card's id, which is not what is printed on it."}},
               .flags = WithEdgeFlags({}, "10"),
               .example = "daybook giftcard show 0190a3c2-7b1e-7000-8000-0123456789ab"},
      .run = Run};
}

}  // namespace daybook::cli
