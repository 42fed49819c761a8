#pragma once

#include "Check.h"

#include <QAbstractListModel>

namespace siprace::ui {

/// The findings of a run, in the order given.
class FindingsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles
    {
        SeverityRole = Qt::UserRole, ///< int, a Severity
        ReferenceRole, ///< QString: rule, RFC section, messages
        SentenceRole, ///< QString, the sentence with names and times
        IsExpandedRole, ///< bool: the sentence is shown
        FindingRole ///< int: index into the findings given
    };

    explicit FindingsModel(QObject* parent = nullptr);

    void setFindings(const QList<Finding>& findings);
    void setExpanded(int row); ///< -1: none
    [[nodiscard]] const QList<Finding>& findings() const { return m_findings; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<Finding> m_findings;
    int m_expanded = -1;
};

/// "R-405 · RFC 3261 §13.2.2.4 · messages 10, 15".
[[nodiscard]] QString referenceLine(const Finding& finding);

} // namespace siprace::ui
