/* conv_depthwise_planes: convolutions of float32 or float64 whose groups have one channel
 * each, of tensors that lie in planes: lanes are places.
 *
 * A plane of the source comes to an image (NOTE [Flat lines] in conv_flat.h), in bands of
 * rows where it is large. All planes have the same bands, so each band is planned once for
 * a block of planes, and the zeros of its image are written once. */
#include <string.h>

#include "core/alloc.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_flat.h"
#include "cpu/conv_kernels.h"
#include "cpu/kernels.h"

#define IMAGE_BYTES ((int64_t)32 << 10)
#define BLOCK_BYTES ((int64_t)512 << 10)
#define CHUNK_NS 25000
#define WORK_PER_NS 20
#define PLANE_NS 30 /* and so much for each */
#define FLAT_COST 2 /* of a flat line's vector, which shares no loads with others */

typedef struct planes {
    const ct_conv_job *j;
    bool wide, back, sums; /* float64; the transpose; the weight's gradient */
    int64_t size, lanes, taps, repeats; /* taps of the window; filters of a channel */
    ct_conv_place from, to; /* of the weight's gradient: x and y */
    int64_t results; /* planes of `to` in an image */
    int64_t block; /* planes at once; of the weight's gradient, filters */
} planes;

typedef struct task {
    const planes *q;
    ct_conv_course c[CT_CONV_DIMS];
    ct_conv_phases p[CT_CONV_DIMS];
    ct_conv_flat f;
    ct_conv_taps l;
    bool flat,
        apart; /* one long line; places of the result that are not side by side */
    bool again; /* the image's zeros are there */
    int64_t laid; /* where the plane begins that is in the image, or -1 */
    int64_t taps, *starts, *places, *lengths; /* of columns */
    char *room, *plan, *image, *line, *totals; /* totals: of a block of filters */
    size_t bytes;
} task;

/* ---- courses ------------------------------------------------------------- */

/* A transpose has one for each remainder of its stride in each dim. */
static int64_t count_courses(const planes *q)
{
    int64_t n = 1;
    for (int d = 0; d < CT_CONV_DIMS && q->back; d++) {
        n *= ct_conv_courses(&q->j->size, d);
    }
    return n;
}

/* One that has no taps is one of a tap that is not taken. */
static void find_course(task *k, int64_t i)
{
    const planes *q = k->q;
    const ct_conv_size *s = &q->j->size;
    k->taps = 1;
    for (int d = CT_CONV_DIMS - 1; d >= 0; d--) {
        int64_t n = q->back ? ct_conv_courses(s, d) : 1;
        ct_conv_course *c = k->c + d;
        *c = q->back ? ct_conv_course_back(s, d, i % n) : ct_conv_course_forth(s, d);
        i /= n;
        k->taps *= c->taps;
        c->taps = ct_max(c->taps, 1);
        k->p[d] = ct_conv_phases_of(c);
    }
}

/* ---- bands --------------------------------------------------------------- */

/* Rows, or columns of one, that make an image of about IMAGE_BYTES. */
static void cut(const task *k, int64_t *rows, int64_t *columns)
{
    const planes *q = k->q;
    ct_conv_flat f = k->f;
    int64_t most = IMAGE_BYTES / q->size, n = k->c[2].n;
    f.rows = 1;
    f.columns = n;
    ct_conv_flat_measure(&f);
    *columns = n;
    *rows = 1;
    if (f.plane > most && n > 8 * q->lanes) {
        int64_t parts = ct_min(ct_ceil_div(f.plane, most), n / (4 * q->lanes));
        *columns = ct_ceil_div(ct_ceil_div(n, parts), q->lanes) * q->lanes;
    }
    if (*columns >= n) {
        int64_t more = most / ct_max(f.plane / f.lines, 1) - (f.lines - 1);
        int64_t bands = ct_ceil_div(k->c[1].n, ct_max(ct_min(k->c[1].n, more), 1));
        *rows = ct_ceil_div(k->c[1].n, bands);
    }
}

/* Taps whose lines follow each other are a column. */
static void find_columns(task *k)
{
    const ct_conv_course *c = k->c;
    const int64_t *kernel = k->q->j->size.kernel;
    int64_t count = k->p[1].count, n = 0;
    bool follow = count * c[1].apart == c[1].step;
    k->l.w_step = count * c[1].next * kernel[2];
    for (int64_t i = 0; i < c[0].taps && k->taps; i++) {
        for (int64_t h = 0; h < (follow ? ct_min(count, c[1].taps) : c[1].taps); h++) {
            for (int64_t w = 0; w < c[2].taps; w++, n++) {
                int64_t tap = (c[0].tap + i * c[0].next) * kernel[1];
                tap = (tap + c[1].tap + h * c[1].next) * kernel[2];
                k->places[n] = tap + c[2].tap + w * c[2].next;
                k->starts[n] = k->f.starts[(i * c[1].taps + h) * c[2].taps + w];
                k->lengths[n] = follow ? ct_ceil_div(c[1].taps - h, count) : 1;
            }
        }
    }
    k->l.columns = n;
}

