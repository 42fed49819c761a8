#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
/// Keeps the call that answered last and hangs up the one before it. RFC 3261 §13.2.2.4.
class KeepLast final : public CallerBehaviour
{
public:
    std::optional<SuccessReaction> onSuccess(bool) const override
    {
        return SuccessReaction{SuccessReaction::Ack::Own, SuccessReaction::Keep::OnlyThis,
            {u"R-410"_s, u"Another phone answered; the caller keeps the last call and hangs up this one."_s}};
    }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeKeepLast(const QString&)
{
    return std::make_unique<KeepLast>();
}

} // namespace siprace
