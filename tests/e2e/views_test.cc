// Questions to the views: they read what was written, and their watchers see the latest state.
#include <thread>

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/hex.h"
#include "core/base/pin.h"
#include "daybook/edge/v1/page_token.pb.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using edge::v1::WatchViewsRequest;
using edge::v1::WatchViewsResponse;
using testing::ElementsAreArray;

constexpr int kMessagesPerSecondMax = 20;

std::string Bytes(const Uuid& uuid) { return std::string(uuid.AsBytes()); }

// Returns `page_token`, whose layout is the server's own affair, with another key, as somebody
// might forge it.
std::string WithKey(std::string_view page_token, std::string_view key) {
  constexpr size_t kChecksumBytes = 4;
  edge::v1::PageToken token;
  EXPECT_TRUE(token.ParseFromString(FromHex(page_token)->substr(kChecksumBytes)));
  token.set_key(std::string(key));
  const std::string bytes = token.SerializeAsString();
  return ToHex(std::string(Sha256(bytes).AsBytes().substr(0, kChecksumBytes)) + bytes);
}

class ViewsTest : public EdgeTest {
 protected:
  void SetUp() override { Start(); }

  absl::StatusOr<edge::v1::GetStoreTotalsResponse> Totals(int64_t at_position) {
    edge::v1::GetStoreTotalsRequest request;
    request.set_from_business_date(kToday);
    request.set_at_position(at_position);
    return client_->GetStoreTotals(request);
  }

  absl::StatusOr<edge::v1::GetSaleResponse> Sale(const Uuid& sale, int64_t at_position) {
    edge::v1::GetSaleRequest request;
    request.set_sale_id(Bytes(sale));
    request.set_at_position(at_position);
    return client_->GetSale(request);
  }
};

TEST_F(ViewsTest, ReadWhatWasWritten) {
  for (int sold = 1; sold <= 20; ++sold) {
    const Uuid sale = SellCoffee();
    const int64_t head = Head();

    const auto totals = Totals(head);
    const auto row = Sale(sale, head);

    ASSERT_TRUE(totals.ok()) << totals.status();
    ASSERT_TRUE(row.ok()) << row.status();
    EXPECT_EQ(totals->totals().totals().sale_count(), sold);
    EXPECT_GE(totals->view_position(), head);
    EXPECT_EQ(row->sale().state(), edge::v1::SALE_STATE_COMPLETED);
    EXPECT_EQ(row->sale().total_minor(), 250);
    EXPECT_FALSE(row->sale().document_number().empty());
  }
}

TEST_F(ViewsTest, RefuseAPositionBeyondTheHeadAtOnce) {
  SellCoffee();

  const auto totals = Totals(Head() + 1);

  EXPECT_EQ(ReasonOf(totals.status()), Reason::ERROR_REASON_POSITION_BEYOND_HEAD);
}

TEST_F(ViewsTest, SayThatADayOfWhichNothingIsKnownHasNothing) {
  const auto totals = Totals(0);

  ASSERT_TRUE(totals.ok()) << totals.status();
  EXPECT_EQ(totals->day_count(), 0);
  EXPECT_EQ(totals->totals().totals().total_minor(), 0);
  EXPECT_FALSE(totals->totals().closed());
}

TEST_F(ViewsTest, AddUpSeveralDays) {
  SellCoffee(250);
  Accept(OpenDay(kToday + 1));
  const Uuid sale = ids_.Next();
  for (edge::v1::CommandEnvelope& envelope : CoffeeSale(sale, 300, ids_)) {
    envelope.mutable_command()->set_business_date(kToday + 1);
    Accept(envelope);
  }
  edge::v1::GetStoreTotalsRequest request;
  request.set_from_business_date(kToday);
  request.set_to_business_date(kToday + 1);
  request.set_at_position(Head());

  const auto totals = client_->GetStoreTotals(request);

  ASSERT_TRUE(totals.ok()) << totals.status();
  EXPECT_EQ(totals->day_count(), 2);
  EXPECT_EQ(totals->totals().totals().total_minor(), 550);
}

TEST_F(ViewsTest, CloseADayWithTheFiguresThatTheyShow) {
  for (int i = 0; i < 5; ++i) SellCoffee();
  const auto before = Totals(Head());
  Accept(CloseDay());

  const auto after = Totals(Head());

  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_FALSE(before->totals().closed());
  EXPECT_TRUE(after->totals().closed());
  const LogCopy log = CheckedLog();
  const auto& closed = log.entries.back().events().rbegin()->business_day_closed();
  EXPECT_EQ(closed.totals().DebugString(), after->totals().totals().DebugString());
  EXPECT_EQ(closed.totals().DebugString(), FoldTotals(log, kToday).DebugString());
}

