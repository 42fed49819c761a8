#include "AxisWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct AxisText
{
    Q_DECLARE_TR_FUNCTIONS(Axis)
};

QString nameOf(const Scenario& scenario, const QString& id)
{
    const auto found = std::find_if(
        scenario.nodes.begin(), scenario.nodes.end(), [&](const ScenarioNode& node) { return node.id == id; });
    return found == scenario.nodes.end() ? id : found->name;
}

struct PathWord
{
    QStringView key;
    const char* words; ///< %1: the node, or the two nodes of a link
};
constexpr std::array nodeWords{
    PathWord{u"answer", QT_TRANSLATE_NOOP("Axis", "%1 answers after")},
    PathWord{u"ring", QT_TRANSLATE_NOOP("Axis", "%1 rings after")},
    PathWord{u"t1", QT_TRANSLATE_NOOP("Axis", "T1 of %1")},
    PathWord{u"t2", QT_TRANSLATE_NOOP("Axis", "T2 of %1")},
    PathWord{u"policy.linger", QT_TRANSLATE_NOOP("Axis", "linger of %1")},
};
constexpr std::array linkWords{
    PathWord{u"delay", QT_TRANSLATE_NOOP("Axis", "one-way delay %1")},
    PathWord{u"back.delay", QT_TRANSLATE_NOOP("Axis", "delay back %1")},
    PathWord{u"jitter", QT_TRANSLATE_NOOP("Axis", "jitter %1")},
    PathWord{u"loss", QT_TRANSLATE_NOOP("Axis", "loss %1")},
};

QString find(std::span<const PathWord> words, QStringView key, const QString& who)
{
    for (const PathWord& word : words) {
        if (word.key == key)
            return AxisText::tr(word.words).arg(who);
    }
    return {};
}

} // namespace

QString pathWords(const Scenario& scenario, const QString& path)
{
    const QString subject = path.section(u'.', 1, 1);
    const QString key = path.section(u'.', 2);
    QString words;
    if (path.startsWith("nodes."_L1)) {
        words = find(nodeWords, key, nameOf(scenario, subject));
    } else if (path.startsWith("links."_L1)) {
        const auto link = std::find_if(scenario.links.begin(), scenario.links.end(),
            [&](const ScenarioLink& one) { return one.a + u'-' + one.b == subject; });
        const QString ends
            = link == scenario.links.end() ? subject : nameOf(scenario, link->a) + u" ↔ "_s + nameOf(scenario, link->b);
        words = find(linkWords, key, ends);
    } else if (path.startsWith("script."_L1) && key == u"at") {
        const ScriptEntry entry = scenario.script.value(subject.toInt());
        words = AxisText::tr("%1: %2 at").arg(nameOf(scenario, entry.node), entry.action);
    }
    return words.isEmpty() ? path : words;
}

QString valueWords(const SweepAxis& axis, double value)
{
    const QString number = QString::number(value, 'f', value == std::floor(value) ? 0 : 1);
    return axis.unit == AxisUnit::Plain ? number : number + u' ' + axis.unitName();
}

QString axisWords(const Scenario& scenario, const SweepAxis& axis)
{
    return u"%1 %2–%3"_s.arg(
        pathWords(scenario, axis.path), QString::number(axis.value(0)), valueWords(axis, axis.value(axis.count() - 1)));
}

} // namespace siprace::ui
