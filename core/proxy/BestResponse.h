#pragma once

#include "Message.h"

#include <QString>

#include <vector>

namespace siprace::proxy {

/// How one branch ended: a response, or what its silence counts as.
struct Outcome
{
    int status = 408;
    sip::Message response; ///< null: timed out (408) or could not be reached (503)
    QString name; ///< of the branch
};

/// Which outcome goes upstream: any 6xx, else the lowest class, within 4xx those that a new request can mend; a 503
/// only when there is nothing else. RFC 3261 §16.7 step 6, rules. -1 when there is none.
[[nodiscard]] int bestOutcome(const std::vector<Outcome>& outcomes);

} // namespace siprace::proxy
