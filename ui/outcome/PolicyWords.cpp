#include "PolicyWords.h"

#include <QCoreApplication>

namespace siprace::ui {

namespace {

/// For lupdate, which does not look into core: what Policies.cpp says of those that have a translation.
[[maybe_unused]] constexpr const char* policyTexts[] = {
    QT_TRANSLATE_NOOP("Policy", "Forward every 2xx"),
    QT_TRANSLATE_NOOP(
        "Policy", "Every 2xx goes to the caller, who has to acknowledge and hang up the ones it does not keep."),
    QT_TRANSLATE_NOOP("Policy", "Drop the late 2xx"),
    QT_TRANSLATE_NOOP(
        "Policy", "The caller hears only the first 2xx; every other phone that answered waits in vain for its ACK."),
    QT_TRANSLATE_NOOP("Policy", "Acknowledge and hang up the late 2xx"),
    QT_TRANSLATE_NOOP(
        "Policy", "The proxy sends ACK and BYE to every phone but the first that answered; the caller hears of one."),
    QT_TRANSLATE_NOOP(
        "Policy", "Every 2xx goes to the caller while its transaction lives, 64*T1; what matches none is dropped."),
};

QString translated(QStringView text)
{
    return QCoreApplication::translate("Policy", text.toUtf8().constData());
}

} // namespace

QString policyLabel(const proxy::Policy& policy)
{
    return translated(policy.label);
}

QString policyLabel(const QString& id)
{
    const proxy::Policy* policy = proxy::findPolicy(id);
    return policy ? policyLabel(*policy) : id;
}

QString policyName(const proxy::Policy& policy)
{
    return QStringLiteral("%1 (%2)").arg(policyLabel(policy), policy.id);
}

QString policyName(const QString& id)
{
    const proxy::Policy* policy = proxy::findPolicy(id);
    return policy ? policyName(*policy) : id;
}

QString policySummary(const proxy::Policy& policy)
{
    return translated(policy.summary);
}

} // namespace siprace::ui
