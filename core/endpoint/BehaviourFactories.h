#pragma once

#include <memory>

class QString;

namespace siprace {

class CallerBehaviour;
class CalleeBehaviour;

// One line a behaviour: what its row in Behaviours.cpp points to. `value` is empty where the row says
// BehaviourValue::None.

[[nodiscard]] std::unique_ptr<CallerBehaviour> makeKeepFirst(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeKeepLast(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeKeepAll(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeAckFirstLeg(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeIgnoreExtraSuccess(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeCancelAtOnce(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeForgetAfterCancel(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeHangUpOnStray(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeBackwardsCseq(const QString& value);
[[nodiscard]] std::unique_ptr<CallerBehaviour> makeRetrySameCseq(const QString& value);

[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeDeafToAck(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeUnackedBye(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeUnackedSilent(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeLateCancel200(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeLateCancel481(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeNoProvisional(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeIgnoreCancel(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeMuteAfterCancel(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeFinalAfterCancel(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeCancelRefused(const QString& value);
[[nodiscard]] std::unique_ptr<CalleeBehaviour> makeEarly100(const QString& value);

} // namespace siprace
