// Whatever is sent, the answer is a clear error with a stable reason, and nothing is written.
#include "core/net/errors.h"
#include "google/protobuf/unknown_field_set.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/e2e/edge_test.h"

namespace daybook::test {
namespace {

using edge::v1::Command;
using edge::v1::CommandEnvelope;
using edge::v1::ExecuteRequest;

// The bounds that callers are promised.
constexpr int kLinesMax = 10'000;
constexpr int kCallCommandsMax = 512;

common::v1::Money Euros(int64_t minor_units) {
  common::v1::Money money = Gbp(minor_units);
  money.set_currency_code("EUR");
  return money;
}

class BadInputTest : public EdgeTest {
 protected:
  void SetUp() override {
    Start();
    sale_ = ids_.Next();
    drawer_ = ids_.Next();
    Accept(OpenDrawer(drawer_, 1000));
    Accept(StartSale(sale_));
    Accept(AddLine(sale_, 1, "coffee", 250));
    head_ = Head();
  }

  void TearDown() override {
    EXPECT_EQ(Head(), head_) << "something was written";
    SellCoffee();  // The server goes on.
    CheckedLog();
  }

  Reason CallRefusedWith(const ExecuteRequest& request) {
    const auto response = client_->Execute(request);
    EXPECT_FALSE(response.ok());
    return ReasonOf(response.status());
  }

  Reason EnvelopeRefusedWith(const CommandEnvelope& envelope) {
    ExecuteRequest request;
    *request.add_commands() = envelope;
    return CallRefusedWith(request);
  }

  // A request of about so many bytes, none of its commands too large by itself.
  ExecuteRequest CallOfBytes(size_t bytes) {
    constexpr size_t kCommandBytes = 200 << 10;
    ExecuteRequest request;
    while (request.commands_size() * kCommandBytes < bytes) {
      CommandEnvelope& envelope = *request.add_commands();
      envelope.set_request_id(std::string(ids_.Next().AsBytes()));
      envelope.set_encoded(std::string(kCommandBytes, 'x'));
    }
    return request;
  }

  Command LineWith(void (*change)(edge::v1::AddLineItem&)) {
    Command command = AddLine(sale_, 2, "bread", 100);
    change(*command.mutable_add_line_item());
    return command;
  }

  Command PaymentWith(void (*change)(edge::v1::ReceivePayment&)) {
    Command command = PayCash(sale_, ids_.Next(), drawer_, 250);
    change(*command.mutable_receive_payment());
    return command;
  }

  // Sends bytes that are no message, and returns how the call ended.
  grpc::Status SendGarbage(const std::string& method) {
    grpc::GenericStub stub(client_->channel());
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    client_->Prepare(context, absl::Seconds(10));
    const grpc::Slice bytes("\xff\xff\xff\xff");
    const grpc::ByteBuffer request(&bytes, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    const auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok));
    return status;
  }

  Uuid sale_, drawer_;
  int64_t head_ = 0;
};

TEST_F(BadInputTest, BytesThatAreNoCommand) {
  CommandEnvelope envelope = Ask(ids_.Next(), StartSale(ids_.Next()));
  envelope.set_encoded("\xff\xff\xff");

  const absl::Status refused = Refuse(envelope);

  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(refused), Reason::ERROR_REASON_COMMAND_UNREADABLE);
}

TEST_F(BadInputTest, ACommandThatThisServerDoesNotKnow) {
  Command command;
  command.mutable_occur_time()->set_seconds(1);
  command.GetReflection()->MutableUnknownFields(&command)->AddLengthDelimited(999, "later");

  EXPECT_EQ(RefusedWith(command), Reason::ERROR_REASON_COMMAND_UNREADABLE);
}

TEST_F(BadInputTest, ACallWhoseBytesAreNoRequest) {
  const grpc::Status status = SendGarbage("/daybook.edge.v1.CommandService/Execute");

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(net::FromGrpc(status, "the edge")), Reason::ERROR_REASON_COMMAND_UNREADABLE);
}

