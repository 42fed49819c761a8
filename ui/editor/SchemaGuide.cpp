#include "SchemaGuide.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

/// Of the alternatives for a node those of its role; a role nobody knows leaves all.
void keepOfRole(QList<QJsonObject>& schemas, const QString& role)
{
    const auto isOther = [&role](const QJsonObject& schema) {
        const QJsonObject roles = schema.value(u"properties"_s).toObject().value(u"role"_s).toObject();
        return roles.value(u"const"_s).toString() != role && !roles.value(u"enum"_s).toArray().contains(role);
    };
    if (!role.isEmpty() && !std::ranges::all_of(schemas, isOther))
        schemas.removeIf(isOther);
}

} // namespace

SchemaGuide::SchemaGuide(const QByteArray& schema)
    : m_root(QJsonDocument::fromJson(schema).object())
{
}

/// A schema and every alternative in it, references followed.
void SchemaGuide::collect(const QJsonObject& schema, QList<QJsonObject>& all) const
{
    const QString reference = schema.value(u"$ref"_s).toString();
    if (reference.startsWith("#/$defs/"_L1))
        return collect(m_root.value(u"$defs"_s).toObject().value(reference.mid(8)).toObject(), all);
    all.append(schema);
    for (const QString& choice : {u"anyOf"_s, u"oneOf"_s, u"allOf"_s}) {
        for (const QJsonValue& one : schema.value(choice).toArray())
            collect(one.toObject(), all);
    }
}

QList<QJsonObject> SchemaGuide::schemasAt(const QStringList& path, const QString& role) const
{
    QList<QJsonObject> here;
    collect(m_root, here);
    for (qsizetype depth = 0; depth < path.size(); ++depth) {
        const QString& word = path.at(depth);
        QList<QJsonObject> next;
        for (const QJsonObject& schema : std::as_const(here)) {
            const QJsonObject properties = schema.value(u"properties"_s).toObject();
            if (properties.contains(word))
                collect(properties.value(word).toObject(), next);
            else if (schema.contains(u"items"_s))
                collect(schema.value(u"items"_s).toObject(), next);
            const QJsonObject patterns = schema.value(u"patternProperties"_s).toObject();
            for (auto pattern = patterns.begin(); pattern != patterns.end(); ++pattern) {
                if (!properties.contains(word) && QRegularExpression(pattern.key()).match(word).hasMatch())
                    collect(pattern.value().toObject(), next);
            }
            if (!properties.contains(word) && schema.value(u"additionalProperties"_s).isObject())
                collect(schema.value(u"additionalProperties"_s).toObject(), next);
        }
        here = next;
        if (depth == 1 && path.first() == u"nodes")
            keepOfRole(here, role);
    }
    return here;
}

QStringList SchemaGuide::keysAt(const QStringList& path, const QString& role) const
{
    QStringList keys;
    for (const QJsonObject& schema : schemasAt(path, role))
        keys += schema.value(u"properties"_s).toObject().keys();
    keys.removeDuplicates();
    keys.sort();
    return keys;
}

QStringList SchemaGuide::keysOfNode(const QString& role) const
{
    return keysAt({u"nodes"_s, u"a"_s}, role);
}

bool SchemaGuide::isTextAt(const QStringList& path) const
{
    const QList<QJsonObject> schemas = schemasAt(path);
    return !schemas.isEmpty() && std::ranges::all_of(schemas, [](const QJsonObject& schema) {
        return schema.value(u"type"_s).toArray().contains(u"string"_s); // the loader takes a number as it is written
    });
}

QStringList SchemaGuide::valuesAt(const QStringList& path, const QString& role) const
{
    QStringList values;
    const bool isRole = path.size() == 3 && path.first() == u"nodes" && path.last() == u"role"; // another may be wanted
    for (const QJsonObject& schema : schemasAt(path, isRole ? QString() : role)) {
        for (const QJsonValue& one : schema.value(u"enum"_s).toArray())
            values += one.toVariant().toString();
        if (schema.contains(u"const"_s))
            values += schema.value(u"const"_s).toVariant().toString();
        if (schema.value(u"type"_s).toString() == u"boolean")
            values += {u"true"_s, u"false"_s};
    }
    values.removeDuplicates();
    return values;
}

} // namespace siprace::ui
