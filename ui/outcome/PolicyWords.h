#pragma once

#include "Policies.h"

#include <QString>

namespace siprace::ui {

/// A policy's name and what it does, in the language of the window; English where nobody has translated it.
[[nodiscard]] QString policyLabel(const proxy::Policy& policy);
[[nodiscard]] QString policySummary(const proxy::Policy& policy);

} // namespace siprace::ui
