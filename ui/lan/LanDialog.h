#pragma once

#include "Lan.h"

#include <QDialog>
#include <QList>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace siprace::ui {

/// The scenario's `network: lan:`, as a person fills it in.
struct LanWish
{
    QString address; ///< empty: this machine only
    QString ports; ///< "5060-5079"
    QString allow; ///< "192.168.1.0/24, 10.0.0.0/8"

    bool operator==(const LanWish&) const = default;
};

/// Asks on which address of this machine a scenario is open to phones, on which ports and for whom. Changes nothing
/// itself: `chosen` says what is wanted.
class LanDialog : public QDialog
{
    Q_OBJECT

public:
    /// `now` is what the scenario says; the cards are those of this host, given for tests.
    LanDialog(const QList<LanInterface>& cards, const LanWish& now, QWidget* parent = nullptr);

    [[nodiscard]] LanWish wish() const;
    /// What speaks against it, shown until the next change; empty: nothing.
    void showTrouble(const QString& line);

Q_SIGNALS:
    void chosen(const siprace::ui::LanWish& wish);

private:
    struct Row
    {
        QString address; ///< empty: this machine alone
        QString network; ///< "192.168.1.0/24"
    };
    void addRow(const QString& text, const Row& row);
    void takeRow();
    [[nodiscard]] QString missing() const;
    [[nodiscard]] const Row& row() const; ///< the chosen one

    QList<Row> m_rows;
    QListWidget* m_list = nullptr;
    QLineEdit* m_ports = nullptr;
    QLineEdit* m_allow = nullptr;
    QLabel* m_trouble = nullptr;
    QPushButton* m_accept = nullptr;
};

} // namespace siprace::ui
