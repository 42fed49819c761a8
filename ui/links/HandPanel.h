#pragma once

#include "HandAction.h"
#include "NodeAliases.h"
#include "Scenario.h"
#include "Trace.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QPushButton;

namespace siprace::ui {

/// What a phone does at the moment, as far as its dialogs and its messages tell.
enum class PhoneState
{
    Idle,
    Calling, ///< its INVITE is out, and not answered
    Ringing,
    InCall,
    Down
};
[[nodiscard]] PhoneState phoneStateOf(const Trace& trace, int node);

/// The phones and links of a run under a person's hands: answer, reject, hang up; hold, let go, drop.
class HandPanel : public QFrame
{
    Q_OBJECT

public:
    explicit HandPanel(QWidget* parent = nullptr);

    void setScenario(const Scenario& scenario);
    /// Shows the links with whoever has come to the run, and nobody whom it does not know.
    void setGuests(const QList<TraceNode>& guests);
    void setRunning(bool isRunning); ///< only then there is something to do
    void setAliases(const NodeAliases& aliases);
    void follow(const Trace& trace); ///< what the phones do, how many messages are on each link
    /// What key 1 … 9 means: answer when that phone rings, hang up when it talks.
    void pressNumber(int number);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

Q_SIGNALS:
    void actionWanted(const QString& node, const QString& action);
    void handWanted(const siprace::HandAction& action);

private:
    struct Phone
    {
        QString id;
        Role role = Role::Callee;
        QLabel* label = nullptr;
        QPushButton* answer = nullptr;
        QPushButton* reject = nullptr;
        QPushButton* hangUp = nullptr;
        PhoneState state = PhoneState::Idle;
    };
    struct Wire
    {
        Direction direction;
        QString shown{}; ///< "Proxy → B1"
        QLabel* label = nullptr;
        QPushButton* hold = nullptr;
        QPushButton* next = nullptr;
        QPushButton* drop = nullptr;
        int onIt = 0; ///< messages on their way
    };
    void clear();
    void rebuild();
    void addPhone(const ScenarioNode& node, int row);
    void nameAll();
    void addWire(const Direction& direction, int row, int column);
    QPushButton* addButton(const QString& text, const QString& toolTip);
    void showPhone(const Phone& phone);
    void showWire(const Wire& wire);
    void reserveRoom();
    [[nodiscard]] QString phoneText(const Phone& phone, PhoneState state) const;

    QWidget* m_body = nullptr;
    QGridLayout* m_phoneGrid = nullptr;
    QGridLayout* m_wireGrid = nullptr;
    Scenario m_scenario;
    QList<TraceNode> m_guests;
    Scenario m_seen; ///< the scenario with the guests
    QStringList m_shape; ///< of the scenario shown: its nodes and links
    NodeAliases m_aliases;
    QList<Phone> m_phones;
    QList<Wire> m_wires;
};

} // namespace siprace::ui
