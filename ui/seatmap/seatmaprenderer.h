// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatmaplayout.h"
#include "ui/seatmap/seatsprites.h"
#include "ui/seatmap/viewport.h"

namespace foyer {

/// How a map is drawn. A value.
struct SeatMapSettings
{
    ThemeColors colors;
    QFont font;
    int litTier = -1;  ///< index into tiers(); the seats of the others are dimmed
    bool words = true; ///< names of rows and zones, numbers, texts; off for the minimap
};

/// Draws any part of a map into an image: areas under the seats, seats by their size on the screen (dots, shapes,
/// numbers), names above. A part drawn alone has the same pixels as that part of the whole
/// (slanted edges of areas within a rounding). Knows no widget; GUI thread
/// (fonts).
class SeatMapRenderer
{
public:
    void setSettings(const SeatMapSettings &settings);
    [[nodiscard]] const SeatMapSettings &settings() const { return m_settings; }

    /// Draws the part `part` (device pixels) of what `viewport` shows. `target` is the whole view, Format_RGB32, in
    /// device pixels.
    void paint(QImage &target, const QRect &part, const PlaceStore &store, const SeatMapLayout &layout,
               const Viewport &viewport);
    /// The device pixels in which a change of this place can be seen; empty for a standing place.
    [[nodiscard]] static QRect placeRect(int place, const PlaceStore &store, const Viewport &viewport);

private:
    struct Pass
    {
        QImage &target;
        SpriteTarget sprites;
        const QRect &part;
        const PlaceStore &store;
        const SeatMapLayout &layout;
        const Viewport &viewport;
        QRectF world; ///< of the part, with room for what sticks out of it
        SeatDetail detail;
    };
    void paintGround(const Pass &pass);
    void paintSeats(const Pass &pass);
    void paintDots(const Pass &pass);
    void paintNumber(const Pass &pass, int place, const QPointF &centre, double radius, const SeatGlyph &glyph);
    void paintRowLabels(const Pass &pass);
    void paintZoneNames(const Pass &pass);

    SeatMapSettings m_settings;
    SeatSprites m_sprites;
};

} // namespace foyer
