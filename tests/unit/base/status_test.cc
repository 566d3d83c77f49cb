#include "core/base/status.h"

#include <set>

#include "gtest/gtest.h"

namespace daybook {
namespace {

TEST(StatusTest, CarriesReasonCodeAndValues) {
  const absl::Status status = Error(Reason::ERROR_REASON_SALE_NOT_PAID,
                                    "{paid} of {total} was paid", {{"paid", 449}, {"total", 450}});

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(MessageOf(status), "449 of 450 was paid");
  EXPECT_EQ(ReasonOf(status), Reason::ERROR_REASON_SALE_NOT_PAID);
  EXPECT_EQ(ErrorMetadata(status, "paid"), "449");
  EXPECT_EQ(ErrorMetadata(status, "nothing"), "");
}

TEST(StatusTest, TakesBracesInAValueForText) {
  const absl::Status status = Error(Reason::ERROR_REASON_TAX_RULE_MISSING, "{category} on {date}",
                                    {{"category", "{date}"}, {"date", 20161105}});

  EXPECT_EQ(MessageOf(status), "{date} on 20161105");
}

TEST(StatusTest, LeavesBracesThatNameNoValue) {
  const absl::Status status = Error(Reason::ERROR_REASON_BUG, "{a} {b} {", {{"a", "x"}});

  EXPECT_EQ(MessageOf(status), "x {b} {");
}

TEST(StatusTest, HasACodeForEveryReason) {
  const auto* reasons = common::v1::ErrorReason_descriptor();
  std::set<absl::StatusCode> codes;
  for (int i = 1; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<Reason>(reasons->value(i)->number());

    EXPECT_NE(CodeOf(reason), absl::StatusCode::kUnknown) << ReasonName(reason);
    EXPECT_EQ(ReasonFromName(ReasonName(reason)), reason);
    codes.insert(CodeOf(reason));
  }
  EXPECT_EQ(codes.size(), 12u);
}

TEST(StatusTest, GivesEachRangeOfReasonsItsCode) {
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_FIELD_MISSING), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_SALE_UNKNOWN), absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_SALE_EXISTS), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_SALE_SET_ASIDE), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_VERSION_STALE), absl::StatusCode::kAborted);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_CURSOR_RESET), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_QUEUE_FULL), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_STOPPING), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_PERMISSION_MISSING), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_DEVICE_UNKNOWN), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_CHAIN_BROKEN), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CodeOf(Reason::ERROR_REASON_BUG), absl::StatusCode::kInternal);
}

TEST(StatusTest, TravelsOverTheWire) {
  const absl::Status status =
      Error(Reason::ERROR_REASON_SALE_UNKNOWN, "no sale {sale}", {{"sale", "x"}});

  const common::v1::ErrorStatus wire = ToWire(status);
  const absl::Status back = FromWire(wire);

  EXPECT_EQ(wire.details_size(), 1);
  EXPECT_EQ(back, status);
  EXPECT_EQ(ReasonOf(back), Reason::ERROR_REASON_SALE_UNKNOWN);
  EXPECT_TRUE(FromWire(common::v1::ErrorStatus()).ok());
}

TEST(StatusTest, SaysWhenToComeBackIfResourcesAreExhausted) {
  const common::v1::ErrorStatus wire = ToWire(Error(Reason::ERROR_REASON_QUEUE_FULL, "full"));

  ASSERT_EQ(wire.details_size(), 2);
  EXPECT_EQ(wire.details(1).type_url(), "type.googleapis.com/google.rpc.RetryInfo");
}

TEST(StatusTest, HasNoReasonWithoutAnErrorOfOurs) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), Reason::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), Reason::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonFromName("NO_SUCH_REASON"), Reason::ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace daybook