TEST_F(ViewsTest, KnowASaleThatIsStillOpenAndItsRemovedLines) {
  const Uuid sale = ids_.Next();
  Accept(StartSale(sale));
  Accept(AddLine(sale, 1, "coffee", 250));
  Accept(AddLine(sale, 2, "bread", 100));
  Accept(RemoveLine(sale, 2));

  const auto row = Sale(sale, Head());

  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->sale().state(), edge::v1::SALE_STATE_OPEN);
  ASSERT_EQ(row->sale().lines_size(), 2);
  EXPECT_TRUE(row->sale().lines(1).removed());
  EXPECT_EQ(row->sale().total_minor(), 250);
  EXPECT_EQ(row->sale().version(), 4);
}

TEST_F(ViewsTest, DoNotKnowASaleThatNeverWas) {
  EXPECT_EQ(ReasonOf(Sale(ids_.Next(), 0).status()), Reason::ERROR_REASON_SALE_UNKNOWN);
}

TEST_F(ViewsTest, ListSalesNewestFirstPageByPage) {
  std::vector<std::string> sold;
  for (int i = 0; i < 25; ++i) sold.insert(sold.begin(), Bytes(SellCoffee()));
  edge::v1::ListSalesRequest request;
  request.set_business_date(kToday);
  request.set_page_size(10);
  request.set_at_position(Head());
  std::vector<std::string> listed;
  int pages = 0;

  do {
    const auto page = client_->ListSales(request);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_LE(page->sales_size(), 10);
    for (const edge::v1::SaleView& sale : page->sales()) listed.push_back(sale.sale_id());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());

  EXPECT_EQ(pages, 3);
  EXPECT_THAT(listed, ElementsAreArray(sold));
}

TEST_F(ViewsTest, RefuseAPageTokenThatLeadsOutOfTheList) {
  for (int i = 0; i < 3; ++i) SellCoffee();
  edge::v1::ListSalesRequest request;
  request.set_page_size(1);
  request.set_at_position(Head());
  const auto first = client_->ListSales(request);
  ASSERT_TRUE(first.ok()) << first.status();

  for (const char* key : {"a", "zzzz"}) {
    request.set_page_token(WithKey(first->next_page_token(), key));
    EXPECT_EQ(ReasonOf(client_->ListSales(request).status()),
              Reason::ERROR_REASON_PAGE_TOKEN_INVALID)
        << key;
  }
}

