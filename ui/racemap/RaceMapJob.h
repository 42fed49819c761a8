#pragma once

#include "Job.h"
#include "RaceMapData.h"

namespace siprace::ui {

/// A sweep on threads of its own; finished cells come in batches, at most 30 a second, to the thread that owns the job.
class RaceMapJob : public QObject
{
    Q_OBJECT

public:
    explicit RaceMapJob(QObject* parent = nullptr);

    void start(const ScenarioSource& source, const SweepPlan& plan);
    void cancel() { m_job.cancel(); } ///< what is done stays; finished() follows
    void discard() { m_job.discard(); } ///< nothing follows
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void cellsReady(const QList<siprace::ui::RaceMapCell>& cells);
    void finished(qint64 milliseconds);
    void failed(const QString& line); ///< then finished() follows

private:
    Job m_job;
    qint64 m_milliseconds = 0;
};

} // namespace siprace::ui
