#include "Secrets.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace siprace {

// A scan of bytes that may be broken: what reads like a secret is covered, and where it is not clear what is one, more.
namespace {

constexpr QByteArrayView blanks = " \t\r\n";

bool isWord(QByteArrayView text, QByteArrayView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

bool startsWithWord(QByteArrayView text, QByteArrayView word)
{
    return text.size() >= word.size() && isWord(text.first(word.size()), word);
}

/// Blanks stay, so that a header that is folded still is one.
void cover(QByteArray& message, qsizetype from, qsizetype to)
{
    std::replace_if(
        message.begin() + from, message.begin() + to, [](char c) { return !blanks.contains(c); }, 'x');
}

qsizetype skipBlanks(const QByteArray& message, qsizetype at, qsizetype to)
{
    while (at < to && blanks.contains(message.at(at)))
        ++at;
    return at;
}

qsizetype wordEnd(const QByteArray& message, qsizetype at, qsizetype to)
{
    while (at < to && !QByteArrayView(" \t\r\n,=\"").contains(message.at(at)))
        ++at;
    return at;
}

/// Where a quoted string that begins at `at` ends, behind its last mark; `to` when nothing ends it.
qsizetype quotedEnd(const QByteArray& message, qsizetype at, qsizetype to)
{
    for (++at; at < to && message.at(at) != '"'; ++at) {
        if (message.at(at) == '\\')
            ++at;
    }
    return std::min(at + 1, to);
}

/// Covers the value of a parameter, without its quotes. Gives where it ends.
qsizetype coverParameter(QByteArray& message, qsizetype at, qsizetype to, bool isSecret)
{
    const bool isQuoted = at < to && message.at(at) == '"';
    const qsizetype end = isQuoted ? quotedEnd(message, at, to) : wordEnd(message, at, to);
    const bool isClosed = isQuoted && end > at + 1 && message.at(end - 1) == '"';
    // What no mark ends may hold anything.
    if (isSecret || (isQuoted && !isClosed))
        cover(message, isQuoted ? at + 1 : at, isClosed ? end - 1 : end);
    return end;
}

/// Covers the secrets in the value of a header with credentials: of a Digest what proves that its sender knows the
/// password, of any other scheme all that is behind its name. Several may be in one header.
void coverCredentials(QByteArray& message, qsizetype from, qsizetype to)
{
    static constexpr std::array<QByteArrayView, 2> proofs = {"response", "rspauth"};
    qsizetype at = skipBlanks(message, from, to);
    for (bool isFirst = true; at < to; isFirst = false) {
        if (blanks.contains(message.at(at)) || message.at(at) == ',' || message.at(at) == '=') {
            ++at;
            continue;
        }
        if (message.at(at) == '"') {
            at = coverParameter(message, at, to, !isFirst);
            continue;
        }
        const qsizetype end = wordEnd(message, at, to);
        const QByteArrayView word = QByteArrayView(message).sliced(at, end - at);
        const qsizetype next = skipBlanks(message, end, to);
        if (next < to && message.at(next) == '=') {
            const bool isSecret = std::ranges::any_of(proofs, [word](QByteArrayView p) { return isWord(word, p); });
            at = coverParameter(message, skipBlanks(message, next + 1, to), to, isSecret);
        } else if (isWord(word, "Digest")) {
            at = end;
        } else {
            cover(message, isFirst ? next : at, to);
            return;
        }
    }
}

/// Where the line that begins at `line` ends: at its first CR or LF.
qsizetype lineEnd(const QByteArray& message, qsizetype line)
{
    while (line < message.size() && message.at(line) != '\n' && message.at(line) != '\r')
        ++line;
    return line;
}

/// Where the next line begins: behind CR LF, or one of them alone.
qsizetype behindLineEnd(const QByteArray& message, qsizetype end)
{
    const bool isBoth = end + 1 < message.size() && message.at(end) == '\r' && message.at(end + 1) == '\n';
    return std::min(end + (isBoth ? 2 : 1), message.size());
}

bool hasCredentials(QByteArrayView header)
{
    static constexpr std::array<QByteArrayView, 4> headers
        = {"Authorization", "Proxy-Authorization", "Authentication-Info", "Proxy-Authentication-Info"};
    return std::ranges::any_of(headers, [header](QByteArrayView one) { return isWord(header, one); });
}

/// Covers what a URI would put into such a header of the request that it makes: RFC 3261 §19.1.1.
void coverUriHeaders(QByteArray& text)
{
    static constexpr QByteArrayView ends = " \t\r\n&<>\"";
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text.at(at) != '?' && text.at(at) != '&')
            continue;
        qsizetype equals = at + 1;
        while (equals < text.size() && text.at(equals) != '=' && !ends.contains(text.at(equals)))
            ++equals;
        if (equals == text.size() || text.at(equals) != '='
            || !hasCredentials(QByteArray::fromPercentEncoding(text.sliced(at + 1, equals - at - 1))))
            continue;
        qsizetype end = equals + 1;
        while (end < text.size() && !ends.contains(text.at(end)))
            ++end;
        cover(text, equals + 1, end);
    }
}

