#include "YamlNode.h"

#include <algorithm>

namespace siprace {

const YamlNode* YamlNode::find(QStringView name) const
{
    const auto entry = std::ranges::find(children, name, &YamlNode::key);
    return isMap() && entry != children.end() ? &*entry : nullptr;
}

YamlNode* YamlNode::find(QStringView name)
{
    if (!isMap())
        return nullptr;
    for (qsizetype i = 0; i < children.size(); ++i) {
        if (children.at(i).key == name)
            return &children[i];
    }
    return nullptr;
}

YamlNode YamlNode::scalar(const QString& text)
{
    YamlNode node;
    node.kind = Kind::Scalar;
    node.text = text;
    return node;
}

YamlNode YamlNode::list(QList<YamlNode> items)
{
    YamlNode node;
    node.kind = Kind::List;
    node.children = std::move(items);
    return node;
}

YamlNode YamlNode::map(QList<YamlNode> entries)
{
    YamlNode node;
    node.kind = Kind::Map;
    node.children = std::move(entries);
    return node;
}

YamlNode YamlNode::named(const QString& name) const
{
    YamlNode node = *this;
    node.key = name;
    return node;
}

} // namespace siprace
