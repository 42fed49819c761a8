#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Sends its CANCEL without waiting for a provisional response. Breaks RFC 3261 §9.1.
class CancelAtOnce final : public CallerBehaviour
{
public:
    bool cancelsAtOnce() const override { return true; }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeCancelAtOnce(const QString&)
{
    return std::make_unique<CancelAtOnce>();
}

} // namespace siprace
