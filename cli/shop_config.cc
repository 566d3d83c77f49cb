// daybook shop config: the configuration of an edge for a day from a file.
#include "cli/command.h"
#include "cli/json.h"
#include "cli/shop_files.h"
#include "core/base/config.h"

namespace daybook::cli {
namespace {

absl::Status Run(const Arguments& arguments, Environment& environment) {
  DAYBOOK_ASSIGN_OR_RETURN(const ShopFile file, ReadShopFile(arguments.Text("FILE")));
  DAYBOOK_RETURN_IF_ERROR(CheckForServer(file));
  edge::v1::EdgeConfig config = EdgeConfigOf(file);
  config.set_data_directory(arguments.Text("data"));
  config.set_listen_address(arguments.Text("listen"));
  PrintLine(environment, arguments.Has("json") ? MessageJson(config) : PrintConfig(config));
  return absl::OkStatus();
}

}  // namespace

Command ShopConfigCommand() {
  return {.spec = {.name = "shop config",
                   .summary = "Writes the configuration of an edge for a day from a file.",
                   .details = "What the file says of the shop and of who works there, as "
                              "daybook-edge --config takes it.",
                   .operands = {{.name = "FILE", .help = "A day in a shop."}},
                   .flags = {{.name = "data",
                              .value_name = "DIRECTORY",
                              .help = "Where the edge keeps its data.",
                              .default_value = "data"},
                             {.name = "listen",
                              .value_name = "ADDRESS",
                              .help = "Where the edge listens; port 0 takes a free one.",
                              .default_value = "127.0.0.1:7443"},
                             JsonFlag()},
                   .example = "daybook shop config examples/shops/bistro.gbp.txt > edge.conf"},
          .run = Run};
}

}  // namespace daybook::cli
