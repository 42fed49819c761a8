#include "MessageData.h"

#include <algorithm>
#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace siprace::sip {

namespace {
struct CompactName
{
    char letter;
    QByteArrayView name;
};
constexpr std::array compactNames = {CompactName{'a', "Accept-Contact"}, CompactName{'b', "Referred-By"},
    CompactName{'c', "Content-Type"}, CompactName{'d', "Request-Disposition"}, CompactName{'e', "Content-Encoding"},
    CompactName{'f', "From"}, CompactName{'i', "Call-ID"}, CompactName{'j', "Reject-Contact"},
    CompactName{'k', "Supported"}, CompactName{'l', "Content-Length"}, CompactName{'m', "Contact"},
    CompactName{'n', "Identity-Info"}, CompactName{'o', "Event"}, CompactName{'r', "Refer-To"},
    CompactName{'s', "Subject"}, CompactName{'t', "To"}, CompactName{'u', "Allow-Events"}, CompactName{'v', "Via"},
    CompactName{'x', "Session-Expires"}, CompactName{'y', "Identity"}};

/// The letters of a name of this length that the lab reads, tried in turn: few names share a length.
Field fieldOfLength(QByteArrayView name)
{
    const auto is = [name](QByteArrayView candidate) { return sameWord(name, candidate); };
    switch (name.size()) {
    case 2:
        return is("To") ? Field::To : Field::Other;
    case 3:
        return is("Via") ? Field::Via : Field::Other;
    case 4:
        return is("From") ? Field::From : is("CSeq") ? Field::CSeq : Field::Other;
    case 5:
        return is("Route") ? Field::Route : Field::Other;
    case 7:
        return is("Call-ID") ? Field::CallId : is("Contact") ? Field::Contact : Field::Other;
    case 12:
        return is("Max-Forwards") ? Field::MaxForwards : is("Record-Route") ? Field::RecordRoute : Field::Other;
    case 14:
        return is("Content-Length") ? Field::ContentLength : Field::Other;
    default:
        return Field::Other;
    }
}

/// Cuts the next line off `rest`; a line may end in CRLF or in LF alone.
QByteArrayView nextLine(QByteArrayView& rest)
{
    const void* found = rest.isEmpty() ? nullptr : std::memchr(rest.data(), '\n', std::size_t(rest.size()));
    const qsizetype end = found ? static_cast<const char*>(found) - rest.data() : -1;
    QByteArrayView line = end < 0 ? rest : rest.first(end);
    rest = end < 0 ? QByteArrayView{} : rest.sliced(end + 1);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

QString readStatusLine(QByteArrayView line, MessageText& into)
{
    const QByteArrayView rest = line.sliced(8); // "SIP/2.0 "
    bool isNumber = false;
    const int status = rest.first(qMin(rest.size(), qsizetype(3))).toInt(&isNumber);
    if (!isNumber || status < 100 || status > 699 || (rest.size() > 3 && rest[3] != ' '))
        return u"the status line has no status code from 100 to 699"_s;
    into.status = status;
    into.reason = rest.size() > 4 ? rest.sliced(4) : QByteArrayView{};
    return {};
}

QString readRequestLine(QByteArrayView line, MessageText& into)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first || !line.sliced(last + 1).startsWith("SIP/"))
        return u"the first line is neither a request line nor a status line"_s;
    if (!sameWord(line.sliced(last + 1), "SIP/2.0"))
        return u"the version is not SIP/2.0"_s;
    into.method = line.first(first);
    into.requestUri = line.sliced(first + 1, last - first - 1).trimmed();
    if (into.requestUri.isEmpty() || into.requestUri.contains(' ') || into.requestUri.contains('\t'))
        return u"the request line has no Request-URI, or one with white space"_s;
    if (into.requestUri.startsWith('<'))
        return u"the Request-URI stands in angle brackets"_s;
    return {};
}

/// One header field; lists the proxy edits become one line a value.
void addField(QByteArrayView name, QByteArrayView value, MessageText& into)
{
    const Field field = fieldOf(name);
    const bool isList = field == Field::Via || field == Field::Route || field == Field::RecordRoute;
    if (!isList || !value.contains(',')) {
        into.lines.push_back({field, name, value});
        return;
    }
    for (const QByteArrayView piece : splitOutsideQuotes(value, ','))
        into.lines.push_back({field, name, piece});
}

/// Joins continuation lines with a space. Only for messages that have any. RFC 3261 §7.3.1.
QByteArray unfolded(const QByteArray& datagram, qsizetype headEnd)
{
    QByteArray head;
    head.reserve(datagram.size());
    for (qsizetype i = 0; i < headEnd; ++i) {
        const bool isBreak
            = datagram[i] == '\n' && i + 1 < headEnd && (datagram[i + 1] == ' ' || datagram[i + 1] == '\t');
        if (!isBreak) {
            head += datagram[i];
            continue;
        }
        if (head.endsWith('\r'))
            head.chop(1);
        while (i + 1 < headEnd && (datagram[i + 1] == ' ' || datagram[i + 1] == '\t'))
            ++i;
        head += ' ';
    }
    return head + datagram.sliced(headEnd);
}

/// The header part of a datagram.
struct Head
{
    qsizetype end = 0; ///< behind its empty line, or the whole length
    bool isFolded = false; ///< has continuation lines
};

