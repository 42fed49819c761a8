#pragma once

#include "World.h"

#include <QObject>

#include <memory>

namespace siprace {

/// A world on a thread of its own, for a window: commands go in, batches of values come out, at most 60 a second.
/// Every function may be called from the window's thread and returns at once.
class LiveRun : public QObject
{
    Q_OBJECT

public:
    explicit LiveRun(QObject* parent = nullptr);
    ~LiveRun() override; ///< ends the run within a second, keeping nothing

    /// `isPaused`: nothing happens before step() or resume().
    void start(const Scenario& scenario, const RunOptions& options, bool isPaused = false);
    void pause();
    void resume();
    void step(); ///< to the next message event; pauses first
    void stop();
    void setImpairment(const QString& from, const QString& to, const Impairment& impairment);
    void byHand(const HandAction& action);
    void keepOpen(bool isKept); ///< World::keepOpen
    void perform(const QString& node, const QString& action, const QMap<QString, QString>& arguments = {});
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    /// The run has begun: a trace without messages (nodes, policy, clock …). Then batches apply to it in order.
    void began(const siprace::Trace& empty);
    /// While nothing happens a batch is empty, and tells the time.
    void batchReady(const siprace::Events& events, qint64 nowUs);
    /// It ended; the whole trace, as a saved one would be.
    void ended(const siprace::Trace& trace);
    /// Something outside went wrong that does not end it, such as a store that cannot be written: RunOptions::trouble.
    void troubled(const QString& line);
    /// It could not be made, or a command was refused: one line.
    void failed(const QString& line);

private Q_SLOTS:
    void deliver();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace siprace
