#include "BestResponse.h"

#include <algorithm>
#include <array>

namespace siprace::proxy {

namespace {
/// The smaller, the better.
int rank(const Outcome& outcome)
{
    constexpr std::array mendable = {401, 407, 415, 420, 484};
    if (outcome.status >= 600)
        return 0;
    const int ofClass = outcome.status / 100 * 10;
    if (outcome.status == 503)
        return 1000; // it speaks of one server, not of the callee
    const bool isMendable = std::find(mendable.begin(), mendable.end(), outcome.status) != mendable.end();
    // A silence is the weakest of its class: it says nothing about the callee.
    const int within = isMendable ? 0 : outcome.response.isNull() ? 2 : 1;
    return ofClass + within;
}
} // namespace

int bestOutcome(const std::vector<Outcome>& outcomes)
{
    const auto best = std::min_element(
        outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) { return rank(a) < rank(b); });
    return best == outcomes.end() ? -1 : int(best - outcomes.begin());
}

} // namespace siprace::proxy
