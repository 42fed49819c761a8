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

std::vector<Link::Passage> Link::pass(const MessageFields& fields, int copies)
{
    const Impairment& link = m_impairment;
    const bool isChancy = link.jitter > Duration::zero() || link.loss > 0 || link.duplicate > 0 || link.reorder > 0;
    if (!isChancy)
        return std::vector<Passage>(static_cast<std::size_t>(copies), Passage{false, false, link.delay});
    const QByteArray kind = wordFor(fields) + ' ' + QByteArray::number(fields.cseq) + fields.cseqMethod + ' '
        + fields.callId + ' ' + fields.fromTag + ' ' + fields.toTag;
    const QByteArray message = kind + " #" + QByteArray::number(++m_count[kind]);
    if (link.duplicate > 0 && drawFor("duplicate", message) * 100 < link.duplicate)
        ++copies;
    std::vector<Passage> passages;
    for (int copy = 1; copy <= copies; ++copy) {
        const QByteArray key = message + '.' + QByteArray::number(copy);
        Passage passage;
        passage.isLost = link.loss > 0 && drawFor("loss", key) * 100 < link.loss;
        passage.isReordered = link.reorder > 0 && drawFor("reorder", key) * 100 < link.reorder;
        const auto jitterUs = static_cast<double>(link.jitter.count() + 1) * drawFor("jitter", key);
        passage.delay = link.delay + Duration{static_cast<Duration::rep>(jitterUs)};
        passages.push_back(passage);
    }
    return passages;
}

} // namespace siprace
