#include "Behaviours.h"

#include <algorithm>
#include <array>

namespace siprace {

namespace {

using enum BehaviourGroup;
constexpr BehaviourValue NoValue = BehaviourValue::None;
constexpr BehaviourValue StatusValue = BehaviourValue::FinalStatus;
constexpr BehaviourGroup NoGroup = BehaviourGroup::None;

// clang-format off
constexpr std::array BehaviourTable{
    BehaviourInfo{ u"keep-first", Role::Caller, u"Keeps the first call, hangs up the others", u"R-410", false, true, NoValue, Choice },
    BehaviourInfo{ u"keep-last", Role::Caller, u"Keeps the last call, hangs up the others", u"R-410", false, false, NoValue, Choice },
    BehaviourInfo{ u"keep-all", Role::Caller, u"Keeps every call", u"R-410", false, false, NoValue, Choice },
    BehaviourInfo{ u"ack-first-leg", Role::Caller, u"Acknowledges every answer on the first leg", u"R-407", true, false, NoValue, Choice },
    BehaviourInfo{ u"ignore-extra-2xx", Role::Caller, u"Ignores every answer but the first", u"R-406", true, false, NoValue, Choice },
    BehaviourInfo{ u"cancel-at-once", Role::Caller, u"Cancels before any provisional response", u"R-303", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"forget-after-cancel", Role::Caller, u"Forgets its INVITE when CANCEL stays unanswered", u"R-411", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"hang-up-on-stray", Role::Caller, u"Hangs up when a failure arrives in a call", u"R-404", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"backwards-cseq", Role::Caller, u"Sends INFO with a lower CSeq", u"R-505", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"retry-same-cseq", Role::Caller, u"Repeats a challenged request with the old CSeq", u"R-602", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"deaf-to-ack", Role::Callee, u"Ignores every ACK", u"R-454", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"unacked-bye", Role::Callee, u"Hangs up when nobody acknowledges its answer", u"R-455", false, true, NoValue, Unacknowledged },
    BehaviourInfo{ u"unacked-silent", Role::Callee, u"Gives up in silence when nobody acknowledges its answer", u"R-455", true, false, NoValue, Unacknowledged },
    BehaviourInfo{ u"late-cancel-200", Role::Callee, u"Answers 200 to a CANCEL that comes too late", u"R-311", false, true, NoValue, LateCancel },
    BehaviourInfo{ u"late-cancel-481", Role::Callee, u"Answers 481 to a CANCEL that comes too late", u"R-311", false, false, NoValue, LateCancel },
    BehaviourInfo{ u"no-provisional", Role::Callee, u"Answers without any provisional response", u"R-131", false, false, NoValue, NoGroup },
    BehaviourInfo{ u"ignore-cancel", Role::Callee, u"Does not answer CANCEL", u"R-310", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"mute-after-cancel", Role::Callee, u"Answers CANCEL but never its INVITE", u"R-310", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"final-after-cancel", Role::Callee, u"Answers a cancelled INVITE with another failure", u"R-310", true, false, StatusValue, NoGroup },
    BehaviourInfo{ u"cancel-481", Role::Callee, u"Answers 481 to every CANCEL and goes on", u"R-310", true, false, NoValue, NoGroup },
    BehaviourInfo{ u"early-100", Role::Callee, u"Sends 100 to other requests at once", u"R-186", true, false, NoValue, NoGroup },
};
// clang-format on

} // namespace

std::span<const BehaviourInfo> behaviours()
{
    return BehaviourTable;
}

const BehaviourInfo* findBehaviour(QStringView id)
{
    const auto row = std::ranges::find(BehaviourTable, id, &BehaviourInfo::id);
    return row == BehaviourTable.end() ? nullptr : &*row;
}

} // namespace siprace
