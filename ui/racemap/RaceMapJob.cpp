#include "RaceMapJob.h"

#include <QElapsedTimer>

#include <utility>

namespace siprace::ui {

namespace {
constexpr qint64 batchMs = 33;
}

RaceMapJob::RaceMapJob(QObject* parent)
    : QObject(parent)
{
    connect(&m_job, &Job::ended, this, [this] { Q_EMIT finished(m_milliseconds); });
}

void RaceMapJob::start(const ScenarioSource& source, const SweepPlan& plan)
{
    m_job.start([this, source, plan](const Job::Worker& worker) {
        QElapsedTimer whole;
        QElapsedTimer sinceFlush;
        whole.start();
        sinceFlush.start();
        QList<RaceMapCell> batch; // cells come one at a time
        const auto flush = [&] {
            if (!batch.isEmpty())
                worker.tell([this, cells = std::exchange(batch, {})] { Q_EMIT cellsReady(cells); });
            sinceFlush.restart();
        };
        const auto keep = [&](const SweepCell& cell) {
            batch.append(raceMapCell(cell));
            if (sinceFlush.elapsed() >= batchMs)
                flush();
        };
        const auto done = runSweep(source, plan, keep, &worker.stop());
        flush();
        worker.tell([this, line = done ? QString() : done.error().text(), ms = whole.elapsed()] {
            m_milliseconds = ms;
            if (!line.isEmpty())
                Q_EMIT failed(line);
        });
    });
}

} // namespace siprace::ui
