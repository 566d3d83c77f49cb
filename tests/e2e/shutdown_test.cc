// How the server starts and ends, and what it refuses to start with.
#include <csignal>
#include <filesystem>
#include <thread>

#include "core/base/clock.h"
#include "core/base/config.h"
#include "fmt/format.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using testing::HasSubstr;

constexpr absl::Duration kStopMax = absl::Seconds(5);
constexpr absl::Duration kNobodyAsksMax = absl::Seconds(2);
constexpr absl::Duration kRefusalMax = absl::Seconds(20);

class ShutdownTest : public EdgeTest {
 protected:
  std::string TotalsText() {
    edge::v1::GetStoreTotalsRequest request;
    request.set_from_business_date(kToday);
    request.set_at_position(Head());
    const auto totals = client_->GetStoreTotals(request);
    EXPECT_TRUE(totals.ok()) << totals.status();
    return totals.ok() ? totals->totals().DebugString() : "";
  }

  std::string SalesText() {
    edge::v1::ListSalesRequest request;
    request.set_page_size(500);
    request.set_at_position(Head());
    const auto sales = client_->ListSales(request);
    EXPECT_TRUE(sales.ok()) << sales.status();
    std::string text;
    if (!sales.ok()) return text;
    for (const edge::v1::SaleView& sale : sales->sales()) text += sale.DebugString();
    return text;
  }

  // Ends it in order and returns how long that took.
  absl::Duration StopInOrder() {
    const SystemClock clock;
    const absl::Duration begin = clock.Monotonic();
    EXPECT_EQ(edge_.Stop(), 0) << edge_.Errors();
    return clock.Monotonic() - begin;
  }
};

TEST_F(ShutdownTest, KeepsEverythingThatWasAcknowledged) {
  Start();
  for (int i = 0; i < 20; ++i) SellCoffee();
  const LogCopy before = CheckedLog();
  const std::string totals = TotalsText();

  const absl::Duration took = StopInOrder();
  Start();

  EXPECT_LT(took, kStopMax);
  EXPECT_EQ(CheckedLog().bytes, before.bytes);
  EXPECT_EQ(TotalsText(), totals);
}

TEST_F(ShutdownTest, EndsInOrderWhenItsTerminalGoes) {
  Start();
  SellCoffee();

  ASSERT_EQ(kill(edge_.pid(), SIGHUP), 0);

  EXPECT_EQ(edge_.Stop(), 0) << edge_.Errors();
}

TEST_F(ShutdownTest, KeepsWhatItWritesToItself) {
  Start();
  SellCoffee();
  StopInOrder();

  for (const std::string& path : {edge_.data_directory(), edge_.data_directory() + "/log",
                                  edge_.data_directory() + "/views"}) {
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all)
        << path;
  }
}

TEST_F(ShutdownTest, DoesNotWaitForCallersThatAskNothing) {
  Start();
  EdgeClient idle(edge_.address(), {.device = "till2"});
  ASSERT_TRUE(idle.GetHead().ok());
  SellCoffee();

  const absl::Duration took = StopInOrder();

  EXPECT_LT(took, kNobodyAsksMax);
}

TEST_F(ShutdownTest, EndsInOrderWithCallsAndWatchersOpen) {
  Start();
  SellCoffee();
  const auto watch_events = WatchEvents(*client_, edge::v1::WatchEventsRequest());
  edge::v1::WatchViewsRequest views_request;
  views_request.add_subscriptions()->set_store_totals_business_date(kToday);
  const auto watch_views = WatchViews(*client_, views_request);
  ASSERT_TRUE(watch_events->Next().has_value());
  ASSERT_TRUE(watch_views->Next().has_value());
  std::vector<std::thread> tills;
  std::vector<std::vector<std::string>> acknowledged(4);
  for (size_t i = 0; i < acknowledged.size(); ++i) {
    tills.emplace_back([&, i] {
      EdgeClient till(edge_.address(), {.device = fmt::format("till{}", i)});
      Ids ids(i + 10);
      while (true) {  // Until the server is gone.
        const auto sale = CoffeeSale(ids.Next(), 250, ids);
        const auto response = till.Execute(sale);
        if (!response.ok()) return;
        for (const auto& command : sale) acknowledged[i].push_back(command.request_id());
      }
    });
  }
  while (Head() < 500) {
  }
  absl::Status events_end, views_end;
  std::thread watching_events([&] { events_end = watch_events->Finish(); });
  std::thread watching_views([&] { views_end = watch_views->Finish(); });

  const absl::Duration took = StopInOrder();
  for (std::thread& till : tills) till.join();
  watching_events.join();
  watching_views.join();
  Start();

  EXPECT_LT(took, kStopMax);
  EXPECT_EQ(ReasonOf(events_end), Reason::ERROR_REASON_STOPPING) << events_end;
  EXPECT_EQ(ReasonOf(views_end), Reason::ERROR_REASON_STOPPING) << views_end;
  const auto replies = FirstReplies(CheckedLog());
  for (const auto& of_till : acknowledged) {
    EXPECT_FALSE(of_till.empty());
    for (const std::string& request_id : of_till) EXPECT_TRUE(replies.contains(request_id));
  }
}

