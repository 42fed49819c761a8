#include "Complaints.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWord = 60; // beyond it nothing is near, and the table below stays small

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
qsizetype editDistance(QStringView from, QStringView to)
{
    const auto width = static_cast<std::size_t>(to.size()) + 1;
    std::vector<qsizetype> before(width);
    std::vector<qsizetype> previous(width);
    std::vector<qsizetype> current(width);
    std::iota(previous.begin(), previous.end(), qsizetype{0});
    for (qsizetype i = 1; i <= from.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j < width; ++j) {
            const auto column = static_cast<qsizetype>(j);
            const bool isEqual = from[i - 1] == to[column - 1];
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (isEqual ? 0 : 1)});
            if (i > 1 && column > 1 && from[i - 1] == to[column - 2] && from[i - 2] == to[column - 1])
                current[j] = std::min(current[j], before[j - 2] + 1);
        }
        std::swap(before, previous);
        std::swap(previous, current);
    }
    return previous.back();
}

QString shortened(const QString& text)
{
    QString line = text;
    line.replace(u'\n', u' ');
    return line.size() <= longestWord ? line : line.first(longestWord) + u"…"_s;
}

} // namespace

QString nearestWord(const QString& word, const QStringList& known)
{
    if (word.isEmpty() || word.size() > longestWord)
        return {};
    const QString lower = word.toLower().replace(u'_', u'-');
    QString best;
    qsizetype bestDistance = std::max<qsizetype>(1, word.size() / 3) + 1;
    for (const QString& candidate : known) {
        const bool startsLikeIt = word.size() >= 3 && candidate.startsWith(lower);
        const qsizetype distance = startsLikeIt ? 1 : editDistance(lower, candidate.toLower().replace(u'_', u'-'));
        if (distance < bestDistance) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

Diagnostic unknownWord(const Location& where, const QString& what, const QString& found, const QStringList& known)
{
    const QString subject = u"%1 \"%2\""_s.arg(what, shortened(found));
    if (const QString nearest = nearestWord(found, known); !nearest.isEmpty())
        return {where, u"%1: did you mean \"%2\"?"_s.arg(subject, nearest), {}};
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
    m_found.push_back({place(mark), what, hint});
}

void Complaints::addUnknown(const YamlMark& mark, const QString& what, const QString& found, const QStringList& known)
{
    m_found.push_back(unknownWord(place(mark), what, found, known));
}

Diagnostics Complaints::take()
{
    std::ranges::stable_sort(m_found, [](const Diagnostic& a, const Diagnostic& b) {
        return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
    });
    return std::move(m_found);
}

} // namespace siprace
