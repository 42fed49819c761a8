#include "MessageData.h"

namespace siprace::sip {

namespace {
constexpr quint16 viaDefaultPort = 5060;
constexpr quint16 viaDefaultTlsPort = 5061;

void readSentBy(QByteArrayView sentBy, Via& via)
{
    qsizetype colon = sentBy.lastIndexOf(':');
    if (sentBy.startsWith('[') && colon < sentBy.indexOf(']'))
        colon = -1; // the colons of an IPv6 address
    via.host = owned(colon < 0 ? sentBy : sentBy.first(colon).trimmed());
    via.port = sameWord(via.transport, "TLS") ? viaDefaultTlsPort : viaDefaultPort;
    if (colon >= 0)
        via.port = sentBy.sliced(colon + 1).trimmed().toUShort();
}

void readViaParameter(QByteArrayView piece, Via& via)
{
    const qsizetype equals = piece.indexOf('=');
    const QByteArrayView name = equals < 0 ? piece : piece.first(equals).trimmed();
    const QByteArrayView value = equals < 0 ? QByteArrayView{} : piece.sliced(equals + 1).trimmed();
    if (sameWord(name, "branch"))
        via.branch = owned(value);
    else if (sameWord(name, "received"))
        via.received = owned(value);
    else if (sameWord(name, "maddr"))
        via.maddr = owned(value);
    else if (sameWord(name, "rport")) {
        bool isNumber = false;
        const ushort port = value.toUShort(&isNumber);
        if (isNumber)
            via.rport = port;
        else
            via.asksRport = true;
    }
}
} // namespace

std::optional<Via> readVia(QByteArrayView value)
{
    const Slices pieces = splitOutsideQuotes(value, ';');
    if (pieces.isEmpty())
        return {};
    // "SIP / 2.0 / UDP host:port": the transport is the word behind the second slash, the sent-by all that follows it.
    const QByteArrayView head = pieces.first();
    const qsizetype firstSlash = head.indexOf('/');
    const qsizetype secondSlash = firstSlash < 0 ? -1 : head.indexOf('/', firstSlash + 1);
    if (secondSlash < 0)
        return {};
    const QByteArrayView rest = head.sliced(secondSlash + 1).trimmed();
    qsizetype space = 0;
    while (space < rest.size() && rest[space] != ' ' && rest[space] != '\t')
        ++space;
    if (space == rest.size())
        return {};
    Via via;
    if (rest.first(space) != via.transport)
        via.transport = owned(rest.first(space));
    readSentBy(rest.sliced(space).trimmed(), via);
    for (qsizetype i = 1; i < pieces.size(); ++i)
        readViaParameter(pieces[i], via);
    if (via.host.isEmpty())
        return {};
    return via;
}

QByteArray writeVia(const Via& via)
{
    QByteArray text = "SIP/2.0/" + via.transport + ' ' + via.host + ':' + QByteArray::number(via.port);
    if (!via.maddr.isEmpty())
        text += ";maddr=" + via.maddr;
    if (!via.received.isEmpty())
        text += ";received=" + via.received;
    if (via.rport)
        text += ";rport=" + QByteArray::number(*via.rport);
    else if (via.asksRport)
        text += ";rport";
    if (!via.branch.isEmpty())
        text += ";branch=" + via.branch;
    return text;
}

Hop Via::responseHop() const
{
    Hop hop;
    hop.transport = transport.toLower();
    hop.port = port;
    if (!maddr.isEmpty())
        hop.host = maddr;
    else if (!received.isEmpty()) {
        hop.host = received;
        hop.port = rport.value_or(port);
    } else
        hop.host = host;
    return hop;
}

} // namespace siprace::sip
