#pragma once

#include "Explorer.h"
#include "Job.h"

#include <optional>

namespace siprace::ui {

/// An exploration on threads of its own; its numbers, and what it found, come to the thread that owns the job.
class ExploreJob : public QObject
{
    Q_OBJECT

public:
    explicit ExploreJob(QObject* parent = nullptr);

    void start(const Scenario& scenario, const ExploreOptions& options);
    void cancel() { m_job.cancel(); } ///< what is known comes with finished()
    void discard() { m_job.discard(); } ///< nothing comes
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void advanced(int replays, int orders);
    void finished(const siprace::Exploration& found);
    void failed(const QString& line);

private:
    Job m_job;
    std::optional<Result<Exploration>> m_found;
};

} // namespace siprace::ui
