#include "tests/bench/edge_server.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/base/config.h"
#include "daybook/edge/v1/config.pb.h"
#include "tests/bench/workload.h"

namespace daybook::bench {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kStartTimeout = absl::Minutes(5);
constexpr absl::Duration kStopTimeout = absl::Seconds(30);
constexpr std::string_view kListening = "listening on ";

std::string OwnPath() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<EdgeServer>> EdgeServer::Create(const std::string& program,
                                                               const std::string& directory) {
  const std::string path =
      program.empty() ? (fs::path(OwnPath()).parent_path() / "daybook-edge").string() : program;
  std::unique_ptr<EdgeServer> server(new EdgeServer(path, directory));
  DAYBOOK_RETURN_IF_ERROR(server->WriteConfig());
  return server;
}

absl::Status EdgeServer::WriteConfig() const {
  std::error_code ignored;
  fs::create_directories(directory_, ignored);
  edge::v1::EdgeConfig config;
  config.set_data_directory(DataDirectory());
  config.set_listen_address("127.0.0.1:0");
  *config.mutable_shop() = BenchShop();
  config.set_default_role(edge::v1::ROLE_MANAGER);
  config.mutable_logging()->set_level(edge::v1::LOG_LEVEL_WARNING);
  std::ofstream file(ConfigPath());
  file << PrintConfig(config);
  file.close();
  if (file.fail()) {
    return Error(Reason::ERROR_REASON_STORE_FAILED, "cannot write {path}",
                 {{"path", ConfigPath()}});
  }
  return absl::OkStatus();
}

absl::Status EdgeServer::Start() {
  process_.reset();
  DAYBOOK_ASSIGN_OR_RETURN(process_,
                           ChildProcess::Start({.arguments = {program_, "--config", ConfigPath()},
                                                .error_file = directory_ + "/edge.stderr"}));
  DAYBOOK_ASSIGN_OR_RETURN(address_, process_->AwaitLine(kListening, kStartTimeout));
  return absl::OkStatus();
}

absl::Status EdgeServer::Stop() {
  const absl::Status stopped = process_->Stop(kStopTimeout);
  process_.reset();
  return stopped;
}

int64_t EdgeServer::DiskBytes() const { return bench::DiskBytes(DataDirectory(), "ballast"); }

absl::StatusOr<EchoProcess> StartEcho(const std::string& directory) {
  EchoProcess echo;
  DAYBOOK_ASSIGN_OR_RETURN(echo.process,
                           ChildProcess::Start({.arguments = {OwnPath(), "echo-server"},
                                                .error_file = directory + "/echo.stderr"}));
  DAYBOOK_ASSIGN_OR_RETURN(echo.address, echo.process->AwaitLine(kListening, kStartTimeout));
  return echo;
}

}  // namespace daybook::bench
