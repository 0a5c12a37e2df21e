/* conv_tiles: a convolution or its transpose of float32 or float64 in register tiles:
 * rows of places times panels of filters, over runs of channels, which are read as they
 * lie or from an image (conv_image.h).
 *
 * A task is a band of rows of one image, group and course. Its weights were laid in panels
 * before; a panel stays in the second-level cache while the band goes by. Deep sums are
 * cut along the channels. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_image.h"
#include "cpu/conv_kernels.h"
#include "cpu/conv_panels.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"

#define IMAGE_BYTES ((int64_t)256 << 10)
#define WORK_PER_NS 50

typedef struct course { /* of three dims: one remainder of each for the transpose */
    ct_conv_course c[CT_CONV_DIMS];
    int64_t taps;
    int64_t rows, bands; /* of a band; of one place along the first dim */
    int64_t tasks;       /* of one image and group */
    char *panels;        /* of all groups */
} course;

typedef struct tiles {
    const ct_conv_job *j;
    ct_conv_place from, to;
    bool wide; /* float64 */
    int64_t size, columns;
    int64_t sources, results; /* channels of a group */
    int64_t block;            /* channels at once */
    int64_t panels;           /* of a group */
    const char *bias;         /* in panels, NULL: none */
    course *courses;
    int64_t ncourse, tasks;
} tiles;

/* ---- one band ------------------------------------------------------------ */

typedef struct band {
    const struct band *next; /* the next task's, NULL: none */
    const tiles *q;
    const course *c;
    int64_t image, group;
    ct_conv_band b;
    ct_conv_view v;
    int64_t *starts;
    int64_t runs, length; /* of a block of channels */
    char *made;           /* where results go, a place's beside each other */
    int64_t row, column;  /* from place to place there, in elements */
} band;

/* Runs of a block: one per line of the window where its taps lie side by side. */
static void find_runs(band *k)
{
    const int64_t *tap = k->v.tap;
    const ct_conv_course *c = k->c->c;
    int64_t channels = k->q->sources;
    bool one = k->q->block == channels && (tap[2] == channels || c[2].taps == 1);
    int64_t across = one ? 1 : c[2].taps;
    k->runs = 0;
    k->length = one ? c[2].taps * channels : k->q->block;
    for (int64_t i = 0; i < c[0].taps && k->c->taps; i++) {
        for (int64_t h = 0; h < c[1].taps; h++) {
            for (int64_t w = 0; w < across; w++) {
                k->starts[k->runs++] = i * tap[0] + h * tap[1] + w * tap[2];
            }
        }
    }
}

/* Its group of its image. */
static ct_conv_place source_of(const band *k)
{
    ct_conv_place from = k->q->from;
    int64_t at = k->image * from.image + k->group * k->q->sources * from.channel;
    from.data += at * k->q->size;
    return from;
}

/* What the next band reads comes to the cache while this one is multiplied: some of it
 * with each of its rows, a panel and a block of channels after the other. */
static void call_next(const band *k, int64_t first, int64_t panel, int64_t row)
{
    const tiles *q = k->q;
    int64_t blocks = (q->sources + q->block - 1) / q->block;
    int64_t part = (first / q->block * q->panels + panel) * k->b.rows + row;
    if (k->next) {
        ct_conv_place from = source_of(k->next);
        ct_conv_band_call(&k->next->b, &from, part, blocks * q->panels * k->b.rows);
    }
}

/* All rows of the band: `block` channels from `first` on, one panel. */
static void run_panel(const band *k, int64_t first, int64_t block, int64_t panel)
{
    const tiles *q = k->q;
    int64_t left = q->results - panel * q->columns;
    int64_t before = first * k->c->taps * q->columns * q->panels;
    int64_t each = block * k->c->taps * q->columns;
    int64_t of_group = q->sources * k->c->taps * q->columns * q->panels;
    ct_conv_strip s = {.starts = k->starts,
                       .runs = k->runs,
                       .length = block == q->block ? k->length : block,
                       .a_row = k->v.column,
                       .a_step = 1,
                       .rows = k->c->c[2].n,
                       .columns = left < q->columns ? left : q->columns,
                       .add = first > 0,
                       .ldc = k->column};
    s.b = k->c->panels + (k->group * of_group + before + panel * each) * q->size;
    if (q->bias && first == 0) {
        int64_t at = (k->group * q->panels + panel) * q->columns;
        s.first = q->bias + at * q->size;
    }
    for (int64_t r = 0; r < k->b.rows; r++) {
        s.a = k->v.data + (r * k->v.row + first) * q->size;
        s.c = k->made + (r * k->row + panel * q->columns) * q->size;
        (*ct_cpu->conv).apart[q->wide](&s);
        call_next(k, first, panel, r);
    }
}

