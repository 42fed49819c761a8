#pragma once

#include "Check.h"
#include "Trace.h"

#include <QColor>
#include <QList>

namespace siprace {

/// What the colour of an arrow says. The same is always in its label too.
enum class MessageKind
{
    Invite,
    OtherRequest,
    Provisional,
    Success,
    Failure,
    Cancel,
    Ack,
    Bye,
    NotSip
};
inline constexpr int MessageKindCount = 9;

/// Kind of a message by its fields; PRACK, UPDATE, INFO … are OtherRequest.
[[nodiscard]] MessageKind kindOf(const MessageFields& message);

/// What the colour of a strip says.
enum class StripTone
{
    Waiting, ///< Calling, Trying: nothing came yet
    Proceeding,
    Early,
    Accepted,
    Confirmed,
    Completed,
    Over, ///< terminated, down
};
inline constexpr int StripToneCount = 7;

/// Tone of a machine's state, by the RFC's word for it.
[[nodiscard]] StripTone toneOf(const StateChange& state);

/// Which set of shades is used.
enum class LadderPalette
{
    Standard,
    ColourBlind, ///< told apart with any of the common colour-vision deficiencies
    HighContrast ///< at least 7:1
};

/// Every colour the ladder uses. A plain value.
struct LadderTheme
{
    struct Pill
    {
        QColor fill;
        QColor border;
        QColor text; ///< of the mark; the words are in `LadderTheme::text`
    };

    bool isDark = false;
    LadderPalette palette = LadderPalette::Standard;
    QColor page; ///< around the card
    QColor card; ///< behind the ladder
    QColor cardBorder;
    QColor grid;
    QColor lifeline;
    QColor text;
    QColor mutedText; ///< axis, state words, addresses
    QColor headerFill;
    QColor headerBorder;
    QColor accent; ///< the proxy's header, selection, "new" button
    QColor accentFill; ///< behind what is selected
    QColor mark; ///< time marks set with M
    QColor kinds[MessageKindCount];
    QColor strips[StripToneCount];

    [[nodiscard]] QColor of(MessageKind kind) const { return kinds[static_cast<int>(kind)]; }
    [[nodiscard]] QColor of(StripTone tone) const { return strips[static_cast<int>(tone)]; }
    [[nodiscard]] Pill pill(Severity severity) const;
    /// A colour faded towards the card, for what is dimmed.
    [[nodiscard]] QColor dimmed(const QColor& colour) const;
};

[[nodiscard]] LadderTheme ladderTheme(LadderPalette palette = LadderPalette::Standard, bool isDark = false);

/// Contrast ratio of two opaque colours, 1 to 21. Source: WCAG 2.1, relative luminance.
[[nodiscard]] double contrastRatio(const QColor& one, const QColor& other);

/// The sign of a severity, on the ladder and in lists: never colour alone.
[[nodiscard]] QString severityMark(Severity severity);

} // namespace siprace
