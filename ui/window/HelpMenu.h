#pragma once

#include "LadderTheme.h"
#include "Tour.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QMenu;
class QWidget;

namespace siprace::ui {

class HelpWindow;

/// The entries of the menu Help that open a page, and the hints of the first start.
class HelpMenu : public QObject
{
    Q_OBJECT

public:
    /// `policy` tells the one chosen now; `hints` are those of the window.
    HelpMenu(QWidget* window, std::function<QString()> policy, std::function<QList<Hint>()> hints);

    void addTo(QMenu* menu);
    void open(const QString& link);
    void setLadderTheme(const LadderTheme& theme);
    /// Shows the hints, unless they were dismissed for ever.
    void offerTour();
    void startTour();
    void endTour(); ///< puts the hints away; they come again at the next start, unless they were dismissed

private:
    QWidget* m_window;
    std::function<QString()> m_policy;
    std::function<QList<Hint>()> m_hints;
    LadderTheme m_theme = ladderTheme();
    QPointer<HelpWindow> m_help;
    QPointer<Tour> m_tour;
};

} // namespace siprace::ui
