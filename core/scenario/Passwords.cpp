#include "Passwords.h"

#include "YamlNode.h"

#include <cstring>
#include <string_view>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {

class PasswordHider
{
public:
    void hideIn(YamlNode& node, bool isUsers)
    {
        for (YamlNode& child : node.children) {
            const bool isPassword = isUsers || child.key == u"password"_s || child.key.endsWith(u".password"_s)
                || child.key.startsWith(u"users."_s);
            if (child.isScalar() && isPassword)
                hide(child);
            else
                hideIn(child, child.isMap() && child.key == u"users"_s);
        }
    }
    [[nodiscard]] bool hasHidden() const { return !m_hidden.isEmpty(); }

private:
    void hide(YamlNode& password)
    {
        if (!m_hidden.contains(password.text))
            m_hidden.append(password.text);
        password.text = u"hidden-%1"_s.arg(m_hidden.indexOf(password.text) + 1);
    }

    QStringList m_hidden;
};

} // namespace

QByteArray withoutPasswords(const QByteArray& scenario)
{
    // Every run asks, and hardly any has one. A key could be written with escapes: then it is read.
    const std::string_view text(scenario.constData(), static_cast<std::size_t>(scenario.size()));
    const auto has = [text](std::string_view word) {
        return ::memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
    };
    if (!has("password") && !has("users") && !has("\\"))
        return scenario;
    YamlDocument document = readYaml(scenario, {});
    if (!document.isReadable)
        return scenario;
    PasswordHider hider;
    hider.hideIn(document.root, false);
    return hider.hasHidden() ? writeYaml(document.root) : scenario;
}

} // namespace siprace
