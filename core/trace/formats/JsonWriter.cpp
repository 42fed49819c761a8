#include "formats/JsonWriter.h"

#include <cmath>

namespace siprace {

JsonWriter& JsonWriter::key(QByteArrayView name)
{
    separate();
    escaped(name);
    m_out += ": ";
    m_afterKey = true;
    return *this;
}

JsonWriter& JsonWriter::null()
{
    return json("null");
}

JsonWriter& JsonWriter::value(bool value)
{
    return json(value ? QByteArrayView("true") : QByteArrayView("false"));
}

JsonWriter& JsonWriter::value(qint64 value)
{
    return json(QByteArray::number(value));
}

JsonWriter& JsonWriter::value(quint64 value)
{
    return json(QByteArray::number(value));
}

JsonWriter& JsonWriter::value(double value)
{
    if (!std::isfinite(value)) // JSON has no word for it
        return null();
    QByteArray text = QByteArray::number(value, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return json(text == "-0" ? QByteArray("0") : text);
}

JsonWriter& JsonWriter::value(QStringView value)
{
    separate();
    escaped(value.toUtf8());
    return *this;
}

JsonWriter& JsonWriter::text(QByteArrayView value)
{
    if (value.isValidUtf8()) {
        separate();
        escaped(value);
        return *this;
    }
    return this->value(QString::fromUtf8(value));
}

JsonWriter& JsonWriter::json(QByteArrayView ready)
{
    separate();
    m_out.append(ready);
    return *this;
}

JsonWriter& JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_isFirst.push_back(true);
    return *this;
}

JsonWriter& JsonWriter::close(char bracket)
{
    Q_ASSERT(!m_isFirst.empty());
    const bool isEmpty = m_isFirst.back();
    const bool isWide = static_cast<int>(m_isFirst.size()) <= m_wideDepth;
    m_isFirst.pop_back();
    if (isWide && !isEmpty)
        newLine();
    m_out += bracket;
    return *this;
}

/// Puts what stands between this value or key and the one before.
void JsonWriter::separate()
{
    if (m_afterKey) {
        m_afterKey = false;
        return;
    }
    if (m_isFirst.empty())
        return;
    const bool isWide = static_cast<int>(m_isFirst.size()) <= m_wideDepth;
    if (!m_isFirst.back())
        m_out += isWide ? "," : ", ";
    m_isFirst.back() = false;
    if (isWide)
        newLine();
}

void JsonWriter::newLine()
{
    m_out += '\n';
    m_out.append(static_cast<qsizetype>(m_isFirst.size()), ' ');
}

void JsonWriter::escaped(QByteArrayView utf8)
{
    static constexpr char hexDigits[] = "0123456789abcdef";
    m_out += '"';
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            m_out += '\\';
            m_out += c;
        } else if (c == '\n') {
            m_out += "\\n";
        } else if (c == '\r') {
            m_out += "\\r";
        } else if (c == '\t') {
            m_out += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            m_out += "\\u00";
            m_out += hexDigits[byte >> 4];
            m_out += hexDigits[byte & 0xf];
        } else {
            m_out += c;
        }
    }
    m_out += '"';
}

} // namespace siprace
