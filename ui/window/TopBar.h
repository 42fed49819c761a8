#pragma once

#include "RunController.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QPushButton;

namespace siprace::ui {

class ElidedLabel;

/// What stands over the window: what is open, the buttons of a run, the policy and the clock. What a narrow window has
/// no room for goes, the words first; buttons go into a menu at its end.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    /// The actions its buttons do, each also in a menu.
    struct Actions
    {
        QAction* run = nullptr;
        QAction* step = nullptr;
        QAction* pause = nullptr;
        QAction* stop = nullptr;
        QAction* restart = nullptr;
        QAction* edit = nullptr;
        QAction* compare = nullptr;
        QAction* raceMap = nullptr;
        QMenu* exportMenu = nullptr;
    };
    explicit TopBar(const Actions& actions, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* runButton() const { return m_run; }
    [[nodiscard]] QWidget* policyBox() const;

    void setFile(const QString& name, bool isModified);
    [[nodiscard]] QString policy() const; ///< id
    void setPolicy(const QString& id);
    /// Offers, and chooses, the program outside that the scenario is about; an empty name takes the offer back.
    void setOutside(const QString& name);
    [[nodiscard]] ClockChoice clock() const;
    void setClock(const QString& text); ///< "virtual", "real", "slow:4"

Q_SIGNALS:
    void policyChosen(const QString& id);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// A button that gives way to the menu at the end.
    struct Spare
    {
        QPushButton* button = nullptr;
        QAction* action = nullptr;
    };

    QPushButton* addButton(QAction* action);
    QPushButton* addMenuButton(const QString& text, const QString& name, QMenu* menu);
    void fillChoices();
    void matchClock();
    void fit();
    [[nodiscard]] bool fits() const;

    QWidget* m_run = nullptr;
    QLabel* m_product = nullptr;
    ElidedLabel* m_file = nullptr;
    QLabel* m_policyCaption = nullptr;
    QLabel* m_clockCaption = nullptr;
    QComboBox* m_policy = nullptr;
    QComboBox* m_clock = nullptr;
    QList<Spare> m_spare; ///< the least needed first
    QMenu* m_moreMenu = nullptr;
    QPushButton* m_more = nullptr;
};

} // namespace siprace::ui
