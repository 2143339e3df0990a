// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace foyer {

/// The family for words: Inter where it is installed, else the desktop's.
QString textFamily();
/// The family for figures: the text family if its digits are equally wide, else the first family that has such digits and looks like it.
QString figureFamily();

} // namespace foyer
