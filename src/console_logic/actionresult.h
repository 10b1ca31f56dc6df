// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformerror.h"

#include <QString>

namespace nsl
{

/// How a command of a person ended: a sentence for the status bar, or an error for the banner in place.
struct ActionResult
{
    QString
        text; ///< "Approved Two-tower GRU v9", or what could not be done: "Two-tower GRU v9 was not approved"
    bool succeeded = true;
    PlatformError error;
};

} // namespace nsl
