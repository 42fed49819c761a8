#include "Loader.h"

#include "ScenarioFormat.h"
#include "SettingPath.h"

#include <QFile>
#include <QFileInfo>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

/// Applies settings to a copy of the tree; complaints name the PATHs.
YamlNode settled(YamlNode tree, const QList<Setting>& settings, Complaints& complaints)
{
    int number = 0;
    for (const Setting& setting : settings) {
        ++number;
        const auto value = readYamlValue(setting.value.toUtf8());
        if (value)
            applySetting(tree, setting.path, *value, number, complaints);
        else
            complaints.add({.line = 0, .column = 0, .setting = number},
                u"\"%1\" is not a YAML value"_s.arg(setting.value), value.error().what);
    }
    return tree;
}

QStringList pathsOf(const QList<Setting>& settings)
{
    QStringList paths;
    for (const Setting& setting : settings)
        paths += setting.path;
    return paths;
}

/// What a setting breaks elsewhere in the file is that setting's fault: the file was right before.
Diagnostics blamedOn(const QList<Setting>& settings, Diagnostics found)
{
    for (Diagnostic& diagnostic : found) {
        if (diagnostic.where.line == 0)
            continue;
        diagnostic.what = u"line %1 no longer fits: %2"_s.arg(diagnostic.where.line).arg(diagnostic.what);
        diagnostic.where = {.file = settings.constLast().path, .line = 0, .column = 0};
    }
    return found;
}

/// A setting of a variant that does not fit is an error of the file, at the key it stands under.
void checkVariants(const YamlNode& tree, const Scenario& scenario, const QString& file, Complaints& complaints)
{
    const YamlNode* variants = tree.find(u"variants");
    for (qsizetype i = 0; variants && i < scenario.variants.size(); ++i) {
        const YamlNode* set = variants->children.at(i).find(u"set");
        const QList<Setting> settings = settingsOf(scenario.variants.at(i));
        if (!set || settings.isEmpty())
            continue;
        Complaints inVariant(file, pathsOf(settings));
        const YamlNode changed = settled(tree, settings, inVariant);
        if (inVariant.isEmpty())
            std::ignore = readScenario(changed, file, inVariant);
        for (const Diagnostic& diagnostic : blamedOn(settings, inVariant.take())) {
            const YamlNode* key = set->find(diagnostic.where.file);
            complaints.add(key ? key->keyMark : set->mark,
                u"variant sets %1: %2"_s.arg(diagnostic.where.file, diagnostic.what), diagnostic.hint);
        }
    }
}

Diagnostics cannotRead(const QString& path, const QString& why)
{
    return {{{path, 0, 0}, why, {}}};
}

} // namespace

Result<Setting> parseSetting(const QString& argument)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < argument.size(); ++i) {
        if (argument.at(i) == u'"')
            isQuoted = !isQuoted;
        if (argument.at(i) != u'=' || isQuoted || i == 0)
            continue;
        return Setting{.path = argument.first(i), .value = argument.sliced(i + 1)};
    }
    return fail({}, u"\"%1\" is not a setting"_s.arg(argument), u"write PATH=VALUE, as in proxy.fork=serial"_s);
}

Result<QList<Setting>, Diagnostics> parseSettings(const QStringList& arguments)
{
    QList<Setting> settings;
    Diagnostics wrong;
    for (const QString& argument : arguments) {
        if (auto setting = parseSetting(argument))
            settings += *setting;
        else
            wrong.push_back(setting.error());
    }
    if (!wrong.empty())
        return fail(std::move(wrong));
    return settings;
}

Result<ScenarioSource, Diagnostics> ScenarioSource::load(const QString& path)
{
    if (QFileInfo(path).isDir())
        return fail(cannotRead(path, u"this is a folder, not a scenario"_s));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(cannotRead(path, u"cannot be read: %1"_s.arg(file.errorString())));
    const QByteArray text = file.read(largestScenarioFile + 1);
    if (text.size() > largestScenarioFile)
        return fail(
            Diagnostics{{{path, 1, 1}, u"the file is larger than 1 MiB"_s, u"a scenario is a few kilobytes"_s}});
    return parse(text, path);
}

Result<ScenarioSource, Diagnostics> ScenarioSource::parse(const QByteArray& text, const QString& file)
{
    if (text.size() > largestScenarioFile)
        return fail(
            Diagnostics{{{file, 1, 1}, u"the file is larger than 1 MiB"_s, u"a scenario is a few kilobytes"_s}});
    YamlDocument document = readYaml(text, file);
    if (!document.isReadable)
        return fail(std::move(document.faults));
    ScenarioSource source;
    source.m_tree = std::move(document.root);
    Complaints complaints(file);
    for (const Diagnostic& fault : document.faults)
        complaints.add(fault);
    source.m_scenario = readScenario(source.m_tree, file, complaints);
    if (complaints.isEmpty())
        checkVariants(source.m_tree, source.m_scenario, file, complaints);
    if (!complaints.isEmpty())
        return fail(complaints.take());
    source.m_scenario.text = text;
    return source;
}

Result<ScenarioSource, Diagnostics> ScenarioSource::apply(const QList<Setting>& settings) const
{
    if (settings.isEmpty())
        return *this;
    Complaints complaints(m_scenario.path, pathsOf(settings));
    ScenarioSource changed;
    changed.m_tree = settled(m_tree, settings, complaints);
    if (complaints.isEmpty())
        changed.m_scenario = readScenario(changed.m_tree, m_scenario.path, complaints);
    if (!complaints.isEmpty())
        return fail(blamedOn(settings, complaints.take()));
    changed.m_scenario.text = writeYaml(changed.m_tree);
    return changed;
}

Result<Scenario, Diagnostics> ScenarioSource::with(const QList<Setting>& settings) const
{
    return apply(settings).map([](ScenarioSource&& source) { return std::move(source.m_scenario); });
}

Result<Scenario, Diagnostics> loadScenario(const QString& path)
{
    return ScenarioSource::load(path).map([](const ScenarioSource& source) { return source.scenario(); });
}

Result<Scenario, Diagnostics> parseScenario(const QByteArray& text, const QString& file)
{
    return ScenarioSource::parse(text, file).map([](const ScenarioSource& source) { return source.scenario(); });
}

Result<Scenario, Diagnostics> applySettings(const Scenario& scenario, const QList<Setting>& settings)
{
    const auto source = ScenarioSource::parse(scenario.text, scenario.path);
    if (!source)
        return fail(source.error());
    return source->with(settings);
}

Result<Scenario, Diagnostics> applySettings(const Scenario& scenario, const QStringList& arguments)
{
    const auto settings = parseSettings(arguments);
    if (!settings)
        return fail(settings.error());
    return applySettings(scenario, *settings);
}

QList<Setting> settingsOf(const Variant& variant)
{
    QList<Setting> settings;
    for (const auto& [path, value] : variant.set.asKeyValueRange())
        settings += {.path = path, .value = value};
    return settings;
}

} // namespace siprace
