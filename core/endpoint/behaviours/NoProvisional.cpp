#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Sends nothing before its final response, so that nobody may cancel it. RFC 3261 §9.1.
class NoProvisional final : public CalleeBehaviour
{
public:
    bool sendsProvisional() const override { return false; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeNoProvisional(const QString&)
{
    return std::make_unique<NoProvisional>();
}

} // namespace siprace
