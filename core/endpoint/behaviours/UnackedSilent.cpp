#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Gives up without a word when no ACK came for 64*T1. Breaks RFC 3261 §13.3.1.4.
class UnackedSilent final : public CalleeBehaviour
{
public:
    std::optional<bool> hangsUpUnacknowledged() const override { return false; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeUnackedSilent(const QString&)
{
    return std::make_unique<UnackedSilent>();
}

} // namespace siprace
