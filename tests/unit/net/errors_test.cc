#include "core/net/errors.h"

#include "gtest/gtest.h"

namespace daybook::net {
namespace {

TEST(ErrorsTest, TravelWithTheirReasonAndValues) {
  const absl::Status sent =
      Error(Reason::ERROR_REASON_SALE_UNKNOWN, "there is no sale {sale}", {{"sale", "7"}});

  const absl::Status received = FromGrpc(ToGrpc(sent), "the edge");

  EXPECT_EQ(received, sent);
  EXPECT_EQ(ErrorMetadata(received, "sale"), "7");
  EXPECT_TRUE(FromGrpc(ToGrpc(absl::OkStatus()), "the edge").ok());
}

TEST(ErrorsTest, OfTheConnectionNameThePeer) {
  for (const grpc::StatusCode code :
       {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::DEADLINE_EXCEEDED,
        grpc::StatusCode::CANCELLED, grpc::StatusCode::UNKNOWN}) {
    const absl::Status error = FromGrpc({code, "it broke"}, "127.0.0.1:7443");

    EXPECT_EQ(ReasonOf(error), Reason::ERROR_REASON_CONNECTION_FAILED);
    EXPECT_EQ(MessageOf(error), "no answer from 127.0.0.1:7443: it broke");
  }
}

TEST(ErrorsTest, OfGrpcItselfHaveNoReason) {
  const absl::Status error = FromGrpc({grpc::StatusCode::UNIMPLEMENTED, "no such method"}, "edge");

  EXPECT_EQ(error.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(ReasonOf(error), Reason::ERROR_REASON_UNSPECIFIED);
}

// A message that was cut says nothing that can be trusted.
TEST(ErrorsTest, WhoseDetailsContradictThemAreNotBelieved) {
  const grpc::Status other = ToGrpc(Error(Reason::ERROR_REASON_SALE_UNKNOWN, "no sale"));

  const absl::Status error =
      FromGrpc({grpc::StatusCode::INTERNAL, "it broke", other.error_details()}, "the edge");

  EXPECT_EQ(error.code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace daybook::net
