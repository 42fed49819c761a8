#include "LadderTheme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace siprace {

namespace {

/// One row of the table of shades, as 0xRRGGBB. Order: MessageKind, then StripTone.
struct Shades
{
    LadderPalette palette;
    bool isDark;
    std::array<QRgb, 9> surfaces; ///< page card cardBorder grid lifeline text mutedText headerBorder accent
    std::array<QRgb, MessageKindCount> kinds; ///< INVITE other 1xx 2xx 3–6xx CANCEL ACK BYE no-SIP
    std::array<QRgb, StripToneCount> strips; ///< waiting proceeding early accepted confirmed completed over
};

constexpr std::array<Shades, 6> shadeTable{{
    {LadderPalette::Standard, false,
        {0xf5f6f8, 0xffffff, 0xe2e6ec, 0xeef1f5, 0xcfd4dc, 0x1a202c, 0x667085, 0x9aa5b8, 0x1d4ed8},
        {0x1d4ed8, 0x0369a1, 0x6b7280, 0x15803d, 0xb91c1c, 0xc2410c, 0x0f766e, 0x7e22ce, 0x525866},
        {0xd8dee8, 0xbcdcfb, 0xfbdc8e, 0xd9d0fb, 0xb0efc8, 0xf6c9b8, 0xc3c8d1}},
    {LadderPalette::Standard, true,
        {0x0b1120, 0x121a2b, 0x26324a, 0x1c2639, 0x3b485f, 0xe6ebf4, 0x9aa6ba, 0x56647e, 0x7aa5ff},
        {0x82aaff, 0x4fc3f7, 0x9ca8ba, 0x4ade80, 0xf98080, 0xfb9a4b, 0x2dd4bf, 0xc792fb, 0xc3c9d4},
        {0x334059, 0x1f4e86, 0x8a6412, 0x54419a, 0x1b6b42, 0x84472d, 0x475266}},
    {LadderPalette::ColourBlind, false,
        {0xf5f6f8, 0xffffff, 0xe2e6ec, 0xeef1f5, 0xcfd4dc, 0x1a202c, 0x5f6878, 0x9aa5b8, 0x0050a0},
        {0x0050a0, 0x00708c, 0x666a70, 0x00735c, 0x821f00, 0x8a6500, 0x2e4a52, 0xa0307a, 0x404040},
        {0xd8dee8, 0xb5d9f5, 0xf5dd7a, 0xe6c8dd, 0x9fdcca, 0xf0b89a, 0xbfc4cc}},
    {LadderPalette::ColourBlind, true,
        {0x0b1120, 0x121a2b, 0x26324a, 0x1c2639, 0x3b485f, 0xe6ebf4, 0x9aa6ba, 0x56647e, 0x6fb7ff},
        {0x6fb7ff, 0x4fd0ee, 0xa9b0bb, 0x2fd3a8, 0xff8f57, 0xf0c843, 0xc4e4ea, 0xf09fd0, 0xd0d0d0},
        {0x334059, 0x1b5586, 0x86741a, 0x7a3f66, 0x166b58, 0x87491f, 0x475266}},
    {LadderPalette::HighContrast, false,
        {0xffffff, 0xffffff, 0x000000, 0xd8d8d8, 0x707070, 0x000000, 0x303030, 0x000000, 0x0033a0},
        {0x0033a0, 0x00405c, 0x404040, 0x00501e, 0x8b0000, 0x7a2a00, 0x004a44, 0x4b0082, 0x000000},
        {0xc0c0c0, 0x7fb8ff, 0xffcc33, 0xb8a0ff, 0x66d98c, 0xff9a70, 0x909090}},
    {LadderPalette::HighContrast, true,
        {0x000000, 0x000000, 0xffffff, 0x303030, 0x909090, 0xffffff, 0xd8d8d8, 0xffffff, 0x9cc4ff},
        {0x9cc4ff, 0x8fe3ff, 0xd0d0d0, 0x7cffa0, 0xff9c9c, 0xffb870, 0x70ffe8, 0xe0b0ff, 0xffffff},
        {0x585858, 0x2a66c0, 0xa07800, 0x6a4fd0, 0x168a4a, 0xb05020, 0x707070}},
}};

double linearLight(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linearLight(colour.redF()) + 0.7152 * linearLight(colour.greenF())
        + 0.0722 * linearLight(colour.blueF());
}

QColor blend(const QColor& front, const QColor& back, double share)
{
    const auto mix = [share](float one, float other) { return static_cast<float>(share * one + (1 - share) * other); };
    return QColor::fromRgbF(
        mix(front.redF(), back.redF()), mix(front.greenF(), back.greenF()), mix(front.blueF(), back.blueF()));
}

} // namespace

