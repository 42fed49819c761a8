#pragma once

#include "LadderLayout.h"

namespace siprace::ladder_test {

/// Gives a layout what it lays out.
inline void show(
    LadderLayout& layout, const Trace& trace, const LadderOptions& options = {}, const QList<Finding>& findings = {})
{
    layout.setOptions(options);
    layout.setTrace(trace);
    layout.setFindings(findings);
}

} // namespace siprace::ladder_test
