#pragma once

#include "TimeMap.h"

namespace siprace {

/// How many messages, one caused by the other within one instant, lead to a message's ends.
struct MessageDepth
{
    int start = 0;
    int end = 0;
};

/// Brings the depths of a trace's messages (by n - 1) up to date from index `first` on. Without links of 0 ms all are
/// 0.
void readDepths(std::vector<MessageDepth>& depths, const Trace& trace, std::size_t first);

/// Sweeps over the instants of one or several traces and gives each its height; goes on where it was when a live trace
/// has grown. Another zoom takes one pass over the instants.
class TimeMapBuilder
{
public:
    void reset(const QList<const Trace*>& traces, const QList<LadderOptions>& options);
    /// The same messages with another zoom or spacing, or folded otherwise.
    void resize(const LadderOptions& options);
    /// The one trace it was made for has changed: messages sent at `from` or later were added, or have reached their
    /// end. Gives the height above which nothing has changed.
    double extend(const Trace& trace, Instant from);

    [[nodiscard]] const std::shared_ptr<TimeMap>& map() const { return m_map; }
    [[nodiscard]] const std::vector<MessageDepth>& depths() const { return m_depths; } ///< of the first trace

private:
    /// One end of a visible message.
    struct End
    {
        Instant at;
        Instant sent;
        int depth = 0; ///< of this end
        int startDepth = 0;
        int trace = 0; ///< which of several
        bool isArrival = false;
        bool isFlight = false; ///< the other end is known, so it counts as being on a link between them
        bool operator<(const End& other) const
        {
            return at != other.at ? at < other.at : isArrival && !other.isArrival;
        }
    };
    using Ends = std::vector<End>;

    static void addEnds(Ends& ends, const TraceMessage& message, const LadderOptions& options,
        const MessageDepth& depth, Instant from, int trace = 0);
    void addStops(Ends& ends);
    void addStop(Ends::const_iterator first, Ends::const_iterator last);
    [[nodiscard]] static int rowsOf(Ends::const_iterator first, Ends::const_iterator last);
    void addMarks(const Trace& trace, qsizetype firstState, qsizetype firstConnection);
    void sweepTrueTime(std::size_t first);
    void sweepRows();
    [[nodiscard]] double advance(const TimeStop& last, double bottom, Instant to);
    [[nodiscard]] double advanceSilence(const TimeMap::Knot& last, bool isFlying, Instant to);
    [[nodiscard]] double fold(const TimeMap::Knot& last, Instant to, double silencePx);

    LadderOptions m_options;
    std::vector<MessageDepth> m_depths;
    std::shared_ptr<TimeStops> m_stops = std::make_shared<TimeStops>();
    std::vector<Instant> m_marks; ///< when nodes went down and came up: a silence is not folded across them
    qsizetype m_statesSeen = 0; ///< of the first trace
    qsizetype m_connectionsSeen = 0;
    Duration m_longestFlight{0}; ///< of a visible message
    std::shared_ptr<TimeMap> m_map = std::make_shared<TimeMap>();
};

} // namespace siprace
