#pragma once

#include "LadderFonts.h"

#include <QColor>
#include <QPainter>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

namespace siprace {

/// How a line is drawn; no line when the width is 0.
struct Stroke
{
    QColor colour;
    double width = 0;
    bool isDashed = false;
};

/// Where a text's point is.
enum class Anchor
{
    Start,
    Middle,
    End
};

/// A small drawing surface: what a ladder needs and no more. It has no clipping; a painter draws only what belongs.
class Canvas
{
public:
    virtual ~Canvas() = default;
    /// What follows until endGroup() belongs together: `id` names it ("m15"), `title` is its tooltip.
    virtual void beginGroup(const QString& id, const QString& kind, const QString& title) = 0;
    virtual void endGroup() = 0;
    /// Whether titles are kept; else a painter need not make them.
    [[nodiscard]] virtual bool keepsTitles() const { return false; }
    /// What follows until endShift() is that far right and down.
    virtual void beginShift(QPointF by) = 0;
    virtual void endShift() = 0;
    virtual void line(QPointF from, QPointF to, const Stroke& stroke) = 0;
    virtual void polygon(const QPolygonF& points, const QColor& fill) = 0;
    virtual void box(const QRectF& rect, double radius, const QColor& fill, const Stroke& stroke, double angle = 0) = 0;
    virtual void circle(QPointF centre, double radius, const QColor& fill, const Stroke& stroke) = 0;
    /// One line of text; `point` is on its vertical middle; `angle` in degrees, clockwise about it.
    virtual void text(QPointF point, const QString& text, FontRole role, const QColor& colour,
        Anchor anchor = Anchor::Start, double angle = 0)
        = 0;
};

/// Draws with a QPainter: screen, PNG, PDF. The painter stays the caller's.
class QPainterCanvas final : public Canvas
{
public:
    QPainterCanvas(QPainter& painter, const LadderFonts& fonts);
    void beginGroup(const QString& id, const QString& kind, const QString& title) override;
    void endGroup() override;
    void beginShift(QPointF by) override;
    void endShift() override;
    void line(QPointF from, QPointF to, const Stroke& stroke) override;
    void polygon(const QPolygonF& points, const QColor& fill) override;
    void box(const QRectF& rect, double radius, const QColor& fill, const Stroke& stroke, double angle) override;
    void circle(QPointF centre, double radius, const QColor& fill, const Stroke& stroke) override;
    void text(
        QPointF point, const QString& text, FontRole role, const QColor& colour, Anchor anchor, double angle) override;

private:
    void hairline(QPointF from, double toX, const QColor& colour);
    void plainBox(const QRectF& rect, const QColor& fill);

    QPainter& m_painter;
    const LadderFonts& m_fonts;
};

/// Writes an SVG of its own: a <g> with id, class and <title> per group, and real text.
class SvgCanvas final : public Canvas
{
public:
    SvgCanvas(QSizeF size, QString title, const LadderFonts& fonts);
    void beginGroup(const QString& id, const QString& kind, const QString& title) override;
    void endGroup() override;
    void beginShift(QPointF by) override;
    void endShift() override;
    void line(QPointF from, QPointF to, const Stroke& stroke) override;
    void polygon(const QPolygonF& points, const QColor& fill) override;
    void box(const QRectF& rect, double radius, const QColor& fill, const Stroke& stroke, double angle) override;
    void circle(QPointF centre, double radius, const QColor& fill, const Stroke& stroke) override;
    void text(
        QPointF point, const QString& text, FontRole role, const QColor& colour, Anchor anchor, double angle) override;

    [[nodiscard]] bool keepsTitles() const override { return true; }

    /// The whole document, UTF-8.
    [[nodiscard]] QByteArray document() const;

private:
    QString m_body;
    QSizeF m_size;
    QString m_title;
    const LadderFonts& m_fonts;
};

} // namespace siprace
