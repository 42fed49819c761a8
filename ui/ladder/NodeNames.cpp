#include "NodeNames.h"

#include <QRegularExpression>

#include <algorithm>

namespace siprace {

QHash<int, QString> aliasesIn(const Trace& trace, const QHash<QString, QString>& aliases)
{
    QHash<int, QString> numbered;
    for (int node = 0; node < trace.nodes.size(); ++node) {
        if (const auto alias = aliases.find(trace.nodes.at(node).id); alias != aliases.end())
            numbered.insert(node, *alias);
    }
    return numbered;
}

NodeNames::NodeNames(const Trace& trace, const QHash<int, QString>& aliases)
    : m_aliases(aliases)
{
    for (const TraceNode& node : trace.nodes)
        m_given.append(node.name);
}

QString NodeNames::of(int node) const
{
    return m_aliases.value(node, m_given.value(node));
}

QString NodeNames::shortOf(int node) const
{
    if (m_aliases.contains(node))
        return m_aliases.value(node);
    const auto lastWord = [](const QString& name) { return name.section(u' ', -1); };
    const QString name = m_given.value(node);
    const auto alike = std::count_if(
        m_given.begin(), m_given.end(), [&](const QString& other) { return lastWord(other) == lastWord(name); });
    return alike <= 1 && !lastWord(name).isEmpty() ? lastWord(name) : name;
}

QString NodeNames::in(const QString& sentence) const
{
    QString said = sentence;
    for (auto alias = m_aliases.cbegin(); alias != m_aliases.cend(); ++alias) {
        const QString given = m_given.value(alias.key());
        if (given.isEmpty() || !said.contains(given))
            continue;
        const QRegularExpression whole(
            QStringLiteral("(?<!\\w)%1(?!\\w)").arg(QRegularExpression::escape(given)), // not "Phone B1" in "Phone B12"
            QRegularExpression::UseUnicodePropertiesOption);
        QString alone = alias.value();
        said.replace(whole, alone.replace(u'\\', QStringLiteral("\\\\")));
    }
    return said;
}

QList<Finding> NodeNames::in(const QList<Finding>& findings) const
{
    QList<Finding> said = findings;
    if (m_aliases.isEmpty())
        return said;
    for (Finding& finding : said) {
        finding.title = in(finding.title);
        finding.text = in(finding.text);
    }
    return said;
}

Trace NodeNames::in(const Trace& trace) const
{
    Trace said = trace;
    if (m_aliases.isEmpty())
        return said;
    for (int node = 0; node < said.nodes.size(); ++node)
        said.nodes[node].name = of(node);
    QHash<QString, QString> known; // a long run has few sentences
    const auto rename = [&](QString& sentence) {
        if (sentence.isEmpty())
            return;
        const auto found = known.constFind(sentence);
        sentence = found != known.cend() ? *found : *known.insert(sentence, in(sentence));
    };
    for (TraceMessage& message : said.messages) {
        rename(message.why.text);
        rename(message.fateWhy.text);
    }
    for (Decision& decision : said.decisions)
        rename(decision.why.text);
    for (ConnectionEvent& event : said.connections)
        rename(event.text);
    return said;
}

} // namespace siprace
