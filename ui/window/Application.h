#pragma once

#include <QLocale>
#include <QString>

namespace siprace {

/// Lets the program speak a language from here on; false, and English, for one it does not know.
bool installTranslation(const QLocale& locale);

/// Opens the window on a scenario (a path or an id) or a saved trace; empty: on the first race. Needs a QApplication;
/// comes back when the window is closed, with the exit status of the program.
[[nodiscard]] int runWindow(const QString& file);

} // namespace siprace
