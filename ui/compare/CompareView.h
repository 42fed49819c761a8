#pragma once

#include "Comparison.h"
#include "LadderTheme.h"
#include "Scenario.h"

#include <QFutureWatcher>
#include <QWidget>

#include <atomic>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace siprace::ui {

class CompareColumn;

/// The same scenario and seed under two to four policies, side by side on one time axis, scrolled together. What is
/// common to all is dimmed; outcome numbers that differ are coloured. The runs are virtual, on threads of their own.
class CompareView : public QWidget
{
    Q_OBJECT

public:
    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    /// Compares this scenario: `policy` and the ones chosen before (at first the one after it).
    void open(const Scenario& scenario, const QString& policy);
    void setTheme(const LadderTheme& theme);
    [[nodiscard]] const Comparison& comparison() const { return m_comparison; }
    [[nodiscard]] QList<CompareColumn*> columns() const { return m_columns; }
    /// Writes the ladders side by side, in the format of the suffix. Fails with one line.
    [[nodiscard]] Result<void> exportTo(const QString& path) const;

Q_SIGNALS:
    void closeWanted();
    void said(const QString& message);

private:
    struct Answer
    {
        Comparison comparison;
        QString error;
    };

    QWidget* makeBar();
    void toggled();
    void run();
    void take();
    void showColumns();
    void shareAxis();
    void scrollAll(int y);
    void askExport();
    [[nodiscard]] QStringList chosenPolicies() const;

    Scenario m_scenario;
    LadderTheme m_theme = ladderTheme();
    Comparison m_comparison;
    QFutureWatcher<Answer> m_watcher;
    std::shared_ptr<std::atomic<bool>> m_stop;
    QLabel* m_file = nullptr;
    QLabel* m_text = nullptr;
    QList<QPushButton*> m_policies;
    QPushButton* m_onlyDifferences = nullptr;
    QPushButton* m_export = nullptr;
    QHBoxLayout* m_row = nullptr;
    QList<CompareColumn*> m_columns;
    bool m_isScrolling = false;
};

} // namespace siprace::ui
