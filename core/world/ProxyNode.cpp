#include "ProxyNode.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype mostRemembered = 10'000;

/// What the recorder knows a message by.
MessageFields announcedFields(const sip::Message& message)
{
    MessageFields fields;
    fields.method = message.method();
    fields.status = message.status();
    fields.cseq = message.cseq();
    fields.cseqMethod = message.cseqMethod();
    if (const auto via = message.topVia())
        fields.branch = via->branch;
    return fields;
}
} // namespace

ProxyNode::ProxyNode(NodeEnvironment environment, proxy::ProxySettings settings, Remember remember)
    : m_environment(std::move(environment))
    , m_settings(std::move(settings))
    , m_remember(std::move(remember))
{
}

ProxyNode::~ProxyNode() = default;

Result<void> ProxyNode::start()
{
    m_memory = m_remember();
    const proxy::Identity identity{m_environment.id, m_environment.binding.advertised, m_firstBranch,
        m_environment.seed, m_environment.homeDomain, m_environment.secret, m_environment.nonceKey};
    m_core = std::make_unique<proxy::ProxyCore>(m_settings, identity, m_memory.location.get(), m_memory.ledger.get());
    return {};
}

void ProxyNode::stop()
{
    recordForgetting();
    for (const RunningTimer& timer : std::as_const(m_timers))
        m_environment.scheduler->cancel(timer.id);
    m_timers.clear();
    m_alive.clear();
    if (m_core)
        m_firstBranch = m_core->nextBranch();
    m_core.reset();
    m_onStreams.clear();
    m_memory = {};
}

bool ProxyNode::intercept(int n, QByteArray& datagram, const sip::Hop& from)
{
    if (!m_core)
        return true;
    if (auto message = sip::Message::parse(datagram)) {
        feed(proxy::MessageReceived{*std::move(message), from, n});
    } else {
        m_environment.recorder->noteUnreadable();
        feed(proxy::GarbageReceived{datagram, message.error().what, from, n});
    }
    return true;
}

Result<void> ProxyNode::perform(const QString& action, const QMap<QString, QString>&)
{
    return fail({}, u"a proxy cannot \"%1\""_s.arg(action), u"restart, stop or start it"_s);
}

bool ProxyNode::isBusy() const
{
    return false; // all it could still do is in its timers, and the world sees those
}

void ProxyNode::feed(const proxy::Input& input)
{
    proxy::Effects effects = m_core->handle(input, m_environment.scheduler->now());
    for (const proxy::Effect& effect : effects)
        std::visit([this](const auto& one) { perform(one); }, effect);
    m_core->recycle(std::move(effects));
    while (!m_failedSends.isEmpty())
        feed(proxy::SendFailed{m_failedSends.takeFirst()});
}

void ProxyNode::perform(const proxy::Send& send)
{
    if (!m_environment.recorder->isForgetting())
        m_environment.recorder->announce(
            m_environment.index, announcedFields(send.message), send.why, send.causedBy, send.isStray);
    if (!m_environment.transmit(send.message.toBytes(), m_environment.nextHop(send.to)))
        m_failedSends.append(send.key);
    else if (send.to.transport == "tcp")
        rememberKey(send.key);
}

/// The message that has just been sent may turn out not to leave at all.
void ProxyNode::rememberKey(quint64 key)
{
    if (m_onStreams.size() >= mostRemembered)
        m_onStreams.clear(); // what is so old has left, or its timers have run out
    if (key != 0)
        m_onStreams.insert(m_environment.recorder->lastSent(), key);
}

void ProxyNode::undelivered(int n)
{
    const quint64 key = m_onStreams.take(n);
    if (m_core && key != 0)
        feed(proxy::SendFailed{key});
}

void ProxyNode::perform(const proxy::StartTimer& timer)
{
    if (const auto old = m_timers.constFind(timer.timer); old != m_timers.constEnd())
        m_environment.scheduler->cancel(old->id);
    const quint64 number = timer.timer;
    const TimerId id = m_environment.scheduler->after(
        timer.after, [this, number] { fired(number); }, timer.couldSend);
    const RunningTimer running{id, timer.name, timer.machine};
    m_timers.insert(number, running);
    record(running, TimerChange::What::Set, m_environment.scheduler->now() + timer.after);
}

void ProxyNode::perform(const proxy::StopTimer& timer)
{
    const auto found = m_timers.constFind(timer.timer);
    if (found == m_timers.constEnd())
        return;
    m_environment.scheduler->cancel(found->id);
    record(*found, TimerChange::What::Stopped, {});
    m_timers.erase(found);
}

void ProxyNode::fired(quint64 timer)
{
    record(m_timers.take(timer), TimerChange::What::Fired, {});
    feed(proxy::TimerFired{timer});
}

/// With its memory the node loses every transaction and timer: the trace says so, or they would seem to live on.
void ProxyNode::recordForgetting()
{
    QList<quint64> timers = m_timers.keys();
    std::ranges::sort(timers);
    for (const quint64 timer : std::as_const(timers))
        record(m_timers.value(timer), TimerChange::What::Stopped, {});
    std::vector<AliveMachine> alive(m_alive.cbegin(), m_alive.cend());
    std::ranges::sort(alive, {}, &AliveMachine::order);
    for (AliveMachine& machine : alive) {
        StateChange& change = machine.latest;
        change.at = m_environment.scheduler->now();
        change.state = QStringLiteral("Terminated");
        m_environment.recorder->state(change);
    }
}

void ProxyNode::record(const RunningTimer& timer, TimerChange::What what, Instant due)
{
    if (m_environment.recorder->isForgetting())
        return;
    m_environment.recorder->timer(
        {m_environment.scheduler->now(), m_environment.index, timer.machine, timer.name, what, due});
}

void ProxyNode::decide(int n, const Why& why)
{
    if (!why.isEmpty())
        m_environment.recorder->decision({m_environment.scheduler->now(), m_environment.index, n, why});
}

void ProxyNode::perform(const proxy::Discard& discard)
{
    if (discard.byPolicy)
        m_environment.recorder->discarded(m_environment.scheduler->now(), discard.traceNumber, discard.why);
    decide(discard.traceNumber, discard.why);
}

void ProxyNode::perform(const proxy::Note& note)
{
    if (note.isStray)
        m_environment.recorder->stray(note.traceNumber);
    decide(note.traceNumber, note.why);
}

void ProxyNode::perform(const proxy::EnterState& state)
{
    if (m_environment.recorder->isForgetting())
        return;
    StateChange change;
    change.at = m_environment.scheduler->now();
    change.node = m_environment.index;
    change.kind = state.kind;
    change.machine = state.machine;
    change.label = state.label;
    const QString peer = m_environment.ownerOf(state.peer);
    change.peer = peer.isEmpty() ? -1 : m_environment.recorder->trace().nodeIndex(peer);
    change.state = state.state;
    const std::pair key(static_cast<int>(change.kind), change.machine);
    if (change.state == u"Terminated")
        m_alive.remove(key);
    else if (const auto known = m_alive.find(key); known != m_alive.end())
        known->latest = change;
    else
        m_alive.insert(key, {++m_births, change});
    m_environment.recorder->state(std::move(change));
}

} // namespace siprace
