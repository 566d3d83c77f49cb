#include "tests/bench/interrupt.h"

#include <atomic>
#include <csignal>

namespace daybook::bench {
namespace {

std::atomic<bool> interrupted = false;  // A signal handler can reach nothing else.

void OnSignal(int) { interrupted.store(true, std::memory_order_relaxed); }

}  // namespace

void CatchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A client that went away shows as an error of the write.
  std::signal(SIGPIPE, SIG_IGN);
}

bool Interrupted() { return interrupted.load(std::memory_order_relaxed); }

}  // namespace daybook::bench
