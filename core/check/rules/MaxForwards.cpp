#include "rules/Checks.h"

namespace siprace {

namespace {

/// The value of Max-Forwards in a datagram; nothing when it is not there, or the text was not kept.
std::optional<int> maxForwards(const QByteArray& raw)
{
    static constexpr QByteArrayView name = "\nMax-Forwards:";
    const qsizetype found = raw.indexOf(name);
    const qsizetype headerEnd = raw.indexOf("\r\n\r\n");
    if (found < 0 || (headerEnd >= 0 && found > headerEnd))
        return std::nullopt;
    const qsizetype begin = found + name.size();
    bool ok = false;
    const int value = raw.mid(begin, raw.indexOf('\n', begin) - begin).trimmed().toInt(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

void checkForwardedRequest(
    const TraceIndex& index, const TraceMessage& in, const TraceMessage& out, FindingSink& findings)
{
    const auto before = maxForwards(in.raw.bytes());
    const auto after = maxForwards(out.raw.bytes());
    const auto tell = [&](QStringView rule, const QString& what) {
        findings.broken({rule, out.from, QStringLiteral("Max-Forwards of the %1").arg(words::what(out)),
            QStringLiteral("%1 %2 at %3.").arg(index.name(out.from), what, words::ms(out.sent)), {in.n, out.n}});
    };
    if (before && *before == 0)
        tell(u"R-205", QStringLiteral("forwarded a request whose Max-Forwards was 0"));
    else if (before && after && *after != *before - 1)
        tell(u"R-206", QStringLiteral("changed Max-Forwards from %1 to %2").arg(*before).arg(*after));
    else if (before && !after && !out.raw.isEmpty())
        tell(u"R-206", QStringLiteral("removed Max-Forwards"));
}

} // namespace

/// Max-Forwards falls by one a hop and stops at nought. RFC 3261 §16.3, §16.6 step 3.
void checkMaxForwards(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TraceMessage& message : index.trace().messages) {
        const int cause = index.causeOf(message.n);
        if (cause == 0 || message.retransmissionOf != 0)
            continue;
        const TraceMessage& in = index.message(cause);
        if (message.isRequest() && index.isProxy(message.from) && in.method == message.method
            && message.method != "CANCEL")
            checkForwardedRequest(index, in, message, findings);
        if (message.status == 483 && in.isRequest())
            findings.kept({u"R-205", message.from, QStringLiteral("Max-Forwards reached 0"),
                QStringLiteral("%1 answered 483 at %2 instead of forwarding the %3.")
                    .arg(index.name(message.from), words::ms(message.sent), words::what(in)),
                {cause, message.n}});
    }
}

} // namespace siprace
