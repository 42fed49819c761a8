#pragma once

#include "Explorer.h"
#include "Loader.h"

namespace siprace {

/// A scenario of the group `explore`. Fails the program where there is none.
inline Scenario shipped(const QString& id)
{
    const auto scenario = loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/explore/%1.yaml").arg(id));
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error().front().text()));
    return *scenario;
}

inline ExploreOptions optionsFor(const QString& policy, int maxLost = 0)
{
    ExploreOptions options;
    options.policy = policy;
    options.maxLost = maxLost;
    return options;
}

} // namespace siprace
