/* raptor.c: RDF/XML, RDFa and RDF/JSON through the Raptor library, in a child process.
 *
 * Raptor and libxml2 are large, and the documents come from anywhere. So a child does the parsing: it gets the document
 * through a socket, sends N-Quads back through it, and says at the end through a pipe that all is well ("+") or what
 * is wrong ("-line:column:message"); silence means that it died. It can open nothing, neither file nor connection
 * (RLIMIT_NOFILE is 0), and its memory and time are limited. Raptor's types end in the first half of this file.
 *
 * The child comes from fork() and maybe from a process with threads, whose locks it may find taken for ever. It
 * therefore calls nothing of GLib but what ends in malloc(), which glibc keeps usable; should a lock get in its way
 * nevertheless, the parent loses patience after IDLE_LIMIT_MS. */
#include "rdf/raptor.h"
#include "rdf/blank.h"
#include "rdf/lines.h"
#include "rdf/scan.h"

#include "base/base.h"
#include <errno.h>
#include <fcntl.h>
#include <late-raptor2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK_SIZE        (64 * 1024) /* bytes a system call */
#define MEMORY_LIMIT      (1024 << 20) /* bytes more than at the start: RDFa and JSON keep parts of a document */
#define CPU_LIMIT_SECONDS 10    /* and one more for each MiB of the document, which needs about a fifth */
#define IDLE_LIMIT_MS     60000 /* without a byte in either direction */

#define NO_BASE "x-no-base:///" /* stands for the base that Raptor wants and the caller has not */

enum { DOCUMENT_FD = 0, MESSAGE_FD = 1 }; /* of the child */

/* How Raptor calls a syntax, and how its specification does. */
typedef struct {
  const char *parser, *name;
} Syntax;

static const Syntax *
find_syntax(YtRdfFormat format)
{
  static const Syntax xml = {"rdfxml", "RDF/XML"}, rdfa = {"rdfa", "RDFa in XML"},
                      json = {"json", "RDF/JSON"};
  return format == YT_RDF_XML ? &xml : format == YT_RDF_RDFA ? &rdfa : format == YT_RDF_JSON ? &json : NULL;
}

/* The child's side. */

typedef struct {
  raptor_parser *parser;
  const Syntax *syntax;
  gboolean is_strict;
  GString *out;   /* N-Quads, not yet sent */
  GString *label; /* of the blank node at hand */
  guint64 n_anonymous;
} Child;

static void
write_all(int fd, const char *bytes, gsize n_bytes)
{
  while (n_bytes > 0) {
    gssize n = write(fd, bytes, n_bytes);
    if (n < 0 && errno != EINTR)
      _exit(1); /* the parent has gone */
    if (n > 0) {
      bytes += n;
      n_bytes -= (gsize) n;
    }
  }
}

static void
flush(Child *child)
{
  write_all(DOCUMENT_FD, child->out->str, child->out->len);
  g_string_truncate(child->out, 0);
}

/* Sends what there is so far, and the reason why there is no more. */
static G_NORETURN void
refuse(Child *child, const raptor_locator *locator, const char *message)
{
  char text[2048]; /* less than a pipe holds, so that writing never blocks */
  if ((!locator || locator->line <= 0) && child->parser)
    locator =
        raptor_parser_get_locator(child->parser); /* where it was before the error: better than nothing */
  int line = locator && locator->line > 0 ? locator->line : 1;
  int column = locator && locator->column > 0 ? locator->column : 1;
  int n = snprintf(text, sizeof text, "-%d:%d:%s", line, column, message);
  flush(child);
  write_all(MESSAGE_FD, text, (gsize) CLAMP(n, 0, (int) sizeof text - 1));
  _exit(0);
}

static YtTerm
lend_literal(const raptor_term_literal_value *value)
{
  YtTerm term = {.kind = YT_TERM_LITERAL, .text = (const char *) value->string, .n_text = value->string_len};
  if (value->language && value->language_len) {
    term.language = (const char *) value->language;
    term.n_language = value->language_len;
  } else if (value->datatype) {
    term.datatype = (const char *) raptor_uri_as_counted_string(value->datatype, &term.n_datatype);
  }
  return term;
}

