#pragma once

#include "ArrowPlaces.h"
#include "Check.h"
#include "LadderFonts.h"
#include "LadderGeometry.h"
#include "LadderIndex.h"
#include "LadderOptions.h"
#include "TimeMapBuilder.h"
#include "Trace.h"

#include <QCoreApplication>
#include <QHash>

#include <memory>

namespace siprace {

/// Turns a trace into geometry; paints nothing. Of all messages only the instants have their heights at once; arrows,
/// labels, words and badges are placed where they are first asked for, so a run of a million messages costs what is
/// looked at. Where messages are too many to tell apart, a slice has their density instead.
/// Needs a QGuiApplication (font metrics). Not for several threads at once.
class LadderLayout
{
    Q_DECLARE_TR_FUNCTIONS(LadderLayout)

public:
    LadderLayout();
    ~LadderLayout();

    void setTrace(const Trace& trace);
    /// The same run, held by others too: its messages are then in memory once. False, and nothing done, when it has
    /// something to draw that is not there yet.
    [[nodiscard]] bool share(const Trace& same);
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
    /// Where a strip of the index begins.
    [[nodiscard]] double topOf(const LadderIndex::Span& span) const { return heightOfChange(span.node, span.since); }
    [[nodiscard]] double bottomOf(const LadderIndex::Span& span) const;
    [[nodiscard]] Instant timeAt(double y) const;
    /// Everything that touches top … bottom. Labels are where they are whatever slice is asked for.
    [[nodiscard]] LadderSlice slice(double top, double bottom) const;
    /// The messages that may touch top … bottom, as a range of n - 1.
    [[nodiscard]] std::pair<std::size_t, std::size_t> messagesIn(double top, double bottom) const;
    /// The arrows that touch top … bottom.
    [[nodiscard]] QList<ArrowShape> arrowsIn(double top, double bottom) const;
    /// The findings that are shown at one of those messages, in their order.
    [[nodiscard]] QList<int> findingsAt(std::size_t first, std::size_t last) const;
    /// Where in the whole run findings are, roughly; of those of one severity nearer than `apart` one is given.
    [[nodiscard]] QList<FindingMark> findingMarks(double apart) const;
    /// The arrow of message n; nothing when it is hidden.
    [[nodiscard]] std::optional<ArrowShape> arrow(int n) const;
    /// The message whose arrow or label is there, 0 for none.
    [[nodiscard]] int messageAt(QPointF point, double tolerance = 5) const;
    /// The finding whose badge is there, -1 for none.
    [[nodiscard]] int findingAt(QPointF point) const;
    /// The strip there, for a tooltip: empty for none.
    [[nodiscard]] QString stripTitleAt(QPointF point) const;
    /// What a strip is: machine, state, since when. `state`: an index into Trace::states.
    [[nodiscard]] QString stripTitle(int state) const;
    [[nodiscard]] QString runningTimers(int state, Instant instant) const;
    /// The node whose header is at x, -1 for none.
    [[nodiscard]] int laneAt(double x) const;
    /// Every message of n's transaction, hop by hop (Via branch, CSeq number; an ACK of a failure and a CANCEL are
    /// their own), in order; n alone when it is no SIP.
    [[nodiscard]] QList<int> transactionOf(int n) const;
    [[nodiscard]] bool isShown(int n) const;
    /// The arrow's label as placed; nothing when it found no room.
    [[nodiscard]] std::optional<LabelShape> label(int n) const;
    /// Zoom at which the whole run is `height` pixels high; for Even spacing, the row height.
    [[nodiscard]] double fitZoom(double height) const;
    /// Full label of a message, for tooltips, accessibility and tests: "200 OK b2 ×3 · timer 2xx".
    [[nodiscard]] QString fullLabel(int n) const;
    /// Several lines: label, from and to, times, fate, why.
    [[nodiscard]] QString tooltip(int n) const;
    /// The message a finding is shown at: the last that touches its node and is no copy, else its first; 0 when none of
    /// its messages is shown.
    [[nodiscard]] int messageOfFinding(int finding) const;
    /// Height at which a finding's tick is; nothing when none of its messages is shown.
    [[nodiscard]] std::optional<double> findingY(int finding) const;

private:
    void rebuild();
    void resize();
    void rebuildLanes();
    void forgetPlaces();
    [[nodiscard]] std::shared_ptr<const TimeMap> chosenMap() const;
    void forgetBands(double fromY);
    void sliceDensity(LadderSlice& slice, double top, double bottom) const;
    void sliceStrips(LadderSlice& slice, double top, double bottom) const;
    void sliceFolds(LadderSlice& slice, double top, double bottom) const;
    void sliceTexts(LadderSlice& slice, double top, double bottom) const;
    [[nodiscard]] QList<std::pair<double, double>> gapsBetweenLanes() const;
    [[nodiscard]] const std::vector<std::pair<int, int>>& findingPlaces() const; ///< n and finding, sorted
    [[nodiscard]] ArrowPlaces::Ends endsOf(std::size_t index) const;
    [[nodiscard]] std::optional<ArrowShape> shapeOf(const TraceMessage& message, ArrowPlaces::Ends ends) const;
    [[nodiscard]] std::shared_ptr<const LadderBand> band(int number) const;
    [[nodiscard]] const Lane* laneOf(int node) const;
    [[nodiscard]] QRectF stripRect(const LadderIndex::Span& span) const;
    [[nodiscard]] double reachOf(int node, Instant instant, bool isRight) const;
    [[nodiscard]] double heightOfChange(int node, Instant instant) const;
    [[nodiscard]] bool isDown(int node, Instant instant) const;
    [[nodiscard]] QPointF lossPoint(const TraceMessage& message, QPointF from, double toX) const;
    [[nodiscard]] QList<TickShape> ticks(double top, double bottom) const;
    [[nodiscard]] QList<TickShape> rowTicks(double top, double bottom) const;

    Trace m_trace;
    QList<Finding> m_findings;
    LadderOptions m_options;
    LadderFonts m_fonts;
    TimeMapBuilder m_builder;
    std::shared_ptr<const TimeMap> m_sharedMap;
    std::shared_ptr<const TimeMap> m_map;
    QList<Lane> m_lanes;
    double m_width = 0;
    std::unique_ptr<LadderIndex> m_index;
    std::vector<int> m_positions; ///< of each node's lifeline, 0 the leftmost, -1 for a hidden one
    mutable ArrowPlaces m_places;
    mutable std::optional<std::vector<std::pair<int, int>>> m_findingPlaces; ///< n and finding, sorted
    mutable QHash<int, std::shared_ptr<const LadderBand>> m_bands;
};

} // namespace siprace
