#pragma once

#include "EndingsModel.h"
#include "ExploreJob.h"

#include <QWidget>

class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace siprace::ui {

class PageBar;

/// The explorer as a page of the window: what it may lose and how long it may take, how far it is, and the endings it
/// found. A click on one opens the ladder of that very run.
class EndingsPage : public QWidget
{
    Q_OBJECT

public:
    explicit EndingsPage(QWidget* parent = nullptr);

    /// Takes the scenario that is open, with its changes, and the policy of the next run. Coming back to the same ones
    /// keeps what was found.
    void open(const Scenario& scenario, const QString& policy);
    void find();
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job->isRunning(); }
    [[nodiscard]] const EndingsModel& endings() const { return *m_model; }

Q_SIGNALS:
    void closeWanted();
    void ladderWanted(const siprace::Scenario& scenario, const QString& policy);

private:
    [[nodiscard]] QWidget* makeControls();
    void connectParts();
    [[nodiscard]] static QString reachText(Exploration::Reach reach);
    void show(const Exploration& found);
    void say(const QString& text);
    void setRunning(bool isRunning);
    void openLadder(const QModelIndex& index);

    Scenario m_scenario;
    QString m_policy;
    PageBar* m_bar = nullptr;
    QSpinBox* m_maxLost = nullptr;
    QSpinBox* m_budget = nullptr;
    QPushButton* m_find = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_said = nullptr;
    QListView* m_list = nullptr;
    EndingsModel* m_model = nullptr;
    ExploreJob* m_job = nullptr;
};

} // namespace siprace::ui
