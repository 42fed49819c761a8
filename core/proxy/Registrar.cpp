#include "Registrar.h"

#include "SipText.h"
#include "Uri.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr qint64 defaultExpires = 3600; ///< seconds, RFC 3261 §10.2.1.1
constexpr qint64 longestExpires = qint64{7} * 24 * 3600;
constexpr qsizetype longestContact = 2048; ///< bytes, so that a full store has a bound

/// One Contact of the REGISTER.
struct Asked
{
    Contact contact;
    qint64 seconds = defaultExpires;
};

qint64 secondsOf(QByteArrayView text, qint64 otherwise)
{
    bool isNumber = false;
    const qlonglong value = text.toLongLong(&isNumber);
    return isNumber && value >= 0 ? qMin<qint64>(value, longestExpires) : otherwise;
}

Asked readContact(const QByteArray& value, qint64 otherwise)
{
    const sip::NameAddr name = sip::readNameAddr(value);
    Asked asked{{sip::owned(name.uri), 1.0}, otherwise};
    if (const auto expires = sip::parameter(name.parameters, "expires"))
        asked.seconds = secondsOf(*expires, otherwise);
    if (const auto q = sip::parameter(name.parameters, "q")) {
        bool isNumber = false;
        const double priority = q->toDouble(&isNumber);
        if (isNumber && priority >= 0 && priority <= 1)
            asked.contact.q = priority;
    }
    return asked;
}

/// On an open network a phone is reached where its REGISTER comes from: a Contact with another host is that of a phone
/// behind a NAT, or of somebody else. RFC 3581 is the same for responses.
QByteArray reachable(const CoreState& core, const sip::Message& request, const QByteArray& contact)
{
    const auto uri = sip::Uri::parse(contact);
    const bool isStraight = request.vias().size() == 1 && !core.identity.secret.isEmpty();
    if (!isStraight || !uri || !uri->isSip() || uri->host == core.source.host)
        return contact;
    const QByteArray user = uri->user.isEmpty() ? QByteArray() : uri->user + '@';
    const QByteArray transport = core.source.transport == "tcp" ? ";transport=tcp" : QByteArray();
    return "sip:" + user + core.source.text() + transport;
}

/// A URI with headers stands in angle brackets, or nobody can tell whose what follows is. RFC 3261 §20.10.
bool isAmbiguous(const QByteArray& contact)
{
    return contact.contains('?') && !contact.contains('<');
}

LocalAnswer badRequest(const QString& text)
{
    return {400, "Invalid Request", {u"R-509"_s, text + u" Nothing is changed."_s}, {}};
}

/// A binding that the same client has changed later already. RFC 3261 §10.3 step 7.
bool isOutOfOrder(const Registration& known, const sip::Message& request)
{
    return known.callId == request.callId() && known.cseq >= request.cseq();
}

LocalAnswer listing(const CoreState& core, const QByteArray& address, const QString& text)
{
    LocalAnswer answer{200, "OK", {u"R-211"_s, text}, {}};
    for (const Registration& known : core.location->registrations(address, core.out.now())) {
        const qint64 left = (known.expires - core.out.now()) / 1s;
        QByteArray value = '<' + known.contact.uri + ">;expires=" + QByteArray::number(left);
        if (known.contact.q < 1.0)
            value += ";q=" + QByteArray::number(known.contact.q, 'g', 3);
        answer.headers.append({"Contact", value});
    }
    return answer;
}
} // namespace

LocalAnswer registerContacts(const CoreState& core, const sip::Message& request)
{
    const auto to = sip::Uri::parse(sip::readNameAddr(request.headers("To").value(0)).uri);
    if (!to || !to->isSip())
        return badRequest(u"The To of this REGISTER is no SIP address."_s);
    const QByteArray address = core.addressOfRecord(*to);
    const QString who = QString::fromUtf8(address);
    const QByteArrayList values = request.headers("Contact");
    const qint64 otherwise = secondsOf(request.headers("Expires").value(0), defaultExpires);
    const QList<Registration> known = core.location->registrations(address, core.out.now());
    const bool isStar = values.contains("*");
    if (isStar && (values.size() != 1 || request.headers("Expires").value(0) != "0"))
        return badRequest(u"\"Contact: *\" stands alone and with Expires: 0."_s);

    const auto isLong = [](const QByteArray& value) { return value.size() > longestContact; };
    if (address.size() > longestContact || std::any_of(values.begin(), values.end(), isLong))
        return badRequest(u"An address of this REGISTER is longer than %1 bytes."_s.arg(longestContact));
    if (std::any_of(values.begin(), values.end(), isAmbiguous))
        return badRequest(u"A Contact with headers in its URI has no angle brackets."_s);

    QList<Asked> asked;
    for (const QByteArray& value : values) {
        if (isStar)
            continue;
        asked.append(readContact(value, otherwise));
        asked.last().contact.uri = reachable(core, request, asked.last().contact.uri);
    }
    for (const Registration& binding : known) {
        const bool isMeant = isStar || std::any_of(asked.begin(), asked.end(), [&](const Asked& one) {
            return sip::sameUri(one.contact.uri, binding.contact.uri);
        });
        if (isMeant && isOutOfOrder(binding, request))
            return {500, "Server Internal Error",
                {u"R-506"_s,
                    u"A REGISTER of this Call-ID with CSeq %1 has been handled: this one is late."_s.arg(binding.cseq)},
                {}};
        if (isStar)
            core.location->remove(address, binding.contact.uri);
    }
    const auto isNew = [&known](const Asked& one) {
        return one.seconds > 0 && std::ranges::none_of(known, [&one](const Registration& binding) {
            return sip::sameUri(one.contact.uri, binding.contact.uri);
        });
    };
    if (!core.location->hasRoom(address, std::ranges::count_if(asked, isNew), core.source.host, core.out.now()))
        return {503, "Service Unavailable", {u"R-509"_s, u"There is no room for more contacts. Nothing is changed."_s},
            {{"Retry-After", "60"}}};
    for (const Asked& one : asked) {
        if (one.seconds == 0)
            core.location->remove(address, one.contact.uri);
        else
            std::ignore = core.location->store(address,
                {one.contact, core.out.now() + std::chrono::seconds(one.seconds), request.callId(), request.cseq(),
                    core.source.host});
    }
    return listing(core, address,
        values.isEmpty() ? u"%1 asks what is registered."_s.arg(who)
                         : u"The contacts of %1 are changed as asked."_s.arg(who));
}

} // namespace siprace::proxy