TEST_F(ShutdownTest, EndsInTimeWithAWatcherThatReadsNothing) {
  Start();
  const Uuid sale = ids_.Next();
  Accept(StartSale(sale));
  for (int32_t line = 1; line <= 4000;) {
    std::vector<edge::v1::CommandEnvelope> commands;
    for (int i = 0; i < 400; ++i, ++line) {
      commands.push_back(Ask(ids_.Next(), AddLine(sale, line, "coffee", 1)));
    }
    ASSERT_TRUE(client_->Execute(std::move(commands)).ok());
  }
  const auto frozen = WatchEvents(*client_, edge::v1::WatchEventsRequest());
  ASSERT_TRUE(frozen->Next().has_value());

  const absl::Duration took = StopInOrder();

  EXPECT_LT(took, kStopMax);
}

TEST_F(ShutdownTest, EndsInTimeWhileALongLogIsBeingSent) {
  Start();
  for (int call = 0; call < 100; ++call) {
    std::vector<edge::v1::CommandEnvelope> commands;
    for (int i = 0; i < 500; ++i) commands.push_back(Ask(ids_.Next(), ReceiveStock("coffee", 1)));
    ASSERT_TRUE(client_->Execute(std::move(commands)).ok());
  }
  const auto watch = WatchEvents(*client_, edge::v1::WatchEventsRequest());
  ASSERT_TRUE(watch->Next().has_value());
  absl::Status end;
  std::thread reading([&] {
    while (watch->Next()) {
    }
    end = watch->Finish();
  });

  const absl::Duration took = StopInOrder();
  reading.join();

  EXPECT_LT(took, kStopMax);
  EXPECT_EQ(ReasonOf(end), Reason::ERROR_REASON_STOPPING) << end;
}

TEST_F(ShutdownTest, RefusesADirectoryThatAnotherServerHas) {
  Start();
  SellCoffee();

  const auto second = RunEdge(PrintConfig(TestConfig(edge_.data_directory())), kRefusalMax);

  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->exit_code, 1);
  EXPECT_THAT(second->errors, HasSubstr("DIRECTORY_IN_USE"));
  SellCoffee();
  CheckedLog();
}

TEST_F(ShutdownTest, RefusesALogOfAnotherStore) {
  Start();
  SellCoffee();
  StopInOrder();
  edge::v1::EdgeConfig other = TestConfig(edge_.data_directory());
  other.mutable_shop()->set_store("bakery");

  const auto ended = RunEdge(PrintConfig(other), kRefusalMax);

  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->exit_code, 1);
  EXPECT_THAT(ended->errors, HasSubstr("CONFIG_INVALID"));
}

TEST(ConfigTest, RefusesToListenBeyondLoopback) {
  const TemporaryDirectory directory;
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.168.1.10:7443", "localhost.example.org:0",
                              "127.0.0.1.example.org:0"}) {
    edge::v1::EdgeConfig config = TestConfig(directory.path() + "/data");
    config.set_listen_address(address);

    const auto ended = RunEdge(PrintConfig(config), kRefusalMax);

    ASSERT_TRUE(ended.ok()) << address << ": " << ended.status();
    EXPECT_EQ(ended->exit_code, 1) << address;
    EXPECT_THAT(ended->errors, HasSubstr("CONFIG_INVALID")) << address;
    EXPECT_EQ(ended->output, "") << address;
  }
}

