/* conv_planes: a convolution, or a transpose with stride 1, of float32 or float64 whose
 * tensors lie in planes: lanes are places, and nothing is turned.
 *
 * A task is a band of one image and group: some rows, or part of one. What it reads comes to
 * an image, zeros around it; spans of it meet the weights, which were laid in panels before.
 *
 * NOTE [Phases] Along a dim, place t takes tap j from t * step + offset + j * apart. Places
 * of the source that are equal modulo the step are a phase: in the image those lie side by
 * side, so that neighbours take any tap from neighbours, the one of place t at t + index.
 *
 * NOTE [Flat lines] Lines of a phase follow each other in the image with so many zeros
 * between as taps reach beyond the one or the other. So a span may go through many lines;
 * what it makes of the places between them is left when lines are taken to the result. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_image.h"
#include "cpu/conv_kernels.h"
#include "cpu/conv_panels.h"
#include "cpu/kernels.h"

#define IMAGE_BYTES ((int64_t)256 << 10)
#define PANEL_BYTES ((int64_t)256 << 10)
#define WORK_PER_NS 50
#define LEAST_TASKS 8
#define LEAST_WORK ((int64_t)1 << 18) /* multiplications of a task */
#define CHUNK 8 /* vectors of a flat line at once */
/* Of tiles, see pays: bytes of vectors whose step takes as long as to turn an element; by
 * how much spans are to be cheaper; sources of a window of one place. */
#define TURN_BYTES 64.
#define GAIN 1.03
#define THIN_SOURCES 16
#define FLAT_STEPS 4 /* that taking a vector of a flat line is worth */

typedef struct phases { /* of one dim */
    int64_t count, low, high; /* indices of the first tap and of the last */
} phases;

typedef struct planes {
    const ct_conv_job *j;
    ct_conv_place from, to;
    bool wide; /* float64 */
    int64_t size, lanes;
    int64_t sources, results; /* channels of a group */
    int64_t width, panels; /* results of a panel; of a group */
    int64_t block; /* sources at once */
    ct_conv_course c[CT_CONV_DIMS];
    phases p[CT_CONV_DIMS];
    int64_t taps;
    int64_t rows, columns; /* of a band */
    int64_t bands, parts, tasks; /* of the rows; of one; of all */
    char *weights; /* in panels */
} planes;

typedef struct band {
    const planes *q;
    const struct band *next; /* the next task's, NULL: none */
    int64_t image, group, depth, row, rows, column, columns;
    int64_t head; /* zeros before the first line */
    int64_t pitch, lines; /* from line to line; of a phase */
    int64_t plane; /* from channel to channel */
    bool flat;
    int64_t flat_line; /* places of all rows */
    int64_t *starts; /* of each tap */
    char *made, *room; /* the image; flat lines */
} band;

/* ---- phases -------------------------------------------------------------- */

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t up(int64_t n, int64_t unit)
{
    return (n + unit - 1) / unit;
}

static int64_t index_of(const ct_conv_course *c, int64_t tap)
{
    int64_t at = c->offset + tap * c->apart;
    return at >= 0 ? at / c->step : -up(-at, c->step);
}

/* Of tap j < count, and of all that are as far apart. */
static int64_t phase_of(const ct_conv_course *c, int64_t tap)
{
    return c->offset + tap * c->apart - index_of(c, tap) * c->step;
}

static phases phases_of(const ct_conv_course *c)
{
    int64_t count = 1;
    while (count < c->taps && count * c->apart % c->step != 0) {
        count++;
    }
    return (phases){count, index_of(c, 0), index_of(c, c->taps - 1)};
}

/* ---- the image ----------------------------------------------------------- */

/* What the image of a band of so many rows and columns is like. */
static void measure(const planes *q, band *k)
{
    const phases *p = q->p;
    const ct_conv_course *c = q->c + 2;
    int64_t low = smaller(p[2].low, 0), high = larger(p[2].high, 0), n = k->columns;
    k->q = q;
    k->head = -low;
    k->pitch = n + high;
    if (n < c->n) {
        k->pitch -= low;
    } else {
        int64_t there = smaller(up(c->size, c->step), n + p[2].high);
        k->pitch = larger(k->pitch, there - low);
    }
    k->lines = k->rows + p[1].high - p[1].low;
    int64_t all = q->c[0].taps * p[1].count * p[2].count * k->lines * k->pitch;
    int64_t units = up((all + 2 * (k->head + q->lanes)) * q->size, 64) | 1;
    k->plane = units * 64 / q->size;
    int64_t depth = q->sources * q->taps, flat = (k->rows - 1) * k->pitch + n;
    k->flat_line = up(flat, q->lanes) * q->lanes;
    k->flat = up(flat, q->lanes) * (depth + FLAT_STEPS) <
              k->rows * up(n, q->lanes) * (depth + 1);
}

