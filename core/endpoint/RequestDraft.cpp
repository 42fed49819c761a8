#include "RequestDraft.h"

namespace siprace {

namespace {
constexpr quint16 defaultPort = 5060;
}

sip::Message RequestDraft::message() const
{
    QByteArray text;
    text.reserve(1024);
    text += method + ' ' + uri + " SIP/2.0\r\n";
    // The stack, which makes the Via of what has a transaction, leaves the default port out as well.
    const QByteArray sentBy = self.port == defaultPort ? self.host : self.text();
    text += "Via: SIP/2.0/" + self.transport.toUpper() + ' ' + sentBy + ";branch=" + branch + "\r\n";
    text += "Max-Forwards: " + QByteArray::number(maxForwards) + "\r\n";
    for (const QByteArray& route : routes)
        text += "Route: <" + route + ">\r\n";
    text += "From: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\n";
    text += "CSeq: " + QByteArray::number(cseq) + ' ' + method + "\r\n";
    for (const QByteArray& header : headers)
        text += header + "\r\n";
    if (!body.isEmpty())
        text += "Content-Type: application/sdp\r\n";
    text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    return sip::Message::parse(text).value_or(sip::Message());
}

QByteArray allowLine()
{
    return "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY";
}

QByteArray quotedName(const QString& name)
{
    QByteArray text = name.toUtf8();
    text.replace('\\', "\\\\").replace('"', "\\\"");
    return '"' + text + '"';
}

QByteArray contactUri(const QByteArray& user, const sip::Hop& self)
{
    const QByteArray uri = "sip:" + user + '@' + self.text();
    return self.transport == "tcp" ? uri + ";transport=tcp" : uri;
}

QByteArray contactLine(const QByteArray& user, const sip::Hop& self)
{
    return "Contact: <" + contactUri(user, self) + '>';
}

} // namespace siprace
