#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace siprace {

/// Cuts a byte stream into SIP messages: the header up to its empty line, the body by Content-Length. RFC 3261 §7.5,
/// §18.3. What stands between messages are keep-alives, RFC 5626 §3.5.1. Bounded: a message is at most `longest` bytes.
class StreamFraming
{
public:
    static constexpr qsizetype longest = 65'535;

    struct Piece
    {
        enum class Kind
        {
            Message,
            Ping, ///< CRLF CRLF: wants a CRLF back
            Pong, ///< CRLF
            Broken ///< no SIP: nothing behind it can be found any more
        };
        Kind kind = Kind::Message;
        QByteArray bytes; ///< as they came; of a broken stream what is left of it
        QString trouble; ///< why it is broken

        bool operator==(const Piece&) const = default;
    };

    void append(const QByteArray& bytes) { m_bytes += bytes; }
    /// The next whole piece; nothing while more has to come.
    [[nodiscard]] std::optional<Piece> next();
    /// True when the stream ends in the middle of a message.
    [[nodiscard]] bool isCut() const;
    /// Nothing more can be read.
    [[nodiscard]] Piece broken(const QString& trouble);

private:
    [[nodiscard]] Piece take(Piece::Kind kind, qsizetype size);

    QByteArray m_bytes;
    qsizetype m_searched = 0; ///< no header ends before
};

} // namespace siprace
