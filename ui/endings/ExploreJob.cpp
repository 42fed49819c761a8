#include "ExploreJob.h"

#include <QElapsedTimer>

namespace siprace::ui {

namespace {
constexpr qint64 progressMs = 33;
}

ExploreJob::ExploreJob(QObject* parent)
    : QObject(parent)
{
}

ExploreJob::~ExploreJob()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void ExploreJob::start(const Scenario& scenario, const ExploreOptions& options)
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
    m_stop = false;
    m_isRunning = true;
    ++m_generation;
    m_thread
        = std::thread([this, scenario, options, generation = m_generation] { work(scenario, options, generation); });
}

void ExploreJob::cancel()
{
    m_stop = true;
}

void ExploreJob::work(const Scenario& scenario, ExploreOptions options, int generation)
{
    const auto tell = [this, generation](auto what) {
        QMetaObject::invokeMethod(
            this,
            [this, generation, what] {
                if (generation == m_generation)
                    what();
            },
            Qt::QueuedConnection);
    };
    QElapsedTimer sinceTold;
    options.stop = &m_stop;
    options.progress = [&](int replays, int orders) {
        if (sinceTold.isValid() && sinceTold.elapsed() < progressMs)
            return;
        sinceTold.start();
        tell([this, replays, orders] { Q_EMIT advanced(replays, orders); });
    };
    const auto found = explore(scenario, options);
    tell([this, found] {
        m_isRunning = false;
        if (found)
            Q_EMIT finished(*found);
        else
            Q_EMIT failed(found.error().text());
    });
}

} // namespace siprace::ui
