#include "OutletDialog.h"

#include "Labels.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
const auto captureSuffix = u"pcapng"_s;
constexpr int outletLetters = 60; ///< the dialog's least width
} // namespace

QString freePath(const QString& path)
{
    const QFileInfo file(path);
    QString free = path;
    for (int number = 2; QFileInfo::exists(free); ++number)
        free = file.dir().filePath(u"%1-%2.%3"_s.arg(file.completeBaseName()).arg(number).arg(file.suffix()));
    return free;
}

Result<OpenOutlets> openOutlets(const OutletWish& wish)
{
    OpenOutlets open;
    if (!wish.collector.isEmpty()) { // first: where it fails, no empty file is left
        const auto collector = hepTo(wish.collector);
        if (!collector)
            return fail(collector.error());
        open.outlets.push_back(*collector);
        open.collector = wish.collector;
    }
    if (!wish.capture.isEmpty()) {
        open.capture = freePath(wish.capture);
        const auto capture = captureTo(open.capture);
        if (!capture)
            return fail(capture.error());
        open.outlets.push_back(*capture);
    }
    return open;
}

OutletDialog::OutletDialog(const OutletWish& now, const QString& suggested, QWidget* parent)
    : QDialog(parent)
    , m_suggested(suggested)
    , m_capture(new QLineEdit(now.capture, this))
    , m_collector(new QLineEdit(now.collector, this))
    , m_isKept(new QCheckBox(tr("For later &runs too, until the window closes"), this))
{
    setWindowTitle(tr("Capture while it runs"));
    setMinimumWidth(fontMetrics().averageCharWidth() * outletLetters);
    auto* column = new QVBoxLayout(this);
    QLabel* intro = makeLabel({},
        tr("Where the messages of the next run go while it goes on. Wireshark can follow the file. Nothing is "
           "overwritten: where there is such a file, a number is put after its name."),
        this);
    intro->setWordWrap(true);
    column->addWidget(intro);
    m_capture->setPlaceholderText(tr("none"));
    m_capture->setObjectName(u"captureFile"_s);
    m_collector->setPlaceholderText(tr("none; HOST:PORT, e.g. 10.0.0.5:9060"));
    m_collector->setObjectName(u"hepCollector"_s);
    m_isKept->setChecked(now.isKept);
    auto* choose = new QPushButton(tr("Choose…"), this);
    choose->setAccessibleName(tr("Choose the capture file"));
    choose->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_capture, 1);
    row->addWidget(choose);
    auto* form = new QFormLayout;
    form->addRow(tr("&Capture file (pcapng)"), row);
    form->addRow(tr("&HEP3 collector"), m_collector);
    qobject_cast<QLabel*>(form->labelForField(row))->setBuddy(m_capture);
    column->addLayout(form);
    column->addWidget(m_isKept);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    for (const auto which : {QDialogButtonBox::Ok, QDialogButtonBox::Cancel})
        buttons->button(which)->setIcon({});
    column->addWidget(buttons);
    connect(choose, &QPushButton::clicked, this, &OutletDialog::browse);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen(wish());
        accept();
    });
}

void OutletDialog::browse()
{
    auto* dialog = new QFileDialog(this, tr("Capture file"), QFileInfo(m_suggested).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->setNameFilter(tr("Captures (*.pcapng)"));
    dialog->setDefaultSuffix(captureSuffix);
    dialog->selectFile(m_capture->text().isEmpty() ? m_suggested : m_capture->text());
    connect(dialog, &QFileDialog::fileSelected, m_capture, &QLineEdit::setText);
    dialog->open();
}

OutletWish OutletDialog::wish() const
{
    QString path = m_capture->text().trimmed();
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty())
        path += u'.' + captureSuffix;
    if (!path.isEmpty())
        path = QDir::home().absoluteFilePath(path); // a name alone is one at home
    return {path, m_collector->text().simplified(), m_isKept->isChecked()};
}

} // namespace siprace::ui
