#include "LanDialog.h"

#include "Labels.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
const auto usualPorts = u"5060-5079"_s;
const auto usualNetwork = u"192.168.1.0/24"_s;
constexpr int widthEm = 34;

QString dottedAddress(std::uint32_t address)
{
    return QString::fromLatin1(sip::dotted(address));
}

QString networkOf(const LanInterface& card)
{
    const std::uint32_t mask = card.bits <= 0 ? 0 : ~std::uint32_t{0} << (32 - card.bits);
    return u"%1/%2"_s.arg(dottedAddress(card.address & mask)).arg(card.bits);
}
} // namespace

LanDialog::LanDialog(const QList<LanInterface>& cards, const LanWish& now, QWidget* parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_ports(new QLineEdit(now.ports.isEmpty() ? usualPorts : now.ports, this))
    , m_allow(new QLineEdit(now.allow, this))
    , m_trouble(makeLabel(u"bad"_s, {}, this))
{
    setWindowTitle(tr("Open to the network"));
    setMinimumWidth(fontMetrics().averageCharWidth() * widthEm * 2);
    auto* column = new QVBoxLayout(this);
    QLabel* intro = makeLabel({},
        tr("Phones on your network can then register with the proxy of this scenario, ring and call. Whatever passes "
           "goes over the scenario's links. Nothing is opened before a run begins, and everything is closed when it "
           "ends."),
        this);
    intro->setWordWrap(true);
    column->addWidget(intro);
    column->addWidget(makeHead(tr("Address"), this));
    m_list->setAccessibleName(tr("Addresses of this machine"));
    addRow(tr("This machine only"), {});
    for (const LanInterface& card : cards) {
        if (card.isLoopback)
            continue;
        const Row row{dottedAddress(card.address), networkOf(card)};
        addRow(u"%1   %2   %3"_s.arg(row.address, card.name, row.network), row);
        if (row.address == now.address)
            m_list->setCurrentRow(m_list->count() - 1);
    }
    if (m_list->currentRow() < 0 && !now.address.isEmpty()) {
        addRow(tr("%1   not an address of this machine").arg(now.address), {now.address, now.allow});
        m_list->setCurrentRow(m_list->count() - 1);
    }
    if (m_list->currentRow() < 0)
        m_list->setCurrentRow(0);
    column->addWidget(m_list);
    m_list->setMaximumHeight(m_list->sizeHintForRow(0) * std::clamp(m_list->count(), 3, 8) + 2 * m_list->frameWidth());
    auto* form = new QFormLayout;
    form->addRow(tr("&Ports, one a node"), m_ports);
    form->addRow(tr("&Networks allowed"), m_allow);
    column->addLayout(form);
    m_trouble->setWordWrap(true);
    column->addWidget(m_trouble);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_accept = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_accept->setDefault(true);
    buttons->button(QDialogButtonBox::Cancel)->setIcon({});
    column->addWidget(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &LanDialog::takeRow);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        if (const QString trouble = missing(); !trouble.isEmpty())
            showTrouble(trouble);
        else
            Q_EMIT chosen(wish());
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QLineEdit* field : {m_ports, m_allow})
        connect(field, &QLineEdit::textEdited, this, [this] { showTrouble({}); });
    takeRow();
    if (!now.allow.isEmpty())
        m_allow->setText(now.allow);
}

void LanDialog::addRow(const QString& text, const Row& row)
{
    m_rows.append(row);
    m_list->addItem(text);
}

const LanDialog::Row& LanDialog::row() const
{
    return m_rows.at(std::max(m_list->currentRow(), 0));
}

void LanDialog::takeRow()
{
    const bool isOpen = !row().address.isEmpty();
    m_ports->setEnabled(isOpen);
    m_allow->setEnabled(isOpen);
    m_allow->setText(row().network);
    m_accept->setText(isOpen ? tr("Open to this network") : tr("Keep it closed"));
    showTrouble({});
}

LanWish LanDialog::wish() const
{
    if (row().address.isEmpty())
        return {};
    return {row().address, m_ports->text().simplified(), m_allow->text().simplified()};
}

/// What has to be filled in; empty: nothing.
QString LanDialog::missing() const
{
    const LanWish wanted = wish();
    if (wanted.address.isEmpty())
        return {};
    if (wanted.ports.isEmpty())
        return tr("There is no port to open; write %1.").arg(usualPorts);
    if (wanted.allow.isEmpty())
        return tr("No network is allowed, so no phone could reach it; write %1, or keep it closed.")
            .arg(row().network.isEmpty() ? usualNetwork : row().network);
    return {};
}

/// A line that takes two rows makes the dialog higher, not its fields lower.
void LanDialog::showTrouble(const QString& line)
{
    m_trouble->setText(line);
    m_trouble->setVisible(!line.isEmpty());
    layout()->activate();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

} // namespace siprace::ui
