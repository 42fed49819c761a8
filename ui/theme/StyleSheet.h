#pragma once

#include "Shades.h"

#include <QString>

namespace siprace::ui {

/// The style sheet of the whole program in those shades; `basePoints` is the size of running text.
[[nodiscard]] QString styleSheet(const Shades& shades, double basePoints);

} // namespace siprace::ui
