#include "NodeFormat.h"
#include "SettingTables.h"

#include <QJsonArray>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

using proxy::SettingKind;
using proxy::SettingRow;

QStringList keysOf(std::span<const SettingRow> rows)
{
    QStringList keys;
    for (const SettingRow& row : rows)
        keys += row.key.toString();
    return keys;
}

/// True when the value may be handed to core/proxy, which says the rest. A quoted "true" is no flag.
bool isFitting(ReadContext& context, const YamlNode& node, const SettingRow& row)
{
    const bool isFlag = row.kind == SettingKind::Flag;
    if (isFlag)
        return readBool(context, node).has_value();
    if (node.isScalar() && row.kind != SettingKind::Word)
        return true;
    if (node.isScalar() && row.wordList().contains(node.text))
        return true;
    if (node.isScalar())
        context.complaints.addUnknown(node.mark, node.key, node.text, row.wordList());
    else
        context.complaints.add(
            node.mark, u"%1 %2 is not one value"_s.arg(node.key, asWritten(node)), u"write %1"_s.arg(row.allowed()));
    return false;
}

QJsonObject rowSchema(const SettingRow& row)
{
    QJsonArray words;
    for (const QString& word : row.wordList())
        words.append(word);
    QJsonObject schema;
    switch (row.kind) {
    case SettingKind::Word:
        schema = {{u"enum"_s, words}};
        break;
    case SettingKind::Time:
        schema = timeSchema();
        break;
    case SettingKind::WordOrTime:
        schema = anyOfSchema({timeSchema(), {{u"enum"_s, words}}});
        break;
    case SettingKind::Flag:
        schema = boolSchema();
        break;
    case SettingKind::Number:
        schema = intSchema(1, proxy::largestNumber);
        break;
    case SettingKind::Count:
        schema = intSchema(1, proxy::largestCount);
        break;
    case SettingKind::FileName:
        schema = textSchema();
        break;
    }
    schema.insert(u"description"_s, row.meaning.toString());
    return schema;
}

} // namespace

QStringList proxyKeyNames()
{
    return keysOf(proxy::settingTable());
}

bool readProxyKey(ReadContext& context, const YamlNode& entry, proxy::ProxySettings& into)
{
    const SettingRow* row = proxy::findSetting(entry.key);
    if (!row)
        return false;
    if (!isFitting(context, entry, *row))
        return true;
    if (const auto done = proxy::applySetting(into, entry.key, entry.text, context.timers); !done)
        context.complaints.add(entry.mark, done.error().what, done.error().hint);
    return true;
}

QJsonObject proxyProperties()
{
    QJsonObject properties;
    for (const SettingRow& row : proxy::settingTable())
        properties.insert(row.key.toString(), rowSchema(row));
    return properties;
}

void readPolicy(ReadContext& context, const YamlNode& policy, QMap<QString, QString>& into)
{
    if (!expectMap(context, policy, u"policy: {late-2xx: drop}"_s))
        return;
    proxy::PolicyKnobs checked;
    for (const YamlNode& knob : policy.children) {
        const SettingRow* row = proxy::findKnob(knob.key);
        if (!row) {
            context.complaints.addUnknown(knob.keyMark, u"policy key"_s, knob.key, keysOf(proxy::knobTable()));
            continue;
        }
        if (!isFitting(context, knob, *row))
            continue;
        if (const auto done = proxy::applyKnob(checked, knob.key, knob.text, context.timers); !done)
            context.complaints.add(knob.mark, done.error().what, done.error().hint);
        into.insert(knob.key, knob.text);
    }
}

QJsonObject policySchema()
{
    QJsonObject properties;
    for (const SettingRow& row : proxy::knobTable())
        properties.insert(row.key.toString(), rowSchema(row));
    return objectSchema(properties, {});
}

} // namespace siprace
