#pragma once

#include "Time.h"
#include "Why.h"

#include <memory>
#include <optional>
#include <vector>

class QString;

namespace siprace {

/// What a caller makes of a 2xx to its INVITE.
struct SuccessReaction
{
    enum class Ack
    {
        Own, ///< with the 2xx's own To tag and Contact, RFC 3261 §13.2.2.4
        FirstLeg, ///< with those of the first 2xx, and without a dialog of its own
        None
    };
    enum class Keep
    {
        This, ///< besides what is kept already
        OnlyThis, ///< and hang up what was kept
        NotThis ///< hang it up
    };
    Ack ack = Ack::Own;
    Keep keep = Keep::This;
    Why why; ///< for the BYE, the missing ACK or the wrong one
};

/// One way a caller behaves. A question it has nothing to say about keeps its default answer; where several behaviours
/// have an answer, the last one written in the scenario is asked first. Pure: no state, no clock.
class CallerBehaviour
{
public:
    virtual ~CallerBehaviour() = default;

    /// A 2xx with a new To tag; `isFirst`: of its INVITE.
    [[nodiscard]] virtual std::optional<SuccessReaction> onSuccess(bool /*isFirst*/) const { return std::nullopt; }
    /// Sends CANCEL without waiting for a provisional response.
    [[nodiscard]] virtual bool cancelsAtOnce() const { return false; }
    /// After how long without an answer to its CANCEL it forgets the INVITE.
    [[nodiscard]] virtual std::optional<Duration> forgetsAfterCancel() const { return std::nullopt; }
    /// Ends its established call when a failure response to the INVITE arrives.
    [[nodiscard]] virtual bool hangsUpOnStray() const { return false; }
    /// The CSeq of an INFO in the dialog that the INVITE with this number made.
    [[nodiscard]] virtual std::optional<quint32> infoCseq(quint32 /*inviteCseq*/) const { return std::nullopt; }
    /// Repeats a challenged request without a new CSeq.
    [[nodiscard]] virtual bool retriesWithSameCseq() const { return false; }
};

using CallerBehaviours = std::vector<std::unique_ptr<CallerBehaviour>>;

} // namespace siprace
