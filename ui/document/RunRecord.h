#pragma once

#include "Check.h"
#include "Job.h"
#include "Trace.h"

#include <QTimer>

namespace siprace::ui {

/// The run that is shown, live or loaded: its trace and what is to be said of it. The window's parts read it and
/// listen. Findings are made on a thread of their own: when a run has ended, and now and then during a short one.
class RunRecord : public QObject
{
    Q_OBJECT

public:
    explicit RunRecord(QObject* parent = nullptr);

    void begin(const Trace& empty); ///< a run starts
    void append(const Events& events); ///< a batch of it
    void finish(const Trace& whole); ///< it ended
    void load(const Trace& trace); ///< a saved run
    void clear();

    [[nodiscard]] const Trace& trace() const { return m_trace; }
    [[nodiscard]] const Verdict& verdict() const { return m_verdict; }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] bool isEmpty() const { return m_trace.nodes.isEmpty(); }

Q_SIGNALS:
    void begun(); ///< another trace from here on
    void appended(const siprace::Events& events);
    void finished(); ///< whole now
    void judged(); ///< verdict() is new

private:
    void judgeSoon();
    void judgeNow();
    void forgetVerdict();

    Trace m_trace;
    Verdict m_verdict;
    QTimer m_judgeTimer;
    Job m_judging;
    bool m_isStale = false; ///< the trace has grown since the judge took it
    bool m_isRunning = false;
};

} // namespace siprace::ui
