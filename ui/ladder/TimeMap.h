#pragma once

#include "LadderOptions.h"
#include "Trace.h"

#include <QList>

#include <algorithm>
#include <memory>
#include <vector>

namespace siprace {

/// Whether the options let a message be seen.
[[nodiscard]] bool isVisible(const TraceMessage& message, const LadderOptions& options);

/// An instant in which messages leave or arrive: what a TimeMap is made of, whatever the zoom.
struct TimeStop
{
    Instant at;
    int firstArrival = 0; ///< into TimeStops::arrivals; those of this instant end where those of the next begin
    int inFlight = 0; ///< messages on links after it
    int deepest = 0; ///< steps from the first message to the last one in it
    int rows = 0; ///< messages that leave, each a row in even spacing
};

/// Every instant of a map, in order.
struct TimeStops
{
    /// A message that took time: it is to be seen going down.
    struct Arrival
    {
        int sentStop = 0; ///< where it left, an index
        int startDepth = 0;
    };
    std::vector<TimeStop> stops;
    std::vector<Arrival> arrivals; ///< by the stop they arrive at
};

/// Where on the page an instant is: linear in time, but for three things. A long silence is folded; an instant in which
/// one message caused another takes a little height, so that the order shows; a flight too short to see is stretched
/// to a visible slope. Monotone.
class TimeMap
{
public:
    struct Fold
    {
        Instant from;
        Instant to;
        double top = 0;
        double bottom = 0;
    };

    /// The map for one trace, or for several that share an axis (a comparison): options belong to the traces, one each;
    /// zoom, folding and spacing are taken from the first.
    [[nodiscard]] static std::shared_ptr<const TimeMap> make(
        const QList<const Trace*>& traces, const QList<LadderOptions>& options);

    /// Height of an instant, `depth` steps into it.
    [[nodiscard]] double y(Instant instant, int depth = 0) const;
    /// The instant at a height; the earliest when an instant has a height of its own.
    [[nodiscard]] Instant timeAt(double y) const;
    [[nodiscard]] double height() const; ///< from 0 to below the last instant
    [[nodiscard]] const QList<Fold>& folds() const { return m_folds; } ///< from the top down
    /// How far down a message goes that takes no time, pixels; in Even spacing half a row.
    [[nodiscard]] double step() const { return m_step; }
    [[nodiscard]] Spacing spacing() const { return m_spacing; }

    /// Asks for the heights of instants one after the other, each not before the last.
    class Walk
    {
    public:
        Walk(const TimeMap& map, Instant first);
        [[nodiscard]] double y(Instant instant, int depth = 0)
        {
            const std::vector<TimeStop>& stops = m_map.stops();
            while (m_next < stops.size() && stops[m_next].at <= instant)
                ++m_next;
            if (depth == 0 && m_next > 0 && stops[m_next - 1].at == instant)
                return m_map.m_tops[m_next - 1];
            return m_map.yAfter(m_next, instant, depth);
        }

    private:
        const TimeMap& m_map;
        std::size_t m_next = 0;
    };

private:
    friend class TimeMapBuilder;
    /// A point between two stops: an end of a fold, or a moment that no fold may hide.
    struct Knot
    {
        Instant at;
        double y = 0;
    };
    [[nodiscard]] const std::vector<TimeStop>& stops() const { return m_stops->stops; }
    [[nodiscard]] double bottomOf(std::size_t stop) const { return m_tops[stop] + depthOf(stops()[stop]); }
    /// How far an instant's last step or row is below its first.
    [[nodiscard]] double depthOf(const TimeStop& stop) const
    {
        return m_spacing == Spacing::Even ? std::max(0, stop.rows - 1) * m_rowHeight : stop.deepest * m_step;
    }
    [[nodiscard]] double yAfter(std::size_t next, Instant instant, int depth) const;
    [[nodiscard]] std::pair<Knot, Knot> around(std::size_t next, std::vector<Knot>::const_iterator nextKnot) const;

    std::shared_ptr<const TimeStops> m_stops = std::make_shared<TimeStops>();
    std::vector<double> m_tops; ///< by stop
    std::vector<Knot> m_knots; ///< in order; few
    QList<Fold> m_folds;
    double m_pxPerUs = 0.00064; ///< beyond the last stop
    double m_step = 6;
    double m_rowHeight = 26;
    Spacing m_spacing = Spacing::TrueTime;
};

} // namespace siprace
