#pragma once

#include "SqliteMemories.h"

#include <QTemporaryDir>

#include <optional>

namespace siprace::store {

/// What the life of a proxy begins with.
struct Remembered
{
    std::unique_ptr<proxy::MemoryLocation>
        location; ///< with what is registered; fixed contacts are the caller's to add
    std::unique_ptr<proxy::CancelLedger> ledger; ///< null when there is to be none
};

/// What one proxy remembers in one run, over all its lives. A run begins with nothing, whatever an earlier one has left
/// in the file, so that the same scenario gives the same run; what it wrote is taken out again when it is over.
class RunStore
{
public:
    /// `settings.store` names the file; without one a ledger that is to be in SQLite gets a file of its own for the
    /// run. `run` is unique among those that may share the file at a time.
    RunStore(const proxy::ProxySettings& settings, QString run, Complain complain);
    ~RunStore();
    RunStore(const RunStore&) = delete;
    RunStore& operator=(const RunStore&) = delete;

    /// The memory of the next life: what has survived, and nothing else.
    [[nodiscard]] Remembered nextLife();

private:
    [[nodiscard]] std::shared_ptr<SqliteStore> open() const;

    proxy::CancelMemory m_cancelMemory;
    bool m_keepsRegistrations;
    std::optional<QTemporaryDir> m_folder; ///< of the ledger's own file
    QString m_fileName; ///< empty: all in memory
    QString m_run;
    Complain m_complain;
    bool m_hasBegun = false;
};

} // namespace siprace::store
