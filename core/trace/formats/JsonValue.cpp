#include "formats/JsonValue.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace siprace {

namespace {

bool isJsonBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Behind the closing quote of the string that begins at `open`.
const char* behindString(const char* open, const char* end)
{
    const char* quote = open;
    while (true) {
        quote = static_cast<const char*>(std::memchr(quote + 1, '"', static_cast<std::size_t>(end - quote - 1)));
        Q_ASSERT(quote != nullptr);
        const char* slash = quote;
        while (*(slash - 1) == '\\')
            --slash;
        if ((quote - slash) % 2 == 0) // else the last backslash escapes the quote
            return quote + 1;
    }
}

/// Behind the bracket that closes the list or object that begins at `open`.
const char* behindBrackets(const char* open, const char* end)
{
    int depth = 0;
    for (const char* at = open; at < end;) {
        switch (*at) {
        case '"':
            at = behindString(at, end);
            continue;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            if (--depth == 0)
                return at + 1;
            break;
        default:
            break;
        }
        ++at;
    }
    return end;
}

const char* behindWord(const char* at, const char* end)
{
    return std::find_if(at, end, [](char c) { return isJsonBlank(c) || c == ',' || c == ']' || c == '}'; });
}

int hexValue(char digit)
{
    return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

/// The four hexadecimal digits behind "\u".
char16_t codeUnitAt(const char* digits)
{
    int unit = 0;
    for (int i = 0; i < 4; ++i)
        unit = unit * 16 + hexValue(digits[i]);
    return static_cast<char16_t>(unit);
}

char unescaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    default:
        return c; // a quote, a slash
    }
}

/// Takes "\u0041", or a pair of surrogates, from `at`, which then is behind it.
void appendCodePoint(QByteArray& out, const char*& at)
{
    QString text(QChar(codeUnitAt(at + 2)));
    at += 6;
    if (text.at(0).isHighSurrogate()) {
        text += QChar(codeUnitAt(at + 2));
        at += 6;
    }
    out += text.toUtf8();
}

} // namespace

JsonValue::Kind jsonKind(char first)
{
    switch (first) {
    case '{':
        return JsonValue::Kind::Object;
    case '[':
        return JsonValue::Kind::List;
    case '"':
        return JsonValue::Kind::String;
    case 'n':
        return JsonValue::Kind::Null;
    case 't':
    case 'f':
        return JsonValue::Kind::Boolean;
    default:
        return JsonValue::Kind::Number;
    }
}

bool JsonValue::isInteger() const
{
    if (kind != Kind::Number)
        return false;
    const bool isNegative = text.front() == '-';
    constexpr auto most = std::numeric_limits<quint64>::max();
    const quint64 limit = isNegative ? quint64{1} << 63 : most;
    quint64 value = 0;
    for (const char c : text.sliced(isNegative ? 1 : 0)) {
        if (c < '0' || c > '9')
            return false;
        const auto digit = static_cast<quint64>(c - '0');
        if (value > (limit - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    return true;
}

QByteArrayView JsonValue::utf8(QByteArray& scratch) const
{
    const QByteArrayView inside = text.sliced(1, text.size() - 2);
    if (!inside.contains('\\'))
        return inside;
    scratch.clear();
    scratch.reserve(inside.size());
    const char* end = inside.end();
    for (const char* at = inside.begin(); at < end;) {
        const char* slash = std::find(at, end, '\\');
        scratch.append(at, slash - at);
        at = slash;
        if (at == end)
            break;
        if (at[1] == 'u') {
            appendCodePoint(scratch, at);
        } else {
            scratch += unescaped(at[1]);
            at += 2;
        }
    }
    return scratch;
}

QString JsonValue::kindName() const
{
    switch (kind) {
    case Kind::Null:
        return QStringLiteral("null");
    case Kind::Boolean:
        return QStringLiteral("boolean");
    case Kind::Number:
        return QStringLiteral("number");
    case Kind::String:
        return QStringLiteral("string");
    case Kind::List:
        return QStringLiteral("array");
    case Kind::Object:
        break;
    }
    return QStringLiteral("object");
}

JsonCursor::JsonCursor(const JsonValue& container)
    : m_at(container.text.begin() + 1)
    , m_end(container.text.end())
    , m_hasKeys(container.kind == JsonValue::Kind::Object)
{
    Q_ASSERT(container.kind == JsonValue::Kind::Object || container.kind == JsonValue::Kind::List);
}

void JsonCursor::skipTo()
{
    while (m_at < m_end && (isJsonBlank(*m_at) || *m_at == ',' || *m_at == ':'))
        ++m_at;
}

bool JsonCursor::next()
{
    skipTo();
    if (m_at + 1 >= m_end) // at the closing bracket
        return false;
    if (m_hasKeys) {
        m_key = take();
        skipTo();
    }
    m_value = take();
    return true;
}

JsonValue JsonCursor::take()
{
    const char* begin = m_at;
    const JsonValue::Kind kind = jsonKind(*begin);
    switch (kind) {
    case JsonValue::Kind::String:
        m_at = behindString(begin, m_end);
        break;
    case JsonValue::Kind::List:
    case JsonValue::Kind::Object:
        m_at = behindBrackets(begin, m_end);
        break;
    default:
        m_at = behindWord(begin, m_end);
    }
    return {kind, QByteArrayView(begin, m_at)};
}

} // namespace siprace
