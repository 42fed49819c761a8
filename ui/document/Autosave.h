#pragma once

#include "ScenarioDocument.h"

#include <QDateTime>
#include <QTimer>

#include <memory>

namespace siprace::ui {

/// A file that says that its program is alive: the system lets go of it with the process, however that ends.
class LifeSign
{
public:
    ~LifeSign();
    LifeSign(const LifeSign&) = delete;
    LifeSign& operator=(const LifeSign&) = delete;
    /// Takes the file; nullptr while another LifeSign, here or elsewhere, has it.
    [[nodiscard]] static std::shared_ptr<LifeSign> take(const QString& path);

private:
    explicit LifeSign(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

/// What a killed program had not saved.
struct Unsaved
{
    QString path; ///< the scenario's file; empty when it had none
    QString id; ///< the scenario's name
    QByteArray text;
    QByteArray base; ///< hash of what the file held then; empty: not known
    QDateTime kept; ///< when
    QString keptIn; ///< the file that has it
    std::shared_ptr<LifeSign> sign; ///< no other program takes it meanwhile

    /// Whether the text was made from what the file holds now.
    [[nodiscard]] bool isMadeFrom(const QByteArray& onDisk) const;
};

/// Keeps the unsaved text of a document in a file of its own, two seconds behind the person at most; the file goes when
/// there is nothing to lose any more.
class Autosave : public QObject
{
    Q_OBJECT

public:
    explicit Autosave(ScenarioDocument& document, QObject* parent = nullptr);
    ~Autosave() override; ///< the window was closed as it should: nothing is kept

    /// What programs that are gone have left behind, the newest first; with a path only what belongs to that file. It
    /// stays where it is.
    [[nodiscard]] static QList<Unsaved> findLeftBehind(const QString& path = {});
    /// Deletes it: it is kept elsewhere by now.
    static void letGo(const Unsaved& unsaved);
    /// The folder that unsaved texts are kept in.
    [[nodiscard]] static QString folder();
    bool keepNow(); ///< false when there is nothing to keep, or the file cannot be written

Q_SIGNALS:
    void failed(const QString& line); ///< the text could not be kept; said once

private:
    bool keep();
    void forget();
    bool claim();

    ScenarioDocument& m_document;
    QTimer m_timer;
    QString m_path; ///< empty until something is kept
    std::shared_ptr<LifeSign> m_sign;
    bool m_hasComplained = false;
};

} // namespace siprace::ui