MessageKind kindOf(const MessageFields& message)
{
    if (message.isProvisional())
        return MessageKind::Provisional;
    if (message.isSuccess())
        return MessageKind::Success;
    if (message.isFinal())
        return MessageKind::Failure;
    if (message.method == "INVITE")
        return MessageKind::Invite;
    if (message.method == "CANCEL")
        return MessageKind::Cancel;
    if (message.method == "ACK")
        return MessageKind::Ack;
    if (message.method == "BYE")
        return MessageKind::Bye;
    return message.isRequest() ? MessageKind::OtherRequest : MessageKind::NotSip;
}

StripTone toneOf(const StateChange& change)
{
    const QString state = change.state.toLower();
    if (state == QLatin1String("proceeding"))
        return StripTone::Proceeding;
    if (state == QLatin1String("early"))
        return StripTone::Early;
    if (state == QLatin1String("accepted"))
        return StripTone::Accepted;
    if (state == QLatin1String("confirmed"))
        return change.kind == MachineKind::Dialog ? StripTone::Confirmed : StripTone::Completed;
    if (state == QLatin1String("completed"))
        return StripTone::Completed;
    if (state == QLatin1String("terminated") || state == QLatin1String("down"))
        return StripTone::Over;
    return StripTone::Waiting;
}

LadderTheme ladderTheme(LadderPalette palette, bool isDark)
{
    const auto* row = std::find_if(shadeTable.begin(), shadeTable.end(),
        [&](const Shades& shades) { return shades.palette == palette && shades.isDark == isDark; });
    Q_ASSERT(row != shadeTable.end());
    const auto surface
        = [row](int index) { return QColor::fromRgb(row->surfaces.at(static_cast<std::size_t>(index))); };
    LadderTheme theme;
    theme.isDark = isDark;
    theme.palette = palette;
    theme.page = surface(0);
    theme.card = surface(1);
    theme.cardBorder = surface(2);
    theme.grid = surface(3);
    theme.lifeline = surface(4);
    theme.text = surface(5);
    theme.mutedText = surface(6);
    theme.headerFill = theme.card;
    theme.headerBorder = surface(7);
    theme.accent = surface(8);
    theme.accentFill = blend(theme.accent, theme.card, isDark ? 0.22 : 0.09);
    theme.mark = theme.of(MessageKind::Bye);
    std::transform(row->kinds.begin(), row->kinds.end(), theme.kinds, [](QRgb rgb) { return QColor::fromRgb(rgb); });
    std::transform(row->strips.begin(), row->strips.end(), theme.strips, [](QRgb rgb) { return QColor::fromRgb(rgb); });
    theme.mark = theme.of(MessageKind::Bye);
    return theme;
}

LadderTheme::Pill LadderTheme::pill(Severity severity) const
{
    const auto tinted = [this](const QColor& colour) {
        return Pill{blend(colour, card, isDark ? 0.16 : 0.07), colour, colour};
    };
    switch (severity) {
    case Severity::Violation:
        return tinted(of(MessageKind::Failure));
    case Severity::Warning:
        return tinted(of(MessageKind::Cancel));
    case Severity::ByDesign:
        return tinted(of(MessageKind::Bye));
    case Severity::Ok:
        return tinted(of(MessageKind::Success));
    case Severity::Note:
    case Severity::Unknown:
        break;
    }
    return tinted(mutedText);
}

QString severityMark(Severity severity)
{
    switch (severity) {
    case Severity::Violation:
        return QStringLiteral("✕");
    case Severity::Ok:
        return QStringLiteral("✓");
    case Severity::Warning:
        return QStringLiteral("!");
    case Severity::ByDesign:
        return QStringLiteral("◆");
    case Severity::Note:
        return QStringLiteral("i");
    case Severity::Unknown:
        break;
    }
    return QStringLiteral("?");
}

QColor LadderTheme::dimmed(const QColor& colour) const
{
    return blend(colour, card, palette == LadderPalette::HighContrast ? 0.5 : 0.36);
}

double contrastRatio(const QColor& one, const QColor& other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace siprace
