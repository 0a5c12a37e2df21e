/* conv_flat: bands of planes as flat lines of phases; see conv_flat.h. */
#include "cpu/conv_flat.h"
#include "core/integer.h"

#include <string.h>

#include "cpu/conv_kernels.h"
#include "cpu/kernels.h"

#define FLAT_STEPS 4 /* that taking a vector of a flat line is worth */

/* ---- phases -------------------------------------------------------------- */

static int64_t index_of(const ct_conv_course *c, int64_t tap)
{
    int64_t at = c->offset + tap * c->apart;
    return at >= 0 ? at / c->step : -ct_ceil_div(-at, c->step);
}

/* Of tap j < count, and of all that are as far apart. */
static int64_t phase_of(const ct_conv_course *c, int64_t tap)
{
    return c->offset + tap * c->apart - index_of(c, tap) * c->step;
}

ct_conv_phases ct_conv_phases_of(const ct_conv_course *c)
{
    int64_t count = 1;
    while (count < c->taps && count * c->apart % c->step != 0) {
        count++;
    }
    return (ct_conv_phases){count, index_of(c, 0), index_of(c, c->taps - 1)};
}

/* ---- what an image is like ----------------------------------------------- */

static bool has_whole_lines(const ct_conv_flat *f)
{
    return f->columns == f->course[2].n;
}

void ct_conv_flat_measure(ct_conv_flat *f)
{
    const ct_conv_phases *p = f->phases;
    const ct_conv_course *c = f->course + 2;
    int64_t low = ct_min(p[2].low, 0), high = ct_max(p[2].high, 0), n = f->columns;
    f->head = -low;
    f->pitch = n + high;
    if (has_whole_lines(f)) {
        int64_t there = ct_min(ct_ceil_div(c->size, c->step), n + p[2].high);
        f->pitch = ct_max(f->pitch, there - low);
    } else {
        f->pitch -= low;
    }
    f->lines = f->rows + p[1].high - p[1].low;
    int64_t all = f->course[0].taps * p[1].count * p[2].count * f->lines * f->pitch;
    int64_t units = ct_ceil_div((all + 2 * (f->head + f->lanes)) * f->size, 64) | 1;
    f->plane = units * 64 / f->size;
    f->flat_line = ct_ceil_div((f->rows - 1) * f->pitch + n, f->lanes) * f->lanes;
}

bool ct_conv_flat_pays(const ct_conv_flat *f, int64_t taps)
{
    return f->flat_line / f->lanes * (taps + FLAT_STEPS) <
           f->rows * ct_ceil_div(f->columns, f->lanes) * (taps + 1);
}

/* ---- where its parts are ------------------------------------------------- */

static int64_t starts_bytes(const ct_conv_course *c)
{
    return (c[0].taps * c[1].taps * c[2].taps + 7) / 8 * 64;
}

int64_t ct_conv_flat_bytes(const ct_conv_course *c, const ct_conv_phases *p)
{
    int64_t pieces = c[0].taps * p[1].count * p[2].count;
    int64_t bytes = pieces * (int64_t)sizeof(ct_conv_piece);
    return starts_bytes(c) + ct_ceil_div(bytes, 64) * 64;
}

static void find_starts(const ct_conv_flat *f)
{
    const ct_conv_course *c = f->course;
    const ct_conv_phases *p = f->phases;
    int64_t *start = f->starts;
    for (int64_t i = 0; i < c[0].taps; i++) {
        for (int64_t h = 0; h < c[1].taps; h++) {
            int64_t phase = i * p[1].count + h % p[1].count;
            int64_t line = index_of(c + 1, h) - p[1].low;
            for (int64_t w = 0; w < c[2].taps; w++) {
                int64_t at = phase * p[2].count + w % p[2].count;
                *start++ =
                    (at * f->lines + line) * f->pitch + index_of(c + 2, w) + f->head;
            }
        }
    }
}

/* Of n places of a phase from index `first` on, those that are in the source. */
typedef struct range {
    int64_t begin, end;
} range;

static range range_of(const ct_conv_course *c, int64_t phase, int64_t first, int64_t n)
{
    range r = {ct_min(ct_max(-first, 0), n), 0};
    int64_t end = c->size > phase ? ct_ceil_div(c->size - phase, c->step) - first : 0;
    r.end = ct_max(ct_min(end, n), r.begin);
    return r;
}

