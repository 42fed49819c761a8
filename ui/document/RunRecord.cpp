#include "RunRecord.h"

#include <QPromise>
#include <QThreadPool>

#include <memory>

namespace siprace::ui {

namespace {

constexpr int judgeEveryMs = 300;
constexpr qsizetype largestJudgedLive = 2000; ///< messages

} // namespace

RunRecord::RunRecord(QObject* parent)
    : QObject(parent)
{
    m_judgeTimer.setSingleShot(true);
    m_judgeTimer.setInterval(judgeEveryMs);
    connect(&m_judgeTimer, &QTimer::timeout, this, &RunRecord::judgeNow);
    connect(&m_judging, &QFutureWatcherBase::finished, this, &RunRecord::take);
}

void RunRecord::begin(const Trace& empty)
{
    ++m_ticket;
    m_trace = empty;
    m_verdict = {};
    m_isRunning = true;
    Q_EMIT begun();
    Q_EMIT judged();
}

void RunRecord::append(const Events& events)
{
    for (const Event& event : events)
        apply(m_trace, event);
    Q_EMIT appended(events);
    judgeSoon();
}

void RunRecord::finish(const Trace& whole)
{
    m_trace = whole;
    m_isRunning = false;
    Q_EMIT finished();
    judgeNow();
}

void RunRecord::load(const Trace& trace)
{
    begin(trace);
    finish(trace);
}

void RunRecord::clear()
{
    ++m_ticket;
    m_judgeTimer.stop();
    m_trace = {};
    m_verdict = {};
    m_isRunning = false;
    Q_EMIT begun();
    Q_EMIT judged();
}

void RunRecord::judgeSoon()
{
    if (m_trace.messages.size() <= largestJudgedLive && !m_judgeTimer.isActive())
        m_judgeTimer.start();
}

void RunRecord::judgeNow()
{
    m_judgeTimer.stop();
    m_isStale = m_isJudging;
    if (m_isJudging)
        return; // again when that one is back
    m_isJudging = true;
    m_judgedTicket = m_ticket;
    const auto promise = std::make_shared<QPromise<Verdict>>();
    m_judging.setFuture(promise->future());
    promise->start();
    QThreadPool::globalInstance()->start([promise, trace = m_trace] {
        promise->addResult(judge(trace));
        promise->finish();
    });
}

void RunRecord::take()
{
    m_isJudging = false;
    const bool isOfThisRun = m_judgedTicket == m_ticket;
    if (isOfThisRun) {
        m_verdict = m_judging.result();
        Q_EMIT judged();
    }
    if (m_isStale || !isOfThisRun)
        judgeNow();
}

} // namespace siprace::ui
