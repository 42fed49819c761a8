#pragma once

#include "Comparison.h"
#include "Loader.h"
#include "World.h"

namespace siprace {

/// One column of a comparison before it is run: a policy, and what it changes in the file.
struct ComparisonColumn
{
    QString policy;
    QList<Setting> settings;
    QString label; ///< "invfix, proxy.t1=100ms"

    bool operator==(const ComparisonColumn&) const = default;
};

/// Reads "POLICY[,PATH=VALUE]…"; commas in quotes and brackets belong to the VALUE. Fails with every wrong part: an
/// unknown policy, a setting without '='. Whether a PATH is in the scenario shows when the column runs.
[[nodiscard]] Result<ComparisonColumn, Diagnostics> parseComparisonColumn(const QString& text);
/// Runs and judges a column; `options.policy` is taken from it. Fails when a setting does not fit the scenario, or the
/// run cannot be made.
[[nodiscard]] Result<ComparedRun, Diagnostics> runComparisonColumn(
    const Scenario& scenario, RunOptions options, const ComparisonColumn& column);

} // namespace siprace
