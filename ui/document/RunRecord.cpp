#include "RunRecord.h"

#include "FreeMemory.h"

#include <QLocale>

namespace siprace::ui {

namespace {

constexpr int judgeEveryMs = 300;
constexpr qsizetype largestJudgedLive = 2000; ///< messages

} // namespace

RunRecord::RunRecord(QObject* parent)
    : QObject(parent)
{
    keepLongListsApart();
    m_judgeTimer.setSingleShot(true);
    m_judgeTimer.setInterval(judgeEveryMs);
    connect(&m_judgeTimer, &QTimer::timeout, this, &RunRecord::judgeNow);
    connect(&m_judging, &Job::ended, this, [this] {
        if (m_isStale)
            judgeNow();
        else if (isLong())
            Q_EMIT judgingEnded();
    });
}

void RunRecord::begin(const Trace& empty)
{
    forgetVerdict();
    m_trace = empty;
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
    if (isLong()) { // it grew beyond what was judged on the way
        m_verdict = {};
        m_hasVerdict = false;
    }
    Q_EMIT finished();
    judgeNow();
    if (isLong()) {
        Q_EMIT judgingLong(tr("Judging %1 messages").arg(QLocale().toString(m_trace.messages.size())));
        Q_EMIT judged(); // what stood there was of the beginning
    }
}

void RunRecord::load(const Trace& trace)
{
    begin(trace);
    finish(trace);
}

void RunRecord::clear()
{
    forgetVerdict();
    m_trace = {};
    m_isRunning = false;
    Q_EMIT begun();
    Q_EMIT judged();
}

bool RunRecord::isLong() const
{
    return m_trace.messages.size() > largestJudgedLive;
}

void RunRecord::cancelJudging()
{
    if (!isJudgingLong())
        return;
    forgetVerdict();
    Q_EMIT judged();
}

void RunRecord::judgeSoon()
{
    if (!isLong() && !m_judgeTimer.isActive())
        m_judgeTimer.start();
}

void RunRecord::judgeNow()
{
    m_judgeTimer.stop();
    m_isStale = m_judging.isRunning();
    if (m_isStale)
        return; // again when that one is back
    m_judging.start([this, trace = m_trace](const Job::Worker& worker) {
        const Verdict verdict = judge(trace);
        if (trace.messages.size() > largestJudgedLive)
            giveBackFreeMemory();
        worker.tell([this, verdict] {
            m_verdict = verdict;
            m_hasVerdict = true;
            Q_EMIT judged();
        });
    });
}

/// Another run from here on: a verdict of the one before does not come any more.
void RunRecord::forgetVerdict()
{
    m_judgeTimer.stop();
    const bool wasLong = m_judging.isRunning() && isLong();
    m_judging.discard();
    m_isStale = false;
    m_verdict = {};
    m_hasVerdict = false;
    if (wasLong)
        Q_EMIT judgingEnded();
}

} // namespace siprace::ui