void coverHeader(QByteArray& message, qsizetype from, qsizetype to)
{
    const qsizetype colon = message.indexOf(':', from);
    if (colon < 0 || colon >= to)
        return;
    const QByteArrayView name = QByteArrayView(message).sliced(from, colon - from).trimmed();
    if (hasCredentials(name))
        coverCredentials(message, colon + 1, to);
}

/// Covers the keys of the media in one line of a session description: RFC 4568 §6.1, RFC 4567, RFC 8866 §5.12.
void coverKeys(QByteArray& message, qsizetype from, qsizetype to)
{
    static constexpr QByteArrayView mark = "inline:";
    static constexpr std::array<QByteArrayView, 3> whole = {"a=key-mgmt:mikey ", "k=clear:", "k=base64:"};
    const QByteArrayView line = QByteArrayView(message).sliced(from, to - from);
    for (const QByteArrayView start : whole) {
        if (startsWithWord(line, start)) {
            cover(message, from + start.size(), to);
            return;
        }
    }
    if (!startsWithWord(line, "a=crypto"))
        return;
    for (qsizetype at = from; at + mark.size() <= to; ++at) {
        if (!startsWithWord(QByteArrayView(message).sliced(at, to - at), mark))
            continue;
        at += mark.size();
        qsizetype end = at;
        while (end < to && !QByteArrayView(" \t|;").contains(message.at(end)))
            ++end;
        cover(message, at, end);
        at = end;
    }
}

/// Where the user of a SIP URI that ends at the `@` at `to` begins, its password included; -1 when it is none.
qsizetype userBefore(const QByteArray& text, qsizetype to)
{
    qsizetype from = to;
    while (from > 0 && !QByteArrayView(" \t\r\n<>\"@").contains(text.at(from - 1)))
        --from;
    for (qsizetype at = to; at > from; --at) {
        const QByteArrayView before = QByteArrayView(text).sliced(from, at - from);
        for (const QByteArrayView scheme : {QByteArrayView("sip:"), QByteArrayView("sips:")}) {
            if (before.size() < scheme.size() || !isWord(before.last(scheme.size()), scheme))
                continue;
            const qsizetype start = before.size() - scheme.size();
            if (start == 0 || !QChar::isLetterOrNumber(static_cast<uchar>(before.at(start - 1))))
                return at;
        }
    }
    return -1;
}

} // namespace

void coverUriPasswords(QByteArray& text)
{
    for (qsizetype mark = text.indexOf('@'); mark >= 0; mark = text.indexOf('@', mark + 1)) {
        const qsizetype user = userBefore(text, mark);
        const qsizetype colon = user < 0 ? -1 : text.indexOf(':', user);
        if (colon < 0 || colon >= mark || text.at(user) == '[')
            continue;
        qsizetype digits = colon + 1;
        while (digits < mark && text.at(digits) >= '0' && text.at(digits) <= '9')
            ++digits;
        if (digits > colon + 1 && digits < mark && QByteArrayView(";?,").contains(text.at(digits)))
            continue; // the port of a URI without a user
        cover(text, colon + 1, mark);
    }
}

QByteArray withoutSecrets(const QByteArray& message)
{
    QByteArray out = message;
    coverUriPasswords(out);
    coverUriHeaders(out);
    bool isBody = false;
    // Empty lines may come before the first one, RFC 3261 §7.5.
    for (qsizetype line = skipBlanks(out, 0, out.size()); line < out.size();) {
        qsizetype end = lineEnd(out, line);
        if (end == line) {
            isBody = true;
        } else {
            if (isBody)
                coverKeys(out, line, end);
            // A body may be a message itself, or the head of one.
            // A header may be continued on lines that begin with a blank.
            for (qsizetype next = behindLineEnd(out, end);
                 next < out.size() && (out.at(next) == ' ' || out.at(next) == '\t'); next = behindLineEnd(out, end))
                end = lineEnd(out, next);
            coverHeader(out, line, end);
        }
        line = behindLineEnd(out, end);
    }
    return out;
}

} // namespace siprace
