# SPDX-License-Identifier: GPL-3.0-or-later
# Who may link whom. Every library publishes its own folder and nothing else, so an arrow
# that is not drawn here ends in "No such file" at compile time or stops right here at configure time.

set(NSL_MAY_LINK_domain          Qt6::Core)
set(NSL_MAY_LINK_contract        domain)
set(NSL_MAY_LINK_client          contract Qt6::Network)
set(NSL_MAY_LINK_tabular         ZLIB::ZLIB nlohmann_json::nlohmann_json)
set(NSL_MAY_LINK_http            restinio::restinio fmt::fmt http_parser Threads::Threads)
set(NSL_MAY_LINK_platform        contract http tabular Qt6::Sql Qt6::Network SQLite::SQLite3)
set(NSL_MAY_LINK_worker_core     http nsl_faiss nlohmann_json::nlohmann_json OpenSSL::Crypto)
set(NSL_MAY_LINK_worker          worker_core nsl_torch)
set(NSL_MAY_LINK_console_logic   domain client Qt6::Gui)
set(NSL_MAY_LINK_console_widgets console_logic Qt6::Widgets Qt6::Charts Qt6::Svg)
set(NSL_MAY_LINK_nsl-platform    platform)
set(NSL_MAY_LINK_nsl-worker      worker_core)
set(NSL_MAY_LINK_nsl-worker-train worker)
set(NSL_MAY_LINK_console_app     console_widgets)
set(NSL_MAY_LINK_nsl-console     console_app)

# nsl_link(<target> <library>...): target_link_libraries that refuses an arrow outside the table.
function(nsl_link target)
  foreach(library IN LISTS ARGN)
    if(NOT library IN_LIST NSL_MAY_LINK_${target})
      message(FATAL_ERROR "${target} must not link ${library}: see cmake/LinkTable.cmake")
    endif()
  endforeach()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    target_link_libraries(${target} PRIVATE ${ARGN})
  else()
    target_link_libraries(${target} PUBLIC ${ARGN})
  endif()
endfunction()

# nsl_library(<name> [QT] SOURCES ... LINK ... [HEADERS <header>...]): a static library that publishes only its own
# folder. Half of a Qt unit's compile time is reading Qt: with NSL_UNITY a dozen sources read it together, without it
# HEADERS are precompiled.
function(nsl_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;LINK;HEADERS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PUBLIC nsl_qt_settings)
  else()
    set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
    target_link_libraries(${name} PUBLIC nsl_settings)
  endif()
  nsl_speed_up(${name} HEADERS ${ARG_HEADERS})
  nsl_link(${name} ${ARG_LINK})
endfunction()
