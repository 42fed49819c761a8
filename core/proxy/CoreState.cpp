#include "CoreState.h"

#include "Personalities.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace siprace::proxy {

namespace {
const QByteArray cookie = "z9hG4bK";
constexpr qsizetype sealLength = 16;
constexpr qsizetype longestBranch = 80; ///< of a foreign branch that ours repeats; a longer one is hashed

bool isTokenChar(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("-.!%*_+`'~").contains(c);
}
} // namespace

CoreState::CoreState(ProxySettings s, Identity who, Location* where, CancelLedger* book)
    : settings(std::move(s))
    , identity(std::move(who))
    , location(where)
    , ledger(book)
    , policy(settings.policy, settings.timers)
    , transactions(settings.policy.transactions, settings.timers, clientWaits(settings), out)
    , m_nextBranch(identity.firstBranch)
{
}

sip::Via CoreState::ownVia(const QByteArray& transport) const
{
    sip::Via via;
    via.transport = transport.toUpper();
    via.host = identity.address.host;
    via.port = identity.address.port;
    return via;
}

sip::Via CoreState::numberedVia(const QByteArray& transport)
{
    sip::Via via = ownVia(transport);
    via.branch = sealed(cookie + '-' + identity.id.toUtf8() + '-' + QByteArray::number(m_nextBranch++));
    return via;
}

sip::Via CoreState::statelessVia(const sip::Message& request, const QByteArray& transport) const
{
    sip::Via via = ownVia(transport);
    // '~' stands in no numbered branch, so the two kinds never meet.
    via.branch = sealed(cookie + '-' + identity.id.toUtf8() + '~' + receivedBranch(request));
    return via;
}

bool CoreState::isStateless(const QByteArray& viaBranch) const
{
    return viaBranch.startsWith(cookie + '-' + identity.id.toUtf8() + '~');
}

QByteArray CoreState::ownTag(const sip::Message& request) const
{
    return identity.id.toUtf8() + '-' + receivedBranch(request);
}

/// The received branch without its cookie, or a short stand-in when there is none or it cannot be repeated.
QByteArray CoreState::receivedBranch(const sip::Message& request) const
{
    const auto via = request.topVia();
    QByteArray branch = via ? via->branch : QByteArray();
    if (branch.startsWith(cookie)) {
        branch = branch.mid(cookie.size());
        if (branch.startsWith('-'))
            branch.remove(0, 1);
        if (!branch.isEmpty() && branch.size() <= longestBranch
            && std::all_of(branch.begin(), branch.end(), isTokenChar))
            return branch;
    }
    const QByteArray whole = branch + request.callId() + request.fromTag() + QByteArray::number(request.cseq());
    return QCryptographicHash::hash(whole, QCryptographicHash::Md5).toHex().left(12);
}

bool CoreState::isOwnAddress(const sip::Hop& hop) const
{
    return hop.host == identity.address.host && hop.port == identity.address.port;
}

QByteArray CoreState::addressOfRecord(sip::Uri uri) const
{
    if (!identity.domain.isEmpty() && isOwnAddress({uri.host, uri.hop().port, "udp"}))
        uri.host = identity.domain;
    return uri.addressOfRecord();
}

QByteArray CoreState::seal(const QByteArray& text) const
{
    return QMessageAuthenticationCode::hash(text, identity.secret, QCryptographicHash::Sha256).toHex().left(sealLength);
}

QByteArray CoreState::sealed(const QByteArray& branch) const
{
    return identity.secret.isEmpty() ? branch : branch + '-' + seal(branch);
}

bool CoreState::isOwnBranch(const QByteArray& viaBranch) const
{
    const QByteArray bare = viaBranch.chopped(std::min(viaBranch.size(), sealLength + 1));
    return identity.secret.isEmpty() || viaBranch == sealed(bare);
}

bool CoreState::isOnRecordedRoute(const sip::Message& request) const
{
    const QByteArray mark = ";call=" + seal(request.callId());
    const QList<sip::RouteValue> routes = request.routes();
    return std::any_of(routes.begin(), routes.end(), [&](const sip::RouteValue& route) {
        return isOwnAddress(route.hop) && (identity.secret.isEmpty() || route.uri.contains(mark));
    }) || (!identity.secret.isEmpty() && request.requestUri().contains(mark)); // a strict router has put it there
}

QByteArray CoreState::recordRouteUri(const QByteArray& transport, const QByteArray& callId) const
{
    QByteArray uri = "sip:" + identity.address.text();
    if (transport != "udp")
        uri += ";transport=" + transport;
    return uri + ";lr" + (identity.secret.isEmpty() ? QByteArray() : ";call=" + seal(callId));
}

} // namespace siprace::proxy
