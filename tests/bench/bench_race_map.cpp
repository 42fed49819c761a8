#include "../ui/WindowFixture.h"
#include "RaceMapPanel.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

// A race map fills while the window lives: how long the window does not get round to anything else. Figures, no test.

using namespace siprace;
using namespace siprace::ui;
using namespace Qt::StringLiterals;

namespace {

void fillIn(const RaceMapPanel& panel, const QString& name, const QString& path)
{
    for (auto* box : panel.findChildren<QComboBox*>()) {
        if (box->accessibleName() == name + u": path"_s)
            box->setCurrentText(path);
    }
    for (auto* edit : panel.findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == name + u": from, to and step"_s)
            edit->setText(u"100ms:390ms:10ms"_s);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const WindowFixture fixture;
    fixture.press(u"Race map"_s);
    auto* panel = fixture.part<RaceMapPanel>();
    fillIn(*panel, u"Across"_s, u"nodes.b1.answer"_s);
    fillIn(*panel, u"Up"_s, u"nodes.b2.answer"_s);
    QCoreApplication::processEvents();

    std::vector<double> gaps; // ms
    QElapsedTimer sinceLast;
    QTimer heart;
    QObject::connect(&heart, &QTimer::timeout, [&] {
        gaps.push_back(static_cast<double>(sinceLast.nsecsElapsed()) / 1e6);
        sinceLast.start();
    });
    QElapsedTimer whole;
    whole.start();
    sinceLast.start();
    heart.start(0);
    fixture.press(u"Run map"_s);
    while (panel->isRunning() || whole.elapsed() < 100)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    std::ranges::sort(gaps);
    std::printf("race map, %lld cells in %.2f s\n  the window was away for: median %.2f ms, p99 %.2f ms, most %.2f ms  "
                "(%.2f of the 50 ms allowed)\n",
        static_cast<long long>(panel->view()->data().done()), static_cast<double>(whole.elapsed()) / 1000,
        gaps[gaps.size() / 2], gaps[gaps.size() * 99 / 100], gaps.back(), gaps.back() / 50);
    return 0;
}
