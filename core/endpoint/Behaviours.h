#pragma once

#include "CalleeBehaviour.h"
#include "CallerBehaviour.h"
#include "EndpointSettings.h"
#include "Trace.h"

#include <QStringView>

#include <span>

namespace siprace {

/// Whether a behaviour takes a value in a scenario: `deaf-to-ack`, or `final-after-cancel: 600`.
enum class BehaviourValue
{
    None,
    FinalStatus ///< 300 to 699
};

/// Behaviours that answer the same question exclude one another; the default of the group holds where none is named.
enum class BehaviourGroup
{
    None, ///< goes with every other
    Choice, ///< which of several answered dialogs a caller keeps
    Unacknowledged, ///< what a callee does when nobody acknowledged its 2xx
    LateCancel ///< what a callee answers to a CANCEL after its 2xx
};

using CallerBehaviourFactory = std::unique_ptr<CallerBehaviour> (*)(const QString& value);
using CalleeBehaviourFactory = std::unique_ptr<CalleeBehaviour> (*)(const QString& value);

/// One row of the registry: what the parser accepts, the window offers, the help prints.
struct BehaviourInfo
{
    QStringView id; ///< "ack-first-leg"
    Role role; ///< Caller or Callee
    QStringView label; ///< for people: "Acknowledges the wrong leg"
    QStringView rule; ///< the rule of the rule book it breaks or keeps
    bool breaksRule; ///< true: findings of `rule` at this node are by-design
    bool isDefault; ///< holds where no other of its group is named
    BehaviourValue value;
    BehaviourGroup group;
    CallerBehaviourFactory makeCallerBehaviour; ///< null for callees
    CalleeBehaviourFactory makeCalleeBehaviour; ///< null for callers
};

/// Every behaviour, callers first, in the order people read them.
[[nodiscard]] std::span<const BehaviourInfo> behaviours();
/// The row with that id, or nullptr.
[[nodiscard]] const BehaviourInfo* findBehaviour(QStringView id);

/// What the choices of a caller or callee come to, the last written first, then the defaults of the groups. Ids of the
/// other role, or that nobody knows, are left out.
[[nodiscard]] CallerBehaviours makeCallerBehaviours(const QList<BehaviourChoice>& choices);
[[nodiscard]] CalleeBehaviours makeCalleeBehaviours(const QList<BehaviourChoice>& choices);

} // namespace siprace
