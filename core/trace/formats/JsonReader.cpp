#include "formats/JsonReader.h"

namespace siprace {

namespace {

constexpr int deepestJson = 32; ///< our formats need six levels; a bound keeps hostile files from eating memory

const JsonReader::Json& emptyJsonList()
{
    static const JsonReader::Json list = JsonReader::Json::array();
    return list;
}

Location locationOfByte(QByteArrayView text, qsizetype byte, const QString& file)
{
    const QByteArrayView before = text.first(std::clamp<qsizetype>(byte, 0, text.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {file, static_cast<int>(before.count('\n')) + 1,
        static_cast<int>(QString::fromUtf8(before.sliced(lineStart)).size()) + 1};
}

/// How deep brackets are nested, without parsing.
int nestingOf(QByteArrayView text)
{
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

QString jsonKind(const JsonReader::Json& value)
{
    return QString::fromLatin1(value.type_name());
}

} // namespace

Result<JsonReader::Json> JsonReader::parse(QByteArrayView text, const QString& file)
{
    if (text.trimmed().isEmpty())
        return fail({file}, QStringLiteral("the file is empty"), QStringLiteral("a saved trace is a JSON object"));
    if (nestingOf(text) > deepestJson)
        return fail({file}, QStringLiteral("the JSON is nested deeper than %1 levels").arg(deepestJson));
    try {
        return Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error& error) {
        const auto byte = static_cast<qsizetype>(error.byte) - 1;
        const Location where = locationOfByte(text, byte, file);
        if (byte >= text.trimmed().size())
            return fail(where, QStringLiteral("the JSON ends in the middle"), QStringLiteral("is the file cut off?"));
        return fail(where, QStringLiteral("this is no JSON"), QStringLiteral("a saved trace is a JSON object"));
    } catch (const std::exception& error) {
        return fail({file}, QStringLiteral("cannot be read: %1").arg(QString::fromLatin1(error.what())));
    }
}

const JsonReader::Json* JsonReader::find(const Json& object, const char* name)
{
    if (!ok())
        return nullptr;
    if (!object.is_object()) {
        fault(nullptr, QStringLiteral("should be an object, is %1").arg(jsonKind(object)));
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

const JsonReader::Json& JsonReader::list(const Json& object, const char* name, bool required)
{
    const Json* found = find(object, name);
    if (!found) {
        if (required)
            fault(name, QStringLiteral("is missing"));
        return emptyJsonList();
    }
    if (!found->is_array()) {
        wrongKind(name, *found, QStringLiteral("a list"));
        return emptyJsonList();
    }
    return *found;
}

QString JsonReader::string(const Json& object, const char* name, bool required)
{
    const Json* found = find(object, name);
    if (!found) {
        if (required)
            fault(name, QStringLiteral("is missing"));
        return {};
    }
    if (!found->is_string()) {
        wrongKind(name, *found, QStringLiteral("a string"));
        return {};
    }
    return QString::fromStdString(found->get_ref<const std::string&>());
}

QByteArray JsonReader::rawBytes(const Json& object, const char* name)
{
    const QByteArray encodedName = QByteArray(name) + "_base64";
    if (!find(object, encodedName.constData()))
        return bytes(object, name);
    const auto decoded = QByteArray::fromBase64Encoding(
        bytes(object, encodedName.constData()), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        fault(encodedName.constData(), QStringLiteral("is no base64"));
    return decoded ? decoded.decoded : QByteArray();
}

std::optional<qint64> JsonReader::integer(const Json& object, const char* name, qint64 least, qint64 most)
{
    const Json* found = find(object, name);
    if (!found)
        return std::nullopt;
    if (!found->is_number_integer()) {
        wrongKind(name, *found, QStringLiteral("a whole number"));
        return std::nullopt;
    }
    const bool isHuge = found->is_number_unsigned()
        && found->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<qint64>::max());
    const qint64 value = isHuge ? std::numeric_limits<qint64>::max() : found->get<qint64>();
    if (isHuge || value < least || value > most) {
        fault(name,
            QStringLiteral("should be from %1 to %2, is %3")
                .arg(least)
                .arg(most)
                .arg(QString::fromStdString(found->dump())));
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
    const Json* found = find(object, name);
    if (!found)
        return 0;
    if (!found->is_number()) {
        wrongKind(name, *found, QStringLiteral("a number"));
        return 0;
    }
    return found->get<double>();
}

bool JsonReader::flag(const Json& object, const char* name)
{
    const Json* found = find(object, name);
    if (!found)
        return false;
    if (!found->is_boolean())
        wrongKind(name, *found, QStringLiteral("true or false"));
    return found->is_boolean() && found->get<bool>();
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
    m_fault = Diagnostic{{m_file}, path.isEmpty() ? what : path + u' ' + what, {}};
}

void JsonReader::wrongKind(const char* name, const Json& found, const QString& wanted)
{
    fault(name, QStringLiteral("should be %1, is %2").arg(wanted, jsonKind(found)));
}

} // namespace siprace
