#include "tests/bench/libpq.h"

#include <dlfcn.h>

namespace daybook::bench {

struct LibpqFunctions {
  void* (*PQconnectdb)(const char* parameters);
  int (*PQstatus)(const void* connection);
  char* (*PQerrorMessage)(const void* connection);
  void (*PQfinish)(void* connection);
  void* (*PQexec)(void* connection, const char* statements);
  void* (*PQprepare)(void* connection, const char* name, const char* statement, int type_count,
                     const unsigned* types);
  void* (*PQexecPrepared)(void* connection, const char* name, int value_count,
                          const char* const* values, const int* lengths, const int* formats,
                          int result_format);
  int (*PQresultStatus)(const void* result);
  void (*PQclear)(void* result);
};

namespace {

constexpr char kLibrary[] = "libpq.so.5";
// From libpq-fe.h; part of the library's ABI.
constexpr int kConnectionOk = 0;
constexpr int kCommandOk = 1;
constexpr int kTuplesOk = 2;
constexpr int kBinary = 1;

template <typename Function>
bool Find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

bool FindAll(void* library, LibpqFunctions& f) {
  return Find(library, "PQconnectdb", f.PQconnectdb) && Find(library, "PQstatus", f.PQstatus) &&
         Find(library, "PQerrorMessage", f.PQerrorMessage) &&
         Find(library, "PQfinish", f.PQfinish) && Find(library, "PQexec", f.PQexec) &&
         Find(library, "PQprepare", f.PQprepare) &&
         Find(library, "PQexecPrepared", f.PQexecPrepared) &&
         Find(library, "PQresultStatus", f.PQresultStatus) && Find(library, "PQclear", f.PQclear);
}

}  // namespace

Libpq::Libpq() : functions_(std::make_unique<LibpqFunctions>()) {}

Libpq::~Libpq() {
  if (handle_ != nullptr) dlclose(handle_);
}

absl::StatusOr<std::unique_ptr<Libpq>> Libpq::Load() {
  std::unique_ptr<Libpq> library(new Libpq);
  library->handle_ = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library->handle_ == nullptr || !FindAll(library->handle_, *library->functions_)) {
    return Error(Reason::ERROR_REASON_CONFIG_INVALID, "{library} is not installed",
                 {{"library", kLibrary}});
  }
  return library;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const Libpq& library, const std::string& parameters) {
  const LibpqFunctions& functions = library.functions();
  std::unique_ptr<PostgresConnection> connection(
      new PostgresConnection(functions, functions.PQconnectdb(parameters.c_str())));
  if (functions.PQstatus(connection->connection_) == kConnectionOk) return connection;
  return Error(Reason::ERROR_REASON_CONNECTION_FAILED, "PostgreSQL: {cause}",
               {{"cause", functions.PQerrorMessage(connection->connection_)}});
}

PostgresConnection::~PostgresConnection() { functions_.PQfinish(connection_); }

absl::Status PostgresConnection::Execute(const std::string& statements) {
  return Check(functions_.PQexec(connection_, statements.c_str()));
}

absl::Status PostgresConnection::Prepare(const std::string& name, const std::string& statement) {
  return Check(functions_.PQprepare(connection_, name.c_str(), statement.c_str(), 0, nullptr));
}

absl::Status PostgresConnection::ExecutePrepared(const std::string& name,
                                                 const std::vector<std::string_view>& values) {
  std::vector<const char*> pointers;
  std::vector<int> lengths;
  const std::vector<int> formats(values.size(), kBinary);
  for (const std::string_view value : values) {
    pointers.push_back(value.data());
    lengths.push_back(static_cast<int>(value.size()));
  }
  return Check(functions_.PQexecPrepared(connection_, name.c_str(), static_cast<int>(values.size()),
                                         pointers.data(), lengths.data(), formats.data(), kBinary));
}

absl::Status PostgresConnection::Check(void* result) {
  const int status = functions_.PQresultStatus(result);
  functions_.PQclear(result);
  if (status == kCommandOk || status == kTuplesOk) return absl::OkStatus();
  return Error(Reason::ERROR_REASON_STORE_FAILED, "PostgreSQL: {cause}",
               {{"cause", functions_.PQerrorMessage(connection_)}});
}

}  // namespace daybook::bench
