#include "RaceMapJob.h"

namespace siprace::ui {

namespace {
constexpr qint64 batchMs = 33;
}

RaceMapJob::RaceMapJob(QObject* parent)
    : QObject(parent)
{
}

RaceMapJob::~RaceMapJob()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void RaceMapJob::start(const ScenarioSource& source, const SweepPlan& plan)
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
    m_stop = false;
    m_isRunning = true;
    m_batch.clear();
    ++m_generation;
    m_thread = std::thread([this, source, plan, generation = m_generation] { work(source, plan, generation); });
}

void RaceMapJob::cancel()
{
    m_stop = true;
}

void RaceMapJob::work(const ScenarioSource& source, const SweepPlan& plan, int generation)
{
    QElapsedTimer whole;
    whole.start();
    m_sinceFlush.start();
    const auto done = runSweep(
        source, plan,
        [this, generation](const SweepCell& cell) {
            m_batch.append(raceMapCell(cell));
            if (m_sinceFlush.elapsed() >= batchMs)
                flush(generation);
        },
        &m_stop);
    flush(generation);
    const QString line = done ? QString() : done.error().text();
    QMetaObject::invokeMethod(
        this,
        [this, line, generation, ms = whole.elapsed()] {
            if (generation != m_generation)
                return;
            m_isRunning = false;
            if (!line.isEmpty())
                Q_EMIT failed(line);
            Q_EMIT finished(ms);
        },
        Qt::QueuedConnection);
}

void RaceMapJob::flush(int generation)
{
    if (!m_batch.isEmpty())
        QMetaObject::invokeMethod(
            this,
            [this, generation, batch = std::exchange(m_batch, {})] {
                if (generation == m_generation)
                    Q_EMIT cellsReady(batch);
            },
            Qt::QueuedConnection);
    m_sinceFlush.restart();
}

} // namespace siprace::ui
