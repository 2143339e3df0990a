// SPDX-License-Identifier: GPL-3.0-or-later
// The ports are headers; this file gives AUTOMOC a unit to compile their meta-objects in.
#include "models/ports/centralgateway.h"
#include "models/ports/tillstore.h"
