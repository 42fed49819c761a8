#include "QrCode.h"

#include <qrencode.h>

#include <memory>

namespace siprace::ui {

namespace {
constexpr int quietModules = 4;
} // namespace

QImage qrCode(const QString& text, int pixels)
{
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(text.toUtf8().constData(), 0, QR_ECLEVEL_M), QRcode_free);
    if (!code)
        return {};
    const int side = code->width + 2 * quietModules;
    QImage modules(side, side, QImage::Format_Grayscale8);
    modules.fill(Qt::white);
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (code->data[y * code->width + x] & 1U)
                modules.setPixelColor(x + quietModules, y + quietModules, Qt::black);
    return modules.scaled(side * pixels, side * pixels);
}

} // namespace siprace::ui
