#include "EndpointContext.h"

#include "Uri.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
DigestUser userFor(const Account& account, const QString& wanted, const QString& node)
{
    QString name = account.user;
    for (const QString& candidate : {wanted, node, account.users.isEmpty() ? QString() : account.users.firstKey()}) {
        if (name.isEmpty() && account.users.contains(candidate))
            name = candidate;
    }
    const QString password = account.password.isEmpty() ? account.users.value(name) : account.password;
    return {name.toUtf8(), password.toUtf8()};
}

/// What leads to no node is not sent, and the trace says so; `causedBy` tells the checks what it would have answered.
void noteWhereNobodyIs(
    const NodeEnvironment& environment, const sip::Message& request, const sip::Hop& to, int causedBy)
{
    if (!environment.ownerOf || !environment.ownerOf(to).isEmpty())
        return;
    environment.recorder->decision({environment.scheduler->now(), environment.index, causedBy,
        Why{{},
            u"Not sent: %1 to %2, which is no node of this run, nor where anything may go."_s.arg(
                QString::fromLatin1(request.method()), QString::fromLatin1(to.text()))}});
}
} // namespace

sip::Hop EndpointContext::self(const sip::Hop& next) const
{
    sip::Hop own = environment.binding.advertised;
    own.transport = environment.nextHop(next).transport;
    return own;
}

sip::Hop EndpointContext::self(const sip::Message& received) const
{
    sip::Hop own = environment.binding.advertised;
    if (const auto via = received.topVia())
        own.transport = via->transport.toLower();
    return own;
}

QByteArray EndpointContext::newBranch() const
{
    const QByteArray branch = "z9hG4bK-" + id() + '-' + QByteArray::number(environment.nextNumber(u"branch"_s));
    return branch + unguessable(branch);
}

QByteArray EndpointContext::newTag() const
{
    const int number = environment.nextNumber(u"tag"_s);
    const QByteArray tag = number == 1 ? id() : id() + '-' + QByteArray::number(number);
    return tag + unguessable(tag);
}

/// Nothing among our own nodes; on an open network what nobody could know who has not been sent it.
QByteArray EndpointContext::unguessable(const QByteArray& text) const
{
    if (environment.secret.isEmpty())
        return {};
    const QByteArray seal = QMessageAuthenticationCode::hash(text, environment.secret, QCryptographicHash::Sha256);
    return '-' + seal.toHex().left(10);
}

QByteArray EndpointContext::newOutsideTag() const
{
    return id() + "-x" + QByteArray::number(environment.nextNumber(u"outside-tag"_s));
}

QByteArray EndpointContext::newCallId() const
{
    return "call-" + QByteArray::number(environment.nextNumber(u"call"_s)) + '@' + id();
}

QString EndpointContext::readable(const QByteArray& uri) const
{
    const auto parsed = sip::Uri::parse(uri);
    const QString owner = parsed ? environment.ownerOf(parsed->hop()) : QString();
    return owner.isEmpty() ? QString::fromUtf8(uri) : owner;
}

QByteArrayList EndpointContext::credentialsFor(
    const sip::Message& challenge, const QByteArray& method, const QByteArray& uri, const QByteArray& wanted) const
{
    const DigestUser user = userFor(account, QString::fromUtf8(wanted), environment.id);
    if (user.isNull())
        return {};
    const QByteArray nonce = id() + '-' + QByteArray::number(environment.nextNumber(u"cnonce"_s));
    return answerChallenges(challenge, user, {method, uri, nonce});
}

int EndpointContext::drawn(const QByteArray& key, int last) const
{
    const int use = environment.nextNumber(u"draw"_s);
    const QByteArray whole = id() + '/' + key + '/' + QByteArray::number(use);
    return static_cast<int>(drawBelow(environment.seed, whole, static_cast<std::uint64_t>(last) + 1));
}

std::unique_ptr<sip::ClientTransaction> EndpointContext::send(
    const sip::Message& request, const sip::Hop& to, Why why, int causedBy, sip::ResponseHandler onResponse)
{
    if (!agent || request.isNull())
        return nullptr;
    narrator.announce(request, std::move(why), causedBy);
    const sip::Hop next = environment.nextHop(to);
    noteWhereNobodyIs(environment, request, next, causedBy);
    return agent->send(request, next, std::move(onResponse));
}

void EndpointContext::sendStatelessly(const sip::Message& request, const sip::Hop& to, Why why, int causedBy)
{
    if (!agent || request.isNull())
        return;
    narrator.announce(request, std::move(why), causedBy);
    const sip::Hop next = environment.nextHop(to);
    noteWhereNobodyIs(environment, request, next, causedBy);
    agent->sendStatelessly(request, next);
}

void EndpointContext::answer(const ServerTransactionPtr& transaction, const sip::Answer& answer, Why why, int causedBy)
{
    if (!sendsEarly100 || answer.status < 200 || transaction->request().method() == "INVITE") {
        answerNow(*transaction, answer, std::move(why), causedBy);
        return;
    }
    answerNow(*transaction, {100, {}, {}, {}},
        {u"R-186"_s, u"It sends 100 to a non-INVITE request at once, which nobody may over UDP."_s}, causedBy);
    const auto later = [this, transaction, answer, why = std::move(why), causedBy] {
        if (agent)
            answerNow(*transaction, answer, why, causedBy);
    };
    environment.scheduler->after(timers().T1, later);
}

void EndpointContext::answerStatelessly(sip::Message request, int status, const QByteArray& toTag)
{
    // The stack finds the connection that the request came on by its port. RFC 3261 §18.2.2.
    if (arrivedFrom.transport == "tcp")
        request.setTopViaReceived(arrivedFrom.host, arrivedFrom.port);
    agent->answerStatelessly(request, status, toTag);
}

void EndpointContext::refuse(const ServerTransactionPtr& transaction, const sip::Answer& answer, Why why, int causedBy)
{
    if (transaction->request().method() == "INVITE") {
        const auto kept = refused.insert(refused.end(), transaction);
        const auto forget = [this, kept] { refused.erase(kept); };
        sip::ServerTransaction::Events events;
        events.acknowledged = [forget](const sip::Message&) { forget(); };
        events.unacknowledged = forget;
        transaction->bind(std::move(events));
    }
    this->answer(transaction, answer, std::move(why), causedBy);
}

sip::Message EndpointContext::asReceived(sip::Message request) const
{
    if (const auto via = request.topVia()) {
        const sip::Hop hop = environment.nextHop(via->responseHop());
        if (hop.host != via->responseHop().host)
            request.setTopViaReceived(hop.host, hop.port);
    }
    return request;
}

void EndpointContext::answerNow(sip::ServerTransaction& transaction, const sip::Answer& answer, Why why, int causedBy)
{
    narrator.announce(transaction.request(), answer.status, std::move(why), causedBy);
    transaction.respond(answer);
}

} // namespace siprace
