#pragma once

#include "Trace.h"

#include <QToolButton>

class QFrame;

namespace siprace::ui {

/// A node of a run that others than this machine can reach.
struct OpenFace
{
    QString id;
    QString name;
    Role role = Role::Callee;
    QString address; ///< "192.168.1.10:5060"

    bool operator==(const OpenFace&) const = default;
};
/// The lab's own nodes whose addresses are not on the loopback.
[[nodiscard]] QList<OpenFace> openFacesOf(const Trace& trace);
/// The URI a phone is given to register with, or to call.
[[nodiscard]] QString uriOf(const OpenFace& face);

/// Says for as long as a run is open to the network what of it is, and shows on a click the URIs, and the proxy's as a
/// QR code for phones that read one. Hidden while nothing is open.
class OpenFacesButton : public QToolButton
{
    Q_OBJECT

public:
    explicit OpenFacesButton(QWidget* parent = nullptr);

    /// `isRunning`: the addresses of a run that has ended are closed.
    void follow(const Trace& trace, bool isRunning);

private:
    void unfold();
    [[nodiscard]] QFrame* makeSheet();

    QList<OpenFace> m_faces;
};

} // namespace siprace::ui
