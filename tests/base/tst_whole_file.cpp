#include "WholeFile.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace siprace {

class WholeFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes();
    void saysWhyNot_data();
    void saysWhyNot();
    void aSmallDiskIsFull();
};

void WholeFileTest::writes()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.txt"_s);
    QVERIFY(writeWholeFile(path, "one"));
    QVERIFY(writeWholeFile(path, "two"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("two"));
}

void WholeFileTest::saysWhyNot_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("why");
    QTest::newRow("a device that is full") << u"/dev/full"_s << u"No space left on device"_s;
    QTest::newRow("a folder that is not there") << u"/no/such/folder/a.txt"_s << u"No such file or directory"_s;
    QTest::newRow("a folder") << u"/tmp"_s << u"directory"_s;
}

void WholeFileTest::saysWhyNot()
{
    QFETCH(const QString, path);
    QFETCH(const QString, why);
    const auto written = writeWholeFile(path, "text");
    QVERIFY(!written);
    QVERIFY2(written.error().contains(why), qPrintable(written.error()));
}

/// A file system of its own that holds a few pages, where mounting is allowed: in a name space of a child's own.
void WholeFileTest::aSmallDiskIsFull()
{
    if (qEnvironmentVariableIsSet("SIPRACE_SMALL_DISK")) {
        const auto written
            = writeWholeFile(qEnvironmentVariable("SIPRACE_SMALL_DISK") + u"/a.txt"_s, QByteArray(1 << 20, 'x'));
        QVERIFY(!written);
        QCOMPARE(written.error(), u"No space left on device"_s);
        QVERIFY(QDir(qEnvironmentVariable("SIPRACE_SMALL_DISK")).isEmpty()); // nothing half written lies there
        // What waits in a buffer finds no room only when the file is finished.
        QVERIFY(writeWholeFile(qEnvironmentVariable("SIPRACE_SMALL_DISK") + u"/fill"_s, QByteArray(64 * 1024, 'x')));
        const auto last = writeWholeFile(qEnvironmentVariable("SIPRACE_SMALL_DISK") + u"/b.txt"_s, "a few bytes");
        QVERIFY(!last);
        QCOMPARE(last.error(), u"No space left on device"_s);
        return;
    }
    const QTemporaryDir folder;
    const auto inside = [&folder](const QString& command) {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SIPRACE_SMALL_DISK"_s, folder.path());
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(u"unshare"_s,
            {u"--mount"_s, u"--map-root-user"_s, u"sh"_s, u"-c"_s,
                u"mount -t tmpfs -o size=64k none '%1' && %2"_s.arg(folder.path(), command)});
        return process.waitForFinished(60'000) && process.exitCode() == 0;
    };
    if (!inside(u"true"_s))
        QSKIP("no file system may be mounted here");
    QVERIFY(inside(u"'%1' aSmallDiskIsFull"_s.arg(QCoreApplication::applicationFilePath())));
}

} // namespace siprace

QTEST_GUILESS_MAIN(siprace::WholeFileTest)
#include "tst_whole_file.moc"
