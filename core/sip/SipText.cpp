#include "SipText.h"

namespace siprace::sip {

namespace {
/// Where the separator next stands outside quotes and angle brackets; the end of the text when it does not.
qsizetype nextSeparator(QByteArrayView text, qsizetype from, char separator)
{
    const qsizetype first = text.indexOf(separator, from);
    const qsizetype plainEnd = first < 0 ? text.size() : first;
    const QByteArrayView before = text.sliced(from, plainEnd - from);
    if (!before.contains('"') && !before.contains('<')) // nearly always
        return plainEnd;
    bool inQuotes = false;
    bool inBrackets = false;
    for (qsizetype i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (inQuotes && c == '\\')
            ++i; // the escaped character, whatever it is
        else if (c == '"')
            inQuotes = !inQuotes;
        else if (inQuotes)
            continue;
        else if (c == '<')
            inBrackets = true;
        else if (c == '>')
            inBrackets = false;
        else if (c == separator && !inBrackets)
            return i;
    }
    return text.size();
}
} // namespace

Slices splitOutsideQuotes(QByteArrayView text, char separator)
{
    Slices pieces;
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype end = nextSeparator(text, start, separator);
        if (const QByteArrayView piece = text.sliced(start, end - start).trimmed(); !piece.isEmpty())
            pieces.append(piece);
        start = end + 1;
    }
    return pieces;
}

namespace {
/// Where the first '<' stands outside quotes, -1 when there is none.
qsizetype openingBracket(QByteArrayView value)
{
    bool inQuotes = false;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (inQuotes && value[i] == '\\')
            ++i;
        else if (value[i] == '"')
            inQuotes = !inQuotes;
        else if (value[i] == '<' && !inQuotes)
            return i;
    }
    return -1;
}
} // namespace

NameAddr readNameAddr(QByteArrayView value)
{
    const qsizetype open = openingBracket(value);
    if (open < 0) {
        const qsizetype semicolon = value.indexOf(';');
        if (semicolon < 0)
            return {value.trimmed(), {}};
        return {value.first(semicolon).trimmed(), value.sliced(semicolon)};
    }
    const qsizetype close = value.indexOf('>', open);
    if (close < 0)
        return {value.sliced(open + 1).trimmed(), {}};
    return {value.sliced(open + 1, close - open - 1).trimmed(), value.sliced(close + 1)};
}

std::optional<QByteArrayView> parameter(QByteArrayView parameters, QByteArrayView name)
{
    for (qsizetype start = 0; start < parameters.size();) {
        const qsizetype end = nextSeparator(parameters, start, ';');
        const QByteArrayView piece = parameters.sliced(start, end - start).trimmed();
        start = end + 1;
        if (piece.isEmpty())
            continue;
        const qsizetype equals = piece.indexOf('=');
        const QByteArrayView key = equals < 0 ? piece : piece.first(equals).trimmed();
        if (sameWord(key, name))
            return equals < 0 ? QByteArrayView("", 0) : piece.sliced(equals + 1).trimmed();
    }
    return {};
}

} // namespace siprace::sip
