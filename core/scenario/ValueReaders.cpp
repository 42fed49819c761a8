#include "ValueReaders.h"

#include "OneLine.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

const QString timeHint = u"write 300ms, 2s or 64*T1"_s;
const QString timePattern = uR"(^([0-9]+(\.[0-9]+)?(us|ms|s|min)|([0-9]+(\.[0-9]+)?\*)?T1)$)"_s;

QString subjectOf(const YamlNode& node, const QString& what)
{
    return what.isEmpty() ? node.key : what;
}

/// `loss "5" is not a percentage; write 5% or 0.5%`
void complain(
    ReadContext& context, const YamlNode& node, const QString& what, const QString& problem, const QString& hint)
{
    context.complaints.add(node.mark, u"%1 %2 %3"_s.arg(subjectOf(node, what), asWritten(node), problem), hint);
}

/// Plain digits with at most one point and a sign, so that "1e3", "0x10" and "١" are no numbers.
std::optional<double> decimal(const QString& text)
{
    const auto isPlain = [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.' || c == u'-'; };
    bool isNumber = false;
    const double value = QLocale::c().toDouble(text, &isNumber);
    return isNumber && std::ranges::all_of(text, isPlain) ? std::optional(value) : std::nullopt;
}

QString boundsHint(double least, double most)
{
    return u"write a number from %1 to %2"_s.arg(least).arg(most, 0, 'g', 10);
}

} // namespace

QStringList ReadContext::nodeIds() const
{
    QStringList ids;
    for (const auto& [id, role] : nodes)
        ids += id;
    return ids;
}

std::optional<Role> ReadContext::roleOf(QStringView id) const
{
    const auto node = std::ranges::find(nodes, id, &QPair<QString, Role>::first);
    return node == nodes.end() ? std::nullopt : std::optional(node->second);
}

QString asWritten(const YamlNode& node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return u"(nothing)"_s;
    case YamlNode::Kind::List:
        return u"[…]"_s;
    case YamlNode::Kind::Map:
        return u"{…}"_s;
    case YamlNode::Kind::Scalar:
        break;
    }
    return u'"' + oneLine(node.text, 60) + u'"';
}

std::optional<QString> readText(ReadContext& context, const YamlNode& node, const QString& what)
{
    if (node.isScalar())
        return node.text;
    complain(context, node, what, u"is not a text"_s, u"write one line, quoted where it has a colon"_s);
    return std::nullopt;
}

std::optional<bool> readBool(ReadContext& context, const YamlNode& node, const QString& what)
{
    if (node.isScalar() && !node.isQuoted && (node.text == u"true" || node.text == u"false"))
        return node.text == u"true";
    complain(context, node, what, u"is neither true nor false"_s, u"write true or false"_s);
    return std::nullopt;
}

std::optional<int> readInt(ReadContext& context, const YamlNode& node, int least, int most, const QString& what)
{
    const auto value = node.isScalar() && !node.isQuoted ? decimal(node.text) : std::nullopt;
    if (value && std::floor(*value) == *value && *value >= least && *value <= most && !node.text.contains(u'.'))
        return static_cast<int>(*value);
    complain(context, node, what, value ? u"is out of range"_s : u"is not a whole number"_s, boundsHint(least, most));
    return std::nullopt;
}

std::optional<double> readNumber(
    ReadContext& context, const YamlNode& node, double least, double most, const QString& what)
{
    const auto value = node.isScalar() && !node.isQuoted ? decimal(node.text) : std::nullopt;
    if (value && *value >= least && *value <= most)
        return value;
    complain(context, node, what, value ? u"is out of range"_s : u"is not a number"_s, boundsHint(least, most));
    return std::nullopt;
}

std::optional<Duration> readTime(ReadContext& context, const YamlNode& node, const QString& what)
{
    const auto time = node.isScalar() ? parseDuration(node.text, context.timers) : std::nullopt;
    if (!time)
        complain(context, node, what, u"is not a time"_s, timeHint);
    return time;
}

std::optional<std::optional<Duration>> readTimeOr(
    ReadContext& context, const YamlNode& node, QStringView word, const QString& what)
{
    if (node.isScalar() && node.text == word)
        return std::optional<Duration>{};
    if (const auto time = node.isScalar() ? parseDuration(node.text, context.timers) : std::nullopt)
        return std::optional(*time);
    complain(context, node, what, u"is not a time"_s, u"%1, or %2"_s.arg(timeHint, word));
    return std::nullopt;
}

std::optional<double> readPercent(ReadContext& context, const YamlNode& node, const QString& what)
{
    const bool hasSign = node.isScalar() && node.text.endsWith(u'%');
    const auto percent = hasSign ? decimal(node.text.chopped(1)) : std::nullopt;
    if (percent && *percent >= 0 && *percent <= 100)
        return percent;
    if (percent)
        complain(context, node, what, u"is out of range"_s, u"write 0% to 100%"_s);
    else
        complain(context, node, what, u"is not a percentage"_s, u"write 5% or 0.5%"_s);
    return std::nullopt;
}

