/* Docstrings begin "name(parameters)\n--\n\n", from which CPython makes
 * __text_signature__. */
#include "python/arguments/docs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "python/arguments/args.h"

typedef struct text { /* what does not fit is cut */
    char *bytes;
    size_t size, used;
} text;

static void put(text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(t->bytes + t->used, t->size - t->used, format, args);
    va_end(args);
    t->used += (size_t)(n > 0 ? n : 0);
    if (t->used >= t->size) {
        t->used = t->size - 1;
    }
}

/* Words in lines of up to 80 characters behind the indent, which is there for the first
 * line; an empty line stays. help() shows a docstring as it is. */
static void put_wrapped(text *t, const char *words, int indent)
{
    int column = 0;
    while (*words) {
        size_t n = strcspn(words, " \n");
        bool paragraph = words[n] == '\n';
        if (column > 0 && column + 1 + (int)n > 80) {
            put(t, "\n%*s", indent, "");
            column = 0;
        }
        put(t, column ? " %.*s" : "%.*s", (int)n, words);
        column += (column > 0) + (int)n;
        words += n + (words[n] != 0);
        if (paragraph) {
            put(t, *words == '\n' ? "\n" : "\n%*s", indent, "");
            column = 0;
        }
    }
}

/* ---- parameters --------------------------------------------------------- */

typedef struct entry { /* one parameter of the signature */
    const ct_param *param;
    int rows; /* how many of the overloads have it */
    bool required, variadic;
} entry;

typedef struct entries {
    entry v[3 * CT_MAX_ARGS];
    int n, rows;
} entries;

/* Do ints given one by one go to parameter i? Then only keywords follow it. */
static bool is_variadic(const ct_op *op, int i)
{
    return op->params[i].spread && !op->params[i].keyword_only &&
           (i + 1 == op->nparam || op->params[i + 1].keyword_only);
}

static void add_parameter(entries *e, const ct_op *op, int i)
{
    const ct_param *p = &op->params[i];
    int at = 0;
    while (at < e->n && strcmp(e->v[at].param->name, p->name) != 0) {
        at++;
    }
    if (at == e->n && e->n < (int)(sizeof e->v / sizeof *e->v)) {
        e->v[e->n++] = (entry){p, 0, true, is_variadic(op, i)};
    }
    if (at < e->n) {
        e->v[at].rows++;
        e->v[at].required &= !p->has_default;
    }
}

static void add_row(entries *e, const ct_op *op, unsigned form)
{
    int self = form == CT_FN ? -1 : op->self;
    for (int i = 0; i < op->nparam; i++) {
        if (i != self) {
            add_parameter(e, op, i);
        }
    }
    e->rows++;
}

static void put_parameter(text *t, const entry *e, bool required)
{
    const ct_param *p = e->param;
    bool keyword = strcmp(p->name, "from") == 0; /* PyTorch's name, no Python */
    put(t, "%s%s%s", e->variadic ? "*" : "", p->name, keyword ? "_" : "");
    if (!required && !e->variadic) {
        const char *value = p->has_default ? p->text : "None";
        put(t, "=%s", value);
    }
}

/* Parameters that not every overload has are optional; those by keyword alone, and all
 * that follow a variadic one, stand behind the star. */
static void put_entries(text *t, const entries *e, const char *separator, bool out)
{
    bool optional = false, star = false;
    uint64_t later = 0;
    for (int i = 0; i < e->n; i++) {
        if (e->v[i].param->keyword_only || star) {
            later |= 1ull << i;
            continue;
        }
        optional |= !e->v[i].required || e->v[i].rows < e->rows;
        put(t, "%s", separator);
        put_parameter(t, &e->v[i], !optional);
        separator = ", ";
        star = e->v[i].variadic;
    }
    if ((later || out) && !star) {
        put(t, "%s*", separator);
        separator = ", ";
    }
    for (int i = 0; i < e->n; i++) {
        if (later >> i & 1) {
            put(t, "%s", separator);
            put_parameter(t, &e->v[i], e->v[i].required && e->v[i].rows == e->rows);
            separator = ", ";
        }
    }
    if (out) {
        put(t, "%sout=None", separator);
    }
}

/* Of the row alone, or of it and its overloads together. */
static void put_parameters(text *t, const ct_op *op, unsigned form, bool overloads)
{
    entries e = {.n = 0};
    bool out = false;
    for (const ct_op *row = op; row; row = overloads ? row->overload : NULL) {
        if (!overloads || ct_py_has_form(row, form)) {
            add_row(&e, row, form);
            out |= form == CT_FN && row->flags & CT_OUT;
        }
    }
    put(t, form == CT_FN ? "" : "$self");
    put_entries(t, &e, form == CT_FN ? "" : ", ", out);
}

void ct_doc_parameters(const ct_op *op, unsigned form, char *bytes, size_t size)
{
    text t = {bytes, size, 0};
    bytes[0] = 0;
    put_parameters(&t, op, form, false);
}

/* ---- docstrings --------------------------------------------------------- */

static int count_rows(const ct_op *op, unsigned form)
{
    int n = 0;
    for (; op; op = op->overload) {
        n += ct_py_has_form(op, form);
    }
    return n;
}

static void put_overloads(text *t, const ct_op *op, const char *name, unsigned form)
{
    const char *between = "";
    for (const ct_op *row = op; row; row = row->overload) {
        if (ct_py_has_form(row, form)) {
            char parameters[512];
            ct_doc_parameters(row, form, parameters, sizeof parameters);
            const char *shown = strncmp(parameters, "$self", 5) ? parameters
                                : parameters[5]                 ? parameters + 7
                                                                : "";
            put(t, "%s%s(%s)\n    ", between, name, shown);
            put_wrapped(t, row->doc, 4);
            between = "\n\n";
        }
    }
}

char *ct_doc_words(const char *words)
{
    char bytes[4096];
    text t = {bytes, sizeof bytes, 0};
    bytes[0] = 0;
    put_wrapped(&t, words, 0);
    return strdup(bytes);
}

const char *ct_doc_row(const ct_op *op, const char *name, unsigned form)
{
    char bytes[4096];
    text t = {bytes, sizeof bytes, 0};
    bytes[0] = 0;
    put(&t, "%s(", name);
    put_parameters(&t, op, form, true);
    put(&t, ")\n--\n\n");
    if (count_rows(op, form) > 1) {
        put_overloads(&t, op, name, form);
    } else {
        while (!ct_py_has_form(op, form) && op->overload) {
            op = op->overload;
        }
        put_wrapped(&t, op->doc, 0);
        put(&t, form == CT_INPLACE ? "\n\nIn place." : "");
    }
    return strdup(bytes);
}
