#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QList>
#include <QString>

namespace siprace {

/// What a text of the ladder is for; sets its size, weight and family.
enum class FontRole
{
    Label, ///< on arrows
    StrongLabel, ///< on arrows that matter
    Header, ///< a node's name
    Mono, ///< addresses
    Axis,
    Small ///< state words
};
inline constexpr int FontRoleCount = 6;

/// The fonts of the ladder: Inter where it is installed, else DejaVu Sans, else the system's; sizes in pixels.
/// Needs a QGuiApplication; works with the offscreen platform. Not for several threads at once.
class LadderFonts
{
public:
    LadderFonts();

    [[nodiscard]] const QFont& font(FontRole role) const { return m_fonts[static_cast<int>(role)]; }
    [[nodiscard]] double width(FontRole role, const QString& text) const;
    [[nodiscard]] double ascent(FontRole role) const;
    [[nodiscard]] double descent(FontRole role) const;
    [[nodiscard]] double height(FontRole role) const { return ascent(role) + descent(role); }
    /// The text, cut with "…" to that width.
    [[nodiscard]] QString elided(
        FontRole role, const QString& text, double width, Qt::TextElideMode mode = Qt::ElideRight) const;

private:
    QFont m_fonts[FontRoleCount];
    QList<QFontMetricsF> m_metrics;
    mutable QHash<QString, double> m_widths[FontRoleCount]; ///< asked for over and over again
};

} // namespace siprace
