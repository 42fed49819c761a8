#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Takes a failure response that comes after the call is up for the end of that call. Breaks RFC 3261 §13.2.2.3.
class HangUpOnStray final : public CallerBehaviour
{
public:
    bool hangsUpOnStray() const override { return true; }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeHangUpOnStray(const QString&)
{
    return std::make_unique<HangUpOnStray>();
}

} // namespace siprace
