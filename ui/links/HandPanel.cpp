#include "HandPanel.h"

#include "Guests.h"
#include "Labels.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wiresInARow = 2;

QString stateText(PhoneState state)
{
    switch (state) {
    case PhoneState::Calling:
        return HandPanel::tr("calls");
    case PhoneState::Ringing:
        return HandPanel::tr("rings");
    case PhoneState::InCall:
        return HandPanel::tr("in a call");
    case PhoneState::Down:
        return HandPanel::tr("down");
    case PhoneState::Idle:
        break;
    }
    return HandPanel::tr("idle");
}

/// Whether an INVITE that begins a call has left the node, and no final response to it has come.
bool isCalling(const Trace& trace, int node)
{
    QSet<QByteArray> open;
    for (const TraceMessage& message : trace.messages) {
        if (message.method == "INVITE" && message.from == node && message.toTag.isEmpty())
            open.insert(message.callId);
        else if (message.isFinal() && message.cseqMethod == "INVITE" && message.to == node && message.arrived)
            open.remove(message.callId);
    }
    return !open.isEmpty();
}

} // namespace

PhoneState phoneStateOf(const Trace& trace, int node)
{
    QHash<QString, QString> dialogs;
    bool isDown = false;
    for (const StateChange& change : trace.states) {
        if (change.node != node)
            continue;
        if (change.kind == MachineKind::Node)
            isDown = change.state == u"down";
        else if (change.kind == MachineKind::Dialog)
            dialogs[change.machine] = change.state;
    }
    if (isDown)
        return PhoneState::Down;
    const auto has = [&dialogs](QStringView state) {
        return std::any_of(dialogs.cbegin(), dialogs.cend(), [&](const QString& one) { return one == state; });
    };
    if (has(u"confirmed"))
        return PhoneState::InCall;
    if (has(u"early"))
        return PhoneState::Ringing;
    return isCalling(trace, node) ? PhoneState::Calling : PhoneState::Idle;
}

