#pragma once

#include <QImage>
#include <QString>

namespace siprace::ui {

/// A QR code (ISO/IEC 18004) of a text, `pixels` to a module, with the quiet border of four modules that cameras need;
/// black on white in any theme. A null image for a text that is too long for one.
[[nodiscard]] QImage qrCode(const QString& text, int pixels);

} // namespace siprace::ui
