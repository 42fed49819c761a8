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
    /// Whether verdict() is of this run: until then its numbers are not known, and nothing is to be read from them.
    [[nodiscard]] bool hasVerdict() const { return m_hasVerdict; }
    /// Whether a run that takes its time is being judged; cancelJudging() ends that without a verdict.
    [[nodiscard]] bool isJudgingLong() const { return m_judging.isRunning() && isLong() && !m_hasVerdict; }
    void cancelJudging();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] bool isEmpty() const { return m_trace.nodes.isEmpty(); }

Q_SIGNALS:
    void begun(); ///< another trace from here on
    void appended(const siprace::Events& events);
    void finished(); ///< whole now
    void judged(); ///< verdict() is new
    void judgingLong(const QString& what); ///< a long run is being judged: "Judging 99,990 messages"
    void judgingEnded(); ///< of a long run, done or cancelled

private:
    void judgeSoon();
    void judgeNow();
    void forgetVerdict();
    [[nodiscard]] bool isLong() const;

    Trace m_trace;
    Verdict m_verdict;
    QTimer m_judgeTimer;
    Job m_judging;
    bool m_hasVerdict = false;
    bool m_isStale = false; ///< the trace has grown since the judge took it
    bool m_isRunning = false;
};

} // namespace siprace::ui
