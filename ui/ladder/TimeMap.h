#pragma once

#include "LadderOptions.h"
#include "Trace.h"

#include <QList>

#include <memory>

namespace siprace {

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

    /// The map for one trace, or for several that share an axis (a comparison). `hidden` of options count for the first
    /// only when there is one; with several, pass one set of options for each.
    [[nodiscard]] static std::shared_ptr<const TimeMap> make(
        const QList<const Trace*>& traces, const QList<LadderOptions>& options);

    /// Height of an instant. `depth`: how many messages one after the other led there within that instant.
    [[nodiscard]] double y(Instant instant, int depth = 0) const;
    [[nodiscard]] Instant timeAt(double y) const;
    [[nodiscard]] double height() const;
    [[nodiscard]] const QList<Fold>& folds() const { return m_folds; }
    /// How far down one message goes that takes no time, pixels.
    [[nodiscard]] double step() const { return m_step; }

private:
    friend class TimeMapBuilder;
    struct Knot
    {
        Instant at;
        double top = 0;
        double bottom = 0; ///< below top when the instant holds several steps
    };
    QList<Knot> m_knots;
    QList<Fold> m_folds;
    double m_scale = 0.64; ///< px per ms outside of all knots
    double m_step = 8;
};

} // namespace siprace