/* Of n places of a phase from index `first` on, those that are in the source. */
typedef struct range {
    int64_t begin, end;
} range;

static range range_of(const ct_conv_course *c, int64_t phase, int64_t first, int64_t n)
{
    range r = {smaller(larger(-first, 0), n), 0};
    int64_t end = c->size > phase ? up(c->size - phase, c->step) - first : 0;
    r.end = larger(smaller(end, n), r.begin);
    return r;
}

/* One phase of one plane. */
static void lay_phase(const band *k, char *to, const char *from, int64_t h, int64_t w)
{
    const planes *q = k->q;
    const ct_conv_course *c = q->c;
    bool whole = k->columns == c[2].n;
    int64_t left = whole ? 0 : k->column - k->head, top = k->row + q->p[1].low;
    int64_t row = phase_of(c + 1, h), column = phase_of(c + 2, w);
    int64_t limit =
        whole ? smaller(k->pitch, larger(k->columns + q->p[2].high, 0)) : k->pitch;
    range rows = range_of(c + 1, row, top, k->lines);
    range columns = range_of(c + 2, column, left, limit);
    int64_t size = q->size, pitch = k->pitch, n = columns.end - columns.begin;
    if (n == 0 || rows.begin == rows.end) {
        memset(to, 0, (size_t)(k->lines * pitch * size));
        return;
    }
    int64_t before = rows.begin * pitch + columns.begin;
    int64_t at = ((top + rows.begin) * c[1].step + row) * q->from.at[1] +
                 (left + columns.begin) * c[2].step + column;
    ct_conv_lines l = {.to = to + before * size,
                       .from = from + at * size,
                       .lines = rows.end - rows.begin,
                       .n = n,
                       .step = c[2].step,
                       .to_line = pitch,
                       .from_line = c[1].step * q->from.at[1]};
    if (n == pitch && l.from_line == n && l.step == 1) { /* one long line */
        l.n = l.to_line = n * l.lines;
        l.lines = 1;
    }
    memset(to, 0, (size_t)(before * size));
    (*ct_cpu->conv).lay_lines[q->wide](&l);
    memset(to + rows.end * pitch * size, 0,
           (size_t)((k->lines - rows.end) * pitch * size));
}

/* All phases of one channel, or zeros where its plane is beyond the source. */
static void lay_channel(const band *k, char *to, const char *from)
{
    const planes *q = k->q;
    const ct_conv_course *c = q->c;
    int64_t size = q->size, each = k->lines * k->pitch * size;
    char *end = to + k->plane * size;
    if (k->columns == c[2].n) { /* or each line has its own */
        memset(to, 0, (size_t)(k->head * size));
        to += k->head * size;
    }
    for (int64_t i = 0; i < c[0].taps; i++) {
        int64_t d = k->depth * c[0].step + c[0].offset + i * c[0].apart;
        for (int64_t h = 0; h < q->p[1].count; h++) {
            for (int64_t w = 0; w < q->p[2].count; w++, to += each) {
                if (d >= 0 && d < c[0].size) {
                    lay_phase(k, to, from + d * q->from.at[0] * size, h, w);
                } else {
                    memset(to, 0, (size_t)each);
                }
            }
        }
    }
    memset(to, 0, (size_t)(end - to));
}

static void lay_image(const band *k, int64_t first, int64_t block)
{
    const planes *q = k->q;
    int64_t channel = k->group * q->sources + first;
    const char *from =
        q->from.data + (k->image * q->from.image + channel * q->from.channel) * q->size;
    for (int64_t i = 0; i < block; i++) {
        lay_channel(k, k->made + i * k->plane * q->size,
                    from + i * q->from.channel * q->size);
    }
}

