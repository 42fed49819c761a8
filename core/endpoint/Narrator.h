#pragma once

#include "Dialog.h"
#include "NodeEnvironment.h"

#include <deque>

namespace siprace {

/// Tells the trace what an endpoint does and why. A thin voice over the recorder, with the node's index filled in.
class Narrator
{
public:
    explicit Narrator(const NodeEnvironment& environment);

    // ---- which message is it about ----
    /// A datagram with that number is on its way into the stack.
    void expect(int n, const MessageFields& fields);
    /// Its number, when the stack hands that message up; 0 when it is not among those expected.
    [[nodiscard]] int numberOf(const sip::Message& message);
    void forgetExpected() { m_expected.clear(); }

    // ---- what comes next on the wire ----
    void announce(const sip::Message& request, Why why, int causedBy);
    /// A response with that status to that request.
    void announce(const sip::Message& request, int status, Why why, int causedBy);
    /// The CANCEL of that INVITE.
    void announceCancel(const sip::Message& invite, Why why, int causedBy);

    void state(const Dialog& dialog);
    void timerSet(const QString& machine, const QString& name, Duration after);
    void timerEnded(const QString& machine, const QString& name, TimerChange::What what);
    void discarded(int n, Why why);
    void decided(int n, Why why);
    void unreadable() { m_environment.recorder->noteUnreadable(); } ///< what it handles now

private:
    struct Expected
    {
        int n = 0;
        MessageFields fields;
    };
    const NodeEnvironment& m_environment;
    std::deque<Expected> m_expected;
};

} // namespace siprace
