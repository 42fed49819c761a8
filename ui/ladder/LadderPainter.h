#pragma once

#include "Canvas.h"
#include "LadderLayout.h"

#include <QSet>

#include <functional>
#include <optional>

namespace siprace {

/// What is marked on a ladder when it is painted; changes nothing in its geometry.
struct LadderMarks
{
    QSet<int> highlighted; ///< messages; when not empty, everything else dims
    int selected = 0; ///< n
    int secondSelected = 0; ///< n; the time between the two is shown
    QList<Instant> times; ///< set with M
    bool showsFindingTicks = true; ///< at the right edge
};

/// Draws a layout, or any part of it, on a canvas. Coordinates are the layout's; whoever owns the canvas moves it.
/// Nothing is drawn above `top` or below `bottom` but texts whose middle is between them.
class LadderPainter
{
    Q_DECLARE_TR_FUNCTIONS(LadderPainter)

public:
    /// `idPrefix` sets the ids of one ladder's groups apart from another's on the same canvas.
    LadderPainter(const LadderLayout& layout, const LadderTheme& theme, QString idPrefix = {});

    /// Everything below the headers between top and bottom.
    void paintBody(Canvas& canvas, double top, double bottom, const LadderMarks& marks = {}) const;
    /// The header row, from y = 0 to LadderLayout::headerHeight(). A header being dragged is painted at `dragX`.
    void paintHeaders(Canvas& canvas, int draggedNode = -1, double dragX = 0) const;

private:
    /// What one paintBody() needs throughout.
    struct Job
    {
        Canvas& canvas;
        double top;
        double bottom;
        const LadderMarks& marks;
        LadderSlice slice;
    };

    void beginGroup(
        Canvas& canvas, QChar letter, int number, const QString& kind, const std::function<QString()>& title) const;
    [[nodiscard]] bool isDimmed(int n, const LadderMarks& marks) const;
    [[nodiscard]] QColor colourOf(int n, MessageKind kind, const LadderMarks& marks) const;
    void paintTicks(const Job& job) const;
    void paintLifelines(const Job& job) const;
    void paintStrips(const Job& job) const;
    void paintFolds(const Job& job) const;
    void paintDensities(const Job& job) const;
    [[nodiscard]] QColor colourOf(const DensityShape& density, int most, const LadderMarks& marks) const;
    void paintArrows(const Job& job) const;
    void paintArrow(const Job& job, const ArrowShape& arrow) const;
    void paintShaft(Canvas& canvas, const ArrowShape& arrow, const QLineF& shaft, const Stroke& stroke) const;
    void paintEnd(const Job& job, const ArrowShape& arrow, const QColor& colour, double width) const;
    void paintLabels(const Job& job) const;
    void paintBadges(const Job& job) const;
    void paintBetween(const Job& job) const;
    /// What stands on the axis instead of its numbers: the tags of marked times, the time between two messages.
    [[nodiscard]] QList<QRectF> tagsOnAxis(const Job& job) const;
    [[nodiscard]] QRectF tagOf(Instant instant) const;
    struct Between
    {
        double top = 0;
        double bottom = 0;
        QString text;
        QRectF pill;
    };
    [[nodiscard]] std::optional<Between> between(const Job& job) const;
    void paintConnections(const Job& job) const;
    void paintTimes(const Job& job) const;
    void paintHeader(Canvas& canvas, const Lane& lane, QRectF box, bool isDragged) const;

    const LadderLayout& m_layout;
    const LadderTheme& m_theme;
    QString m_idPrefix;
};

} // namespace siprace
