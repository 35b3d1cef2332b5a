# What `cmake --install` lays down, all of it below the prefix, so that the whole may be moved:
#
#   bin/yuantu                        finds its data in ../share/yuantu from where it lies itself
#   share/yuantu/                     rules, gazetteers, ontology, queries, in the folders they have here
#   share/yuantu/web                  the explorer, if it was built
#   share/man, share/doc/yuantu       the man page, the first pages to read
#   lib/libyuantu.a, include/yuantu/  every module in one library, their doors in folders as in src/
#   lib/pkgconfig/yuantu.pc
#
# Until version 1.0 the doors may change from one version to the next.

set(YT_DATA ${CMAKE_INSTALL_DATADIR}/yuantu)
install(DIRECTORY loader/grammar DESTINATION ${YT_DATA}/loader FILES_MATCHING PATTERN *.ytg)
install(DIRECTORY data/gazetteers DESTINATION ${YT_DATA}/data)
install(DIRECTORY ontology DESTINATION ${YT_DATA} FILES_MATCHING PATTERN *.ttl PATTERN *.tsv)
if(EXISTS ${CMAKE_SOURCE_DIR}/queries)
  install(DIRECTORY queries DESTINATION ${YT_DATA} FILES_MATCHING PATTERN *.rq)
endif()
install(DIRECTORY web/dist/ DESTINATION ${YT_DATA}/web OPTIONAL) # where scripts/run.sh built it
file(GLOB pages CONFIGURE_DEPENDS docs/man/*.1)
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md README.zh-CN.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

get_property(modules GLOBAL PROPERTY YT_MODULES)
get_property(packages GLOBAL PROPERTY YT_PACKAGES)
list(REMOVE_DUPLICATES packages)
add_library(yuantu_library STATIC)
set_target_properties(yuantu_library PROPERTIES OUTPUT_NAME yuantu LINKER_LANGUAGE C)
foreach(module ${modules})
  target_sources(yuantu_library PRIVATE $<TARGET_OBJECTS:yt_${module}>)
  get_target_property(folder yt_${module} SOURCE_DIR)
  install(FILES ${folder}/${module}.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/yuantu/${module})
endforeach()
install(TARGETS yuantu_library)

string(JOIN " " YT_REQUIRES ${packages})
file(RELATIVE_PATH YT_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/yuantu.pc.in ${CMAKE_BINARY_DIR}/yuantu.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/yuantu.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
