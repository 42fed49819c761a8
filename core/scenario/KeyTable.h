#pragma once

#include "ValueReaders.h"

#include <QJsonArray>

#include <algorithm>

namespace siprace {

/// One key of a map of the format: its name, what the schema says of its value, and how the value is read into a T.
/// The loader, the schema and the suggestions all come from tables of these.
template <class T> struct Key
{
    QStringView name;
    QJsonObject (*schema)();
    void (*read)(ReadContext& context, const YamlNode& value, T& into);
    bool isRequired = false;
};

template <class T> using KeyTable = std::span<const Key<T>>;

template <class T> [[nodiscard]] QStringList namesOf(KeyTable<T> keys)
{
    QStringList names;
    for (const Key<T>& key : keys)
        names += key.name.toString();
    return names;
}

/// Reads one entry of a map by its key; false when the table has no such key.
template <class T>
bool readKey(ReadContext& context, const YamlNode& entry, std::type_identity_t<KeyTable<T>> keys, T& into)
{
    const auto key = std::ranges::find(keys, QStringView(entry.key), &Key<T>::name);
    if (key == keys.end())
        return false;
    key->read(context, entry, into);
    return true;
}

/// Complains of each required key that the map lacks, at its own key, or where it begins.
template <class T>
void requireKeys(ReadContext& context, const YamlNode& map, const QString& what, std::type_identity_t<KeyTable<T>> keys)
{
    for (const Key<T>& key : keys) {
        if (key.isRequired && !map.find(key.name))
            context.complaints.add(map.key.isEmpty() ? map.mark : map.keyMark,
                QStringLiteral("%1 lacks the key \"%2\"").arg(what, key.name), {});
    }
}

/// Reads a whole map: every key known, none missing. `what` names the map in messages: "callee" in `callee key
/// "anwser"`.
template <class T>
void readMap(
    ReadContext& context, const YamlNode& map, const QString& what, std::type_identity_t<KeyTable<T>> keys, T& into)
{
    if (!map.isMap()) {
        context.complaints.add(map.mark, QStringLiteral("%1 %2 is not a map of keys").arg(what, asWritten(map)),
            QStringLiteral("its keys are %1").arg(namesOf(keys).join(QStringLiteral(", "))));
        return;
    }
    for (const YamlNode& entry : map.children) {
        if (!readKey<T>(context, entry, keys, into))
            context.complaints.addUnknown(entry.keyMark, what + QStringLiteral(" key"), entry.key, namesOf(keys));
    }
    requireKeys<T>(context, map, what, keys);
}

/// The schema of a map read with these keys.
template <class T> void addToSchema(QJsonObject& properties, QJsonArray& required, KeyTable<T> keys)
{
    for (const Key<T>& key : keys) {
        properties.insert(key.name.toString(), key.schema());
        if (key.isRequired)
            required.append(key.name.toString());
    }
}

[[nodiscard]] QJsonObject objectSchema(const QJsonObject& properties, const QJsonArray& required);

template <class T> [[nodiscard]] QJsonObject mapSchema(std::type_identity_t<KeyTable<T>> keys)
{
    QJsonObject properties;
    QJsonArray required;
    addToSchema<T>(properties, required, keys);
    return objectSchema(properties, required);
}

// ---- rows for the common kinds of value ----

template <class> struct MemberOf;
template <class Class, class Value> struct MemberOf<Value Class::*>
{
    using ClassType = Class;
    using ValueType = Value;
};
template <auto Member> using ClassOf = typename MemberOf<decltype(Member)>::ClassType;
template <auto Member> using ValueOf = typename MemberOf<decltype(Member)>::ValueType;

template <class Into, class Found> void assignFound(Into& into, std::optional<Found> found)
{
    if (found)
        into = static_cast<Into>(std::move(*found));
}

template <auto Member> [[nodiscard]] constexpr Key<ClassOf<Member>> textKey(QStringView name, bool isRequired = false)
{
    return {name, &textSchema,
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) { assignFound(into.*Member, readText(c, n)); },
        isRequired};
}

template <auto Member> [[nodiscard]] constexpr Key<ClassOf<Member>> boolKey(QStringView name)
{
    return {name, &boolSchema,
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) { assignFound(into.*Member, readBool(c, n)); }};
}

template <auto Member, int Least, int Most>
[[nodiscard]] constexpr Key<ClassOf<Member>> intKey(QStringView name, bool isRequired = false)
{
    return {name, [] { return intSchema(Least, Most); },
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) {
            assignFound(into.*Member, readInt(c, n, Least, Most));
        },
        isRequired};
}

template <auto Member> [[nodiscard]] constexpr Key<ClassOf<Member>> timeKey(QStringView name, bool isRequired = false)
{
    return {name, &timeSchema,
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) { assignFound(into.*Member, readTime(c, n)); },
        isRequired};
}

template <auto Member> [[nodiscard]] constexpr Key<ClassOf<Member>> percentKey(QStringView name)
{
    return {name, &percentSchema,
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) { assignFound(into.*Member, readPercent(c, n)); }};
}

/// The words "never", "none" and "rfc" that stand for no time.
enum class NoTime
{
    Never,
    None,
    Rfc
};
[[nodiscard]] constexpr QStringView wordFor(NoTime word)
{
    return word == NoTime::Never ? u"never" : word == NoTime::None ? u"none" : u"rfc";
}

template <auto Member, NoTime Word> [[nodiscard]] constexpr Key<ClassOf<Member>> timeOrKey(QStringView name)
{
    return {name, [] { return timeOrSchema(wordFor(Word)); },
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) {
            assignFound(into.*Member, readTimeOr(c, n, wordFor(Word)));
        }};
}

/// An enum whose values count from 0 in the order of the words.
template <auto Member, const auto& Words> [[nodiscard]] constexpr Key<ClassOf<Member>> choiceKey(QStringView name)
{
    return {name, [] { return choiceSchema(Words); },
        [](ReadContext& c, const YamlNode& n, ClassOf<Member>& into) {
            if (const auto index = readChoice(c, n, Words))
                into.*Member = static_cast<ValueOf<Member>>(*index);
        }};
}

} // namespace siprace
