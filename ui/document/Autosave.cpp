#include "Autosave.h"

#include "WholeFile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int keepEveryMs = 2000;

QString signOf(const QString& path)
{
    return path.chopped(u".json"_s.size()) + u".alive"_s;
}

QByteArray hashOf(const QByteArray& text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
}

bool isSameFile(const QString& one, const QString& other)
{
    return one == other || QFileInfo(one).absoluteFilePath() == QFileInfo(other).absoluteFilePath();
}

} // namespace

LifeSign::~LifeSign()
{
    ::close(m_descriptor);
}

std::shared_ptr<LifeSign> LifeSign::take(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return nullptr;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(descriptor);
        errno = error;
        return nullptr;
    }
    return std::shared_ptr<LifeSign>(new LifeSign(descriptor));
}

bool Unsaved::isMadeFrom(const QByteArray& onDisk) const
{
    return base.isEmpty() || base == hashOf(onDisk);
}

QString Autosave::folder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/unsaved"_s;
}

Autosave::Autosave(ScenarioDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(keepEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::keep);
    connect(&m_document, &ScenarioDocument::textChanged, this, [this] {
        if (!m_timer.isActive())
            m_timer.start();
    });
    connect(&m_document, &ScenarioDocument::modifiedChanged, this, [this](bool isModified) {
        if (!isModified)
            forget();
    });
}

Autosave::~Autosave()
{
    forget();
}

bool Autosave::keepNow()
{
    m_timer.stop();
    return keep();
}

bool Autosave::keep()
{
    if (!m_document.isModified()) {
        forget();
        return false;
    }
    const QJsonObject object{{u"path"_s, m_document.scenario().path}, {u"id"_s, m_document.scenario().id},
        {u"text"_s, QString::fromUtf8(m_document.text())},
        {u"base"_s, QString::fromLatin1(hashOf(m_document.textOnDisk()))}};
    const Result<void, QString> kept
        = claim() ? writeWholeFile(m_path, QJsonDocument(object).toJson()) : tl::unexpected(qt_error_string(errno));
    if (!kept && !std::exchange(m_hasComplained, true))
        Q_EMIT failed(tr("What is not saved cannot be kept in %1: %2. Save often.").arg(folder(), kept.error()));
    return kept.has_value();
}

/// A name that nothing is kept under yet, and the sign that it is ours. Numbers of processes come again.
bool Autosave::claim()
{
    if (m_sign)
        return true;
    QDir().mkpath(folder());
    constexpr int most = 10'000;
    for (int count = 1; count < most && !m_sign; ++count) {
        m_path = u"%1/%2-%3.json"_s.arg(folder()).arg(QCoreApplication::applicationPid()).arg(count);
        if (QFile::exists(m_path))
            continue;
        m_sign = LifeSign::take(signOf(m_path));
        if (!m_sign && errno != EWOULDBLOCK)
            break;
    }
    return m_sign != nullptr;
}

void Autosave::forget()
{
    m_timer.stop();
    if (!m_sign)
        return;
    QFile::remove(m_path);
    QFile::remove(signOf(m_path));
    m_sign.reset();
}

QList<Unsaved> Autosave::findLeftBehind(const QString& path)
{
    QList<Unsaved> found;
    const QFileInfoList files = QDir(folder()).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Time);
    for (const QFileInfo& info : files) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
        const QString text = object.value(u"text"_s).toString();
        const QString ofFile = object.value(u"path"_s).toString();
        if (text.isEmpty() || (!path.isEmpty() && !isSameFile(path, ofFile)))
            continue;
        if (const auto sign = LifeSign::take(signOf(info.filePath())))
            found.append({ofFile, object.value(u"id"_s).toString(), text.toUtf8(),
                object.value(u"base"_s).toString().toLatin1(), info.lastModified(), info.filePath(), sign});
    }
    return found;
}

void Autosave::letGo(const Unsaved& unsaved)
{
    QFile::remove(unsaved.keptIn);
    QFile::remove(signOf(unsaved.keptIn));
}

} // namespace siprace::ui
