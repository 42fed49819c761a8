#include "LadderFonts.h"

#include <QFontDatabase>
#include <QFontInfo>

#include <utility>

namespace siprace {

namespace {

/// The first of these families that is installed; the system's own when none is.
QString firstInstalledFamily(const QStringList& wanted, QFontDatabase::SystemFont otherwise)
{
    const QStringList installed = QFontDatabase::families();
    for (const QString& family : wanted) {
        if (installed.contains(family))
            return family;
    }
    return QFontDatabase::systemFont(otherwise).family();
}

QFont pixelFont(const QString& family, int pixels, QFont::Weight weight)
{
    QFont font(family);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting); // the same widths at every scale
    return font;
}

} // namespace

LadderFonts::LadderFonts()
{
    using namespace Qt::StringLiterals;
    static const QString sans = firstInstalledFamily(
        {u"Inter"_s, u"DejaVu Sans"_s, u"Noto Sans"_s, u"Liberation Sans"_s}, QFontDatabase::GeneralFont);
    static const QString mono = firstInstalledFamily(
        {u"DejaVu Sans Mono"_s, u"Noto Sans Mono"_s, u"Liberation Mono"_s}, QFontDatabase::FixedFont);
    const auto set = [this](FontRole role, QFont font) { m_fonts[static_cast<int>(role)] = std::move(font); };
    set(FontRole::Label, pixelFont(sans, 11, QFont::Medium));
    set(FontRole::StrongLabel, pixelFont(sans, 11, QFont::Bold));
    set(FontRole::Header, pixelFont(sans, 12, QFont::DemiBold));
    set(FontRole::Mono, pixelFont(mono, 10, QFont::Normal));
    set(FontRole::Axis, pixelFont(mono, 10, QFont::Normal));
    set(FontRole::Small, pixelFont(sans, 10, QFont::Normal));
    for (const QFont& one : m_fonts)
        m_metrics << QFontMetricsF(one);
}

double LadderFonts::width(FontRole role, const QString& text) const
{
    constexpr qsizetype mostKept = 4096;
    QHash<QString, double>& widths = m_widths[static_cast<int>(role)];
    const auto known = widths.constFind(text);
    if (known != widths.cend())
        return *known;
    if (widths.size() >= mostKept)
        widths.clear();
    const double width = m_metrics.at(static_cast<int>(role)).horizontalAdvance(text);
    widths.insert(text, width);
    return width;
}

double LadderFonts::ascent(FontRole role) const
{
    return m_metrics.at(static_cast<int>(role)).ascent();
}

double LadderFonts::descent(FontRole role) const
{
    return m_metrics.at(static_cast<int>(role)).descent();
}

QString LadderFonts::elided(FontRole role, const QString& text, double width, Qt::TextElideMode mode) const
{
    if (this->width(role, text) <= width) // nearly always, and known
        return text;
    return m_metrics.at(static_cast<int>(role)).elidedText(text, mode, width);
}

} // namespace siprace
