#include "Secrets.h"

#include <algorithm>
#include <array>

namespace siprace {

namespace {

bool startsWithWord(QByteArrayView text, QByteArrayView word)
{
    return text.size() >= word.size() && text.first(word.size()).compare(word, Qt::CaseInsensitive) == 0;
}

void cover(QByteArray& message, qsizetype from, qsizetype to)
{
    std::fill(message.begin() + from, message.begin() + to, 'x');
}

/// Where the value of the parameter `response` begins and ends in a Digest, [-1, -1) when there is none.
std::pair<qsizetype, qsizetype> digestResponseIn(const QByteArray& message, qsizetype from, qsizetype to)
{
    static constexpr QByteArrayView name = "response";
    for (qsizetype at = from; at + name.size() < to; ++at) {
        const char before = message.at(at - 1);
        const bool isName = (before == ' ' || before == ',' || before == '\t' || before == '\n')
            && startsWithWord(QByteArrayView(message).sliced(at, to - at), name);
        qsizetype value = at + name.size();
        while (isName && value < to && (message.at(value) == ' ' || message.at(value) == '\t'))
            ++value;
        if (!isName || value >= to || message.at(value) != '=')
            continue;
        ++value;
        while (value < to && (message.at(value) == ' ' || message.at(value) == '"'))
            ++value;
        qsizetype end = value;
        while (end < to && !QByteArrayView("\", \t\r\n").contains(message.at(end)))
            ++end;
        return {value, end};
    }
    return {-1, -1};
}

/// Covers the secret in one header value, from its first character to the end of its last line.
void coverValue(QByteArray& message, qsizetype from, qsizetype to)
{
    while (from < to && (message.at(from) == ' ' || message.at(from) == '\t'))
        ++from;
    qsizetype scheme = from;
    while (scheme < to && !QByteArrayView(" \t\r\n").contains(message.at(scheme)))
        ++scheme;
    if (!startsWithWord(QByteArrayView(message).sliced(from, scheme - from), "Digest")) {
        cover(message, std::min(scheme + 1, to), to);
        return;
    }
    const auto [begin, end] = digestResponseIn(message, std::min(scheme + 1, to), to);
    if (begin >= 0)
        cover(message, begin, end);
}

} // namespace

QByteArray withoutSecrets(const QByteArray& message)
{
    static constexpr std::array<QByteArrayView, 2> headers = {"Authorization:", "Proxy-Authorization:"};
    QByteArray out = message;
    for (qsizetype line = 0; line < out.size();) {
        qsizetype end = out.indexOf('\n', line);
        end = end < 0 ? out.size() : end;
        if (end - line <= 1 && line > 0)
            break; // the body begins
        // A header may be continued on lines that begin with a blank.
        while (end + 1 < out.size() && (out.at(end + 1) == ' ' || out.at(end + 1) == '\t')) {
            const qsizetype next = out.indexOf('\n', end + 1);
            end = next < 0 ? out.size() : next;
        }
        const QByteArrayView text = QByteArrayView(out).sliced(line, end - line);
        for (const QByteArrayView header : headers) {
            if (startsWithWord(text, header))
                coverValue(out, line + header.size(), end > line && out.at(end - 1) == '\r' ? end - 1 : end);
        }
        line = end + 1;
    }
    return out;
}

} // namespace siprace
