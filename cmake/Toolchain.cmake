# Picks clang 19 where it is installed, before project() fixes the compiler: g++ 12, Debian 12's
# default, miscompiles C++20 coroutines (braced temporaries and lambdas inside a co_await expression).
if(NOT CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  find_program(STORMLARK_CLANGXX clang++-19)
  find_program(STORMLARK_CLANG clang-19)
  if(STORMLARK_CLANGXX AND STORMLARK_CLANG)
    set(CMAKE_CXX_COMPILER "${STORMLARK_CLANGXX}" CACHE FILEPATH "C++ compiler")
    set(CMAKE_C_COMPILER "${STORMLARK_CLANG}" CACHE FILEPATH "C compiler")
  endif()
endif()
