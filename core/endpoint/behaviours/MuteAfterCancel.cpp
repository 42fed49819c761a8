#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Answers 200 to CANCEL and never a final to its INVITE. Breaks RFC 3261 §9.2.
class MuteAfterCancel final : public CalleeBehaviour
{
public:
    std::optional<CancelReaction> onCancel() const override { return CancelReaction{200, std::nullopt, true}; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeMuteAfterCancel(const QString&)
{
    return std::make_unique<MuteAfterCancel>();
}

} // namespace siprace
