#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
/// Takes every 2xx for a copy of the first one: acknowledges it with the first one's To tag and Contact, as the SBC of
/// the bug report does. Breaks RFC 3261 §13.2.2.4.
class AckFirstLeg final : public CallerBehaviour
{
public:
    std::optional<SuccessReaction> onSuccess(bool isFirst) const override
    {
        if (isFirst)
            return SuccessReaction{};
        return SuccessReaction{SuccessReaction::Ack::FirstLeg, SuccessReaction::Keep::NotThis,
            {u"R-407"_s,
                u"The caller takes this 2xx for a copy of the first one and acknowledges the first leg again."_s}};
    }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeAckFirstLeg(const QString&)
{
    return std::make_unique<AckFirstLeg>();
}

} // namespace siprace
