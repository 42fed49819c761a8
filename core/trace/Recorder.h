#pragma once

#include "Trace.h"

#include <QHash>

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

namespace siprace {

/// Writes the trace of one run while it happens. Used by the fabric (what is on the links), and by the nodes (why).
/// One a world, on the world's thread. Times come from the caller, who has the clock.
class Recorder
{
public:
    /// `sink` gets every event as it is recorded, for a live view; may be empty.
    explicit Recorder(Trace initial, std::function<void(const Event&)> sink = {});

    /// How an address of this run's block is written: texts that name one are the same in every block then.
    void writeAddresses(std::function<QByteArray(const QByteArray&)> form) { m_addressForm = std::move(form); }

    // ---- fabric ----
    /// A datagram left node `from`; gives its n. Finds its retransmissionOf, takes the reason announced for it by the
    /// node (see announce), and its causedBy. `connection`: of a message on a stream, 0 for a datagram.
    int sent(Instant at, int from, int to, const QByteArray& datagram, int connection = 0);
    /// The same, by somebody who has read its fields.
    int sent(Instant at, int from, int to, const QByteArray& datagram, MessageFields fields, int connection);
    void arrived(Instant at, int n);
    void lost(Instant at, int n, Why why);
    void malformed(Instant at, int node, const QByteArray& datagram);
    /// How many messages their receivers could not read (noteUnreadable).
    [[nodiscard]] int unreadable() const { return m_unreadable; }
    void connection(ConnectionEvent event);

    // ---- nodes ----
    /// The receiver threw away message n on purpose (a policy, or a rule of the RFC).
    void discarded(Instant at, int n, Why why);
    /// The receiver cannot read the message that it handles now.
    void noteUnreadable() { ++m_unreadable; }
    /// Message n matched no client transaction where it arrived.
    void stray(int n);
    /// What node `from` is about to send, recognised by method or status, CSeq and Via branch: why, and because of
    /// which message (0: none). Announcements are consumed by the first datagram that matches; a stack's own messages
    /// (retransmissions, the automatic ACK of a failure) need none: sent() finds a reason for them.
    /// `isStray`: a response forwarded without a matching client transaction. An empty branch in `what` matches any.
    void announce(int from, const MessageFields& what, Why why, int causedBy, bool isStray = false);
    /// The message that node `node` is handling now; what it sends meanwhile without an announcement is caused by it.
    void handling(int node, int n);
    void state(StateChange change); ///< recorded when it differs from that machine's last state
    void timer(TimerChange change);
    void decision(Decision decision);
    void action(Instant at, int node, QString what);
    /// A node has come while the run goes; gives its index.
    int joined(TraceNode node);
    /// From now on only the latest messages keep their text and fields, and other lists are as short: for a run without
    /// an end. What is forgotten stays counted, and the numbers of messages begin again after ten times as many. Where
    /// nobody watches, the sink hears of nodes alone: who comes, goes, is up or down; and nothing is recorded but the
    /// bytes of messages and what became of them.
    void keepOnly(int messages, bool isWatched);
    [[nodiscard]] bool isForgetting() const { return m_isForgetting; }
    /// Of message n, read now when they were not before.
    [[nodiscard]] const MessageFields& fieldsOf(int n);

    /// The number of the message that was sent last.
    [[nodiscard]] int lastSent() const { return m_last; }
    [[nodiscard]] const Trace& trace() const { return m_trace; }
    [[nodiscard]] Trace take() { return std::move(m_trace); }
    [[nodiscard]] Trace& header() { return m_trace; } ///< for `ended`, `clockReport` and the like

private:
    struct Announcement
    {
        MessageFields what;
        Why why;
        int causedBy = 0;
        bool isStray = false;
    };

    void explain(TraceMessage& message);
    [[nodiscard]] TraceMessage& place(TraceMessage message);
    void forgetOld();
    [[nodiscard]] bool takeAnnouncement(TraceMessage& message);
    void changed(int n);
    void settle(QString& text) const; ///< its addresses
    template <class E> void tell(const E& event)
    {
        if (m_sink)
            m_sink(Event{event});
    }

    Trace m_trace;
    int m_unreadable = 0;
    int m_last = 0;
    int m_kept = 0; ///< 0: everything
    bool m_isForgetting = false; ///< nobody will ever read what else is recorded
    std::function<void(const Event&)> m_sink;
    std::function<QByteArray(const QByteArray&)> m_addressForm;
    QHash<int, int> m_handling;
    QHash<int, std::deque<Announcement>> m_announced;
    std::unordered_map<std::string, int> m_firstOfKind; ///< retransmission key → n
    QHash<std::pair<int, QString>, QString> m_states; ///< node and machine → its last state
};

} // namespace siprace
