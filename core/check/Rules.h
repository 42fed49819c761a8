#pragma once

#include "FindingSink.h"
#include "Measure.h"

#include <span>

namespace siprace {

/// One check: reads a trace, writes findings. Registered in Rules.cpp, written in rules/.
struct CheckRule
{
    QStringView id; ///< "orphan-dialog"
    QStringView rule; ///< the rule of the rule book it is about: "R-406"
    QStringView label; ///< for a person: "A 2xx without ACK"
    void (*check)(const TraceIndex& index, const Outcome& outcome, FindingSink& findings);
};

/// Every check, in the order findings of one severity are listed.
[[nodiscard]] std::span<const CheckRule> checkRules();
/// The one with that id, or nullptr.
[[nodiscard]] const CheckRule* findCheckRule(QStringView id);

} // namespace siprace
