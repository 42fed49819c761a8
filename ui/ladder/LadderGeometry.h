#pragma once

#include "LadderFonts.h"
#include "LadderTheme.h"

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <array>

// The shapes a ladder is made of. Plain values; pixels; y grows downwards from 0 just below the headers.

namespace siprace {

inline constexpr double ladderStripPx = 5; ///< width of a strip
inline constexpr double textBandPx = 800; ///< texts are placed that much at a time
inline constexpr double badgeLinePx = 12; ///< from one line of a badge to the next
inline constexpr double textReachPx = 60; ///< how far texts reach beyond their arrow

/// A lifeline and its header.
struct Lane
{
    int node = 0; ///< index into Trace::nodes
    double x = 0;
    QString name; ///< the alias where there is one
    QString address; ///< without port
    Role role = Role::Callee;
    double halfWidth = 0; ///< of the strips on it: arrows begin that far off
};

/// How an arrow ends.
enum class ArrowEnd
{
    Head, ///< delivered
    Cross, ///< lost there
    Discarded, ///< ⊘ at the node
    Open ///< still on its way
};

struct ArrowShape
{
    int n = 0;
    QPointF from; ///< where it left
    QPointF to; ///< where it arrived, or was lost
    MessageKind kind = MessageKind::Invite;
    ArrowEnd end = ArrowEnd::Head;
    bool isRetransmission = false; ///< dashed
    bool isStray = false; ///< begins with a hollow dot
    bool startsOutside = false; ///< when it left is not known: dashed up to the middle
    bool endsOutside = false; ///< when it arrived is not known: dashed from the middle on
};

/// How many messages pass a stretch between two neighbouring lifelines, where there are too many to tell apart.
struct DensityShape
{
    QRectF rect;
    std::array<int, MessageKindCount> counts{}; ///< by kind
    std::array<int, MessageKindCount> dimmed{}; ///< of those, by LadderOptions::dimmedMessages
};

/// A text turned about the middle of its box.
struct LabelShape
{
    int n = 0; ///< message
    QString text;
    QPointF centre;
    QSizeF size;
    double angle = 0; ///< degrees, clockwise
    MessageKind kind = MessageKind::Invite;
    bool crossesArrow = false; ///< painted on a backing, so that it stays readable
    [[nodiscard]] QRectF box() const; ///< upright, before it is turned
};

/// One state of one machine on a lifeline.
struct StripShape
{
    int state = 0; ///< index into Trace::states
    int node = 0;
    QRectF rect;
    StripTone tone = StripTone::Proceeding;
    bool isLastOfMachine = false;
};

struct WordShape
{
    QString text;
    QRectF rect;
};

/// A finding beside the message it is about.
struct BadgeShape
{
    int finding = 0; ///< index into the findings given
    Severity severity = Severity::Note;
    QString text; ///< one line or two; may be cut
    QRectF rect;
};

/// What happened to a TCP connection at one of its ends, on the lifeline and in a word beside it.
struct ConnectionShape
{
    int event = 0; ///< index into Trace::connections
    QPointF at;
    QString text; ///< "connected", "reset ×3"; empty where there is no room
    QRectF rect; ///< of the text
    bool isTrouble = false; ///< refused, reset, lost, late …
};

/// A finding in the overview of a whole run.
struct FindingMark
{
    double y = 0;
    Severity severity = Severity::Note;
};

/// A silence left out.
struct FoldShape
{
    double top = 0;
    double bottom = 0;
    QString text; ///< "⋯ 24.1 s ⋯"
};

struct TickShape
{
    double y = 0;
    QString text; ///< milliseconds, or "12.5 s"
};

/// What lies between two heights of a ladder.
struct LadderSlice
{
    QList<ArrowShape> arrows;
    QList<DensityShape> densities; ///< then `arrows` has only what is odd
    QList<LabelShape> labels;
    QList<StripShape> strips;
    QList<WordShape> words;
    QList<BadgeShape> badges;
    QList<ConnectionShape> connections;
    QList<FoldShape> folds;
    QList<TickShape> ticks;
};

} // namespace siprace
