#include "Link.h"

#include "RuleMatching.h"

namespace siprace {

Link::Link(Seed seed, QByteArray direction, Impairment impairment)
    : m_seed(seed)
    , m_direction(std::move(direction))
    , m_impairment(impairment)
{
}

double Link::drawFor(const char* what, const QByteArray& key) const
{
    return draw(m_seed, what + (' ' + m_direction) + ' ' + key);
}

/// Which message this is, and which copy of it.
QByteArray Link::nextKey(const MessageFields& fields)
{
    const QByteArray kind = wordFor(fields) + ' ' + QByteArray::number(fields.cseq) + fields.cseqMethod + ' '
        + fields.callId + ' ' + fields.fromTag + ' ' + fields.toTag;
    return kind + " #" + QByteArray::number(++m_count[kind]);
}

Duration Link::drawDelay(const QByteArray& key) const
{
    const auto jitterUs = static_cast<double>(m_impairment.jitter.count() + 1) * drawFor("jitter", key);
    return m_impairment.delay + Duration{static_cast<Duration::rep>(jitterUs)};
}

Link::SegmentPassage Link::passSegment(const MessageFields& fields)
{
    if (m_impairment.jitter == Duration::zero() && m_impairment.loss <= 0)
        return {0, m_impairment.delay};
    const QByteArray message = nextKey(fields);
    SegmentPassage passage;
    const auto key = [&] { return message + '.' + QByteArray::number(passage.losses + 1); };
    while (passage.losses < mostTries && drawFor("loss", key()) * 100 < m_impairment.loss)
        ++passage.losses;
    passage.delay = drawDelay(key());
    return passage;
}

Link::SegmentPassage Link::passOpening(int number, const Link& back) const
{
    SegmentPassage passage{0, m_impairment.delay};
    const auto isLost = [&](const Link& link) {
        const QByteArray key
            = "connection " + QByteArray::number(number) + '.' + QByteArray::number(passage.losses + 1);
        return link.m_impairment.loss > 0 && link.drawFor("loss", key) * 100 < link.m_impairment.loss;
    };
    while (passage.losses < mostTries && (isLost(*this) || isLost(back)))
        ++passage.losses;
    return passage;
}

std::vector<Link::Passage> Link::pass(const MessageFields& fields, int copies)
{
    const Impairment& link = m_impairment;
    const bool isChancy = link.jitter > Duration::zero() || link.loss > 0 || link.duplicate > 0 || link.reorder > 0;
    if (!isChancy)
        return std::vector<Passage>(static_cast<std::size_t>(copies), Passage{false, false, link.delay});
    const QByteArray message = nextKey(fields);
    if (link.duplicate > 0 && drawFor("duplicate", message) * 100 < link.duplicate)
        ++copies;
    std::vector<Passage> passages;
    for (int copy = 1; copy <= copies; ++copy) {
        const QByteArray key = message + '.' + QByteArray::number(copy);
        Passage passage;
        passage.isLost = link.loss > 0 && drawFor("loss", key) * 100 < link.loss;
        passage.isReordered = link.reorder > 0 && drawFor("reorder", key) * 100 < link.reorder;
        passage.delay = drawDelay(key);
        passages.push_back(passage);
    }
    return passages;
}

} // namespace siprace