static void find_starts(const band *k)
{
    const planes *q = k->q;
    const ct_conv_course *c = q->c;
    const phases *p = q->p;
    int64_t *start = k->starts;
    for (int64_t i = 0; i < c[0].taps; i++) {
        for (int64_t h = 0; h < c[1].taps; h++) {
            int64_t phase = i * p[1].count + h % p[1].count;
            int64_t line = index_of(c + 1, h) - p[1].low;
            for (int64_t w = 0; w < c[2].taps; w++) {
                int64_t at = phase * p[2].count + w % p[2].count;
                *start++ =
                    (at * k->lines + line) * k->pitch + index_of(c + 2, w) + k->head;
            }
        }
    }
}

/* ---- what comes next ----------------------------------------------------- */

/* To which cache, and whether to write there. */
#define CALL(at, bytes, write, near)                    \
    for (int64_t b_ = 0; b_ < (bytes); b_ += 64) {      \
        __builtin_prefetch((at) + b_, (write), (near)); \
    }

/* Part `part` of `parts` of what a band will read comes to the second-level cache. */
static void call_source(const band *k, int64_t part, int64_t parts)
{
    const planes *q = k->q;
    const ct_conv_course *c = q->c;
    int64_t top = (k->row + q->p[1].low) * c[1].step, left = k->column * c[2].step;
    int64_t end = (k->row + k->rows - 1 + q->p[1].high) * c[1].step + c[1].step;
    top = larger(top, 0);
    int64_t rows = smaller(end, c[1].size) - top, n = c[0].taps * q->sources * rows;
    int64_t bytes = smaller(k->columns * c[2].step, c[2].size - left) * q->size;
    if (rows <= 0) {
        return;
    }
    const char *from =
        q->from.data +
        (k->image * q->from.image + k->group * q->sources * q->from.channel) * q->size;
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; i++) {
        int64_t d = i / rows / q->sources * c[0].apart + k->depth * c[0].step;
        d += c[0].offset;
        int64_t at = i / rows % q->sources * q->from.channel;
        at += (top + i % rows) * q->from.at[1] + d * q->from.at[0] + left;
        if (d >= 0 && d < c[0].size) {
            CALL(from + at * q->size, bytes, 0, 2)
        }
    }
}

/* The same of what is written to `results` results from `to` on, to the first-level one. */
static void call_results(const band *k, const char *to, int64_t results, int64_t part,
                         int64_t parts)
{
    const planes *q = k->q;
    int64_t n = results * k->rows;
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; i++) {
        int64_t at = i / k->rows * q->to.channel + i % k->rows * q->to.at[1];
        CALL(to + at * q->size, k->columns * q->size, 1, 3)
    }
}

/* ---- one band ------------------------------------------------------------ */

/* Of the panel's first result. */
static char *result_of(const band *k, int64_t panel)
{
    const planes *q = k->q;
    int64_t at = (k->group * q->results + panel * q->width) * q->to.channel;
    at += k->image * q->to.image + k->depth * q->to.at[0] + k->row * q->to.at[1];
    return q->to.data + (at + k->column) * q->size;
}

static void take_panel(const band *k, int64_t panel, int64_t rows, const char *from)
{
    const planes *q = k->q;
    char *to = result_of(k, panel);
    ct_conv_lines l = {.lines = k->rows,
                       .n = k->columns,
                       .step = 1,
                       .to_line = q->to.at[1],
                       .from_line = k->pitch};
    if (l.to_line == l.n && l.from_line == l.n) {
        l.n *= l.lines;
        l.lines = 1;
    }
    for (int64_t r = 0; r < rows; r++) {
        l.to = to + r * q->to.channel * q->size;
        l.from = from + r * k->flat_line * q->size;
        (*ct_cpu->conv).take_lines[q->wide](&l);
    }
}

/* A line of the panel at a time, or some vectors of a flat one. */
static void run_spans(const band *k, ct_conv_span *s, int64_t first, int64_t panel)
{
    const planes *q = k->q;
    int64_t n = k->flat ? CHUNK * q->lanes : k->columns;
    int64_t parts = k->flat ? up(k->flat_line, n) : k->rows;
    int64_t x_step = k->flat ? n : k->pitch, y_step = k->flat ? n : q->to.at[1];
    int64_t done = first / q->block * q->panels + panel;
    int64_t all = up(q->sources, q->block) * q->panels * parts;
    for (int64_t i = 0; i < parts; i++) {
        s->n = k->flat ? smaller(n, k->flat_line - i * n) : n;
        if (k->next) {
            call_source(k->next, done * parts + i, all);
        }
        if (k->flat && first + q->block >= q->sources) {
            call_results(k, result_of(k, panel), s->rows, i, parts);
        }
        (*ct_cpu->conv).span[q->wide](s);
        s->x = (const char *)s->x + x_step * q->size;
        s->y = (char *)s->y + y_step * q->size;
    }
}

