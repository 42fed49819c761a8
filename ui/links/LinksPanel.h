#pragma once

#include "LinkModel.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace siprace::ui {

/// Delay and loss of each link, changed before a run and during one.
class LinksPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LinksPanel(ScenarioDocument& document, QWidget* parent = nullptr);
    [[nodiscard]] LinkModel* model() { return &m_model; }
    [[nodiscard]] QTableView* table() { return m_table; }

private:
    void toggle(const QModelIndex& index);
    void showFaults();

    ScenarioDocument& m_document;
    LinkModel m_model;
    QLabel* m_why = nullptr; ///< why nothing can be changed
    QTableView* m_table = nullptr;
};

} // namespace siprace::ui
