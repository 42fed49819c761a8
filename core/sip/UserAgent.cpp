#include "UserAgent.h"

#include "UserAgentImpl.h"

#include <sofia-sip/sip_util.h>

#include <algorithm>
#include <array>
#include <climits>
#include <utility>

using namespace Qt::StringLiterals;

namespace siprace::sip {

namespace {
// Nothing the stack would do by itself after minutes: no CANCEL of a ringing INVITE, no repeated provisional
// response (sofia-facts 32, 37). NTATAG_TIMER_C(0) would mean 185 s, so it is a day.
constexpr unsigned aDayMs = 86'400'000;

unsigned wholeMs(Duration duration)
{
    return static_cast<unsigned>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

const url_string_t* asUrl(const QByteArray& text)
{
    return URL_STRING_MAKE(text.constData());
}
} // namespace

QByteArray hopUri(const Hop& hop)
{
    return "sip:" + hop.host + ':' + QByteArray::number(hop.port) + ";transport=" + hop.transport;
}

UserAgent::UserAgent(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

UserAgent::~UserAgent()
{
    AgentCore& core = *m_impl->core;
    core.loop.makeCurrent();
    core.user = nullptr;
    core.arriving = {}; // nothing of this life reaches the next one's
    if (Loop::Impl& loop = core.loop.impl(); loop.isKeepingAgents)
        loop.keptAgents.push_back(m_impl->core);
}

void UserAgent::expect(const Message& message)
{
    m_impl->core->arriving = message;
}

bool UserAgent::canRead(const Message& message)
{
    const MsgHandle msg = MessageAccess::make(message);
    const sip_t* sip = msg ? sip_object(msg.get()) : nullptr;
    return sip && (sip->sip_flags & MSG_FLG_ERROR) == 0 && !sip->sip_error && sip_sanity_check(sip) == 0;
}

Message AgentCore::adopt(msg_t* msg)
{
    const sip_t* sip = msg ? sip_object(msg) : nullptr;
    if (!sip || arriving.isNull() || !sip->sip_cseq || !sip->sip_via || !sip->sip_via->v_branch)
        return MessageAccess::adopt(msg);
    Message message = std::exchange(arriving, {}); // a datagram is one message
    const bool isSame = message.status() == (sip->sip_status ? sip->sip_status->st_status : 0)
        && message.cseq() == sip->sip_cseq->cs_seq && message.cseqMethod() == sip->sip_cseq->cs_method_name
        && message.callId() == (sip->sip_call_id ? sip->sip_call_id->i_id : "")
        && message.toTag() == (sip->sip_to && sip->sip_to->a_tag ? sip->sip_to->a_tag : "")
        && message.topVia().value_or(Via()).branch == sip->sip_via->v_branch;
    if (!isSame)
        return MessageAccess::adopt(msg);
    msg_destroy(msg);
    return message;
}

bool enterStack(const std::weak_ptr<AgentCore>& core)
{
    const auto alive = core.lock();
    if (alive)
        alive->loop.makeCurrent();
    return alive != nullptr;
}

namespace {
std::shared_ptr<AgentCore> agentCore(
    Loop& loop, const Binding& binding, const TimerValues& timers, UserAgent::Kind kind)
{
    // Advertised in Via and Contact, bound to the hidden address: the fabric's face has the advertised one.
    const QByteArray url = bindingUrl(binding);
    const std::array<unsigned, 4> ms
        = {wholeMs(timers.T1), wholeMs(timers.T2), wholeMs(timers.T4), wholeMs(timers.T1x64())};
    const QByteArray place = binding.hiddenHost + ':' + QByteArray::number(binding.advertised.port) + ' ';
    QByteArray name = place + url + (kind == UserAgent::Kind::Callee ? " callee" : " caller");
    for (const unsigned one : ms)
        name += ' ' + QByteArray::number(one);
    auto& kept = loop.impl().keptAgents;
    if (const auto same = std::ranges::find(kept, name, &AgentCore::kind); same != kept.end()) {
        std::shared_ptr<AgentCore> core = *same;
        kept.erase(same);
        return core;
    }
    std::erase_if(kept, [&](const auto& core) { return core->kind.startsWith(place); }); // it has the address
    auto core = std::make_shared<AgentCore>(loop, name);
    core->agent.reset(nta_agent_create(loop.impl().root.get(), asUrl(url), &UserAgent::Impl::onStray, core.get(),
        NTATAG_UA(kind == UserAgent::Kind::Callee ? 1 : 0), NTATAG_SIP_T1(ms[0]), NTATAG_SIP_T2(ms[1]),
        NTATAG_SIP_T4(ms[2]), NTATAG_SIP_T1X64(ms[3]), NTATAG_TIMER_C(aDayMs), NTATAG_PROGRESS(UINT_MAX),
        NTATAG_EXTRA_100(0), NTATAG_CANCEL_487(0), NTATAG_USE_NAPTR(0), NTATAG_USE_SRV(0), TPTAG_STUN_SERVER(0),
        TAG_END()));
    if (!core->agent)
        return nullptr;
    core->defaultLeg
        = nta_leg_tcreate(core->agent.get(), &UserAgent::Impl::onRequest, core.get(), NTATAG_NO_DIALOG(1), TAG_END());
    return core;
}
} // namespace

Result<std::unique_ptr<UserAgent>> UserAgent::create(
    Loop& loop, const Binding& binding, const TimerValues& timers, Kind kind, Handlers handlers)
{
    loop.makeCurrent();
    std::shared_ptr<AgentCore> core = agentCore(loop, binding, timers, kind);
    if (!core)
        return fail({},
            u"cannot listen on %1:%2"_s.arg(QLatin1StringView(binding.hiddenHost)).arg(binding.advertised.port),
            u"is another program using this address?"_s);
    auto impl = std::make_unique<Impl>();
    impl->handlers = std::move(handlers);
    core->user = impl.get();
    impl->core = std::move(core);
    return std::unique_ptr<UserAgent>(new UserAgent(std::move(impl)));
}

std::unique_ptr<ClientTransaction> UserAgent::send(const Message& request, const Hop& to, ResponseHandler onResponse)
{
    MsgHandle msg = MessageAccess::make(request);
    const std::optional<Via> via = request.topVia();
    if (!msg || !via)
        return nullptr;
    auto transaction = std::make_shared<ClientTransaction::Impl>();
    transaction->core = m_impl->core;
    transaction->onResponse = std::move(onResponse);
    const QByteArray hop = hopUri(to);
    m_impl->core->loop.makeCurrent();
    transaction->handle
        = nta_outgoing_mcreate(m_impl->core->agent.get(), &ClientTransaction::Impl::onAnswer, transaction.get(),
            asUrl(hop), msg.get(), NTATAG_USER_VIA(1), NTATAG_BRANCH_KEY(via->branch.constData()), TAG_END());
    if (!transaction->handle)
        return nullptr;
    std::ignore = msg.release(); // the stack's now
    return std::unique_ptr<ClientTransaction>(new ClientTransaction(std::move(transaction)));
}

bool UserAgent::sendStatelessly(const Message& request, const Hop& to)
{
    MsgHandle msg = MessageAccess::make(request);
    if (!msg)
        return false;
    const QByteArray hop = hopUri(to);
    m_impl->core->loop.makeCurrent();
    return nta_msg_tsend(m_impl->core->agent.get(), msg.release(), asUrl(hop), NTATAG_USER_VIA(1), TAG_END()) == 0;
}

bool UserAgent::answerStatelessly(const Message& request, int status, const QByteArray& toTag)
{
    MsgHandle msg = MessageAccess::make(request);
    const QByteArrayList to = request.headers("To");
    if (!msg || to.isEmpty())
        return false;
    const QByteArray tagged = request.toTag().isEmpty() ? to.first() + ";tag=" + toTag : to.first();
    m_impl->core->loop.makeCurrent();
    return nta_msg_treply(m_impl->core->agent.get(), msg.release(), status, sip_status_phrase(status),
               SIPTAG_TO_STR(tagged.constData()), TAG_END())
        == 0;
}

int UserAgent::Impl::onRequest(void* core, nta_leg_t*, nta_incoming_t* handle, const sip_t*) noexcept
{
    if (Impl* user = static_cast<AgentCore*>(core)->user)
        user->receiveRequest(handle);
    else
        nta_incoming_destroy(handle);
    return 0; // answered already, or later
}

void UserAgent::Impl::receiveRequest(nta_incoming_t* handle)
{
    auto transaction = std::make_shared<ServerTransaction::Impl>();
    transaction->core = core;
    transaction->handle = handle;
    transaction->request = core->adopt(nta_incoming_getrequest(handle));
    // No 100 Trying of its own after 200 ms: a callee sends exactly what its scenario says (sofia-facts 32).
    nta_incoming_set_params(handle, NTATAG_EXTRA_100(0), TAG_END());
    handlers.request(std::unique_ptr<ServerTransaction>(new ServerTransaction(std::move(transaction))));
}

int UserAgent::Impl::onStray(void* core, nta_agent_t*, msg_t* msg, sip_t* sip) noexcept
{
    const bool isResponse = sip && sip->sip_status;
    AgentCore& agent = *static_cast<AgentCore*>(core);
    const Message message = agent.adopt(msg);
    const Impl* user = agent.user;
    if (isResponse && user)
        user->handlers.stray(message);
    return 0;
}

} // namespace siprace::sip
