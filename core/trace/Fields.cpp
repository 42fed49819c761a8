#include "FirstLine.h"
#include "Secrets.h"
#include "SharedTexts.h"
#include "Trace.h"

#include <optional>
#include <string_view>

namespace siprace {

// A scan instead of a parse: the trace sees every datagram, broken ones too, and needs ten fields of it. What sofia-sip
// makes of the same bytes is the receiving node's business.
namespace {

using FieldText = std::string_view;

/// Makes a field's bytes: its own, or shared ones.
struct FieldKeeper
{
    SharedTexts* texts = nullptr;

    QByteArray operator()(FieldText text) const
    {
        const QByteArrayView view(text.data(), static_cast<qsizetype>(text.size()));
        return texts ? texts->bytes(view) : view.toByteArray();
    }
};

constexpr char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalsIgnoringCase(FieldText a, FieldText lowercase)
{
    if (a.size() != lowercase.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lowered(a[i]) != lowercase[i])
            return false;
    }
    return true;
}

FieldText trimmedField(FieldText text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Takes one line, without its end, from the front of `rest`.
FieldText takeLine(FieldText& rest)
{
    const auto end = rest.find('\n');
    FieldText line = rest.substr(0, end);
    rest = end == FieldText::npos ? FieldText{} : rest.substr(end + 1);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

quint32 leadingNumber(FieldText text)
{
    quint64 value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || value > 0xffffffffULL)
            break;
        value = value * 10 + static_cast<quint64>(c - '0');
    }
    return value > 0xffffffffULL ? 0 : static_cast<quint32>(value);
}

/// The position of the first of `wanted` outside quoted strings.
std::size_t findUnquoted(FieldText text, FieldText wanted, std::size_t from = 0)
{
    if (text.find('"', from) == FieldText::npos) // nearly always
        return wanted.size() == 1 ? text.find(wanted.front(), from) : text.find_first_of(wanted, from);
    bool isQuoted = false;
    for (std::size_t i = from; i < text.size(); ++i) {
        if (isQuoted && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && wanted.find(text[i]) != FieldText::npos) {
            return i;
        }
    }
    return FieldText::npos;
}

/// The value of a header parameter in "…;name=value;…"; `text` starts at or before the first ';'.
FieldText parameter(FieldText text, FieldText name)
{
    auto at = findUnquoted(text, ";");
    while (at != FieldText::npos) {
        const auto next = findUnquoted(text, ";,", at + 1);
        const FieldText one = text.substr(at + 1, next == FieldText::npos ? next : next - at - 1);
        const auto equal = one.find('=');
        if (equal != FieldText::npos && equalsIgnoringCase(trimmedField(one.substr(0, equal)), name)) {
            const FieldText value = trimmedField(one.substr(equal + 1));
            return value.substr(0, value.find_first_of(" \t\r\n")); // what follows a blank is none of it
        }
        if (next == FieldText::npos || text[next] == ',')
            return {};
        at = next;
    }
    return {};
}

/// The parameters of a From or To value: what follows the URI.
FieldText afterAddress(FieldText value)
{
    const auto open = findUnquoted(value, "<");
    if (open == FieldText::npos)
        return value;
    const auto close = value.find('>', open);
    return close == FieldText::npos ? FieldText{} : value.substr(close + 1);
}

FieldText addressUri(FieldText value)
{
    const auto mark = findUnquoted(value, "<;,");
    if (mark == FieldText::npos || value[mark] != '<')
        return trimmedField(value.substr(0, mark));
    const auto close = value.find('>', mark);
    return close == FieldText::npos ? FieldText{} : value.substr(mark + 1, close - mark - 1);
}

bool isToken(FieldText text)
{
    constexpr FieldText marks = "-.!%*_+`'~";
    for (const char c : text) {
        const char low = lowered(c);
        if (!(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9') && marks.find(c) == FieldText::npos)
            return false;
    }
    return !text.empty();
}

/// Keeps a text with a URI, without the password in it.
QByteArray keepUri(FieldText text, const FieldKeeper& keep)
{
    const auto mark = text.find('@');
    if (mark == FieldText::npos || text.substr(0, mark).find(':') == text.substr(0, mark).rfind(':'))
        return keep(text); // nearly always
    QByteArray covered(text.data(), static_cast<qsizetype>(text.size()));
    coverUriPasswords(covered);
    return keep({covered.constData(), static_cast<std::size_t>(covered.size())});
}

struct FirstLine
{
    int status = 0; ///< of a response
    FieldText method; ///< of a request
    FieldText requestUri;
};

std::optional<FirstLine> firstLineOf(FieldText line)
{
    if (equalsIgnoringCase(line.substr(0, 8), "sip/2.0 ")) {
        const quint32 status = leadingNumber(line.substr(8));
        if (status < 100 || status > 699)
            return {};
        return FirstLine{static_cast<int>(status), {}, {}};
    }
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == FieldText::npos || last <= first || !equalsIgnoringCase(line.substr(last + 1, 4), "sip/"))
        return {};
    if (!isToken(line.substr(0, first)))
        return {};
    return FirstLine{0, line.substr(0, first), trimmedField(line.substr(first + 1, last - first - 1))};
}

void readFirstLine(FieldText line, MessageFields& fields, const FieldKeeper& keep)
{
    const std::optional<FirstLine> first = firstLineOf(line);
    if (!first)
        return;
    fields.status = first->status;
    if (first->status != 0) {
        fields.firstLine = keep(line);
        return;
    }
    fields.firstLine = keepUri(line, keep);
    fields.method = keep(first->method);
    fields.requestUri = keepUri(first->requestUri, keep);
}

void readHeader(FieldText name, FieldText value, MessageFields& fields, const FieldKeeper& keep)
{
    // Each field is taken from the first header of its name: topmost Via, first Contact.
    if (name.empty())
        return;
    // Most headers are none of these: the first letter tells.
    switch (lowered(name.front())) {
    case 'v':
    case 'f':
    case 't':
    case 'c':
    case 'i':
    case 'm':
        break;
    default:
        return;
    }
    if (equalsIgnoringCase(name, "via") || equalsIgnoringCase(name, "v")) {
        if (fields.branch.isEmpty())
            fields.branch = keep(parameter(value.substr(0, findUnquoted(value, ",")), "branch"));
    } else if (equalsIgnoringCase(name, "from") || equalsIgnoringCase(name, "f")) {
        fields.fromTag = keep(parameter(afterAddress(value), "tag"));
    } else if (equalsIgnoringCase(name, "to") || equalsIgnoringCase(name, "t")) {
        fields.toTag = keep(parameter(afterAddress(value), "tag"));
    } else if (equalsIgnoringCase(name, "call-id") || equalsIgnoringCase(name, "i")) {
        fields.callId = keep(value);
    } else if (equalsIgnoringCase(name, "cseq")) {
        fields.cseq = leadingNumber(value);
        const auto blank = value.find_first_of(" \t");
        if (blank != FieldText::npos)
            fields.cseqMethod = keep(trimmedField(value.substr(blank)));
    } else if (equalsIgnoringCase(name, "contact") || equalsIgnoringCase(name, "m")) {
        if (fields.contact.isEmpty())
            fields.contact = keepUri(addressUri(value), keep);
    }
}

MessageFields scannedFields(QByteArrayView datagram, const FieldKeeper& keep)
{
    MessageFields fields;
    FieldText rest(datagram.data(), static_cast<std::size_t>(datagram.size()));
    readFirstLine(takeLine(rest), fields, keep);
    if (!fields.isSip())
        return fields;
    bool sawVia = false;
    while (!rest.empty()) {
        const FieldText start = rest;
        FieldText line = takeLine(rest);
        if (line.empty())
            break;
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) { // a folded header, RFC 3261 §7.3.1
            const FieldText more = takeLine(rest);
            line = start.substr(0, static_cast<std::size_t>(more.data() + more.size() - start.data()));
        }
        const auto colon = line.find(':');
        if (colon == FieldText::npos)
            continue;
        const FieldText name = trimmedField(line.substr(0, colon));
        const bool isVia = equalsIgnoringCase(name, "via") || equalsIgnoringCase(name, "v");
        if (isVia && sawVia)
            continue; // a topmost Via without branch must not borrow the next one's
        sawVia = sawVia || isVia;
        readHeader(name, trimmedField(line.substr(colon + 1)), fields, keep);
    }
    return fields;
}

} // namespace

bool isSip(QByteArrayView datagram)
{
    FieldText rest(datagram.data(), static_cast<std::size_t>(datagram.size()));
    return firstLineOf(takeLine(rest)).has_value();
}

MessageFields readFields(QByteArrayView datagram)
{
    return scannedFields(datagram, {});
}

MessageFields readFields(QByteArrayView datagram, SharedTexts& texts)
{
    return scannedFields(datagram, {&texts});
}

} // namespace siprace
