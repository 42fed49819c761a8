#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Does not answer CANCEL and rings on. Breaks RFC 3261 §9.2.
class IgnoreCancel final : public CalleeBehaviour
{
public:
    std::optional<CancelReaction> onCancel() const override
    {
        return CancelReaction{std::nullopt, std::nullopt, false};
    }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeIgnoreCancel(const QString&)
{
    return std::make_unique<IgnoreCancel>();
}

} // namespace siprace
