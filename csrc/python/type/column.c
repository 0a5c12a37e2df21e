/* column: how a set of numbers is written so that they line up (see column.h). */
#include "python/type/column.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Writes without padding. */
static void write_float(const ct_column *c, double f, ct_text *out)
{
    char format = c->scientific ? 'e' : 'f';
    int precision = c->whole && !c->scientific ? 0 : c->precision;
    char *s = PyOS_double_to_string(f, format, precision, 0, NULL);
    if (!s) {
        PyErr_Clear();
        out->failed = true;
        return;
    }
    ct_text_puts(out, s);
    PyMem_Free(s);
    if (c->whole && !c->scientific && isfinite(f)) {
        ct_text_add(out, ".", 1);
    }
}

static void write_plain(const ct_column *c, ct_number v, ct_text *out)
{
    char digits[32];
    switch (c->category) {
    case CT_CATEGORY_BOOLEAN:
        ct_text_puts(out, v.i ? "True" : "False");
        return;
    case CT_CATEGORY_INTEGER:
        snprintf(digits, sizeof digits, c->is_unsigned ? "%llu" : "%lld",
                 (unsigned long long)v.i);
        ct_text_puts(out, digits);
        return;
    default:
        write_float(c, v.f, out);
    }
}

static bool counts(const ct_column *c, ct_number v)
{
    return c->category <= CT_CATEGORY_INTEGER || (isfinite(v.f) && v.f != 0);
}

static void choose_notation(ct_column *c, int sci_mode, const ct_number *v, int64_t n,
                            int step)
{
    double low = INFINITY, high = 0;
    for (int64_t i = 0; i < n; i++) {
        double f = v[i * step].f;
        if (counts(c, v[i * step])) {
            low = fmin(low, fabs(f));
            high = fmax(high, fabs(f));
            c->whole = c->whole && f == ceil(f);
        }
    }
    if (high > 0) {
        c->scientific =
            sci_mode < 0 ? high / low > 1000.0 || high > 1e8 || low < 1e-4 : sci_mode;
    }
}

int ct_column_init(ct_column *c, ct_dtype dtype, int precision, int sci_mode,
                   const ct_number *v, int64_t n, int step)
{
    ct_text text;
    *c = (ct_column){.category = ct_dtype_category(dtype),
                     .is_unsigned = dtype == CT_DTYPE_U64,
                     .whole = true,
                     .precision = precision,
                     .width = 1};
    if (c->category > CT_CATEGORY_INTEGER) {
        c->category = CT_CATEGORY_FLOATING;
        choose_notation(c, sci_mode, v, n, step);
    }
    ct_text_init(&text);
    for (int64_t i = 0; i < n; i++) {
        if (counts(c, v[i * step])) {
            text.n = 0;
            write_plain(c, v[i * step], &text);
            c->width = (int)text.n > c->width ? (int)text.n : c->width;
        }
    }
    bool failed = text.failed;
    ct_text_free(&text);
    if (failed) {
        PyErr_NoMemory();
    }
    return failed ? -1 : 0;
}

void ct_column_write(const ct_column *c, ct_number v, ct_text *out)
{
    ct_text text;
    ct_text_init(&text);
    write_plain(c, v, &text);
    ct_text_repeat(out, ' ', c->width - (int64_t)text.n);
    ct_text_add(out, text.p, text.n);
    out->failed = out->failed || text.failed;
    ct_text_free(&text);
}