/* Phase (h, w), which begins at `to`, of the plane's part at `depth`. */
static void add_piece(ct_conv_flat *f, const ct_conv_place *from, int64_t to,
                      int64_t depth, int64_t h, int64_t w)
{
    const ct_conv_course *c = f->course;
    const ct_conv_phases *p = f->phases;
    bool whole = has_whole_lines(f); /* or each line has zeros of its own before it */
    int64_t left = whole ? 0 : f->column - f->head, top = f->row + p[1].low;
    int64_t row = phase_of(c + 1, h), column = phase_of(c + 2, w), pitch = f->pitch;
    int64_t limit = whole ? ct_min(pitch, ct_max(f->columns + p[2].high, 0)) : pitch;
    range rows = range_of(c + 1, row, top, f->lines);
    range columns = range_of(c + 2, column, left, limit);
    ct_conv_piece piece = {
        .to = to + rows.begin * pitch + columns.begin,
        .from = depth * from->at[0] +
                ((top + rows.begin) * c[1].step + row) * from->at[1] +
                (left + columns.begin) * c[2].step + column,
        .lines = rows.end - rows.begin,
        .n = columns.end - columns.begin,
        .step = c[2].step,
        .to_line = pitch,
        .from_line = c[1].step * from->at[1],
    };
    if (piece.n == 0 || piece.lines == 0) {
        return;
    }
    if (piece.n == pitch && piece.from_line == pitch && piece.step == 1) {
        piece.n = piece.to_line = pitch * piece.lines; /* one long line */
        piece.lines = 1;
    }
    f->pieces[f->npieces++] = piece;
}

void ct_conv_flat_plan(ct_conv_flat *f, const ct_conv_place *from, char *room)
{
    const ct_conv_course *c = f->course;
    const ct_conv_phases *p = f->phases;
    f->starts = (int64_t *)(void *)room;
    f->pieces = (ct_conv_piece *)(void *)(room + starts_bytes(c));
    f->npieces = 0;
    find_starts(f);
    int64_t to = has_whole_lines(f) ? f->head : 0;
    for (int64_t i = 0; i < c[0].taps; i++) {
        int64_t depth = f->depth * c[0].step + c[0].offset + i * c[0].apart;
        for (int64_t h = 0; h < p[1].count; h++) {
            for (int64_t w = 0; w < p[2].count; w++, to += f->lines * f->pitch) {
                if (depth >= 0 && depth < c[0].size) {
                    add_piece(f, from, to, depth, h, w);
                }
            }
        }
    }
}

/* ---- from and to planes -------------------------------------------------- */

void ct_conv_flat_lay(const ct_conv_flat *f, char *image, const char *plane, bool again)
{
    int64_t size = f->size, done = 0;
    ct_conv_lines_loop lay = ct_cpu->conv->lay_lines[size == 8];
    for (int64_t i = 0; i < f->npieces; i++) {
        const ct_conv_piece *p = f->pieces + i;
        ct_conv_lines l = {.to = image + p->to * size,
                           .from = plane + p->from * size,
                           .lines = p->lines,
                           .n = p->n,
                           .step = p->step,
                           .to_line = p->to_line,
                           .from_line = p->from_line};
        if (!again && p->to > done) {
            memset(image + done * size, 0, (size_t)((p->to - done) * size));
        }
        lay(&l);
        done = p->to + p->lines * p->to_line;
    }
    if (!again) {
        memset(image + done * size, 0, (size_t)((f->plane - done) * size));
    }
}

void ct_conv_flat_take(const ct_conv_flat *f, char *to, int64_t to_line, int64_t every,
                       const char *from)
{
    ct_conv_lines l = {.to = to,
                       .from = from,
                       .lines = f->rows,
                       .n = f->columns,
                       .step = every,
                       .to_line = to_line,
                       .from_line = f->pitch};
    if (every == 1 && l.to_line == l.n && l.from_line == l.n) {
        l.n *= l.lines;
        l.lines = 1;
    }
    ct_cpu->conv->take_lines[f->size == 8](&l);
}
