#pragma once

#include "Complaints.h"
#include "Time.h"
#include "Trace.h"

#include <QJsonObject>

#include <optional>
#include <span>

namespace siprace {

/// What reading one file needs to know on the way down.
struct ReadContext
{
    Complaints complaints;
    QList<QPair<QString, Role>> nodes; ///< ids and roles of the file, known before anything that names them is read
    QStringList roleless = {}; ///< nodes whose role is wrong, which has been said
    TimerValues timers; ///< what "64*T1" means where we are

    [[nodiscard]] QStringList nodeIds() const;
    [[nodiscard]] std::optional<Role> roleOf(QStringView id) const;
};

// Each reader takes a value as written; where it does not fit it complains and gives nothing. The message begins with
// the key the value stands under, or with `what` where it stands in a list.

[[nodiscard]] std::optional<QString> readText(ReadContext& context, const YamlNode& node, const QString& what = {});
[[nodiscard]] std::optional<bool> readBool(ReadContext& context, const YamlNode& node, const QString& what = {});
[[nodiscard]] std::optional<int> readInt(
    ReadContext& context, const YamlNode& node, int least, int most, const QString& what = {});
[[nodiscard]] std::optional<double> readNumber(
    ReadContext& context, const YamlNode& node, double least, double most, const QString& what = {});
[[nodiscard]] std::optional<Duration> readTime(ReadContext& context, const YamlNode& node, const QString& what = {});
/// A time, or `word` ("never", "none", "rfc"), which gives an empty inner optional.
[[nodiscard]] std::optional<std::optional<Duration>> readTimeOr(
    ReadContext& context, const YamlNode& node, QStringView word, const QString& what = {});
/// "5%" is 5.0. 0 … 100.
[[nodiscard]] std::optional<double> readPercent(ReadContext& context, const YamlNode& node, const QString& what = {});
/// One of the words; gives its index.
[[nodiscard]] std::optional<int> readChoice(
    ReadContext& context, const YamlNode& node, std::span<const QStringView> words, const QString& what = {});
/// A node of the file, by its id.
[[nodiscard]] std::optional<QString> readNodeId(ReadContext& context, const YamlNode& node, const QString& what = {});
/// False, with a complaint, when the node is no list (map).
[[nodiscard]] bool expectList(
    ReadContext& context, const YamlNode& node, const QString& example, const QString& what = {});
[[nodiscard]] bool expectMap(
    ReadContext& context, const YamlNode& node, const QString& example, const QString& what = {});
/// The value for a message, shortened: "5", a list, a map, nothing.
[[nodiscard]] QString asWritten(const YamlNode& node);

// ---- what the JSON Schema says of each ----

[[nodiscard]] QJsonObject textSchema();
[[nodiscard]] QJsonObject boolSchema();
[[nodiscard]] QJsonObject intSchema(int least, int most);
[[nodiscard]] QJsonObject numberSchema(double least, double most);
[[nodiscard]] QJsonObject timeSchema();
[[nodiscard]] QJsonObject timeOrSchema(QStringView word);
[[nodiscard]] QJsonObject percentSchema();
[[nodiscard]] QJsonObject choiceSchema(std::span<const QStringView> words);
[[nodiscard]] QJsonObject nodeIdSchema();
[[nodiscard]] QJsonObject listSchema(const QJsonObject& item, int least = 0);
[[nodiscard]] QJsonObject anyOfSchema(const QList<QJsonObject>& choices);
/// "time", "percent" and "node", for the schema's $defs.
[[nodiscard]] QJsonObject scalarDefinitions();
/// A map whose keys are names of the writer's choice.
[[nodiscard]] QJsonObject dictionarySchema(const QString& keyPattern, const QJsonObject& value);

} // namespace siprace
