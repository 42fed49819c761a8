#include "ScenarioDocument.h"

#include "Writer.h"

#include <QSaveFile>
#include <QUndoCommand>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

/// Sets directions of links, and sets them back.
class ImpairmentCommand final : public QUndoCommand
{
public:
    ImpairmentCommand(ScenarioDocument& document, QList<DirectedImpairment> before, QList<DirectedImpairment> after,
        const QString& text)
        : QUndoCommand(text)
        , m_document(document)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }
    void undo() override { m_document.apply(m_before); }
    void redo() override { m_document.apply(m_after); }

private:
    ScenarioDocument& m_document;
    QList<DirectedImpairment> m_before;
    QList<DirectedImpairment> m_after;
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

/// Both directions of a link as settings, so that neither depends on what the other inherits.
QList<Setting> settingsOfLink(const ScenarioLink& link)
{
    const QString path = u"links.%1-%2."_s.arg(link.a, link.b);
    return {{path + u"delay"_s, formatDuration(link.forward.delay)}, {path + u"loss"_s, percentText(link.forward.loss)},
        {path + u"back.delay"_s, formatDuration(link.back.delay)},
        {path + u"back.loss"_s, percentText(link.back.loss)}};
}

bool haveSameNetwork(const Scenario& one, const Scenario& other)
{
    return one.defaultLink == other.defaultLink && one.links == other.links;
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
    m_loadedText = scenario.text;
    m_undo.clear();
    m_undo.setClean();
    Q_EMIT opened();
    Q_EMIT modifiedChanged(false);
}

void ScenarioDocument::setImpairments(const QList<DirectedImpairment>& wanted)
{
    QList<DirectedImpairment> before;
    QList<DirectedImpairment> after;
    for (const DirectedImpairment& change : wanted) {
        const Impairment now = m_scenario.impairment(change.direction.from, change.direction.to);
        if (now == change.impairment)
            continue;
        before.append({change.direction, now});
        after.append(change);
    }
    if (!after.isEmpty())
        m_undo.push(new ImpairmentCommand(*this, before, after, tr("link change")));
}

void ScenarioDocument::apply(const QList<DirectedImpairment>& impairments)
{
    for (const DirectedImpairment& change : impairments) {
        ScenarioLink& link = linkBetween(m_scenario, change.direction.from, change.direction.to);
        (link.a == change.direction.from ? link.forward : link.back) = change.impairment;
    }
    for (const DirectedImpairment& change : impairments)
        Q_EMIT impairmentChanged(change.direction.from, change.direction.to, change.impairment);
}

QByteArray ScenarioDocument::text() const
{
    if (!isModified())
        return m_loadedText;
    Scenario loaded = m_scenario;
    loaded.text = m_loadedText;
    QList<Setting> settings;
    for (const ScenarioLink& link : m_scenario.links)
        settings += settingsOfLink(link);
    const auto changed = applySettings(loaded, settings);
    if (changed && haveSameNetwork(*changed, m_scenario))
        return changed->text;
    return writeScenario(m_scenario);
}

Scenario ScenarioDocument::toRun() const
{
    Scenario scenario = m_scenario;
    scenario.text = text();
    return scenario;
}

Result<void> ScenarioDocument::saveAs(const QString& path)
{
    const QByteArray bytes = text();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail({path}, tr("cannot be written: %1").arg(file.errorString()));
    m_scenario.path = path;
    m_loadedText = bytes;
    m_scenario.text = bytes;
    m_undo.setClean();
    return {};
}

} // namespace siprace::ui