/* From places to planes. */
static void spread(const band *k, char *to)
{
    const tiles *q = k->q;
    int64_t n = k->c->c[2].n, step = q->to.at[1] * q->size;
    bool whole = q->to.at[1] == n;
    int64_t at_once = whole ? k->b.rows * n : n, times = whole ? 1 : k->b.rows;
    for (int64_t r = 0; r < times; r++) {
        ct_transpose(q->size, to + r * step, q->to.channel * q->size,
                     k->made + r * n * q->results * q->size, q->results * q->size,
                     q->results, at_once);
    }
}

static void run_band(band *k, char *room, char *image)
{
    const tiles *q = k->q;
    const ct_conv_course *c = k->c->c;
    ct_conv_place from = source_of(k);
    int64_t at = k->image * q->to.image + k->group * q->results * q->to.channel;
    at += (c[0].first + k->b.depth * c[0].every) * q->to.at[0];
    at += (c[1].first + k->b.row * c[1].every) * q->to.at[1];
    char *to = q->to.data + (at + c[2].first * q->to.at[2]) * q->size;
    bool beside = q->to.channel == 1;
    k->v = ct_conv_view_make(&k->b, &from, image);
    k->made = beside ? to : room;
    k->row = beside ? c[1].every * q->to.at[1] : c[2].n * q->results;
    k->column = beside ? c[2].every * q->to.at[2] : q->results;
    find_runs(k);
    for (int64_t first = 0; first < q->sources; first += q->block) {
        int64_t left = q->sources - first, block = left < q->block ? left : q->block;
        for (int64_t p = 0; p < q->panels; p++) {
            run_panel(k, first, block, p);
        }
    }
    if (!beside) {
        spread(k, to);
    }
}

/* ---- tasks --------------------------------------------------------------- */

/* Which band task i is. */
static void find_band(const tiles *q, int64_t i, band *k)
{
    int64_t groups = q->j->size.groups;
    const course *c = q->courses;
    while (i >= c->tasks * groups * q->j->size.n) {
        i -= c->tasks * groups * q->j->size.n;
        c++;
    }
    int64_t at = i % c->tasks, left;
    i /= c->tasks;
    *k = (band){.q = q, .c = c, .group = i % groups, .image = i / groups};
    k->b = (ct_conv_band){.course = c->c,
                          .size = q->size,
                          .channels = q->sources,
                          .depth = at / c->bands,
                          .row = at % c->bands * c->rows};
    left = c->c[1].n - k->b.row;
    k->b.rows = left < c->rows ? left : c->rows;
}

static int run_tasks(void *context, int64_t begin, int64_t end)
{
    const tiles *q = context;
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        band k, next;
        find_band(q, i, &k);
        if (i + 1 < q->tasks) {
            find_band(q, i + 1, &next);
            k.next = &next;
        }
        int64_t image = ct_conv_image_elements(&k.b, k.b.rows) * q->size;
        int64_t made =
            q->to.channel == 1 ? 0 : k.b.rows * k.c->c[2].n * q->results * q->size;
        int64_t starts = (k.c->taps + 8) / 8 * 64;
        size_t bytes = (size_t)(starts + (image + 63) / 64 * 64 + made);
        char *room = ct_alloc(bytes);
        if (!room) {
            return -1;
        }
        k.starts = (int64_t *)(void *)room;
        run_band(&k, room + bytes - made, room + starts);
        ct_free(room, bytes);
        status = ct_parallel_poll();
    }
    return status;
}

/* ---- preparation --------------------------------------------------------- */

static void count_tasks(tiles *q, course *c)
{
    ct_conv_band b = {.course = c->c, .size = q->size, .channels = q->sources};
    int64_t at_once = q->results * c->c[2].n * q->size;
    int64_t most = at_once > 0 ? IMAGE_BYTES / at_once + 1 : 1;
    most = most < c->c[1].n ? most : c->c[1].n;
    c->rows = most > 0 ? ct_conv_band_rows(&b, most, IMAGE_BYTES) : 1;
    c->bands = (c->c[1].n + c->rows - 1) / c->rows;
    c->tasks = c->c[2].n > 0 ? c->c[0].n * c->bands : 0;
    q->tasks += c->tasks * q->j->size.groups * q->j->size.n;
}

