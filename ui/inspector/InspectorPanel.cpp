#include "InspectorPanel.h"

#include "FindingDelegate.h"
#include "FittedListView.h"
#include "Labels.h"
#include "MachineDelegate.h"
#include "MessagePanel.h"
#include "Numbers.h"
#include "RunRecord.h"
#include "WhyPanel.h"

#include <QLabel>
#include <QLocale>
#include <QScrollBar>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

InspectorPanel::InspectorPanel(const RunRecord& record, QWidget* parent)
    : QScrollArea(parent)
    , m_record(record)
    , m_message(new MessagePanel)
    , m_why(new WhyPanel)
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Inspector"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* body = new QWidget;
    body->setObjectName(u"inspectorBody"_s);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_why);
    layout->addWidget(makeRule());
    layout->addWidget(makeFindings());
    layout->addWidget(makeRule());
    layout->addWidget(makeMachines());
    layout->addStretch(1);
    setWidget(body);
    connect(m_why, &WhyPanel::messageChosen, this, &InspectorPanel::messageChosen);
    showMessage(0, {});
    showMoment({});
    showFindings({});
}

QWidget* InspectorPanel::makeFindings()
{
    auto* section = new QWidget;
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(16, 12, 12, 10);
    layout->setSpacing(5);
    m_noFindings = makeLabel(u"muted"_s, tr("None yet."));
    m_findingList = new FittedListView;
    m_findingList->setModel(&m_findings);
    m_findingList->setItemDelegate(new FindingDelegate(m_findingList));
    m_findingList->setMouseTracking(true);
    m_findingList->setAccessibleName(tr("Findings"));
    m_findingList->setContentsMargins(-5, 0, 0, 0);
    layout->addWidget(makeHead(tr("Findings")));
    layout->addWidget(m_noFindings);
    layout->addWidget(m_findingList);
    const auto choose = [this](const QModelIndex& index) {
        m_findings.setExpanded(index.row());
        Q_EMIT findingChosen(index.data(FindingsModel::FindingRole).toInt());
    };
    connect(m_findingList, &QListView::clicked, this, choose);
    connect(m_findingList, &QListView::activated, this, choose);
    return section;
}

QWidget* InspectorPanel::makeMachines()
{
    auto* section = new QWidget;
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(16, 12, 12, 14);
    layout->setSpacing(5);
    m_machinesHead = makeHead(tr("Transactions and dialogs"));
    m_noMachines = makeLabel(u"muted"_s, tr("Nothing is open."));
    m_machineList = new FittedListView;
    m_machineList->setModel(&m_machines);
    m_machineList->setItemDelegate(new MachineDelegate(m_machineList));
    m_machineList->setSelectionMode(QAbstractItemView::NoSelection);
    m_machineList->setAccessibleName(tr("Transactions and dialogs"));
    layout->addWidget(m_machinesHead);
    layout->addWidget(m_noMachines);
    layout->addWidget(m_machineList);
    return section;
}

void InspectorPanel::showMessage(int n, const LabelOf& labelOf)
{
    if (n != m_selected)
        verticalScrollBar()->setValue(0);
    m_selected = n;
    m_labelOf = labelOf;
    m_message->show(m_record.trace(), n, n > 0 && labelOf ? labelOf(n) : QString(), m_names);
    m_why->show(m_record.trace(), n, labelOf, m_names);
}

void InspectorPanel::setNames(const NodeNames& names)
{
    m_names = names;
    showMessage(m_selected, m_labelOf);
    showMoment(m_moment);
}

void InspectorPanel::showPair(int first, int second, const LabelOf& labelOf)
{
    showMessage(first, labelOf);
    m_message->showPair(m_record.trace(), first, second, labelOf(first), m_names);
}

void InspectorPanel::showMoment(Instant instant)
{
    m_moment = instant;
    setHead(m_machinesHead,
        tr("Transactions and dialogs at %1").arg(localNumber(humanDuration(instant.time_since_epoch()))));
    m_machines.setMachines(machinesAt(m_record.trace(), instant, m_names));
    m_noMachines->setVisible(m_machines.rowCount() == 0);
    m_machineList->setVisible(m_machines.rowCount() > 0);
}

void InspectorPanel::showFindings(const QList<Finding>& findings)
{
    m_findings.setFindings(findings);
    const Trace& trace = m_record.trace();
    m_noFindings->setText(m_record.isJudgingLong()
            ? tr("Judging %1 messages …").arg(QLocale().toString(trace.messages.size()))
            : m_record.isRunning()     ? tr("None yet.")
            : trace.messages.isEmpty() ? tr("Run the scenario to see them.")
            : m_record.hasVerdict()    ? tr("None.")
                                       : tr("Not judged."));
    const bool isCut = findings.size() > m_findings.rowCount();
    if (isCut)
        m_noFindings->setText(tr("The worst %1 of %2; N on the ladder goes to every one.")
                                  .arg(QLocale().toString(m_findings.rowCount()), QLocale().toString(findings.size())));
    m_noFindings->setVisible(findings.isEmpty() || isCut);
    m_findingList->setVisible(!findings.isEmpty());
}

void InspectorPanel::sayOfFindings(const QString& text)
{
    m_noFindings->setText(text);
}

void InspectorPanel::showFinding(int index)
{
    m_findings.setExpanded(index);
    m_message->setDiffShown(false); // its messages are marked; the first of them is read
    m_findingList->setCurrentIndex(m_findings.index(index));
}

QString InspectorPanel::messageText() const
{
    return m_selected > 0 ? m_message->text() : QString();
}

} // namespace siprace::ui
