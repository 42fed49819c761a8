#include "Complaints.h"

#include "Nearest.h"
#include "OneLine.h"

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWord = 60; // of one word that was found

} // namespace

Diagnostic unknownWord(const Location& where, const QString& what, const QString& found, const QStringList& known)
{
    const QString word = oneLine(found, longestWord);
    const QString subject = u"%1 \"%2\""_s.arg(what, word);
    if (const QString suggestion = didYouMean(word, known); !suggestion.isEmpty())
        return {where, subject + suggestion, {}};
    if (known.isEmpty())
        return {where, u"%1 is unknown"_s.arg(subject), {}};
    return {where, u"%1 is unknown"_s.arg(subject),
        (known.size() == 1 ? u"write %1"_s : u"write one of %1"_s).arg(known.join(u", "_s))};
}

Complaints::Complaints(QString file, QStringList settingPaths)
    : m_file(std::move(file))
    , m_settingPaths(std::move(settingPaths))
{
}

Location Complaints::place(const YamlMark& mark) const
{
    if (mark.setting > 0)
        return {m_settingPaths.value(mark.setting - 1), 0, 0};
    return {m_file, mark.line, mark.column};
}

void Complaints::add(const YamlMark& mark, const QString& what, const QString& hint)
{
    add(Diagnostic{place(mark), what, hint});
}

void Complaints::add(const Diagnostic& diagnostic)
{
    m_found.push_back({diagnostic.where, oneLine(diagnostic.what), oneLine(diagnostic.hint, 1000)});
}

void Complaints::addUnknown(const YamlMark& mark, const QString& what, const QString& found, const QStringList& known)
{
    add(unknownWord(place(mark), what, found, known));
}

Diagnostics Complaints::take()
{
    std::ranges::stable_sort(m_found, [](const Diagnostic& a, const Diagnostic& b) {
        return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
    });
    return std::move(m_found);
}

} // namespace siprace
