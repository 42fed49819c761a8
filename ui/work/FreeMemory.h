#pragma once

namespace siprace::ui {

/// Gives memory that is free back to the system: what was needed to read or to judge a long trace is a multiple of what
/// is kept. Takes some milliseconds, so it is called where the work was done, on its thread. Does nothing where the C
/// library has no such call.
void giveBackFreeMemory();

/// From now on lists of a megabyte and more have pages of their own, which the system gets back as soon as they are
/// freed: those of a long trace are made anew whenever lifelines or messages are hidden or shown. Left to itself the C
/// library takes such lists from its heap once one of them has been freed, and their room stays with the program. For
/// the whole program, once is enough.
void keepLongListsApart();

} // namespace siprace::ui
