// The catalogue and the stock, kept from the log by arithmetic of its own: what is on hand is what
// came less what went, at each location; what left one arrives at another, is missing, or is in
// transit; a price that differs is flagged, and no other.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "daybook/event/v1/entry.pb.h"
#include "tests/sim/folds.h"
#include "tests/sim/ledger.h"

namespace daybook::sim {

class GoodsAccounts {
 public:
  // How much of which item, by SKU.
  using Goods = std::map<std::string, int64_t>;

  // Adds an entry up and checks what it says.
  absl::Status Take(const event::v1::Entry& entry);

  // Adds what so much of an item takes from the stock, by the catalogue as it is now.
  void AddTaken(const std::string& sku, int64_t quantity_milli, Goods& goods) const;

  // Compares the rows of the views with what was added up.
  absl::Status CheckViews(const Folds& folds) const;

 private:
  struct Item {
    bool known = false;
    bool discontinued = false;
    bool non_stock = false;
    Goods recipe;
    std::map<int32_t, int64_t> prices;  // By the first business date; 0: before all.
    std::string name;
  };
  struct Stock {
    int64_t on_hand_milli = 0;
    bool kept = false;
    std::map<std::string, int64_t> reserved;  // By reservation.
  };
  struct Staged {
    std::string sku;
    event::v1::ItemChange change;
  };

  absl::Status TakeEvent(const event::v1::Entry& entry, const event::v1::Event& event);
  void Change(const event::v1::ItemChange& change, const std::string& sku);
  void EndImport(const std::string& import_id, bool activated);
  static void TakeReservation(const event::v1::Event& event, Stock& stock);
  absl::Status TakeStock(const event::v1::Entry& entry, const event::v1::Event& event,
                         const std::string& key);
  absl::Status TakeShipped(const event::v1::Entry& entry,
                           const event::v1::StockTransferShipped& shipped,
                           const std::string& transfer_id);
  absl::Status TakeArrived(const event::v1::Entry& entry,
                           const event::v1::StockTransferReceived& received,
                           const std::string& transfer_id);
  absl::Status CheckPrices(const event::v1::Entry& entry) const;
  absl::Status CheckVoid(const event::v1::Entry& entry, const std::string& sale_id) const;
  absl::Status CheckBarcodes(const Folds& folds) const;

  std::map<std::string, Item> items_;                  // By SKU.
  std::map<std::string, std::string> barcodes_;        // The item that each leads to.
  std::map<std::string, std::vector<Staged>> staged_;  // By import.
  std::map<std::string, Stock> stock_;                 // By key of the stream.
  std::map<std::string, Goods> in_transit_;            // By transfer; the key is that of the stock.
  std::map<std::string, Goods> taken_;                 // By sale; what went, less what came back.
};

}  // namespace daybook::sim
