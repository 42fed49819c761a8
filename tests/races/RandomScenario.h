#pragma once

#include <QByteArray>
#include <QString>

namespace siprace {

/// A scenario that nobody has thought of: up to two callers, two proxies and four phones with random settings,
/// behaviours, links, rules and script. The same seed gives the same bytes.
struct RandomScenario
{
    QByteArray yaml; ///< a scenario file
    QString policy;
    bool isPlain = true; ///< nothing in it makes a node forget what RFC 3261 wants it to know
};

[[nodiscard]] RandomScenario randomScenario(quint64 seed);

} // namespace siprace