/* `block` channels from `first` on. */
static void run_panel(const band *k, int64_t first, int64_t block, int64_t panel)
{
    const planes *q = k->q;
    int64_t step = q->taps * q->width, size = q->size;
    int64_t at = (k->group * q->sources + first) * step * q->panels;
    bool kept = q->block < q->sources; /* lines of all panels */
    char *room = k->room + (kept ? panel * q->width * k->flat_line * size : 0);
    ct_conv_span s = {.x = k->made,
                      .starts = k->starts,
                      .runs = q->taps,
                      .length = block,
                      .plane = k->plane,
                      .w = q->weights + (at + panel * block * step) * size,
                      .rows = smaller(q->width, q->results - panel * q->width),
                      .width = q->width,
                      .add = first > 0,
                      .y = k->flat ? room : result_of(k, panel),
                      .y_row = k->flat ? k->flat_line : q->to.channel};
    if (q->j->bias && first == 0) {
        s.first = q->j->bias + (k->group * q->results + panel * q->width) * size;
    }
    run_spans(k, &s, first, panel);
    if (k->flat && first + block == q->sources) {
        take_panel(k, panel, s.rows, room);
    }
}

static void run_band(const band *k)
{
    const planes *q = k->q;
    find_starts(k);
    for (int64_t first = 0; first < q->sources; first += q->block) {
        int64_t block = smaller(q->block, q->sources - first);
        lay_image(k, first, block);
        for (int64_t p = 0; p < q->panels; p++) {
            run_panel(k, first, block, p);
        }
    }
}

/* ---- tasks --------------------------------------------------------------- */

static void find_band(const planes *q, int64_t i, band *k)
{
    int64_t part = i % q->parts, at = i / q->parts % q->bands;
    i /= q->parts * q->bands;
    *k = (band){
        .depth = i % q->c[0].n, .row = at * q->rows, .column = part * q->columns};
    i /= q->c[0].n;
    k->group = i % q->j->size.groups;
    k->image = i / q->j->size.groups;
    k->rows = smaller(q->rows, q->c[1].n - k->row);
    k->columns = smaller(q->columns, q->c[2].n - k->column);
    measure(q, k);
}

static int run_tasks(void *context, int64_t begin, int64_t end)
{
    const planes *q = context;
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        band k, next;
        find_band(q, i, &k);
        if (i + 1 < q->tasks) {
            find_band(q, i + 1, &next);
            k.next = &next;
        }
        int64_t starts = (q->taps + 7) / 8 * 64, made = q->block * k.plane * q->size;
        int64_t kept = q->block < q->sources ? q->panels * q->width : q->width;
        int64_t lines = k.flat ? kept * k.flat_line * q->size : 0;
        size_t bytes = (size_t)(starts + made + lines);
        char *room = ct_alloc(bytes);
        if (!room) {
            return -1;
        }
        k.starts = (int64_t *)(void *)room;
        k.made = room + starts;
        k.room = k.made + made;
        run_band(&k);
        ct_free(room, bytes);
        status = ct_parallel_poll();
    }
    return status;
}

/* ---- preparation --------------------------------------------------------- */

/* Rows, or columns of one, that make an image of about IMAGE_BYTES. */
static void cut(planes *q)
{
    const ct_conv_course *c = q->c;
    int64_t most = IMAGE_BYTES / q->size / q->block;
    band k = {.rows = 1, .columns = c[2].n};
    measure(q, &k);
    q->columns = c[2].n;
    if (k.plane > most && c[2].n > 8 * q->lanes) {
        int64_t parts = smaller(up(k.plane, most), c[2].n / (4 * q->lanes));
        q->columns = up(up(c[2].n, parts), q->lanes) * q->lanes;
    }
    q->rows = 1;
    if (q->columns >= c[2].n) {
        int64_t each = larger(k.plane / k.lines, 1);
        q->rows = larger(smaller(c[1].n, most / each - (k.lines - 1)), 1);
    }
    int64_t others = q->j->size.n * q->j->size.groups * c[0].n;
    int64_t wanted = up(LEAST_TASKS, others);
    int64_t work = q->columns * q->results * q->sources * q->taps;
    q->rows = smaller(q->rows, larger(up(c[1].n, wanted), LEAST_WORK / work + 1));
    q->bands = up(c[1].n, q->rows);
    q->rows = up(c[1].n, q->bands);
    q->bands = up(c[1].n, q->rows);
    q->parts = up(c[2].n, q->columns);
}