/* One course, or for the transpose one for each remainder. */
static void find_courses(tiles *q)
{
    const ct_conv_size *s = &q->j->size;
    bool back = q->j->way == CT_CONV_X;
    for (int64_t i = 0; i < q->ncourse; i++) {
        course *c = q->courses + i;
        int64_t rest = i;
        c->taps = 1;
        for (int d = CT_CONV_DIMS - 1; d >= 0; d--) {
            int64_t courses = back ? ct_conv_courses(s, d) : 1;
            c->c[d] = back ? ct_conv_course_back(s, d, rest % courses)
                           : ct_conv_course_forth(s, d);
            rest /= courses;
            c->taps *= c->c[d].taps;
        }
        count_tasks(q, c);
    }
}

static size_t panel_bytes(const tiles *q, const course *c)
{
    return (size_t)(q->j->size.groups * q->sources * c->taps * q->panels * q->columns *
                    q->size);
}

static int lay_panels(tiles *q)
{
    for (int64_t i = 0; i < q->ncourse; i++) {
        course *c = q->courses + i;
        c->panels = ct_alloc(panel_bytes(q, c) + 64);
        if (!c->panels) {
            return -1;
        }
        ct_conv_panels p = {.course = c->c,
                            .weight = q->j->w,
                            .size = q->size,
                            .columns = q->columns,
                            .groups = q->j->size.groups,
                            .sources = q->sources,
                            .results = q->results,
                            .block = q->block,
                            .window = ct_conv_volume(q->j->size.kernel),
                            .back = q->j->way == CT_CONV_X,
                            .to = c->panels};
        if (ct_conv_panels_lay(&p) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The bias in panels, zeros behind each group's. */
static char *lay_bias(const tiles *q, const char *bias)
{
    int64_t wide = q->panels * q->columns, groups = q->j->size.groups;
    char *to = ct_alloc_zeroed((size_t)(groups * wide * q->size));
    for (int64_t g = 0; g < groups && to; g++) {
        memcpy(to + g * wide * q->size, bias + g * q->results * q->size,
               (size_t)(q->results * q->size));
    }
    return to;
}

/* So many channels that a panel leaves room in the second-level cache. */
static int64_t block_of(const tiles *q)
{
    int64_t taps = ct_conv_volume(q->j->size.kernel);
    int64_t most = IMAGE_BYTES / (taps * q->columns * q->size);
    most = most > 16 ? most : 16;
    int64_t blocks = (q->sources + most - 1) / most;
    return (q->sources + blocks - 1) / blocks;
}

static int run_all(tiles *q)
{
    const char *bias = q->j->bias;
    char *laid = NULL;
    int status = lay_panels(q);
    if (status == 0 && bias) {
        q->bias = laid = lay_bias(q, bias);
        status = laid ? 0 : -1;
    }
    if (status == 0) {
        const ct_conv_size *s = &q->j->size;
        double work = (double)s->n * (double)ct_conv_volume(s->out) *
                      (double)ct_conv_volume(s->kernel) * (double)s->filters *
                      (double)(s->channels / s->groups);
        double ns = work / (double)q->tasks / WORK_PER_NS;
        status = ct_parallel_tasks(q->tasks, (int64_t)ns + 1, run_tasks, q);
    }
    for (int64_t i = 0; i < q->ncourse; i++) {
        ct_free(q->courses[i].panels, panel_bytes(q, q->courses + i) + 64);
    }
    ct_free(laid,
            bias ? (size_t)(q->j->size.groups * q->panels * q->columns * q->size) : 0);
    return status;
}

int ct_conv_by_tiles(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    bool back = j->way == CT_CONV_X, wide = j->dtype == CT_DTYPE_F64;
    tiles q = {.j = j, .from = back ? j->y : j->x, .to = back ? j->x : j->y};
    q.wide = wide;
    q.size = ct_dtype_size(j->dtype);
    q.columns = (*ct_cpu->conv).columns[wide];
    q.sources = (back ? s->filters : s->channels) / s->groups;
    q.results = (back ? s->channels : s->filters) / s->groups;
    q.panels = (q.results + q.columns - 1) / q.columns;
    q.block = block_of(&q);
    q.ncourse = 1;
    for (int d = 0; d < CT_CONV_DIMS && back; d++) {
        q.ncourse *= ct_conv_courses(s, d);
    }
    size_t bytes = (size_t)q.ncourse * sizeof *q.courses;
    q.courses = ct_alloc_zeroed(bytes);
    if (!q.courses) {
        return -1;
    }
    find_courses(&q);
    int status = run_all(&q);
    ct_free(q.courses, bytes);
    return status;
}
