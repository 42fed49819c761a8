#pragma once

#include "Trace.h"

#include <QHash>

#include <limits>
#include <span>
#include <vector>

namespace siprace {

/// One transaction on one hop, put together from its messages: same branch, same client, same method (the ACK to a
/// failure belongs to its INVITE, the ACK to a 2xx stands alone). RFC 3261 §17. Numbers are n of messages.
struct TransactionView
{
    QByteArrayView method; ///< "INVITE", "CANCEL", …, "ACK" for the ACK of a 2xx
    QByteArrayView branch;
    int client = -1; ///< node
    int server = -1; ///< node
    int call = -1; ///< index into calls()
    bool isInDialog = false; ///< its request has a To tag
    std::vector<int> requests; ///< all copies
    std::vector<int> responses;
    std::vector<int> acks; ///< of an INVITE with a failure: every ACK of that hop
    int cancel = -1; ///< of an INVITE: index of the CANCEL with its branch
    int invite = -1; ///< of a CANCEL: index of the INVITE with its branch

    [[nodiscard]] int first() const { return requests.empty() ? 0 : requests.front(); }
};

/// Why a UA sent a BYE, as far as the trace shows.
enum class ByeReason
{
    HangUp, ///< a person's wish
    Surplus, ///< the caller did not want this answer
    Unacknowledged, ///< its sender waited for an ACK in vain, to its answer or to that to a re-INVITE
    Stray, ///< a failure response to an INVITE that had long succeeded
    Other
};

/// One answered call leg: a callee, its To tag, from its first 2xx to its end.
struct DialogView
{
    int call = -1;
    QByteArrayView tag; ///< the callee's
    int callee = -1; ///< node
    std::vector<int> answers; ///< the 2xx as the callee sent them, all copies
    std::vector<int> deliveries; ///< those that arrived at the caller
    std::vector<int> callerAcks; ///< ACKs to a 2xx with its tag that the caller sent
    std::vector<int> acks; ///< ACKs to a 2xx with its tag that arrived at the callee
    std::vector<int> acksAtEnds; ///< ACKs to a 2xx that arrived at either end, those to re-INVITEs included
    std::vector<int> reinvites; ///< transactions of INVITEs inside it, every hop
    std::vector<int> byes; ///< BYEs in it where they were made, without copies
    bool isKept = false; ///< the caller acknowledged it and did not hang it up for being one too many
    int end = 0; ///< the BYE that ended it at the callee, 0: none
    std::optional<Instant> endAtCallee; ///< BYE sent or received there, given up, or its node went down
    std::optional<Instant> endAtCaller;

    [[nodiscard]] bool isConfirmed() const { return !callerAcks.empty(); } ///< at both ends
};

/// A call: everything with one Call-ID.
struct CallView
{
    QByteArrayView id;
    QByteArrayView callerTag;
    int caller = -1; ///< the node that made its first INVITE
    std::vector<quint32> cseqs; ///< of its INVITEs without a To tag: more than one after a challenge
    std::vector<int> invites; ///< transactions of those at the caller
    std::vector<int> dialogs; ///< indexes into dialogs()

    [[nodiscard]] bool isInitial(const MessageFields& message) const; ///< belongs to one of those INVITEs
};

/// What a trace is about, reconstructed once for the measures and all rules: transactions, calls, dialogs, causes.
/// Reads messages and what nodes reported, never a scenario, so that a live, a saved and an imported trace give the
/// same. Keeps views into the trace, which must outlive it and not change. Linear in the messages.
class TraceIndex
{
public:
    explicit TraceIndex(const Trace& trace);
    TraceIndex(const TraceIndex&) = delete;
    TraceIndex& operator=(const TraceIndex&) = delete;

    [[nodiscard]] const Trace& trace() const { return m_trace; }
    [[nodiscard]] const TraceMessage& message(int n) const { return m_trace.messages.at(n - 1); }
    [[nodiscard]] const std::vector<TransactionView>& transactions() const { return m_transactions; }
    [[nodiscard]] const std::vector<CallView>& calls() const { return m_calls; }
    [[nodiscard]] const std::vector<DialogView>& dialogs() const { return m_dialogs; }

