#include "Job.h"

#include <QThread>
#include <QThreadPool>

#include <algorithm>

namespace siprace::ui {

namespace {

/// A map and a walk through the orders wait most of the time for threads of their own; a verdict must not wait for
/// them.
constexpr int leastThreads = 8;

QThreadPool& pool()
{
    QThreadPool& all = *QThreadPool::globalInstance(); // the application waits for it when it ends
    all.setMaxThreadCount(std::max(leastThreads, QThread::idealThreadCount()));
    return all;
}

} // namespace

Job::Job(QObject* parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::resultReadyAt, this, [this](int index) {
        if (const Then then = m_watcher.resultAt(index))
            then();
    });
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &Job::end);
}

Job::~Job()
{
    discard();
}

void Job::start(Work work)
{
    discard();
    const Worker worker;
    m_stop = worker.m_stop;
    m_isRunning = true;
    worker.m_promise->start();
    m_watcher.setFuture(worker.m_promise->future());
    pool().start([worker, work = std::move(work)] {
        work(worker);
        worker.m_promise->finish();
    });
}

void Job::cancel()
{
    if (m_stop)
        *m_stop = true;
}

void Job::discard()
{
    cancel();
    m_isRunning = false;
    m_watcher.setFuture({});
}

void Job::end()
{
    if (!m_isRunning)
        return;
    m_isRunning = false;
    Q_EMIT ended();
}

} // namespace siprace::ui
