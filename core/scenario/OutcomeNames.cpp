#include "OutcomeNames.h"

#include <array>

namespace siprace {

namespace {

constexpr std::array<QStringView, 17> outcomeTable{u"2xx_to_caller", u"2xx_deliveries", u"dialogs_at_callees",
    u"orphan_dialogs", u"ghost_calls", u"ghost_call_ms", u"surviving_calls", u"killed_by_stray", u"misrouted_acks",
    u"dropped_2xx", u"stray_forwarded", u"cancels", u"cancels_too_late", u"retransmissions", u"messages", u"lost",
    u"settled_ms"};

constexpr std::array<QStringView, 7> classTable{
    u"call-lost", u"stray-in-call", u"orphan-dialog", u"two-2xx", u"ghost-call", u"clean", u"other"};

} // namespace

std::span<const QStringView> outcomeNames()
{
    return outcomeTable;
}
std::span<const QStringView> runClasses()
{
    return classTable;
}

} // namespace siprace