static YtTerm
lend_term(const raptor_term *from)
{
  YtTerm term = {.kind = YT_TERM_UNBOUND};
  switch (from->type) {
  case RAPTOR_TERM_TYPE_URI:
    term.kind = YT_TERM_IRI;
    term.text = (const char *) raptor_uri_as_counted_string(from->value.uri, &term.n_text);
    return term;
  case RAPTOR_TERM_TYPE_BLANK:
    term.kind = YT_TERM_BLANK;
    term.text = (const char *) from->value.blank.string;
    term.n_text = from->value.blank.string_len;
    return term;
  case RAPTOR_TERM_TYPE_LITERAL: return lend_literal(&from->value.literal);
  default: return term;
  }
}

static gboolean
is_iri(const char *iri, gsize n)
{
  return yt_scan_iri(iri, iri + n) == iri + n && yt_scan_is_absolute(iri, iri + n) &&
         !(n >= strlen(NO_BASE) && memcmp(iri, NO_BASE, strlen(NO_BASE)) == 0);
}

/* What @term should be and is not; NULL when all is well. */
static const char *
find_fault(const YtTerm *term)
{
  const char *end = term->text + term->n_text, *language_end = term->language + term->n_language;
  if (yt_utf8_find_invalid(term->text, term->n_text) < term->n_text)
    return "UTF-8";
  switch (term->kind) {
  case YT_TERM_IRI: return is_iri(term->text, term->n_text) ? NULL : "an absolute IRI";
  case YT_TERM_BLANK: return yt_scan_blank_label(term->text, end, NULL) == end ? NULL : "a blank node label";
  case YT_TERM_LITERAL:
    if (term->n_language && yt_scan_language(term->language, language_end) != language_end)
      return "a literal with a language tag such as zh or zh-Hans";
    return !term->n_datatype || is_iri(term->datatype, term->n_datatype)
               ? NULL
               : "a literal with an absolute datatype";
  default: return "a term";
  }
}

static void
append_term(Child *child, const raptor_term *from, gboolean is_predicate)
{
  YtTerm term = lend_term(from);
  const char *fault = is_predicate && term.kind != YT_TERM_IRI ? "an IRI as predicate" : find_fault(&term);
  if (fault && child->is_strict) {
    char message[512];
    snprintf(message, sizeof message, "expected %s, found '%.200s'", fault, term.text ? term.text : "");
    refuse(child, raptor_parser_get_locator(child->parser), message);
  }
  if (fault)
    yt_append(child->out, "!", 1); /* makes it a bad line, which the parent counts */
  else
    yt_term_append(child->out, &term);
  yt_append(child->out, " ", 1);
}

static void
on_statement(void *data, raptor_statement *statement)
{
  Child *child = data;
  append_term(child, statement->subject, FALSE);
  append_term(child, statement->predicate, TRUE);
  append_term(child, statement->object, FALSE);
  if (statement->graph)
    append_term(child, statement->graph, FALSE);
  yt_append(child->out, ".\n", 2);
  if (child->out->len >= BLOCK_SIZE)
    flush(child);
}

static void
on_log(void *data, raptor_log_message *message)
{
  Child *child = data;
  if (message->level < RAPTOR_LOG_LEVEL_ERROR)
    return;
  char text[1024];
  snprintf(text, sizeof text, "expected %s, found: %s", child->syntax->name, message->text);
  refuse(child, message->locator, text);
}

/* Raptor hands over the label that the document wrote, or NULL, and owns what it gets. */
static unsigned char *
on_blank(void *data, unsigned char *written)
{
  Child *child = data;
  g_string_truncate(child->label, 0);
  if (written)
    yt_blank_append_label(child->label, (const char *) written, strlen((const char *) written));
  else
    yt_blank_append_anonymous(child->label, ++child->n_anonymous);
  if (written)
    raptor_free_memory(written);
  unsigned char *label = raptor_alloc_memory(child->label->len + 1);
  if (label)
    memcpy(label, child->label->str, child->label->len + 1);
  return label;
}