/* All but `add`, `first` and what is the plane's own. */
static void plan(task *k)
{
    const planes *q = k->q;
    ct_conv_flat *f = &k->f;
    ct_conv_flat_measure(f);
    ct_conv_flat_plan(f, &q->from, k->plan);
    find_columns(k);
    int64_t vectors = f->rows * ct_ceil_div(f->columns, q->lanes);
    k->flat = !q->sums && f->flat_line / q->lanes * FLAT_COST < vectors;
    k->apart = k->flat || k->c[2].every > 1;
    k->again = false;
    k->laid = -1;
    k->l.x = k->image;
    k->l.starts = k->starts;
    k->l.places = k->places;
    k->l.lengths = k->lengths;
    k->l.rows = k->flat ? 1 : f->rows;
    k->l.n = k->flat ? f->flat_line : f->columns;
    k->l.x_row = f->pitch;
    k->l.y_row = k->apart ? f->pitch : k->c[1].every * q->to.at[1];
}

static void lay(task *k, int64_t image, int64_t channel)
{
    const planes *q = k->q;
    int64_t at = image * q->from.image + channel * q->from.channel;
    if (at != k->laid) {
        ct_conv_flat_lay(&k->f, k->image, q->from.data + at * q->size, k->again);
        k->again = true;
        k->laid = at;
    }
}

/* The band's first place of a plane of the result. */
static char *result_of(const task *k, int64_t image, int64_t plane)
{
    const planes *q = k->q;
    const ct_conv_course *c = k->c;
    const int64_t *at = q->to.at;
    int64_t first = image * q->to.image + plane * q->to.channel;
    first += (c[0].first + k->f.depth * c[0].every) * at[0];
    first += (c[1].first + k->f.row * c[1].every) * at[1];
    first += (c[2].first + k->f.column * c[2].every) * at[2];
    return q->to.data + first * q->size;
}

/* ---- planes of a result -------------------------------------------------- */

/* Of all its filters, or of its one channel. */
static void run_plane(task *k, int64_t image, int64_t plane)
{
    const planes *q = k->q;
    int64_t many = q->back ? q->repeats : 1;
    char *y = result_of(k, image, plane);
    ct_conv_taps *l = &k->l;
    l->y = k->apart ? k->line : y;
    l->first = q->j->bias ? q->j->bias + plane * q->size : NULL;
    for (int64_t i = 0; i < many; i++) {
        int64_t filter = q->back ? plane * q->repeats + i : plane;
        lay(k, image, q->back ? filter : plane / q->repeats);
        l->w = q->j->w.data + filter * q->taps * q->size;
        l->add = i > 0;
        ct_cpu->conv->taps[q->wide](l);
    }
    if (k->apart) {
        ct_conv_flat_take(&k->f, y, k->c[1].every * q->to.at[1], k->c[2].every,
                          k->line);
    }
}

static int run_planes(task *k, int64_t begin, int64_t end)
{
    const planes *q = k->q;
    for (int64_t i = begin; i < end; i++) {
        run_plane(k, i / q->results, i % q->results);
    }
    return ct_parallel_poll();
}

/* ---- the weight's gradient ----------------------------------------------- */

/* What filters [begin, end) get from this band of all images. */
static int run_sums(task *k, int64_t begin, int64_t end)
{
    const planes *q = k->q;
    int status = 0;
    for (int64_t f = begin; f < end && status == 0; f++) {
        k->l.w = k->totals + (f - begin) * q->taps * q->lanes * q->size;
        for (int64_t n = 0; n < q->j->size.n; n++) {
            lay(k, n, f / q->repeats);
            k->l.y = result_of(k, n, f);
            ct_cpu->conv->tap_sums[q->wide](&k->l);
        }
        status = ct_parallel_poll();
    }
    return status;
}

/* Each total is the sum of a vector's lanes. */
#define TAKE(T)                                             \
    for (int64_t t = 0; t < n; t++, from += lanes * size) { \
        const T *lane = (const T *)(const void *)from;      \
        T sum = 0;                                          \
        for (int64_t i = 0; i < lanes; i++) {               \
            sum += lane[i];                                 \
        }                                                   \
        ((T *)(void *)to)[t] = sum;                         \
    }

