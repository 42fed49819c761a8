#pragma once

#include "Explorer.h"

#include <QObject>

#include <thread>

namespace siprace::ui {

/// An exploration on threads of its own; its numbers, and what it found, come to the thread that owns the job.
class ExploreJob : public QObject
{
    Q_OBJECT

public:
    explicit ExploreJob(QObject* parent = nullptr);
    ~ExploreJob() override; ///< cancels, and waits for the runs under way (milliseconds)

    void start(const Scenario& scenario, const ExploreOptions& options);
    void cancel(); ///< what is known comes with finished()
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void advanced(int replays, int orders);
    void finished(const siprace::Exploration& found);
    void failed(const QString& line);

private:
    void work(const Scenario& scenario, ExploreOptions options, int generation);

    std::thread m_thread;
    std::atomic<bool> m_stop = false;
    bool m_isRunning = false;
    int m_generation = 0; ///< of the owner: what an earlier start says is no longer wanted
};

} // namespace siprace::ui
