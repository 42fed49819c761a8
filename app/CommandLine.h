#pragma once

namespace siprace::app {

/// Reads the command line, does what it asks and gives the exit status. Wrong usage is one line and status 2; nothing
/// is started then.
[[nodiscard]] int runCommandLine(int argc, char** argv);

} // namespace siprace::app
