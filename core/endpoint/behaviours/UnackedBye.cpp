#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Hangs up when no ACK came for 64*T1. RFC 3261 §13.3.1.4.
class UnackedBye final : public CalleeBehaviour
{
public:
    std::optional<bool> hangsUpUnacknowledged() const override { return true; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeUnackedBye(const QString&)
{
    return std::make_unique<UnackedBye>();
}

} // namespace siprace
