#include "OpenFaces.h"

#include "Labels.h"
#include "QrCode.h"

#include <QGridLayout>
#include <QHostAddress>
#include <QLabel>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int qrPixels = 5; // of a module: a hand's breadth on the usual screen
constexpr int sheetSpacing = 12;

/// What a phone registers with: the first proxy; without one, whoever is there.
const OpenFace& mainFace(const QList<OpenFace>& faces)
{
    const auto proxy = std::ranges::find(faces, Role::Proxy, &OpenFace::role);
    return proxy == faces.end() ? faces.first() : *proxy;
}
} // namespace

QList<OpenFace> openFacesOf(const Trace& trace)
{
    QList<OpenFace> faces;
    for (const TraceNode& node : trace.nodes) {
        const QHostAddress host(node.address.section(u':', 0, 0));
        if (node.role != Role::External && !host.isNull() && !host.isLoopback())
            faces.append({node.id, node.name.isEmpty() ? node.id : node.name, node.role, node.address});
    }
    return faces;
}

QString uriOf(const OpenFace& face)
{
    return face.role == Role::Proxy ? u"sip:%1"_s.arg(face.address) : u"sip:%1@%2"_s.arg(face.id, face.address);
}

OpenFacesButton::OpenFacesButton(QWidget* parent)
    : QToolButton(parent)
{
    setObjectName(u"openFaces"_s);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setProperty("role", u"warning"_s);
    connect(this, &QToolButton::clicked, this, &OpenFacesButton::unfold);
    hide();
}

void OpenFacesButton::follow(const Trace& trace, bool isRunning)
{
    const QList<OpenFace> faces = isRunning ? openFacesOf(trace) : QList<OpenFace>();
    if (faces == m_faces)
        return;
    m_faces = faces;
    setVisible(!faces.isEmpty());
    if (faces.isEmpty())
        return;
    const QString host = faces.first().address.section(u':', 0, 0);
    setText(tr("Open to the network: %1").arg(host));
    QStringList lines;
    for (const OpenFace& face : faces)
        lines += u"%1  %2"_s.arg(uriOf(face), face.name);
    setToolTip(lines.join(u'\n'));
    setAccessibleName(text());
    setAccessibleDescription(lines.join(u", "_s));
}

void OpenFacesButton::unfold()
{
    QFrame* sheet = makeSheet();
    sheet->adjustSize();
    sheet->move(mapToGlobal(QPoint(width() - sheet->width(), -sheet->height())));
    sheet->show();
}

QFrame* OpenFacesButton::makeSheet()
{
    auto* sheet = new QFrame(this, Qt::Popup);
    sheet->setObjectName(u"openFacesSheet"_s);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    auto* grid = new QGridLayout(sheet);
    grid->setHorizontalSpacing(sheetSpacing);
    grid->addWidget(makeHead(tr("Open to the network while this run goes on")), 0, 0, 1, 2);
    int row = 1;
    for (const OpenFace& face : std::as_const(m_faces)) {
        grid->addWidget(makeLabel(u"muted"_s, face.name), row, 0);
        QLabel* uri = makeLabel(u"value"_s, uriOf(face));
        uri->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        grid->addWidget(uri, row++, 1);
    }
    const QString uri = uriOf(mainFace(m_faces));
    auto* picture = new QLabel;
    picture->setPixmap(QPixmap::fromImage(qrCode(uri, qrPixels)));
    picture->setAccessibleName(tr("QR code of %1").arg(uri));
    grid->addWidget(picture, row++, 0, 1, 2, Qt::AlignHCenter);
    grid->addWidget(makeLabel(u"muted"_s, tr("Register a phone with %1").arg(uri)), row, 0, 1, 2, Qt::AlignHCenter);
    return sheet;
}

} // namespace siprace::ui
