#include "policies/DropLate2xx.h"

namespace siprace::proxy {

Policy dropLate2xx()
{
    PolicyKnobs knobs;
    knobs.transactions = TransactionForm::Rfc3261;
    knobs.late2xx = Late2xx::Drop;
    // As the recipe does. It hits the winner's own copies and the 2xx of a re-INVITE too; `to-tag` is the cure.
    knobs.rememberBy = RememberBy::CallId;
    knobs.stray = Stray::Forward;
    return {u"drop-late-2xx", u"Drop the late 2xx", u"configuration recipe, against RFC 3261 §16.7 step 5",
        u"The caller hears only the first 2xx; every other phone that answered waits in vain for its ACK.", knobs,
        u"R-015 R-142 R-252 R-259 R-909"};
}

} // namespace siprace::proxy
