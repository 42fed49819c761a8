#pragma once

#include <atomic>

namespace siprace::app {

/// Takes Ctrl-C (SIGINT) and SIGTERM from now on: the first one sets the flag, so that a run ends as by hand and writes
/// what was asked; the second one kills, for whoever cannot wait. A closed pipe becomes an error of write() alone.
void watchSignals();

/// Gives SIGINT and SIGTERM back: a window has its own way to end.
void restoreSignals();

/// Set once the person has interrupted. Handed to the run, which looks at it often.
[[nodiscard]] const std::atomic<bool>& interrupted();

} // namespace siprace::app
