#pragma once

#include "Freedom.h"

namespace siprace {

/// One thing that happened at a node in a run, and what fixes when it can happen: its anchor and a window after it.
struct SketchEvent
{
    enum class Kind
    {
        Arrival, ///< of a message
        Timer, ///< of a node: what it does without anything arriving
        Script
    };
    Kind kind = Kind::Timer;
    int node = 0;
    Instant at;
    int n = 0; ///< of an arrival: its message
    int connection = 0; ///< of an arrival over TCP: what one node sends on a connection keeps its order
    int from = 0; ///< of an arrival: who sent it
    int line = -1; ///< of the script
    std::uint64_t id = 0; ///< what it is, the same in every run
    int anchor = -1; ///< the event it follows: that sent the message, or set the timer; -1: the beginning of the run
    Duration least{0}; ///< after the anchor
    Duration most{0};
    Duration delay{0}; ///< of the link, for an arrival: what a rule's delay is added to
    std::uint64_t sending = 0; ///< of an arrival (SentName)
    bool canLose = false;
    std::uint64_t effects = 0; ///< what it sent, and what became of its own message
    std::uint64_t changes = 0; ///< what its node changed in this instant: states and timers
};

/// A timer that was stopped, or would have been: had `stoppedBy` come later, it would have fired.
struct SketchTimer
{
    int anchor = 0;
    Duration lag{0};
    int stoppedBy = 0;
};

/// A message that a step lost, and the event that sent it.
struct SketchLoss
{
    std::uint64_t sending = 0;
    int sentBy = 0;
    Instant when;
};

/// What the explorer looks at of a run: a few numbers an event.
struct RunSketch
{
    std::vector<SketchEvent> events; ///< in order of time
    std::vector<std::vector<int>> atNode; ///< node → its events, in order
    std::vector<SketchTimer> timers;
    std::vector<SketchLoss> losses;
    bool hasBlindSpot = false; ///< something came to a proxy after it had forgotten a winner
};

/// Reads a run that was made with those steps.
[[nodiscard]] RunSketch sketchOf(
    const Freedom& freedom, const ReplaySteps& steps, const Trace& trace, SentNames& names);

/// What to do otherwise so that every message takes as long as it did in an ordinary run of the scenario.
[[nodiscard]] ReplaySteps drawnSteps(const Freedom& freedom, const Trace& trace, SentNames& names);

} // namespace siprace
