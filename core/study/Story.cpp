#include "Story.h"

#include "RuleMatching.h"

#include <algorithm>

namespace siprace {

namespace {

/// The n-th message that a step waits for; nullptr when the run has none.
const TraceMessage* messageOf(const Trace& trace, const StoryStep& step)
{
    const int node = trace.nodeIndex(step.node);
    QList<const TraceMessage*> found;
    for (const TraceMessage& message : trace.messages) {
        const bool isThere = step.receives ? message.to == node && message.arrived.has_value() : message.from == node;
        if (isThere && matches(step.match, message))
            found.append(&message);
    }
    if (step.receives)
        std::ranges::stable_sort(found, {}, [](const TraceMessage* message) { return *message->arrived; });
    return found.value(step.match.nth.value_or(1) - 1);
}

template <class Entry> void cutAfter(QList<Entry>& entries, Instant instant)
{
    entries.removeIf([instant](const Entry& entry) { return entry.at > instant; });
}

} // namespace

QList<StoryMoment> storyOf(const Trace& trace, const QList<StoryStep>& story)
{
    QList<StoryMoment> moments;
    Instant until{};
    for (const StoryStep& step : story) {
        const TraceMessage* message = step.node.isEmpty() ? nullptr : messageOf(trace, step);
        if (message != nullptr)
            until = std::max(until, message->arrived.value_or(message->sent));
        else if (step.node.isEmpty() && step.at && at(*step.at) <= trace.end())
            until = std::max(until, at(*step.at));
        else
            continue;
        moments.append({until, message != nullptr ? message->n : 0, step.say});
    }
    return moments;
}

Trace traceUntil(const Trace& trace, Instant instant)
{
    Trace part = trace;
    part.messages.removeIf([instant](const TraceMessage& message) { return message.sent > instant; });
    for (TraceMessage& message : part.messages) {
        if (!message.arrived || *message.arrived <= instant)
            continue;
        message.arrived.reset();
        message.fate = Fate::InFlight;
        message.fateWhy = {};
    }
    cutAfter(part.states, instant);
    cutAfter(part.timers, instant);
    cutAfter(part.decisions, instant);
    cutAfter(part.actions, instant);
    return part;
}

} // namespace siprace
