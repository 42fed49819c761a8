#include "ScenarioDocument.h"

#include "WholeFile.h"
#include "Writer.h"
#include "YamlPatch.h"

#include <QFile>
#include <QFileInfo>
#include <QUndoCommand>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

/// Makes the text another one, and back. What was typed in one go is one command.
class TextCommand final : public QUndoCommand
{
public:
    TextCommand(ScenarioDocument& document, QByteArray after, const QString& what, int typing)
        : QUndoCommand(what)
        , m_document(document)
        , m_before(document.text())
        , m_after(std::move(after))
        , m_typing(typing)
    {
    }
    void undo() override { m_document.setText(m_before); }
    void redo() override { m_document.setText(m_after); }
    [[nodiscard]] int id() const override { return m_typing; }
    bool mergeWith(const QUndoCommand* other) override
    {
        m_after = static_cast<const TextCommand*>(other)->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

private:
    ScenarioDocument& m_document;
    QByteArray m_before;
    QByteArray m_after;
    int m_typing = -1; ///< -1 is never merged
};

namespace {

/// The link between two nodes, made from the default where the file has none.
ScenarioLink& linkBetween(Scenario& scenario, const QString& from, const QString& to)
{
    const auto found = std::find_if(scenario.links.begin(), scenario.links.end(),
        [&](const ScenarioLink& link) { return (link.a == from && link.b == to) || (link.a == to && link.b == from); });
    if (found != scenario.links.end())
        return *found;
    scenario.links.append({from, to, scenario.defaultLink, scenario.defaultLink});
    return scenario.links.last();
}

QString percentText(double percent)
{
    return QString::number(percent, 'g', 6) + u'%';
}

QList<Setting> settingsOfLink(const ScenarioLink& link, bool withBack)
{
    const QString path = u"links.%1-%2."_s.arg(link.a, link.b);
    QList<Setting> settings{
        {path + u"delay"_s, formatDuration(link.forward.delay)}, {path + u"loss"_s, percentText(link.forward.loss)}};
    if (withBack)
        settings += {{path + u"back.delay"_s, formatDuration(link.back.delay)},
            {path + u"back.loss"_s, percentText(link.back.loss)}};
    return settings;
}

/// Without what says only what is the case already.
QList<Setting> telling(const QByteArray& text, const QString& path, const QList<Setting>& settings)
{
    QList<Setting> needed;
    QByteArray patched = text;
    for (const Setting& setting : settings) {
        const auto before = parseScenario(patched, path);
        const auto next = patchScenario(patched, path, {setting});
        const auto after = next ? parseScenario(*next, path) : before;
        if (!before || !after || (after->links == before->links && after->defaultLink == before->defaultLink))
            continue;
        needed.append(setting);
        patched = *next;
    }
    return needed;
}

bool haveSameNetwork(const Scenario& one, const Scenario& other)
{
    return std::all_of(other.links.begin(), other.links.end(), [&](const ScenarioLink& link) {
        return one.impairment(link.a, link.b) == link.forward && one.impairment(link.b, link.a) == link.back;
    });
}

} // namespace

ScenarioDocument::ScenarioDocument(QObject* parent)
    : QObject(parent)
{
    connect(&m_undo, &QUndoStack::cleanChanged, this, [this](bool isClean) { Q_EMIT modifiedChanged(!isClean); });
}

ScenarioDocument::~ScenarioDocument()
{
    m_undo.disconnect(this); // a stack that goes says it is clean
}

void ScenarioDocument::open(const Scenario& scenario)
{
    m_scenario = scenario;
    m_text = scenario.text.isEmpty() && !scenario.nodes.isEmpty() ? writeScenario(scenario) : scenario.text;
    m_scenario.text = m_text;
    m_faults = {};
    tellOpened();
}

void ScenarioDocument::openText(const QByteArray& text, const QString& path, const QString& id)
{
    if (path.isEmpty() || path != m_scenario.path) {
        m_scenario = {};
        m_scenario.path = path;
        m_scenario.id = path.isEmpty() ? id : QFileInfo(path).completeBaseName();
    }
    auto parsed = parseScenario(text, shownPath());
    m_faults = parsed ? Diagnostics{} : parsed.error();
    if (parsed) {
        if (path.isEmpty()) {
            parsed->path.clear();
            parsed->id = m_scenario.id;
        }
        m_scenario = *std::move(parsed);
    }
    m_text = text;
    tellOpened();
}

void ScenarioDocument::tellOpened()
{
    m_onDisk = m_scenario.path.isEmpty() ? QByteArray() : m_text;
    m_undo.clear();
    m_undo.setClean();
    Q_EMIT opened();
    Q_EMIT textChanged();
    Q_EMIT modifiedChanged(false);
}

void ScenarioDocument::recover(const QByteArray& unsaved)
{
    endTyping();
    if (unsaved != m_text)
        m_undo.push(new TextCommand(*this, unsaved, tr("what was not saved"), -1));
}

bool ScenarioDocument::isOtherOnDisk() const
{
    QFile file(m_scenario.path);
    return !m_scenario.path.isEmpty() && file.open(QIODevice::ReadOnly) && file.readAll() != m_onDisk;
}

QString ScenarioDocument::fileName() const
{
    return m_scenario.path.isEmpty() ? m_scenario.id : QFileInfo(m_scenario.path).fileName();
}

/// The name that errors show.
QString ScenarioDocument::shownPath() const
{
    return m_scenario.path.isEmpty() ? m_scenario.id + u".yaml"_s : m_scenario.path;
}

void ScenarioDocument::setText(const QByteArray& text)
{
    const Scenario before = m_scenario;
    m_text = text;
    auto parsed = parseScenario(text, shownPath());
    m_faults = parsed ? Diagnostics{} : parsed.error();
    if (parsed) {
        parsed->path = before.path;
        parsed->id = before.id;
        parsed->group = before.group;
        m_scenario = *std::move(parsed);
    }
    Q_EMIT textChanged();
    if (m_faults.empty()) {
        Q_EMIT scenarioChanged();
        tellImpairments(before);
        tellPhones(before);
    }
}

void ScenarioDocument::tellImpairments(const Scenario& before)
{
    for (const ScenarioNode& from : std::as_const(m_scenario.nodes)) {
        for (const ScenarioNode& to : std::as_const(m_scenario.nodes)) {
            const Impairment now = m_scenario.impairment(from.id, to.id);
            if (from.id != to.id && !(now == before.impairment(from.id, to.id)))
                Q_EMIT impairmentChanged(from.id, to.id, now);
        }
    }
}

void ScenarioDocument::tellPhones(const Scenario& before)
{
    for (const ScenarioNode& node : std::as_const(m_scenario.nodes)) {
        const ScenarioNode* old = before.node(node.id);
        if (node.role == Role::Callee && old && !(old->callee == node.callee))
            Q_EMIT phoneChanged(node.id, node.callee);
    }
}

void ScenarioDocument::type(const QByteArray& text)
{
    if (text != m_text)
        m_undo.push(new TextCommand(*this, text, tr("typing"), m_typing));
}

Result<void, Diagnostics> ScenarioDocument::apply(const QList<Setting>& settings, const QString& what)
{
    return take(patchScenario(m_text, shownPath(), settings), what);
}

Result<void, Diagnostics> ScenarioDocument::remove(const QString& path, const QString& what)
{
    return take(removeFromScenario(m_text, shownPath(), path), what);
}

/// The patched text, when it is a scenario.
Result<void, Diagnostics> ScenarioDocument::take(const Result<QByteArray, Diagnostics>& patched, const QString& what)
{
    if (!patched)
        return tl::unexpected(patched.error());
    const auto scenario = parseScenario(*patched, shownPath());
    if (!scenario)
        return tl::unexpected(scenario.error());
    endTyping();
    if (*patched != m_text)
        m_undo.push(new TextCommand(*this, *patched, what, -1));
    return {};
}

void ScenarioDocument::setImpairments(const QList<DirectedImpairment>& wanted)
{
    if (!m_faults.empty())
        return; // scenario() is not what was typed: writing it would take that away
    QList<DirectedImpairment> changes;
    Scenario changed = m_scenario;
    for (const DirectedImpairment& change : wanted) {
        if (m_scenario.impairment(change.direction.from, change.direction.to) == change.impairment)
            continue;
        changes.append(change);
        ScenarioLink& link = linkBetween(changed, change.direction.from, change.direction.to);
        (link.a == change.direction.from ? link.forward : link.back) = change.impairment;
    }
    if (changes.isEmpty())
        return;
    endTyping();
    m_undo.push(new TextCommand(*this, withImpairments(changed, changes), tr("link change"), -1));
}

/// The text with those links as wanted: with as little as says it, or with all four values, or written anew.
QByteArray ScenarioDocument::withImpairments(const Scenario& wanted, const QList<DirectedImpairment>& changes) const
{
    for (const bool withBack : {false, true}) {
        QList<Setting> settings;
        for (const ScenarioLink& link : wanted.links) {
            const bool isChanged = std::any_of(changes.begin(), changes.end(), [&](const DirectedImpairment& change) {
                return (change.direction.from == link.a && change.direction.to == link.b)
                    || (change.direction.from == link.b && change.direction.to == link.a);
            });
            if (isChanged)
                settings += settingsOfLink(link, withBack);
        }
        const auto patched = patchScenario(m_text, shownPath(), telling(m_text, shownPath(), settings));
        const auto scenario = patched ? parseScenario(*patched, shownPath()) : tl::unexpected(Diagnostics{});
        if (scenario && haveSameNetwork(*scenario, wanted))
            return *patched;
    }
    return writeScenario(wanted);
}

Result<void, Diagnostics> ScenarioDocument::addRule(const QString& rule)
{
    return take(prependToScenario(m_text, shownPath(), {u"rules"_s, rule}), tr("rule for a message"));
}

Result<void> ScenarioDocument::saveAs(const QString& path)
{
    if (const auto written = writeWholeFile(path, m_text); !written)
        return fail({path}, tr("cannot be written: %1").arg(written.error()));
    m_scenario.path = path;
    m_onDisk = m_text;
    endTyping();
    m_undo.setClean();
    return {};
}

} // namespace siprace::ui
