#pragma once

#include "Check.h"
#include "Trace.h"

#include <algorithm>

// Traces with the times of the first race, built by hand, so that the ladder is tested without a network.

namespace siprace::samples {

/// The nodes caller, proxy, b1, b2 as 0 … 3.
enum Node
{
    Caller,
    Proxy,
    B1,
    B2
};

/// Builds a trace message by message; times in milliseconds.
class TraceBuilder
{
public:
    TraceBuilder()
    {
        m_trace.scenario = QStringLiteral("two-phones-answer");
        m_trace.title = QStringLiteral("Two phones answer at once");
        m_trace.policy = QStringLiteral("forward-all");
        m_trace.ended = QStringLiteral("settled");
        m_trace.nodes = {
            {QStringLiteral("caller"), Role::Caller, QStringLiteral("Caller A"), QStringLiteral("127.100.0.11:5060")},
            {QStringLiteral("proxy"), Role::Proxy, QStringLiteral("Proxy"), QStringLiteral("127.100.0.12:5060")},
            {QStringLiteral("b1"), Role::Callee, QStringLiteral("Phone B1"), QStringLiteral("127.100.0.21:5060")},
            {QStringLiteral("b2"), Role::Callee, QStringLiteral("Phone B2"), QStringLiteral("127.100.0.22:5060")}};
    }

    static Instant ms(double value) { return at(Duration{qRound64(value * 1000)}); }

    /// Adds a message; `what` is a method, or "200 OK/INVITE". Gives its n.
    int send(double sentMs, double arrivedMs, int from, int to, const QByteArray& what, const QByteArray& toTag,
        const QByteArray& branch)
    {
        TraceMessage message;
        message.n = static_cast<int>(m_trace.messages.size()) + 1;
        message.from = from;
        message.to = to;
        message.sent = ms(sentMs);
        if (arrivedMs >= 0) {
            message.arrived = ms(arrivedMs);
            message.fate = Fate::Delivered;
        }
        const auto slash = what.lastIndexOf('/');
        if (slash < 0) {
            message.method = what;
            message.firstLine = what + " sip:bob@lab SIP/2.0";
        } else {
            message.status = what.left(3).toInt();
            message.firstLine = "SIP/2.0 " + what.left(slash);
        }
        message.cseqMethod = slash < 0 ? what : what.mid(slash + 1);
        message.cseq = message.cseqMethod == "BYE" ? 2 : 1;
        message.callId = "call-1@caller";
        message.fromTag = "caller";
        message.toTag = toTag;
        message.branch = "z9hG4bK-" + branch;
        message.why = {QStringLiteral("R-259"), QStringLiteral("Because the sample says so.")};
        message.raw = message.firstLine + "\r\n\r\n";
        for (const TraceMessage& earlier : std::as_const(m_trace.messages)) {
            if (m_trace.messages.size() > 1000)
                break; // long samples repeat nothing
            if (earlier.from == from && earlier.to == to && earlier.firstLine == message.firstLine
                && earlier.branch == message.branch && earlier.toTag == toTag
                && earlier.cseqMethod == message.cseqMethod) {
                message.retransmissionOf = earlier.retransmissionOf > 0 ? earlier.retransmissionOf : earlier.n;
                break;
            }
        }
        m_trace.messages << message;
        return message.n;
    }

    TraceMessage& message(int n) { return m_trace.messages[n - 1]; }

    void state(
        double atMs, int node, MachineKind kind, const char* machine, const char* state, const QByteArray& tag = {})
    {
        StateChange change;
        change.at = ms(atMs);
        change.node = node;
        change.kind = kind;
        change.machine = QString::fromLatin1(machine);
        change.label = change.machine;
        change.tag = tag;
        change.state = QString::fromLatin1(state);
        m_trace.states << change;
    }

