#pragma once

#include <QJsonObject>
#include <QStringList>

namespace siprace::ui {

/// What the schema of scenarios allows at a place: for completion.
class SchemaGuide
{
public:
    explicit SchemaGuide(const QByteArray& schema);

    /// The keys that a map at that path may have, sorted. An entry of a list is any word; below a node only what its
    /// role allows, where that is known.
    [[nodiscard]] QStringList keysAt(const QStringList& path, const QString& role = {}) const;
    /// The keys that a node of that role may have.
    [[nodiscard]] QStringList keysOfNode(const QString& role) const;
    /// Whether a value at that path is any text, whatever YAML would make of it.
    [[nodiscard]] bool isTextAt(const QStringList& path) const;
    /// The words that a value at that path may be; empty where it is free.
    [[nodiscard]] QStringList valuesAt(const QStringList& path, const QString& role = {}) const;

private:
    [[nodiscard]] QList<QJsonObject> schemasAt(const QStringList& path, const QString& role = {}) const;
    void collect(const QJsonObject& schema, QList<QJsonObject>& all) const;

    QJsonObject m_root;
};

} // namespace siprace::ui
