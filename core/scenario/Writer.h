#pragma once

#include "Scenario.h"

namespace siprace {

/// A scenario as YAML that the loader reads back to an equal value (but for `text`, `path` and places). Defaults are
/// left out.
[[nodiscard]] QByteArray writeScenario(const Scenario& scenario);

} // namespace siprace
