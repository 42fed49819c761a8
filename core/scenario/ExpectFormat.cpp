#include "ExpectFormat.h"

#include "OutcomeNames.h"
#include "Policies.h"
#include "RuleBook.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

const QString findingsName = u"findings"_s;
const QString className = u"class"_s;
const QString valuePattern = uR"(^(<|<=|>|>=)? ?[0-9]+(\.[0-9]+)?$)"_s;

QStringList policyIds()
{
    QStringList ids;
    for (const proxy::Policy& policy : proxy::policies())
        ids += policy.id.toString();
    return ids + QStringList{outsidePolicy()};
}

/// Every name an expectation may have. A sweep reads the file for each cell, so the list is made once.
const QStringList& knownNames()
{
    static const QStringList known = [] {
        QStringList names;
        for (const QStringView name : outcomeNames())
            names += name.toString();
        return names + QStringList{className, findingsName};
    }();
    return known;
}

/// The rule ids of `findings: [R-460]`, joined with ','.
std::optional<QString> readFindings(ReadContext& context, const YamlNode& node)
{
    if (!expectList(context, node, u"findings: [R-405]"_s))
        return std::nullopt;
    QStringList ids;
    for (const YamlNode& item : node.children) {
        const auto id = readText(context, item, u"finding"_s);
        if (id && !findRule(*id))
            context.complaints.add(item.mark, u"rule \"%1\" is unknown"_s.arg(*id), u"rules are R-001 and so on"_s);
        else if (id)
            ids += *id;
    }
    return ids.join(u',');
}

std::optional<QString> readExpected(ReadContext& context, const YamlNode& node)
{
    static const QRegularExpression pattern(valuePattern);
    if (node.key == findingsName)
        return readFindings(context, node);
    if (node.key == className) {
        const auto index = readChoice(context, node, runClasses());
        return index ? std::optional(node.text) : std::nullopt;
    }
    if (node.isScalar() && pattern.match(node.text).hasMatch())
        return QString(node.text).remove(u' ');
    context.complaints.add(
        node.mark, u"%1 %2 is not an expectation"_s.arg(node.key, asWritten(node)), u"write 2, \">0\" or \"<=2\""_s);
    return std::nullopt;
}

void readPolicyExpectations(ReadContext& context, const YamlNode& policy, QList<Expectation>& into)
{
    if (!expectMap(context, policy, u"%1: {2xx_to_caller: 2}"_s.arg(policy.key)))
        return;
    for (const YamlNode& node : policy.children) {
        if (!knownNames().contains(node.key))
            context.complaints.addUnknown(node.keyMark, u"expectation"_s, node.key, knownNames());
        else if (const auto value = readExpected(context, node))
            into += {.name = node.key, .value = *value, .where = context.complaints.place(node.keyMark)};
    }
}

QJsonObject policyExpectationsSchema()
{
    const QJsonObject number = anyOfSchema(
        {{{u"type"_s, u"number"_s}, {u"minimum"_s, 0}}, {{u"type"_s, u"string"_s}, {u"pattern"_s, valuePattern}}});
    QJsonObject properties;
    for (const QStringView name : outcomeNames())
        properties.insert(name.toString(), number);
    properties.insert(className, choiceSchema(runClasses()));
    properties.insert(findingsName, listSchema({{u"type"_s, u"string"_s}, {u"pattern"_s, u"^R-[0-9]{3}$"_s}}));
    return objectSchema(properties, {});
}

void readSet(ReadContext& context, const YamlNode& node, Variant& into)
{
    if (!expectMap(context, node, u"set: {proxy.policy.stray: drop}"_s))
        return;
    for (const YamlNode& setting : node.children)
        into.set.insert(setting.key, QString::fromUtf8(writeYamlFlow(setting)));
}

constexpr std::array variantKeys{
    Key<Variant>{u"set", [] { return dictionarySchema(u"^.+$"_s, QJsonObject()); }, &readSet, true},
    Key<Variant>{u"expect", &expectSchema,
        [](ReadContext& c, const YamlNode& n, Variant& into) { readExpect(c, n, into.expect); }},
};

} // namespace

void readExpect(ReadContext& context, const YamlNode& expect, QMap<QString, QList<Expectation>>& into)
{
    if (!expectMap(context, expect, u"expect: {forward-all: {2xx_to_caller: 2}}"_s))
        return;
    for (const YamlNode& policy : expect.children) {
        if (!policyIds().contains(policy.key))
            context.complaints.addUnknown(policy.keyMark, u"policy"_s, policy.key, policyIds());
        readPolicyExpectations(context, policy, into[policy.key]);
    }
}

QJsonObject expectSchema()
{
    QJsonObject properties;
    for (const QString& id : policyIds())
        properties.insert(id, policyExpectationsSchema());
    return objectSchema(properties, {});
}

void readVariants(ReadContext& context, const YamlNode& variants, QList<Variant>& into)
{
    if (!expectList(context, variants, u"variants: a list of {set, expect}"_s))
        return;
    for (const YamlNode& item : variants.children) {
        Variant variant;
        variant.where = context.complaints.place(item.mark);
        readMap<Variant>(context, item, u"variant"_s, variantKeys, variant);
        into += variant;
    }
}

QJsonObject variantsSchema()
{
    return listSchema(mapSchema<Variant>(variantKeys));
}

} // namespace siprace
