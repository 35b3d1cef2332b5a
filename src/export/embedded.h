/* embedded.h: files that are compiled in, as text that ends in NUL; embed.cmake makes them C. */
#pragma once

extern const char yt_embedded_ontology[]; /* ontology/yuantu.ttl */
extern const char yt_embedded_viewer[];   /* src/export/viewer.html */
