// What PINs are checked against: verifiers, which can be kept where a PIN must not be. Slow by
// intention: never on the writer's thread.
#pragma once

#include <string_view>

#include "core/base/ids.h"
#include "core/base/status.h"
#include "daybook/event/v1/employee.pb.h"

namespace daybook {

// A secret of the shop's devices that is mixed in, and its name. Without a name there is none.
struct Pepper {
  std::string_view name = {};
  std::string_view secret = {};
};

// Returns a new verifier of the PIN, with the strength that is right today: scrypt with N = 2^15,
// r = 8, p = 1. Errors: FIELD_INVALID if it is not 4 to 12 digits.
absl::StatusOr<event::v1::PinVerifier> MakePinVerifier(std::string_view pin, const Pepper& pepper,
                                                       RandomSource& random);

// Whether it is the PIN that the verifier was made of, with that pepper. Takes as long whatever the
// PIN is. A verifier of a kind that this version does not know, or that nobody may set, matches
// nothing.
bool PinMatches(std::string_view pin, const Pepper& pepper, const event::v1::PinVerifier& verifier);

// Errors: FIELD_INVALID, with the "field", if the verifier is no protection, or a
// burden to those who check PINs against it.
absl::Status CheckPinVerifier(const event::v1::PinVerifier& verifier);

}  // namespace daybook
