#pragma once

#include "Dialog.h"
#include "EndpointContext.h"

#include <functional>
#include <list>
#include <memory>

namespace siprace {

/// One dialog at work: the requests we send in it and the answers to those they send. RFC 3261 §12.2, §14, §15.
/// Shared by the INVITE that made it and by its endpoint; timers look at it through weak pointers only.
class Session : public std::enable_shared_from_this<Session>
{
public:
    Session(EndpointContext& context, Dialog dialog);

    [[nodiscard]] const Dialog& dialog() const { return m_dialog; }
    [[nodiscard]] bool isUp() const { return m_dialog.state == DialogState::Confirmed; }
    [[nodiscard]] bool isOver() const { return m_dialog.state == DialogState::Terminated; }
    /// True when a BYE in it is still to be answered 200: it is alive, or a BYE ended it not longer than 64*T1 ago.
    [[nodiscard]] bool knowsBye() const;
    /// Something of it may still be sent again by the stack.
    [[nodiscard]] bool isBusy() const;

    void confirm(const sip::Message& success); ///< our INVITE got this 2xx
    void confirm(); ///< we sent a 2xx
    void terminate(); ///< ended without a BYE: refused, given up, out of time

    /// Hangs up; nothing when it is over. RFC 3261 §15.1.1.
    void sendBye(Why why, int causedBy);
    /// A request that arrived in this dialog, other than ACK.
    void receive(std::unique_ptr<sip::ServerTransaction> request);

    /// What else a BYE of theirs ends: the pending INVITE of an early dialog. RFC 3261 §15.1.2.
    std::function<void(int byeNumber)> onHungUp;

private:
    void enter(DialogState state);
    void receiveBye(sip::ServerTransaction& bye, int n);
    /// 500 when its number is not above the last one; else remembers it. RFC 3261 §12.2.2.
    [[nodiscard]] bool takesNumber(sip::ServerTransaction& request, int n);

    EndpointContext& m_context;
    Dialog m_dialog;
    std::optional<Instant> m_byeAt; ///< when a BYE, theirs or ours, ended it
    std::list<std::unique_ptr<sip::ClientTransaction>> m_requests; ///< ours that wait for a final response
};

using SessionPtr = std::shared_ptr<Session>;

} // namespace siprace
