/* layout.c: places for nodes, by forces.
 *
 * Every node pushes every other away, edges pull their ends together, and a weak force, which grows with the distance,
 * holds all near the middle (after Jacomy et al., "ForceAtlas2", PLoS ONE 9(6), 2014: a push of (d1 + 1)(d2 + 1)/r
 * between nodes of degrees d1 and d2, a pull of r, both over the degree). Pushes from far away are taken together, by a
 * quadtree (Barnes and Hut, Nature 324, 1986). A step may be no longer than a limit that falls towards the end. Nothing
 * is random, and the mathematics library gives square roots and whole numbers alone, which standards fix. */
#include "export/projection.h"

#include <math.h>

#define MAX_NODES 10000 /* some five seconds; more go on the spiral */
#define THETA     1.2   /* a cell as wide as this part of its distance counts as one body */
#define PUSH      40.0
#define GRAVITY   0.15

typedef struct {
  double x, y, mass;      /* of the centre of mass */
  double left, low, size; /* the square */
  guint children[4];      /* indices of cells; 0: none */
  guint n_bodies;
} Cell;

typedef struct {
  double x, y, dx, dy, mass;
} Body;

/* ---- the tree ---- */

static guint
new_cell(GArray *cells, double left, double low, double size)
{
  Cell cell = {.left = left, .low = low, .size = size};
  g_array_append_val(cells, cell);
  return cells->len - 1;
}

static guint
child_of(GArray *cells, guint at, double x, double y)
{
  Cell cell = g_array_index(cells, Cell, at);
  double half = cell.size / 2;
  guint column = x >= cell.left + half, row = y >= cell.low + half;
  guint quarter = 2 * row + column;
  if (!cell.children[quarter]) {
    guint child = new_cell(cells, cell.left + half * column, cell.low + half * row, half);
    g_array_index(cells, Cell, at).children[quarter] = child;
  }
  return g_array_index(cells, Cell, at).children[quarter];
}

static void
weigh(Cell *cell, double x, double y, double mass)
{
  double total = cell->mass + mass;
  cell->x = (cell->x * cell->mass + x * mass) / total;
  cell->y = (cell->y * cell->mass + y * mass) / total;
  cell->mass = total;
}

/* Puts a body into the tree. A cell with one body hands that down when a second one comes; bodies in the same place
 * stay together in a cell that is too small to split. */
static void
insert(GArray *cells, const Body *body)
{
  guint at = 0;
  for (;;) {
    Cell *cell = &g_array_index(cells, Cell, at);
    if (cell->n_bodies == 1 && cell->size > 1e-3) {
      double x = cell->x, y = cell->y, mass = cell->mass;
      guint child = child_of(cells, at, x, y);
      Cell *below = &g_array_index(cells, Cell, child);
      weigh(below, x, y, mass);
      below->n_bodies = 1;
      cell = &g_array_index(cells, Cell, at);
    }
    gboolean ends_here = cell->n_bodies == 0 || cell->size <= 1e-3;
    weigh(cell, body->x, body->y, body->mass);
    cell->n_bodies++;
    if (ends_here)
      return;
    at = child_of(cells, at, body->x, body->y);
  }
}

static void
build_tree(GArray *cells, const Body *bodies, guint n)
{
  double left = bodies[0].x, right = left, low = bodies[0].y, high = low;
  for (guint i = 1; i < n; i++) {
    left = MIN(left, bodies[i].x);
    right = MAX(right, bodies[i].x);
    low = MIN(low, bodies[i].y);
    high = MAX(high, bodies[i].y);
  }
  g_array_set_size(cells, 0);
  new_cell(cells, left, low, MAX(right - left, high - low) + 1);
  for (guint i = 0; i < n; i++)
    insert(cells, &bodies[i]);
}

/* ---- forces ---- */

