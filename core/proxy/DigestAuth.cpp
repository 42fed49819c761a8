#include "DigestAuth.h"

#include "SipText.h"
#include "Uri.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr Duration nonceLife = 5min;
constexpr qsizetype mostNonces = 10'000; // used ones that are remembered

QByteArray md5Hex(const QByteArray& text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex();
}

QByteArray sealOf(const Identity& identity, const QByteArray& time)
{
    const QByteArray text
        = time + ':' + QByteArray::number(qulonglong(identity.seed.value)) + ':' + identity.id.toUtf8();
    const QByteArray& key = identity.secret.isEmpty() ? identity.nonceKey : identity.secret;
    if (key.isEmpty())
        return md5Hex(text).left(16);
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256).toHex().left(32);
}

struct Credentials
{
    QByteArray user;
    QByteArray realm;
    QByteArray nonce;
    QByteArray uri;
    QByteArray response;
    QByteArray nc;
    QByteArray cnonce;
    QByteArray qop;
};

QByteArray unquoted(QByteArrayView value)
{
    if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.sliced(1, value.size() - 2);
    return sip::owned(value);
}

/// One value of (Proxy-)Authorization; nothing when it is no Digest.
std::optional<Credentials> readCredentials(const QByteArray& header)
{
    if (!sip::sameWord(QByteArrayView(header).first(qMin(header.size(), qsizetype(7))), "Digest "))
        return {};
    Credentials credentials;
    for (const QByteArrayView piece : sip::splitOutsideQuotes(QByteArrayView(header).sliced(7), ',')) {
        const qsizetype equals = piece.indexOf('=');
        if (equals < 0)
            continue;
        const QByteArrayView name = piece.first(equals).trimmed();
        const QByteArray value = unquoted(piece.sliced(equals + 1).trimmed());
        if (sip::sameWord(name, "username"))
            credentials.user = value;
        else if (sip::sameWord(name, "realm"))
            credentials.realm = value;
        else if (sip::sameWord(name, "nonce"))
            credentials.nonce = value;
        else if (sip::sameWord(name, "uri"))
            credentials.uri = value;
        else if (sip::sameWord(name, "response"))
            credentials.response = value.toLower();
        else if (sip::sameWord(name, "nc"))
            credentials.nc = value;
        else if (sip::sameWord(name, "cnonce"))
            credentials.cnonce = value;
        else if (sip::sameWord(name, "qop"))
            credentials.qop = value;
    }
    return credentials;
}

/// The credentials for this proxy's own realm; those of others are none of its business. R-223.
std::optional<Credentials> ownCredentials(const CoreState& core, const sip::Message& request, bool isRegistrar)
{
    for (const QByteArray& header : request.headers(isRegistrar ? "Authorization" : "Proxy-Authorization")) {
        auto credentials = readCredentials(header);
        if (credentials && credentials->realm == core.identity.id.toUtf8())
            return credentials;
    }
    return {};
}

bool isCorrect(const CoreState& core, const Credentials& credentials, const QByteArray& method)
{
    const auto password = core.settings.users.constFind(credentials.user);
    return password != core.settings.users.cend()
        && credentials.response
        == digestResponse(credentials.user, credentials.realm, *password, method, credentials.uri, credentials.nonce,
            credentials.nc, credentials.cnonce, credentials.qop);
}

/// Counts one use of a nonce. False when this count has been seen, as in a replay. Without qop there is no count: such
/// a nonce serves once. RFC 7616 §3.4.
bool countUse(const CoreState& core, const Credentials& credentials)
{
    if (core.identity.secret.isEmpty())
        return true; // all are our own: two who are asked at one instant may have the same nonce
    bool isNumber = false;
    const quint32 count = credentials.qop.isEmpty() ? 1 : credentials.nc.toUInt(&isNumber, 16);
    if (core.usedNonces.size() >= mostNonces && !core.usedNonces.contains(credentials.nonce)) {
        core.usedNonces.removeIf([&core](const auto& used) {
            return judgeNonce(core.identity, used.key(), core.out.now()) != NonceState::Fresh;
        });
        if (core.usedNonces.size() >= mostNonces)
            return false; // what could not be remembered could be replayed
    }
    quint32& highest = core.usedNonces[credentials.nonce];
    if (count <= highest)
        return false;
    highest = count;
    return true;
}

