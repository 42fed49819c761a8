#include "Autosave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int keepEveryMs = 2000;

bool isAlive(qint64 process)
{
    return kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM;
}

} // namespace

QString Autosave::folder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/unsaved"_s;
}

Autosave::Autosave(ScenarioDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
{
    static std::atomic<int> count = 0;
    m_path = u"%1/%2-%3.json"_s.arg(folder()).arg(QCoreApplication::applicationPid()).arg(++count);
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
    QDir().mkpath(folder());
    QSaveFile file(m_path);
    const QJsonObject object{
        {u"path"_s, m_document.scenario().path}, {u"text"_s, QString::fromUtf8(m_document.text())}};
    if (file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(object).toJson()) > 0 && file.flush()
        && file.commit())
        return true;
    if (!std::exchange(m_hasComplained, true))
        Q_EMIT failed(tr("What is not saved cannot be kept in %1: %2. Save often.").arg(folder(), file.errorString()));
    return false;
}

void Autosave::forget()
{
    m_timer.stop();
    QFile::remove(m_path);
}

std::optional<Unsaved> Autosave::findLeftBehind()
{
    const QFileInfoList files = QDir(folder()).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Time);
    for (const QFileInfo& info : files) {
        if (isAlive(info.fileName().section(u'-', 0, 0).toLongLong()))
            continue;
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
        if (!object.value(u"text"_s).toString().isEmpty())
            return Unsaved{
                object.value(u"path"_s).toString(), object.value(u"text"_s).toString().toUtf8(), info.filePath()};
    }
    return std::nullopt;
}

void Autosave::letGo(const Unsaved& unsaved)
{
    QFile::remove(unsaved.keptIn);
}

} // namespace siprace::ui
