/* fault-test.c: the disk fails, or the machine dies, at every step in turn; the store is never less than what was said
 * to be committed, and never more than what was asked for.
 *
 * The linker leads the calls of the store to the functions named __wrap_… here (see CMakeLists.txt). A step is one of
 * them. To fail, a step returns an error; to die, it does part of its work, takes back from every file a random part of
 * what was written and not synced, and ends the process, which is a child of the test. */
#include "random.h"
#include "store/lock.h"
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_FD 256

typedef enum { MODE_NONE, MODE_FAIL, MODE_DIE } Mode;

static struct {
  Mode mode;
  guint step, target; /* steps so far, and the one that goes wrong */
  gboolean sticky;    /* all steps after it fail, too: the disk stays full */
  guint32 seed;
  goffset synced[MAX_FD], written[MAX_FD];
} fault;

/* Shared with the child. */
typedef struct {
  guint n_committed, n_begun;
} Report;
static Report *report;

gssize __real_pwrite(int fd, const void *bytes, gsize n_bytes, off_t offset);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_rename(const char *from, const char *to);
int __real_ftruncate(int fd, off_t size);
gssize __wrap_pwrite(int fd, const void *bytes, gsize n_bytes, off_t offset);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_ftruncate(int fd, off_t size);

static guint32
next_random(void)
{
  fault.seed = fault.seed * 1664525 + 1013904223;
  return fault.seed >> 8;
}

static void G_GNUC_NORETURN
die(void)
{
  for (int fd = 3; fd < MAX_FD; fd++)
    if (fault.written[fd] > fault.synced[fd]) {
      goffset lost = (goffset) (next_random() % (guint32) (fault.written[fd] - fault.synced[fd] + 1));
      (void) !__real_ftruncate(fd, fault.written[fd] - lost);
    }
  _exit(42);
}

/* TRUE if this step is to fail. */
static gboolean
take_step(void)
{
  fault.step++;
  if (fault.mode == MODE_NONE)
    return FALSE;
  return fault.sticky ? fault.step >= fault.target : fault.step == fault.target;
}

gssize
__wrap_pwrite(int fd, const void *bytes, gsize n_bytes, off_t offset)
{
  gboolean bad = take_step();
  if (bad)
    n_bytes = next_random() % (n_bytes + 1);
  if (bad && fault.mode == MODE_FAIL && n_bytes == 0) {
    errno = ENOSPC;
    return -1;
  }
  gssize n = __real_pwrite(fd, bytes, n_bytes, offset);
  if (n > 0 && fd < MAX_FD)
    fault.written[fd] = MAX(fault.written[fd], offset + n);
  if (bad && fault.mode == MODE_DIE)
    die();
  if (bad && !fault.sticky)
    fault.target = fault.step + 1; /* a short write first, then the error */
  return n;
}

static int
sync_step(int fd, int (*real)(int))
{
  if (take_step()) {
    if (fault.mode == MODE_DIE)
      die();
    errno = EIO;
    return -1;
  }
  if (fd < MAX_FD)
    fault.synced[fd] = fault.written[fd];
  return fault.mode == MODE_NONE ? real(fd) : 0; /* nothing here waits for a real disk */
}

int
__wrap_fsync(int fd)
{
  return sync_step(fd, __real_fsync);
}

int
__wrap_fdatasync(int fd)
{
  return sync_step(fd, __real_fdatasync);
}

int
__wrap_rename(const char *from, const char *to)
{
  if (take_step()) {
    if (fault.mode == MODE_DIE) {
      if (next_random() % 2)
        (void) !__real_rename(from, to);
      die();
    }
    errno = EIO;
    return -1;
  }
  return __real_rename(from, to);
}

int
__wrap_ftruncate(int fd, off_t size)
{
  if (take_step()) {
    if (fault.mode == MODE_DIE)
      die();
    errno = EIO;
    return -1;
  }
  if (fd < MAX_FD)
    fault.written[fd] = fault.synced[fd] = size;
  return __real_ftruncate(fd, size);
}

