#pragma once

#include "RaceMapPanel.h"

#include <QWidget>

namespace siprace::ui {

class PageBar;

/// The race map as a page of the window: a bar to go back with, and the map.
class RaceMapPage : public QWidget
{
    Q_OBJECT

public:
    explicit RaceMapPage(QWidget* parent = nullptr);

    /// Takes the scenario that is open, with its changes; coming back to the same one keeps its map. Fails with what is
    /// wrong with its text.
    [[nodiscard]] Result<void, Diagnostics> open(const Scenario& scenario);
    [[nodiscard]] RaceMapPanel* panel() { return m_panel; }

Q_SIGNALS:
    void closeWanted();

private:
    PageBar* m_bar = nullptr;
    RaceMapPanel* m_panel = nullptr;
    QByteArray m_text; ///< of the scenario shown
};

} // namespace siprace::ui
