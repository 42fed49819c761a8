#pragma once

#include "Check.h"

#include <QString>

namespace siprace {

/// What holds of every run, whatever its nodes do: empty, or the first thing that does not hold.
/// `outsider` is a node that is nobody's: it may send what it likes.
[[nodiscard]] QString brokenInvariant(const Trace& trace, const Verdict& verdict, int outsider = -1);

/// What holds where no node forgets anything early and none breaks a rule on purpose: a request gets one final
/// response from each node that it came to.
[[nodiscard]] QString brokenPlainInvariant(const Trace& trace);

/// A saved trace gives the same trace again, and the same verdict.
[[nodiscard]] QString brokenRoundTrip(const Trace& trace, const Verdict& verdict);

} // namespace siprace
