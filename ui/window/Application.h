#pragma once

#include <QString>

namespace siprace {

/// Opens the window on a scenario (a path or an id) or a saved trace; empty: on the first race. Needs a QApplication;
/// comes back when the window is closed, with the exit status of the program.
[[nodiscard]] int runWindow(const QString& file);

} // namespace siprace
