/* pack-test.c: columns come back, in few bytes, and no bytes can harm the reader. */
#include "store/permutation.h"
#include <string.h>

typedef enum {
  SHAPE_ANY,
  SHAPE_RISING,
  SHAPE_RUNS,
  SHAPE_FEW,
  SHAPE_SAME,
  SHAPE_RISING_RUNS,
  N_SHAPES
} Shape;

static void
fill_column(guint32 *v, guint n, Shape shape)
{
  guint bits = (guint) g_test_rand_int_range(1, 33);
  guint32 mask = bits == 32 ? G_MAXUINT32 : (1u << bits) - 1, few[7],
          value = (guint32) g_test_rand_int() & mask;
  for (guint i = 0; i < G_N_ELEMENTS(few); i++)
    few[i] = (guint32) g_test_rand_int() & mask;
  for (guint i = 0; i < n; i++) {
    guint32 any = (guint32) g_test_rand_int();
    gboolean turn = any % 9 == 0;
    switch (shape) {
    case SHAPE_SAME: break;
    case SHAPE_RISING: value += any % 5; break;
    case SHAPE_RISING_RUNS: value += turn ? any % 90 : 0; break;
    case SHAPE_RUNS: value = turn ? any & mask : value; break;
    case SHAPE_FEW: value = few[any % G_N_ELEMENTS(few)]; break;
    default: value = any & mask;
    }
    v[i] = value;
  }
}

static void
test_round_trip(void)
{
  static guint32 v[4][YT_BLOCK_ROWS], back[YT_BLOCK_ROWS];
  static guint8 block[YT_BLOCK_MAX_BYTES + YT_BLOCK_PAD];
  for (guint round = 0; round < 1500; round++) {
    guint n = round % 3 ? (guint) g_test_rand_int_range(1, YT_BLOCK_ROWS + 1) : YT_BLOCK_ROWS;
    for (guint c = 0; c < 4; c++)
      fill_column(v[c], n, (Shape) g_test_rand_int_range(0, N_SHAPES));
    gsize n_bytes = yt_block_pack((const guint32 *const[]){v[0], v[1], v[2], v[3]}, n, block);
    g_assert_cmpuint(n_bytes, <=, YT_BLOCK_MAX_BYTES);
    for (guint c = 0; c < 4; c++) {
      g_assert_true(yt_block_unpack(block, n_bytes, c, n, back));
      g_assert_cmpint(memcmp(back, v[c], n * sizeof *back), ==, 0);
    }
  }
}

/* Some rows of a column are those rows of all of it, and a search without unpacking finds what one in all of it finds. */
static void
test_parts(void)
{
  static guint32 v[4][YT_BLOCK_ROWS], part[YT_BLOCK_ROWS];
  static guint8 block[YT_BLOCK_MAX_BYTES + YT_BLOCK_PAD];
  guint n_parts = 0, n_narrowed = 0;
  for (guint round = 0; round < 1500; round++) {
    guint n = (guint) g_test_rand_int_range(1, YT_BLOCK_ROWS + 1);
    for (guint c = 0; c < 4; c++)
      fill_column(v[c], n, (Shape) g_test_rand_int_range(0, N_SHAPES));
    gsize n_bytes = yt_block_pack((const guint32 *const[]){v[0], v[1], v[2], v[3]}, n, block);
    for (guint c = 0; c < 4; c++) {
      guint from = (guint) g_test_rand_int_range(0, (gint32) n),
            end = (guint) g_test_rand_int_range((gint32) from, (gint32) n) + 1;
      if (yt_block_unpack_some(block, n_bytes, c, n, from, end - from, part)) {
        g_assert_cmpint(memcmp(part, v[c] + from, (end - from) * sizeof *part), ==, 0);
        n_parts++;
      }
      guint rising = from + 1;
      while (rising < end && v[c][rising] >= v[c][rising - 1])
        rising++;
      guint32 value = v[c][(guint) g_test_rand_int_range((gint32) from, (gint32) rising)] +
                      (guint32) g_test_rand_int_range(-1, 2);
      guint expected[2] = {from, rising}, found[2] = {from, rising};
      yt_narrow(v[c], value, &expected[0], &expected[1]);
      if (yt_block_narrow(block, n_bytes, c, n, value, &found[0], &found[1])) {
        g_assert_cmpuint(found[0], ==, expected[0]);
        g_assert_cmpuint(found[1], ==, expected[1]);
        n_narrowed++;
      }
    }
  }
  g_assert_cmpuint(n_parts, >, 1500);
  g_assert_cmpuint(n_narrowed, >, 1500);
}

/* The example of pack.h. */
static void
test_example(void)
{
  static const guint8 expected[] = {0x02, 5, 0, 0, 0, 2, 0xD0};
  const guint32 v[] = {5, 5, 6, 9};
  guint8 block[YT_BLOCK_MAX_BYTES];
  gsize n_bytes = yt_block_pack((const guint32 *const[]){v, v, v, v}, 4, block);
  g_assert_cmpuint(n_bytes, ==, 8 + 4 * sizeof expected);
  g_assert_cmpint(memcmp(block + 8, expected, sizeof expected), ==, 0);
}

static void
test_small(void)
{
  guint32 subject[YT_BLOCK_ROWS], predicate[YT_BLOCK_ROWS], same[YT_BLOCK_ROWS] = {0};
  guint8 block[YT_BLOCK_MAX_BYTES];
  for (guint i = 0; i < YT_BLOCK_ROWS; i++) {
    subject[i] = 70000 + i / 8;
    predicate[i] = 1000000 * (i % 8);
  }
  gsize n_bytes =
      yt_block_pack((const guint32 *const[]){subject, predicate, same, same}, YT_BLOCK_ROWS, block);
  g_assert_cmpuint(n_bytes, <, 500); /* 3 bits a predicate, next to nothing for the rest */
}

static void
test_broken(void)
{
  guint32 v[4][YT_BLOCK_ROWS], back[YT_BLOCK_ROWS];
  guint8 block[YT_BLOCK_MAX_BYTES];
  for (guint round = 0; round < 6000; round++) {
    guint n = (guint) g_test_rand_int_range(1, YT_BLOCK_ROWS + 1);
    for (guint c = 0; c < 4; c++)
      fill_column(v[c], n, (Shape) g_test_rand_int_range(0, N_SHAPES));
    gsize n_bytes = yt_block_pack((const guint32 *const[]){v[0], v[1], v[2], v[3]}, n, block);
    gsize cut = (gsize) g_test_rand_int_range(0, (gint32) n_bytes + 1);
    g_autofree guint8 *exact = g_malloc(cut + YT_BLOCK_PAD); /* so that a sanitizer sees the end */
    memcpy(exact, block, cut);
    for (guint i = 0; i < 3 && cut > 0; i++)
      exact[g_test_rand_int_range(0, (gint32) MIN(cut, 64))] = (guint8) g_test_rand_int();
    for (guint c = 0; c < 4; c++) {
      guint from = 0, end = n;
      yt_block_unpack(exact, cut, c, n, back);
      yt_block_unpack_some(exact, cut, c, n, n / 2, n - n / 2, back);
      yt_block_narrow(exact, cut, c, n, back[0], &from, &end);
      g_assert_true(from <= end && end <= n);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/pack/round-trip", test_round_trip);
  g_test_add_func("/store/pack/parts", test_parts);
  g_test_add_func("/store/pack/example", test_example);
  g_test_add_func("/store/pack/small", test_small);
  g_test_add_func("/store/pack/broken", test_broken);
  return g_test_run();
}
