#include "Numbers.h"

#include <QCoreApplication>

namespace siprace::ui {

namespace {
struct NumberText
{
    Q_DECLARE_TR_FUNCTIONS(Numbers)
};
} // namespace

QString localNumber(QString number)
{
    return number.replace(u'.', NumberText::tr(".", "the decimal sign"));
}

} // namespace siprace::ui
