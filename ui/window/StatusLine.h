#pragma once

#include "RunController.h"
#include "RunRecord.h"

#include <QStatusBar>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace siprace::ui {

class ElidedLabel;
class OpenFacesButton;

/// The line at the foot of the window: what just happened, how the run stands, and the field of "go to time".
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void say(const QString& message); ///< stays until the next
    [[nodiscard]] QString said() const;
    void showRun(const RunRecord& record, RunState state, Duration now);
    /// Where the run that begins goes beside the window: a capture, a collector. Both empty: nowhere.
    void setOutlets(const QString& capture, const QString& collector);
    void askForTime();
    void showWork(const QString& what); ///< long work goes on: a bar without an end, and a button that stops it
    void hideWork();

    bool eventFilter(QObject* watched, QEvent* event) override; ///< Esc in the field, and when it is left

Q_SIGNALS:
    void timeDismissed(); ///< no time is wanted after all
    void cancelWanted(); ///< of the work that is shown
    void timeWanted(siprace::Instant instant);

private:
    void takeTime();

    ElidedLabel* m_message = nullptr;
    QLabel* m_run = nullptr;
    QLineEdit* m_time = nullptr;
    QLabel* m_workText = nullptr;
    QProgressBar* m_workBar = nullptr;
    QPushButton* m_workCancel = nullptr;
    OpenFacesButton* m_open = nullptr;
    ElidedLabel* m_outlets = nullptr;
    QString m_capture;
    QString m_collector;
};

/// "Settled after 950 ms · 22 messages · forward-all, virtual clock, seed 1".
[[nodiscard]] QString runSummary(const Trace& trace, RunState state, Duration now);

} // namespace siprace::ui
