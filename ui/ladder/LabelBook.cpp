#include "LabelBook.h"

namespace siprace {

namespace {

constexpr qsizetype longestReason = 20; ///< characters of a reason phrase on an arrow

QString reasonPhrase(const MessageFields& message)
{
    const QList<QByteArray> words = message.firstLine.trimmed().split(' ');
    return words.size() > 2 ? QString::fromUtf8(words.mid(2).join(' ')) : QString();
}

bool isInviteResponse(const MessageFields& message)
{
    return message.cseqMethod == "INVITE";
}

} // namespace

QString shortFirstLine(const MessageFields& message)
{
    if (message.isRequest())
        return QString::fromUtf8(message.method);
    if (message.status == 0)
        return QCoreApplication::translate("LabelBook", "not SIP");
    const QString reason = reasonPhrase(message);
    return reason.isEmpty() ? QString::number(message.status) : QStringLiteral("%1 %2").arg(message.status).arg(reason);
}

bool LabelBook::read(const Trace& trace)
{
    for (; m_timersRead < trace.timers.size(); ++m_timersRead) {
        const TimerChange& timer = trace.timers.at(m_timersRead);
        static const QStringList resenders{
            QStringLiteral("A"), QStringLiteral("E"), QStringLiteral("G"), QStringLiteral("2xx")};
        if (timer.what == TimerChange::What::Fired && resenders.contains(timer.name))
            m_fired.insert({timer.node, toUs(timer.at)}, timer.name);
    }
    bool hasForked = false;
    for (auto i = static_cast<qsizetype>(m_copyNumbers.size()); i < trace.messages.size(); ++i) {
        const TraceMessage& message = trace.messages.at(i);
        int copy = 1;
        if (message.retransmissionOf > 0)
            copy = m_copies[message.retransmissionOf] = m_copies.value(message.retransmissionOf, 1) + 1;
        m_copyNumbers.push_back(copy);
        Call& call = m_calls[message.callId];
        if (call.callerTag.isEmpty() && message.isRequest())
            call.callerTag = message.fromTag;
        const bool isOfInvite = message.method.isEmpty() && isInviteResponse(message) && message.status > 100;
        if (!isOfInvite || message.toTag.isEmpty() || call.isForked)
            continue;
        if (call.calleeTag.isEmpty())
            call.calleeTag = message.toTag;
        call.isForked = call.calleeTag != message.toTag;
        hasForked = hasForked || call.isForked;
    }
    return hasForked;
}

QByteArray LabelBook::dialogTag(const TraceMessage& message) const
{
    const auto call = m_calls.constFind(message.callId);
    if (call == m_calls.cend() || message.toTag != call->callerTag)
        return message.toTag;
    return message.fromTag;
}

int LabelBook::copyNumber(int n) const
{
    return n > 0 && static_cast<std::size_t>(n) <= m_copyNumbers.size() ? m_copyNumbers[static_cast<std::size_t>(n) - 1]
                                                                        : 1;
}

QString LabelBook::timerOf(const TraceMessage& message) const
{
    if (message.retransmissionOf == 0 || message.causedBy != 0)
        return {};
    if (QString fired = m_fired.value({message.from, toUs(message.sent)}); !fired.isEmpty())
        return fired;
    if (message.isRequest()) // RFC 3261 §17.1
        return message.method == "INVITE" ? QStringLiteral("A") : QStringLiteral("E");
    if (!isInviteResponse(message))
        return {};
    return message.isSuccess() ? QStringLiteral("2xx") : QStringLiteral("G"); // §13.3.1.4, §17.2.1
}

QStringList LabelBook::levels(const TraceMessage& message) const
{
    const auto call = m_calls.constFind(message.callId);
    const bool isForked = call != m_calls.cend() && call->isForked;
    const bool isAboutCancel = message.method == "CANCEL" || message.cseqMethod == "CANCEL";
    const QByteArray dialog = isForked && !isAboutCancel && message.status != 100 ? dialogTag(message) : QByteArray();
    const QString tag = dialog.isEmpty() ? QString() : u' ' + QString::fromUtf8(dialog);
    const int copy = copyNumber(message.n);
    const QString times = copy > 1 ? QStringLiteral(" ×%1").arg(copy) : QString();
    const QString timer = timerOf(message);
    const QString fired = timer.isEmpty() ? QString() : tr(" · timer %1").arg(timer);
    if (!message.isSip() || message.isRequest()) {
        const QString what = shortFirstLine(message);
        QStringList levels{what + tag + times + fired, what + tag + times, what + times};
        levels.removeDuplicates();
        return levels;
    }
    const QString number = QString::number(message.status);
    const QString of
        = isInviteResponse(message) ? QString() : QStringLiteral(" (%1)").arg(QString::fromUtf8(message.cseqMethod));
    const QString reason = reasonPhrase(message);
    const bool hasReason = of.isEmpty() && message.isFinal() && !reason.isEmpty() && reason.size() <= longestReason;
    const QString full = hasReason ? number + u' ' + reason : number + of;
    QStringList levels{
        full + tag + times + fired, number + of + tag + times + fired, number + of + tag + times, number + times};
    levels.removeDuplicates();
    return levels;
}

} // namespace siprace
