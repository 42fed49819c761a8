#pragma once

#include "Check.h"

namespace siprace::app {

/// One run for a person: what it was, its class, the numbers that are not zero, the findings worst first.
[[nodiscard]] QString plainReport(const Trace& trace, const Verdict& verdict, bool hasColours);

/// Words in lines of at most `width` characters, each after the first with `indent` blanks before it.
[[nodiscard]] QString wrapped(const QString& text, int width, int indent);

} // namespace siprace::app
