#include "Narrator.h"

#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
// The stack swallows copies and hop-by-hop messages without a word: what is older than this never comes.
constexpr std::size_t maxExpected = 64;

QByteArray branchOf(const sip::Message& message)
{
    const auto via = message.topVia();
    return via ? via->branch : QByteArray();
}
} // namespace

Narrator::Narrator(const NodeEnvironment& environment)
    : m_environment(environment)
{
}

void Narrator::expect(int n, const MessageFields& fields)
{
    m_expected.push_back({n, fields});
    if (m_expected.size() > maxExpected)
        m_expected.pop_front();
}

int Narrator::numberOf(const sip::Message& message)
{
    const QByteArray branch = branchOf(message);
    const auto found = std::ranges::find_if(m_expected, [&](const Expected& expected) {
        const MessageFields& fields = expected.fields;
        return fields.branch == branch && fields.cseq == message.cseq() && fields.cseqMethod == message.cseqMethod()
            && fields.method == message.method() && fields.status == message.status()
            && fields.toTag == message.toTag();
    });
    if (found == m_expected.end())
        return 0;
    const int n = found->n;
    m_expected.erase(m_expected.begin(), std::next(found)); // in order: what came before was swallowed
    return n;
}

void Narrator::announce(const sip::Message& request, Why why, int causedBy)
{
    MessageFields fields;
    fields.method = request.method();
    fields.cseq = request.cseq();
    fields.cseqMethod = request.cseqMethod();
    fields.branch = branchOf(request);
    m_environment.recorder->announce(m_environment.index, fields, std::move(why), causedBy);
}

void Narrator::announce(const sip::Message& request, int status, Why why, int causedBy)
{
    MessageFields fields;
    fields.status = status;
    fields.cseq = request.cseq();
    fields.cseqMethod = request.cseqMethod();
    fields.branch = branchOf(request);
    m_environment.recorder->announce(m_environment.index, fields, std::move(why), causedBy);
}

void Narrator::announceCancel(const sip::Message& invite, Why why, int causedBy)
{
    MessageFields fields;
    fields.method = "CANCEL";
    fields.cseq = invite.cseq();
    fields.cseqMethod = "CANCEL";
    fields.branch = branchOf(invite);
    m_environment.recorder->announce(m_environment.index, fields, std::move(why), causedBy);
}

void Narrator::state(const Dialog& dialog)
{
    StateChange change;
    change.at = m_environment.scheduler->now();
    change.node = m_environment.index;
    change.kind = MachineKind::Dialog;
    change.machine = dialog.machine();
    change.tag = dialog.calleeTag();
    change.label = u"dialog "_s + QString::fromLatin1(change.tag);
    change.state = toString(dialog.state);
    if (const auto target = sip::Uri::parse(dialog.remoteTarget))
        change.peer = m_environment.recorder->trace().nodeIndex(m_environment.ownerOf(target->hop()));
    m_environment.recorder->state(change);
}

void Narrator::timerSet(const QString& machine, const QString& name, Duration after)
{
    const Instant now = m_environment.scheduler->now();
    m_environment.recorder->timer({now, m_environment.index, machine, name, TimerChange::What::Set, now + after});
}

void Narrator::timerEnded(const QString& machine, const QString& name, TimerChange::What what)
{
    m_environment.recorder->timer({m_environment.scheduler->now(), m_environment.index, machine, name, what, {}});
}

void Narrator::discarded(int n, Why why)
{
    if (n > 0)
        m_environment.recorder->discarded(m_environment.scheduler->now(), n, std::move(why));
}

void Narrator::decided(int n, Why why)
{
    m_environment.recorder->decision({m_environment.scheduler->now(), m_environment.index, n, std::move(why)});
}

} // namespace siprace
