#pragma once

#include "ScenarioDocument.h"

#include <QTimer>

#include <optional>

namespace siprace::ui {

/// What a killed program had not saved.
struct Unsaved
{
    QString path; ///< the scenario's file; empty when it had none
    QByteArray text;
    QString keptIn; ///< the file that has it
};

/// Keeps the unsaved text of a document in a file of its own, two seconds behind the person at most; the file goes when
/// there is nothing to lose any more.
class Autosave : public QObject
{
    Q_OBJECT

public:
    explicit Autosave(ScenarioDocument& document, QObject* parent = nullptr);
    ~Autosave() override; ///< the window was closed as it should: nothing is kept

    /// What a program that is gone has left behind; it stays where it is.
    [[nodiscard]] static std::optional<Unsaved> findLeftBehind();
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

    ScenarioDocument& m_document;
    QTimer m_timer;
    QString m_path;
    bool m_hasComplained = false;
};

} // namespace siprace::ui
