#include "StreamFraming.h"

#include "Trace.h"

#include <algorithm>

namespace siprace {

namespace {
constexpr qsizetype longestFirstLine = 8192;

/// Where the header ends, behind its empty line; -1 when it has not come yet. Lines may end in a bare LF.
qsizetype headerEnd(QByteArrayView bytes, qsizetype from)
{
    for (qsizetype at = bytes.indexOf('\n', from); at >= 0; at = bytes.indexOf('\n', at + 1)) {
        if (at + 1 < bytes.size() && bytes[at + 1] == '\n')
            return at + 2;
        if (at + 2 < bytes.size() && bytes[at + 1] == '\r' && bytes[at + 2] == '\n')
            return at + 3;
    }
    return -1;
}

bool isLengthName(QByteArrayView name)
{
    return name.compare("content-length", Qt::CaseInsensitive) == 0 || name.compare("l", Qt::CaseInsensitive) == 0;
}

/// What the Content-Length of a header says: nothing when it has none, -1 when it is no number or two differ.
std::optional<qsizetype> contentLength(QByteArrayView header)
{
    std::optional<qsizetype> length;
    qsizetype start = header.indexOf('\n') + 1;
    while (start > 0 && start < header.size()) {
        qsizetype end = header.indexOf('\n', start);
        while (end >= 0 && end + 1 < header.size() && (header[end + 1] == ' ' || header[end + 1] == '\t'))
            end = header.indexOf('\n', end + 1); // a folded line goes on
        const QByteArrayView line = header.sliced(start, (end < 0 ? header.size() : end) - start);
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && isLengthName(line.first(colon).trimmed())) {
            const QByteArrayView digits = line.sliced(colon + 1).trimmed();
            const bool isNumber = !digits.isEmpty() && digits.size() <= 9
                && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
            const qsizetype value = isNumber ? digits.toInt() : -1;
            length = length.value_or(value) == value ? value : -1;
        }
        start = end + 1;
    }
    return length;
}
} // namespace

StreamFraming::Piece StreamFraming::take(Piece::Kind kind, qsizetype size)
{
    Piece piece{kind, m_bytes.left(size), {}};
    m_bytes.remove(0, size);
    m_searched = 0;
    return piece;
}

StreamFraming::Piece StreamFraming::broken(const QString& trouble)
{
    Piece piece = take(Piece::Kind::Broken, m_bytes.size());
    piece.trouble = trouble;
    return piece;
}

bool StreamFraming::isCut() const
{
    return std::ranges::any_of(m_bytes, [](char c) { return c != '\r' && c != '\n'; });
}

std::optional<StreamFraming::Piece> StreamFraming::next()
{
    if (m_bytes.startsWith("\r\n\r\n"))
        return take(Piece::Kind::Ping, 4);
    if (m_bytes == "\r\n" || m_bytes == "\r" || m_bytes == "\r\n\r") {
        // A lone CRLF is an answer to a ping; half of one may become more.
        return m_bytes == "\r\n" ? std::optional(take(Piece::Kind::Pong, 2)) : std::nullopt;
    }
    if (m_bytes.startsWith("\r\n") || m_bytes.startsWith('\n'))
        return take(Piece::Kind::Pong, m_bytes.startsWith('\n') ? 1 : 2);
    if (m_bytes.isEmpty())
        return std::nullopt;
    const qsizetype lineEnd = m_bytes.indexOf('\n');
    if (lineEnd < 0 && m_bytes.size() > longestFirstLine)
        return broken(QStringLiteral("its first line has no end after %1 bytes").arg(m_bytes.size()));
    if (lineEnd >= 0 && !QByteArrayView(m_bytes).first(lineEnd).contains("SIP/"))
        return broken(QStringLiteral("it is no SIP"));
    const qsizetype header = headerEnd(m_bytes, m_searched);
    if (header < 0) {
        m_searched = std::max<qsizetype>(m_bytes.size() - 3, 0);
        if (m_bytes.size() > longest)
            return broken(QStringLiteral("its header has no end after %1 bytes").arg(m_bytes.size()));
        return std::nullopt;
    }
    const std::optional<qsizetype> body = contentLength(QByteArrayView(m_bytes).first(header));
    if (!body)
        return broken(QStringLiteral("it has no Content-Length, so its end cannot be told"));
    if (*body < 0)
        return broken(QStringLiteral("its Content-Length is no number"));
    if (header + *body > longest)
        return broken(
            QStringLiteral("it says it has %1 bytes, %2 are the most").arg(header + *body).arg(StreamFraming::longest));
    if (m_bytes.size() < header + *body)
        return std::nullopt;
    return take(Piece::Kind::Message, header + *body);
}

} // namespace siprace
