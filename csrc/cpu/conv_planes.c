/* conv_planes: a convolution, or a transpose with stride 1, of float32 or float64 whose
 * tensors lie in planes: lanes are places, and nothing is turned.
 *
 * A task is a band of one image and group: some rows, or part of one. What it reads comes to
 * an image, zeros around it (NOTE [Flat lines] in conv_flat.h); spans of it meet the
 * weights, which were laid in panels before. */
#include "core/alloc.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_flat.h"
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

typedef struct planes {
    const ct_conv_job *j;
    ct_conv_place from, to;
    bool wide; /* float64 */
    int64_t size, lanes;
    int64_t sources, results; /* channels of a group */
    int64_t width, panels; /* results of a panel; of a group */
    int64_t block; /* sources at once */
    ct_conv_course c[CT_CONV_DIMS];
    ct_conv_phases p[CT_CONV_DIMS];
    int64_t taps;
    int64_t rows, columns; /* of a band */
    int64_t bands, parts, tasks; /* of the rows; of one; of all */
    char *weights; /* in panels */
} planes;

typedef struct band {
    const planes *q;
    const struct band *next; /* the next task's, NULL: none */
    int64_t image, group;
    ct_conv_flat f;
    bool flat;
    char *made, *room; /* the image; flat lines */
} band;

/* ---- the image ----------------------------------------------------------- */

/* What the image of a band of so many rows and columns is like. */
static void measure(const planes *q, band *k)
{
    k->q = q;
    k->f.course = q->c;
    k->f.phases = q->p;
    k->f.size = q->size;
    k->f.lanes = q->lanes;
    ct_conv_flat_measure(&k->f);
    k->flat = ct_conv_flat_pays(&k->f, q->sources * q->taps);
}

static void lay_image(const band *k, int64_t first, int64_t block)
{
    const planes *q = k->q;
    int64_t channel = k->group * q->sources + first;
    const char *from =
        q->from.data + (k->image * q->from.image + channel * q->from.channel) * q->size;
    for (int64_t i = 0; i < block; i++) {
        ct_conv_flat_lay(&k->f, k->made + i * k->f.plane * q->size,
                         from + i * q->from.channel * q->size, false);
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
    int64_t top = (k->f.row + q->p[1].low) * c[1].step, left = k->f.column * c[2].step;
    int64_t end = (k->f.row + k->f.rows - 1 + q->p[1].high) * c[1].step + c[1].step;
    top = ct_max(top, 0);
    int64_t rows = ct_min(end, c[1].size) - top, n = c[0].taps * q->sources * rows;
    int64_t bytes = ct_min(k->f.columns * c[2].step, c[2].size - left) * q->size;
    if (rows <= 0) {
        return;
    }
    const char *from =
        q->from.data +
        (k->image * q->from.image + k->group * q->sources * q->from.channel) * q->size;
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; i++) {
        int64_t d = i / rows / q->sources * c[0].apart + k->f.depth * c[0].step;
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
    int64_t n = results * k->f.rows;
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; i++) {
        int64_t at = i / k->f.rows * q->to.channel + i % k->f.rows * q->to.at[1];
        CALL(to + at * q->size, k->f.columns * q->size, 1, 3)
    }
}

/* ---- one band ------------------------------------------------------------ */

/* Of the panel's first result. */
static char *result_of(const band *k, int64_t panel)
{
    const planes *q = k->q;
    int64_t at = (k->group * q->results + panel * q->width) * q->to.channel;
    at += k->image * q->to.image + k->f.depth * q->to.at[0] + k->f.row * q->to.at[1];
    return q->to.data + (at + k->f.column) * q->size;
}

static void take_panel(const band *k, int64_t panel, int64_t rows, const char *from)
{
    const planes *q = k->q;
    char *to = result_of(k, panel);
    for (int64_t r = 0; r < rows; r++) {
        ct_conv_flat_take(&k->f, to + r * q->to.channel * q->size, q->to.at[1], 1,
                          from + r * k->f.flat_line * q->size);
    }
}

