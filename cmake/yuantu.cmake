# How a module and its tests are built.
#
#   yt_module(store SOURCES dictionary.c store.c USES rdf PACKAGES gio-2.0 LATE libarchive)
#   yt_test(store dictionary-test.c)
#
# USES names the modules that this one may call, and is passed on; PACKAGES are pkg-config names and stay private,
# so that the types of a wrapped library cannot leak through a door unseen. So do LATE, which are libraries of src/late.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON) # _GNU_SOURCE: memrchr, memmem
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g") # twice as fast under the sanitizers as -O0, and their reports stay exact
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

set(YT_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined or thread")
option(YT_WERROR "Treat warnings as errors" OFF)

find_package(PkgConfig REQUIRED)
pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0>=2.74 gio-2.0>=2.74) # 2.74: Debian 12
include(GNUInstallDirs)

add_library(yt_settings INTERFACE)
target_include_directories(yt_settings INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
target_compile_definitions(yt_settings INTERFACE _GNU_SOURCE G_LOG_USE_STRUCTURED
  GLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_74 GLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74
  YT_VERSION="${PROJECT_VERSION}")
target_compile_options(yt_settings INTERFACE -Wall -Wextra -Wundef -Wconversion -Wshadow -Wstrict-prototypes
  -Wmissing-prototypes -Wpointer-arith -Wvla -fno-strict-aliasing
  $<$<BOOL:${YT_WERROR}>:-Werror>)
if(YT_SANITIZE MATCHES thread) # tests/tsan/glib.c has to come before GLib
  add_library(yt_tsan SHARED ${CMAKE_SOURCE_DIR}/tests/tsan/glib.c)
  target_link_libraries(yt_tsan PRIVATE PkgConfig::GLIB dl)
  target_link_options(yt_tsan PRIVATE -fsanitize=thread)
  target_link_libraries(yt_settings INTERFACE yt_tsan)
endif()
target_link_libraries(yt_settings INTERFACE PkgConfig::GLIB)
if(YT_SANITIZE)
  target_compile_options(yt_settings INTERFACE -fsanitize=${YT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(yt_settings INTERFACE -fsanitize=${YT_SANITIZE})
endif()

function(yt_packages target)
  foreach(package ${ARGN})
    string(MAKE_C_IDENTIFIER ${package} id)
    if(NOT TARGET PkgConfig::${id})
      pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${package})
    endif()
    target_link_libraries(${target} PRIVATE PkgConfig::${id})
  endforeach()
endfunction()

function(yt_module name)
  cmake_parse_arguments(M "" "" "SOURCES;USES;PACKAGES;LATE" ${ARGN})
  add_library(yt_${name} STATIC ${M_SOURCES})
  target_link_libraries(yt_${name} PUBLIC yt_settings)
  foreach(used ${M_USES})
    target_link_libraries(yt_${name} PUBLIC yt_${used})
  endforeach()
  yt_packages(yt_${name} ${M_PACKAGES})
  foreach(package ${M_LATE})
    string(MAKE_C_IDENTIFIER ${package} id)
    pkg_check_modules(${id} REQUIRED ${package})
    target_include_directories(yt_${name} PRIVATE ${${id}_INCLUDE_DIRS})
    target_link_libraries(yt_${name} PUBLIC yt_late)
  endforeach()
  set_target_properties(yt_${name} PROPERTIES YT_PACKAGES "${M_PACKAGES}") # for src/yuantu
endfunction()

# Each test is one program over GLib's harness; it links the module and what that uses, nothing above it.
function(yt_test module source)
  cmake_parse_arguments(T "" "TIMEOUT" "PACKAGES" ${ARGN})
  get_filename_component(name ${source} NAME_WE)
  set(target test-${module}-${name})
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE yt_${module})
  yt_packages(${target} ${T_PACKAGES})
  target_compile_definitions(${target} PRIVATE YT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  if(YT_SANITIZE MATCHES thread) # some ten times slower
    math(EXPR T_TIMEOUT "${T_TIMEOUT} * 5")
  endif()
  add_test(NAME ${module}/${name} COMMAND ${target} --tap)
  # G_SLICE: one thread's memory is not handed to another behind the back of a sanitizer
  set_tests_properties(${module}/${name} PROPERTIES TIMEOUT ${T_TIMEOUT} SKIP_RETURN_CODE 77
    ENVIRONMENT "G_DEBUG=fatal-warnings;G_SLICE=always-malloc;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan/suppressions.txt:halt_on_error=1")
endfunction()

# A test that is a script: it gets the program's path as $1 and the source folder as $2; 77 means skipped.
function(yt_script_test name script)
  cmake_parse_arguments(T "" "TIMEOUT" "" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  add_test(NAME ${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/${script} $<TARGET_FILE:yuantu> ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} SKIP_RETURN_CODE 77
    ENVIRONMENT "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0")
endfunction()