static int
refuse_uri(void *data G_GNUC_UNUSED, raptor_uri *uri G_GNUC_UNUSED)
{
  return 1; /* nothing is fetched that a document mentions */
}

static void
parse(Child *child)
{
  static unsigned char block[BLOCK_SIZE];
  gssize n;
  while ((n = read(DOCUMENT_FD, block, sizeof block)) != 0) {
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 || raptor_parser_parse_chunk(child->parser, block, (size_t) n, 0) != 0)
      refuse(child, raptor_parser_get_locator(child->parser),
             "expected another syntax, found what Raptor has no name for");
  }
  if (raptor_parser_parse_chunk(child->parser, NULL, 0, 1) != 0)
    refuse(child, raptor_parser_get_locator(child->parser), "expected more, found the end of the document");
}

/* The document lies behind DOCUMENT_FD. */
static G_NORETURN void
run_raptor(Child *child, const char *base_iri)
{
  raptor_world *world = raptor_new_world();
  raptor_world_set_log_handler(world, child, on_log);
  raptor_world_set_generate_bnodeid_handler(world, child, on_blank);
  if (raptor_world_open(world) != 0 || !(child->parser = raptor_new_parser(world, child->syntax->parser)))
    refuse(child, NULL, "expected a Raptor library that knows this syntax, found another");
  raptor_parser_set_option(child->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
  raptor_parser_set_option(child->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
  raptor_parser_set_option(child->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
  raptor_parser_set_option(child->parser, RAPTOR_OPTION_NORMALIZE_LANGUAGE, NULL,
                           0); /* tags stay as written */
  raptor_parser_set_uri_filter(child->parser, refuse_uri, NULL);
  raptor_parser_set_statement_handler(child->parser, child, on_statement);
  raptor_uri *base = raptor_new_uri(world, (const unsigned char *) base_iri);
  if (!base || raptor_parser_parse_start(child->parser, base) != 0)
    refuse(child, NULL, "expected a base that is an absolute IRI, found another");
  parse(child);
  flush(child);
  write_all(MESSAGE_FD, "+", 1);
  _exit(0);
}

static void
limit(int resource, rlim_t value)
{
  struct rlimit limits = {value, value};
  if (setrlimit((__rlimit_resource_t) resource, &limits) != 0)
    _exit(1);
}

/* Some steps of the parsers are quadratic, so that time is limited too. @pid 0 is the calling process. */
static void
limit_cpu(pid_t pid, guint64 n_bytes)
{
  struct rlimit limits;
  if (getrlimit(RLIMIT_CPU, &limits) != 0)
    return;
  limits.rlim_cur = MIN(CPU_LIMIT_SECONDS + (n_bytes >> 20), limits.rlim_max);
  prlimit(pid, RLIMIT_CPU, &limits, NULL);
}

/* Address space may grow by MEMORY_LIMIT. The address sanitizer maps more than any limit, so it goes without. */
static void
limit_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  char text[64] = "";
  int fd = open("/proc/self/statm", O_RDONLY);
  guint64 n_pages = 0;
  if (fd >= 0 && read(fd, text, sizeof text - 1) > 0)
    for (const char *p = text; g_ascii_isdigit(*p); p++)
      n_pages = n_pages * 10 + (guint64) (*p - '0');
  if (fd >= 0)
    close(fd);
  if (n_pages > 0)
    limit(RLIMIT_AS, n_pages * (guint64) sysconf(_SC_PAGESIZE) + MEMORY_LIMIT);
#endif
}

/* Keeps only @document, @message and standard error, and gives up all that a parser does not need. */
static void
confine(pid_t parent, int document, int message)
{
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD, SIGXCPU, SIGUSR1, SIGUSR2};
  sigset_t none;
  sigemptyset(&none);
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    signal(signals[i], SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1);
  int high_document = fcntl(document, F_DUPFD, 10), high_message = fcntl(message, F_DUPFD, 10);
  if (dup2(high_document, DOCUMENT_FD) < 0 || dup2(high_message, MESSAGE_FD) < 0 ||
      close_range(3, ~0U, 0) != 0)
    _exit(1);
  limit_memory();
  limit_cpu(0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 0);
}

/* The parent's side. */

typedef struct {
  pid_t pid;
  int socket, message;
  YtInput input;
  char *block; /* of the document, in part sent */
  gsize n_sent, n_block;
  guint64 n_document; /* bytes read so far */
  gboolean all_sent;
  const char *source;
} Parent;

static gboolean
set_system_error(GError **error, const char *what)
{
  int code = errno;
  g_set_error(error, G_IO_ERROR, (gint) g_io_error_from_errno(code), "cannot run Raptor: %s: %s", what,
              g_strerror(code));
  return FALSE;
}

static gboolean
start(Parent *parent, const YtRdfReadOptions *options, GError **error)
{
  int sockets[2], pipes[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
    return set_system_error(error, "socketpair");
  if (pipe2(pipes, O_CLOEXEC) != 0) {
    set_system_error(error, "pipe");
    close(sockets[0]);
    close(sockets[1]);
    return FALSE;
  }
  /* What the child needs of GLib is made here. */
  Child child = {.syntax = find_syntax(options->format), .is_strict = options->strict_lines};
  child.out = g_string_sized_new(2 * BLOCK_SIZE);
  child.label = g_string_new(NULL);
  pid_t own_pid = getpid();
  parent->pid = fork();
  if (parent->pid == 0) {
    confine(own_pid, sockets[1], pipes[1]);
    run_raptor(&child, options->base ? options->base : NO_BASE);
  }
  gboolean ok = parent->pid > 0 || set_system_error(error, "fork");
  g_string_free(child.out, TRUE);
  g_string_free(child.label, TRUE);
  close(sockets[1]);
  close(pipes[1]);
  if (!ok) {
    close(sockets[0]);
    close(pipes[0]);
  }
  parent->socket = sockets[0];
  parent->message = pipes[0];
  return ok;
}

/* Takes the next block of the document when the last one is sent. */
static gboolean
refill(Parent *parent, GError **error)
{
  if (parent->all_sent || parent->n_sent < parent->n_block)
    return TRUE;
  gssize n = parent->input.read(parent->input.data, parent->block, BLOCK_SIZE, error);
  if (n < 0)
    return FALSE;
  parent->n_sent = 0;
  parent->n_block = (gsize) n;
  parent->n_document += (gsize) n;
  limit_cpu(parent->pid, parent->n_document);
  if (n == 0) {
    parent->all_sent = TRUE;
    shutdown(parent->socket, SHUT_WR);
  }
  return TRUE;
}

static void
send_some(Parent *parent)
{
  gssize n = send(parent->socket, parent->block + parent->n_sent, parent->n_block - parent->n_sent,
                  MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n > 0)
    parent->n_sent += (gsize) n;
  else if (errno != EAGAIN && errno != EINTR)
    parent->all_sent = TRUE; /* the child has read enough to know that the document is bad */
}

/* An input over what the child sends, that feeds the document to it meanwhile. */
static gssize
read_child(gpointer data, char *buffer, gsize n_bytes, GError **error)
{
  Parent *parent = data;
  for (;;) {
    if (!refill(parent, error))
      return -1;
    struct pollfd poll_fd = {.fd = parent->socket,
                             .events = (short) (parent->all_sent ? POLLIN : POLLIN | POLLOUT)};
    int n_ready = poll(&poll_fd, 1, IDLE_LIMIT_MS);
    if (n_ready == 0) {
      g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
                  "%s:1:1: expected progress, found none in %d seconds of reading with Raptor",
                  parent->source, IDLE_LIMIT_MS / 1000);
      return -1;
    }
    if (n_ready < 0 && errno != EINTR)
      return set_system_error(error, "poll") ? 0 : -1;
    if (n_ready > 0 && poll_fd.revents & (POLLIN | POLLHUP | POLLERR)) {
      gssize n = recv(parent->socket, buffer, n_bytes, MSG_DONTWAIT);
      if (n >= 0)
        return n;
      if (errno == ECONNRESET)
        return 0;
      if (errno != EAGAIN && errno != EINTR)
        return set_system_error(error, "recv") ? 0 : -1;
    }
    if (n_ready > 0 && poll_fd.revents & POLLOUT && !parent->all_sent)
      send_some(parent);
  }
}

/* What the child said at its end. (transfer full) */
static char *
read_message(Parent *parent)
{
  GString *message = g_string_new(NULL);
  char block[2048];
  gssize n;
  while ((n = read(parent->message, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_string_append_len(message, block, n);
  return g_string_free(message, FALSE);
}

/* Waits for the child. Returns the signal that ended it, or 0. */
static int
reap(Parent *parent)
{
  int status = 0;
  while (waitpid(parent->pid, &status, 0) < 0 && errno == EINTR)
    ;
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* @message as valid UTF-8, each run of white space in it as one space. (transfer full) */
static char *
dup_one_line(const char *message)
{
  g_autofree char *valid = g_utf8_make_valid(message, -1);
  g_autoptr(GString) line = g_string_new(NULL);
  for (const char *p = valid; *p; p++) {
    gboolean is_space = g_ascii_isspace(*p) || g_ascii_iscntrl(*p);
    if (!is_space)
      g_string_append_c(line, *p);
    else if (line->len && line->str[line->len - 1] != ' ')
      g_string_append_c(line, ' ');
  }
  return g_strchomp(g_string_free(g_steal_pointer(&line), FALSE));
}

static gboolean
check_end(const char *source, const char *message, int signal_number, GError **error)
{
  int line = 1, column = 1, n = 0;
  if (*message == '+')
    return TRUE;
  if (sscanf(message, "-%d:%d:%n", &line, &column, &n) == 2 && n > 0) {
    g_autofree char *one_line = dup_one_line(message + n);
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX, "%s:%d:%d: %s", source, line, column, one_line);
  } else if (signal_number == SIGXCPU || signal_number == SIGKILL) {
    g_set_error(
        error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
        "%s:1:1: expected a document that Raptor reads at 1 MiB a second, found one that takes longer",
        source);
  } else {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
                "%s:1:1: expected a document that Raptor can read, found one that ends it (%s)", source,
                signal_number ? g_strsignal(signal_number) : "out of memory");
  }
  return FALSE;
}

gboolean
yt_raptor_read(YtInput input, const YtRdfReadOptions *options, YtQuadFunc func, gpointer user_data,
               GError **error)
{
  g_return_val_if_fail(find_syntax(options->format) != NULL, FALSE);
  Parent parent = {.input = input, .source = options->source ? options->source : "input"};
  if (!yt_late_raptor2_load(error) || !start(&parent, options, error)) /* the child can open nothing */
    return FALSE;
  parent.block = g_malloc(BLOCK_SIZE);
  YtRdfReadOptions lines = *options;
  YtLineParser parser;
  lines.format = YT_RDF_NQUADS;
  lines.strict_lines =
      FALSE; /* a child that dies leaves half a line; the faults of a document it finds itself */
  yt_line_parser_init(&parser, &lines);
  gboolean ok = yt_line_parser_read(&parser, (YtInput){read_child, &parent}, func, user_data, error);
  if (options->n_bad_lines)
    *options->n_bad_lines = parser.n_bad_lines;
  yt_line_parser_clear(&parser);
  close(parent.socket);
  if (!ok)
    kill(parent.pid, SIGKILL);
  g_autofree char *message = read_message(&parent);
  close(parent.message);
  int signal_number = reap(&parent);
  g_free(parent.block);
  if (!ok || !check_end(parent.source, message, signal_number, error))
    return FALSE;
  if (options->strict_lines && parser.n_bad_lines)
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
                "%s:1:1: expected N-Quads from Raptor, found %" G_GUINT64_FORMAT " other lines",
                parent.source, parser.n_bad_lines);
  return !options->strict_lines || parser.n_bad_lines == 0;
}