TEST(ConfigTest, RefusesWhatItDoesNotUnderstandWithFileAndLine) {
  const auto ended =
      RunEdge("data_directory: \"never-made\"\nshop {\n  stoer: \"cafe\"\n}\n", kRefusalMax);

  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->exit_code, 1);
  EXPECT_THAT(ended->errors, HasSubstr("edge.conf:3:"));
  EXPECT_THAT(ended->errors, HasSubstr("stoer"));
  EXPECT_FALSE(std::filesystem::exists("never-made"));
}

TEST(ConfigTest, RefusesAShopThatCannotWork) {
  const TemporaryDirectory directory;
  const auto refused = [&](void (*spoil)(edge::v1::EdgeConfig&)) {
    edge::v1::EdgeConfig config = TestConfig(directory.path() + "/data");
    spoil(config);
    const auto ended = RunEdge(PrintConfig(config), kRefusalMax);
    return ended.ok() && ended->exit_code == 1 &&
           ended->errors.find("CONFIG_INVALID") != std::string::npos;
  };

  EXPECT_TRUE(refused([](auto& config) { config.clear_data_directory(); }));
  EXPECT_TRUE(refused([](auto& config) { config.mutable_shop()->clear_store(); }));
  EXPECT_TRUE(refused([](auto& config) { config.mutable_shop()->set_currency_code("EEK"); }));
  EXPECT_TRUE(refused(
      [](auto& config) { config.mutable_shop()->mutable_tax_rules(0)->set_rate_ppm(1'000'001); }));
  EXPECT_TRUE(refused([](auto& config) { config.mutable_limits()->set_reads_max(-1); }));
}

TEST_F(ShutdownTest, ServesStandardHealthChecking) {
  Start();
  grpc::GenericStub stub(client_->channel());
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  client_->Prepare(context, absl::Seconds(10));
  const grpc::Slice nothing;
  const grpc::ByteBuffer request(&nothing, 1);  // Asks for the server as a whole.
  grpc::ByteBuffer response;
  grpc::Status status;

  const auto call =
      stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));

  ASSERT_TRUE(status.ok()) << status.error_message();
  grpc::Slice slice;
  ASSERT_TRUE(response.DumpToSingleSlice(&slice).ok());
  const std::string serving = "\x08\x01";  // HealthCheckResponse {status: SERVING}.
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(slice.begin()), slice.size()), serving);
}

TEST_F(ShutdownTest, TakesNothingOnADiskThatIsTooFullAndStillAnswers) {
  Start();
  SellCoffee();
  const std::string totals = TotalsText();
  const int64_t head = Head();
  StopInOrder();
  edge_.config().mutable_limits()->set_disk_soft_bytes_min(int64_t{1} << 60);
  Start();

  const auto refused = client_->Execute({Ask(ids_.Next(), StartSale(ids_.Next()))});
  const auto head_now = client_->GetHead();

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_DISK_FULL) << refused.status();
  ASSERT_TRUE(head_now.ok()) << head_now.status();
  EXPECT_FALSE(head_now->writable());
  EXPECT_FALSE(head_now->not_writable_reason().empty());
  EXPECT_EQ(head_now->head().position(), head);
  EXPECT_EQ(TotalsText(), totals);
}

TEST_F(ShutdownTest, RebuildsDeletedViewsToTheSameRows) {
  Start();
  for (int i = 0; i < 30; ++i) SellCoffee(200 + i);
  Accept(ReceiveStock("coffee", 5000));
  const std::string totals = TotalsText(), sales = SalesText();
  StopInOrder();
  ASSERT_GT(std::filesystem::remove_all(edge_.data_directory() + "/views"), 1u);

  Start();

  EXPECT_EQ(TotalsText(), totals);
  EXPECT_EQ(SalesText(), sales);
}

TEST_F(ShutdownTest, RebuildsViewsThatWereDamaged) {
  Start();
  for (int i = 0; i < 10; ++i) SellCoffee();
  const std::string totals = TotalsText();
  StopInOrder();
  for (const auto& file : std::filesystem::directory_iterator(edge_.data_directory() + "/views")) {
    if (file.path().filename().string().starts_with("MANIFEST")) {
      std::filesystem::resize_file(file.path(), 10);
    }
  }

  Start();

  EXPECT_EQ(TotalsText(), totals);
}

