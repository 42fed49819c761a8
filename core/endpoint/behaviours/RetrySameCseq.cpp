#include "BehaviourFactories.h"
#include "CallerBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Repeats a challenged request with credentials but the old CSeq. Breaks RFC 3261 §22.2.
class RetrySameCseq final : public CallerBehaviour
{
public:
    bool retriesWithSameCseq() const override { return true; }
};
} // namespace

std::unique_ptr<CallerBehaviour> makeRetrySameCseq(const QString&)
{
    return std::make_unique<RetrySameCseq>();
}

} // namespace siprace
