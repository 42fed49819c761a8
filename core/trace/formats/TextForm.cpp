#include "formats/TextForm.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace siprace {

namespace {

/// One line of the text form: message n, as it arrives or as it departs.
struct TextEvent
{
    Instant at;
    int order = 0; ///< n of the arrival it belongs to
    bool isEffect = false; ///< departs because of that arrival, so it follows it
    int n = 0;

    [[nodiscard]] auto key() const { return std::tuple(at, order, isEffect, n); }
};

/// What node `node` saw. Contract, "Same microsecond": arrivals in order of sending, a node's effects before its next
/// input; what a timer or the script sends stands by its own number.
std::vector<TextEvent> textEvents(const Trace& trace, int node)
{
    std::vector<TextEvent> events;
    for (const TraceMessage& message : trace.messages) {
        if (message.to == node && message.arrived)
            events.push_back({*message.arrived, message.n, false, message.n});
        if (message.from != node)
            continue;
        const int cause = message.causedBy;
        const bool hasCause = cause > 0 && cause <= trace.messages.size();
        const bool isEffect = hasCause && trace.messages.at(cause - 1).to == node
            && trace.messages.at(cause - 1).arrived == message.sent;
        events.push_back({message.sent, isEffect ? cause : message.n, isEffect, message.n});
    }
    std::ranges::sort(events, {}, &TextEvent::key);
    return events;
}

QByteArray textSeconds(Duration sinceFirst)
{
    return '+' + QByteArray::number(toMs(sinceFirst) / 1000.0, 'f', 3);
}

} // namespace

CalleeTags::CalleeTags(const Trace& trace)
{
    for (const TraceMessage& message : trace.messages) {
        if (message.method == "INVITE" && message.toTag.isEmpty() && !m_callerTags.contains(message.callId))
            m_callerTags.insert(message.callId, message.fromTag);
    }
}

QByteArray CalleeTags::of(const MessageFields& message) const
{
    const auto caller = m_callerTags.constFind(message.callId);
    const bool isFromCallee = caller != m_callerTags.cend() && message.toTag == *caller;
    return isFromCallee ? message.fromTag : message.toTag;
}

int textViewpoint(const Trace& trace)
{
    for (const Role role : {Role::Proxy, Role::Caller}) {
        const auto found = std::ranges::find(trace.nodes, role, &TraceNode::part);
        if (found != trace.nodes.end())
            return static_cast<int>(found - trace.nodes.begin());
    }
    return trace.nodes.isEmpty() ? -1 : 0;
}

QString messageLabel(const MessageFields& message)
{
    if (!message.isSip())
        return QStringLiteral("(malformed)");
    if (message.isRequest())
        return QString::fromLatin1(message.method);
    return QStringLiteral("%1/%2").arg(message.status).arg(QString::fromLatin1(message.cseqMethod));
}

QByteArray toText(const Trace& trace, int node)
{
    const int seenAt = node < 0 ? textViewpoint(trace) : node;
    const std::vector<TextEvent> events = textEvents(trace, seenAt);
    const CalleeTags tags(trace);
    QByteArray out;
    for (const TextEvent& event : events) {
        const TraceMessage& message = trace.messages.at(event.n - 1);
        out += textSeconds(event.at - events.front().at) + ' ' + trace.nodes.at(message.from).id.toUtf8() + '>'
            + trace.nodes.at(message.to).id.toUtf8() + ' ' + messageLabel(message).toUtf8();
        const QByteArray tag = message.cseqMethod == "CANCEL" ? QByteArray() : tags.of(message);
        if (!tag.isEmpty())
            out += " (" + tag + ')';
        out += '\n';
    }
    return out;
}

} // namespace siprace
