#include "Words.h"

#include <algorithm>

namespace siprace::words {

QString ms(Instant instant)
{
    return humanDuration(instant.time_since_epoch());
}

QString ms(Duration duration)
{
    return humanDuration(duration);
}

QString times(qsizetype count)
{
    if (count == 1)
        return QStringLiteral("once");
    return count == 2 ? QStringLiteral("twice") : QStringLiteral("%1 times").arg(count);
}

QString number(qsizetype count)
{
    static const QStringList names{QStringLiteral("no"), QStringLiteral("one"), QStringLiteral("two"),
        QStringLiteral("three"), QStringLiteral("four"), QStringLiteral("five"), QStringLiteral("six"),
        QStringLiteral("seven"), QStringLiteral("eight"), QStringLiteral("nine")};
    return count >= 0 && count < names.size() ? names.at(count) : QString::number(count);
}

QString list(const QStringList& items)
{
    if (items.size() < 2)
        return items.join(QString());
    return items.first(items.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + items.last();
}

QString what(const MessageFields& message)
{
    if (message.isRequest())
        return QString::fromLatin1(message.method);
    if (message.cseqMethod == "INVITE")
        return QString::number(message.status);
    return QStringLiteral("%1 to %2").arg(message.status).arg(QString::fromLatin1(message.cseqMethod));
}

QList<int> messages(std::initializer_list<int> numbers)
{
    QList<int> out;
    for (const int n : numbers) {
        if (n != 0 && !out.contains(n))
            out.append(n);
    }
    std::ranges::sort(out);
    return out;
}

} // namespace siprace::words
