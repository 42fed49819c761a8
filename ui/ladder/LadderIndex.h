#pragma once

#include "LabelBook.h"
#include "LadderGeometry.h"

#include <QHash>

#include <optional>
#include <vector>

namespace siprace {

struct LadderOptions;

/// What a LadderLayout knows of every message and strip, whether looked at or not; brought up to date as a trace grows.
/// Nothing in it depends on the zoom.
struct LadderIndex
{
    /// Of a message what has to be known of all: those in sight are looked up in the trace.
    struct Brief
    {
        Instant sent;
        Instant latest; ///< when the last of this and all before arrived, or was sent
        int flightUs = -1; ///< -1: it did not arrive
        qint16 from = 0;
        qint16 to = 0;
        MessageKind kind = MessageKind::Invite;
        bool isOdd = false; ///< lost, discarded or stray: seen also where messages are too many to tell apart
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

    std::vector<Brief> briefs; ///< by n - 1
    std::vector<bool> shown; ///< by n - 1: whether the options let it be seen
    std::vector<Span> spans; ///< by `since`
    QHash<int, int> stripCounts; ///< node → strips side by side
    QList<int> nodeStates; ///< indexes into Trace::states: up and down
    LabelBook labels;

    /// Reads what is new in the trace, and again the messages from index `changed` on. Gives true when earlier labels
    /// changed.
    bool read(const Trace& trace, std::size_t changed);
    /// Finds out which messages are shown, from index `first` on.
    void show(const Trace& trace, const LadderOptions& options, std::size_t first);
    /// Of all nodes, the most strips that one has side by side.
    [[nodiscard]] int mostStrips() const;
    /// How many strips stand to one side of a lifeline at an instant; -1 when there is none on it either.
    [[nodiscard]] int stripsBeside(int node, Instant instant, bool isRight) const;
    /// The strips that may be seen between two instants, as a range of `spans`.
    [[nodiscard]] std::pair<std::size_t, std::size_t> spansBetween(Instant earliest, Instant latest) const;
    /// The messages that were sent or under way between two instants, as a range of n - 1, with some that were not.
    [[nodiscard]] std::pair<std::size_t, std::size_t> messagesBetween(Instant earliest, Instant latest) const;
    /// The first message sent at that instant or later, n - 1.
    [[nodiscard]] std::size_t firstSent(Instant instant) const;
    /// Every message of n's transaction, in order: the same Via branch and method of the CSeq, an ACK counted with its
    /// INVITE; n alone when it is no SIP.
    [[nodiscard]] QList<int> transactionOf(const Trace& trace, int n) const;

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
    void readBriefs(const Trace& trace, std::size_t first);

    mutable std::vector<Instant> m_lastUntil; ///< by span: the latest end of it and all before; open ones never end
    QHash<std::pair<int, QString>, Machine> m_alive;
    QHash<int, std::vector<bool>> m_slotsTaken;
    QHash<int, std::vector<SlotsInUse>> m_stripHistory; ///< by node
    mutable std::vector<std::pair<quint32, int>> m_transactions; ///< hash of the transaction and n, sorted
    qsizetype m_statesRead = 0;
};

/// Texts placed in one stretch of the ladder, independent of every other stretch.
struct LadderBand
{
    QList<LabelShape> labels;
    QList<WordShape> words;
    QList<BadgeShape> badges;
    QList<ConnectionShape> connections;
};

class LadderLayout;

/// Places the texts of the stretch top … bottom.
[[nodiscard]] LadderBand placeTexts(const LadderLayout& layout, const LadderIndex& index, double top, double bottom);

} // namespace siprace
