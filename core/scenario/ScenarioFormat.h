#pragma once

#include "Complaints.h"
#include "Scenario.h"

#include <QJsonObject>

namespace siprace {

/// Reads a whole tree into a value, defaults filled in; what is wrong goes to `complaints`, and what was wrong has its
/// default. `file` gives id, group and path; `text` is left empty.
[[nodiscard]] Scenario readScenario(const YamlNode& tree, const QString& file, Complaints& complaints);
/// The names of the top-level keys.
[[nodiscard]] QStringList topLevelKeys();
[[nodiscard]] QJsonObject scenarioSchema();

} // namespace siprace
