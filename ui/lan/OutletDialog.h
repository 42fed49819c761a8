#pragma once

#include "Outlets.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QLineEdit;

namespace siprace::ui {

/// Where the messages of a run go while it goes on, as a person fills it in; an empty text: nowhere.
struct OutletWish
{
    QString capture; ///< path of a pcapng file
    QString collector; ///< of HEP3 packets, "10.0.0.5:9060"
    bool isKept = false; ///< for later runs too, while the window is open

    [[nodiscard]] bool isEmpty() const { return capture.isEmpty() && collector.isEmpty(); }
    bool operator==(const OutletWish&) const = default;
};

/// A wish that came true.
struct OpenOutlets
{
    std::vector<std::shared_ptr<Outlet>> outlets;
    QString capture; ///< the file that is written; empty: none
    QString collector;
};

/// Makes the file, under a name that is free, and looks the collector up; may take as long as a name server takes.
/// Fails with what is wrong.
[[nodiscard]] Result<OpenOutlets> openOutlets(const OutletWish& wish);
/// The path, or where there is such a file already, one with a number: "run-2.pcapng".
[[nodiscard]] QString freePath(const QString& path);

/// Asks for a capture and a collector. Opens nothing itself: `chosen` says what is wanted.
class OutletDialog : public QDialog
{
    Q_OBJECT

public:
    /// `suggested`: a path for the file dialog to begin with.
    OutletDialog(const OutletWish& now, const QString& suggested, QWidget* parent = nullptr);
    [[nodiscard]] OutletWish wish() const;

Q_SIGNALS:
    void chosen(const siprace::ui::OutletWish& wish);

private:
    void browse();

    QString m_suggested;
    QLineEdit* m_capture = nullptr;
    QLineEdit* m_collector = nullptr;
    QCheckBox* m_isKept = nullptr;
};

} // namespace siprace::ui
