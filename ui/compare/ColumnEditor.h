#pragma once

#include "ComparisonColumn.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;

namespace siprace::ui {

/// Asks for one more column of a comparison: a policy and settings of its own.
class ColumnEditor : public QFrame
{
    Q_OBJECT

public:
    explicit ColumnEditor(QWidget* parent = nullptr);

    /// The paths that can be completed while a setting is written.
    void setPaths(const QStringList& paths);
    void setPolicy(const QString& id);
    void complain(const QString& line); ///< what is wrong with the column that was asked for

Q_SIGNALS:
    void wanted(const siprace::ComparisonColumn& column);

protected:
    void focusInEvent(QFocusEvent* event) override;

private:
    void take();

    QComboBox* m_policy = nullptr;
    QLineEdit* m_settings = nullptr;
    QLabel* m_error = nullptr;
};

} // namespace siprace::ui
