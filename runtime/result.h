#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

// The words every folder speaks: awaitable<T> for work that takes time, Result<T> for work that may
// fail in a way the caller handles, error_code for why.
namespace stormlark {

namespace asio = boost::asio;

using boost::system::error_code;
template <class T>
using Result = boost::system::result<T>;
using asio::awaitable;

/// Completion token for Asio operations inside a coroutine: errors come back as a tuple's first
/// element and are not thrown.
inline constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace stormlark