/* A line of the panel at a time, or some vectors of a flat one. */
static void run_spans(const band *k, ct_conv_span *s, int64_t first, int64_t panel)
{
    const planes *q = k->q;
    int64_t n = k->flat ? CHUNK * q->lanes : k->f.columns;
    int64_t parts = k->flat ? ct_ceil_div(k->f.flat_line, n) : k->f.rows;
    int64_t x_step = k->flat ? n : k->f.pitch, y_step = k->flat ? n : q->to.at[1];
    int64_t done = first / q->block * q->panels + panel;
    int64_t all = ct_ceil_div(q->sources, q->block) * q->panels * parts;
    for (int64_t i = 0; i < parts; i++) {
        s->n = k->flat ? ct_min(n, k->f.flat_line - i * n) : n;
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
    char *room = k->room + (kept ? panel * q->width * k->f.flat_line * size : 0);
    ct_conv_span s = {.x = k->made,
                      .starts = k->f.starts,
                      .runs = q->taps,
                      .length = block,
                      .plane = k->f.plane,
                      .w = q->weights + (at + panel * block * step) * size,
                      .rows = ct_min(q->width, q->results - panel * q->width),
                      .width = q->width,
                      .add = first > 0,
                      .y = k->flat ? room : result_of(k, panel),
                      .y_row = k->flat ? k->f.flat_line : q->to.channel};
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
    for (int64_t first = 0; first < q->sources; first += q->block) {
        int64_t block = ct_min(q->block, q->sources - first);
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
    *k = (band){.f = {.depth = i % q->c[0].n,
                      .row = at * q->rows,
                      .column = part * q->columns}};
    i /= q->c[0].n;
    k->group = i % q->j->size.groups;
    k->image = i / q->j->size.groups;
    k->f.rows = ct_min(q->rows, q->c[1].n - k->f.row);
    k->f.columns = ct_min(q->columns, q->c[2].n - k->f.column);
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
        int64_t plan = ct_conv_flat_bytes(q->c, q->p),
                made = q->block * k.f.plane * q->size;
        int64_t kept = q->block < q->sources ? q->panels * q->width : q->width;
        int64_t lines = k.flat ? (kept * k.f.flat_line + q->lanes) * q->size : 0;
        size_t bytes = (size_t)(plan + made + lines);
        char *room = ct_alloc(bytes);
        if (!room) {
            return -1;
        }
        ct_conv_flat_plan(&k.f, &q->from, room);
        k.made = room + plan;
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
    band k = {.f = {.rows = 1, .columns = c[2].n}};
    measure(q, &k);
    q->columns = c[2].n;
    if (k.f.plane > most && c[2].n > 8 * q->lanes) {
        int64_t parts = ct_min(ct_ceil_div(k.f.plane, most), c[2].n / (4 * q->lanes));
        q->columns = ct_ceil_div(ct_ceil_div(c[2].n, parts), q->lanes) * q->lanes;
    }
    q->rows = 1;
    if (q->columns >= c[2].n) {
        int64_t each = ct_max(k.f.plane / k.f.lines, 1);
        q->rows = ct_max(ct_min(c[1].n, most / each - (k.f.lines - 1)), 1);
    }
    int64_t others = q->j->size.n * q->j->size.groups * c[0].n;
    int64_t wanted = ct_ceil_div(LEAST_TASKS, others);
    int64_t work = q->columns * q->results * q->sources * q->taps;
    q->rows =
        ct_min(q->rows, ct_max(ct_ceil_div(c[1].n, wanted), LEAST_WORK / work + 1));
    q->bands = ct_ceil_div(c[1].n, q->rows);
    q->rows = ct_ceil_div(c[1].n, q->bands);
    q->bands = ct_ceil_div(c[1].n, q->rows);
    q->parts = ct_ceil_div(c[2].n, q->columns);
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
    q.panels = ct_ceil_div(q.results, (*ct_cpu->conv).span_rows);
    q.width = ct_ceil_div(q.results, q.panels);
    q.panels = ct_ceil_div(q.results, q.width);
    int64_t blocks = ct_ceil_div(q.sources * q.taps * q.width * q.size, PANEL_BYTES);
    q.block = ct_ceil_div(q.sources, ct_min(blocks, q.sources));
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        q.c[d] = back ? ct_conv_course_back(s, d, 0) : ct_conv_course_forth(s, d);
        q.p[d] = ct_conv_phases_of(q.c + d);
    }
    cut(&q);
    return q;
}

/* In steps of a vector for each place: tiles turn what they read and make, and fill
 * vectors with results, spans with places. */
static bool pays(const planes *q)
{
    const ct_conv_course *c = q->c;
    band k = {.f = {.rows = q->rows, .columns = q->columns}};
    measure(q, &k);
    int64_t vectors = k.flat ? k.f.flat_line / q->lanes
                             : k.f.rows * ct_ceil_div(k.f.columns, q->lanes);
    double turn = TURN_BYTES / ct_cpu->vector_bytes;
    double depth = (double)(q->sources * q->taps), results = (double)q->results;
    double turned = (double)(q->sources * c[1].step * c[2].step + q->results) * turn;
    double tiles = depth * (double)ct_ceil_div(q->results, q->lanes) + turned;
    double spans = depth * results * (double)vectors / (double)(k.f.rows * k.f.columns);
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
