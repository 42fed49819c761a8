#pragma once

#include "Policies.h"

#include <QString>

namespace siprace::ui {

/// A policy's name and what it does, in the language of the window; English where nobody has translated it.
[[nodiscard]] QString policyLabel(const proxy::Policy& policy);
/// The same by its id; of a policy that is not ours, the id.
[[nodiscard]] QString policyLabel(const QString& id);
/// With the id that files and the command line have: "Forward every 2xx (forward-all)".
[[nodiscard]] QString policyName(const proxy::Policy& policy);
/// The same by its id; of a policy that is not ours, the id.
[[nodiscard]] QString policyName(const QString& id);
[[nodiscard]] QString policySummary(const proxy::Policy& policy);

} // namespace siprace::ui
