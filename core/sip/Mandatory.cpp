#include "Mandatory.h"

#include "MessageAccess.h"

#include <sofia-sip/msg_header.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_util.h>

#include <algorithm>
#include <array>
#include <tuple>

using namespace Qt::StringLiterals;

namespace siprace::sip {

namespace {
enum CharacterClass : quint8
{
    TokenChar = 1, ///< letters, digits, - . _
    UriChar = 2, ///< what a plain URI is made of
    QuotedChar = 4 ///< what may stand in a plain quoted name
};

constexpr std::array<quint8, 256> characterClasses()
{
    std::array<quint8, 256> classes{};
    for (std::size_t c = ' '; c < 127; ++c) {
        const char letter = static_cast<char>(c);
        const bool isAlphanumeric
            = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        const bool isToken = isAlphanumeric || letter == '-' || letter == '.' || letter == '_';
        if (isToken)
            classes[c] |= TokenChar | UriChar;
        if (letter == '@' || letter == ':' || letter == ';' || letter == '=')
            classes[c] |= UriChar;
        if (isToken || letter == ' ')
            classes[c] |= QuotedChar;
    }
    return classes;
}

/// Eats its way through one header value; once something does not fit, nothing does any more.
class PlainReader
{
public:
    explicit PlainReader(QByteArrayView text)
        : m_rest(text)
    {
    }

    PlainReader& word(CharacterClass kind, qsizetype most = 200)
    {
        static constexpr std::array classes = characterClasses();
        qsizetype length = 0;
        while (length < m_rest.size() && (classes[static_cast<quint8>(m_rest[length])] & kind) != 0)
            ++length;
        m_fits = m_fits && length > 0 && length <= most;
        m_rest = m_rest.sliced(length);
        return *this;
    }
    PlainReader& number(qsizetype most)
    {
        qsizetype length = 0;
        while (length < m_rest.size() && m_rest[length] >= '0' && m_rest[length] <= '9')
            ++length;
        m_fits = m_fits && length > 0 && length <= most;
        m_rest = m_rest.sliced(length);
        return *this;
    }
    PlainReader& exactly(QByteArrayView text)
    {
        m_fits = m_fits && m_rest.startsWith(text);
        if (m_fits)
            m_rest = m_rest.sliced(text.size());
        return *this;
    }
    /// True, and past it, when this comes next.
    bool skips(char c)
    {
        if (!m_fits || m_rest.isEmpty() || m_rest.front() != c)
            return false;
        m_rest = m_rest.sliced(1);
        return true;
    }
    /// ";name=value;name"
    PlainReader& parameters()
    {
        while (skips(';')) {
            word(TokenChar);
            if (skips('='))
                word(TokenChar);
        }
        return *this;
    }
    [[nodiscard]] bool isDone() const { return m_fits && m_rest.isEmpty(); }

private:
    QByteArrayView m_rest;
    bool m_fits = true;
};

constexpr qsizetype portDigits = 4; // five could be too large a number

/// `SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1`
bool isPlainVia(QByteArrayView value)
{
    PlainReader reader(value);
    reader.exactly("SIP/2.0/UDP ").word(TokenChar);
    if (reader.skips(':'))
        reader.number(portDigits);
    return reader.parameters().isDone();
}

/// `"Bob" <sip:bob@lab>;tag=1`, `<sip:bob@lab>`
bool isPlainAddress(QByteArrayView value)
{
    PlainReader reader(value);
    if (reader.skips('"'))
        reader.word(QuotedChar).exactly("\" ");
    reader.exactly("<sip:").word(TokenChar);
    if (reader.skips('@'))
        reader.word(TokenChar);
    if (reader.skips(':'))
        reader.number(portDigits);
    return reader.exactly(">").parameters().isDone();
}

bool isPlainCallId(QByteArrayView value)
{
    PlainReader reader(value);
    reader.word(TokenChar);
    if (reader.skips('@'))
        reader.word(TokenChar);
    return reader.isDone();
}

/// The library takes a lone CR for the end of a line, so for an empty line where we see none.
bool hasLoneCr(QByteArrayView text)
{
    for (qsizetype at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
        if (at + 1 == text.size() || text[at + 1] != '\n')
            return true;
    }
    return false;
}

bool isPlainCseq(QByteArrayView value)
{
    return PlainReader(value).number(9).exactly(" ").word(TokenChar).isDone();
}
} // namespace

bool isPlain(const MessageText& text)
{
    unsigned found = 0;
    for (const HeaderLine& line : text.lines) {
        bool isFine = true;
        switch (line.field) {
        case Field::Via:
            isFine = isPlainVia(line.value);
            break;
        case Field::From:
        case Field::To:
            isFine = isPlainAddress(line.value);
            break;
        case Field::CallId:
            isFine = isPlainCallId(line.value);
            break;
        case Field::CSeq:
            isFine = isPlainCseq(line.value);
            break;
        default:
            continue;
        }
        if (!isFine)
            return false;
        found |= 1U << unsigned(line.field);
    }
    constexpr unsigned all = 1U << unsigned(Field::Via) | 1U << unsigned(Field::From) | 1U << unsigned(Field::To)
        | 1U << unsigned(Field::CallId) | 1U << unsigned(Field::CSeq);
    return found == all && !hasLoneCr(text.source);
}

bool hasPlainFirstLine(const MessageText& text)
{
    return !text.isRequest()
        || (PlainReader(text.method).word(TokenChar).isDone()
            && PlainReader(text.requestUri).exactly("sip:").word(UriChar).isDone());
}

namespace {
/// Where a closed quoted string at the front of the value ends, 0 when there is none.
qsizetype endOfQuotes(QByteArrayView value)
{
    if (!value.startsWith('"'))
        return 0;
    qsizetype end = 1;
    while (end < value.size() && value[end] != '"')
        end += value[end] == '\\' ? 2 : 1;
    return end < value.size() ? end + 1 : 0;
}

/// A number of 32 bits and any token. RFC 3261 §20.16, §25.1.
bool isCseq(QByteArrayView value)
{
    static constexpr QByteArrayView marks = "-.!%*_+`'~";
    const qsizetype space = value.indexOf(' ');
    bool isNumber = false;
    std::ignore = value.first(qMax(space, qsizetype(0))).toUInt(&isNumber);
    const QByteArrayView method = value.sliced(space + 1).trimmed();
    return isNumber && !method.isEmpty() && std::ranges::all_of(method, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || marks.contains(c);
    });
}
} // namespace

