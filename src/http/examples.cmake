# Writes OUT, C with the name and the text of each *.rq in FOLDER, in the order of their names. Bytes are written as
# escapes, each in quotes of its own, so that nothing in a query can end the string early.
file(GLOB files ${FOLDER}/*.rq)
list(SORT files)
set(text "/* The questions of queries/; made by examples.cmake. */\n#include \"http/page.h\"\n\nconst YtExample yt_examples[] = {\n")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1\"\"" escaped "${hex}")
  string(APPEND text "    {\"${name}\", \"${escaped}\"},\n")
endforeach()
string(APPEND text "    {NULL, NULL},\n};\n")
file(WRITE ${OUT} "${text}")
