#pragma once

#include "Check.h"
#include "Scenario.h"

#include <optional>

namespace siprace {

/// What a person thinks will happen, or what did. Nothing: no answer was given.
struct Prediction
{
    std::optional<int> successes; ///< `2xx_to_caller`
    std::optional<QString> hangsUp; ///< id of the node that sends the first BYE; empty: nobody

    bool operator==(const Prediction&) const = default;
};

/// What happened in a run.
[[nodiscard]] Prediction whatHappened(const Trace& trace);
/// Nodes of which one may be the first to hang up, in the order of the file.
[[nodiscard]] QStringList whoMayHangUp(const Scenario& scenario);

} // namespace siprace
