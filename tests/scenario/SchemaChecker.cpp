#include "SchemaChecker.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

class Checker
{
public:
    explicit Checker(const QJsonObject& root)
        : m_root(root)
    {
    }

    QStringList check(const QJsonObject& schema, const QJsonValue& value, const QString& at) const
    {
        QStringList faults;
        for (const QString& keyword : schema.keys())
            faults += checkKeyword(schema, keyword, value, at);
        return faults;
    }

private:
    QStringList checkKeyword(
        const QJsonObject& schema, const QString& keyword, const QJsonValue& value, const QString& at) const
    {
        const QJsonValue rule = schema.value(keyword);
        const QStringList isWrong{u"%1: not as %2 says"_s.arg(at, keyword)};
        if (keyword == u"$ref") {
            const QString name = rule.toString().section(u'/', -1);
            return check(m_root.value(u"$defs"_s).toObject().value(name).toObject(), value, at);
        }
        if (keyword == u"type")
            return hasType(rule, value) ? QStringList() : isWrong;
        if (keyword == u"const")
            return rule == value ? QStringList() : isWrong;
        if (keyword == u"enum")
            return rule.toArray().contains(value) ? QStringList() : isWrong;
        if (keyword == u"pattern")
            return !value.isString() || matches(rule.toString(), value.toString()) ? QStringList() : isWrong;
        if (keyword == u"minimum")
            return !value.isDouble() || value.toDouble() >= rule.toDouble() ? QStringList() : isWrong;
        if (keyword == u"maximum")
            return !value.isDouble() || value.toDouble() <= rule.toDouble() ? QStringList() : isWrong;
        if (keyword == u"minItems")
            return !value.isArray() || value.toArray().size() >= rule.toInt() ? QStringList() : isWrong;
        if (keyword == u"required")
            return checkRequired(rule.toArray(), value, at);
        if (keyword == u"items")
            return checkItems(rule.toObject(), value, at);
        if (keyword == u"anyOf")
            return checkAnyOf(rule.toArray(), value, at);
        if (keyword == u"additionalProperties")
            return checkMembers(schema, value, at);
        const QStringList passive{
            u"properties"_s, u"patternProperties"_s, u"description"_s, u"title"_s, u"$schema"_s, u"$defs"_s};
        return passive.contains(keyword) ? QStringList() : QStringList{u"keyword %1 is not known here"_s.arg(keyword)};
    }

    static bool matches(const QString& pattern, const QString& text)
    {
        return QRegularExpression(pattern).match(text).hasMatch();
    }

    static bool hasType(const QJsonValue& rule, const QJsonValue& value)
    {
        if (rule.isArray()) {
            const QJsonArray types = rule.toArray();
            return std::any_of(
                types.begin(), types.end(), [&](const QJsonValue& type) { return hasType(type, value); });
        }
        const QString type = rule.toString();
        return (type == u"object" && value.isObject()) || (type == u"array" && value.isArray())
            || (type == u"string" && value.isString()) || (type == u"boolean" && value.isBool())
            || (type == u"number" && value.isDouble())
            || (type == u"integer" && value.isDouble() && std::floor(value.toDouble()) == value.toDouble());
    }

    static QStringList checkRequired(const QJsonArray& names, const QJsonValue& value, const QString& at)
    {
        QStringList faults;
        for (const QJsonValue& name : names) {
            if (value.isObject() && !value.toObject().contains(name.toString()))
                faults += u"%1: lacks %2"_s.arg(at, name.toString());
        }
        return faults;
    }

    QStringList checkItems(const QJsonObject& item, const QJsonValue& value, const QString& at) const
    {
        QStringList faults;
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i)
            faults += check(item, items.at(i), u"%1.%2"_s.arg(at).arg(i));
        return faults;
    }

    QStringList checkAnyOf(const QJsonArray& choices, const QJsonValue& value, const QString& at) const
    {
        QStringList faults;
        for (const QJsonValue& choice : choices) {
            const QStringList found = check(choice.toObject(), value, at);
            if (found.isEmpty())
                return {};
            faults += found;
        }
        return faults;
    }

    /// Every member by `properties` or `patternProperties`, and no other.
    QStringList checkMembers(const QJsonObject& schema, const QJsonValue& value, const QString& at) const
    {
        QStringList faults;
        const QJsonObject properties = schema.value(u"properties"_s).toObject();
        const QJsonObject patterns = schema.value(u"patternProperties"_s).toObject();
        const QJsonObject members = value.toObject();
        for (const QString& name : members.keys()) {
            const QString inside = at + u'.' + name;
            if (properties.contains(name)) {
                faults += check(properties.value(name).toObject(), members.value(name), inside);
                continue;
            }
            const QStringList known = patterns.keys();
            const auto pattern
                = std::find_if(known.begin(), known.end(), [&](const QString& one) { return matches(one, name); });
            if (pattern == known.end())
                faults += u"%1: not a key here"_s.arg(inside);
            else
                faults += check(patterns.value(*pattern).toObject(), members.value(name), inside);
        }
        return faults;
    }

    const QJsonObject& m_root;
};

} // namespace

QJsonValue jsonOf(const siprace::YamlNode& node)
{
    if (node.isNull())
        return QJsonValue::Null;
    if (node.isList()) {
        QJsonArray list;
        for (const siprace::YamlNode& child : node.children)
            list.append(jsonOf(child));
        return list;
    }
    if (node.isMap()) {
        QJsonObject map;
        for (const siprace::YamlNode& child : node.children)
            map.insert(child.key, jsonOf(child));
        return map;
    }
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?$"_s);
    if (!node.isQuoted && number.match(node.text).hasMatch())
        return node.text.toDouble();
    if (!node.isQuoted && (node.text == u"true" || node.text == u"false"))
        return node.text == u"true";
    return node.text;
}

QStringList schemaFaults(const QJsonObject& root, const QJsonValue& value)
{
    return Checker(root).check(root, value, u"file"_s);
}
