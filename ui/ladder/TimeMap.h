#pragma once

#include "LadderOptions.h"
#include "Trace.h"

#include <QList>

#include <memory>
#include <vector>

namespace siprace {

/// Whether the options let a message be seen.
[[nodiscard]] bool isVisible(const TraceMessage& message, const LadderOptions& options);

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
    [[nodiscard]] const QList<Fold>& folds() const { return m_folds; }
    /// How far down a message goes that takes no time, pixels; in Even spacing half a row.
    [[nodiscard]] double step() const { return m_step; }
    [[nodiscard]] Spacing spacing() const { return m_spacing; }

private:
    friend class TimeMapBuilder;
    struct Knot
    {
        Instant at;
        double top = 0;
        double bottom = 0; ///< below top when the instant holds several steps
        int inFlight = 0; ///< messages on links after it
        bool isOfFold = false;
    };
    std::vector<Knot> m_knots;
    QList<Fold> m_folds;
    double m_pxPerUs = 0.00064; ///< beyond the last knot
    double m_step = 6;
    Spacing m_spacing = Spacing::TrueTime;
};

} // namespace siprace
