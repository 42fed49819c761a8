#include "RunStore.h"

using namespace Qt::StringLiterals;

namespace siprace::store {

RunStore::RunStore(const proxy::ProxySettings& settings, QString run, Complain complain)
    : m_cancelMemory(settings.cancelMemory)
    , m_keepsRegistrations(!settings.store.isEmpty())
    , m_fileName(settings.store)
    , m_run(std::move(run))
    , m_complain(std::move(complain))
{
    if (m_fileName.isEmpty() && m_cancelMemory == proxy::CancelMemory::Sqlite) {
        m_folder.emplace();
        m_fileName = m_folder->filePath(u"ledger.sqlite"_s);
    }
}

RunStore::~RunStore()
{
    if (m_hasBegun && !m_folder)
        SqliteStore(m_fileName, m_run, {}).clear();
}

std::shared_ptr<SqliteStore> RunStore::open() const
{
    return m_fileName.isEmpty() ? nullptr : std::make_shared<SqliteStore>(m_fileName, m_run, m_complain);
}

Remembered RunStore::nextLife()
{
    const std::shared_ptr<SqliteStore> file = open();
    if (file && !m_hasBegun)
        file->clear();
    m_hasBegun = file != nullptr;
    Remembered life;
    if (file && m_keepsRegistrations)
        life.location = std::make_unique<SqliteLocation>(file);
    else
        life.location = std::make_unique<proxy::MemoryLocation>();
    if (file && m_cancelMemory == proxy::CancelMemory::Sqlite)
        life.ledger = std::make_unique<SqliteLedger>(file);
    else if (m_cancelMemory != proxy::CancelMemory::None)
        life.ledger = std::make_unique<proxy::MemoryLedger>();
    return life;
}

} // namespace siprace::store
