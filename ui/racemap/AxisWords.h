#pragma once

#include "Scenario.h"
#include "SweepAxis.h"

namespace siprace::ui {

/// A path of a scenario as a person says it, with the names of its nodes: "one-way delay Proxy ↔ Phone B1",
/// "Phone B2 answers after". What has no words of its own is the path.
[[nodiscard]] QString pathWords(const Scenario& scenario, const QString& path);
/// A value of an axis with its unit: "100 ms".
[[nodiscard]] QString valueWords(const SweepAxis& axis, double value);
/// The whole axis: "one-way delay Proxy ↔ Phone B1 0–290 ms".
[[nodiscard]] QString axisWords(const Scenario& scenario, const SweepAxis& axis);

} // namespace siprace::ui
