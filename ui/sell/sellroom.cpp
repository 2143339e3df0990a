// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/sellroom.h"

namespace foyer {

SellRoom::SellRoom(const Workplace &, Theme &, CommandSet &, QWidget *parent) : QStackedWidget(parent)
{
    setObjectName(QStringLiteral("sellRoom"));
}

SellRoom::~SellRoom() = default;

void SellRoom::start() {}

void SellRoom::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
}

bool SellRoom::hasBasket() const
{
    return false;
}

void SellRoom::leave(std::function<void()> then)
{
    if (then)
        then();
}

} // namespace foyer
