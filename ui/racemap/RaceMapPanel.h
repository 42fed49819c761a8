#pragma once

#include "RaceMapJob.h"
#include "RaceMapView.h"

#include <QImage>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace siprace::ui {

/// The race map with everything to ask for one: two axes, policies, seeds; run, cancel, zoom out, export.
class RaceMapPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RaceMapPanel(QWidget* parent = nullptr);

    /// Takes the scenario that is open; proposes axes that fit it. Cancels a map that is still filling.
    void setSource(const ScenarioSource& source);
    /// Runs what the fields say; a fault in them is told in the status line.
    void run();
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job->isRunning(); }
    [[nodiscard]] RaceMapView* view() const { return m_view; }
    /// The scenario of one cell, to show its ladder.
    [[nodiscard]] Result<Scenario, Diagnostics> scenarioOf(int column, int row) const;

Q_SIGNALS:
    /// A cell was chosen: its scenario, and the policy it ran under.
    void ladderWanted(const siprace::Scenario& scenario, const QString& policy);
    void exportWanted(const QString& path, const QImage& picture); ///< the maps as they are shown, in double size

private:
    struct AxisFields
    {
        QComboBox* path = nullptr;
        QLineEdit* range = nullptr; ///< "0ms:290ms:10ms"
        QString name; ///< "Across"
    };

    [[nodiscard]] QWidget* makeBar();
    [[nodiscard]] QPushButton* makePolicies();
    void makeAxis(AxisFields& fields, const QString& name, QWidget* bar);
    [[nodiscard]] Result<SweepPlan> plan() const;
    [[nodiscard]] static Result<SweepAxis> axisOf(const AxisFields& fields);
    void markFields();
    void begin(const SweepPlan& plan);
    void zoom(int firstColumn, int lastColumn, int firstRow, int lastRow);
    void zoomOut();
    void finish(qint64 milliseconds);
    void exportResults();
    [[nodiscard]] QImage picture() const;
    void tell(const QString& line);
    void tellProgress();
    void showRunning();

    std::optional<ScenarioSource> m_source;
    QList<SweepPlan> m_zoomedFrom;
    AxisFields m_x;
    AxisFields m_y;
    QList<QAction*> m_policies;
    QSpinBox* m_seeds = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_zoomOut = nullptr;
    QPushButton* m_export = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_status = nullptr;
    RaceMapJob* m_job;
    RaceMapView* m_view;
};

/// The numeric paths of a scenario that a map can be drawn over, most telling first: answer times, delays, loss.
[[nodiscard]] QStringList sweepablePaths(const Scenario& scenario);
/// A range for a path around its value in the scenario: "0ms:870ms:30ms".
[[nodiscard]] QString proposedRange(const Scenario& scenario, const QString& path);

} // namespace siprace::ui
