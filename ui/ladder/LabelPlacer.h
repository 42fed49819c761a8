#pragma once

#include <QHash>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <limits>

namespace siprace {

/// A rectangle turned about its centre.
struct TurnedBox
{
    QPointF centre;
    QSizeF half; ///< half its width and height before it is turned
    double cosine = 1;
    double sine = 0;

    [[nodiscard]] static TurnedBox make(QPointF centre, QSizeF size, double degrees);
    [[nodiscard]] static TurnedBox make(const QRectF& upright);
    [[nodiscard]] QRectF bounds() const;
    [[nodiscard]] bool overlaps(const TurnedBox& other) const;
    [[nodiscard]] bool isCrossedBy(QPointF from, QPointF to) const;
    [[nodiscard]] bool contains(QPointF point) const;
};

/// Keeps account of what is already on a piece of the ladder, so that texts find a free place. Coordinates are the
/// ladder's; only what lies within `area` may be placed.
class LabelPlacer
{
public:
    /// A stretch of a lifeline with its strips, from left to right.
    struct Column
    {
        double left = 0;
        double right = 0;
    };

    LabelPlacer(const QRectF& area, QList<Column> lifelines);

    void addArrow(int n, QPointF from, QPointF to);
    void occupy(const TurnedBox& box);
    /// Whether a text may be somewhere between these two x: within the area, and off every lifeline.
    [[nodiscard]] bool isFreeAcross(double left, double right, bool mayCoverLifelines) const;
    /// Whether a text may be there: inside, off every lifeline (unless it may cover them), off every text.
    [[nodiscard]] bool isFree(const TurnedBox& box, bool mayCoverLifelines = false) const;
    /// How many arrows other than `except` go through it; counted no further than one more than `most`.
    [[nodiscard]] int crossings(
        const TurnedBox& box, int except = 0, int most = std::numeric_limits<int>::max() - 1) const;

private:
    struct Arrow
    {
        int n = 0;
        QPointF from;
        QPointF to;
    };

    [[nodiscard]] int row(double y) const;

    QRectF m_area;
    QList<Column> m_lifelines;
    QList<Arrow> m_arrows;
    /// What is taken, and from where to where it reaches.
    struct Box
    {
        TurnedBox box;
        double left = 0;
        double right = 0;
        double top = 0;
        double bottom = 0;
    };
    QList<Box> m_boxes;
    QList<QList<int>> m_arrowsOfRow;
    QList<QList<int>> m_boxesOfRow;
};

} // namespace siprace
