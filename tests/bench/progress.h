// Says on standard error what is going on, in one line that is written over; nothing at all where
// standard error is not a terminal.
#pragma once

#include <string_view>

namespace daybook::bench {

class Progress {
 public:
  Progress();
  ~Progress() { Clear(); }

  void Show(std::string_view what);

  // Removes the line, so that a result can be printed.
  void Clear();

 private:
  const bool terminal_;
};

}  // namespace daybook::bench
