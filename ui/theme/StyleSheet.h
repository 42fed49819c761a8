#pragma once

#include "Shades.h"

#include <QString>

namespace siprace::ui {

/// The style sheet of the whole program in those shades, at the size of everything; `basePoints` is the size of running
/// text as it is now.
[[nodiscard]] QString styleSheet(const Shades& shades, double basePoints);

} // namespace siprace::ui
