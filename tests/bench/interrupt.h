// Whether somebody wants the benchmark to end. Long work asks now and then and returns early; what
// was started is then ended and removed in the ordinary way.
#pragma once

namespace daybook::bench {

// Makes SIGINT and SIGTERM set the flag instead of ending the process; a second one ends it. Call
// once, before other threads start.
void CatchInterrupts();

// Thread-safe.
bool Interrupted();

}  // namespace daybook::bench
