#include "Refusal.h"

#include "MessageAccess.h"
#include "MessageData.h"

#include <algorithm>

namespace siprace::sip {

namespace {
/// The first line that is not empty, and what stands behind it.
struct Opening
{
    QByteArray line;
    QByteArray rest;
};

Opening openingOf(const QByteArray& datagram)
{
    qsizetype start = 0;
    while (start < datagram.size() && (datagram[start] == '\r' || datagram[start] == '\n'))
        ++start;
    const qsizetype end = datagram.indexOf('\n', start);
    if (end < 0)
        return {datagram.mid(start).trimmed(), {}};
    return {datagram.mid(start, end - start).trimmed(), datagram.mid(end + 1)};
}

bool isAnotherVersion(const QByteArray& line)
{
    const QByteArray last = line.mid(line.lastIndexOf(' ') + 1);
    return last.startsWith("SIP/") && !sameWord(last, "SIP/2.0");
}

bool isIdentity(Field field)
{
    return field == Field::From || field == Field::To || field == Field::CallId || field == Field::CSeq;
}

/// Leaves the Vias and the first of each header that a response repeats.
void keepWhatIsRepeated(MessageText& text)
{
    quint32 seen = 0;
    std::erase_if(text.lines, [&seen](const HeaderLine& line) {
        const quint32 bit = 1U << unsigned(line.field);
        const bool isKept = line.field == Field::Via || (isIdentity(line.field) && (seen & bit) == 0);
        seen |= bit;
        return !isKept;
    });
}
} // namespace

std::optional<Refusal> refusalOf(
    const QByteArray& datagram, const QString& complaint, const Hop& source, const QByteArray& toTag)
{
    const Opening opening = openingOf(datagram);
    const QByteArray method = opening.line.left(opening.line.indexOf(' '));
    const bool isRequest = method.size() < opening.line.size() && !method.startsWith("SIP/") && method != "ACK";
    if (!isRequest)
        return {};
    // Its first line may be what is wrong: read behind another one. What else is wrong does not keep the lines from
    // being read.
    Message request = MessageAccess::salvage("SALVAGE sip:x SIP/2.0\r\n" + opening.rest, keepWhatIsRepeated);
    if (!request.topVia() || request.cseqMethod() == "ACK")
        return {};
    request.setTopViaReceived(source.host, source.port);
    Refusal refusal;
    refusal.method = method;
    refusal.response = isAnotherVersion(opening.line)
        ? Message::response(request, 505, "Version Not Supported", toTag)
        : Message::response(request, 400, "Bad Request: " + complaint.toLatin1(), toTag);
    refusal.hop = request.topVia()->responseHop();
    return refusal;
}

} // namespace siprace::sip