/// RFC 7616 §3.4.6. A proxy between may have written another Request-URI; who comes straight has not.
bool namesAnotherUri(const Credentials& credentials, const sip::Message& request)
{
    return request.vias().size() == 1 && !sip::sameUri(credentials.uri, request.requestUri());
}

LocalAnswer challenge(const CoreState& core, bool isRegistrar, bool isStale)
{
    QByteArray value = "Digest realm=\"" + core.identity.id.toUtf8() + "\", nonce=\""
        + makeNonce(core.identity, core.out.now()) + "\", algorithm=MD5, qop=\"auth\"";
    if (isStale)
        value += ", stale=true";
    const Why why = isStale
        ? Why{u"R-603"_s, u"The credentials are right but their nonce has expired or was used already: a new one."_s}
        : Why{u"R-222"_s, u"No credentials for this realm yet: the proxy asks for them and forwards nothing."_s};
    if (isRegistrar)
        return {401, "Unauthorized", why, {{"WWW-Authenticate", value}}};
    return {407, "Proxy Authentication Required", why, {{"Proxy-Authenticate", value}}};
}
} // namespace

QByteArray digestResponse(const QByteArray& user, const QByteArray& realm, const QByteArray& password,
    const QByteArray& method, const QByteArray& uri, const QByteArray& nonce, const QByteArray& nc,
    const QByteArray& cnonce, const QByteArray& qop)
{
    const QByteArray who = md5Hex(user + ':' + realm + ':' + password);
    const QByteArray what = md5Hex(method + ':' + uri);
    if (qop.isEmpty())
        return md5Hex(who + ':' + nonce + ':' + what);
    return md5Hex(who + ':' + nonce + ':' + nc + ':' + cnonce + ':' + qop + ':' + what);
}

QByteArray makeNonce(const Identity& identity, Instant now)
{
    const QByteArray time = QByteArray::number(toUs(now), 16);
    return time + '-' + sealOf(identity, time);
}

NonceState judgeNonce(const Identity& identity, const QByteArray& nonce, Instant now)
{
    const qsizetype dash = nonce.indexOf('-');
    const QByteArray time = nonce.left(dash);
    bool isNumber = false;
    const qlonglong madeUs = time.toLongLong(&isNumber, 16);
    if (dash < 0 || !isNumber || nonce.mid(dash + 1) != sealOf(identity, time) || madeUs > toUs(now))
        return NonceState::Foreign;
    return toUs(now) - madeUs > nonceLife / 1us ? NonceState::Expired : NonceState::Fresh;
}

std::optional<LocalAnswer> authenticate(const CoreState& core, const sip::Message& request, bool isRegistrar)
{
    const auto credentials = ownCredentials(core, request, isRegistrar);
    if (!credentials)
        return challenge(core, isRegistrar, false);
    const NonceState nonce = judgeNonce(core.identity, credentials->nonce, core.out.now());
    if (nonce == NonceState::Foreign)
        return challenge(core, isRegistrar, false);
    const LocalAnswer forbidden{
        403, "Forbidden", {u"R-603"_s, u"The credentials are wrong: refused, and not asked for again."_s}, {}};
    if (!isCorrect(core, *credentials, request.method()))
        return forbidden;
    if (namesAnotherUri(*credentials, request))
        return LocalAnswer{400, "Bad Request",
            {u"R-603"_s,
                u"The credentials are for %1, and the request is for %2."_s.arg(
                    QString::fromUtf8(credentials->uri), QString::fromUtf8(request.requestUri()))},
            {}};
    // What this proxy has sent itself, to one of its own addresses, it has judged before.
    const bool isOwn = core.isOwnAddress(request.topVia().value_or(sip::Via{}).responseHop());
    if (nonce == NonceState::Expired || (!isOwn && !countUse(core, *credentials)))
        return challenge(core, isRegistrar, true);
    if (!isRegistrar)
        return {};
    // RFC 3261 §10.3 step 4: who may register for whom. Here everybody for himself.
    const auto address = sip::Uri::parse(sip::readNameAddr(request.headers("To").value(0)).uri);
    if (address && address->user != credentials->user)
        return forbidden;
    return {};
}

} // namespace siprace::proxy
