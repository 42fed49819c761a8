#pragma once

#include "Comparison.h"

#include <QString>

namespace siprace::ui {

/// Where the runs part, as a person would say it: which message, and what becomes of it under which policy.
[[nodiscard]] QString divergenceSentence(const Comparison& comparison);
/// A matched message for a person: "200 OK b2 from Phone B2 to Proxy", by the names of the run that has it.
[[nodiscard]] QString messageWords(const Comparison& comparison, const MatchedMessage& match);
/// What sets its runs apart: "other fate", "other time", "only in RFC 6026", "not in Drop the late 2xx".
[[nodiscard]] QString differenceWords(const Comparison& comparison, const MatchedMessage& match);

} // namespace siprace::ui
