#include "BehaviourFactories.h"
#include "CalleeBehaviour.h"

#include <QString>

namespace siprace {

namespace {
/// Sends 100 to a non-INVITE request at once, which slows its copies down. Breaks RFC 4320 §4.1.
class Early100 final : public CalleeBehaviour
{
public:
    bool sendsEarly100() const override { return true; }
};
} // namespace

std::unique_ptr<CalleeBehaviour> makeEarly100(const QString&)
{
    return std::make_unique<Early100>();
}

} // namespace siprace
