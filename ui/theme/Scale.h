#pragma once

namespace siprace::ui {

/// The size of everything against 1, from 1 to 2. Theme sets it; what is painted or measured by hand asks for it.
[[nodiscard]] double uiScale();
/// A length in pixels as it is now: 10 is 15 at 150 %.
[[nodiscard]] int scaled(int px);
[[nodiscard]] double scaled(double px);
void setUiScale(double scale);

} // namespace siprace::ui
