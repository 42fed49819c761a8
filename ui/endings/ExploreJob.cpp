#include "ExploreJob.h"

#include <QElapsedTimer>

#include <utility>

namespace siprace::ui {

namespace {
constexpr qint64 progressMs = 33;
}

ExploreJob::ExploreJob(QObject* parent)
    : QObject(parent)
{
    connect(&m_job, &Job::ended, this, [this] {
        const auto found = std::exchange(m_found, std::nullopt);
        if (found && *found)
            Q_EMIT finished(**found);
        else if (found)
            Q_EMIT failed(found->error().text());
    });
}

void ExploreJob::start(const Scenario& scenario, const ExploreOptions& options)
{
    m_job.start([this, scenario, wanted = options](const Job::Worker& worker) {
        QElapsedTimer sinceTold;
        ExploreOptions watched = wanted;
        watched.stop = &worker.stop();
        watched.progress = [&](int replays, int orders) {
            if (sinceTold.isValid() && sinceTold.elapsed() < progressMs)
                return;
            sinceTold.start();
            worker.tell([this, replays, orders] { Q_EMIT advanced(replays, orders); });
        };
        worker.tell([this, found = explore(scenario, watched)] { m_found = found; });
    });
}

} // namespace siprace::ui
