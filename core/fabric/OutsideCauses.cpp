#include "OutsideCauses.h"

#include "SipText.h"

#include <QStringBuilder>

#include <algorithm>
#include <utility>

namespace siprace {

namespace {
// A call has some dozens of messages; what came before these has hardly to do with what is sent now.
constexpr int longestMemory = 1000;
constexpr qsizetype mostUses = 4000;

QByteArray branchOf(QByteArrayView via)
{
    const qsizetype parameters = via.indexOf(';');
    const auto branch = parameters < 0 ? std::nullopt : sip::parameter(via.sliced(parameters), "branch");
    return branch ? sip::owned(*branch) : QByteArray();
}

/// The branch of the Via below the topmost; empty when there is none.
QByteArray branchBelow(QByteArrayView datagram)
{
    bool isTopmost = true;
    qsizetype at = datagram.indexOf('\n') + 1;
    while (at > 0 && at < datagram.size()) {
        const qsizetype end = datagram.indexOf('\n', at);
        const QByteArrayView line = datagram.sliced(at, (end < 0 ? datagram.size() : end) - at).trimmed();
        at = end + 1;
        if (line.isEmpty())
            break;
        if (line.front() != 'V' && line.front() != 'v')
            continue;
        const qsizetype colon = line.indexOf(':');
        const QByteArrayView name = line.first(std::max<qsizetype>(colon, 0)).trimmed();
        if (name.compare("Via", Qt::CaseInsensitive) != 0 && name.compare("v", Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArrayView value : sip::splitOutsideQuotes(line.sliced(colon + 1), ',')) {
            if (!std::exchange(isTopmost, false))
                return branchOf(value);
        }
    }
    return {};
}

QByteArray requestKey(const QByteArray& method, const QByteArray& branch)
{
    return method % ' ' % branch;
}

QByteArray responseKey(const MessageFields& response, const QByteArray& branch)
{
    return QByteArray::number(response.status) % ' ' % response.cseqMethod % ' ' % response.toTag % ' ' % branch;
}
} // namespace

void OutsideCauses::note(int node, const TraceMessage& message)
{
    if (!message.isSip())
        return;
    Node& mind = m_nodes[node];
    if (mind.recent.size >= longestMemory)
        mind.older = std::exchange(mind.recent, {});
    Memory& memory = mind.recent;
    ++memory.size;
    if (message.isRequest())
        memory.requests.insert(requestKey(message.method, message.branch), message.n);
    else if (const QByteArray below = branchBelow(message.raw.bytes()); !below.isEmpty())
        memory.responses.insert(responseKey(message, below), message.n);
    if (message.method == "CANCEL" || (!message.isRequest() && message.cseqMethod == "INVITE"))
        memory.calls[message.callId].append({message.n, message.isFinal(), message.method, message.toTag});
}

void OutsideCauses::explain(Recorder& recorder, int node, const MessageFields& sent, QByteArrayView datagram)
{
    if (!sent.isSip())
        return;
    Node& mind = m_nodes[node];
    if (mind.why.isEmpty())
        mind.why = QStringLiteral("Sent by %1, a program outside: what it thought is not to be seen.")
                       .arg(recorder.trace().nodes.at(node).name);
    int cause = sent.isRequest() ? causeOfRequest(mind, sent, datagram) : causeOfResponse(mind, sent);
    if (cause != 0) {
        const QByteArray use = QByteArray::number(node) % ' ' % QByteArray::number(cause) % ' ' % sent.firstLine % ' '
            % sent.branch % ' ' % sent.toTag;
        if (m_used.size() >= mostUses)
            m_used.clear(); // what it forgets at worst is that a copy of something that old is one
        if (m_used.contains(use))
            cause = 0;
        else
            m_used.insert(use);
    }
    recorder.announce(node, sent, Why{{}, mind.why}, cause);
}

/// A forwarded request has the Via it came with below its own. One of the node's own follows a response: the ACK to a
/// failure has its branch, a CANCEL and the ACK to a 2xx belong to the newest final response of the call.
int OutsideCauses::causeOfRequest(const Node& node, const MessageFields& sent, QByteArrayView datagram)
{
    if (const QByteArray below = branchBelow(datagram); !below.isEmpty()) {
        const QByteArray key = requestKey(sent.method, below);
        return node.recent.requests.value(key, node.older.requests.value(key));
    }
    const bool isAck = sent.method == "ACK";
    if (!isAck && sent.method != "CANCEL")
        return 0;
    const auto fits = [&](const Heard& came) {
        return !isAck || (came.isFinal && came.method.isEmpty() && came.toTag == sent.toTag);
    };
    for (const Memory* memory : {&node.recent, &node.older}) {
        const QList<Heard> call = memory->calls.value(sent.callId);
        if (const auto newest = std::find_if(call.crbegin(), call.crend(), fits); newest != call.crend())
            return newest->n;
    }
    return 0;
}

/// A forwarded response had the Via on top that it goes to now below another; the rest answers a request.
int OutsideCauses::causeOfResponse(const Node& node, const MessageFields& sent)
{
    const QByteArray forwarded = responseKey(sent, sent.branch);
    const QByteArray answered = requestKey(sent.cseqMethod, sent.branch);
    if (const int n = node.recent.responses.value(forwarded, node.older.responses.value(forwarded)); n != 0)
        return n;
    return node.recent.requests.value(answered, node.older.requests.value(answered));
}

} // namespace siprace
