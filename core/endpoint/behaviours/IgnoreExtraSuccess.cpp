#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
/// Acknowledges no 2xx but those of the first phone. Breaks RFC 3261 §13.2.2.4.
class IgnoreExtraSuccess final : public CallerBehaviour
{
public:
    std::optional<SuccessReaction> onSuccess(bool isFirst) const override
    {
        if (isFirst)
            return SuccessReaction{};
        return SuccessReaction{SuccessReaction::Ack::None, SuccessReaction::Keep::NotThis,
            {u"R-406"_s, u"The caller ignores every 2xx after the first one."_s}};
    }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeIgnoreExtraSuccess(const QString&)
{
    return std::make_unique<IgnoreExtraSuccess>();
}

} // namespace siprace