HandPanel::HandPanel(QWidget* parent)
    : QFrame(parent)
{
    setProperty("role", u"card"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 10);
    layout->setSpacing(6);
    layout->addWidget(makeHead(tr("By hand"), this));
    m_body = new QWidget;
    layout->addWidget(m_body);
    auto* columns = new QHBoxLayout(m_body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(28);
    m_phoneGrid = new QGridLayout;
    m_wireGrid = new QGridLayout;
    for (QGridLayout* grid : {m_phoneGrid, m_wireGrid}) {
        grid->setHorizontalSpacing(6);
        grid->setVerticalSpacing(4);
    }
    auto* phones = new QVBoxLayout;
    phones->addLayout(m_phoneGrid);
    phones->addStretch(1);
    columns->addLayout(phones);
    columns->addLayout(m_wireGrid, 1);
    setRunning(false);
}

QPushButton* HandPanel::addButton(const QString& text, const QString& toolTip)
{
    auto* button = new QPushButton(text, m_body);
    button->setProperty("role", u"small"_s);
    button->setToolTip(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void HandPanel::clear()
{
    m_phones.clear();
    m_wires.clear();
    for (QGridLayout* grid : {m_phoneGrid, m_wireGrid}) {
        while (QLayoutItem* item = grid->takeAt(0)) {
            delete item->widget();
            delete item;
        }
    }
}

void HandPanel::setScenario(const Scenario& scenario)
{
    m_scenario = scenario;
    rebuild();
}

void HandPanel::setGuests(const QList<TraceNode>& guests)
{
    if (guests == m_guests)
        return;
    m_guests = guests;
    rebuild();
}

void HandPanel::rebuild()
{
    m_seen = withGuests(m_scenario, m_guests);
    QStringList shape;
    for (const ScenarioNode& node : m_seen.nodes)
        shape << node.id << node.name << toString(node.role);
    for (const ScenarioLink& link : m_seen.links)
        shape << link.a << link.b;
    if (shape == m_shape)
        return; // a delay has changed: what is held stays held
    m_shape = shape;
    QStringList held; // somebody who comes lets nothing go
    for (const Wire& wire : std::as_const(m_wires)) {
        if (wire.hold->isChecked())
            held.append(wire.direction.text());
    }
    clear();
    // The phones that are called have the first numbers: they race.
    for (const Role role : {Role::Callee, Role::Caller}) {
        for (const ScenarioNode& node : m_seen.nodes) {
            if (node.role == role)
                addPhone(node, static_cast<int>(m_phones.size()));
        }
    }
    int index = 0;
    for (const ScenarioLink& link : m_seen.links) {
        for (const Direction& direction : {Direction{link.a, link.b}, Direction{link.b, link.a}}) {
            addWire(direction, index / wiresInARow, index % wiresInARow);
            ++index;
        }
    }
    for (const Wire& wire : std::as_const(m_wires)) {
        const QSignalBlocker blocker(wire.hold);
        wire.hold->setChecked(held.contains(wire.direction.text()));
        wire.next->setEnabled(wire.hold->isChecked());
    }
    nameAll();
}

void HandPanel::addPhone(const ScenarioNode& node, int row)
{
    Phone phone{node.id, node.role};
    phone.label = new QLabel(m_body);
    phone.hangUp = addButton(tr("Hang up"), tr("Sends BYE in every call it has"));
    m_phoneGrid->addWidget(phone.label, row, 0);
    m_phoneGrid->addWidget(phone.hangUp, row, 3);
    const auto act = [this, id = node.id](
                         const QString& action) { return [this, id, action] { Q_EMIT actionWanted(id, action); }; };
    connect(phone.hangUp, &QPushButton::clicked, this, act(u"hang-up"_s));
    if (node.role == Role::Callee) {
        phone.answer = addButton(tr("Answer"), tr("Sends 200 to the INVITE that waits"));
        phone.reject = addButton(tr("Reject"), tr("Sends 486 to the INVITE that waits"));
        connect(phone.answer, &QPushButton::clicked, this, act(u"answer"_s));
        connect(phone.reject, &QPushButton::clicked, this, act(u"reject"_s));
    } else {
        phone.reject = addButton(tr("Cancel"), tr("Cancels the INVITE that waits"));
        connect(phone.reject, &QPushButton::clicked, this, act(u"cancel"_s));
    }
    if (phone.answer)
        m_phoneGrid->addWidget(phone.answer, row, 1);
    m_phoneGrid->addWidget(phone.reject, row, 2);
    m_phones.append(phone);
}

void HandPanel::addWire(const Direction& direction, int row, int column)
{
    Wire wire{direction};
    wire.label = new QLabel(m_body);
    wire.hold = addButton(tr("Hold"), tr("Keeps what is sent from now on; again: lets everything go"));
    wire.hold->setCheckable(true);
    wire.next = addButton(tr("Next"), tr("Lets the oldest message go that is held"));
    wire.next->setEnabled(false);
    wire.drop = addButton(tr("Drop"), tr("Loses the oldest message that is held, or the next that is sent"));
    const int first = column * 5;
    m_wireGrid->addWidget(wire.label, row, first);
    m_wireGrid->addWidget(wire.hold, row, first + 1);
    m_wireGrid->addWidget(wire.next, row, first + 2);
    m_wireGrid->addWidget(wire.drop, row, first + 3);
    m_wireGrid->setColumnStretch(first + 4, 1);
    const auto act = [this, direction](HandAction::Do what) { Q_EMIT handWanted({what, direction}); };
    connect(wire.hold, &QPushButton::toggled, this, [act, next = wire.next](bool isHeld) {
        next->setEnabled(isHeld);
        act(isHeld ? HandAction::Do::Hold : HandAction::Do::LetAllGo);
    });
    connect(wire.next, &QPushButton::clicked, this, [act] { act(HandAction::Do::LetNextGo); });
    connect(wire.drop, &QPushButton::clicked, this, [act] { act(HandAction::Do::DropNext); });
    m_wires.append(wire);
}

void HandPanel::setRunning(bool isRunning)
{
    if (isRunning == m_body->isEnabled())
        return; // paused, or going on: what is held stays held
    m_body->setEnabled(isRunning);
    for (const Wire& wire : std::as_const(m_wires)) {
        const QSignalBlocker quiet(wire.hold); // a run ends and begins with links that nobody holds
        wire.hold->setChecked(false);
        wire.next->setEnabled(false);
    }
}

void HandPanel::follow(const Trace& trace)
{
    for (Phone& phone : m_phones) {
        phone.state = phoneStateOf(trace, trace.nodeIndex(phone.id));
        showPhone(phone);
    }
    QHash<std::pair<int, int>, int> onTheWay;
    for (const TraceMessage& message : trace.messages)
        onTheWay[{message.from, message.to}] += message.fate == Fate::InFlight ? 1 : 0;
    for (Wire& wire : m_wires) {
        wire.onIt = onTheWay.value({trace.nodeIndex(wire.direction.from), trace.nodeIndex(wire.direction.to)});
        showWire(wire);
    }
}

QString HandPanel::phoneText(const Phone& phone, PhoneState state) const
{
    const auto number = 1 + std::find_if(m_phones.begin(), m_phones.end(), [&](const Phone& one) {
        return one.id == phone.id;
    }) - m_phones.begin();
    return u"%1  %2 · %3"_s.arg(number).arg(nodeName(m_seen, phone.id, m_aliases), stateText(state));
}

void HandPanel::setAliases(const NodeAliases& aliases)
{
    m_aliases = aliases;
    nameAll();
}

/// By what the ladder calls them.
void HandPanel::nameAll()
{
    for (const Phone& phone : std::as_const(m_phones)) {
        const QString name = nodeName(m_seen, phone.id, m_aliases);
        phone.hangUp->setAccessibleName(tr("%1 hangs up").arg(name));
        if (phone.answer)
            phone.answer->setAccessibleName(tr("%1 answers").arg(name));
        phone.reject->setAccessibleName((phone.answer ? tr("%1 rejects") : tr("%1 cancels")).arg(name));
        showPhone(phone);
    }
    for (Wire& wire : m_wires) {
        const auto between = [&wire](const QString& from, const QString& to) { return from + u" → "_s + to; };
        const auto& [from, to] = wire.direction;
        wire.shown = between(shortName(m_seen, from, m_aliases), shortName(m_seen, to, m_aliases));
        const QString name = between(nodeName(m_seen, from, m_aliases), nodeName(m_seen, to, m_aliases));
        wire.label->setToolTip(name);
        wire.hold->setAccessibleName(tr("Hold %1").arg(name));
        wire.next->setAccessibleName(tr("Let the next go, %1").arg(name));
        wire.drop->setAccessibleName(tr("Drop the next, %1").arg(name));
        showWire(wire);
    }
    reserveRoom();
}

/// The words change during a run; the buttons beside them stay where they are.
void HandPanel::reserveRoom()
{
    for (const Phone& phone : std::as_const(m_phones)) {
        int widest = 0;
        for (const PhoneState state :
            {PhoneState::Idle, PhoneState::Calling, PhoneState::Ringing, PhoneState::InCall, PhoneState::Down})
            widest = std::max(widest, phone.label->fontMetrics().horizontalAdvance(phoneText(phone, state)));
        phone.label->setMinimumWidth(widest + 2);
    }
    for (const Wire& wire : std::as_const(m_wires)) {
        const QString most = tr("%1 · %2 on it").arg(wire.shown).arg(88);
        wire.label->setMinimumWidth(wire.label->fontMetrics().horizontalAdvance(most) + 2);
    }
}

void HandPanel::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    reserveRoom();
}

void HandPanel::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        reserveRoom();
}

void HandPanel::showPhone(const Phone& phone)
{
    phone.label->setText(phoneText(phone, phone.state));
    if (phone.answer)
        phone.answer->setEnabled(phone.state == PhoneState::Ringing);
    phone.reject->setEnabled(phone.state == PhoneState::Ringing || phone.state == PhoneState::Calling);
    phone.hangUp->setEnabled(phone.state == PhoneState::InCall);
}

void HandPanel::showWire(const Wire& wire)
{
    wire.label->setText(wire.onIt == 0 ? wire.shown : tr("%1 · %2 on it").arg(wire.shown).arg(wire.onIt));
}

void HandPanel::pressNumber(int number)
{
    if (!m_body->isEnabled() || number < 1 || number > m_phones.size())
        return;
    const Phone& phone = m_phones.at(number - 1);
    if (phone.state == PhoneState::InCall)
        phone.hangUp->click();
    else if (phone.state == PhoneState::Ringing || phone.state == PhoneState::Calling)
        (phone.answer ? phone.answer : phone.reject)->click();
}

} // namespace siprace::ui
