# SPDX-License-Identifier: GPL-3.0-or-later
# One place for what every target of ours is built with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

# Debian's own level. -O3 costs 7 % of the compile time and pays only in the worker's loops, which ask for it.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(NSL_CCACHE ccache)
if(NSL_CCACHE)
  # Precompiled headers need these two to be cacheable at all.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 ${NSL_CCACHE})
  if(NSL_PRECOMPILE)
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
endif()

find_program(NSL_MOLD mold)
if(NSL_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(nsl_settings INTERFACE)
target_compile_options(nsl_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference
  -Wimplicit-fallthrough -Werror $<$<CONFIG:Release>:-Wno-null-dereference>)
target_compile_definitions(nsl_settings INTERFACE NSL_VERSION="${PROJECT_VERSION}")

if(NSL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g1)
  add_link_options(-fsanitize=address,undefined)
  add_compile_definitions(NSL_SANITIZED)
  # GCC 12 sees uninitialised values and null pointers in code that the sanitizers themselves insert; a real
  # null pointer stops the test.
  target_compile_options(nsl_settings INTERFACE -Wno-maybe-uninitialized -Wno-null-dereference)
elseif(CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_options(-g1)
endif()

add_library(nsl_qt_settings INTERFACE)
target_link_libraries(nsl_qt_settings INTERFACE nsl_settings)
target_compile_definitions(nsl_qt_settings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
  QT_NO_CAST_FROM_BYTEARRAY QT_STRICT_ITERATORS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# nsl_speed_up(<target> [HEADERS <header>...]): the target's sources in batches (NSL_UNITY), or with precompiled headers.
# Measured: a batch needs no precompiled header, which costs more to make than the few units left would save.
function(nsl_speed_up target)
  cmake_parse_arguments(ARG "" "" "HEADERS" ${ARGN})
  if(NSL_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  elseif(NSL_PRECOMPILE AND ARG_HEADERS)
    target_precompile_headers(${target} PRIVATE ${ARG_HEADERS})
  endif()
endfunction()
