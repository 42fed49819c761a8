#include "policies/Invfix.h"

namespace siprace::proxy {

Policy invfix()
{
    PolicyKnobs knobs;
    knobs.transactions = TransactionForm::Rfc6026;
    knobs.late2xx = Late2xx::Forward;
    knobs.rememberBy = RememberBy::ToTag;
    knobs.stray = Stray::Drop;
    return {u"invfix", u"RFC 6026", u"RFC 6026 §7, §8",
        u"Every 2xx goes to the caller while its transaction lives, 64*T1; what matches none is dropped.", knobs, u""};
}

} // namespace siprace::proxy
