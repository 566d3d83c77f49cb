#include "core/domain/installation.h"

#include <algorithm>

#include "core/domain/bounds.h"

namespace daybook::domain {

bool Installation::HasSetAside(const Uuid& sale_id) const {
  return std::ranges::find(set_aside_sales, sale_id) != set_aside_sales.end();
}

void Evolve(Installation& installation, const event::v1::Event& event) {
  ++installation.version;
  if (!event.has_command_set_aside()) return;
  const auto sale_id = Uuid::FromBytes(event.command_set_aside().sale_id());
  if (!sale_id || installation.HasSetAside(*sale_id)) return;
  installation.set_aside_sales.push_back(*sale_id);
  if (installation.set_aside_sales.size() > kSetAsideSalesMax) {
    installation.set_aside_sales.pop_front();
  }
}

}  // namespace daybook::domain
