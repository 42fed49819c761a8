#pragma once

#include "Scenario.h"
#include "Trace.h"

namespace siprace {

/// A step of a story in one run: up to where the run is told, and what is said there.
struct StoryMoment
{
    Instant until; ///< never earlier than that of the step before
    int message = 0; ///< n of the message it is about, 0 for a step at a time
    QString say;

    bool operator==(const StoryMoment&) const = default;
};

/// The steps of a story that this run has, in the order written. What does not happen in it, under another policy for
/// instance, is left out. A message is told to its end, so that its arrow is whole.
[[nodiscard]] QList<StoryMoment> storyOf(const Trace& trace, const QList<StoryStep>& story);

/// A run as it was at an instant: what was sent later is not in it, what arrived later is on its way.
[[nodiscard]] Trace traceUntil(const Trace& trace, Instant instant);

} // namespace siprace
