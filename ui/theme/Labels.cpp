#include "Labels.h"

#include <QFrame>
#include <QLabel>
#include <QStyle>
#include <QVariant>

namespace siprace::ui {

using namespace Qt::StringLiterals;

QLabel* makeLabel(const QString& role, const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", role);
    return label;
}

QLabel* makeHead(const QString& text, QWidget* parent)
{
    auto* label = makeLabel(u"head"_s, {}, parent);
    QFont font = label->font();
    font.setLetterSpacing(QFont::PercentageSpacing, 104);
    label->setFont(font);
    setHead(label, text);
    return label;
}

void setHead(QLabel* label, const QString& text)
{
    label->setText(text.toUpper());
    label->setAccessibleName(text);
}

void setFaulty(QWidget& field, bool isFaulty)
{
    if (field.property("faulty").toBool() == isFaulty)
        return;
    field.setProperty("faulty", isFaulty);
    field.style()->unpolish(&field); // the sheet is asked again
    field.style()->polish(&field);
}

QFrame* makeRule(QWidget* parent)
{
    auto* rule = new QFrame(parent);
    rule->setProperty("role", u"rule"_s);
    return rule;
}

QFrame* makeCard(QWidget* parent)
{
    auto* card = new QFrame(parent);
    card->setProperty("role", u"card"_s);
    return card;
}

} // namespace siprace::ui
