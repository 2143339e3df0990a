// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/ticketqr.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <exception>

namespace foyer {

namespace {

// The library's scale from 0 to 8 for "M": a tenth of the code may be unreadable. "Q" would cost a quarter more
// modules, each of them smaller.
constexpr int kEccMedium = 4;

// Neighbours in a row become one rectangle, and all of them one path: rectangles painted one by one leave hairlines
// between them.
QPainterPath darkModules(const ZXing::BitMatrix &matrix)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (int y = 0; y < matrix.height(); ++y) {
        for (int x = 0; x < matrix.width(); ++x) {
            const int from = x;
            while (x < matrix.width() && matrix.get(x, y))
                ++x;
            if (x > from)
                path.addRect(from, y, x - from, 1);
        }
    }
    return path;
}

} // namespace

QrPath qrPath(const QString &text)
{
    try {
        const ZXing::BitMatrix matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                                            .setEccLevel(kEccMedium)
                                            .setMargin(0)
                                            .encode(text.toStdWString(), 0, 0);
        return {darkModules(matrix), matrix.width()};
    } catch (const std::exception &) {
        return {};
    }
}

} // namespace foyer
