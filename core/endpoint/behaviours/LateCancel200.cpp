#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Answers 200 to a CANCEL after its 2xx, as the INVITE transaction of RFC 6026 §7.1 does.
class LateCancel200 final : public CalleeBehaviour
{
public:
    std::optional<int> lateCancelAnswer() const override { return 200; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeLateCancel200(const QString&)
{
    return std::make_unique<LateCancel200>();
}

} // namespace siprace