static int run_all(planes *q)
{
    const ct_conv_size *s = &q->j->size;
    ct_conv_panels p = {.course = q->c,
                        .weight = q->j->w,
                        .size = q->size,
                        .columns = q->width,
                        .groups = s->groups,
                        .sources = q->sources,
                        .results = q->results,
                        .block = q->block,
                        .window = ct_conv_volume(s->kernel),
                        .back = q->j->way == CT_CONV_X};
    size_t bytes =
        (size_t)(s->groups * q->sources * q->taps * q->panels * q->width * q->size);
    p.to = q->weights = ct_alloc(bytes);
    if (!q->weights) {
        return -1;
    }
    q->tasks = s->n * s->groups * q->c[0].n * q->bands * q->parts;
    double work = (double)s->n * (double)ct_conv_volume(s->out) * (double)q->taps *
                  (double)s->filters * (double)q->sources;
    int status = ct_conv_panels_lay(&p);
    if (status == 0) {
        int64_t ns = (int64_t)(work / (double)q->tasks / WORK_PER_NS) + 1;
        status = ct_parallel_tasks(q->tasks, ns, run_tasks, q);
    }
    ct_free(q->weights, bytes);
    return status;
}

static planes prepare(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    bool back = j->way == CT_CONV_X;
    planes q = {.j = j,
                .from = back ? j->y : j->x,
                .to = back ? j->x : j->y,
                .wide = j->dtype == CT_DTYPE_F64,
                .size = ct_dtype_size(j->dtype),
                .taps = ct_conv_volume(s->kernel)};
    q.lanes = ct_cpu->vector_bytes / q.size;
    q.sources = (back ? s->filters : s->channels) / s->groups;
    q.results = (back ? s->channels : s->filters) / s->groups;
    q.panels = up(q.results, (*ct_cpu->conv).span_rows);
    q.width = up(q.results, q.panels);
    q.panels = up(q.results, q.width);
    int64_t blocks = up(q.sources * q.taps * q.width * q.size, PANEL_BYTES);
    q.block = up(q.sources, smaller(blocks, q.sources));
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        q.c[d] = back ? ct_conv_course_back(s, d, 0) : ct_conv_course_forth(s, d);
        q.p[d] = phases_of(q.c + d);
    }
    cut(&q);
    return q;
}

/* In steps of a vector for each place: tiles turn what they read and make, and fill
 * vectors with results, spans with places. */
static bool pays(const planes *q)
{
    const ct_conv_course *c = q->c;
    band k = {.rows = q->rows, .columns = q->columns};
    measure(q, &k);
    int64_t vectors =
        k.flat ? k.flat_line / q->lanes : k.rows * up(k.columns, q->lanes);
    double turn = TURN_BYTES / ct_cpu->vector_bytes;
    double depth = (double)(q->sources * q->taps), results = (double)q->results;
    double turned = (double)(q->sources * c[1].step * c[2].step + q->results) * turn;
    double tiles = depth * (double)up(q->results, q->lanes) + turned;
    double spans = depth * results * (double)vectors / (double)(k.rows * k.columns);
    bool thin = q->taps > 1 || q->sources <= THIN_SOURCES;
    return thin && (spans + turned / 2) * GAIN < tiles;
}

static bool in_planes(const ct_conv_place *p)
{
    return p->at[CT_CONV_DIMS - 1] == 1;
}

bool ct_conv_prefers_planes(const ct_conv_job *j)
{
    if (j->way == CT_CONV_W || !in_planes(&j->x) || !in_planes(&j->y) ||
        (j->way == CT_CONV_X && ct_conv_volume(j->size.stride) > 1)) {
        return false;
    }
    planes q = prepare(j);
    return pays(&q);
}

int ct_conv_by_planes(const ct_conv_job *j)
{
    planes q = prepare(j);
    return run_all(&q);
}
