#pragma once

#include "LadderIndex.h"
#include "LadderOptions.h"
#include "TimeMapBuilder.h"

#include <QHash>

#include <vector>

namespace siprace {

/// Everything that the heights of arrows follow from.
struct ArrowSources
{
    const Trace& trace;
    const LadderIndex& index;
    const TimeMap& map;
    const std::vector<MessageDepth>& depths;
    Spacing spacing = Spacing::TrueTime;
    double rowHeight = 0;
    const std::vector<int>& positions; ///< of each node's lifeline, 0 the leftmost
};

/// The heights of the ends of arrows, kept so far apart that heads can be told from each other. Worked out block by
/// block where they are asked for, each from what stands shortly before it, so that a zoom costs what is looked at.
class ArrowPlaces
{
public:
    struct Ends
    {
        double from = 0;
        double to = 0;
    };
    /// Of message index + 1, which must be shown.
    [[nodiscard]] Ends of(std::size_t index, const ArrowSources& sources);
    /// Those of message first + 1 and later have changed, as far as they are looked at together.
    void forget(std::size_t first);

private:
    QHash<std::size_t, std::vector<Ends>> m_blocks;
};

/// How long messages take on a message's link, by those around it that arrived; 0 when none did.
[[nodiscard]] Duration usualFlight(const Trace& trace, const TraceMessage& message);

} // namespace siprace
