#include "Canvas.h"

#include <utility>

namespace siprace {

namespace {

QString number(double value)
{
    QString text = QString::number(value, 'f', 2);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

/// Escaped, and without the control characters XML 1.0 cannot hold.
QString escaped(const QString& text)
{
    QString clean = text;
    clean.removeIf([](QChar c) { return c < u' ' && c != u'\n' && c != u'\t'; });
    return clean.toHtmlEscaped();
}

QString paint(const QColor& fill, const Stroke& stroke)
{
    QString attributes = QStringLiteral(" fill=\"%1\"").arg(fill.isValid() ? fill.name() : QStringLiteral("none"));
    if (fill.isValid() && fill.alpha() < 255)
        attributes += QStringLiteral(" fill-opacity=\"%1\"").arg(number(fill.alphaF()));
    if (stroke.width > 0)
        attributes
            += QStringLiteral(" stroke=\"%1\" stroke-width=\"%2\"").arg(stroke.colour.name(), number(stroke.width));
    if (stroke.width > 0 && stroke.isDashed)
        attributes += QStringLiteral(" stroke-dasharray=\"5 3.5\"");
    return attributes;
}

QString turn(double angle, QPointF about)
{
    if (angle == 0)
        return {};
    return QStringLiteral(" transform=\"rotate(%1 %2 %3)\"").arg(number(angle), number(about.x()), number(about.y()));
}

} // namespace

SvgCanvas::SvgCanvas(QSizeF size, QString title, const LadderFonts& fonts)
    : m_size(size)
    , m_title(std::move(title))
    , m_fonts(fonts)
{
}

void SvgCanvas::beginGroup(const QString& id, const QString& kind, const QString& title)
{
    m_body += QStringLiteral("<g");
    if (!id.isEmpty())
        m_body += QStringLiteral(" id=\"%1\"").arg(escaped(id));
    if (!kind.isEmpty())
        m_body += QStringLiteral(" class=\"%1\"").arg(escaped(kind));
    m_body += u'>';
    if (!title.isEmpty())
        m_body += QStringLiteral("<title>%1</title>").arg(escaped(title));
    m_body += u'\n';
}

void SvgCanvas::endGroup()
{
    m_body += QStringLiteral("</g>\n");
}

void SvgCanvas::beginShift(QPointF by)
{
    m_body += QStringLiteral("<g transform=\"translate(%1 %2)\">\n").arg(number(by.x()), number(by.y()));
}

void SvgCanvas::endShift()
{
    m_body += QStringLiteral("</g>\n");
}

void SvgCanvas::line(QPointF from, QPointF to, const Stroke& stroke)
{
    m_body += QStringLiteral("<line x1=\"%1\" y1=\"%2\" x2=\"%3\" y2=\"%4\"%5/>\n")
                  .arg(number(from.x()), number(from.y()), number(to.x()), number(to.y()), paint({}, stroke));
}

void SvgCanvas::polygon(const QPolygonF& points, const QColor& fill)
{
    QStringList list;
    for (const QPointF& point : points)
        list << number(point.x()) + u',' + number(point.y());
    m_body += QStringLiteral("<polygon points=\"%1\"%2/>\n").arg(list.join(u' '), paint(fill, {}));
}

void SvgCanvas::box(const QRectF& rect, double radius, const QColor& fill, const Stroke& stroke, double angle)
{
    m_body += QStringLiteral("<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\"")
                  .arg(number(rect.x()), number(rect.y()), number(rect.width()), number(rect.height()));
    if (radius > 0)
        m_body += QStringLiteral(" rx=\"%1\"").arg(number(radius));
    m_body += paint(fill, stroke) + turn(angle, rect.center()) + QStringLiteral("/>\n");
}

void SvgCanvas::circle(QPointF centre, double radius, const QColor& fill, const Stroke& stroke)
{
    m_body += QStringLiteral("<circle cx=\"%1\" cy=\"%2\" r=\"%3\"%4/>\n")
                  .arg(number(centre.x()), number(centre.y()), number(radius), paint(fill, stroke));
}

void SvgCanvas::text(
    QPointF point, const QString& text, FontRole role, const QColor& colour, Anchor anchor, double angle)
{
    static const QString anchors[] = {QStringLiteral("start"), QStringLiteral("middle"), QStringLiteral("end")};
    static const QString roles[] = {QStringLiteral("label"), QStringLiteral("strong"), QStringLiteral("header"),
        QStringLiteral("mono"), QStringLiteral("axis"), QStringLiteral("small")};
    const double baseline = (m_fonts.ascent(role) - m_fonts.descent(role)) / 2;
    m_body += QStringLiteral("<text class=\"%1\" x=\"%2\" y=\"%3\" text-anchor=\"%4\" fill=\"%5\"%6>%7</text>\n")
                  .arg(roles[static_cast<int>(role)], number(point.x()), number(point.y() + baseline),
                      anchors[static_cast<int>(anchor)], colour.name(), turn(angle, point), escaped(text));
}

QByteArray SvgCanvas::document() const
{
    const auto style = [this](const char* name, FontRole role, const char* generic) {
        const QFont& font = m_fonts.font(role);
        return QStringLiteral(".%1{font:%2 %3px '%4',%5}")
            .arg(QLatin1String(name), QString::number(font.weight()), QString::number(font.pixelSize()), font.family(),
                QLatin1String(generic));
    };
    const QString head
        = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" viewBox=\"0 0 %1 %2\">\n"
                         "<title>%3</title>\n<style>%4</style>\n")
              .arg(number(m_size.width()), number(m_size.height()), escaped(m_title),
                  style("label", FontRole::Label, "sans-serif") + style("strong", FontRole::StrongLabel, "sans-serif")
                      + style("header", FontRole::Header, "sans-serif") + style("small", FontRole::Small, "sans-serif")
                      + style("mono", FontRole::Mono, "monospace") + style("axis", FontRole::Axis, "monospace"));
    return (head + m_body + QStringLiteral("</svg>\n")).toUtf8();
}

} // namespace siprace
