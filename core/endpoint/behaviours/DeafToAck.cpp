#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Ignores every ACK, to a 2xx or to a failure, and so retransmits to the end. Breaks RFC 3261 §13.3.1.4, §17.2.1.
class DeafToAck final : public CalleeBehaviour
{
public:
    bool hearsAck() const override { return false; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeDeafToAck(const QString&)
{
    return std::make_unique<DeafToAck>();
}

} // namespace siprace
