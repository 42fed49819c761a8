#include "LabelPlacer.h"

#include <QtMath>

#include <algorithm>
#include <cmath>

namespace siprace {

namespace {

constexpr double bucketPx = 32;

/// The axes of both boxes tell them apart, or they overlap (separating axis theorem).
bool isApartAlongAxesOf(const TurnedBox& one, const TurnedBox& other)
{
    const QPointF between = other.centre - one.centre;
    const double along = std::abs(between.x() * one.cosine + between.y() * one.sine);
    const double across = std::abs(between.y() * one.cosine - between.x() * one.sine);
    const double cosine = std::abs(one.cosine * other.cosine + one.sine * other.sine);
    const double sine = std::abs(one.cosine * other.sine - one.sine * other.cosine);
    return along >= one.half.width() + other.half.width() * cosine + other.half.height() * sine
        || across >= one.half.height() + other.half.width() * sine + other.half.height() * cosine;
}

} // namespace

TurnedBox TurnedBox::make(QPointF centre, QSizeF size, double degrees)
{
    if (degrees == 0)
        return {centre, size / 2, 1, 0};
    const double radians = qDegreesToRadians(degrees);
    return {centre, size / 2, std::cos(radians), std::sin(radians)};
}

TurnedBox TurnedBox::make(const QRectF& upright)
{
    return {upright.center(), upright.size() / 2, 1, 0};
}

QRectF TurnedBox::bounds() const
{
    const double x = half.width() * std::abs(cosine) + half.height() * std::abs(sine);
    const double y = half.width() * std::abs(sine) + half.height() * std::abs(cosine);
    return {centre.x() - x, centre.y() - y, 2 * x, 2 * y};
}

bool TurnedBox::overlaps(const TurnedBox& other) const
{
    return !isApartAlongAxesOf(*this, other) && !isApartAlongAxesOf(other, *this);
}

bool TurnedBox::contains(QPointF point) const
{
    const QPointF off = point - centre;
    return std::abs(off.x() * cosine + off.y() * sine) <= half.width()
        && std::abs(off.y() * cosine - off.x() * sine) <= half.height();
}

bool TurnedBox::isCrossedBy(QPointF from, QPointF to) const
{
    const auto local = [this](QPointF point) {
        const QPointF off = point - centre;
        return QPointF(off.x() * cosine + off.y() * sine, off.y() * cosine - off.x() * sine);
    };
    const QPointF start = local(from);
    const QPointF way = local(to) - start;
    double enter = 0;
    double leave = 1;
    const auto clip = [&](double position, double step, double limit) { // Liang and Barsky's clipping, one axis
        if (qFuzzyIsNull(step))
            return std::abs(position) < limit;
        const double one = (-limit - position) / step;
        const double other = (limit - position) / step;
        enter = std::max(enter, std::min(one, other));
        leave = std::min(leave, std::max(one, other));
        return enter < leave;
    };
    return clip(start.x(), way.x(), half.width()) && clip(start.y(), way.y(), half.height());
}

LabelPlacer::LabelPlacer(const QRectF& area, QList<Column> lifelines)
    : m_area(area)
    , m_lifelines(std::move(lifelines))
{
    const int rows = row(area.bottom()) + 1;
    m_arrowsOfRow.resize(rows);
    m_boxesOfRow.resize(rows);
}

int LabelPlacer::row(double y) const
{
    return static_cast<int>(std::floor((std::clamp(y, m_area.top(), m_area.bottom()) - m_area.top()) / bucketPx));
}

void LabelPlacer::addArrow(int n, QPointF from, QPointF to)
{
    const auto [top, bottom] = std::minmax({from.y(), to.y()});
    if (bottom < m_area.top() || top > m_area.bottom())
        return;
    m_arrows.append({n, from, to});
    for (int i = row(top); i <= row(bottom); ++i)
        m_arrowsOfRow[i].append(static_cast<int>(m_arrows.size()) - 1);
}

void LabelPlacer::occupy(const TurnedBox& box)
{
    const QRectF bounds = box.bounds();
    m_boxes.append({box, bounds.left(), bounds.right(), bounds.top(), bounds.bottom()});
    for (int i = row(bounds.top()); i <= row(bounds.bottom()); ++i)
        m_boxesOfRow[i].append(static_cast<int>(m_boxes.size()) - 1);
}

bool LabelPlacer::isFreeAcross(double left, double right, bool mayCoverLifelines) const
{
    if (left < m_area.left() || right > m_area.right())
        return false;
    return mayCoverLifelines || std::none_of(m_lifelines.begin(), m_lifelines.end(), [=](const Column& line) {
        return right > line.left && left < line.right;
    });
}

bool LabelPlacer::isFree(const TurnedBox& box, bool mayCoverLifelines) const
{
    const QRectF bounds = box.bounds();
    const double left = bounds.left();
    const double right = bounds.right();
    const double top = bounds.top();
    const double bottom = bounds.bottom();
    if (top < m_area.top() || bottom > m_area.bottom() || !isFreeAcross(left, right, mayCoverLifelines))
        return false;
    const auto covers = [&](int other) { // asked very often: most are told apart by where they reach
        const Box& there = m_boxes[other];
        return there.top < bottom && there.bottom > top && there.left < right && there.right > left
            && there.box.overlaps(box);
    };
    const int last = row(bottom);
    for (int i = row(top); i <= last; ++i) {
        const QList<int>& inRow = m_boxesOfRow.at(i);
        if (std::any_of(inRow.begin(), inRow.end(), covers))
            return false;
    }
    return true;
}

int LabelPlacer::crossings(const TurnedBox& box, int except, int most) const
{
    const QRectF bounds = box.bounds();
    const int first = row(bounds.top());
    int count = 0;
    const int last = row(bounds.bottom());
    for (int i = first; i <= last; ++i) {
        for (const int index : m_arrowsOfRow.at(i)) {
            const Arrow& arrow = m_arrows.at(index);
            const bool isCounted = i > first && row(std::min(arrow.from.y(), arrow.to.y())) < i;
            if (arrow.n != except && !isCounted && box.isCrossedBy(arrow.from, arrow.to) && ++count > most)
                return count;
        }
    }
    return count;
}

} // namespace siprace
