#include "core/domain/availability.h"

#include <algorithm>

#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

using edge::v1::SafetyBuffer;

// How near a buffer is to the item; 0: it is for something else.
int RankOf(const SafetyBuffer& buffer, const AvailabilityQuestion& question) {
  switch (buffer.scope_case()) {
    case SafetyBuffer::kSku:
      return buffer.sku() == question.sku ? 4 : 0;
    case SafetyBuffer::kCategory:
      return buffer.category() == question.category ? 3 : 0;
    case SafetyBuffer::kChannel:
      return buffer.channel() == question.channel ? 2 : 0;
    case SafetyBuffer::SCOPE_NOT_SET:
      return 1;
  }
  return 0;
}

// Rounded up to whole units: half a cup cannot be kept back.
int64_t ShareOf(int64_t free_milli, int64_t rate_ppm) {
  constexpr __int128 kPartsPerUnit = static_cast<__int128>(kRatePpmMax) * kMilliPerUnit;
  const __int128 parts = static_cast<__int128>(free_milli) * rate_ppm;
  const __int128 units = (parts + kPartsPerUnit - 1) / kPartsPerUnit;
  return static_cast<int64_t>(std::min(units, __int128{INT64_MAX / kMilliPerUnit})) * kMilliPerUnit;
}

}  // namespace

const SafetyBuffer* BufferFor(const AvailabilityQuestion& question,
                              const edge::v1::ShopConfig& shop) {
  const SafetyBuffer* nearest = nullptr;
  int nearest_rank = 0;
  for (const SafetyBuffer& buffer : shop.safety_buffers()) {
    const int rank = RankOf(buffer, question);
    if (rank <= nearest_rank) continue;
    nearest = &buffer;
    nearest_rank = rank;
  }
  return nearest;
}

AvailabilityAnswer AvailabilityOf(const AvailabilityQuestion& question,
                                  const edge::v1::ShopConfig& shop) {
  const int64_t free_milli =
      std::max<int64_t>(SubtractClamped(question.on_hand_milli, question.reserved_milli), 0);
  AvailabilityAnswer answer;
  if (const SafetyBuffer* buffer = BufferFor(question, shop)) {
    const bool is_share = buffer->mode() == edge::v1::SAFETY_BUFFER_MODE_PERCENTAGE;
    answer.buffer_milli =
        is_share ? ShareOf(free_milli, buffer->rate_ppm()) : buffer->quantity_milli();
  }
  if (question.for_sale) {
    answer.available_milli = std::max<int64_t>(free_milli - answer.buffer_milli, 0);
  }
  return answer;
}

}  // namespace daybook::domain
