# Writes OUT, C with the bytes of FOLDER/page.css and FOLDER/page.js. Bytes are written as escapes, each in quotes of its
# own, so that nothing in a file can end the string early.
set(text "/* Made by loader/explain/assets.cmake. */\n#include \"loader/explain.h\"\n\n")
foreach(kind css js)
  file(READ ${FOLDER}/page.${kind} hex HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1\"\"" escaped "${hex}")
  string(APPEND text "const char yt_explain_${kind}[] = \"${escaped}\";\n")
endforeach()
file(WRITE ${OUT} "${text}")
