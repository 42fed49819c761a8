#include "policies/AckBye.h"

namespace siprace::proxy {

Policy ackBye()
{
    PolicyKnobs knobs;
    knobs.transactions = TransactionForm::Rfc3261;
    knobs.late2xx = Late2xx::AckBye;
    knobs.rememberBy = RememberBy::ToTag;
    knobs.stray = Stray::Forward;
    return {u"ack-bye", u"Acknowledge and hang up the late 2xx",
        u"outside the RFCs (RFC 3261 §13.2.2.4 in the caller's place)",
        u"The proxy sends ACK and BYE to every phone but the first that answered; the caller hears of one.", knobs,
        u"R-015 R-111 R-142 R-252 R-259 R-280 R-533"};
}

} // namespace siprace::proxy
