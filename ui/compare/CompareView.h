#pragma once

#include "ComparisonColumn.h"
#include "ComparisonPicture.h"
#include "DifferencesModel.h"
#include "Job.h"
#include "Scenario.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QTreeView;

namespace siprace {
class LadderView;
}

namespace siprace::ui {

class ColumnEditor;
class CompareColumn;
class PageBar;

/// The same scenario and seed under two to four policies, or the same policy with other settings, side by side on one
/// axis, scrolled together. What is common to all is dimmed; outcome numbers that differ are coloured. The runs are
/// virtual, on threads of their own.
class CompareView : public QWidget
{
    Q_OBJECT

public:
    explicit CompareView(QWidget* parent = nullptr);

    /// Compares this scenario: `policy` and the ones chosen before (at first the one after it).
    void open(const Scenario& scenario, const QString& policy);
    /// Adds a column with settings of its own; with four already, the last policy makes room.
    void addColumn(const ComparisonColumn& column);
    /// The paths that are proposed for settings.
    void setPaths(const QStringList& paths);
    void setTheme(const LadderTheme& theme);
    /// What the person calls the nodes, by their ids.
    void setAliases(const QHash<QString, QString>& aliases);
    [[nodiscard]] const Comparison& comparison() const { return m_comparison; }
    [[nodiscard]] QList<CompareColumn*> columns() const { return m_columns; }
    [[nodiscard]] DifferencesModel* differences() { return &m_differences; }
    /// The comparison as it is shown, to be written.
    [[nodiscard]] ComparisonPicture picture() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

Q_SIGNALS:
    void closeWanted();
    void said(const QString& message);
    void aliasesChanged(const QHash<QString, QString>& aliases); ///< a node was renamed in one of the ladders
    void exportWanted(const QString& path); ///< picture() in the format of the suffix

private:
    /// A column with settings of its own, and the button that takes it away.
    struct Extra
    {
        ComparisonColumn column;
        QPushButton* button = nullptr;
    };

    QWidget* makeBar();
    QWidget* makeText();
    QWidget* makeDifferences();
    QPushButton* addSwitch(const QString& text, const QString& toolTip);
    void fillBar(QHBoxLayout* layout);
    void placeChoices();
    void toggled();
    void removeExtra(QPushButton* button);
    void unchooseLastPolicies();
    void makeRoom();
    void changeOptions();
    void showDifference(const QModelIndex& index);
    void run();
    void setRunning(bool isRunning);
    void explain(const QString& error);
    void show(const Comparison& comparison);
    void showColumns();
    void showNames();
    void takeNames(const LadderView& ladder);
    void shareAxis();
    void scrollAll(int y);
    void askExport();
    [[nodiscard]] QList<ComparisonColumn> chosenColumns() const;
    [[nodiscard]] qsizetype columnCount() const;

    Scenario m_scenario;
    LadderTheme m_theme = ladderTheme();
    Comparison m_comparison;
    QHash<QString, QString> m_aliases;
    Job m_job;
    QTimer m_patience; ///< until a run has a button to cancel it
    QPushButton* m_cancel = nullptr;
    PageBar* m_bar = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_outside = nullptr; ///< the first of m_policies; seen where a program outside is the proxy
    QList<QPushButton*> m_policies;
    QList<Extra> m_extras;
    QPushButton* m_sameAxis = nullptr;
    QPushButton* m_onlyDifferences = nullptr;
    QPushButton* m_even = nullptr;
    QPushButton* m_list = nullptr;
    ColumnEditor* m_editor = nullptr;
    QWidget* m_choices = nullptr; ///< the policies and the settings, in the bar or below it
    QHBoxLayout* m_policyRow = nullptr;
    QHBoxLayout* m_policyLine = nullptr;
    QHBoxLayout* m_row = nullptr;
    QTreeView* m_differenceView = nullptr;
    DifferencesModel m_differences;
    QList<CompareColumn*> m_columns;
    bool m_isScrolling = false;
};

} // namespace siprace::ui
