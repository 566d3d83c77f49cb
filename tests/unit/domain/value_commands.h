// Commands about gift cards, commissions and customers, for the tests of the domain.
#pragma once

#include <string_view>

#include "tests/unit/domain/shop_at_work.h"

namespace daybook::domain {

// A shop in the United Kingdom whose gift cards are under the law of US-VA or US-CA, as the
// repository ships it: in its own currency.
edge::v1::ShopConfig ShopUnderLaw(std::string_view jurisdiction);

// The line puts an amount on a card.
edge::v1::Command SellGiftCard(uint8_t sale, int32_t line, uint8_t card, int64_t amount_minor);
edge::v1::Command PayByGiftCard(uint8_t sale, uint8_t payment, uint8_t card, int64_t amount_minor);
edge::v1::Command CashOutGiftCard(uint8_t card, uint8_t drawer);
// Starts, pays by card and completes a sale that puts an amount on a card.
std::vector<edge::v1::Command> GiftCardSale(uint8_t sale, uint8_t payment, uint8_t card,
                                            int64_t amount_minor);
// AddLine of a category, by a salesperson.
edge::v1::Command SellBy(std::string_view salesperson, uint8_t sale, int32_t line,
                         int64_t price_minor, std::string_view category = "bakery",
                         int64_t pieces = 1);
// The same command on another business date.
edge::v1::Command On(int32_t business_date, edge::v1::Command command);

edge::v1::Command CreateCustomer(uint8_t customer);
edge::v1::Command LetOwe(uint8_t customer, int64_t limit_minor);
edge::v1::Command EraseCustomer(uint8_t customer);
// Customer 0: nobody's.
edge::v1::Command AttachCustomer(uint8_t sale, uint8_t customer);
// Off the customer's book that the tender stands for.
edge::v1::Command PayByBook(uint8_t sale, uint8_t payment, event::v1::Tender tender,
                            uint8_t customer, int64_t amount_minor);
// The line pays the customer's account.
edge::v1::Command PayAccount(uint8_t sale, int32_t line, uint8_t customer, int64_t amount_minor);
// Return of a line, onto the customer's book.
edge::v1::Command ReturnToBook(uint8_t sale, int32_t line, int64_t quantity_milli, uint8_t refund,
                               int64_t amount_minor, event::v1::Tender tender, uint8_t customer);

const Customer& CustomerAt(uint8_t customer, ShopAtWork& shop);
const GiftCard& GiftCardAt(uint8_t card, ShopAtWork& shop);

}  // namespace daybook::domain
