#include "Behaviours.h"

#include "BehaviourFactories.h"

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
    BehaviourInfo{ u"keep-first", Role::Caller, u"Keeps the first call, hangs up the others", u"R-410", false, true, NoValue, Choice, &makeKeepFirst, nullptr },
    BehaviourInfo{ u"keep-last", Role::Caller, u"Keeps the last call, hangs up the others", u"R-410", false, false, NoValue, Choice, &makeKeepLast, nullptr },
    BehaviourInfo{ u"keep-all", Role::Caller, u"Keeps every call", u"R-410", false, false, NoValue, Choice, &makeKeepAll, nullptr },
    BehaviourInfo{ u"ack-first-leg", Role::Caller, u"Acknowledges every answer on the first leg", u"R-407", true, false, NoValue, Choice, &makeAckFirstLeg, nullptr },
    BehaviourInfo{ u"ignore-extra-2xx", Role::Caller, u"Ignores every answer but the first", u"R-406", true, false, NoValue, Choice, &makeIgnoreExtraSuccess, nullptr },
    BehaviourInfo{ u"cancel-at-once", Role::Caller, u"Cancels before any provisional response", u"R-303", true, false, NoValue, NoGroup, &makeCancelAtOnce, nullptr },
    BehaviourInfo{ u"forget-after-cancel", Role::Caller, u"Forgets its INVITE when CANCEL stays unanswered", u"R-411", true, false, NoValue, NoGroup, &makeForgetAfterCancel, nullptr },
    BehaviourInfo{ u"hang-up-on-stray", Role::Caller, u"Hangs up when a failure arrives in a call", u"R-404", true, false, NoValue, NoGroup, &makeHangUpOnStray, nullptr },
    BehaviourInfo{ u"backwards-cseq", Role::Caller, u"Sends INFO with a lower CSeq", u"R-505", true, false, NoValue, NoGroup, &makeBackwardsCseq, nullptr },
    BehaviourInfo{ u"retry-same-cseq", Role::Caller, u"Repeats a challenged request with the old CSeq", u"R-602", true, false, NoValue, NoGroup, &makeRetrySameCseq, nullptr },
    BehaviourInfo{ u"deaf-to-ack", Role::Callee, u"Ignores every ACK", u"R-454", true, false, NoValue, NoGroup, nullptr, &makeDeafToAck },
    BehaviourInfo{ u"unacked-bye", Role::Callee, u"Hangs up when nobody acknowledges its answer", u"R-455", false, true, NoValue, Unacknowledged, nullptr, &makeUnackedBye },
    BehaviourInfo{ u"unacked-silent", Role::Callee, u"Gives up in silence when nobody acknowledges its answer", u"R-455", true, false, NoValue, Unacknowledged, nullptr, &makeUnackedSilent },
    BehaviourInfo{ u"late-cancel-200", Role::Callee, u"Answers 200 to a CANCEL that comes too late", u"R-311", false, true, NoValue, LateCancel, nullptr, &makeLateCancel200 },
    BehaviourInfo{ u"late-cancel-481", Role::Callee, u"Answers 481 to a CANCEL that comes too late", u"R-311", false, false, NoValue, LateCancel, nullptr, &makeLateCancel481 },
    BehaviourInfo{ u"no-provisional", Role::Callee, u"Answers without any provisional response", u"R-131", false, false, NoValue, NoGroup, nullptr, &makeNoProvisional },
    BehaviourInfo{ u"ignore-cancel", Role::Callee, u"Does not answer CANCEL", u"R-310", true, false, NoValue, NoGroup, nullptr, &makeIgnoreCancel },
    BehaviourInfo{ u"mute-after-cancel", Role::Callee, u"Answers CANCEL but never its INVITE", u"R-310", true, false, NoValue, NoGroup, nullptr, &makeMuteAfterCancel },
    BehaviourInfo{ u"final-after-cancel", Role::Callee, u"Answers a cancelled INVITE with another failure", u"R-310", true, false, StatusValue, NoGroup, nullptr, &makeFinalAfterCancel },
    BehaviourInfo{ u"cancel-481", Role::Callee, u"Answers 481 to every CANCEL and goes on", u"R-310", true, false, NoValue, NoGroup, nullptr, &makeCancelRefused },
    BehaviourInfo{ u"early-100", Role::Callee, u"Sends 100 to other requests at once", u"R-186", true, false, NoValue, NoGroup, nullptr, &makeEarly100 },
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

namespace {
template <class Behaviour, class Factory>
std::vector<std::unique_ptr<Behaviour>> madeFrom(const QList<BehaviourChoice>& choices, Factory BehaviourInfo::*factory)
{
    std::vector<std::unique_ptr<Behaviour>> made;
    for (auto choice = choices.crbegin(); choice != choices.crend(); ++choice) {
        const BehaviourInfo* info = findBehaviour(choice->id);
        if (info && info->*factory)
            made.push_back((info->*factory)(choice->value));
    }
    for (const BehaviourInfo& info : BehaviourTable) {
        if (info.isDefault && info.*factory)
            made.push_back((info.*factory)({}));
    }
    return made;
}
} // namespace

CallerBehaviours makeCallerBehaviours(const QList<BehaviourChoice>& choices)
{
    return madeFrom<CallerBehaviour>(choices, &BehaviourInfo::makeCallerBehaviour);
}

CalleeBehaviours makeCalleeBehaviours(const QList<BehaviourChoice>& choices)
{
    return madeFrom<CalleeBehaviour>(choices, &BehaviourInfo::makeCalleeBehaviour);
}

} // namespace siprace