    Trace take()
    {
        std::stable_sort(m_trace.states.begin(), m_trace.states.end(),
            [](const StateChange& one, const StateChange& other) { return one.at < other.at; });
        return m_trace;
    }

private:
    Trace m_trace;
};

/// What all policies have in common, up to 510 ms at the proxy.
inline TraceBuilder upToFirstAnswer()
{
    TraceBuilder b;
    b.send(0, 10, Caller, Proxy, "INVITE", {}, "caller-1");
    b.send(10, 20, Proxy, Caller, "100 Trying/INVITE", {}, "caller-1");
    b.send(10, 110, Proxy, B1, "INVITE", {}, "proxy-1");
    b.send(10, 160, Proxy, B2, "INVITE", {}, "proxy-2");
    b.send(110, 210, B1, Proxy, "180 Ringing/INVITE", "b1", "proxy-1");
    b.send(160, 310, B2, Proxy, "180 Ringing/INVITE", "b2", "proxy-2");
    b.send(210, 220, Proxy, Caller, "180 Ringing/INVITE", "b1", "caller-1");
    b.send(310, 320, Proxy, Caller, "180 Ringing/INVITE", "b2", "caller-1");
    b.send(410, 510, B1, Proxy, "200 OK/INVITE", "b1", "proxy-1");
    b.send(460, 610, B2, Proxy, "200 OK/INVITE", "b2", "proxy-2");
    b.send(510, 520, Proxy, Caller, "200 OK/INVITE", "b1", "caller-1");
    b.send(510, 660, Proxy, B2, "CANCEL", {}, "proxy-2");
    b.send(520, 530, Caller, Proxy, "ACK", "b1", "caller-2");
    b.send(530, 630, Proxy, B1, "ACK", "b1", "proxy-3");
    b.state(10, Proxy, MachineKind::InviteServer, "server", "Proceeding");
    b.state(110, B1, MachineKind::Dialog, "d-b1", "early", "b1");
    b.state(160, B2, MachineKind::Dialog, "d-b2", "early", "b2");
    b.state(220, Caller, MachineKind::Dialog, "d-b1", "early", "b1");
    b.state(320, Caller, MachineKind::Dialog, "d-b2", "early", "b2");
    b.state(410, B1, MachineKind::Dialog, "d-b1", "confirmed", "b1");
    b.state(460, B2, MachineKind::Dialog, "d-b2", "confirmed", "b2");
    b.state(510, Proxy, MachineKind::InviteServer, "server", "Accepted");
    b.state(520, Caller, MachineKind::Dialog, "d-b1", "confirmed", "b1");
    return b;
}

/// `two-phones-answer` under `forward-all`: 22 messages.
inline Trace twoPhonesAnswer()
{
    TraceBuilder b = upToFirstAnswer();
    b.send(610, 620, Proxy, Caller, "200 OK/INVITE", "b2", "caller-1");
    b.send(620, 630, Caller, Proxy, "ACK", "b2", "caller-3");
    b.send(620, 630, Caller, Proxy, "BYE", "b2", "caller-4");
    b.send(630, 780, Proxy, B2, "ACK", "b2", "proxy-4");
    b.send(630, 780, Proxy, B2, "BYE", "b2", "proxy-5");
    b.send(660, 810, B2, Proxy, "200 OK/CANCEL", "b2", "proxy-2");
    b.send(780, 930, B2, Proxy, "200 OK/BYE", "b2", "proxy-5");
    b.send(930, 940, Proxy, Caller, "200 OK/BYE", "b2", "caller-4");
    b.state(620, Caller, MachineKind::Dialog, "d-b2", "confirmed", "b2");
    b.state(780, B2, MachineKind::Dialog, "d-b2", "terminated", "b2");
    b.state(940, Caller, MachineKind::Dialog, "d-b2", "terminated", "b2");
    return b.take();
}

inline QList<Finding> twoPhonesFindings()
{
    const auto finding = [](const char* rule, Severity severity, const char* title, QList<int> messages, int node) {
        return Finding{QString::fromLatin1(rule), severity, {}, QString::fromLatin1(title),
            QString::fromLatin1(title) + QStringLiteral(", in a sentence."), std::move(messages),
            QStringLiteral("RFC 3261 13.2.2.4"), node};
    };
    return {finding("R-405", Severity::Violation, "2nd 2xx reached the caller", {11, 15}, Caller),
        finding("R-304", Severity::Warning, "CANCEL too late", {12, 20}, Proxy),
        finding("R-406", Severity::Ok, "dialog b2 ended by BYE", {19, 21}, B2)};
}

/// The same under `drop-late-2xx`: eleven 200s of b2 thrown away, 32 s of ringing in vain; 29 messages.
inline Trace dropLate2xx()
{
    TraceBuilder b = upToFirstAnswer();
    Trace common = b.take();
    b.message(10).fate = Fate::Discarded;
    b.message(10).fateWhy = {QStringLiteral("R-259"), QStringLiteral("A call is answered once: late 2xx dropped.")};
    b.send(660, 810, B2, Proxy, "200 OK/CANCEL", "b2", "proxy-2");
    for (const double at : {960, 1960, 3960, 7960, 11960, 15960, 19960, 23960, 27960, 31960}) {
        const int n = b.send(at, at + 150, B2, Proxy, "200 OK/INVITE", "b2", "proxy-2");
        b.message(n).fate = Fate::Discarded;
    }
    b.send(32460, 32610, B2, Proxy, "BYE", "caller", "b2-1");
    b.message(26).fromTag = "b2";
    b.send(32610, 32620, Proxy, Caller, "BYE", "caller", "proxy-6");
    b.message(27).fromTag = "b2";
    b.send(32620, 32630, Caller, Proxy, "481 Call/Transaction Does Not Exist/BYE", "caller", "proxy-6");
    b.send(32630, 32780, Proxy, B2, "481 Call/Transaction Does Not Exist/BYE", "caller", "b2-1");
    b.message(28).fromTag = "b2";
    b.message(29).fromTag = "b2";
    b.state(32780, B2, MachineKind::Dialog, "d-b2", "terminated", "b2");
    Trace trace = b.take();
    trace.policy = QStringLiteral("drop-late-2xx");
    return trace;
}

/// Lost, stray, in flight, and links of 0 ms: everything an arrow can look like.
inline Trace everyArrow()
{
    TraceBuilder b;
    const int invite = b.send(0, 0, Caller, Proxy, "INVITE", {}, "caller-1");
    b.message(b.send(0, 0, Proxy, Caller, "100 Trying/INVITE", {}, "caller-1")).causedBy = invite;
    b.message(b.send(0, -1, Proxy, B1, "INVITE", {}, "proxy-1")).causedBy = invite;
    b.message(3).fate = Fate::Lost;
    b.message(b.send(0, 150, Proxy, B2, "INVITE", {}, "proxy-2")).causedBy = invite;
    b.send(500, 600, Proxy, B1, "INVITE", {}, "proxy-1");
    b.send(600, 700, B1, Proxy, "486 Busy Here/INVITE", "b1", "proxy-1");
    b.send(700, 800, Proxy, B1, "ACK", "b1", "proxy-1");
    b.send(900, 1050, B2, Proxy, "487 Request Terminated/INVITE", "b2", "proxy-2");
    b.message(8).isStray = true;
    b.message(b.send(1050, 1050, Proxy, Caller, "487 Request Terminated/INVITE", "b2", "caller-1")).causedBy = 8;
    b.message(b.send(1050, 1050, Caller, Proxy, "ACK", "b2", "caller-1")).causedBy = 9;
    b.send(1100, -1, B2, Proxy, "487 Request Terminated/INVITE", "b2", "proxy-2");
    return b.take();
}

/// Many calls one upon the other: `count` messages on all links, some of them at the same instant.
inline Trace busy(int count, double stepMs = 7)
{
    static const QList<QByteArray> whats{"INVITE", "100 Trying/INVITE", "180 Ringing/INVITE", "200 OK/INVITE", "ACK",
        "BYE", "200 OK/BYE", "CANCEL", "487 Request Terminated/INVITE", "OPTIONS"};
    TraceBuilder b;
    for (int i = 0; i < count; ++i) {
        const int phone = B1 + i % 2;
        const bool isLeft = i % 3 == 0;
        const bool isBack = i % 5 > 2;
        const int near = isLeft ? static_cast<int>(Caller) : phone;
        const double sent = (i / 2) * 2 * stepMs;
        const double flight = isLeft ? 10 : phone == B1 ? 100 : 150;
        b.send(sent, sent + flight, isBack ? static_cast<int>(near) : static_cast<int>(Proxy),
            isBack ? static_cast<int>(Proxy) : near, whats.at(i % whats.size()), i % 2 == 0 ? "b1" : "b2",
            "m" + QByteArray::number(i));
    }
    return b.take();
}

} // namespace siprace::samples