    [[nodiscard]] const TransactionView* transactionOf(int n) const;
    [[nodiscard]] const CallView* callOf(int n) const;
    /// The dialog of a message by its tags, or nullptr: no callee of that tag ever answered.
    [[nodiscard]] const DialogView* dialogOf(int n) const;
    [[nodiscard]] bool isProxy(int node) const { return m_trace.nodes.at(node).part() == Role::Proxy; }
    /// A node a call comes from or goes to.
    /// Whether it is a program of its own: what it knew and meant is not in the trace.
    [[nodiscard]] bool isOutside(int node) const { return node >= 0 && m_trace.nodes.at(node).role == Role::External; }
    [[nodiscard]] bool isUserAgent(int node) const { return !isProxy(node); }

    /// n of the message whose handling sent message n, 0 when a timer or the script did. A trace that does not say (an
    /// imported one) is read by order and time.
    [[nodiscard]] int causeOf(int n) const;
    /// Messages that n caused.
    [[nodiscard]] std::span<const int> effectsOf(int n) const;
    /// Whether the trace itself says what caused what.
    [[nodiscard]] bool knowsCauses() const { return m_knowsCauses; }
    [[nodiscard]] ByeReason reasonOf(int bye) const;
    /// Whether a node went down after `since` and before `until`.
    [[nodiscard]] bool wentDown(int node, Instant since, Instant until) const;
    [[nodiscard]] TimerValues timersOf(int node) const;
    /// The first final response to a transaction as its server sent it, 0: none.
    [[nodiscard]] int finalOf(const TransactionView& transaction) const;
    /// When the run was over.
    [[nodiscard]] Instant end() const { return m_end; }
    /// "Phone B2"
    [[nodiscard]] QString name(int node) const { return m_trace.nodes.at(node).name; }

    static constexpr Instant never{Duration{std::numeric_limits<qint64>::max()}};

private:
    struct Key
    {
        QByteArrayView branch;
        QByteArrayView method;
        int client = -1;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed = 0) noexcept
        {
            return qHash(key.branch, seed) ^ (qHash(key.method, seed) * 31) ^ static_cast<size_t>(key.client);
        }
    };
    struct DialogKey
    {
        QByteArrayView callId;
        QByteArrayView tag;
        bool operator==(const DialogKey&) const = default;
        friend size_t qHash(const DialogKey& key, size_t seed = 0) noexcept
        {
            return qHash(key.callId, seed) ^ (qHash(key.tag, seed) * 31);
        }
    };

    void addMessage(const TraceMessage& message);
    int callFor(const TraceMessage& message);
    int transactionFor(const TraceMessage& message);
    void addToDialog(const TraceMessage& message, int call);
    void addAnswer(const TraceMessage& message, int call, int dialog);
    void linkCauses();
    void finishDialogs();
    void judgeKeeping(DialogView& dialog) const;
    void endByStates();
    [[nodiscard]] int guessCause(const TraceMessage& message) const;
    [[nodiscard]] bool wasAskedFor(const TraceMessage& bye) const;
    [[nodiscard]] bool isAckToSuccess(const TraceMessage& ack) const;
    [[nodiscard]] bool waitedInVain(const DialogView& dialog, const TraceMessage& bye) const;

    const Trace& m_trace;
    std::vector<TransactionView> m_transactions;
    std::vector<CallView> m_calls;
    std::vector<DialogView> m_dialogs;
    std::vector<int> m_transactionOf; ///< by n - 1
    std::vector<int> m_callOf;
    std::vector<int> m_dialogOf;
    std::vector<int> m_cause;
    std::vector<int> m_effectStart; ///< into m_effects, by n - 1; one more at the end
    std::vector<int> m_effects;
    QHash<Key, int> m_byKey;
    QHash<QByteArrayView, int> m_byCallId;
    QHash<DialogKey, int> m_byDialog;
    Instant m_end;
    bool m_knowsCauses = false;
};

} // namespace siprace
