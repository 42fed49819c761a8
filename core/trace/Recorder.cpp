#include "Recorder.h"

#include <array>

namespace siprace {

namespace {

// A node that announces and never sends would otherwise keep its announcements for ever.
constexpr std::size_t maxAnnouncements = 256;

// Of a run without an end: how many times as many messages are known by their number as have their text.
constexpr int numberedToKept = 10;

// Whoever shoots garbage at a face does not fill the trace with it.
constexpr int mostMalformedShown = 200;

/// What makes two messages copies of each other. Contract, "Outcome": link, direction, method or status, CSeq, Via
/// branch and To tag.
std::string retransmissionKey(
    const TraceMessage& message, QByteArrayView method, int status, QByteArrayView cseqMethod, QByteArrayView toTag)
{
    const auto append = [](std::string& key, QByteArrayView text) {
        key.append(text.data(), static_cast<std::size_t>(text.size()));
        key += ' ';
    };
    const std::array<quint32, 4> numbers{static_cast<quint32>(message.from), static_cast<quint32>(message.to),
        static_cast<quint32>(status), message.cseq};
    std::string key;
    key.reserve(128);
    key.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    append(key, method);
    append(key, cseqMethod);
    append(key, message.branch);
    append(key, toTag);
    return key;
}

std::string retransmissionKey(const TraceMessage& message)
{
    return retransmissionKey(message, message.method, message.status, message.cseqMethod, message.toTag);
}

Why stockReason(const char* rule, const QString& text)
{
    return Why{QString::fromLatin1(rule), text};
}

/// Why a stack sends a request again. RFC 3261 §17.1.1.2, §17.1.2.2, §13.2.2.4.
Why requestCopyReason(const TraceMessage& message)
{
    if (message.method == "INVITE")
        return stockReason("R-102", QStringLiteral("Timer A: no response to the INVITE yet, so it is sent again."));
    if (message.method == "ACK")
        return stockReason(
            "R-408", QStringLiteral("The final response came again, so its ACK was lost or late: again."));
    return stockReason("R-162",
        QStringLiteral("Timer E: no final response to the %1 yet, so it is sent again.")
            .arg(QString::fromLatin1(message.method)));
}

/// Why a stack sends a response again: its timer, or a copy of the request that it handles now.
Why responseCopyReason(const TraceMessage& message, bool handlesCopy)
{
    if (message.cseqMethod != "INVITE")
        return stockReason("R-183", QStringLiteral("The request came again, so its response is sent again."));
    if (message.isProvisional())
        return stockReason("R-133", QStringLiteral("The INVITE came again: the last provisional response once more."));
    if (message.isSuccess() && handlesCopy)
        return stockReason("R-464", QStringLiteral("The INVITE came again: the 2xx once more."));
    if (message.isSuccess())
        return stockReason("R-453", QStringLiteral("No ACK yet, so the 2xx is sent again (T1, doubling up to T2)."));
    if (handlesCopy)
        return stockReason("R-137", QStringLiteral("The INVITE came again: the final response once more."));
    return stockReason("R-136", QStringLiteral("Timer G: no ACK yet, so the final response is sent again."));
}

/// Whether what is handled can be what makes a node send this copy: of a response its request, of an ACK a response.
/// All other copies are a timer's.
bool mayCauseCopy(const Trace& trace, const TraceMessage& copy)
{
    if (copy.causedBy < 1 || copy.causedBy > trace.messages.size())
        return true; // not known any more
    const TraceMessage& cause = trace.messages.at(copy.causedBy - 1);
    if (copy.isRequest())
        return copy.method == "ACK" && !cause.isRequest();
    return cause.method == copy.cseqMethod && cause.cseq == copy.cseq;
}

/// Why a stack answers by itself: what sofia-sip sends without being asked.
Why stackResponseReason(const TraceMessage& message)
{
    if (message.status == 100)
        return stockReason(
            "R-131", QStringLiteral("No response within 200 ms: 100 Trying quenches the copies of the request."));
    if (message.cseqMethod == "CANCEL" && message.isSuccess())
        return stockReason("R-310", QStringLiteral("The CANCEL matches a pending INVITE: answered 200."));
    if (message.cseqMethod == "CANCEL" && message.status == 481)
        return stockReason("R-309", QStringLiteral("The CANCEL matches no transaction: answered 481."));
    if (message.cseqMethod == "INVITE" && message.status == 487)
        return stockReason(
            "R-310", QStringLiteral("The INVITE was cancelled before its final response: answered 487."));
    return {};
}

} // namespace

Recorder::Recorder(Trace initial, std::function<void(const Event&)> sink)
    : m_trace(std::move(initial))
    , m_sink(std::move(sink))
{
}

int Recorder::sent(Instant at, int from, int to, const QByteArray& datagram, int connection)
{
    return sent(at, from, to, datagram, m_isForgetting ? MessageFields{} : readFields(datagram), connection);
}

const MessageFields& Recorder::fieldsOf(int n)
{
    if (m_isForgetting) {
        TraceMessage& message = m_trace.messages[n - 1];
        if (message.firstLine.isEmpty())
            static_cast<MessageFields&>(message) = readFields(message.raw.bytes());
    }
    return m_trace.messages.at(n - 1);
}

int Recorder::sent(Instant at, int from, int to, const QByteArray& datagram, MessageFields fields, int connection)
{
    TraceMessage message;
    static_cast<MessageFields&>(message) = std::move(fields);
    m_last = m_kept > 0 ? m_last % (numberedToKept * m_kept) + 1 : m_last + 1;
    message.n = m_last;
    message.from = from;
    message.to = to;
    message.sent = at;
    message.raw = datagram;
    message.connection = connection;
    if (message.isSip()) {
        int& first = m_firstOfKind[retransmissionKey(message)];
        message.retransmissionOf = first;
        if (first == 0)
            first = message.n;
        explain(message);
    }
    settle(message.why.text);
    const TraceMessage& kept = place(std::move(message));
    if (m_sink && !m_isForgetting)
        m_sink(MessageSent{kept});
    const int n = kept.n;
    if (m_kept > 0)
        forgetOld();
    return n;
}

int Recorder::joined(TraceNode node)
{
    tell(NodeJoined{node});
    if (const int known = m_trace.nodeIndex(node.id); known >= 0) {
        m_trace.nodes[known] = std::move(node);
        return known;
    }
    m_trace.nodes.append(std::move(node));
    return static_cast<int>(m_trace.nodes.size()) - 1;
}

void Recorder::keepOnly(int messages, bool isWatched)
{
    m_kept = messages;
    m_isForgetting = !isWatched;
    // Moving them to a larger list again and again would cost more than they do.
    m_trace.messages.reserve(qsizetype{numberedToKept} * messages);
}

/// Where the message is in the trace: behind the others, or where one was that is long forgotten.
TraceMessage& Recorder::place(TraceMessage message)
{
    if (message.n > m_trace.messages.size()) {
        m_trace.messages.append(std::move(message));
        return m_trace.messages.last();
    }
    return m_trace.messages[message.n - 1] = std::move(message);
}

void Recorder::forgetOld()
{
    const int all = numberedToKept * m_kept;
    const qsizetype old = (m_last - m_kept - 1 + all) % all;
    if (old < m_trace.messages.size()) {
        TraceMessage& message = m_trace.messages[old];
        static_cast<MessageFields&>(message) = {};
        message.raw = {};
        message.why = {};
    }
    const qsizetype most = qsizetype{4} * m_kept;
    if (static_cast<qsizetype>(m_firstOfKind.size()) > most)
        m_firstOfKind.clear(); // a copy of something that old is taken for new
    if (m_states.size() > most)
        m_states.clear();
    const auto halve = [most](auto& list) {
        if (list.size() > most)
            list.remove(0, list.size() - most / 2);
    };
    halve(m_trace.states);
    halve(m_trace.timers);
    halve(m_trace.decisions);
    halve(m_trace.actions);
    halve(m_trace.connections);
}

void Recorder::explain(TraceMessage& message)
{
    if (takeAnnouncement(message))
        return;
    message.causedBy = m_handling.value(message.from, 0);
    const bool isCopy = message.retransmissionOf != 0;
    if (isCopy && !mayCauseCopy(m_trace, message))
        message.causedBy = 0; // the timer's, which has run out in the same instant
    if (!message.isRequest()) {
        message.why = isCopy ? responseCopyReason(message, message.causedBy != 0) : stackResponseReason(message);
        return;
    }
    if (message.method == "ACK") {
        // The ACK to a failure has the branch of its INVITE (RFC 3261 §17.1.1.3), the ACK to a 2xx has its own.
        const auto ofInvite = [&](QByteArrayView toTag) {
            return m_firstOfKind.contains(retransmissionKey(message, "INVITE", 0, "INVITE", toTag));
        };
        if (ofInvite({}) || ofInvite(message.toTag)) {
            message.why = isCopy
                ? stockReason(
                    "R-108", QStringLiteral("The failure response came again: the transaction repeats its ACK."))
                : stockReason("R-106", QStringLiteral("A failure response ends the INVITE: the transaction ACKs it."));
            return;
        }
    }
    if (isCopy)
        message.why = requestCopyReason(message);
}

bool Recorder::takeAnnouncement(TraceMessage& message)
{
    const auto list = m_announced.find(message.from);
    if (list == m_announced.end())
        return false;
    for (auto it = list->begin(); it != list->end(); ++it) {
        const MessageFields& what = it->what;
        const bool isMatch = what.method == message.method && what.status == message.status && what.cseq == message.cseq
            && (what.branch.isEmpty() || what.branch == message.branch)
            && (what.cseqMethod.isEmpty() || what.cseqMethod == message.cseqMethod);
        if (!isMatch)
            continue;
        message.why = std::move(it->why);
        message.causedBy = it->causedBy;
        message.isStray = it->isStray;
        list->erase(it);
        return true;
    }
    return false;
}

void Recorder::announce(int from, const MessageFields& what, Why why, int causedBy, bool isStray)
{
    if (m_isForgetting)
        return;
    std::deque<Announcement>& list = m_announced[from];
    if (list.size() >= maxAnnouncements)
        list.pop_front();
    list.push_back({what, std::move(why), causedBy, isStray});
}

void Recorder::settle(QString& text) const
{
    if (m_addressForm && text.contains(u"127."))
        text = QString::fromUtf8(m_addressForm(text.toUtf8()));
}

void Recorder::changed(int n)
{
    if (!m_sink || m_isForgetting)
        return;
    const TraceMessage& message = m_trace.messages.at(n - 1);
    tell(MessageEnded{n, message.arrived, message.fate, message.fateWhy, message.isStray});
}

void Recorder::arrived(Instant at, int n)
{
    TraceMessage& message = m_trace.messages[n - 1];
    message.arrived = at;
    message.fate = Fate::Delivered;
    message.fateWhy = {}; // of a copy that was lost
    changed(n);
}

void Recorder::lost(Instant, int n, Why why)
{
    TraceMessage& message = m_trace.messages[n - 1];
    message.arrived.reset();
    message.fate = Fate::Lost;
    message.fateWhy = std::move(why);
    settle(message.fateWhy.text);
    changed(n);
}

void Recorder::malformed(Instant at, int node, const QByteArray& datagram)
{
    ++m_trace.malformed;
    if (m_trace.malformed > mostMalformedShown)
        return; // counted still
    QString shown;
    for (const char c : datagram.left(40))
        shown += c >= ' ' && c <= '~' ? QChar::fromLatin1(c) : QChar(u'.');
    decision({at, node, 0,
        stockReason("R-012",
            QStringLiteral("A datagram of %1 bytes that is no readable SIP message came to this address: \"%2\".")
                .arg(datagram.size())
                .arg(shown))});
}

void Recorder::connection(ConnectionEvent event)
{
    tell(event);
    m_trace.connections.append(std::move(event));
}

void Recorder::discarded(Instant, int n, Why why)
{
    if (n < 1 || n > m_trace.messages.size())
        return;
    TraceMessage& message = m_trace.messages[n - 1];
    message.fate = Fate::Discarded;
    message.fateWhy = std::move(why);
    settle(message.fateWhy.text);
    changed(n);
}

void Recorder::stray(int n)
{
    if (n < 1 || n > m_trace.messages.size() || m_trace.messages.at(n - 1).isStray)
        return;
    m_trace.messages[n - 1].isStray = true;
    changed(n);
}

void Recorder::handling(int node, int n)
{
    m_handling[node] = n;
}

void Recorder::state(StateChange change)
{
    if (m_isForgetting && change.kind != MachineKind::Node)
        return;
    QString& last = m_states[{change.node, change.machine}];
    if (last == change.state)
        return;
    last = change.state;
    settle(change.label);
    tell(change);
    m_trace.states.append(std::move(change));
}

void Recorder::timer(TimerChange change)
{
    if (m_isForgetting)
        return;
    tell(change);
    m_trace.timers.append(std::move(change));
}

void Recorder::decision(Decision decision)
{
    if (m_isForgetting)
        return;
    settle(decision.why.text);
    tell(decision);
    m_trace.decisions.append(std::move(decision));
}

void Recorder::action(Instant at, int node, QString what)
{
    Trace::Action action{at, node, std::move(what)};
    tell(action);
    m_trace.actions.append(std::move(action));
}

} // namespace siprace
