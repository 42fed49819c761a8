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
    return m_byeAt && m_context.now() < *m_byeAt + m_context.timers().T1x64();
}

bool Session::isBusy() const
{
    return m_unacknowledged || std::ranges::any_of(m_requests, [](const RequestPtr& request) {
        const int enough = request->draft.method == "INVITE" ? 100 : 200;
        return request->transaction && request->transaction->status() < enough;
    });
}

void Session::confirm(const sip::Message& success)
{
    if (m_byeAt) // a BYE was faster: acknowledged all the same, but no session, RFC 5407 §3.1.3
        return;
    // One that was only given up lives again: it has been answered after all.
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

} // namespace siprace