static void take_totals(const task *k, int64_t begin, int64_t end)
{
    const planes *q = k->q;
    int64_t n = (end - begin) * q->taps, lanes = q->lanes, size = q->size;
    const char *from = k->totals;
    char *to = q->j->w.data + begin * q->taps * size;
    if (q->wide) {
        TAKE(double)
    } else {
        TAKE(float)
    }
}

/* ---- tasks --------------------------------------------------------------- */

/* All bands of a course, each with its planes [begin, end). */
static int run_course(task *k, int64_t begin, int64_t end)
{
    int64_t rows, columns;
    int status = 0;
    const ct_conv_course *c = k->c;
    cut(k, &rows, &columns);
    ct_conv_flat *f = &k->f;
    for (f->depth = 0; f->depth < c[0].n; f->depth++) {
        for (f->row = 0; f->row < c[1].n; f->row += rows) {
            f->rows = ct_min(rows, c[1].n - f->row);
            for (f->column = 0; f->column < c[2].n && status == 0;
                 f->column += columns) {
                f->columns = ct_min(columns, c[2].n - f->column);
                plan(k);
                status = (k->q->sums ? run_sums : run_planes)(k, begin, end);
            }
        }
    }
    return status;
}

static int run_block(task *k, int64_t begin, int64_t end)
{
    const planes *q = k->q;
    int status = 0;
    if (q->sums) {
        memset(k->totals, 0, (size_t)((end - begin) * q->taps * q->lanes * q->size));
    }
    for (int64_t i = 0; i < count_courses(q) && status == 0; i++) {
        find_course(k, i);
        status = run_course(k, begin, end);
    }
    if (q->sums && status == 0) {
        take_totals(k, begin, end);
    }
    return status;
}

/* Room for the largest of all courses. */
static int task_begin(task *k, const planes *q)
{
    *k = (task){.q = q};
    k->f = (ct_conv_flat){
        .course = k->c, .phases = k->p, .size = q->size, .lanes = q->lanes};
    int64_t plan = 0, image = 0, line = 0;
    for (int64_t i = 0; i < count_courses(q); i++) {
        find_course(k, i);
        ct_conv_flat f = k->f;
        cut(k, &f.rows, &f.columns);
        ct_conv_flat_measure(&f);
        plan = ct_max(plan, ct_conv_flat_bytes(k->c, k->p));
        image = ct_max(image, ct_ceil_div(f.plane * q->size, 64) * 64);
        line = ct_max(line, (f.flat_line + q->lanes) * q->size);
    }
    int64_t columns = ct_ceil_div(q->taps, 8) * 64;
    int64_t totals = q->sums ? q->block * q->taps * q->lanes * q->size : 0;
    k->bytes = (size_t)(plan + 3 * columns + image + line + totals);
    k->room = ct_alloc(k->bytes);
    if (!k->room) {
        return -1;
    }
    k->plan = k->room;
    k->starts = (int64_t *)(void *)(k->plan + plan);
    k->places = k->starts + columns / 8;
    k->lengths = k->places + columns / 8;
    k->image = k->plan + plan + 3 * columns;
    k->totals = k->image + image;
    k->line = k->totals + totals;
    return 0;
}

static int run_tasks(void *context, int64_t begin, int64_t end)
{
    const planes *q = context;
    task k;
    if (task_begin(&k, q) < 0) {
        return -1;
    }
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i += q->block) {
        status = run_block(&k, i, ct_min(i + q->block, end));
    }
    ct_free(k.room, k.bytes);
    return status;
}

int ct_conv_by_depthwise_planes(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    planes q = {.j = j,
                .wide = j->dtype == CT_DTYPE_F64,
                .back = j->way == CT_CONV_X,
                .sums = j->way == CT_CONV_W,
                .size = ct_dtype_size(j->dtype),
                .taps = ct_conv_volume(s->kernel),
                .repeats = s->filters / s->channels};
    q.lanes = ct_cpu->vector_bytes / q.size;
    q.from = q.back ? j->y : j->x;
    q.to = q.back ? j->x : j->y;
    q.results = q.back ? s->channels : s->filters;
    int64_t plane = (ct_conv_volume(s->in) + ct_conv_volume(s->out)) * q.size;
    plane *= q.sums ? s->n : 1;
    int64_t tasks = q.sums ? s->filters : s->n * q.results;
    q.block = ct_min(ct_max(BLOCK_BYTES / plane, 1), tasks);
    double each = (double)ct_conv_volume(s->out) * (double)q.taps / WORK_PER_NS;
    each = (each + PLANE_NS) * (double)(q.sums ? s->n : q.back ? q.repeats : 1);
    int64_t grain = each < CHUNK_NS ? (int64_t)(CHUNK_NS / each) : 0;
    return ct_parallel_for(tasks, grain, run_tasks, &q);
}
