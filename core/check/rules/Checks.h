#pragma once

#include "FindingSink.h"
#include "Measure.h"
#include "Words.h"

namespace siprace {

// One function a file of this folder, each a row of Rules.cpp.
using CheckFunction = void(const TraceIndex& index, const Outcome& outcome, FindingSink& findings);

CheckFunction checkTwo2xx;
CheckFunction checkOrphanDialog;
CheckFunction checkCancelTooLate;

} // namespace siprace
