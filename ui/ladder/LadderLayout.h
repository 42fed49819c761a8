#pragma once

#include "Check.h"
#include "LadderFonts.h"
#include "LadderGeometry.h"
#include "LadderOptions.h"
#include "TimeMap.h"
#include "Trace.h"

#include <QHash>

#include <memory>

namespace siprace {

/// Turns a trace into geometry; paints nothing. Heights of all messages are known at once; labels, words and badges are
/// placed band by band when first asked for, so a run of a million messages costs what is looked at.
/// Needs a QGuiApplication (font metrics). Not for several threads at once.
class LadderLayout
{
public:
    LadderLayout();
    ~LadderLayout();

    void setTrace(const Trace& trace);
    /// Applies events to the trace held; cheap: only what they touch is laid out again.
    void append(const Events& events);
    void setFindings(const QList<Finding>& findings);
    void setOptions(const LadderOptions& options);
    /// An axis shared with other ladders (TimeMap::make); null: an axis of its own.
    void setTimeMap(std::shared_ptr<const TimeMap> map);

    [[nodiscard]] const Trace& trace() const { return m_trace; }
    [[nodiscard]] const QList<Finding>& findings() const { return m_findings; }
    [[nodiscard]] const LadderOptions& options() const { return m_options; }
    [[nodiscard]] const LadderFonts& fonts() const { return m_fonts; }

    [[nodiscard]] const QList<Lane>& lanes() const { return m_lanes; } ///< from left to right
    [[nodiscard]] QRectF headerBox(const Lane& lane) const; ///< within 0 … headerHeight
    [[nodiscard]] static double headerHeight();
    [[nodiscard]] double width() const { return m_width; } ///< at least options().width
    [[nodiscard]] double height() const; ///< of everything below the headers

    [[nodiscard]] double yOf(Instant instant) const;
    [[nodiscard]] Instant timeAt(double y) const;
    /// Everything that touches top … bottom. Labels are where they are whatever slice is asked for.
    [[nodiscard]] LadderSlice slice(double top, double bottom) const;
    /// The arrow of message n; nothing when it is hidden.
    [[nodiscard]] std::optional<ArrowShape> arrow(int n) const;
    /// The message whose arrow or label is there, 0 for none.
    [[nodiscard]] int messageAt(QPointF point, double tolerance = 5) const;
    /// The finding whose badge is there, -1 for none.
    [[nodiscard]] int findingAt(QPointF point) const;
    /// The strip there, for a tooltip: empty for none.
    [[nodiscard]] QString stripTitleAt(QPointF point) const;
    /// The node whose header is at x, -1 for none.
    [[nodiscard]] int laneAt(double x) const;
    /// Every message of n's transaction, hop by hop (Via branch, CSeq number; an ACK of a failure and a CANCEL are
    /// their own), in order; n alone when it is no SIP.
    [[nodiscard]] QList<int> transactionOf(int n) const;
    [[nodiscard]] bool isShown(int n) const;
    /// Zoom at which the whole run is `height` pixels high; for Even spacing, the row height.
    [[nodiscard]] double fitZoom(double height) const;
    /// Full label of a message, for tooltips, accessibility and tests: "200 OK b2 ×3 · timer 2xx".
    [[nodiscard]] QString fullLabel(int n) const;
    /// Several lines: label, from and to, times, fate, why.
    [[nodiscard]] QString tooltip(int n) const;
    /// Height at which a finding's tick is; nothing when none of its messages is shown.
    [[nodiscard]] std::optional<double> findingY(int finding) const;

private:
    struct Band;
    struct Span;

    void rebuildLanes();
    void rebuildTimes();
    void forgetBands(double fromY = 0);
    const Band& band(int index) const;

    Trace m_trace;
    QList<Finding> m_findings;
    LadderOptions m_options;
    LadderFonts m_fonts;
    std::shared_ptr<const TimeMap> m_sharedMap;
    std::shared_ptr<const TimeMap> m_map;
    QList<Lane> m_lanes;
    QHash<int, int> m_laneOfNode;
    double m_width = 0;
    std::unique_ptr<struct LadderIndex> m_index;
    mutable QHash<int, std::shared_ptr<const Band>> m_bands;
};

} // namespace siprace
