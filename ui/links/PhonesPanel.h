#pragma once

#include "PhoneModel.h"

#include <QWidget>

class QTableView;

namespace siprace::ui {

/// When each phone rings and answers, changed before a run and during one.
class PhonesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PhonesPanel(ScenarioDocument& document, QWidget* parent = nullptr);
    [[nodiscard]] PhoneModel* model() { return &m_model; }
    [[nodiscard]] QTableView* table() { return m_table; }

private:
    PhoneModel m_model;
    QTableView* m_table = nullptr;
};

} // namespace siprace::ui
