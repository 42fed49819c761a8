#pragma once

#include <memory>
#include <optional>
#include <vector>

class QString;

namespace siprace {

/// What a callee does with a CANCEL that comes in time.
struct CancelReaction
{
    std::optional<int> answer = 200; ///< to the CANCEL; nothing: none
    std::optional<int> final = 487; ///< to the INVITE; nothing: none now
    bool endsRinging = true; ///< false: the INVITE goes on as if there had been no CANCEL
};

/// One way a callee behaves. As CallerBehaviour.
class CalleeBehaviour
{
public:
    virtual ~CalleeBehaviour() = default;

    [[nodiscard]] virtual bool hearsAck() const { return true; }
    /// Sends BYE when no ACK came for its 2xx within 64*T1.
    [[nodiscard]] virtual std::optional<bool> hangsUpUnacknowledged() const { return std::nullopt; }
    /// What it answers to a CANCEL after its 2xx.
    [[nodiscard]] virtual std::optional<int> lateCancelAnswer() const { return std::nullopt; }
    [[nodiscard]] virtual bool sendsProvisional() const { return true; }
    [[nodiscard]] virtual std::optional<CancelReaction> onCancel() const { return std::nullopt; }
    /// Sends 100 to a non-INVITE request at once, and its final response T1 later.
    [[nodiscard]] virtual bool sendsEarly100() const { return false; }
};

using CalleeBehaviours = std::vector<std::unique_ptr<CalleeBehaviour>>;

} // namespace siprace
