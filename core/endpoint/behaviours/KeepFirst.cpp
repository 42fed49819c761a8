#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
/// Keeps the call that answered first and hangs up every other. RFC 3261 §13.2.2.4.
class KeepFirst final : public CallerBehaviour
{
public:
    std::optional<SuccessReaction> onSuccess(bool isFirst) const override
    {
        if (isFirst)
            return SuccessReaction{};
        return SuccessReaction{SuccessReaction::Ack::Own, SuccessReaction::Keep::NotThis,
            {u"R-410"_s, u"Another phone answered as well; the caller keeps the first call and hangs up this one."_s}};
    }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeKeepFirst(const QString&)
{
    return std::make_unique<KeepFirst>();
}

} // namespace siprace
