#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
/// Answers the cancelled INVITE with another failure than 487. Breaks RFC 3261 §9.2.
class FinalAfterCancel final : public CalleeBehaviour
{
public:
    explicit FinalAfterCancel(int status)
        : m_status(status)
    {
    }
    std::optional<CancelReaction> onCancel() const override { return CancelReaction{200, m_status, true}; }

private:
    int m_status;
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeFinalAfterCancel(const QString& value)
{
    return std::make_unique<FinalAfterCancel>(value.toInt());
}

} // namespace siprace
