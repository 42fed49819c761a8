#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Forgets its INVITE when the CANCEL stays unanswered for two seconds, and ignores what comes later. Breaks RFC 3261
/// §9.1, which wants 64*T1, and §15, which wants the ACK.
class ForgetAfterCancel final : public CallerBehaviour
{
public:
    std::optional<Duration> forgetsAfterCancel() const override { return 2s; }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeForgetAfterCancel(const QString&)
{
    return std::make_unique<ForgetAfterCancel>();
}

} // namespace siprace