static void
push(const GArray *cells, Body *body, GArray *stack)
{
  guint root = 0;
  g_array_set_size(stack, 0);
  g_array_append_val(stack, root);
  while (stack->len > 0) {
    const Cell *cell = &g_array_index(cells, Cell, g_array_index(stack, guint, stack->len - 1));
    g_array_set_size(stack, stack->len - 1);
    double dx = body->x - cell->x, dy = body->y - cell->y, r2 = dx * dx + dy * dy;
    if (cell->n_bodies == 1 || cell->size * cell->size < THETA * THETA * r2 || cell->size <= 1e-3) {
      if (r2 > 1e-9) {
        double force = PUSH * body->mass * cell->mass / r2;
        body->dx += dx * force;
        body->dy += dy * force;
      }
      continue;
    }
    for (guint i = 0; i < 4; i++)
      if (cell->children[i])
        g_array_append_val(stack, cell->children[i]);
  }
}

static void
pull(const YtProjection *projection, Body *bodies)
{
  for (guint i = 0; i < projection->edges->len; i++) {
    const YtProjectionEdge *edge = &g_array_index(projection->edges, YtProjectionEdge, i);
    Body *a = &bodies[edge->source], *b = &bodies[edge->target];
    double dx = b->x - a->x, dy = b->y - a->y;
    a->dx += dx;
    a->dy += dy;
    b->dx -= dx;
    b->dy -= dy;
  }
}

static void
move(Body *bodies, guint n, double longest)
{
  for (guint i = 0; i < n; i++) {
    Body *body = &bodies[i];
    body->dx -= GRAVITY * body->mass * body->x;
    body->dy -= GRAVITY * body->mass * body->y;
    double dx = body->dx / (body->mass + 1), dy = body->dy / (body->mass + 1);
    double length = sqrt(dx * dx + dy * dy), part = length > longest ? longest / length : 1;
    body->x += dx * part * 0.5;
    body->y += dy * part * 0.5;
    body->dx = body->dy = 0;
  }
}

/* The golden angle's cosine and sine, for the spiral on which seeds of a sunflower sit. */
#define GOLDEN_COS -0.7373688780783197
#define GOLDEN_SIN 0.6754902942615238

/* Puts node @order[i] at the i-th seed of a sunflower. */
static void
spiral(YtProjection *projection, const guint *order)
{
  double c = 1, s = 0;
  for (guint i = 0; i < projection->nodes->len; i++) {
    YtNode *node = &g_array_index(projection->nodes, YtNode, order[i]);
    double r = 12 * sqrt(i + 0.5);
    node->x = (float) (r * c);
    node->y = (float) (r * s);
    double turned = c * GOLDEN_COS - s * GOLDEN_SIN;
    s = c * GOLDEN_SIN + s * GOLDEN_COS;
    c = turned;
  }
}

static int
compare_degrees(gconstpointer a, gconstpointer b, gpointer nodes)
{
  const YtNode *all = (const YtNode *) nodes, *x = &all[*(const guint *) a], *y = &all[*(const guint *) b];
  if (x->degree != y->degree)
    return x->degree > y->degree ? -1 : 1;
  return *(const guint *) a < *(const guint *) b ? -1 : 1;
}

static void
settle(YtProjection *projection)
{
  guint n = projection->nodes->len;
  g_autofree Body *bodies = g_new0(Body, n);
  for (guint i = 0; i < n; i++) {
    const YtNode *node = &g_array_index(projection->nodes, YtNode, i);
    bodies[i] = (Body){.x = (double) node->x, .y = (double) node->y, .mass = 1.0 + node->degree};
  }
  g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(Cell)),
                    stack = g_array_new(FALSE, FALSE, sizeof(guint));
  guint n_steps = n < 1500 ? 400 : 200;
  for (guint step = 0; step < n_steps; step++) {
    build_tree(cells, bodies, n);
    for (guint i = 0; i < n; i++)
      push(cells, &bodies[i], stack);
    pull(projection, bodies);
    move(bodies, n, 2 + 60.0 * (n_steps - step) / n_steps);
  }
  for (guint i = 0; i < n; i++) {
    YtNode *node = &g_array_index(projection->nodes, YtNode, i);
    node->x = (float) floor(bodies[i].x * 10 + 0.5) / 10;
    node->y = (float) floor(bodies[i].y * 10 + 0.5) / 10;
  }
}

void
yt_layout(YtProjection *projection)
{
  guint n = projection->nodes->len;
  g_autofree guint *order = g_new(guint, n);
  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data(order, (int) n, sizeof *order, compare_degrees, projection->nodes->data);
  spiral(projection, order);
  if (n > 1 && n <= MAX_NODES)
    settle(projection);
}
