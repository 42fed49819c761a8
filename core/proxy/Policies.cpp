#include "Policies.h"

#include "policies/AckBye.h"
#include "policies/DropLate2xx.h"
#include "policies/ForwardAll.h"
#include "policies/Invfix.h"

#include <algorithm>
#include <array>

namespace siprace::proxy {

std::span<const Policy> policies()
{
    static const std::array table = {
        forwardAll(),
        dropLate2xx(),
        ackBye(),
        invfix(),
    };
    return table;
}

const Policy* findPolicy(QStringView id)
{
    const auto all = policies();
    const auto found = std::find_if(all.begin(), all.end(), [id](const Policy& policy) { return policy.id == id; });
    return found == all.end() ? nullptr : &*found;
}

PolicyKnobs knobsOf(QStringView policyId)
{
    const Policy* policy = findPolicy(policyId);
    return policy ? policy->knobs : policies().front().knobs;
}

} // namespace siprace::proxy
