# What `cmake --install` lays down, all of it below the prefix, so that the whole may be moved:
#
#   bin/yuantu                        finds its data in ../share/yuantu from where it lies itself
#   share/yuantu/                     rules, gazetteers, ontology, queries, in the folders they have here
#   share/yuantu/web                  the explorer, if it was built
#   share/man, share/doc/yuantu       the man page, the first pages to read
#   lib/libyuantu.{so,a}, include/yuantu/yuantu.h, lib/pkgconfig/yuantu.pc    the library (src/yuantu, docs/library.md)
#   lib/redland/librdf_storage_yuantu.so    the storage module for Redland (src/librdf)

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
