#pragma once

#include "Check.h"
#include "LadderOptions.h"
#include "Trace.h"

#include <QHash>
#include <QString>

namespace siprace {

/// What a person called nodes, given by their ids, as this run numbers them.
[[nodiscard]] QHash<int, QString> aliasesIn(const Trace& trace, const QHash<QString, QString>& aliases);

/// What the nodes of a run are called on the screen: by the alias a person gave, where there is one.
class NodeNames
{
public:
    NodeNames() = default;
    NodeNames(const Trace& trace, const QHash<int, QString>& aliases);

    [[nodiscard]] const QHash<int, QString>& aliases() const { return m_aliases; }
    [[nodiscard]] QString of(int node) const; ///< empty for one that is not there
    /// "B1" for "Phone B1", where that tells it from the others; an alias stays as it is.
    [[nodiscard]] QString shortOf(int node) const;
    /// A sentence with the names of the scenario, with those of the screen.
    [[nodiscard]] QString in(const QString& sentence) const;
    [[nodiscard]] QList<Finding> in(const QList<Finding>& findings) const;
    /// A run to be shown elsewhere: its nodes, and its sentences, by these names.
    [[nodiscard]] Trace in(const Trace& trace) const;

private:
    QStringList m_given; ///< by the scenario
    QHash<int, QString> m_aliases;
};

} // namespace siprace
