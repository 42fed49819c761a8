#include "CommandConsent.h"

#include "Library.h"

#include <QMessageBox>
#include <QPushButton>

namespace siprace::ui {

bool CommandConsent::allows(const Scenario& scenario, QWidget* window)
{
    QStringList commands;
    for (const ScenarioNode& node : scenario.nodes) {
        for (const QString& command : {node.outside.start, node.outside.stop}) {
            if (node.role == Role::External && !command.isEmpty() && !m_allowed.contains(command))
                commands += command;
        }
    }
    if (commands.isEmpty() || isOfLibrary(scenario.path))
        return true;
    QMessageBox question(QMessageBox::Question, tr("Start a program?"),
        tr("This scenario starts programs on your computer, with your rights:"), QMessageBox::NoButton, window);
    question.setInformativeText(commands.join(QChar::LineFeed));
    question.setTextFormat(Qt::PlainText);
    QPushButton* start = question.addButton(tr("Start"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    if (question.clickedButton() != start)
        return false;
    for (const QString& command : std::as_const(commands))
        m_allowed.insert(command);
    return true;
}

} // namespace siprace::ui