TEST_F(ViewsTest, ListLargeSalesInPagesOfBoundedSize) {
  constexpr int kSales = 4;
  constexpr size_t kPageBytesMax = 3 << 20;
  const std::string long_name(200, 'n');
  for (int i = 0; i < kSales; ++i) {
    const Uuid sale = ids_.Next();
    Accept(StartSale(sale));
    for (int32_t line = 1; line <= 3000;) {
      std::vector<edge::v1::CommandEnvelope> commands;
      for (int n = 0; n < 500; ++n, ++line) {
        edge::v1::Command add = AddLine(sale, line, "coffee", 1);
        add.mutable_add_line_item()->set_name(long_name);
        commands.push_back(Ask(ids_.Next(), std::move(add)));
      }
      ASSERT_TRUE(client_->Execute(std::move(commands)).ok());
    }
  }
  edge::v1::ListSalesRequest request;
  request.set_at_position(Head());
  int sales = 0, pages = 0;

  do {
    const auto page = client_->ListSales(request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LT(page->ByteSizeLong(), kPageBytesMax);
    sales += page->sales_size();
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());

  EXPECT_EQ(sales, kSales);
  EXPECT_GT(pages, 1);
}

TEST_F(ViewsTest, KnowTheStock) {
  Accept(ReceiveStock("coffee", 10'000));
  SellCoffee();
  edge::v1::GetStockLevelRequest request;
  request.set_location("main");
  request.set_sku("coffee");
  request.set_at_position(Head());

  const auto level = client_->GetStockLevel(request);

  ASSERT_TRUE(level.ok()) << level.status();
  EXPECT_EQ(level->level().on_hand_milli(), 9'000);
  EXPECT_EQ(level->level().received_milli(), 10'000);
  EXPECT_EQ(level->level().sold_milli(), 1'000);
}

// Returns a command that happens today, for one of those who work in the shop.
template <typename Fill>
edge::v1::Command StaffCommand(Fill fill) {
  edge::v1::Command command = StartSale(Uuid());
  fill(command);
  return command;
}

TEST_F(ViewsTest, KnowWhoWorksAndWhatATillChecksPinsAgainst) {
  SeededRandom random(1);
  const auto verifier = MakePinVerifier("1234", {}, random);
  ASSERT_TRUE(verifier.ok());
  for (const std::string employee : {"ann", "ben", "cleo"}) {
    Accept(StaffCommand([&](auto& c) { c.mutable_clock_in()->set_employee(employee); }));
    if (employee == "ben") continue;
    Accept(StaffCommand([&](auto& c) {
      c.mutable_set_pin()->set_employee(employee);
      *c.mutable_set_pin()->mutable_verifier() = *verifier;
    }));
  }
  for (int i = 0; i < 5; ++i) {
    Accept(StaffCommand([](auto& c) {
      c.mutable_sign_in()->set_employee("ann");
      c.mutable_sign_in()->set_outcome(event::v1::SIGN_IN_OUTCOME_WRONG_PIN);
    }));
  }
  edge::v1::ListEmployeesRequest request;
  request.set_page_size(2);
  request.set_at_position(Head());
  std::vector<std::string> employees;
  do {
    grpc::ClientContext context;
    client_->Prepare(context, absl::Seconds(10));
    edge::v1::ListEmployeesResponse response;
    ASSERT_TRUE(client_->views().ListEmployees(&context, request, &response).ok());
    for (const edge::v1::EmployeeView& employee : response.employees()) {
      EXPECT_EQ(employee.clock(), edge::v1::CLOCK_STATE_WORKING);
      EXPECT_FALSE(employee.has_pin_verifier());
      employees.push_back(employee.employee());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  grpc::ClientContext context;
  client_->Prepare(context, absl::Seconds(10));
  edge::v1::ListPinVerifiersRequest pins_request;
  edge::v1::ListPinVerifiersResponse pins;
  ASSERT_TRUE(client_->views().ListPinVerifiers(&context, pins_request, &pins).ok());

  EXPECT_THAT(employees, testing::ElementsAre("ann", "ben", "cleo"));
  ASSERT_EQ(pins.pins_size(), 2);
  EXPECT_EQ(pins.pins(1).employee(), "cleo");
  EXPECT_TRUE(PinMatches("1234", {}, pins.pins(1).verifier()));
  EXPECT_FALSE(pins.pins(1).locked_out());
  EXPECT_TRUE(pins.pins(0).locked_out());
  EXPECT_EQ(pins.pins(0).lock_out_end_time().seconds() - pins.pins(0).lock_out_time().seconds(),
            15 * 60);
}

TEST_F(ViewsTest, KnowWhichApprovalsWait) {
  const Uuid answered = ids_.Next();
  const Uuid waiting = ids_.Next();
  for (const Uuid& id : {answered, waiting}) {
    Accept(StaffCommand([&](auto& c) {
      c.mutable_request_approval()->set_approval_id(Bytes(id));
      c.mutable_request_approval()->set_permission("day.close");
      c.mutable_request_approval()->set_text("all went home");
    }));
  }
  Accept(StaffCommand([&](auto& c) {
    c.mutable_answer_approval()->set_approval_id(Bytes(answered));
    c.mutable_answer_approval()->set_answer(edge::v1::APPROVAL_ANSWER_DENY);
  }));
  edge::v1::ListApprovalsRequest request;
  request.set_business_date(kToday);
  request.set_waiting(true);
  request.set_at_position(Head());
  grpc::ClientContext context;
  client_->Prepare(context, absl::Seconds(10));
  edge::v1::ListApprovalsResponse response;

  ASSERT_TRUE(client_->views().ListApprovals(&context, request, &response).ok());

  ASSERT_EQ(response.approvals_size(), 1);
  EXPECT_EQ(response.approvals(0).approval_id(), Bytes(waiting));
}

TEST_F(ViewsTest, WatchThoseWhoWorkWithoutTheirPins) {
  SeededRandom random(1);
  const auto verifier = MakePinVerifier("1234", {}, random);
  ASSERT_TRUE(verifier.ok());
  Accept(StaffCommand([&](auto& c) {
    c.mutable_set_pin()->set_employee("ann");
    *c.mutable_set_pin()->mutable_verifier() = *verifier;
  }));
  ASSERT_TRUE(Totals(Head()).ok());
  WatchViewsRequest request;
  request.add_subscriptions()->set_employees(true);
  request.mutable_subscriptions(0)->set_subscription(1);
  request.add_subscriptions()->set_approvals_business_date(kToday);
  request.mutable_subscriptions(1)->set_subscription(2);
  const auto watch = WatchViews(*client_, request);

  const auto snapshot = watch->Next();

  ASSERT_TRUE(snapshot.has_value());
  ASSERT_EQ(snapshot->rows_size(), 1);
  EXPECT_EQ(snapshot->rows(0).employee().employee(), "ann");
  EXPECT_FALSE(snapshot->rows(0).employee().has_pin_verifier());
}

class KitchenViewsTest : public EdgeTest {
 protected:
  void SetUp() override {
    edge_.config().mutable_shop()->mutable_kitchen()->add_stations()->set_station("grill");
    Start();
  }

  static edge::v1::Command BumpOf(const std::string& ticket_id) {
    edge::v1::Command command = OpenDay();
    command.mutable_bump_ticket()->set_ticket_id(ticket_id);
    return command;
  }

  // Orders one coffee.
  void OrderCoffee() {
    const Uuid sale = ids_.Next();
    Accept(StartSale(sale));
    Accept(AddLine(sale, 1, "coffee", 250));
    edge::v1::Command send = StartSale(sale);
    send.mutable_send_order()->set_sale_id(Bytes(sale));
    Accept(send);
  }
};

TEST_F(KitchenViewsTest, ShowBoardsAndOrders) {
  OrderCoffee();
  edge::v1::GetKitchenBoardRequest board_request;
  board_request.set_station("grill");
  board_request.set_at_position(Head());
  edge::v1::GetKitchenOrdersRequest orders_request;
  orders_request.set_at_position(Head());

  const auto board = client_->GetKitchenBoard(board_request);
  const auto orders = client_->GetKitchenOrders(orders_request);

  ASSERT_TRUE(board.ok()) << board.status();
  ASSERT_EQ(board->board().tickets_size(), 1);
  EXPECT_EQ(board->board().tickets(0).ticket().items(0).sku(), "coffee");
  ASSERT_TRUE(orders.ok()) << orders.status();
  EXPECT_EQ(orders->orders().orders_size(), 1);
  EXPECT_EQ(RefusedWith(BumpOf("")), Reason::ERROR_REASON_FIELD_MISSING);
  Accept(BumpOf(board->board().tickets(0).ticket_id()));
}

TEST_F(KitchenViewsTest, AreWatched) {
  WatchViewsRequest request;
  request.add_subscriptions()->set_kitchen_station("grill");
  request.add_subscriptions()->set_kitchen_orders(true);
  request.mutable_subscriptions(1)->set_subscription(1);
  const auto watch = WatchViews(*client_, request);
  OrderCoffee();

  bool has_board = false;
  bool has_orders = false;
  while (!has_board || !has_orders) {
    const auto message = watch->Next();
    ASSERT_TRUE(message.has_value()) << watch->Finish();
    for (const edge::v1::ViewRow& row : message->rows()) {
      has_board |= row.kitchen_board().tickets_size() == 1;
      has_orders |= row.kitchen_orders().orders_size() == 1;
    }
  }
}

// One watch with several subscriptions, of which the sale is not there at first.
class WatchViewsTest : public ViewsTest {
 protected:
  enum Number { kTotals = 1, kSale = 2, kStock = 3 };

  std::unique_ptr<ViewWatch> WatchAll(const Uuid& sale) {
    WatchViewsRequest request;
    auto& totals = *request.add_subscriptions();
    totals.set_subscription(kTotals);
    totals.set_store_totals_business_date(kToday);
    auto& one_sale = *request.add_subscriptions();
    one_sale.set_subscription(kSale);
    one_sale.set_sale_id(Bytes(sale));
    auto& stock = *request.add_subscriptions();
    stock.set_subscription(kStock);
    stock.set_stock_location("main");
    return WatchViews(*client_, request);
  }

  // The latest state of every row, by subscription, as a page keeps it.
  struct Seen {
    std::map<int32_t, edge::v1::ViewRow> rows;
    int64_t position = 0;
    int messages = 0;
    int snapshots = 0;
  };

  static void Take(const WatchViewsResponse& message, Seen& seen) {
    if (message.snapshot()) seen.rows.clear();
    for (const edge::v1::ViewRow& row : message.rows()) seen.rows[row.subscription()] = row;
    seen.position = message.view_position();
    seen.snapshots += message.snapshot();
    seen.messages += message.rows_size() > 0;
  }

  // Reads until the totals count so many sales.
  static void ReadUntilSold(ViewWatch& watch, int64_t sales, Seen& seen) {
    while (seen.rows[kTotals].store_totals().totals().sale_count() < sales) {
      const auto message = watch.Next();
      ASSERT_TRUE(message.has_value()) << watch.Finish();
      Take(*message, seen);
    }
  }
};

TEST_F(WatchViewsTest, SendsASnapshotThenChangesOfEverySubscription) {
  SellCoffee();
  ASSERT_TRUE(Totals(Head()).ok());
  const Uuid sale = ids_.Next();
  const auto watch = WatchAll(sale);
  Seen seen;

  const auto snapshot = watch->Next();
  ASSERT_TRUE(snapshot.has_value());
  Take(*snapshot, seen);
  const Seen at_first = seen;
  ASSERT_TRUE(client_->Execute(CoffeeSale(sale, 300, ids_)).ok());
  ReadUntilSold(*watch, 2, seen);
  while (seen.rows[kSale].sale().state() != edge::v1::SALE_STATE_COMPLETED) {
    const auto message = watch->Next();
    ASSERT_TRUE(message.has_value());
    Take(*message, seen);
  }

  EXPECT_TRUE(snapshot->snapshot());
  EXPECT_EQ(at_first.rows.at(kTotals).store_totals().totals().sale_count(), 1);
  EXPECT_EQ(at_first.rows.at(kStock).stock_level().on_hand_milli(), -1'000);
  EXPECT_FALSE(at_first.rows.contains(kSale));
  EXPECT_EQ(seen.rows[kTotals].store_totals().totals().total_minor(), 550);
  EXPECT_EQ(seen.rows[kSale].sale().total_minor(), 300);
  EXPECT_EQ(seen.snapshots, 1);
}

TEST_F(WatchViewsTest, ConflatesToTwentyMessagesASecond) {
  const auto watch = WatchAll(ids_.Next());
  constexpr int kSales = 600;
  const SystemClock clock;
  Seen seen;

  const absl::Duration begin = clock.Monotonic();
  std::thread selling([this] {
    for (int i = 0; i < kSales; ++i) SellCoffee();
  });
  ReadUntilSold(*watch, kSales, seen);
  selling.join();
  const double seconds = absl::ToDoubleSeconds(clock.Monotonic() - begin);

  EXPECT_LE(seen.messages, kMessagesPerSecondMax * seconds + 2);
  EXPECT_GE(seen.messages, 2);
  EXPECT_EQ(seen.rows[kTotals].store_totals().totals().DebugString(),
            FoldTotals(CheckedLog(), kToday).DebugString());
}

TEST_F(WatchViewsTest, CutsAWatcherThatTakesNothing) {
  edge_.Kill();
  edge_.config().mutable_limits()->set_watcher_stall_ms_max(1500);
  edge_.config().mutable_limits()->set_watchers_max(1);
  Start();
  const Uuid sale = ids_.Next();
  Accept(StartSale(sale));
  WatchViewsRequest request;
  request.add_subscriptions()->set_sale_id(Bytes(sale));
  const auto frozen = WatchViews(*client_, request);
  ASSERT_TRUE(frozen->Next().has_value());

  // The row grows beyond what the connection takes in advance.
  for (int32_t line = 1; line <= 1200;) {
    std::vector<edge::v1::CommandEnvelope> commands;
    for (int i = 0; i < 400; ++i, ++line) {
      edge::v1::Command command = AddLine(sale, line, "coffee", 1);
      command.mutable_add_line_item()->set_name(std::string(200, 'c'));
      commands.push_back(Ask(ids_.Next(), command));
    }
    ASSERT_TRUE(client_->Execute(std::move(commands)).ok());
    ASSERT_TRUE(Totals(Head()).ok());
  }
  // A place is free again when it is cut.
  EdgeClient other(edge_.address(), {.device = "display"});
  while (!WatchViews(other, request)->Next()) {
  }
  const absl::Status cut = frozen->Finish();

  EXPECT_EQ(ReasonOf(cut), Reason::ERROR_REASON_WATCHER_TOO_SLOW) << cut;
}

}  // namespace
}  // namespace daybook::test
