#include "BackgroundWork.h"

#include <QPromise>
#include <QThreadPool>

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
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &BackgroundWork::take);
}

BackgroundWork::~BackgroundWork()
{
    if (m_isCancelled)
        *m_isCancelled = true;
}

void BackgroundWork::start(const QString& what, Work work)
{
    m_waiting.append({what, std::move(work)});
    if (!m_isBusy)
        next();
}

void BackgroundWork::next()
{
    Piece piece = m_waiting.takeFirst();
    m_isBusy = true;
    m_what = piece.what;
    m_isCancelled = std::make_shared<std::atomic<bool>>(false);
    const auto promise = std::make_shared<QPromise<Then>>();
    m_watcher.setFuture(promise->future());
    promise->start();
    m_patience.start();
    QThreadPool::globalInstance()->start([promise, work = std::move(piece.work), isCancelled = m_isCancelled] {
        promise->addResult(work(*isCancelled));
        promise->finish();
    });
}

void BackgroundWork::cancel()
{
    m_waiting.clear();
    m_patience.stop();
    if (!m_isBusy)
        return;
    *m_isCancelled = true;
    m_watcher.setFuture({}); // it goes on alone to where it looks at the flag
    m_isBusy = false;
    Q_EMIT ended();
}

void BackgroundWork::take()
{
    if (!m_isBusy || m_watcher.future().resultCount() == 0)
        return;
    m_patience.stop();
    const Then then = m_watcher.result();
    m_isBusy = false;
    if (then)
        then();
    if (m_isBusy) // `then` began something itself
        return;
    if (m_waiting.isEmpty())
        Q_EMIT ended();
    else
        next();
}

} // namespace siprace::ui
