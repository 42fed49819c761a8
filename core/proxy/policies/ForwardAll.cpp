#include "policies/ForwardAll.h"

namespace siprace::proxy {

Policy forwardAll()
{
    PolicyKnobs knobs;
    knobs.transactions = TransactionForm::Rfc3261;
    knobs.late2xx = Late2xx::Forward;
    knobs.rememberBy = RememberBy::Nothing; // nothing it does depends on who won
    knobs.stray = Stray::Forward;
    return {u"forward-all", u"Forward every 2xx", u"RFC 3261 §16.7 step 5",
        u"Every 2xx goes to the caller, who has to acknowledge and hang up the ones it does not keep.", knobs,
        u"R-015 R-142 R-252"};
}

} // namespace siprace::proxy
