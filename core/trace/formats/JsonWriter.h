#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace siprace {

/// Writes JSON as a stream, members in the order they are given (the contract fixes it), UTF-8, no exceptions.
/// Layout: one member or element a line down to `wideDepth` levels, compact below, so that a diff of two runs shows
/// messages, not one long line.
class JsonWriter
{
public:
    explicit JsonWriter(int wideDepth = 0)
        : m_wideDepth(wideDepth)
    {
    }

    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return close('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return close(']'); }
    JsonWriter& key(QByteArrayView name);

    JsonWriter& null();
    JsonWriter& value(bool value);
    JsonWriter& value(qint64 value);
    JsonWriter& value(quint64 value);
    JsonWriter& value(int number) { return value(static_cast<qint64>(number)); }
    /// At most three decimals, none when whole: the contract's milliseconds.
    JsonWriter& value(double value);
    JsonWriter& value(QStringView value);
    /// Bytes that should be UTF-8; what is not becomes U+FFFD.
    JsonWriter& text(QByteArrayView value);
    /// The text, or null when empty.
    JsonWriter& textOrNull(QByteArrayView value) { return value.isEmpty() ? null() : text(value); }
    /// A value that is JSON already.
    JsonWriter& json(QByteArrayView ready);

    [[nodiscard]] QByteArray take() { return std::move(m_out); }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();
    void newLine();
    void escaped(QByteArrayView utf8);

    QByteArray m_out;
    std::vector<bool> m_isFirst; ///< one a level: nothing written in it yet
    int m_wideDepth;
    bool m_afterKey = false;
};

} // namespace siprace
