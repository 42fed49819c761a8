#include "formats/JsonValue.h"

#include <cstring>
#include <tuple>

namespace siprace {

namespace {

constexpr int deepestJson = 32; ///< our formats need six levels; a bound keeps hostile files from eating the stack

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Goes over a text once and says whether it is one JSON value. Every step gives false at the first fault, and then
/// m_at is where it is.
class JsonCheck
{
public:
    explicit JsonCheck(QByteArrayView text)
        : m_at(text.begin())
        , m_end(text.end())
    {
    }
    [[nodiscard]] bool check()
    {
        skipBlanks();
        m_value = m_at;
        if (!value(1))
            return false;
        m_valueEnd = m_at;
        skipBlanks();
        return m_at == m_end;
    }
    [[nodiscard]] const char* at() const { return m_at; }
    [[nodiscard]] bool isTooDeep() const { return m_isTooDeep; }
    [[nodiscard]] QByteArrayView value() const { return {m_value, m_valueEnd}; }

private:
    [[nodiscard]] char now() const { return m_at < m_end ? *m_at : '\0'; }
    [[nodiscard]] bool take(char wanted)
    {
        if (m_at == m_end || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }
    void skipBlanks()
    {
        while (m_at < m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }
    [[nodiscard]] bool value(int depth);
    [[nodiscard]] bool object(int depth);
    [[nodiscard]] bool list(int depth);
    [[nodiscard]] bool string();
    [[nodiscard]] bool escape();
    [[nodiscard]] bool codeUnit(int& unit);
    [[nodiscard]] bool multiByte();
    [[nodiscard]] bool number();
    [[nodiscard]] bool digits();
    [[nodiscard]] bool word(const char* wanted);

    const char* m_at;
    const char* m_end;
    const char* m_value = nullptr;
    const char* m_valueEnd = nullptr;
    bool m_isTooDeep = false;
};

bool JsonCheck::value(int depth)
{
    switch (now()) {
    case '{':
        return object(depth);
    case '[':
        return list(depth);
    case '"':
        return string();
    case 't':
        return word("true");
    case 'f':
        return word("false");
    case 'n':
        return word("null");
    default:
        return number();
    }
}

bool JsonCheck::object(int depth)
{
    m_isTooDeep = depth > deepestJson;
    if (m_isTooDeep || !take('{'))
        return false;
    skipBlanks();
    if (take('}'))
        return true;
    while (true) {
        skipBlanks();
        if (!string())
            return false;
        skipBlanks();
        if (!take(':'))
            return false;
        skipBlanks();
        if (!value(depth + 1))
            return false;
        skipBlanks();
        if (!take(','))
            return take('}');
    }
}

bool JsonCheck::list(int depth)
{
    m_isTooDeep = depth > deepestJson;
    if (m_isTooDeep || !take('['))
        return false;
    skipBlanks();
    if (take(']'))
        return true;
    while (true) {
        skipBlanks();
        if (!value(depth + 1))
            return false;
        skipBlanks();
        if (!take(','))
            return take(']');
    }
}

bool JsonCheck::string()
{
    if (!take('"'))
        return false;
    while (m_at < m_end) {
        const auto byte = static_cast<unsigned char>(*m_at);
        if (byte == '"') {
            ++m_at;
            return true;
        }
        if (byte < 0x20)
            return false;
        if (byte == '\\') {
            if (!escape())
                return false;
        } else if (byte < 0x80) {
            ++m_at;
        } else if (!multiByte()) {
            return false;
        }
    }
    return false;
}

bool JsonCheck::escape()
{
    ++m_at;
    if (m_at == m_end)
        return false;
    if (*m_at != 'u')
        return std::strchr("\"\\/bfnrt", *m_at) != nullptr && *m_at++ != '\0';
    int unit = 0;
    if (!codeUnit(unit))
        return false;
    if (unit < 0xd800 || unit > 0xdfff)
        return true;
    if (unit > 0xdbff || !take('\\') || now() != 'u' || !codeUnit(unit)) // the second half without the first
        return false;
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/// "u" and four hexadecimal digits.
bool JsonCheck::codeUnit(int& unit)
{
    ++m_at;
    unit = 0;
    for (int i = 0; i < 4; ++i, ++m_at) {
        if (m_at == m_end || !isHexDigit(*m_at))
            return false;
        unit = unit * 16 + (*m_at <= '9' ? *m_at - '0' : (*m_at | 0x20) - 'a' + 10);
    }
    return true;
}

/// A character of two to four bytes, in the shortest form and no surrogate. RFC 3629 §4.
bool JsonCheck::multiByte()
{
    const auto byteAt = [this](int i) { return m_at + i < m_end ? static_cast<unsigned char>(m_at[i]) : 0U; };
    const unsigned lead = byteAt(0);
    const int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (lead < 0xc2 || lead > 0xf4 || byteAt(1) < least || byteAt(1) > most)
        return false;
    for (int i = 2; i < length; ++i) {
        if (byteAt(i) < 0x80 || byteAt(i) > 0xbf)
            return false;
    }
    m_at += length;
    return true;
}

bool JsonCheck::number()
{
    std::ignore = take('-');
    if (!take('0') && !digits())
        return false;
    if (take('.') && !digits())
        return false;
    if (now() != 'e' && now() != 'E')
        return true;
    ++m_at;
    if (!take('+'))
        std::ignore = take('-');
    return digits();
}

bool JsonCheck::digits()
{
    const char* begin = m_at;
    while (now() >= '0' && now() <= '9')
        ++m_at;
    return m_at != begin;
}

bool JsonCheck::word(const char* wanted)
{
    for (; *wanted != '\0'; ++wanted) {
        if (!take(*wanted))
            return false;
    }
    return true;
}

Location placeInJson(QByteArrayView text, qsizetype byte, const QString& file)
{
    const QByteArrayView before = text.first(byte);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {file, static_cast<int>(before.count('\n')) + 1,
        static_cast<int>(QString::fromUtf8(before.sliced(lineStart)).size()) + 1};
}

} // namespace

Result<JsonValue> checkedJson(QByteArrayView text, const QString& file)
{
    if (text.trimmed().isEmpty())
        return fail({file}, QStringLiteral("the file is empty"), QStringLiteral("a saved trace is a JSON object"));
    JsonCheck check(text);
    if (check.check())
        return JsonValue{jsonKind(check.value().front()), check.value()};
    if (check.isTooDeep())
        return fail({file}, QStringLiteral("the JSON is nested deeper than %1 levels").arg(deepestJson));
    const Location where = placeInJson(text, check.at() - text.begin(), file);
    if (check.at() == text.end())
        return fail(where, QStringLiteral("the JSON ends in the middle"), QStringLiteral("is the file cut off?"));
    return fail(where, QStringLiteral("this is no JSON"), QStringLiteral("a saved trace is a JSON object"));
}

} // namespace siprace
