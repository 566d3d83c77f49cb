// A thread with a name that operators see, joined when it goes. All threads of the server are made
// in engine/ and app/, through this.
#pragma once

#include <pthread.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>

namespace daybook::engine {

class NamedThread {
 public:
  NamedThread() = default;

  // Starts `body`. The name has at most 15 characters.
  NamedThread(std::string name, std::function<void()> body)
      : thread_([name = std::move(name), body = std::move(body)] {
          pthread_setname_np(pthread_self(), name.c_str());
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
