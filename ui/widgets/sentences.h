// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/error.h"

#include <QtCore/QLocale>
#include <QtCore/QString>

namespace foyer {

/// What happened, what is safe and what to do, in the words of a clerk, for any error. `stillHeld` is how many other places of the basket are still held.
QString sentenceFor(const Error &error, const QLocale &locale, int stillHeld = 0);

} // namespace foyer
