#pragma once

#include "Exports.h"

#include <QCoreApplication>

class QMenu;

namespace siprace::ui {

/// What a person wants of every export from the window, kept in the settings.
class ExportChoices
{
    Q_DECLARE_TR_FUNCTIONS(ExportChoices)

public:
    ExportChoices();

    /// Adds the choices to a menu; it changes them as long as this lives.
    void addTo(QMenu* menu);
    /// What is shown, as it is to leave the window.
    [[nodiscard]] ShownRun applied(ShownRun run) const;
    [[nodiscard]] bool isAnonymous() const { return m_anonymise; }

private:
    void addThemes(QMenu* menu);
    void addScales(QMenu* menu);
    void keep() const;

    bool m_anonymise = false;
    bool m_isWholeRun = false; ///< what is hidden on the screen as well; else as it is there
    QString m_theme; ///< "light", "dark", or empty: as the window
    int m_pngScale = 2;
};

} // namespace siprace::ui
