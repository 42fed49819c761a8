#include "Schema.h"

#include "KeyTable.h"
#include "ScenarioFormat.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace siprace {

using namespace Qt::StringLiterals;

QJsonObject objectSchema(const QJsonObject& properties, const QJsonArray& required)
{
    QJsonObject schema{{u"type"_s, u"object"_s}, {u"properties"_s, properties}, {u"additionalProperties"_s, false}};
    if (!required.isEmpty())
        schema.insert(u"required"_s, required);
    return schema;
}

QByteArray schemaJson()
{
    QJsonObject schema = scenarioSchema();
    schema.insert(u"$schema"_s, u"https://json-schema.org/draft/2020-12/schema"_s);
    schema.insert(u"title"_s, u"SIP Race Lab scenario"_s);
    schema.insert(u"$defs"_s, scalarDefinitions());
    return QJsonDocument(schema).toJson(QJsonDocument::Indented);
}

} // namespace siprace
