#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Keeps every call that answers: legal, and rarely wanted. RFC 3261 §13.2.2.4.
class KeepAll final : public CallerBehaviour
{
public:
    std::optional<SuccessReaction> onSuccess(bool) const override { return SuccessReaction{}; }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeKeepAll(const QString&)
{
    return std::make_unique<KeepAll>();
}

} // namespace siprace
