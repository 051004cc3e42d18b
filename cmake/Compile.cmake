# Flags, sanitizers, compiler cache and linker shared by every target of the project.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles C++20 coroutines; install clang 19 "
    "(ci/install-deps does) or use g++ 13 or newer")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -gline-tables-only")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

set(STORMLARK_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, empty for none")
if(STORMLARK_SANITIZE)
  add_compile_options(-fsanitize=${STORMLARK_SANITIZE} -fno-omit-frame-pointer -gline-tables-only)
  add_link_options(-fsanitize=${STORMLARK_SANITIZE})
  if(STORMLARK_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
    add_link_options(-fno-sanitize-recover=undefined)
  endif()
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Sloppiness as ccache's manual asks for precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=mold)
endif()

# One static library of the house: its sources, its strict warnings, its precompiled header.
function(stormlark_library name)
  add_library(${name} STATIC ${ARGN})
  stormlark_target(${name})
endfunction()

# What every target of ours has, libraries and programs alike.
function(stormlark_target name)
  get_target_property(type ${name} TYPE)
  set(scope PUBLIC)
  if(type STREQUAL "EXECUTABLE")
    set(scope PRIVATE)  # programs are exported, and nobody may be told where the sources were
  endif()
  target_include_directories(${name} ${scope} ${PROJECT_SOURCE_DIR})
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wshadow -Wconversion)
  if(NOT name STREQUAL "runtime")
    target_precompile_headers(${name} REUSE_FROM runtime)
  endif()
endfunction()

# Programs that simulate allocate all the time: with this allocator a run takes a fifth less than
# with the C library's. Sanitizers bring their own.
find_library(TCMALLOC tcmalloc_minimal)
function(stormlark_fast_allocator program)
  if(TCMALLOC AND NOT STORMLARK_SANITIZE)
    target_link_libraries(${program} PRIVATE -Wl,--no-as-needed ${TCMALLOC} -Wl,--as-needed)
  endif()
endfunction()
