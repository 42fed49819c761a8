#include "OutsideCauses.h"

#include "Message.h"

#include <algorithm>
#include <ranges>

namespace siprace {

namespace {
// A call has some dozens of messages; what came before these has hardly to do with what is sent now.
constexpr int longestMemory = 2000;

QByteArrayList branchesOf(const QByteArray& datagram)
{
    QByteArrayList branches;
    if (const auto message = sip::Message::parse(datagram)) {
        const QList<sip::Via> vias = message->vias();
        for (const sip::Via& via : vias)
            branches.append(via.branch);
    }
    return branches;
}

template <class Seen, class Fits> int latest(const std::vector<Seen>& seen, Fits fits)
{
    const auto newestFirst = seen | std::views::reverse;
    const auto found = std::ranges::find_if(newestFirst, fits);
    return found == newestFirst.end() ? 0 : found->n;
}
} // namespace

void OutsideCauses::note(int node, int n, const QByteArray& datagram)
{
    std::vector<Seen>& seen = m_seen[node];
    if (static_cast<int>(seen.size()) >= longestMemory)
        seen.erase(seen.begin(), seen.begin() + longestMemory / 2);
    seen.push_back({n, readFields(datagram), branchesOf(datagram)});
}

void OutsideCauses::explain(Recorder& recorder, int node, const QByteArray& datagram)
{
    const Seen sent{0, readFields(datagram), branchesOf(datagram)};
    if (!sent.fields.isSip())
        return;
    const std::vector<Seen>& seen = m_seen[node];
    int cause = sent.fields.isRequest() ? causeOfRequest(seen, sent) : causeOfResponse(seen, sent);
    const QByteArray use = QByteArray::number(node) + ' ' + QByteArray::number(cause) + ' ' + sent.fields.firstLine
        + ' ' + sent.fields.branch + ' ' + sent.fields.toTag;
    if (cause != 0 && m_used.contains(use))
        cause = 0;
    if (m_used.size() >= qsizetype{2} * longestMemory)
        m_used.clear(); // what it forgets at worst is that a copy of something that old is one
    m_used.insert(use);
    const QString text = QStringLiteral("Sent by %1, a program outside: what it thought is not to be seen.")
                             .arg(recorder.trace().nodes.at(node).name);
    recorder.announce(node, sent.fields, Why{{}, text}, cause);
}

/// A forwarded request has the Via it came with below its own. One of the node's own follows a response: the ACK to a
/// failure has its branch, a CANCEL and the ACK to a 2xx belong to the newest final response of the call.
int OutsideCauses::causeOfRequest(const std::vector<Seen>& seen, const Seen& sent) const
{
    if (sent.branches.size() > 1) {
        return latest(seen, [&](const Seen& came) {
            return came.fields.method == sent.fields.method && came.fields.branch == sent.branches.at(1);
        });
    }
    const bool isAck = sent.fields.method == "ACK";
    if (!isAck && sent.fields.method != "CANCEL")
        return 0;
    return latest(seen, [&](const Seen& came) {
        if (came.fields.callId != sent.fields.callId)
            return false;
        if (isAck)
            return came.fields.isFinal() && came.fields.cseqMethod == "INVITE"
                && came.fields.toTag == sent.fields.toTag;
        return came.fields.method == "CANCEL" || (!came.fields.isRequest() && came.fields.cseqMethod == "INVITE");
    });
}

/// A forwarded response had the Via on top that it goes to now below another; the rest answers a request.
int OutsideCauses::causeOfResponse(const std::vector<Seen>& seen, const Seen& sent) const
{
    const int forwarded = latest(seen, [&](const Seen& came) {
        return came.fields.status == sent.fields.status && came.fields.cseqMethod == sent.fields.cseqMethod
            && came.fields.toTag == sent.fields.toTag && came.branches.size() > 1
            && came.branches.at(1) == sent.fields.branch;
    });
    if (forwarded != 0)
        return forwarded;
    return latest(seen, [&](const Seen& came) {
        return came.fields.method == sent.fields.cseqMethod && came.fields.branch == sent.fields.branch;
    });
}

} // namespace siprace
