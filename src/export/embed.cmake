# Writes OUT, C with the text of FILE under NAME. Bytes are written as escapes, each line of the file in quotes of its
# own, so that nothing in it can end the string early.
file(READ ${FILE} hex HEX)
string(REGEX REPLACE "(................................................................)" "\\1\n" lines "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1\"\"" escaped "${lines}")
string(REPLACE "\n" "\"\n\"" escaped "${escaped}")
file(WRITE ${OUT} "/* Made by embed.cmake. */\n#include \"export/embedded.h\"\n\nconst char ${NAME}[] =\n\"${escaped}\";\n")
