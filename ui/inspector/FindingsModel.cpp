#include "FindingsModel.h"

#include "RuleBook.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostMessagesNamed = 6;
constexpr qsizetype mostShown = 500; ///< every row is measured; nobody reads thousands

QString messagesText(QList<int> messages)
{
    std::sort(messages.begin(), messages.end());
    QStringList numbers;
    for (const int n : messages.first(std::min<qsizetype>(messages.size(), mostMessagesNamed)))
        numbers.append(QString::number(n));
    if (messages.size() > mostMessagesNamed)
        numbers.append(u"…"_s);
    const QString text = messages.size() == 1 ? QCoreApplication::translate("Findings", "message %1")
                                              : QCoreApplication::translate("Findings", "messages %1");
    return text.arg(numbers.join(u", "_s));
}

} // namespace

QString referenceLine(const Finding& finding)
{
    QStringList parts;
    if (!finding.rule.isEmpty())
        parts.append(citation(finding.rule));
    if (!finding.messages.isEmpty())
        parts.append(messagesText(finding.messages));
    if (finding.severity == Severity::ByDesign && !finding.by.isEmpty())
        parts.append(QCoreApplication::translate("Findings", "by design: %1").arg(finding.by));
    return parts.join(u" · "_s);
}

FindingsModel::FindingsModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void FindingsModel::setFindings(const QList<Finding>& findings)
{
    if (findings == m_findings)
        return;
    beginResetModel();
    m_findings = findings;
    m_expanded = -1;
    endResetModel();
}

void FindingsModel::setExpanded(int row)
{
    if (row == m_expanded)
        return;
    const int before = m_expanded;
    m_expanded = row;
    for (const int changed : {before, row}) {
        if (changed >= 0 && changed < rowCount())
            Q_EMIT dataChanged(index(changed), index(changed), {IsExpandedRole});
    }
}

int FindingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(std::min(m_findings.size(), mostShown));
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Finding& finding = m_findings.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return finding.title.isEmpty() ? finding.text : finding.title;
    case Qt::ToolTipRole:
        return finding.text;
    case Qt::AccessibleTextRole:
        return toString(finding.severity) + u": "_s + finding.text;
    case SeverityRole:
        return static_cast<int>(finding.severity);
    case ReferenceRole:
        return referenceLine(finding);
    case SentenceRole:
        return finding.text;
    case IsExpandedRole:
        return index.row() == m_expanded;
    case FindingRole:
        return index.row();
    default:
        return {};
    }
}

} // namespace siprace::ui
