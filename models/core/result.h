// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/error.h"

#include <functional>
#include <tl/expected.hpp>

namespace foyer {

/// A value or an Error; what can fail returns it and nobody may ignore it.
template <class T>
using Result = tl::expected<T, Error>;

struct Done
{
};

/// The continuation of an asynchronous call. It runs on the thread of the guard object that was passed with it, at most once,
/// and never after that guard died.
template <class T>
using Then = std::function<void(Result<T>)>;

inline tl::unexpected<Error> fail(ErrorCode code, QString log = {}, QJsonObject facts = {})
{
    return tl::make_unexpected(Error{code, tkCode(code), std::move(log), std::move(facts)});
}

inline tl::unexpected<Error> fail(Error error)
{
    return tl::make_unexpected(std::move(error));
}

} // namespace foyer
