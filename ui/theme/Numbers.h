#pragma once

#include <QString>

namespace siprace::ui {

/// A number as the core writes it ("32.0 s") with the decimal sign of the window's language. Findings, reasons and what
/// files have stay as they are.
[[nodiscard]] QString localNumber(QString number);

} // namespace siprace::ui
