#include "Uri.h"

#include "SipText.h"

namespace siprace::sip {

namespace {
constexpr quint16 defaultPort = 5060;
constexpr quint16 defaultTlsPort = 5061;

/// "host:port", "[::1]:port". False when there is no host or the port is no number.
bool readHostPort(QByteArrayView text, Uri& uri)
{
    qsizetype colon = text.lastIndexOf(':');
    if (text.startsWith('[')) {
        const qsizetype close = text.indexOf(']');
        if (close < 0)
            return false;
        if (colon < close)
            colon = -1;
    }
    if (colon >= 0 && !text.startsWith('[') && text.indexOf(':') != colon)
        return false; // an IPv6 address without its brackets
    uri.host = owned(colon < 0 ? text : text.first(colon)).toLower();
    if (colon < 0)
        return !uri.host.isEmpty();
    bool isNumber = false;
    const ushort port = text.sliced(colon + 1).toUShort(&isNumber);
    uri.port = port;
    return isNumber && !uri.host.isEmpty();
}
} // namespace

std::optional<Uri> Uri::parse(QByteArrayView text)
{
    text = text.trimmed();
    const qsizetype colon = text.indexOf(':');
    if (colon <= 0)
        return {};
    Uri uri;
    uri.scheme = owned(text.first(colon)).toLower();
    if (!uri.isSip())
        return uri;
    QByteArrayView rest = text.sliced(colon + 1);
    // The user part may hold ';' and '?', so the '@' is looked for first; it cannot stand unescaped behind it.
    if (const qsizetype at = rest.lastIndexOf('@'); at >= 0) {
        uri.user = owned(rest.first(at));
        rest = rest.sliced(at + 1);
    }
    if (const qsizetype question = rest.indexOf('?'); question >= 0)
        rest = rest.first(question);
    if (const qsizetype semicolon = rest.indexOf(';'); semicolon >= 0) {
        uri.parameters = owned(rest.sliced(semicolon));
        rest = rest.first(semicolon);
    }
    if (!readHostPort(rest, uri))
        return {};
    return uri;
}

bool Uri::has(QByteArrayView name) const
{
    return !parameters.isEmpty() && parameter(parameters, name).has_value();
}

QByteArray Uri::value(QByteArrayView name) const
{
    const auto found = parameter(parameters, name);
    return found ? owned(*found) : QByteArray();
}

Hop Uri::hop() const
{
    Hop hop;
    hop.host = has("maddr") ? value("maddr") : host;
    const QByteArray transport = value("transport").toLower();
    if (!transport.isEmpty())
        hop.transport = transport;
    else if (scheme == "sips")
        hop.transport = "tls";
    hop.port = port.value_or(hop.transport == "tls" ? defaultTlsPort : defaultPort);
    return hop;
}

QByteArray Uri::addressOfRecord() const
{
    const qsizetype password = user.indexOf(':');
    const QByteArray name = QByteArray::fromPercentEncoding(password < 0 ? user : user.left(password));
    return name.isEmpty() ? scheme + ':' + host : scheme + ':' + name + '@' + host;
}

bool sameUri(QByteArrayView a, QByteArrayView b)
{
    if (a == b)
        return true;
    const auto left = Uri::parse(a);
    const auto right = Uri::parse(b);
    if (!left || !right || left->scheme != right->scheme || !left->isSip())
        return false;
    if (QByteArray::fromPercentEncoding(left->user) != QByteArray::fromPercentEncoding(right->user))
        return false;
    if (left->host != right->host || left->port != right->port)
        return false;
    for (const QByteArrayView name : {"user", "ttl", "method", "maddr", "transport"}) {
        if (left->has(name) != right->has(name) || !sameWord(left->value(name), right->value(name)))
            return false;
    }
    for (const QByteArrayView piece : splitOutsideQuotes(left->parameters, ';')) {
        const QByteArrayView name = piece.first(piece.contains('=') ? piece.indexOf('=') : piece.size());
        if (right->has(name) && !sameWord(left->value(name), right->value(name)))
            return false;
    }
    return true;
}

} // namespace siprace::sip
