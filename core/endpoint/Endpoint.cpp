#include "Endpoint.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

Endpoint::Endpoint(const NodeEnvironment& environment, sip::UserAgent::Kind kind)
    : m_context(environment)
    , m_kind(kind)
{
}

Result<void> Endpoint::start()
{
    const sip::UserAgent::Handlers handlers{
        [this](std::unique_ptr<sip::ServerTransaction> request) { receive(std::move(request)); },
        [this](const sip::Message& response) { receiveStray(response, m_context.narrator.numberOf(response)); },
    };
    const NodeEnvironment& env = m_context.environment;
    auto agent = sip::UserAgent::create(*env.loop, env.binding, env.timers, m_kind, handlers);
    if (!agent)
        return fail(std::move(agent.error()));
    m_context.agent = std::move(*agent);
    return {};
}

void Endpoint::stop()
{
    forgetAll();
    m_sessions.clear();
    m_context.agent.reset();
}

bool Endpoint::intercept(int n, const QByteArray& datagram, const sip::Hop&)
{
    const MessageFields fields = readFields(datagram);
    if (!m_context.agent || !fields.isSip())
        return false;
    if (takes(n, fields, datagram))
        return true;
    m_context.narrator.expect(n, fields);
    return false;
}

Result<void> Endpoint::perform(const QString& action, const QMap<QString, QString>& arguments)
{
    m_context.narrator.acted(action);
    if (!m_context.agent || performOwn(action, arguments))
        return {};
    const SessionPtr session = current();
    if (action == u"hang-up") {
        if (session)
            session->sendBye({ u"R-531"_s, u"%1 hangs up."_s.arg(m_context.environment.name) }, 0);
        return {};
    }
    return fail({}, u"%1 cannot \"%2\""_s.arg(m_context.environment.id, action));
}

bool Endpoint::isBusy() const
{
    return std::ranges::any_of(m_sessions, [](const SessionPtr& session) { return session->isBusy(); });
}

SessionPtr Endpoint::current() const
{
    const auto up = std::find_if(
        m_sessions.rbegin(), m_sessions.rend(), [](const SessionPtr& session) { return session->isUp(); });
    return up == m_sessions.rend() ? nullptr : *up;
}

SessionPtr Endpoint::addSession(const Dialog& dialog)
{
    m_sessions.push_back(std::make_shared<Session>(m_context, dialog));
    return m_sessions.back();
}

SessionPtr Endpoint::sessionOf(const sip::Message& request) const
{
    const auto found = std::ranges::find_if(
        m_sessions, [&request](const SessionPtr& session) { return session->dialog().owns(request); });
    return found == m_sessions.end() ? nullptr : *found;
}

void Endpoint::receive(std::unique_ptr<sip::ServerTransaction> request)
{
    const sip::Message& message = request->request();
    if (message.method() == "ACK")
        receiveAck(message, m_context.narrator.numberOf(message));
    else if (message.toTag().isEmpty())
        receiveOutside(std::move(request));
    else if (const SessionPtr session = sessionOf(message); session && session->knowsBye())
        session->receive(std::move(request));
    else
        m_context.answer(*request, { 481, {}, {}, {} }, { u"R-510"_s, u"No such dialog here: 481."_s },
            m_context.narrator.numberOf(message));
}

void Endpoint::receiveOutside(std::unique_ptr<sip::ServerTransaction> request)
{
    const sip::Message& message = request->request();
    if (message.method() == "INVITE") {
        receiveInvite(std::move(request));
        return;
    }
    const int n = m_context.narrator.numberOf(message);
    request->setTag(m_context.newTag());
    if (message.method() == "OPTIONS")
        m_context.answer(*request, { 200, {}, { m_context.contact() }, {} },
            { u"R-184"_s, u"Asked what it can do, it answers at once."_s }, n);
    else if (message.method() == "CANCEL" || message.method() == "BYE")
        m_context.answer(
            *request, { 481, {}, {}, {} }, { u"R-309"_s, u"It matches no transaction and no dialog here: 481."_s }, n);
    else
        m_context.answer(
            *request, { 405, {}, {}, {} }, { u"R-184"_s, u"A method it does not take outside a call: 405."_s }, n);
}

} // namespace siprace