// What gRPC cannot parse does not reach a handler that takes messages: the bare status is gRPC's.
TEST_F(BadInputTest, AQueryWhoseBytesAreNoRequest) {
  for (const char* method :
       {"/daybook.edge.v1.EventService/ReadEvents", "/daybook.edge.v1.EventService/WatchEvents",
        "/daybook.edge.v1.ViewService/GetSale"}) {
    const grpc::Status status = SendGarbage(method);

    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << method;
    EXPECT_EQ(status.error_details(), "") << method;
  }
}

TEST_F(BadInputTest, ACallLargerThanItsBound) {
  const auto response = client_->Execute(CallOfBytes(8 << 20));

  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(response.status()), Reason::ERROR_REASON_TOO_LARGE);
}

// The server does not even take it off the wire.
TEST_F(BadInputTest, ACallFarLargerThanItsBound) {
  const auto response = client_->Execute(CallOfBytes(40 << 20));

  EXPECT_EQ(response.status().code(), absl::StatusCode::kResourceExhausted) << response.status();
  EXPECT_EQ(ReasonOf(response.status()), Reason::ERROR_REASON_UNSPECIFIED);
}

TEST_F(BadInputTest, ACommandLargerThanItsBound) {
  CommandEnvelope envelope = Ask(ids_.Next(), StartSale(ids_.Next()));
  envelope.set_encoded(std::string(300 << 10, 'x'));

  EXPECT_EQ(EnvelopeRefusedWith(envelope), Reason::ERROR_REASON_TOO_LARGE);
}

TEST_F(BadInputTest, MoreCommandsThanACallMayHave) {
  ExecuteRequest request;
  for (int i = 0; i <= kCallCommandsMax; ++i) {
    *request.add_commands() = Ask(ids_.Next(), AddLine(sale_, i + 2, "bread", 100));
  }

  EXPECT_EQ(CallRefusedWith(request), Reason::ERROR_REASON_TOO_LARGE);
}

