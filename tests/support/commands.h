// What a till says: commands of the little shop that the tests run, and the envelopes they travel
// in. Everything derives from numbers, so that a test says the same things on every run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "daybook/edge/v1/command.pb.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::test {

inline constexpr int32_t kToday = 20161105;

// Ids without end, the same for the same seed. Not thread-safe.
class Ids {
 public:
  explicit Ids(uint64_t seed) : random_(seed) {}
  Uuid Next();

 private:
  SeededRandom random_;
};

// A café in Britain: prices include tax; the tax categories are "standard" and "zero".
edge::v1::ShopConfig Cafe();

common::v1::Money Gbp(int64_t minor_units);

edge::v1::Command StartSale(const Uuid& sale);
edge::v1::Command SuspendSale(const Uuid& sale);
edge::v1::Command RetrieveSale(const Uuid& sale);
edge::v1::Command AddLine(const Uuid& sale, int32_t line, std::string_view sku, int64_t price_minor,
                          int64_t quantity_milli = 1000);
edge::v1::Command ChangeQuantity(const Uuid& sale, int32_t line, int64_t quantity_milli);
edge::v1::Command RemoveLine(const Uuid& sale, int32_t line);
edge::v1::Command PayCard(const Uuid& sale, const Uuid& payment, int64_t amount_minor);
edge::v1::Command PayCash(const Uuid& sale, const Uuid& payment, const Uuid& drawer,
                          int64_t amount_minor);
edge::v1::Command CompleteSale(const Uuid& sale);
edge::v1::Command AbandonSale(const Uuid& sale);
edge::v1::Command OpenDrawer(const Uuid& drawer, int64_t opening_minor);
edge::v1::Command CountDrawer(const Uuid& drawer, int64_t counted_minor);
edge::v1::Command CloseDrawer(const Uuid& drawer);
edge::v1::Command OpenDay(int32_t business_date = kToday);
edge::v1::Command CloseDay(int32_t business_date = kToday);
edge::v1::Command ReceiveStock(std::string_view sku, int64_t quantity_milli);

// Returns the envelope of an ask.
edge::v1::CommandEnvelope Ask(const Uuid& request_id, edge::v1::Command command);

// A till's installation: numbers its own commands and chains them.
class Installation {
 public:
  explicit Installation(const Uuid& install_id);

  // Returns the envelope of the next own command.
  edge::v1::CommandEnvelope Own(const Uuid& request_id, const edge::v1::Command& command);

  // The same for bytes that need not be a command.
  edge::v1::CommandEnvelope OwnBytes(const Uuid& request_id, std::string bytes);

  const Uuid& install_id() const { return install_id_; }
  int64_t last_sequence() const { return last_sequence_; }

 private:
  Uuid install_id_;
  int64_t last_sequence_ = 0;
  Digest chain_;
};

}  // namespace daybook::test
