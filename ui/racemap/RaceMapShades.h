#pragma once

#include <QColor>
#include <QString>

namespace siprace::ui {

/// The colour of a class of runs on the map, with enough contrast on either ground.
[[nodiscard]] QColor classColour(const QString& runClass, bool isDark);
/// A class in a few words for a legend: "two 2xx, caller cleans up".
[[nodiscard]] QString classWords(const QString& runClass);

} // namespace siprace::ui
