#pragma once

#include "InspectorPanel.h"
#include "LadderView.h"
#include "LibraryPanel.h"
#include "LinksPanel.h"
#include "MainWindow.h"
#include "NoticeBar.h"
#include "OutcomeStrip.h"
#include "RunPage.h"
#include "StatusLine.h"
#include "TopBar.h"

#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

namespace siprace::ui {

/// The real window as a person has it before them, with settings of its own.
class WindowFixture
{
public:
    /// As started on that file; on none, as a person starts it from a menu.
    explicit WindowFixture(const QString& file = {})
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        theme = std::make_unique<Theme>(*qApp);
        theme->choose(ThemeChoice::Light);
        window = std::make_unique<MainWindow>(*theme);
        window->resize(1400, 875);
        window->openAtStart(file);
        window->show();
        window->activateWindow();
        std::ignore = QTest::qWaitForWindowActive(window.get(), 30'000);
    }

    template <class Part> [[nodiscard]] Part* part() const { return window->findChild<Part*>(); }
    [[nodiscard]] QAction* action(const QString& iconText) const
    {
        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->iconText().endsWith(iconText) || action->text() == iconText)
                return action;
        }
        return nullptr;
    }
    [[nodiscard]] QPushButton* button(const QString& text) const
    {
        for (QPushButton* button : window->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text().endsWith(text))
                return button;
        }
        return nullptr;
    }
    void press(const QString& text) const { QTest::mouseClick(button(text), Qt::LeftButton); }
    /// Picks an entry of a combo box as the keyboard would.
    void pick(const QString& box, const QString& id) const
    {
        auto* combo = window->findChild<QComboBox*>(box);
        combo->setCurrentIndex(combo->findData(id));
        Q_EMIT combo->activated(combo->currentIndex());
    }
    [[nodiscard]] bool isIdle() const { return window->controller().state() == RunState::Idle; }
    [[nodiscard]] bool isJudged() const { return isIdle() && !window->record().verdict().runClass.isEmpty(); }
    /// Runs the open scenario under the virtual clock, to its end and its findings.
    [[nodiscard]] bool runVirtually(const QString& policy = QStringLiteral("forward-all")) const
    {
        pick(QStringLiteral("policy"), policy);
        pick(QStringLiteral("clock"), QStringLiteral("virtual"));
        press(QStringLiteral("Run"));
        return QTest::qWaitFor([this] { return !window->record().trace().messages.isEmpty() && isJudged(); }, 20'000);
    }
    [[nodiscard]] const Trace& trace() const { return window->record().trace(); }
    /// The first message whose label begins so; 0 for none.
    [[nodiscard]] int message(const QString& label, int fromN = 1) const
    {
        const LadderLayout& layout = part<LadderView>()->layout();
        for (int n = fromN; n <= trace().messages.size(); ++n) {
            if (layout.fullLabel(n).startsWith(label))
                return n;
        }
        return 0;
    }

    std::unique_ptr<Theme> theme;
    std::unique_ptr<MainWindow> window;

private:
    QTemporaryDir m_settings;
};

/// A run of seconds under the real clock: the loser of this race sends its 200 for half a minute.
inline void startLongRun(const WindowFixture& fixture)
{
    fixture.pick(QStringLiteral("policy"), QStringLiteral("drop-late-2xx"));
    fixture.pick(QStringLiteral("clock"), QStringLiteral("real"));
    fixture.press(QStringLiteral("Run"));
    QTRY_VERIFY(!fixture.trace().messages.isEmpty());
    QCOMPARE(fixture.window->controller().state(), RunState::Running);
}

[[nodiscard]] inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A copy of a scenario of the library, to be changed.
[[nodiscard]] inline QString copyOfScenario(const QString& id, const QTemporaryDir& folder)
{
    const QString copy = folder.filePath(id.section(QLatin1Char('/'), -1) + QStringLiteral(".yaml"));
    const bool isCopied = QFile::copy(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/%1.yaml").arg(id), copy)
        && QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    return isCopied ? copy : QString();
}

/// The button with that text in a part of the window; nullptr when there is none.
[[nodiscard]] inline QPushButton* buttonIn(const QWidget& part, const QString& text)
{
    for (QPushButton* button : part.findChildren<QPushButton*>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

/// Takes a picture, and writes it where SIPRACE_SCREENSHOTS names a folder.
inline void keepPicture(QWidget& widget, const QString& name)
{
    QApplication::processEvents();
    const QImage image = widget.grab().toImage();
    QVERIFY(!image.isNull());
    const QString folder = qEnvironmentVariable("SIPRACE_SCREENSHOTS");
    if (!folder.isEmpty())
        QVERIFY(image.save(folder + u'/' + name + QStringLiteral(".png")));
}

/// The same under both themes: NAME and NAME-dark.
inline void keepPictures(const WindowFixture& fixture, QWidget& widget, const QString& name)
{
    keepPicture(widget, name);
    if (qEnvironmentVariableIsEmpty("SIPRACE_SCREENSHOTS"))
        return;
    fixture.theme->choose(ThemeChoice::Dark);
    keepPicture(widget, name + QStringLiteral("-dark"));
    fixture.theme->choose(ThemeChoice::Light);
}

} // namespace siprace::ui
