#pragma once

#include "RunController.h"
#include "RunRecord.h"

#include <QStatusBar>

class QLabel;
class QLineEdit;

namespace siprace::ui {

/// The line at the foot of the window: what just happened, how the run stands, and the field of "go to time".
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void say(const QString& message); ///< stays until the next
    [[nodiscard]] QString said() const;
    void showRun(const RunRecord& record, RunState state, Duration now);
    void askForTime();

Q_SIGNALS:
    void timeWanted(siprace::Instant instant);

private:
    void takeTime();

    QLabel* m_message = nullptr;
    QLabel* m_run = nullptr;
    QLineEdit* m_time = nullptr;
};

/// "Settled after 950 ms · 22 messages · forward-all, virtual clock, seed 1".
[[nodiscard]] QString runSummary(const Trace& trace, RunState state, Duration now);

} // namespace siprace::ui
