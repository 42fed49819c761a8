#pragma once

#include "LiveRun.h"
#include "RunRecord.h"

#include <QObject>

namespace siprace::ui {

enum class RunState
{
    Idle,
    Running,
    Paused
};

/// Runs the open scenario on a thread of its own, and writes what comes of it into the record.
class RunController : public QObject
{
    Q_OBJECT

public:
    explicit RunController(RunRecord& record, QObject* parent = nullptr);

    void run(const Scenario& scenario, const RunOptions& options); ///< ends the one before
    void pause();
    void resume();
    /// To the next message event; with nothing running, to the first one of a new run.
    void step(const Scenario& scenario, const RunOptions& options);
    void stop(); ///< the record keeps what there is
    /// Ends the run, and writes nothing more of it into the record: another one is shown from here on.
    void abandon();
    void restartProxy(const QString& node);
    void perform(const QString& node, const QString& action); ///< "answer", "reject", "hang-up" …
    void byHand(const HandAction& action);
    /// Whether runs go on when nothing is left to do, because a person has the phones in their hands.
    void setInHands(bool isInHands);
    void setPhone(const QString& node, const CalleeSettings& settings);
    void setImpairment(const QString& from, const QString& to, const Impairment& impairment);

    [[nodiscard]] RunState state() const { return m_state; }
    [[nodiscard]] Duration now() const { return m_now; } ///< run time of the latest batch

Q_SIGNALS:
    void stateChanged(siprace::ui::RunState state);
    void advanced(); ///< now() has changed
    void failed(const QString& line);
    void troubled(const QString& line); ///< LiveRun::troubled

private:
    void begin(const Scenario& scenario, const RunOptions& options, bool isPaused);
    void enter(RunState state);

    RunRecord& m_record;
    std::unique_ptr<LiveRun> m_run;
    RunState m_state = RunState::Idle;
    Duration m_now{0};
    int m_ticket = 0;
    bool m_isInHands = false;
};

} // namespace siprace::ui
