#include "core/domain/installation.h"

#include <algorithm>

#include "core/domain/bounds.h"

namespace daybook::domain {
namespace {

void SetAside(std::string_view id, Installation& installation) {
  const auto sale_id = Uuid::FromBytes(id);
  if (!sale_id || installation.HasSetAside(*sale_id)) return;
  installation.set_aside_sales.push_back(*sale_id);
  if (installation.set_aside_sales.size() > kSetAsideSalesMax) {
    installation.set_aside_sales.pop_front();
  }
}

}  // namespace

bool Installation::HasSetAside(const Uuid& sale_id) const {
  return std::ranges::find(set_aside_sales, sale_id) != set_aside_sales.end();
}

void Evolve(Installation& installation, const event::v1::Event& event) {
  ++installation.version;
  if (!event.has_command_set_aside()) return;
  SetAside(event.command_set_aside().sale_id(), installation);
  SetAside(event.command_set_aside().to_sale_id(), installation);
}

}  // namespace daybook::domain
