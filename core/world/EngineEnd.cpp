#include "Engine.h"

// How a run ends, and what is told of its clock.

namespace siprace {

using namespace Qt::StringLiterals;

/// A scenario that sends for ever is no run; on a LAN others have sent that much, and what was until then is kept.
void Engine::endOverLimit()
{
    m_isOverLimit = !m_scenario.lan;
    m_recorder.decision({now(), 0, 0, Why{{}, u"The run ends: more than %L1 messages."_s.arg(messageLimit())}});
    end(u"limit"_s);
}

void Engine::end(const QString& how)
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    m_recorder.header().ended = how;
    // What is still there has been there until now, also when nothing has happened for long.
    if (how == u"time")
        m_recorder.decision({now(), 0, 0, Why{{}, u"The run ends: its time is over."_s}});
    else if (how == u"user")
        m_recorder.decision({now(), 0, 0, Why{{}, u"The run ends: it was ended by hand."_s}});
    for (const auto& outlet : m_options.outlets) {
        outlet->over(trace());
        checkOutlet(*outlet, 0);
    }
    finish();
}

void Engine::finish()
{
    if (m_clock.isVirtual())
        return;
    const Lateness& late = m_fabric->lateness();
    ClockReport report;
    report.samples = static_cast<int>(late.count());
    report.median = late.share(0.5);
    report.p99 = late.share(0.99);
    report.maximum = late.maximum();
    m_recorder.header().clockReport = report;
}

} // namespace siprace
