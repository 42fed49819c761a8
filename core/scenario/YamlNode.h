#pragma once

#include "Result.h"

#include <QList>
#include <QString>

namespace siprace {

/// Where a node of the tree was written. Line and column count from 1, in characters; `setting` counts the settings
/// that were applied from 1 and is 0 for what stands in the file.
struct YamlMark
{
    int line = 1;
    int column = 1;
    int setting = 0;

    bool operator==(const YamlMark&) const = default;
};

/// A YAML value with its place: what the loader reads from and settings change. Cheap to copy (children are shared).
struct YamlNode
{
    enum class Kind
    {
        Null,
        Scalar,
        List,
        Map
    };
    Kind kind = Kind::Null;
    QString text; ///< of a scalar
    bool isQuoted = false; ///< a quoted scalar is never a number, a boolean or null
    YamlMark mark;
    QString key; ///< of an entry of a map
    YamlMark keyMark;
    QList<YamlNode> children; ///< of a list or a map, in order

    [[nodiscard]] const YamlNode* find(QStringView name) const; ///< entry of a map, or nullptr
    [[nodiscard]] YamlNode* find(QStringView name);
    [[nodiscard]] bool isScalar() const { return kind == Kind::Scalar; }
    [[nodiscard]] bool isList() const { return kind == Kind::List; }
    [[nodiscard]] bool isMap() const { return kind == Kind::Map; }
    [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
    [[nodiscard]] static YamlNode scalar(const QString& text);
    [[nodiscard]] static YamlNode list(QList<YamlNode> items);
    [[nodiscard]] static YamlNode map(QList<YamlNode> entries);
    [[nodiscard]] YamlNode named(const QString& name) const; ///< a copy as the entry of a map
};

/// A document as far as it could be read, and what is wrong with it.
struct YamlDocument
{
    YamlNode root;
    Diagnostics faults; ///< a key given twice, aliases, anchors, tags, a second document, nesting deeper than 32
    bool isReadable = true; ///< false: syntax, no UTF-8 or nothing at all; `root` is empty then
};

/// Reads one YAML document, and notes every fault with its place.
[[nodiscard]] YamlDocument readYaml(const QByteArray& text, const QString& file);
/// Reads the VALUE of a setting, or fails with its first fault; an empty text is null.
[[nodiscard]] Result<YamlNode> readYamlValue(const QByteArray& text);
/// Writes YAML that readYaml reads back to the same values.
[[nodiscard]] QByteArray writeYaml(const YamlNode& node);
/// The same in one line, without its end.
[[nodiscard]] QByteArray writeYamlFlow(const YamlNode& node);

} // namespace siprace