QString libraryComplaint(const QByteArray& datagram)
{
    // The first line is judged by MessageText: the library gives up at method names and addresses that RFC 4475 §3.1.1
    // wants read. It sees a plain one instead, of the kind that has all mandatory headers.
    const qsizetype headers = datagram.indexOf('\n', datagram.indexOf("SIP/2.0")) + 1;
    const QByteArray probe = "SIP/2.0 200 OK\r\n" + datagram.mid(headers);
    const MsgHandle msg{msg_make(sip_default_mclass(), 0, probe.constData(), ssize_t(probe.size()))};
    const sip_t* sip = msg ? sip_object(msg.get()) : nullptr;
    if (!sip)
        return u"no SIP message"_s;
    if (!sip->sip_via)
        return u"no readable Via"_s;
    if (!sip->sip_from)
        return u"no readable From"_s;
    if (!sip->sip_to)
        return u"no readable To"_s;
    if (!sip->sip_call_id)
        return u"no readable Call-ID"_s;
    return sip->sip_cseq ? QString() : u"no readable CSeq"_s;
}

QString mandatoryComplaint(const MessageText& text)
{
    // One element would take it for the end of a line and another would not.
    const bool hasCr = std::ranges::any_of(
        text.lines, [](const HeaderLine& line) { return line.value.contains('\r') || line.name.contains('\r'); });
    if (hasCr)
        return u"a CR stands alone in a header"_s;
    const QString complaint = libraryComplaint(text.source);
    if (complaint.isEmpty())
        return {};
    // Quotes may hold more than the library reads, an escaped NUL for one, and so may a method (RFC 4475 §3.1.1.2): it
    // sees other ones.
    MessageText probe = text;
    for (HeaderLine& line : probe.lines) {
        const bool isAddress = line.field == Field::From || line.field == Field::To;
        if (const qsizetype end = isAddress ? endOfQuotes(line.value) : 0; end > 0)
            line.value = probe.keep("\"x\"" + owned(line.value.sliced(end)));
        else if (line.field == Field::CSeq && isCseq(line.value))
            line.value = "1 OPTIONS";
    }
    return libraryComplaint(probe.write());
}

} // namespace siprace::sip
