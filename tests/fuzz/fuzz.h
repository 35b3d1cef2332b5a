/* fuzz.h: what a fuzz target offers to libFuzzer, or to replay.c in its place. */
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes); /* returns 0, or does not return */
