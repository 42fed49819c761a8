#pragma once

#include "Scenario.h"

#include <QHash>

namespace siprace::ui {

/// What a person called nodes on the ladder, by their ids.
using NodeAliases = QHash<QString, QString>;

/// The alias; without one the name of the scenario, and without that its id.
[[nodiscard]] QString nodeName(const Scenario& scenario, const QString& nodeId, const NodeAliases& aliases = {});
/// "Phone B1" → "B1" when no other node ends in that word; otherwise the whole name. An alias stays as it is.
[[nodiscard]] QString shortName(const Scenario& scenario, const QString& nodeId, const NodeAliases& aliases = {});

} // namespace siprace::ui