std::optional<int> readChoice(
    ReadContext& context, const YamlNode& node, std::span<const QStringView> words, const QString& what)
{
    if (node.isScalar()) {
        const auto word = std::ranges::find(words, QStringView(node.text));
        if (word != words.end())
            return static_cast<int>(word - words.begin());
    }
    QStringList known;
    for (const QStringView word : words)
        known += word.toString();
    if (node.isScalar())
        context.complaints.addUnknown(node.mark, subjectOf(node, what), node.text, known);
    else
        complain(context, node, what, u"is not one word"_s, u"write one of %1"_s.arg(known.join(u", "_s)));
    return std::nullopt;
}

std::optional<QString> readNodeId(ReadContext& context, const YamlNode& node, const QString& what)
{
    if (!node.isScalar()) {
        complain(context, node, what, u"is not the id of a node"_s, {});
        return std::nullopt;
    }
    if (context.roleOf(node.text))
        return node.text;
    context.complaints.addUnknown(node.mark, subjectOf(node, what), node.text, context.nodeIds());
    return std::nullopt;
}

bool expectList(ReadContext& context, const YamlNode& node, const QString& example, const QString& what)
{
    if (!node.isList())
        complain(context, node, what, u"is not a list"_s, u"write %1"_s.arg(example));
    return node.isList();
}

bool expectMap(ReadContext& context, const YamlNode& node, const QString& example, const QString& what)
{
    if (!node.isMap())
        complain(context, node, what, u"is not a map of keys"_s, u"write %1"_s.arg(example));
    return node.isMap();
}

QJsonObject textSchema()
{
    // YAML reads an unquoted 603 or true as no text; the loader takes them as written.
    return {{u"type"_s, QJsonArray{u"string"_s, u"number"_s, u"boolean"_s}}};
}

QJsonObject boolSchema()
{
    return {{u"type"_s, u"boolean"_s}};
}

QJsonObject intSchema(int least, int most)
{
    return {{u"type"_s, u"integer"_s}, {u"minimum"_s, least}, {u"maximum"_s, most}};
}

QJsonObject numberSchema(double least, double most)
{
    return {{u"type"_s, u"number"_s}, {u"minimum"_s, least}, {u"maximum"_s, most}};
}

QJsonObject timeSchema()
{
    return {{u"$ref"_s, u"#/$defs/time"_s}};
}

QJsonObject timeOrSchema(QStringView word)
{
    return anyOfSchema({timeSchema(), {{u"const"_s, word.toString()}}});
}

QJsonObject percentSchema()
{
    return {{u"$ref"_s, u"#/$defs/percent"_s}};
}

QJsonObject choiceSchema(std::span<const QStringView> words)
{
    QJsonArray list;
    for (const QStringView word : words)
        list.append(word.toString());
    return {{u"enum"_s, list}};
}

QJsonObject nodeIdSchema()
{
    return {{u"$ref"_s, u"#/$defs/node"_s}};
}

QJsonObject listSchema(const QJsonObject& item, int least)
{
    QJsonObject schema{{u"type"_s, u"array"_s}, {u"items"_s, item}};
    if (least > 0)
        schema.insert(u"minItems"_s, least);
    return schema;
}

QJsonObject anyOfSchema(const QList<QJsonObject>& choices)
{
    QJsonArray list;
    for (const QJsonObject& choice : choices)
        list.append(choice);
    return {{u"anyOf"_s, list}};
}

QJsonObject dictionarySchema(const QString& keyPattern, const QJsonObject& value)
{
    return {{u"type"_s, u"object"_s}, {u"patternProperties"_s, QJsonObject{{keyPattern, value}}},
        {u"additionalProperties"_s, false}};
}

QJsonObject scalarDefinitions()
{
    const QJsonObject time{{u"type"_s, u"string"_s}, {u"pattern"_s, timePattern},
        {u"description"_s, u"A time: 300ms, 2s, 150us or 64*T1"_s}};
    const QJsonObject percent{{u"type"_s, u"string"_s}, {u"pattern"_s, uR"(^[0-9]+(\.[0-9]+)?%$)"_s},
        {u"description"_s, u"A percentage: 5% or 0.5%"_s}};
    const QJsonObject node{
        {u"type"_s, u"string"_s}, {u"pattern"_s, u"^[a-z][a-z0-9_]*$"_s}, {u"description"_s, u"The id of a node"_s}};
    return {{u"time"_s, anyOfSchema({time, {{u"const"_s, 0}}})}, {u"percent"_s, percent}, {u"node"_s, node}};
}

} // namespace siprace
