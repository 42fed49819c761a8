#include "Outbox.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

void Outbox::begin(Instant now, int traceNumber)
{
    m_now = now;
    m_traceNumber = traceNumber;
    m_effects.clear();
}

Effects Outbox::take()
{
    return std::exchange(m_effects, {});
}

void Outbox::recycle(Effects&& performed)
{
    m_effects = std::move(performed);
    m_effects.clear();
}

void Outbox::send(sip::Message message, const sip::Hop& to, Why why, quint64 key, bool isStray)
{
    m_effects.emplace_back(Send{std::move(message), to, std::move(why), m_traceNumber, key, isStray});
}

quint64 Outbox::start(const TimerTarget& target, Duration after, const QString& machine, bool couldSend, const Why& why)
{
    const quint64 timer = ++m_lastTimer;
    m_targets.emplace(timer, target);
    m_effects.emplace_back(StartTimer{timer, after, toString(target.kind), machine, couldSend, why});
    return timer;
}

void Outbox::stop(quint64& timer, const Why& why)
{
    if (timer == 0)
        return;
    m_targets.erase(timer);
    m_effects.emplace_back(StopTimer{timer, why});
    timer = 0;
}

std::optional<TimerTarget> Outbox::fired(quint64 timer)
{
    const auto found = m_targets.find(timer);
    if (found == m_targets.end())
        return {};
    const TimerTarget target = found->second;
    m_targets.erase(found);
    return target;
}

void Outbox::state(MachineKind kind, const QString& machine, const QString& label, const sip::Hop& peer,
    const QString& state, const Why& why)
{
    m_effects.emplace_back(EnterState{kind, machine, label, peer, state, why});
}

void Outbox::discard(Why why, bool byPolicy)
{
    m_effects.emplace_back(Discard{m_traceNumber, byPolicy, std::move(why)});
}

void Outbox::note(Why why, bool isStray)
{
    m_effects.emplace_back(Note{m_traceNumber, isStray, std::move(why)});
}

QString toString(TimerKind kind)
{
    static const std::array<QString, timerKinds> names = {u"A"_s, u"B"_s, u"C"_s, u"D"_s, u"E"_s, u"F"_s, u"G"_s,
        u"H"_s, u"I"_s, u"J"_s, u"K"_s, u"L"_s, u"M"_s, u"100"_s, u"serial"_s, u"cancel"_s, u"linger"_s};
    return names[std::size_t(kind)];
}

} // namespace siprace::proxy
