#pragma once

#include "Scenario.h"
#include "YamlNode.h"

#include <QStringList>

namespace siprace {

/// The largest scenario file that is read, in bytes.
inline constexpr qint64 largestScenarioFile = 1024LL * 1024;

/// `--set PATH=VALUE`, taken apart. `path` as in the contract, `value` is YAML.
struct Setting
{
    QString path;
    QString value;

    bool operator==(const Setting&) const = default;
};

/// Splits "PATH=VALUE" at the first '=' outside quotes. Fails with one line when there is none or PATH is empty.
[[nodiscard]] Result<Setting> parseSetting(const QString& argument);
/// The same for a list; every wrong one is reported.
[[nodiscard]] Result<QList<Setting>, Diagnostics> parseSettings(const QStringList& arguments);

/// A scenario file that was read and found valid, kept as a tree, so that settings can be tried on it cheaply (tens of
/// microseconds each): what sweeps, variants and `--set` use. Copying shares the tree.
class ScenarioSource
{
public:
    /// Reads a file of at most 1 MiB. Fails with every error of the file; a file that cannot be read is one error
    /// without a line.
    [[nodiscard]] static Result<ScenarioSource, Diagnostics> load(const QString& path);
    /// Reads a text; `file` is the name that errors show, and gives Scenario::id, group and path.
    [[nodiscard]] static Result<ScenarioSource, Diagnostics> parse(const QByteArray& text, const QString& file);

    [[nodiscard]] const Scenario& scenario() const { return m_scenario; }
    /// The scenario with settings applied in order, and `text` the YAML that results. Fails with one diagnostic a
    /// fault, whose Location::file names the PATH ("--set proxy.t1") and has no line.
    [[nodiscard]] Result<Scenario, Diagnostics> with(const QList<Setting>& settings) const;
    /// The same as a source, to go on from.
    [[nodiscard]] Result<ScenarioSource, Diagnostics> apply(const QList<Setting>& settings) const;

private:
    YamlNode m_tree;
    Scenario m_scenario;
};

/// ScenarioSource::load without the tree.
[[nodiscard]] Result<Scenario, Diagnostics> loadScenario(const QString& path);
/// ScenarioSource::parse without the tree.
[[nodiscard]] Result<Scenario, Diagnostics> parseScenario(const QByteArray& text, const QString& file);
/// The scenario with settings applied, from its own text.
[[nodiscard]] Result<Scenario, Diagnostics> applySettings(const Scenario& scenario, const QList<Setting>& settings);
/// The same from "PATH=VALUE" as on the command line.
[[nodiscard]] Result<Scenario, Diagnostics> applySettings(const Scenario& scenario, const QStringList& arguments);
/// The settings of a variant of a file, ready to apply.
[[nodiscard]] QList<Setting> settingsOf(const Variant& variant);

} // namespace siprace
