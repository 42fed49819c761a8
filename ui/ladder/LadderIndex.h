#pragma once

#include "LabelBook.h"
#include "LadderGeometry.h"

#include <QHash>

#include <optional>
#include <vector>

namespace siprace {

class LadderLayout;
class TimeMap;
struct LadderOptions;
struct MessageDepth;

/// What a LadderLayout knows of every message and strip, whether looked at or not; brought up to date as a trace grows.
struct LadderIndex
{
    /// Heights of a message's ends.
    struct Ends
    {
        double from = 0;
        double to = 0;
        bool isShown = false;
    };
    /// A machine of a node in one state.
    struct Span
    {
        int state = 0; ///< index into Trace::states
        int node = 0;
        int slot = 0; ///< 0 on the lifeline, 1 right of it, 2 left of it, 3 right again …
        Instant since;
        std::optional<Instant> until;
        bool isFirst = false; ///< nothing of its machine came before
        bool isLast = false; ///< nothing of its machine follows
    };

    std::vector<Ends> ends; ///< by n - 1
    std::vector<std::size_t> placed; ///< indexes of `ends` in the order they found their place
    std::vector<double> lowestSoFar; ///< by n - 1: of this and all before
    std::vector<double> highestFromHere; ///< by n - 1: of this and all after
    std::vector<Span> spans; ///< by `since`
    QHash<int, int> stripCounts; ///< node → strips side by side
    QList<int> nodeStates; ///< indexes into Trace::states: up and down
    LabelBook labels;
    QHash<QByteArray, QList<int>> transactions;

    /// Reads what is new in the trace: labels, transactions, strips. Gives true when earlier labels changed.
    bool read(const Trace& trace);
    /// How many strips stand to one side of a lifeline at an instant; -1 when there is none on it either.
    [[nodiscard]] int stripsBeside(int node, Instant instant, bool isRight) const;
    /// The strips that may be seen between two instants, as a range of `spans`.
    [[nodiscard]] std::pair<std::size_t, std::size_t> spansBetween(Instant earliest, Instant latest) const;
    /// The messages whose arrows may touch top … bottom, as a range of n - 1.
    [[nodiscard]] std::pair<std::size_t, std::size_t> between(double top, double bottom) const;

private:
    struct Machine
    {
        std::size_t span = 0;
        int slot = 0;
    };
    struct SlotsInUse
    {
        Instant at; ///< from then on
        int left = -1; ///< slots to the left of the lifeline, -1: not even the one on it
        int right = -1;
    };
    void addState(int number, const StateChange& change);
    [[nodiscard]] int takeSlot(int node);
    void noteStrips(int node, Instant instant);

    mutable std::vector<Instant> m_lastUntil; ///< by span: the latest end of it and all before; open ones never end
    QHash<std::pair<int, QString>, Machine> m_alive;
    QHash<int, std::vector<bool>> m_slotsTaken;
    QHash<int, std::vector<SlotsInUse>> m_stripHistory; ///< by node
    qsizetype m_messagesRead = 0;
    qsizetype m_statesRead = 0;
};

/// Heights of the messages' ends on a map, from index `first` on; those before stay. `positions`: of each node's
/// lifeline, 0 the leftmost.
void placeEnds(LadderIndex& index, const Trace& trace, const TimeMap& map, const std::vector<MessageDepth>& depths,
    const LadderOptions& options, const std::vector<int>& positions, std::size_t first);
/// How long messages take on a message's link, by those around it that arrived; 0 when none did.
[[nodiscard]] Duration usualFlight(const Trace& trace, const TraceMessage& message);
/// What belongs together: Via branch and method of the CSeq, an ACK counted with its INVITE. Empty when it is no SIP.
[[nodiscard]] QByteArray transactionKey(const MessageFields& message);

/// Texts placed in one stretch of the ladder, independent of every other stretch.
struct LadderBand
{
    QList<LabelShape> labels;
    QList<WordShape> words;
    QList<BadgeShape> badges;
};

class LadderLayout;
class TimeMap;
struct LadderOptions;

/// Heights of the messages' ends on a map. `positions`: of each node's lifeline, 0 the leftmost.
void placeEnds(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options,
    const std::vector<int>& positions);
/// Heights of the strips on a map.
void placeSpans(LadderIndex& index, const Trace& trace, const TimeMap& map, const LadderOptions& options);
/// How long messages take on a message's link, by those around it that arrived; 0 when none did.
[[nodiscard]] Duration usualFlight(const Trace& trace, const TraceMessage& message);
/// What belongs together: Via branch and method of the CSeq, an ACK counted with its INVITE. Empty when it is no SIP.
[[nodiscard]] QByteArray transactionKey(const MessageFields& message);

/// Places the texts of the stretch top … bottom.
[[nodiscard]] LadderBand placeTexts(const LadderLayout& layout, const LadderIndex& index, double top, double bottom);

} // namespace siprace
