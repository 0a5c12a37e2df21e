/* Docstrings begin "name(parameters)\n--\n\n", from which CPython makes
 * __text_signature__. */
#include "python/docs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "python/args.h"

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

/* Do ints given one by one go to parameter i? Then only keywords follow it. */
static bool is_variadic(const ct_op *op, int i)
{
    return op->params[i].type == CT_ARG_SHAPE && !op->params[i].keyword_only &&
           (i + 1 == op->nparam || op->params[i + 1].keyword_only);
}

static void put_parameter(text *t, const ct_param *p, bool variadic)
{
    put(t, "%s%s", variadic ? "*" : "", p->name);
    if (p->has_default && !variadic) {
        bool is_str = p->type == CT_ARG_STR && p->text[0] == '\'';
        put(t, is_str ? "=%s'" : "=%s", p->text);
    }
}

static void put_parameters(text *t, const ct_op *op, unsigned form)
{
    int self = form == CT_FN ? -1 : ct_py_self_index(op);
    bool star = false;
    const char *separator = "";
    if (self >= 0) {
        put(t, "$self");
        separator = ", ";
    }
    for (int i = 0; i < op->nparam; i++) {
        if (i == self) {
            continue;
        }
        put(t, "%s", separator);
        separator = ", ";
        if (op->params[i].keyword_only && !star) {
            put(t, "*, ");
            star = true;
        }
        put_parameter(t, &op->params[i], is_variadic(op, i));
        star |= is_variadic(op, i);
    }
    if (form == CT_FN && op->flags & CT_OUT) {
        put(t, star ? ", out=None" : ", *, out=None");
    }
}

void ct_doc_parameters(const ct_op *op, unsigned form, char *bytes, size_t size)
{
    text t = {bytes, size, 0};
    put_parameters(&t, op, form);
}

static int count_rows(const ct_op *op, unsigned form)
{
    int n = 0;
    for (; op; op = op->overload) {
        n += ct_py_has_form(op, form);
    }
    return n;
}

/* One row: its own parameters. Several: no one list is true, so each is spelt out
 * below. */
static void put_overloads(text *t, const ct_op *op, const char *name, unsigned form)
{
    put(t, form == CT_FN ? "%s(*args, **kwargs)\n--\n\n"
                         : "%s($self, *args, **kwargs)\n--\n\n",
        name);
    for (const ct_op *row = op; row; row = row->overload) {
        if (ct_py_has_form(row, form)) {
            char parameters[512];
            ct_doc_parameters(row, form, parameters, sizeof parameters);
            const char *shown = strncmp(parameters, "$self", 5) ? parameters
                                : parameters[5]                 ? parameters + 7
                                                                : "";
            put(t, "%s(%s)\n    %s\n\n", name, shown, row->doc);
        }
    }
}

const char *ct_doc_row(const ct_op *op, const char *name, unsigned form)
{
    char bytes[4096];
    text t = {bytes, sizeof bytes, 0};
    bytes[0] = 0;
    if (count_rows(op, form) > 1) {
        put_overloads(&t, op, name, form);
    } else {
        while (!ct_py_has_form(op, form) && op->overload) {
            op = op->overload;
        }
        put(&t, "%s(", name);
        put_parameters(&t, op, form);
        put(&t, ")\n--\n\n%s%s", op->doc, form == CT_INPLACE ? "\n\nIn place." : "");
    }
    return strdup(bytes);
}
