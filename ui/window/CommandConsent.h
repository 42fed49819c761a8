#pragma once

#include "Scenario.h"

#include <QCoreApplication>
#include <QSet>

class QWidget;

namespace siprace::ui {

/// A scenario may start programs. Those of the library are ours; of another file a person is asked first, once a
/// session and command.
class CommandConsent
{
    Q_DECLARE_TR_FUNCTIONS(siprace::ui::CommandConsent)

public:
    /// Whether it may run: asks where it has to.
    [[nodiscard]] bool allows(const Scenario& scenario, QWidget* window);

private:
    QSet<QString> m_allowed; ///< commands
};

} // namespace siprace::ui
