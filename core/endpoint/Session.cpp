#include "Session.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

Session::Session(EndpointContext& context, Dialog dialog)
    : m_context(context)
    , m_dialog(std::move(dialog))
{
    m_context.narrator.state(m_dialog);
}

bool Session::knowsBye() const
{
    if (!isOver())
        return true;
    return m_byeAt && m_context.now() < *m_byeAt + m_context.environment.timers.T1x64();
}

bool Session::isBusy() const
{
    return std::ranges::any_of(m_requests, [](const auto& request) { return !request->hasFinal(); });
}

void Session::confirm(const sip::Message& success)
{
    if (isOver()) // a BYE was faster: acknowledged all the same, but no session, RFC 5407 §3.1.3
        return;
    m_dialog.confirm(success);
    m_context.narrator.state(m_dialog);
}

void Session::confirm()
{
    if (!isOver())
        enter(DialogState::Confirmed);
}

void Session::terminate()
{
    if (!isOver())
        enter(DialogState::Terminated);
}

void Session::enter(DialogState state)
{
    m_dialog.state = state;
    m_context.narrator.state(m_dialog);
}

void Session::sendBye(Why why, int causedBy)
{
    if (isOver())
        return;
    RequestDraft draft = m_dialog.draft("BYE", ++m_dialog.localCseq);
    draft.branch = m_context.newBranch();
    draft.self = m_context.self();
    m_byeAt = m_context.now();
    enter(DialogState::Terminated);
    auto bye = m_context.send(draft.message(), m_dialog.nextHop(), std::move(why), causedBy, {});
    if (bye)
        m_requests.push_back(std::move(bye));
}

void Session::receive(std::unique_ptr<sip::ServerTransaction> request)
{
    const int n = m_context.narrator.numberOf(request->request());
    if (request->request().method() == "BYE") {
        receiveBye(*request, n);
        return;
    }
    if (!takesNumber(*request, n))
        return;
    m_context.answer(*request, { 200, {}, {}, {} }, { u"R-184"_s, u"Answered at once."_s }, n);
}

bool Session::takesNumber(sip::ServerTransaction& request, int n)
{
    const quint32 number = request.request().cseq();
    if (m_dialog.remoteCseq && number <= *m_dialog.remoteCseq) {
        const bool isLower = number < *m_dialog.remoteCseq;
        m_context.answer(request, { 500, "CSeq Out of Order", {}, {} },
            { isLower ? u"R-506"_s : u"R-903"_s,
                u"Its CSeq %1 is not above the last one in this dialog, %2."_s.arg(number).arg(*m_dialog.remoteCseq) },
            n);
        return false;
    }
    m_dialog.remoteCseq = number;
    return true;
}

void Session::receiveBye(sip::ServerTransaction& bye, int n)
{
    if (!takesNumber(bye, n))
        return;
    const bool crossed = isOver();
    m_context.answer(bye, { 200, {}, {}, {} },
        crossed ? Why{ u"R-534"_s, u"The dialog has ended already; the crossing BYE is answered 200 all the same."_s }
                : Why{ u"R-532"_s, u"A BYE in a dialog it knows is answered 200, and the call is over."_s },
        n);
    if (!m_byeAt)
        m_byeAt = m_context.now();
    if (crossed)
        return;
    enter(DialogState::Terminated);
    if (onHungUp)
        onHungUp(n);
}

} // namespace siprace
