#pragma once

#include "FindingsModel.h"
#include "MachinesModel.h"
#include "NodeNames.h"

#include <QScrollArea>

#include <functional>

class QLabel;

namespace siprace::ui {

class FittedListView;
class MessagePanel;
class RunRecord;
class WhyPanel;

/// The right side of the window: the selected message, why it was sent, the findings, and what was open at the cursor's
/// time. Reads everything from the run's record.
class InspectorPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit InspectorPanel(const RunRecord& record, QWidget* parent = nullptr);

    using LabelOf = std::function<QString(int n)>; ///< as the ladder calls a message
    void showMessage(int n, const LabelOf& labelOf); ///< 0: none
    void showPair(int first, int second, const LabelOf& labelOf); ///< and what sets them apart
    void showMoment(Instant instant);
    void sayOfFindings(const QString& text); ///< in place of a list
    /// From here on the nodes are called so.
    void setNames(const NodeNames& names);
    void showFinding(int index); ///< marks it in the list, without a signal
    void showFindings(const QList<Finding>& findings);
    /// The message as text; empty when none is selected.
    [[nodiscard]] QString messageText() const;
    [[nodiscard]] FindingsModel* findings() { return &m_findings; }
    [[nodiscard]] MachinesModel* machines() { return &m_machines; }

Q_SIGNALS:
    void findingChosen(int index);
    void messageChosen(int n); ///< a cause or a consequence

private:
    QWidget* makeFindings();
    QWidget* makeMachines();

    const RunRecord& m_record;
    NodeNames m_names;
    Instant m_moment;
    LabelOf m_labelOf;
    FindingsModel m_findings;
    MachinesModel m_machines;
    MessagePanel* m_message = nullptr;
    WhyPanel* m_why = nullptr;
    FittedListView* m_findingList = nullptr;
    FittedListView* m_machineList = nullptr;
    QLabel* m_noFindings = nullptr;
    QLabel* m_machinesHead = nullptr;
    QLabel* m_noMachines = nullptr;
    int m_selected = 0;
};

} // namespace siprace::ui
