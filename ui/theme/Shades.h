#pragma once

#include <QColor>

class QPalette;

namespace siprace::ui {

/// The colours of the window in one theme. Each text colour has at least 4.5:1 on `card` and on `ground`.
struct Shades
{
    bool isDark = false;
    QColor ground; ///< behind the cards
    QColor card; ///< panels, cards, buttons
    QColor hover; ///< a button or row under the pointer
    QColor border;
    QColor text;
    QColor muted; ///< captions
    QColor accent; ///< links, what is selected
    QColor accentGround; ///< behind what is selected
    QColor good;
    QColor warn;
    QColor bad;
    QColor mark; ///< behind the line of a message that matters most
    QColor markSoft; ///< behind a field that matters
};

[[nodiscard]] const Shades& lightShades();
[[nodiscard]] const Shades& darkShades();
/// The shades that go with a palette: dark ones when its windows are darker than their text.
[[nodiscard]] const Shades& shadesFor(const QPalette& palette);

} // namespace siprace::ui