/// One look at each line break: this runs for every datagram.
Head findHead(QByteArrayView datagram)
{
    Head head{datagram.size(), false};
    qsizetype start = 0;
    while (start < datagram.size() && (datagram[start] == '\r' || datagram[start] == '\n'))
        ++start; // keep-alives may stand in front
    for (qsizetype at = datagram.indexOf('\n', start); at >= 0; at = datagram.indexOf('\n', at + 1)) {
        const QByteArrayView rest = datagram.sliced(at + 1);
        if (rest.startsWith(' ') || rest.startsWith('\t')) {
            head.isFolded = true;
        } else if (rest.startsWith('\n') || rest.startsWith("\r\n")) {
            head.end = at + (rest[0] == '\n' ? 2 : 3);
            break;
        }
    }
    return head;
}

/// The name of a header that may stand once only and stands twice; empty when there is none.
QByteArrayView repeatedField(const MessageText& text)
{
    quint32 seen = 0;
    for (const HeaderLine& line : text.lines) {
        const bool isSingle = line.field == Field::From || line.field == Field::To || line.field == Field::CallId
            || line.field == Field::CSeq || line.field == Field::MaxForwards || line.field == Field::ContentLength;
        const quint32 bit = 1U << unsigned(line.field);
        if (isSingle && (seen & bit) != 0)
            return line.name;
        seen |= bit;
    }
    return {};
}

/// Applies Content-Length: bytes behind it are none of the message. RFC 3261 §18.3.
QString frameBody(QByteArrayView rest, MessageText& into)
{
    const HeaderLine* length = into.first(Field::ContentLength);
    if (!length) {
        into.body = rest;
        return {};
    }
    bool isNumber = false;
    const qlonglong announced = QByteArrayView(length->value).toLongLong(&isNumber);
    if (!isNumber || announced < 0)
        return u"Content-Length is not a number"_s;
    if (announced > rest.size())
        return u"the body has %1 bytes, Content-Length says %2"_s.arg(rest.size()).arg(announced);
    into.body = rest.first(qsizetype(announced));
    return {};
}

/// Writes text behind text into a buffer that is known to be large enough.
class Pen
{
public:
    explicit Pen(char* place)
        : m_place(place)
    {
    }
    void write(QByteArrayView text)
    {
        std::copy_n(text.data(), text.size(), m_place);
        m_place += text.size();
    }

private:
    char* m_place;
};
} // namespace

QByteArrayView fullName(QByteArrayView name)
{
    if (name.size() != 1)
        return name;
    const char letter = name[0] >= 'A' && name[0] <= 'Z' ? char(name[0] - 'A' + 'a') : name[0];
    for (const CompactName& compact : compactNames) {
        if (compact.letter == letter)
            return compact.name;
    }
    return name;
}

Field fieldOf(QByteArrayView name)
{
    return fieldOfLength(fullName(name));
}

QString MessageText::read(const QByteArray& datagram, MessageText& into)
{
    const Head head = findHead(datagram);
    into.source = head.isFolded ? unfolded(datagram, head.end) : datagram;
    into.lines.clear();
    into.lines.reserve(20);
    QByteArrayView rest = into.source;
    QByteArrayView line;
    while (line.isEmpty() && !rest.isEmpty())
        line = nextLine(rest); // keep-alives may stand in front
    QString complaint = line.size() >= 8 && line.first(8).compare("SIP/2.0 ", Qt::CaseInsensitive) == 0
        ? readStatusLine(line, into)
        : readRequestLine(line, into);
    if (!complaint.isEmpty())
        return complaint;
    while (!rest.isEmpty()) {
        line = nextLine(rest);
        if (line.isEmpty())
            break;
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0)
            into.lines.push_back({Field::Other, {}, line}); // not ours to judge: carried as it is, R-203
        else
            addField(line.first(colon).trimmed(), line.sliced(colon + 1).trimmed(), into);
    }
    if (const QByteArrayView twice = repeatedField(into); !twice.isEmpty())
        return u"%1 stands there more than once"_s.arg(QString::fromUtf8(fullName(twice)));
    return frameBody(rest, into);
}

QByteArray MessageText::write() const
{
    constexpr QByteArrayView version = "SIP/2.0";
    constexpr QByteArrayView lineEnd = "\r\n";
    const QByteArray code = isRequest() ? QByteArray() : QByteArray::number(status);
    qsizetype size = method.size() + requestUri.size() + version.size() + code.size() + reason.size() + body.size() + 6;
    for (const HeaderLine& line : lines)
        size += line.name.size() + line.value.size() + (line.name.isEmpty() ? 2 : 4);
    QByteArray out(size, Qt::Uninitialized);
    Pen pen(out.data());
    for (const QByteArrayView part :
        {isRequest() ? method : version, QByteArrayView(" "), isRequest() ? requestUri : QByteArrayView(code),
            QByteArrayView(" "), isRequest() ? version : reason, lineEnd})
        pen.write(part);
    for (const HeaderLine& line : lines) {
        if (!line.name.isEmpty()) {
            pen.write(line.name);
            pen.write(": ");
        }
        pen.write(line.value);
        pen.write(lineEnd);
    }
    pen.write(lineEnd);
    pen.write(body);
    return out;
}

const HeaderLine* MessageText::first(Field field) const
{
    for (const HeaderLine& line : lines) {
        if (line.field == field)
            return &line;
    }
    return nullptr;
}

} // namespace siprace::sip
