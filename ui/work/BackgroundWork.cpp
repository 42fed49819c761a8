#include "BackgroundWork.h"

#include <utility>

namespace siprace::ui {

namespace {
constexpr int patienceMs = 500;
}

BackgroundWork::BackgroundWork(QObject* parent)
    : QObject(parent)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] { Q_EMIT tookLong(m_what); });
    connect(&m_job, &Job::ended, this, [this] {
        m_patience.stop();
        if (m_waiting.isEmpty())
            Q_EMIT ended();
        else
            next();
    });
}

void BackgroundWork::start(const QString& what, Work work)
{
    m_waiting.append({what, std::move(work)});
    if (!m_job.isRunning())
        next();
}

void BackgroundWork::next()
{
    Piece piece = m_waiting.takeFirst();
    m_what = piece.what;
    m_patience.start();
    m_job.start([work = std::move(piece.work)](const Job::Worker& worker) { worker.tell(work(worker.stop())); });
}

void BackgroundWork::cancel()
{
    const bool wasBusy = isBusy();
    m_waiting.clear();
    m_patience.stop();
    m_job.discard(); // it goes on alone to where it looks at the flag
    if (wasBusy)
        Q_EMIT ended();
}

} // namespace siprace::ui
