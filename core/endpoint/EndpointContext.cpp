#include "EndpointContext.h"

namespace siprace {

QByteArray EndpointContext::newBranch() const
{
    return "z9hG4bK-" + id() + '-' + QByteArray::number(environment.nextNumber(QStringLiteral("branch")));
}

QByteArray EndpointContext::newTag() const
{
    const int number = environment.nextNumber(QStringLiteral("tag"));
    return number == 1 ? id() : id() + '-' + QByteArray::number(number);
}

QByteArray EndpointContext::newCallId() const
{
    return "call-" + QByteArray::number(environment.nextNumber(QStringLiteral("call"))) + '@' + id();
}

std::unique_ptr<sip::ClientTransaction> EndpointContext::send(
    const sip::Message& request, const sip::Hop& to, Why why, int causedBy, sip::ResponseHandler onResponse)
{
    if (!agent || request.isNull())
        return nullptr;
    narrator.announce(request, std::move(why), causedBy);
    return agent->send(request, environment.nextHop(to), std::move(onResponse));
}

void EndpointContext::sendStatelessly(const sip::Message& request, const sip::Hop& to, Why why, int causedBy)
{
    if (!agent || request.isNull())
        return;
    narrator.announce(request, std::move(why), causedBy);
    agent->sendStatelessly(request, environment.nextHop(to));
}

bool EndpointContext::answer(sip::ServerTransaction& transaction, const sip::Answer& answer, Why why, int causedBy)
{
    narrator.announce(transaction.request(), answer.status, std::move(why), causedBy);
    return transaction.respond(answer);
}

} // namespace siprace