class PermissionTest : public EdgeTest {
 protected:
  void SetUp() override {
    edge::v1::EmployeeConfig& cashier = *edge_.config().add_employees();
    cashier.set_employee("ann");
    cashier.set_role(edge::v1::ROLE_CASHIER);
    edge::v1::EmployeeConfig& manager = *edge_.config().add_employees();
    manager.set_employee("ben");
    manager.set_role(edge::v1::ROLE_MANAGER);
    Start();
    ann_ = std::make_unique<EdgeClient>(edge_.address(),
                                        EdgeClient::Identity{.device = "till1", .employee = "ann"});
  }

  std::unique_ptr<EdgeClient> ann_;
};

TEST_F(PermissionTest, ARefusalLeavesATraceAndNothingElse) {
  const auto refused = ann_->ExecuteOne(Ask(ids_.Next(), OpenDay()));

  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(ErrorMetadata(refused.status(), "permission"), "day.open");
  const LogCopy log = CheckedLog();
  ASSERT_EQ(log.entries.size(), 1u);
  const event::v1::Entry& entry = log.entries.front();
  EXPECT_EQ(entry.header().kind(), event::v1::ENTRY_KIND_REFUSAL);
  EXPECT_EQ(entry.header().employee(), "ann");
  EXPECT_EQ(entry.events(0).permission_refused().permission(), "day.open");
  EXPECT_EQ(entry.events(0).permission_refused().command(), "OpenBusinessDay");
}

TEST_F(PermissionTest, WhoeverIsNotListedMayDoNothing) {
  EdgeClient stranger(edge_.address(), {.device = "till1", .employee = "eve"});
  EdgeClient nobody(edge_.address(), {.device = "till1", .employee = ""});
  edge::v1::Command approved = OpenDay();
  approved.set_approver("eve");

  const auto by_stranger = stranger.ExecuteOne(Ask(ids_.Next(), StartSale(ids_.Next())));
  const auto by_nobody = nobody.ExecuteOne(Ask(ids_.Next(), StartSale(ids_.Next())));
  const auto approved_by_stranger = ann_->ExecuteOne(Ask(ids_.Next(), approved));

  for (const auto& result : {by_stranger, by_nobody, approved_by_stranger}) {
    EXPECT_EQ(ReasonOf(result.status()), Reason::ERROR_REASON_PERMISSION_MISSING);
  }
}

TEST_F(PermissionTest, ARefusedAskIsDecidedAnewWhenItComesAgain) {
  const edge::v1::CommandEnvelope ask = Ask(ids_.Next(), OpenDay());
  const auto refused = ann_->ExecuteOne(ask);
  EdgeClient ben(edge_.address(), {.device = "till1", .employee = "ben"});

  const auto accepted = ben.ExecuteOne(ask);

  EXPECT_FALSE(refused.ok());
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_FALSE(accepted->repeated());
}

TEST_F(PermissionTest, ASecondEmployeeMayApprove) {
  edge::v1::Command command = OpenDay();
  command.set_approver("ben");

  const auto accepted = ann_->ExecuteOne(Ask(ids_.Next(), command));

  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(CheckedLog().entries.front().header().approver(), "ben");
}

TEST_F(PermissionTest, TheTraceOfRefusalsIsBounded) {
  constexpr int kRefusals = 300;
  constexpr int kAuditedPerMinuteMax = 60;
  std::vector<edge::v1::CommandEnvelope> asks;
  for (int i = 0; i < kRefusals; ++i) asks.push_back(Ask(ids_.Next(), OpenDay()));

  const auto response = ann_->Execute(std::move(asks));

  ASSERT_TRUE(response.ok()) << response.status();
  for (const edge::v1::CommandResult& result : response->results()) {
    EXPECT_EQ(ReasonOf(FromWire(result.error())), Reason::ERROR_REASON_PERMISSION_MISSING);
  }
  EXPECT_EQ(Head(), kAuditedPerMinuteMax);  // One call is one batch, of one minute.
}

}  // namespace
}  // namespace daybook::test