static void
set_fault(Mode mode, guint target, gboolean sticky)
{
  memset(&fault, 0, sizeof fault);
  fault.mode = mode;
  fault.target = target;
  fault.sticky = sticky;
  fault.seed = (guint32) g_test_rand_int();
}

/* ---- What is done to a store: transaction t inserts quads 3t, 3t + 1, 3t + 2 and deletes quad 3t - 3. */

static YtTermQuad
numbered_quad(guint number, char text[32])
{
  g_snprintf(text, 32, "第%u个很长的字符串", number);
  return (YtTermQuad){yt_term_iri("s:s"), yt_term_iri("p:p"), yt_term_literal(text), {0}};
}

static gboolean
commit_numbered(YtStoreWriter *writer, guint t)
{
  char text[32];
  YtTransaction *transaction = yt_store_writer_begin(writer, NULL);
  if (!transaction)
    return FALSE;
  for (guint i = 0; i < 3; i++) {
    YtTermQuad quad = numbered_quad(3 * t + i, text);
    g_assert_true(yt_transaction_insert(transaction, &quad, NULL));
  }
  if (t > 0) {
    YtTermQuad quad = numbered_quad(3 * t - 3, text);
    g_assert_true(yt_transaction_delete(transaction, &quad, NULL));
  }
  return yt_transaction_commit(transaction, NULL);
}

static GPtrArray *
lines_after(guint n_transactions)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  char text[32];
  for (guint i = 0; i < 3 * n_transactions; i++)
    if (i % 3 != 0 || i + 3 == 3 * n_transactions) {
      YtTermQuad quad = numbered_quad(i, text);
      append_quad_text(&quad, lines, NULL);
    }
  sort_lines(lines);
  return lines;
}

/* The store at @path is what some number of transactions from @least to @most made of it; returns that number. */
static guint
assert_between(const char *path, guint least, guint most)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStore) store = yt_store_open(path, &error);
  g_assert_no_error(error);
  g_assert_true(yt_store_verify(store, &error));
  g_autoptr(GPtrArray) found = store_lines(store);
  for (guint n = least; n <= most; n++) {
    g_autoptr(GPtrArray) expected = lines_after(n);
    gboolean same = expected->len == found->len;
    for (guint i = 0; same && i < found->len; i++)
      same = strcmp(expected->pdata[i], found->pdata[i]) == 0;
    if (same)
      return n;
  }
  g_error("%s: %u quads are not what %u to %u transactions made", path, found->len, least, most);
}

/* From where the store stands, some transactions with two compactions between. Tells how far it came. */
static void
work_on(const char *path, guint first, guint n)
{
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, NULL);
  if (!writer)
    return;
  for (guint t = first; t < first + n; t++) {
    report->n_begun = t + 1;
    if (!commit_numbered(writer, t))
      return;
    report->n_committed = t + 1;
    if (t % 4 == 2)
      yt_store_writer_compact(writer, 0, NULL);
  }
}

enum { N_WORK = 8 };

/* ---- Failing */

static void
fail_at_each_step(gboolean sticky)
{
  for (guint target = 1;; target++) {
    g_autofree char *folder = make_folder();
    g_autofree char *path = g_build_filename(folder, "store", NULL);
    set_fault(MODE_NONE, 0, FALSE);
    *report = (Report){0};
    work_on(path, 0, 2);
    g_assert_cmpuint(report->n_committed, ==, 2);
    set_fault(MODE_FAIL, target, sticky);
    work_on(path, 2, N_WORK);
    gboolean through = fault.step < target;
    set_fault(MODE_NONE, 0, FALSE);
    /* A commit that was refused must not be there, unless the disk refused even to take it back. */
    guint found = assert_between(path, report->n_committed, report->n_begun);
    work_on(path, found, 3); /* and the store can be worked on, now that the disk is well again */
    g_assert_cmpuint(assert_between(path, found + 3, found + 3), ==, found + 3);
    remove_folder(folder);
    if (through)
      return;
    g_assert_cmpuint(target, <, 3000);
  }
}

static void
test_fail_once(void)
{
  fail_at_each_step(FALSE);
}

static void
test_disk_stays_full(void)
{
  fail_at_each_step(TRUE);
}

