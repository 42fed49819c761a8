#pragma once

#include "BestResponse.h"
#include "CoreState.h"
#include "MessageBuilder.h"

#include <deque>

namespace siprace::proxy {

/// A request ready to be forwarded: checked, own Routes removed, targets known. RFC 3261 §16.3 to §16.5.
struct RoutedRequest
{
    sip::Message request;
    QList<Contact> targets; ///< in fork order
    bool isForkable = true; ///< false: one given target, in a dialog or to a foreign address
    QByteArray addressed; ///< who was called: "sip:bob@lab"
    QByteArray loopKey; ///< what the target choice depended on, RFC 5393 §4.2.1
    int breadth = 60; ///< Max-Breadth as received, bounded
};

/// Why a branch is cancelled.
enum class CancelCause : quint8
{
    Answered, ///< another branch won
    SixHundred,
    Upstream, ///< the caller's CANCEL
    TimerC,
    SerialTimeout
};

/// One fork target. The four states are those of the branch table in rules.md §16.
struct Branch
{
    enum class State : quint8
    {
        Calling, ///< nothing but perhaps a wish to cancel
        Pending, ///< a provisional, no CANCEL
        Cancelled, ///< CANCEL sent, no final
        Done
    };
    QString name; ///< "b1"
    Contact target;
    sip::Message request; ///< as sent
    sip::Hop hop;
    QByteArray viaBranch;
    State state = State::Calling;
    quint64 transaction = 0;
    std::optional<CancelCause> wish; ///< cancel as soon as a provisional comes, R-905
    quint64 timerC = 0;
    quint64 serial = 0;
    quint64 giveUp = 0;
    int breadth = 0; ///< its share of Max-Breadth, free again once done
    bool isGivenUp = false; ///< serial fork: the next target has been tried
    bool isMute = false; ///< the policy has dropped its 2xx and nobody has won: it counts as unanswered
    QByteArrayList earlyTags; ///< of its 1xx, for 199
};

/// One request forwarded by the proxy, from the first branch until all its transactions have ended. RFC 3261 §16.7.
class ResponseContext
{
public:
    ResponseContext(CoreState& core, quint64 id, RoutedRequest routed);

    [[nodiscard]] quint64 id() const { return m_id; }
    [[nodiscard]] const QByteArray& upstreamKey() const { return m_upstreamKey; }
    [[nodiscard]] const QByteArray& loopKey() const { return m_routed.loopKey; }
    /// True when the request came from there: only who sent it may cancel it. RFC 3261 §9.2 leaves that to the server.
    [[nodiscard]] bool isFrom(const sip::Hop& hop) const { return m_upstream.host == hop.host; }
    [[nodiscard]] bool hasBranch(const QByteArray& viaBranch) const;
    [[nodiscard]] bool isOver() const { return m_live == 0; }

    /// Opens the server transaction, answers 100 and starts the first branches.
    void start();
    /// Whether the policy drops the only 2xx that upstream could get. A reply script that drops it stands before the
    /// transactions, so they never see it, and a later copy that is let through still finds them.
    [[nodiscard]] bool keepsBack(int branch, const sip::Message& response);
    /// A response came up from a branch's transaction.
    void responseArrived(int branch, const sip::Message& response);
    void branchTimedOut(int branch);
    void branchFailed(int branch); ///< transport error, RFC 3261 §16.9
    void timerFired(const TimerTarget& target);
    /// The caller's CANCEL. RFC 3261 §16.10.
    void cancelAll(const sip::Message& cancel);
    /// One of its transactions has ended.
    void transactionEnded() { --m_live; }
    /// The context goes: its timers stop, its ledger entries are crossed out.
    void close();
    /// Takes up a cancelled INVITE that the ledger knows and this life of the proxy does not.
    void restore(const QByteArray& upstreamKey, const QList<LedgerEntry>& entries, const sip::Message& cancel);

private:
    // ResponseContext.cpp: responses
    void provisional(Branch& branch, int index, const sip::Message& response);
    void success(Branch& branch, int index, const sip::Message& response);
    void failure(Branch& branch, int index, const sip::Message& response);
    void announceEnded(const Branch& branch, const sip::Message& response);
    void forward(const sip::Message& response, const Why& why);
    void upstream(const sip::Message& response, const Why& why);
    void finalSent(bool isSuccess);
    void finishIfDone();
    void sendBest();
    [[nodiscard]] sip::Message withChallenges(sip::Message response) const;
    // ContextBranches.cpp: forking, cancelling, timers of branches
    void planGroups();
    void startMore();
    void startBranch(const Contact& target, int breadth);
    [[nodiscard]] Outgoing requestFor(const Contact& target, int breadth);
    void recordRoute(sip::Message& request, const sip::Hop& below) const;
    void branchDone(Branch& branch);
    void cancelBranches(CancelCause cause);
    void cancel(Branch& branch, int index, CancelCause cause);
    void sendCancel(Branch& branch, int index, CancelCause cause);
    void silence(Branch& branch);
    void makeMute(Branch& branch, int index);
    void restartTimerC(Branch& branch, int index, const Why& why);
    void restartSerial(Branch& branch, int index);
    void forget();
    // ContextLedger.cpp: the cancel ledger
    void writeDown(const Branch& branch);
    void restoreBranch(const LedgerEntry& entry);
    // small questions
    [[nodiscard]] static Why endWhy(const Branch& branch, TimerKind timer);
    [[nodiscard]] Why cancelWhy(const Branch& branch, CancelCause cause, bool wasHeld) const;
    [[nodiscard]] int freeBreadth() const;
    void uncount(); ///< it waits no longer
    [[nodiscard]] bool hasOpenBranch() const;

    CoreState& m_core;
    quint64 m_id;
    RoutedRequest m_routed;
    bool m_isInvite;
    QByteArray m_upstreamKey;
    quint64 m_server = 0;
    sip::Hop m_upstream; ///< where its responses go
    int m_live = 0; ///< transactions that have not ended
    std::vector<Branch> m_branches;
    std::deque<QList<Contact>> m_groups; ///< not yet tried; emptied by a 2xx, a 6xx or the caller's CANCEL
    bool m_isGroupCut = false; ///< Max-Breadth has held back a part of the group that runs
    bool m_hasFinal = false; ///< a final has gone upstream
    bool m_isCounted = false; ///< among the pending INVITEs
    QByteArrayList m_heard; ///< To tags of the 2xx forwarded
    QByteArrayList m_announced; ///< To tags of the 199s forwarded or sent
    QByteArray m_cancelReason; ///< the caller's own
    std::vector<Outcome> m_outcomes;
    std::vector<sip::Message> m_challenges; ///< 401 and 407 of branches
    quint64 m_linger = 0;
    quint64 m_trying = 0;
    qsizetype m_upstreamRoutes = 0;
};

} // namespace siprace::proxy
