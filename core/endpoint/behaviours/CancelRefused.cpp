#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Answers 481 to a CANCEL that matches its INVITE, and rings on. Breaks RFC 3261 §9.2.
class CancelRefused final : public CalleeBehaviour
{
public:
    std::optional<CancelReaction> onCancel() const override { return CancelReaction{481, std::nullopt, false}; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeCancelRefused(const QString&)
{
    return std::make_unique<CancelRefused>();
}

} // namespace siprace
