#include "Rules.h"

#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {
// clang-format off
constexpr CheckRule checkTable[] = {
    { u"two-2xx", u"R-405", u"Two 2xx at the caller", checkTwo2xx },
    { u"orphan-dialog", u"R-406", u"A callee that answered and got no ACK", checkOrphanDialog },
    { u"cancel-too-late", u"R-304", u"CANCEL after the final response was sent", checkCancelTooLate },
};
// clang-format on
} // namespace

std::span<const CheckRule> checkRules()
{
    return checkTable;
}

const CheckRule* findCheckRule(QStringView id)
{
    const auto* found = std::ranges::find(checkTable, id, &CheckRule::id);
    return found == std::end(checkTable) ? nullptr : found;
}

} // namespace siprace
