#include "SettingPath.h"

#include "LinkFormat.h"
#include "ScenarioFormat.h"

#include <algorithm>
#include <array>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

/// What stands there when the file has none: these keys hold lists, the others maps.
bool holdsList(const QStringList& path, qsizetype depth)
{
    constexpr std::array<QStringView, 4> topLists{u"script", u"rules", u"story", u"variants"};
    constexpr std::array<QStringView, 4> nodeLists{u"provisional", u"supported", u"behaviours", u"processing"};
    const QString& key = path.at(depth);
    if (depth == 0)
        return std::ranges::find(topLists, QStringView(key)) != topLists.end();
    const QString& parent = path.at(depth - 1);
    if (path.front() == u"nodes" && depth == 2)
        return std::ranges::find(nodeLists, QStringView(key)) != nodeLists.end();
    return parent == u"location" || key == u"findings";
}

bool isIndex(const QString& word)
{
    return !word.isEmpty() && word.size() < 6
        && std::ranges::all_of(word, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// One setting on its way down the tree.
class SettingWalk
{
public:
    SettingWalk(QStringList path, int setting, Complaints& complaints)
        : m_path(std::move(path))
        , m_mark({.line = 0, .column = 0, .setting = setting})
        , m_complaints(complaints)
    {
    }

    void put(YamlNode& tree, const YamlNode& value)
    {
        YamlNode* place = &tree;
        for (m_depth = 0; place && m_depth < m_path.size(); ++m_depth)
            place = stepInto(*place);
        if (!place)
            return;
        const YamlNode old = *place;
        *place = value;
        place->key = old.key;
        stamp(*place);
        place->keyMark = m_mark;
    }

private:
    [[nodiscard]] const QString& word() const { return m_path.at(m_depth); }
    [[nodiscard]] bool isLast() const { return m_depth + 1 == m_path.size(); }
    [[nodiscard]] QString walked() const { return m_path.first(m_depth).join(u'.'); }

    YamlNode* stepInto(YamlNode& node)
    {
        widen(node);
        if (node.isNull()) {
            node.kind = holdsList(m_path, m_depth - 1) ? YamlNode::Kind::List : YamlNode::Kind::Map;
            node.mark = m_mark;
        }
        if (node.isList())
            return stepIntoList(node);
        if (node.isMap())
            return stepIntoMap(node);
        return refuse(u"%1 is one value"_s.arg(walked()), u"end the PATH there"_s);
    }

    YamlNode* stepIntoList(YamlNode& list)
    {
        if (!isIndex(word()))
            return refuse(u"%1 is a list, \"%2\" is no index"_s.arg(walked(), word()), u"count from 0"_s);
        const qsizetype index = word().toInt();
        if (index > list.children.size())
            return refuse(u"%1 has %2 entries"_s.arg(walked()).arg(list.children.size()),
                u"the next one is %1.%2"_s.arg(walked()).arg(list.children.size()));
        if (index == list.children.size())
            list.children.push_back(empty({}));
        return &list.children[index];
    }

    YamlNode* stepIntoMap(YamlNode& map)
    {
        if (m_depth == 1 && m_path.front() == u"links")
            turnLink(map);
        if (YamlNode* entry = map.find(word()))
            return entry;
        const YamlNode* nodes = m_depth == 0 ? map.find(u"nodes") : nullptr;
        if (nodes && nodes->find(word()))
            return refuse(u"PATH \"%1\": did you mean \"nodes.%1\"?"_s.arg(m_path.join(u'.')), {});
        if (m_depth == 0 && !topLevelKeys().contains(word()))
            return refuseUnknown(u"key"_s, topLevelKeys() + QStringList{u"proxy"_s});
        if (m_depth == 1 && m_path.front() == u"nodes" && !isLast())
            return refuseUnknown(u"node"_s, keysOf(map));
        map.children.push_back(empty(word()));
        return &map.children.back();
    }

    /// A short form that must give way to the long one before one can go on: a contact `b1` is {node: b1}.
    void widen(YamlNode& node)
    {
        if (m_depth == 3 && m_path.front() == u"location" && node.isScalar()) {
            YamlNode id = node.named(u"node"_s);
            id.keyMark = node.mark;
            const YamlMark mark = node.mark;
            node = YamlNode::map({id});
            node.mark = mark;
        }
    }

    /// A link may be written either way round: `links.b2-proxy` means the file's `proxy-b2`, turned.
    void turnLink(YamlNode& links)
    {
        const auto ends = linkEnds(word());
        if (!ends || links.find(word()))
            return;
        YamlNode* link = links.find(ends->second + u'-' + ends->first);
        if (!link || !link->isMap())
            return;
        link->key = word();
        YamlNode back = YamlNode::map({});
        if (const YamlNode* old = link->find(u"back")) {
            YamlNode forward = *link;
            forward.children.removeIf([](const YamlNode& entry) { return entry.key == u"back"; });
            swapDirections(forward, *old, links.find(u"default"));
            forward.key = link->key;
            *link = forward;
        }
    }

    /// `{forward…, back: {…}}` seen from the other end. What only the old `back` had falls back to the default link's.
    static void swapDirections(YamlNode& forward, const YamlNode& oldBack, const YamlNode* defaults)
    {
        YamlNode newBack = YamlNode::map({});
        for (const YamlNode& entry : oldBack.children) {
            const YamlNode* before = forward.find(entry.key);
            const YamlNode* general = defaults ? defaults->find(entry.key) : nullptr;
            const bool isTime = entry.key == u"delay" || entry.key == u"jitter";
            const YamlNode none = YamlNode::scalar(isTime ? u"0ms"_s : u"0%"_s);
            newBack.children.push_back((before ? *before : general ? *general : none).named(entry.key));
            if (YamlNode* place = forward.find(entry.key))
                *place = entry;
            else
                forward.children.push_back(entry);
        }
        forward.children.push_back(newBack.named(u"back"_s));
    }

    [[nodiscard]] YamlNode empty(const QString& key) const
    {
        YamlNode node;
        node.key = key;
        node.mark = m_mark;
        node.keyMark = m_mark;
        return node;
    }

    void stamp(YamlNode& node) const
    {
        node.mark = m_mark;
        node.keyMark = m_mark;
        for (qsizetype i = 0; i < node.children.size(); ++i)
            stamp(node.children[i]);
    }

    static QStringList keysOf(const YamlNode& map)
    {
        QStringList keys;
        for (const YamlNode& entry : map.children)
            keys += entry.key;
        return keys;
    }

    YamlNode* refuse(const QString& what, const QString& hint)
    {
        m_complaints.add(m_mark, what, hint);
        return nullptr;
    }
    YamlNode* refuseUnknown(const QString& what, const QStringList& known)
    {
        m_complaints.addUnknown(m_mark, what, word(), known);
        return nullptr;
    }

    QStringList m_path;
    YamlMark m_mark;
    Complaints& m_complaints;
    qsizetype m_depth = 0;
};

/// The script that a file without one has, written out so that a PATH can change it.
void writeOutDefaultScript(YamlNode& tree)
{
    const YamlNode* nodes = tree.find(u"nodes");
    if (tree.find(u"script") || !nodes || !nodes->isMap())
        return;
    for (const YamlNode& node : nodes->children) {
        const YamlNode* role = node.find(u"role");
        if (!role || role->text != u"caller")
            continue;
        const YamlNode call = YamlNode::map({YamlNode::scalar(u"0s"_s).named(u"at"_s),
            YamlNode::scalar(node.key).named(u"node"_s), YamlNode::scalar(u"call"_s).named(u"do"_s)});
        tree.children.push_back(YamlNode::list({call}).named(u"script"_s));
        return;
    }
}

} // namespace

Result<QStringList> parsePath(const QString& path)
{
    QStringList words;
    QString word;
    bool isQuoted = false;
    bool wasQuoted = false;
    for (const QChar c : path) {
        if (c == u'"') {
            isQuoted = !isQuoted;
            wasQuoted = true;
        } else if (c == u'.' && !isQuoted) {
            words += word;
            word.clear();
            wasQuoted = false;
        } else {
            word += c;
        }
    }
    words += word;
    if (isQuoted)
        return fail({}, u"PATH \"%1\" lacks a closing quote"_s.arg(path), u"write location.\\\"sip:bob@lab\\\".0"_s);
    if (words.contains(QString()) && !wasQuoted)
        return fail({}, u"PATH \"%1\" has an empty key"_s.arg(path), u"write proxy.fork or script.0.at"_s);
    return words;
}

void applySetting(YamlNode& tree, const QString& path, const YamlNode& value, int setting, Complaints& complaints)
{
    auto words = parsePath(path);
    if (!words) {
        complaints.add({.line = 0, .column = 0, .setting = setting}, words.error().what, words.error().hint);
        return;
    }
    if (words->front() == u"proxy")
        words->prepend(u"nodes"_s);
    if (words->front() == u"script" && words->size() > 1)
        writeOutDefaultScript(tree);
    SettingWalk(*words, setting, complaints).put(tree, value);
}

} // namespace siprace
