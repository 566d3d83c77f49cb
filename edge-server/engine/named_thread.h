// A thread with a name that operators see, joined when it goes. All threads of the server are made
// in engine/ and app/, through this.
#pragma once

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>

namespace daybook::engine {

class NamedThread {
 public:
  NamedThread() = default;

  // Starts `body`. The name has at most 15 characters. The higher its niceness (0 to 19), the more
  // the thread stands back where all processors are busy.
  NamedThread(std::string name, std::function<void()> body, int niceness = 0)
      : thread_([name = std::move(name), body = std::move(body), niceness] {
          pthread_setname_np(pthread_self(), name.c_str());
          if (niceness != 0) setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
          body();
        }) {}

  NamedThread(NamedThread&&) = default;
  NamedThread& operator=(NamedThread&&) = default;
  ~NamedThread() { Join(); }

  // Waits until the body has returned.
  void Join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::thread thread_;
};

}  // namespace daybook::engine
