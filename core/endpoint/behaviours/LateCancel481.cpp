#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Answers 481 to a CANCEL after its 2xx: the INVITE transaction of RFC 3261 §17.2.1 is gone by then.
class LateCancel481 final : public CalleeBehaviour
{
public:
    std::optional<int> lateCancelAnswer() const override { return 481; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeLateCancel481(const QString&)
{
    return std::make_unique<LateCancel481>();
}

} // namespace siprace