/* ---- Dying */

/* TRUE if the child came to its end. */
static gboolean
run_child(const char *path, guint first, guint target)
{
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    set_fault(MODE_DIE, target, FALSE);
    work_on(path, first, N_WORK);
    _exit(0);
  }
  int status;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 42 || WEXITSTATUS(status) == 0));
  return WEXITSTATUS(status) == 0;
}

static void
test_die_at_each_step(void)
{
  gboolean through = FALSE;
  for (guint target = 1; !through; target++) {
    g_autofree char *folder = make_folder();
    g_autofree char *path = g_build_filename(folder, "store", NULL);
    set_fault(MODE_NONE, 0, FALSE);
    *report = (Report){0};
    work_on(path, 0, 2);
    through = run_child(path, 2, target);
    set_fault(MODE_NONE, 0, FALSE);
    guint found = assert_between(path, report->n_committed, report->n_begun);
    run_child(path, found, (guint) g_test_rand_int_range(1, 30)); /* and again, on what is left */
    found = assert_between(path, MAX(found, report->n_committed), report->n_begun);
    set_fault(MODE_NONE, 0, FALSE);
    work_on(path, found, 2);
    assert_between(path, found + 2, found + 2);
    remove_folder(folder);
    g_assert_cmpuint(target, <, 3000);
  }
}

/* kill -9 at moments that nobody chose. */
static void
test_kill(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  guint found = 0;
  for (guint round = 0; round < 25; round++) {
    *report = (Report){.n_committed = found, .n_begun = found};
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
      set_fault(MODE_NONE, 0, FALSE);
      work_on(path, found, 100000);
      _exit(0);
    }
    g_usleep((gulong) g_test_rand_int_range(100, 40000));
    kill(child, SIGKILL);
    int status;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
      found = assert_between(path, report->n_committed, report->n_begun);
    else
      g_assert_cmpuint(report->n_committed, ==, 0);
  }
  remove_folder(folder);
}

/* ---- Loading */

static gboolean
build_numbered(const char *path, guint n_quads)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  char text[32];
  for (guint i = 0; i < n_quads; i++) {
    YtTermQuad quad = numbered_quad(i, text);
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  return yt_store_builder_write(builder, path, NULL);
}

/* A load that fails or dies leaves the old store, whole; one that says it is done has left the new one. */
static void
test_load(void)
{
  for (guint dying = 0; dying < 2; dying++)
    for (guint target = 1, done = 0; !done; target++) {
      g_autofree char *folder = make_folder();
      g_autofree char *path = g_build_filename(folder, "store", NULL);
      set_fault(MODE_NONE, 0, FALSE);
      g_assert_true(build_numbered(path, 100));
      if (dying) {
        pid_t child = fork();
        if (child == 0) {
          set_fault(MODE_DIE, target, FALSE);
          _exit(build_numbered(path, 2000) ? 0 : 1);
        }
        int status;
        g_assert_cmpint(waitpid(child, &status, 0), ==, child);
        done = WEXITSTATUS(status) == 0;
      } else {
        set_fault(MODE_FAIL, target, TRUE);
        done = build_numbered(path, 2000) ? 1 : 0;
      }
      set_fault(MODE_NONE, 0, FALSE);
      g_autoptr(GError) error = NULL;
      g_autoptr(YtStore) store = yt_store_open(path, &error);
      g_assert_no_error(error);
      g_assert_true(yt_store_verify(store, &error));
      gsize n = yt_store_get_n_quads(store);
      g_assert_true(n == 2000 || (n == 100 && !done));
      g_assert_true(build_numbered(path, 300)); /* what was left behind is in nobody's way */
      remove_folder(folder);
      g_assert_cmpuint(target, <, 200);
    }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_test_add_func("/store/fault/fail-once", test_fail_once);
  g_test_add_func("/store/fault/disk-stays-full", test_disk_stays_full);
  g_test_add_func("/store/fault/die-at-each-step", test_die_at_each_step);
  g_test_add_func("/store/fault/kill", test_kill);
  g_test_add_func("/store/fault/load", test_load);
  return g_test_run();
}
