#include "RequestDraft.h"

namespace siprace {

namespace {
constexpr quint16 defaultPort = 5060;
}

sip::Message RequestDraft::message() const
{
    QByteArray text;
    text.reserve(1024);
    const auto line = [&text](std::initializer_list<QByteArrayView> parts) {
        for (const QByteArrayView part : parts)
            text.append(part);
        text.append("\r\n");
    };
    line({method, " ", uri, " SIP/2.0"});
    // The stack, which makes the Via of what has a transaction, leaves the default port out as well.
    const QByteArray sentBy = self.port == defaultPort ? self.host : self.text();
    line({"Via: SIP/2.0/", self.transport.toUpper(), " ", sentBy, ";branch=", branch});
    line({"Max-Forwards: ", QByteArray::number(maxForwards)});
    for (const QByteArray& route : routes)
        line({"Route: <", route, ">"});
    line({"From: ", from});
    line({"To: ", to});
    line({"Call-ID: ", callId});
    line({"CSeq: ", QByteArray::number(cseq), " ", method});
    for (const QByteArray& header : headers)
        line({header});
    if (!body.isEmpty())
        line({"Content-Type: application/sdp"});
    line({"Content-Length: ", QByteArray::number(body.size())});
    line({});
    text.append(body);
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
