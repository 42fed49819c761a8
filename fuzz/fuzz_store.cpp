#include "FuzzTarget.h"
#include "SqliteMemories.h"

#include <QFile>
#include <QTemporaryDir>

#include <utility>

using namespace siprace;
using namespace Qt::StringLiterals;

// The registrar's store. Of an input that begins with "SQLite" the rest is the file: whatever stands in it, the store
// opens it or complains, and goes on in memory. Any other input is what is stored, removed and looked up of
// registrations and of the branches of INVITEs: what is read after a restart is what memory knows.

namespace {
std::shared_ptr<store::SqliteStore> opened(const QString& file)
{
    return std::make_shared<store::SqliteStore>(file, u"run"_s,
        [](const Diagnostic& what) { require(!what.what.isEmpty() && !what.text().contains(u'\n'), what.text()); });
}

proxy::Registration registrationFrom(FuzzInput& input)
{
    proxy::Registration registration;
    registration.contact.uri = "sip:" + QByteArray(1, char('a' + input.below(4))) + "@host" + input.piece().left(20);
    registration.contact.q = input.below(1001) / 1000.0;
    registration.expires = Instant{} + std::chrono::seconds(input.below(7200));
    registration.callId = input.piece().left(40);
    registration.cseq = input.below(60'000);
    return registration;
}

proxy::LedgerEntry branchFrom(FuzzInput& input)
{
    proxy::LedgerEntry entry;
    entry.viaBranch = QByteArray(1, char('a' + input.below(4)));
    entry.requestUri = input.piece().left(20);
    entry.hop = {input.piece().left(20), quint16(input.below(65'536)), "udp"};
    entry.to = input.piece().left(40);
    entry.cseq = input.below(60'000);
    for (unsigned left = input.below(3); left > 0; --left)
        entry.routes.append("<sip:" + QByteArray::number(input.below(200)) + ";lr>");
    return entry;
}

void damagedFile(const QString& file, const QByteArray& bytes)
{
    if (QFile out(file); out.open(QIODevice::WriteOnly))
        out.write(bytes);
    const auto damaged = opened(file);
    std::ignore = store::SqliteLocation(damaged).registrations("sip:a@lab", Instant{});
    std::ignore = store::SqliteLedger(damaged).entries("a");
    damaged->clear();
    store::SqliteLocation location(damaged);
    location.store("sip:bob@lab", {{"sip:b1@host", 1.0}, Instant{} + 1h, "id", 1});
    require(location.registrations("sip:bob@lab", Instant{}).size() == 1, u"nothing is kept in memory"_s);
    location.remove("sip:bob@lab", "sip:b1@host");
    require(location.registrations("sip:bob@lab", Instant{}).isEmpty(), u"what was removed is there"_s);
}

void operations(const QString& file, FuzzInput& input)
{
    store::SqliteLocation location(opened(file));
    store::SqliteLedger ledger(opened(file));
    for (int i = 0; i < 40 && !input.isUsedUp(); ++i) {
        const QByteArray key(1, char('a' + input.below(3)));
        const QByteArray address = "sip:" + key + "@lab";
        switch (input.below(6)) {
        case 0:
            location.remove(address, registrationFrom(input).contact.uri);
            break;
        case 1:
            ledger.remember(key, branchFrom(input));
            break;
        case 2:
            ledger.forget(key, branchFrom(input).viaBranch);
            break;
        default:
            location.store(address, registrationFrom(input));
        }
    }
    const store::SqliteLocation locationAfter(opened(file));
    const store::SqliteLedger ledgerAfter(opened(file));
    for (const QByteArray key : {"a", "b", "c"}) {
        const QByteArray address = "sip:" + key + "@lab";
        for (const Instant now : {Instant{}, Instant{} + 1h})
            require(locationAfter.registrations(address, now) == location.registrations(address, now),
                u"another registration after the restart: "_s + QString::fromLatin1(address));
        require(ledgerAfter.entries(key) == ledger.entries(key),
            u"another branch after the restart: "_s + QString::fromLatin1(key));
    }
}
} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const QTemporaryDir folder;
    static int files = 0;
    const QString file = folder.filePath(u"store-%1.sqlite"_s.arg(++files));
    FuzzInput input(data, size);
    if (const QByteArrayView view(reinterpret_cast<const char*>(data), qsizetype(size)); view.startsWith("SQLite"))
        damagedFile(file, input.rest());
    else
        operations(file, input);
    for (const auto& suffix : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(file + suffix);
    return 0;
}
