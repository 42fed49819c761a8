#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Numbers its INFO below the INVITE of the dialog. Breaks RFC 3261 §12.2.1.1.
class BackwardsCseq final : public CallerBehaviour
{
public:
    std::optional<quint32> infoCseq(quint32 inviteCseq) const override { return inviteCseq > 0 ? inviteCseq - 1 : 0; }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeBackwardsCseq(const QString&)
{
    return std::make_unique<BackwardsCseq>();
}

} // namespace siprace
