#pragma once

#include <QString>

class QFrame;
class QLabel;
class QWidget;

namespace siprace::ui {

/// A label in one of the roles of the style sheet: head, title, value, muted, small, product, banner.
[[nodiscard]] QLabel* makeLabel(const QString& role, const QString& text = {}, QWidget* parent = nullptr);
/// The caption of a section, in small capitals.
[[nodiscard]] QLabel* makeHead(const QString& text, QWidget* parent = nullptr);
/// A thin line between two sections.
[[nodiscard]] QFrame* makeRule(QWidget* parent = nullptr);
/// A rounded white ground for a part of the window.
[[nodiscard]] QFrame* makeCard(QWidget* parent = nullptr);
/// Marks a field whose value cannot be taken, or takes the mark away.
void setFaulty(QWidget& field, bool isFaulty);
/// Text in capitals, as section heads have it.
void setHead(QLabel* label, const QString& text);

} // namespace siprace::ui
