#pragma once

#include "Loader.h"
#include "Scenario.h"

#include <QObject>
#include <QUndoStack>

namespace siprace::ui {

/// One direction of a link and what it does.
struct DirectedImpairment
{
    Direction direction;
    Impairment impairment;

    bool operator==(const DirectedImpairment&) const = default;
};

/// The scenario that is open: its text, and what the text says. Every change is a change of the text, written where it
/// belongs so that comments stay, and a step to undo; so a scenario is modified exactly when the undo stack is not
/// where it was saved. While the text has faults, scenario() is what it last said without.
class ScenarioDocument : public QObject
{
    Q_OBJECT

public:
    explicit ScenarioDocument(QObject* parent = nullptr);
    ~ScenarioDocument() override;

    /// Takes a scenario as loaded; forgets every change of the one before.
    void open(const Scenario& scenario);
    /// Takes a text as it stands in a file. With faults it is open all the same: faults() has them, and scenario() is
    /// what the same file last said, or a name without nodes. Without a path `id` names it.
    void openText(const QByteArray& text, const QString& path, const QString& id = {});
    /// Puts a text that was not saved into what is open: from then on the document is modified.
    void recover(const QByteArray& unsaved);
    [[nodiscard]] const Scenario& scenario() const { return m_scenario; }
    [[nodiscard]] const QByteArray& text() const { return m_text; }
    [[nodiscard]] const Diagnostics& faults() const { return m_faults; } ///< of the text; empty: it can run
    [[nodiscard]] bool isOpen() const { return !m_text.isEmpty() || !m_scenario.path.isEmpty(); }
    [[nodiscard]] QString fileName() const; ///< without its folder; of a copy without a file, its id
    [[nodiscard]] bool isModified() const { return !m_undo.isClean(); }
    [[nodiscard]] bool canBeSaved() const { return isModified() || (isOpen() && m_scenario.path.isEmpty()); }
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }

    /// What a person types; what is typed in one go is one step to undo.
    void type(const QByteArray& text);
    /// Puts settings into the text as one step to undo, called `what`. Fails, and changes nothing, when one does not
    /// fit.
    [[nodiscard]] Result<void, Diagnostics> apply(const QList<Setting>& settings, const QString& what);
    /// Changes directions of links. What is as wanted already is left out. Nothing happens while the text has faults.
    void setImpairments(const QList<DirectedImpairment>& wanted);
    /// Takes a key with its value, or an entry of a list, out of the text; fails like apply().
    [[nodiscard]] Result<void, Diagnostics> remove(const QString& path, const QString& what);
    /// One more rule before the scenario's others, so that it wins, as YAML: "{link: proxy>b1, match: {status: 200},
    /// delay: 50ms}".
    [[nodiscard]] Result<void, Diagnostics> addRule(const QString& rule);
    /// Ends what is typed in one go: the next change is a step of its own.
    void endTyping() { ++m_typing; }
    /// Writes text() to a file, which is then the document's. Fails with what the file system said.
    [[nodiscard]] Result<void> saveAs(const QString& path);
    /// What its file held when it was last read or written here; empty without a file.
    [[nodiscard]] const QByteArray& textOnDisk() const { return m_onDisk; }
    /// Whether its file holds something else by now, which saving would overwrite. A file that is gone does not.
    [[nodiscard]] bool isOtherOnDisk() const;
    /// The person has seen what the file holds now, and keeps what is here.
    void setTextOnDisk(const QByteArray& text) { m_onDisk = text; }

Q_SIGNALS:
    void opened();
    void textChanged();
    void scenarioChanged(); ///< the text says something else now
    void phoneChanged(const QString& node, const siprace::CalleeSettings& settings);
    void impairmentChanged(const QString& from, const QString& to, const siprace::Impairment& impairment);
    void modifiedChanged(bool isModified);

private:
    friend class TextCommand;
    [[nodiscard]] Result<void, Diagnostics> take(const Result<QByteArray, Diagnostics>& patched, const QString& what);
    void setText(const QByteArray& text);
    void tellOpened();
    [[nodiscard]] QString shownPath() const;
    void tellImpairments(const Scenario& before);
    void tellPhones(const Scenario& before);
    [[nodiscard]] QByteArray withImpairments(const Scenario& wanted, const QList<DirectedImpairment>& changes) const;

    Scenario m_scenario;
    QByteArray m_text;
    QByteArray m_onDisk;
    Diagnostics m_faults;
    QUndoStack m_undo;
    int m_typing = 0;
};

} // namespace siprace::ui
