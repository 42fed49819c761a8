#pragma once

namespace siprace::ui {

/// Gives memory that is free back to the system: what was needed to read or to judge a long trace is a multiple of what
/// is kept. Takes some milliseconds, so it is called where the work was done, on its thread. Does nothing where the C
/// library has no such call.
void giveBackFreeMemory();

} // namespace siprace::ui
