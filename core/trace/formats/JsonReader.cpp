#include "formats/JsonReader.h"

#include "OneLine.h"

#include <algorithm>
#include <charconv>

namespace siprace {

namespace {

const JsonValue emptyJsonList{JsonValue::Kind::List, "[]"};

} // namespace

const JsonReader::Opened& JsonReader::opened(const Json& object)
{
    const auto known = std::find_if(
        m_opened.begin(), m_opened.end(), [&](const Opened& one) { return one.begin == object.text.data(); });
    if (known != m_opened.end())
        return *known;
    Opened& opened = m_opened[m_nextOpened];
    m_nextOpened = (m_nextOpened + 1) % m_opened.size();
    opened.begin = object.text.data();
    opened.members.clear();
    for (JsonCursor cursor(object); cursor.next();)
        opened.members.emplace_back(cursor.key().text.sliced(1, cursor.key().text.size() - 2), cursor.value());
    return opened;
}

/// A member, null or not. The last counts where there are several.
std::optional<JsonReader::Json> JsonReader::member(const Json& object, QByteArrayView name)
{
    const auto& members = opened(object).members;
    const auto found
        = std::find_if(members.rbegin(), members.rend(), [name](const auto& one) { return one.first == name; });
    return found == members.rend() ? std::nullopt : std::optional(found->second);
}

bool JsonReader::has(const Json& object, const char* name)
{
    return object.kind == Json::Kind::Object && member(object, name);
}

std::optional<JsonReader::Json> JsonReader::find(const Json& object, const char* name)
{
    if (!ok())
        return {};
    if (object.kind != Json::Kind::Object) {
        fault(nullptr, QStringLiteral("should be an object, is %1").arg(object.kindName()));
        return {};
    }
    const auto found = member(object, name);
    return found && found->kind == Json::Kind::Null ? std::nullopt : found;
}

JsonReader::Json JsonReader::list(const Json& object, const char* name, bool required)
{
    const auto found = find(object, name);
    if (!found) {
        if (required)
            fault(name, QStringLiteral("is missing"));
        return emptyJsonList;
    }
    if (found->kind != Json::Kind::List) {
        wrongKind(name, *found, QStringLiteral("a list"));
        return emptyJsonList;
    }
    return *found;
}

std::optional<QByteArrayView> JsonReader::utf8(const Json& object, const char* name)
{
    const auto found = find(object, name);
    if (!found)
        return {};
    if (found->kind != Json::Kind::String) {
        wrongKind(name, *found, QStringLiteral("a string"));
        return {};
    }
    return found->utf8(m_scratch);
}

QString JsonReader::string(const Json& object, const char* name, bool required)
{
    const auto text = utf8(object, name);
    if (!text && required)
        fault(name, QStringLiteral("is missing")); // keeps the first fault, if there was one
    return text ? m_texts.string(*text) : QString();
}

QByteArray JsonReader::bytes(const Json& object, const char* name)
{
    const auto text = utf8(object, name);
    return text ? m_texts.bytes(*text) : QByteArray();
}

QByteArray JsonReader::rawBytes(const Json& object, const char* name)
{
    const QByteArray encodedName = QByteArray(name) + "_base64";
    const auto encoded = find(object, encodedName.constData()) ? utf8(object, encodedName.constData()) : std::nullopt;
    if (!encoded) {
        const auto text = ok() ? utf8(object, name) : std::nullopt;
        return text ? text->toByteArray() : QByteArray();
    }
    const auto decoded
        = QByteArray::fromBase64Encoding(encoded->toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        fault(encodedName.constData(), QStringLiteral("is no base64"));
    return decoded ? decoded.decoded : QByteArray();
}

std::optional<qint64> JsonReader::integer(const Json& object, const char* name, qint64 least, qint64 most)
{
    const auto found = find(object, name);
    if (!found)
        return std::nullopt;
    if (!found->isInteger()) {
        wrongKind(name, *found, QStringLiteral("a whole number"));
        return std::nullopt;
    }
    qint64 value = 0;
    const auto read = std::from_chars(found->text.begin(), found->text.end(), value);
    if (read.ec != std::errc() || value < least || value > most) {
        fault(name,
            QStringLiteral("should be from %1 to %2, is %3").arg(least).arg(most).arg(QString::fromUtf8(found->text)));
        return std::nullopt;
    }
    return value;
}

qint64 JsonReader::integerOr(const Json& object, const char* name, qint64 least, qint64 most, qint64 fallback)
{
    return integer(object, name, least, most).value_or(fallback);
}

qint64 JsonReader::required(const Json& object, const char* name, qint64 least, qint64 most)
{
    const auto value = integer(object, name, least, most);
    if (!value)
        fault(name, QStringLiteral("is missing")); // keeps the first fault, if there was one
    return value.value_or(least);
}

double JsonReader::number(const Json& object, const char* name)
{
    const auto found = find(object, name);
    if (!found)
        return 0;
    if (found->kind != Json::Kind::Number) {
        wrongKind(name, *found, QStringLiteral("a number"));
        return 0;
    }
    return found->text.toByteArray().toDouble();
}

bool JsonReader::flag(const Json& object, const char* name)
{
    const auto found = find(object, name);
    if (!found)
        return false;
    if (found->kind != Json::Kind::Boolean)
        wrongKind(name, *found, QStringLiteral("true or false"));
    return found->text == "true";
}

void JsonReader::enter(const char* listName, std::size_t index)
{
    if (ok())
        m_path = QStringLiteral("%1[%2].").arg(QLatin1StringView(listName)).arg(index);
}

void JsonReader::leave()
{
    m_path.clear();
}

void JsonReader::fault(const char* name, const QString& what)
{
    if (m_fault)
        return;
    QString path = m_path + (name ? QString::fromLatin1(name) : QString());
    if (path.endsWith(u'.'))
        path.chop(1);
    m_fault = Diagnostic{{m_file}, oneLine(path.isEmpty() ? what : path + u' ' + what), {}};
}

void JsonReader::wrongKind(const char* name, const Json& found, const QString& wanted)
{
    fault(name, QStringLiteral("should be %1, is %2").arg(wanted, found.kindName()));
}

} // namespace siprace