TEST_F(BadInputTest, EnvelopesThatLackWhatTheyNeed) {
  CommandEnvelope without_id = Ask(ids_.Next(), AddLine(sale_, 2, "bread", 100));
  without_id.clear_request_id();
  CommandEnvelope short_id = without_id;
  short_id.set_request_id("too short");
  CommandEnvelope without_body = Ask(ids_.Next(), AddLine(sale_, 2, "bread", 100));
  without_body.clear_body();

  EXPECT_EQ(CallRefusedWith(ExecuteRequest()), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(EnvelopeRefusedWith(without_id), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(EnvelopeRefusedWith(short_id), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(EnvelopeRefusedWith(without_body), Reason::ERROR_REASON_FIELD_MISSING);
}

TEST_F(BadInputTest, OwnNumbersThatMakeNoSense) {
  const CommandEnvelope good = Installation(ids_.Next()).Own(ids_.Next(), StartSale(ids_.Next()));
  CommandEnvelope no_install = good, no_sequence = good, short_chain = good, gap_ahead = good;
  CommandEnvelope not_encoded = good;
  no_install.mutable_own()->clear_install_id();
  no_sequence.mutable_own()->set_sequence(0);
  short_chain.mutable_own()->set_previous_chain("short");
  gap_ahead.mutable_own()->set_missing_from_sequence(7);
  *not_encoded.mutable_command() = StartSale(ids_.Next());

  for (const CommandEnvelope& envelope :
       {no_install, no_sequence, short_chain, gap_ahead, not_encoded}) {
    EXPECT_EQ(EnvelopeRefusedWith(envelope), Reason::ERROR_REASON_FIELD_INVALID);
  }
}

TEST_F(BadInputTest, OwnCommandsOfTwoInstallationsInOneCall) {
  ExecuteRequest request;
  *request.add_commands() = Installation(ids_.Next()).Own(ids_.Next(), StartSale(ids_.Next()));
  *request.add_commands() = Installation(ids_.Next()).Own(ids_.Next(), StartSale(ids_.Next()));

  EXPECT_EQ(CallRefusedWith(request), Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(BadInputTest, AnUnknownEnum) {
  const Command kind = LineWith(
      [](edge::v1::AddLineItem& add) { add.set_kind(static_cast<event::v1::LineKind>(77)); });
  const Command tender = PaymentWith([](edge::v1::ReceivePayment& receive) {
    receive.set_tender(static_cast<event::v1::Tender>(77));
  });

  EXPECT_EQ(RefusedWith(kind), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(RefusedWith(tender), Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(BadInputTest, FieldsOutsideWhatTheyMayBe) {
  using Line = edge::v1::AddLineItem;
  struct {
    const char* what;
    Command command;
    Reason reason;
  } const cases[] = {
      {"negative quantity", LineWith([](Line& add) { add.set_quantity_milli(-1000); }),
       Reason::ERROR_REASON_FIELD_INVALID},
      {"no quantity", LineWith([](Line& add) { add.clear_quantity_milli(); }),
       Reason::ERROR_REASON_FIELD_MISSING},
      {"negative price", LineWith([](Line& add) { *add.mutable_unit_price() = Gbp(-1); }),
       Reason::ERROR_REASON_FIELD_INVALID},
      {"wrong currency", LineWith([](Line& add) { *add.mutable_unit_price() = Euros(100); }),
       Reason::ERROR_REASON_CURRENCY_MISMATCH},
      {"negative line", LineWith([](Line& add) { add.set_line(-2); }),
       Reason::ERROR_REASON_FIELD_INVALID},
      {"line twice", LineWith([](Line& add) { add.set_line(1); }),
       Reason::ERROR_REASON_LINE_EXISTS},
      {"no name", LineWith([](Line& add) { add.clear_name(); }),
       Reason::ERROR_REASON_FIELD_MISSING},
      {"long name", LineWith([](Line& add) { add.set_name(std::string(5000, 'n')); }),
       Reason::ERROR_REASON_TOO_LARGE},
      {"control characters", LineWith([](Line& add) { add.set_name("a\nb"); }),
       Reason::ERROR_REASON_FIELD_INVALID},
      {"no tax rule", LineWith([](Line& add) { add.set_tax_category("luxury"); }),
       Reason::ERROR_REASON_TAX_RULE_MISSING},
      {"more than fits", LineWith([](Line& add) {
         *add.mutable_unit_price() = Gbp(900'000'000'000'000);
         add.set_quantity_milli(900'000'000'000);
       }),
       Reason::ERROR_REASON_AMOUNT_OVERFLOW},
      {"negative payment", PaymentWith([](edge::v1::ReceivePayment& receive) {
         *receive.mutable_amount() = Gbp(-250);
       }),
       Reason::ERROR_REASON_FIELD_INVALID},
      {"too much payment",
       PaymentWith([](edge::v1::ReceivePayment& receive) { *receive.mutable_amount() = Gbp(251); }),
       Reason::ERROR_REASON_PAYMENT_EXCEEDS_DUE},
      {"cash into no drawer",
       PaymentWith([](edge::v1::ReceivePayment& receive) { receive.clear_drawer_session_id(); }),
       Reason::ERROR_REASON_FIELD_MISSING},
      {"a whole card number", PaymentWith([](edge::v1::ReceivePayment& receive) {
         receive.mutable_card()->set_last_digits("4111111111111111");
       }),
       Reason::ERROR_REASON_FIELD_INVALID},
  };
  for (const auto& wrong : cases) {
    EXPECT_EQ(RefusedWith(wrong.command), wrong.reason) << wrong.what;
  }
}

TEST_F(BadInputTest, ADateOutsideTheCalendar) {
  Command command = StartSale(ids_.Next());
  command.set_business_date(20161332);
  Command without = StartSale(ids_.Next());
  without.clear_business_date();

  EXPECT_EQ(RefusedWith(command), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(RefusedWith(without), Reason::ERROR_REASON_FIELD_MISSING);
}

TEST_F(BadInputTest, CommandsThatTheStateForbids) {
  EXPECT_EQ(RefusedWith(StartSale(sale_)), Reason::ERROR_REASON_SALE_EXISTS);
  EXPECT_EQ(RefusedWith(CompleteSale(sale_)), Reason::ERROR_REASON_SALE_NOT_PAID);
  EXPECT_EQ(RefusedWith(AddLine(ids_.Next(), 1, "coffee", 250)), Reason::ERROR_REASON_SALE_UNKNOWN);
  EXPECT_EQ(RefusedWith(RemoveLine(sale_, 9)), Reason::ERROR_REASON_LINE_UNKNOWN);
  EXPECT_EQ(RefusedWith(CloseDrawer(drawer_)), Reason::ERROR_REASON_DRAWER_NOT_COUNTED);
  EXPECT_EQ(RefusedWith(CloseDrawer(ids_.Next())), Reason::ERROR_REASON_DRAWER_UNKNOWN);
  EXPECT_EQ(RefusedWith(CloseDay()), Reason::ERROR_REASON_SALES_OPEN);
  EXPECT_EQ(RefusedWith(CloseDay(20200101)), Reason::ERROR_REASON_BUSINESS_DAY_NOT_OPEN);
}

TEST_F(BadInputTest, ASaleOfAnotherRegister) {
  EdgeClient other(edge_.address(), {.device = "till2"});

  const auto refused = other.ExecuteOne(Ask(ids_.Next(), AddLine(sale_, 2, "bread", 100)));

  EXPECT_EQ(ReasonOf(refused.status()), Reason::ERROR_REASON_SALE_ELSEWHERE);
}

TEST_F(BadInputTest, AStaleVersion) {
  CommandEnvelope envelope = Ask(ids_.Next(), AddLine(sale_, 2, "bread", 100));
  envelope.set_expected_version(1);

  const absl::Status stale = Refuse(envelope);

  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(stale), Reason::ERROR_REASON_VERSION_STALE);
  EXPECT_EQ(ErrorMetadata(stale, "version"), "2");
  EXPECT_EQ(ErrorMetadata(stale, "expected"), "1");
}

TEST_F(BadInputTest, ANegativeVersion) {
  CommandEnvelope envelope = Ask(ids_.Next(), AddLine(sale_, 2, "bread", 100));
  envelope.set_expected_version(-1);

  EXPECT_EQ(EnvelopeRefusedWith(envelope), Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(BadInputTest, ARequestIdUsedForSomethingElse) {
  const CommandEnvelope first = Ask(ids_.Next(), AddLine(sale_, 2, "bread", 100));
  Accept(first);
  head_ = Head();
  CommandEnvelope other = first;
  other.mutable_command()->mutable_add_line_item()->set_quantity_milli(2000);

  const absl::Status reused = Refuse(other);

  EXPECT_EQ(reused.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(reused), Reason::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(BadInputTest, ACallerWithAnImpossibleName) {
  EdgeClient other(edge_.address(), {.device = std::string(100, 'd')});

  EXPECT_EQ(ReasonOf(other.GetHead().status()), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(other.ExecuteOne(Ask(ids_.Next(), StartSale(ids_.Next()))).status()),
            Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(BadInputTest, StreamNamesThatAreNone) {
  for (const char* name : {"", "sale", "sale-", "sale-123", "cellar-1", "-"}) {
    edge::v1::ReadStreamRequest request;
    request.set_stream(name);

    EXPECT_EQ(ReasonOf(client_->ReadStream(request).status()), Reason::ERROR_REASON_FIELD_INVALID)
        << name;
  }
}

TEST_F(BadInputTest, StreamsThatDoNotExist) {
  edge::v1::ReadStreamRequest request;
  request.set_stream(StreamId::Of(event::v1::CATEGORY_SALE, ids_.Next()).ToText());

  EXPECT_EQ(ReasonOf(client_->ReadStream(request).status()), Reason::ERROR_REASON_STREAM_UNKNOWN);
}

TEST_F(BadInputTest, PageSizesOutsideTheirBounds) {
  for (const int32_t size : {-1, 501}) {
    edge::v1::ReadEventsRequest events;
    edge::v1::ListSalesRequest sales;
    events.set_page_size(size);
    sales.set_page_size(size);

    EXPECT_EQ(ReasonOf(client_->ReadEvents(events).status()), Reason::ERROR_REASON_FIELD_INVALID);
    EXPECT_EQ(ReasonOf(client_->ListSales(sales).status()), Reason::ERROR_REASON_FIELD_INVALID);
  }
}

TEST_F(BadInputTest, PageTokensThatWereNotGiven) {
  edge::v1::ReadEventsRequest request;
  request.set_page_size(1);
  const auto page = client_->ReadEvents(request);
  ASSERT_TRUE(page.ok()) << page.status();
  const std::string token = page->next_page_token();
  ASSERT_FALSE(token.empty());
  std::string altered = token;
  altered.back() = altered.back() == '0' ? '1' : '0';

  for (const std::string& forged : {std::string("nonsense"), altered, token + "00"}) {
    request.set_page_token(forged);
    EXPECT_EQ(ReasonOf(client_->ReadEvents(request).status()),
              Reason::ERROR_REASON_PAGE_TOKEN_INVALID)
        << forged;
  }
  edge::v1::ReadEventsRequest other;
  other.set_backwards(true);
  other.set_page_token(token);
  EXPECT_EQ(ReasonOf(client_->ReadEvents(other).status()), Reason::ERROR_REASON_PAGE_TOKEN_INVALID);
  edge::v1::ListSalesRequest sales;
  sales.set_page_token(token);
  EXPECT_EQ(ReasonOf(client_->ListSales(sales).status()), Reason::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(BadInputTest, FiltersThatChooseNothingKnown) {
  edge::v1::WatchEventsRequest category, streams, stream;
  category.mutable_filter()->add_categories(static_cast<event::v1::Category>(99));
  for (int i = 0; i < 65; ++i) streams.mutable_filter()->add_streams("day-2016-11-05");
  stream.mutable_filter()->add_streams("nonsense");

  EXPECT_EQ(ReasonOf(WatchEvents(*client_, category)->Finish()),
            Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(WatchEvents(*client_, streams)->Finish()), Reason::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(ReasonOf(WatchEvents(*client_, stream)->Finish()), Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(BadInputTest, NegativePositions) {
  edge::v1::ReadEventsRequest read;
  read.set_position(-1);
  edge::v1::WatchEventsRequest watch;
  watch.mutable_after()->set_position(-1);

  EXPECT_EQ(ReasonOf(client_->ReadEvents(read).status()), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(WatchEvents(*client_, watch)->Finish()), Reason::ERROR_REASON_FIELD_INVALID);
}

TEST_F(BadInputTest, ViewsAskedForNonsense) {
  edge::v1::GetStoreTotalsRequest totals;
  totals.set_from_business_date(17);
  edge::v1::GetSaleRequest sale;
  sale.set_sale_id("short");
  edge::v1::GetStockLevelRequest level;
  level.set_location("main");
  level.set_sku("unheard-of");
  edge::v1::GetStockLevelRequest nowhere = level;
  nowhere.clear_location();
  edge::v1::GetStockLevelRequest nothing = level;
  nothing.clear_sku();
  edge::v1::GetStockLevelRequest long_sku = level;
  long_sku.set_sku(std::string(65, 's'));
  edge::v1::WatchViewsRequest twice;
  for (int i = 0; i < 2; ++i) twice.add_subscriptions()->set_store_totals_business_date(kToday);

  EXPECT_EQ(ReasonOf(client_->GetStoreTotals(totals).status()), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(client_->GetSale(sale).status()), Reason::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(client_->GetStockLevel(level).status()), Reason::ERROR_REASON_ITEM_UNKNOWN);
  EXPECT_EQ(ReasonOf(client_->GetStockLevel(nowhere).status()), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(ReasonOf(client_->GetStockLevel(nothing).status()), Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(ReasonOf(client_->GetStockLevel(long_sku).status()), Reason::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(ReasonOf(client_->GetKitchenBoard(edge::v1::GetKitchenBoardRequest()).status()),
            Reason::ERROR_REASON_FIELD_MISSING);
  edge::v1::GetKitchenBoardRequest long_station;
  long_station.set_station(std::string(65, 's'));
  EXPECT_EQ(ReasonOf(client_->GetKitchenBoard(long_station).status()),
            Reason::ERROR_REASON_TOO_LARGE);
  edge::v1::WatchViewsRequest no_station;
  no_station.add_subscriptions()->set_kitchen_station("");
  EXPECT_EQ(ReasonOf(WatchViews(*client_, no_station)->Finish()),
            Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(ReasonOf(WatchViews(*client_, edge::v1::WatchViewsRequest())->Finish()),
            Reason::ERROR_REASON_FIELD_MISSING);
  EXPECT_EQ(ReasonOf(WatchViews(*client_, twice)->Finish()), Reason::ERROR_REASON_FIELD_INVALID);
}

// These write before they are refused, so they look at the head themselves.
using BoundsTest = EdgeTest;

TEST_F(BoundsTest, TakesTenThousandLinesAndNotOneMore) {
  Start();
  const Uuid sale = ids_.Next();
  Accept(StartSale(sale));
  for (int32_t line = 1; line <= kLinesMax;) {
    std::vector<CommandEnvelope> commands;
    for (int i = 0; i < 500; ++i, ++line) {
      commands.push_back(Ask(ids_.Next(), AddLine(sale, line, "coffee", 1)));
    }
    const auto response = client_->Execute(std::move(commands));
    ASSERT_TRUE(response.ok()) << response.status();
    for (const edge::v1::CommandResult& result : response->results()) {
      ASSERT_EQ(result.outcome(), edge::v1::COMMAND_OUTCOME_APPLIED) << result.ShortDebugString();
    }
  }
  const int64_t head = Head();

  const Reason one_more = RefusedWith(AddLine(sale, kLinesMax + 1, "coffee", 1));
  const int64_t head_after = Head();
  Accept(PayCard(sale, ids_.Next(), kLinesMax));
  Accept(CompleteSale(sale));

  EXPECT_EQ(one_more, Reason::ERROR_REASON_TOO_LARGE);
  EXPECT_EQ(head_after, head);
  EXPECT_EQ(FoldTotals(CheckedLog(), kToday).line_count(), kLinesMax);
}

TEST_F(BoundsTest, RefusesWhatCountsOnAClosedDay) {
  Start();
  SellCoffee();
  Accept(CloseDay());
  const int64_t head = Head();

  const Reason sale = RefusedWith(StartSale(ids_.Next()));
  const Reason drawer = RefusedWith(OpenDrawer(ids_.Next(), 1000));
  const Reason open_again = RefusedWith(OpenDay());
  const auto close_again = Accept(CloseDay());

  EXPECT_EQ(sale, Reason::ERROR_REASON_BUSINESS_DAY_CLOSED);
  EXPECT_EQ(drawer, Reason::ERROR_REASON_BUSINESS_DAY_CLOSED);
  EXPECT_EQ(open_again, Reason::ERROR_REASON_BUSINESS_DAY_CLOSED);
  EXPECT_EQ(close_again.outcome(), edge::v1::COMMAND_OUTCOME_NO_EFFECT);
  EXPECT_EQ(Head(), head);
}

TEST_F(BoundsTest, GoesOnWithTheRestAfterARefusedAsk) {
  Start();
  const Uuid sale = ids_.Next();

  const auto response =
      client_->Execute({Ask(ids_.Next(), StartSale(sale)), Ask(ids_.Next(), CompleteSale(sale)),
                        Ask(ids_.Next(), AddLine(sale, 1, "coffee", 250))});

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(0).outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
  EXPECT_EQ(ReasonOf(FromWire(response->results(1).error())), Reason::ERROR_REASON_SALE_EMPTY);
  EXPECT_EQ(response->results(2).outcome(), edge::v1::COMMAND_OUTCOME_APPLIED);
}

}  // namespace
}  // namespace daybook::test
