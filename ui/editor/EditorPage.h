#pragma once

#include "ScenarioDocument.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace siprace::ui {

class FormPanel;
class PageBar;
class ScenarioEditor;

/// The open scenario as text and, beside it, as a form; below, what is wrong with it.
class EditorPage : public QWidget
{
    Q_OBJECT

public:
    explicit EditorPage(ScenarioDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] ScenarioEditor* editor() { return m_editor; }
    [[nodiscard]] FormPanel* form() { return m_form; }

Q_SIGNALS:
    void closeWanted();
    void runWanted();
    void saveWanted();
    void saveAsWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeBar();
    void showState();

    ScenarioDocument& m_document;
    PageBar* m_bar = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_save = nullptr;
    ScenarioEditor* m_editor = nullptr;
    FormPanel* m_form = nullptr;
    QListWidget* m_faults = nullptr;
};

} // namespace siprace::ui
