#pragma once

#include "RaceMapData.h"

#include <QElapsedTimer>
#include <QObject>

#include <atomic>
#include <thread>

namespace siprace::ui {

/// A sweep on threads of its own; finished cells come in batches, at most 30 a second, to the thread that owns the job.
class RaceMapJob : public QObject
{
    Q_OBJECT

public:
    explicit RaceMapJob(QObject* parent = nullptr);
    ~RaceMapJob() override; ///< cancels, and waits for the runs under way (milliseconds)

    void start(const ScenarioSource& source, const SweepPlan& plan);
    void cancel(); ///< what is done stays; finished() follows
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void cellsReady(const QList<siprace::ui::RaceMapCell>& cells);
    void finished(qint64 milliseconds);
    void failed(const QString& line);

private:
    void work(const ScenarioSource& source, const SweepPlan& plan, int generation);
    void flush(int generation);

    std::thread m_thread;
    std::atomic<bool> m_stop = false;
    bool m_isRunning = false;
    int m_generation = 0; ///< of the owner: batches of an earlier start are no longer wanted
    QList<RaceMapCell> m_batch; ///< of the worker; runSweep hands cells out one at a time
    QElapsedTimer m_sinceFlush;
};

} // namespace siprace::ui
