#pragma once

#include <QColor>
#include <QString>

namespace siprace::ui {

/// How a class of runs ("two-2xx", as the contract names it) is shown; an unknown one as "other".
[[nodiscard]] QColor classColour(const QString& runClass, bool isDark);
/// In a few words, for a legend: "two 2xx, caller cleans up".
[[nodiscard]] QString classWords(const QString& runClass);
/// In a sentence: "Two phones answer, and the caller cleans up".
[[nodiscard]] QString classSentence(const QString& runClass);

} // namespace siprace::ui
