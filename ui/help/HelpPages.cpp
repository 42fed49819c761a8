#include "HelpPages.h"

#include "Policies.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

/// The documents are in a static library: their resource is known only when it is asked for.
static void initHelpResource()
{
    Q_INIT_RESOURCE(docs);
}

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

const QStringList firstPages{u"window.md"_s, u"scenarios.md"_s, u"policies.md"_s, u"timers.md"_s, u"behaviours.md"_s,
    u"rules.md"_s, u"configurations.md"_s, u"outside.md"_s, u"personalities.md"_s, u"teaching.md"_s, u"export.md"_s,
    u"command-line.md"_s};

QString readPage(const QString& name)
{
    initHelpResource();
    QFile file(u":/help/"_s + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A section for each policy behind the table of the four.
QString withLadders(QString page)
{
    QString ladders = u"Two phones answer at once, under each of them:\n\n"_s;
    for (const proxy::Policy& policy : proxy::policies())
        ladders += u"### %1\n\n%2\n\n![%1](ladder:%1)\n\n"_s.arg(policy.id, policy.summary);
    return page.insert(std::max<qsizetype>(0, page.indexOf(u"## The knobs"_s)), ladders);
}

} // namespace

QList<HelpPage> helpPages()
{
    initHelpResource();
    QStringList names = firstPages;
    for (const QString& name : QDir(u":/help"_s).entryList()) {
        if (!names.contains(name))
            names.append(name);
    }
    QList<HelpPage> pages;
    for (const QString& name : names)
        pages.append({name, readPage(name).section(u'\n', 0, 0).mid(2)});
    return pages;
}

QString helpText(const QString& name)
{
    const QString page = readPage(name);
    return name == u"policies.md" ? withLadders(page) : page;
}

QString headingAnchor(const QString& heading)
{
    static const QRegularExpression notKept(u"[^a-z0-9 _-]"_s);
    return heading.toLower().remove(notKept).replace(u' ', u'-');
}

} // namespace siprace::ui
