#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace siprace {

/// Gives equal texts the same memory: a long trace has each Call-ID, tag and reason once, however many messages name
/// it. What is handed out stays when the pool goes.
class SharedTexts
{
public:
    [[nodiscard]] QByteArray bytes(QByteArrayView text)
    {
        if (text.isEmpty())
            return {};
        if (const auto known = m_bytes.constFind(text); known != m_bytes.cend())
            return *known;
        QByteArray fresh = text.toByteArray();
        m_bytes.insert(fresh, fresh); // the key views the value
        return fresh;
    }
    /// Of UTF-8.
    [[nodiscard]] QString string(QByteArrayView utf8)
    {
        if (utf8.isEmpty())
            return {};
        if (const auto known = m_strings.constFind(utf8); known != m_strings.cend())
            return known->text;
        const QByteArray key = utf8.toByteArray();
        return m_strings.insert(key, {key, QString::fromUtf8(utf8)})->text;
    }

private:
    struct Known
    {
        QByteArray utf8; ///< what the key views
        QString text;
    };
    QHash<QByteArrayView, QByteArray> m_bytes;
    QHash<QByteArrayView, Known> m_strings;
};

} // namespace siprace
