#pragma once

#include <QString>

namespace siprace {

/// What was found, fit for a message of one line: no line feeds, and not the whole file.
[[nodiscard]] QString oneLine(const QString& text, qsizetype longest = 300);

} // namespace siprace
