# SPDX-License-Identifier: GPL-3.0-or-later
# One function per kind of target, so that every folder's CMakeLists.txt is a list of files and nothing else.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# ccache can not see through a precompiled header unless it is told that defines decide.
find_program(FOYER_CCACHE ccache)
if(FOYER_CCACHE AND NOT FOYER_TIDY)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${FOYER_CCACHE})
endif()
find_program(FOYER_MOLD mold)

add_library(foyer_options INTERFACE)
target_include_directories(foyer_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(foyer_options INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT)
target_compile_options(foyer_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror=switch -Werror=return-type)
if(FOYER_WERROR)
    target_compile_options(foyer_options INTERFACE -Werror)
endif()
if(FOYER_MOLD)
    target_link_options(foyer_options INTERFACE -fuse-ld=mold)
endif()
if(FOYER_SANITIZE)
    # GCC's maybe-uninitialized reports false positives through the sanitizers' instrumentation.
    target_compile_options(foyer_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer -Wno-maybe-uninitialized)
    target_link_options(foyer_options INTERFACE -fsanitize=address,undefined)
endif()
if(FOYER_TIDY)
    find_program(FOYER_CLANG_TIDY clang-tidy REQUIRED)
    set(CMAKE_CXX_CLANG_TIDY ${FOYER_CLANG_TIDY} --quiet --extra-arg=-Wno-unknown-warning-option)
endif()

# Two precompiled headers for the whole house: one without widgets for models, one with them for ui.
# One per target would cost more than it saves on two cores.
function(foyer_make_pch_targets)
    if(NOT FOYER_PCH)
        return()
    endif()
    file(WRITE ${CMAKE_BINARY_DIR}/pch/pch.cpp.in "// carries a precompiled header\n")
    foreach(kind core widgets)
        configure_file(${CMAKE_BINARY_DIR}/pch/pch.cpp.in ${CMAKE_BINARY_DIR}/pch/${kind}.cpp COPYONLY)
        add_library(foyer_pch_${kind} OBJECT ${CMAKE_BINARY_DIR}/pch/${kind}.cpp)
        set_target_properties(foyer_pch_${kind} PROPERTIES AUTOMOC OFF)
        target_link_libraries(foyer_pch_${kind} PRIVATE foyer_options Qt6::Core)
    endforeach()
    target_precompile_headers(foyer_pch_core PRIVATE
        <QtCore/QtCore> <functional> <memory> <optional> <vector>)
    target_link_libraries(foyer_pch_widgets PRIVATE Qt6::Widgets)
    target_precompile_headers(foyer_pch_widgets PRIVATE
        <QtCore/QtCore> <QtGui/QtGui> <QtWidgets/QtWidgets> <functional> <memory> <optional> <vector>)
endfunction()

function(foyer_use_pch target)
    if(NOT FOYER_PCH)
        return()
    endif()
    get_target_property(libraries ${target} LINK_LIBRARIES)
    if("${libraries}" MATCHES "Qt6::Widgets|Foyer::(Ui|Shell|Sell|SeatMap|UiWidgets|Desktop)")
        target_precompile_headers(${target} REUSE_FROM foyer_pch_widgets)
    else()
        target_precompile_headers(${target} REUSE_FROM foyer_pch_core)
    endif()
endfunction()

# foyer_library(Core SOURCES a.cpp a.h LINK Qt6::Core [PRIVATE_LINK ...]) makes foyer_core with the alias Foyer::Core.
function(foyer_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PRIVATE_LINK")
    string(TOLOWER foyer_${name} target)
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(Foyer::${name} ALIAS ${target})
    target_link_libraries(${target} PUBLIC foyer_options ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
    foyer_use_pch(${target})
endfunction()

# foyer_program(foyerctl SOURCES main.cpp LINK Foyer::App)
function(foyer_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE foyer_options ${arg_LINK})
    foyer_use_pch(${name})
endfunction()

# foyer_test(tst_money LINK Foyer::Core [LABELS models] [SOURCES extra.cpp] [ARGS ...] [TIMEOUT 60]) builds tst_money.cpp with Qt Test,
# offscreen, in the C locale and UTC.
function(foyer_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "SERVER" "TIMEOUT" "LINK;LABELS;SOURCES;ARGS")
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE foyer_options ${arg_LINK} Qt6::Test)
    foyer_use_pch(${name})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests)
    add_test(NAME ${name} COMMAND ${name} ${arg_ARGS})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES
        LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;FOYER_SOURCE_DIR=${PROJECT_SOURCE_DIR};FOYER_BIN_DIR=${CMAKE_BINARY_DIR}/bin;ASAN_OPTIONS=detect_leaks=0")
    # A test with SERVER gets the shared test cluster of tests/support (PGHOST is set by the fixture's file).
    if(arg_SERVER)
        set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED cluster)
    endif()
endfunction()
