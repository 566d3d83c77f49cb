// What the tills say: small sales of a made-up shop, random but the same for the same seed.
//
// A sale is one Execute of five commands (start, two lines, payment, completion), which leave eight
// events: the products of its two lines differ.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "core/base/ids.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "daybook/edge/v1/config.pb.h"

namespace daybook::bench {

inline constexpr int kSaleCommands = 5;
inline constexpr int kSalesPerCallMax = 100;  // The server takes 512 commands in a call.

// Returns the shop that the tills sell in: prices include tax, all that sells is taxed.
edge::v1::ShopConfig BenchShop();

// One till and what it does. It has its own register and its own drawer. Not thread-safe.
class TillScript {
 public:
  // Tills with the same seed sell the same things; identifiers are fresh in every run.
  TillScript(int64_t number, uint64_t seed);

  // As the server sees it: the names in the metadata of each call.
  const std::string& device() const { return device_; }
  const std::string& employee() const { return employee_; }

  // Returns the request that opens the business day, if nobody has, and the till's drawer.
  const edge::v1::ExecuteRequest& Open(absl::Time now);

  // Returns a request with the commands of `sale_count` sales, which may be sent after Open.
  // Valid until the next call. REQUIRES: 1 <= sale_count <= kSalesPerCallMax.
  const edge::v1::ExecuteRequest& Sell(absl::Time now, int sale_count = 1);

 private:
  void AddSale();
  void AddLine(int line, int64_t product, int64_t quantity, const edge::v1::Command& stamp);
  void AddPayment(int64_t total_minor, const edge::v1::Command& stamp);
  edge::v1::Command Stamp() const;
  std::string FreshId();
  void AddEnvelope(const edge::v1::Command& command);

  std::string device_;
  std::string employee_;
  SeededRandom choices_;
  SeededRandom identifiers_;
  std::string drawer_session_id_;
  absl::Time now_;  // Of the request that is being built.
  std::string sale_id_;
  edge::v1::ExecuteRequest request_;
};

}  // namespace daybook::bench
