#include "Freedom.h"

#include "Fingerprint.h"

#include <algorithm>

namespace siprace {

namespace {

void closeImpairment(Impairment& impairment)
{
    impairment.jitter = Duration{0};
    impairment.loss = 0;
}

/// The least of everything that is open: no jitter, no loss, every range at its start.
Scenario closedScenario(Scenario scenario)
{
    closeImpairment(scenario.defaultLink);
    for (ScenarioLink& link : scenario.links) {
        closeImpairment(link.forward);
        closeImpairment(link.back);
    }
    for (ScriptEntry& entry : scenario.script)
        entry.to.reset();
    return scenario;
}

QByteArray wordOf(const MessageMatch& match)
{
    if (match.method)
        return *match.method;
    return QByteArray::number(match.status.value_or(0)) + '/' + match.cseqMethod.value_or(QByteArray());
}

} // namespace

std::uint64_t SentName::id() const
{
    return Fingerprint()
        .add(link.text().toUtf8())
        .add(wordOf(match))
        .add(match.toTag.value_or(QByteArray()))
        .add(static_cast<std::uint64_t>(match.nth.value_or(0)))
        .bits();
}

QString SentName::text() const
{
    QString text = QString::fromUtf8(wordOf(match));
    if (match.toTag)
        text += QStringLiteral(" (%1)").arg(QString::fromUtf8(*match.toTag));
    text += u' ' + link.text();
    if (match.nth.value_or(1) > 1)
        text += QStringLiteral(" no. %1").arg(*match.nth);
    return text;
}

std::uint64_t SentNames::add(const SentName& name)
{
    const std::uint64_t id = name.id();
    const std::lock_guard lock(m_mutex);
    m_names.emplace(id, name);
    return id;
}

SentName SentNames::at(std::uint64_t id) const
{
    const std::lock_guard lock(m_mutex);
    return m_names.at(id);
}

Freedom::Freedom(const Scenario& scenario)
    : m_scenario(scenario)
    , m_closed(closedScenario(scenario))
{
    for (const ScenarioNode& from : scenario.nodes) {
        for (const ScenarioNode& to : scenario.nodes) {
            const Impairment link = scenario.impairment(from.id, to.id);
            m_windows.push_back({link.delay, link.delay + link.jitter, link.loss > 0});
            m_hasJitter = m_hasJitter || (&from != &to && link.jitter > Duration{0});
            m_hasLoss = m_hasLoss || (&from != &to && link.loss > 0);
        }
    }
    m_hasRange = std::ranges::any_of(
        scenario.script, [](const ScriptEntry& entry) { return entry.to && *entry.to > entry.at; });
}

Freedom::Window Freedom::window(int from, int to) const
{
    return m_windows[static_cast<std::size_t>(from) * static_cast<std::size_t>(m_scenario.nodes.size())
        + static_cast<std::size_t>(to)];
}

QList<LinkRule> Freedom::rulesOf(const ReplaySteps& steps, const SentNames& names) const
{
    QList<LinkRule> rules;
    for (const ReplayStep& step : steps) {
        if (step.kind == ReplayStep::Kind::Script)
            continue;
        const SentName name = names.at(step.id);
        const auto action = step.kind == ReplayStep::Kind::Lost ? LinkRule::Do::Drop : LinkRule::Do::Delay;
        rules.append({name.link, name.match, action, step.by, 2, {}});
    }
    return rules;
}

Scenario Freedom::replay(const ReplaySteps& steps, const SentNames& names) const
{
    Scenario scenario = m_closed;
    scenario.rules = rulesOf(steps, names) + scenario.rules;
    for (const ReplayStep& step : steps) {
        if (step.kind == ReplayStep::Kind::Script)
            scenario.script[static_cast<qsizetype>(step.id)].at = step.by;
    }
    return scenario;
}

QStringList Freedom::inWords(const ReplaySteps& steps, const SentNames& names) const
{
    QStringList words;
    for (const ReplayStep& step : steps) {
        if (step.kind == ReplayStep::Kind::Script) {
            const ScriptEntry& entry = m_scenario.script.at(static_cast<qsizetype>(step.id));
            words += QStringLiteral("%1 of %2 comes at %3, not at %4")
                         .arg(entry.action, entry.node, formatDuration(step.by), formatDuration(entry.at));
        } else if (step.kind == ReplayStep::Kind::Lost) {
            words += QStringLiteral("%1 is lost").arg(names.at(step.id).text());
        } else {
            words += QStringLiteral("%1 takes %2 longer").arg(names.at(step.id).text(), formatDuration(step.by));
        }
    }
    return words;
}

} // namespace siprace
