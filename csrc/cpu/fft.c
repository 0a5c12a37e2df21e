/* fft: lines alone, many lines, real lines; see fft.h. */
#include "cpu/fft.h"

#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/kernels.h"

/* Lines from this length on are done one after another, each by all threads. */
#define LONG_LINE 65536
/* From this length on 16 lines side by side take longer than one by one. */
#define ALONE_FROM 512
/* From this length on lines that leave more than half of the lanes empty are faster one by
 * one, if both steps of such a line fill them. */
#define FEW_FROM 1000
/* What an element of a transform costs beside one that a loop streams through. */
#define WORK 4

static const ct_fft_kernels *kernels_of(const ct_fft_plan *plan)
{
    return ct_cpu->fft[plan->wide];
}

static int64_t number_size(const ct_fft_plan *plan)
{
    return plan->wide ? 16 : 8;
}

/* The grain for indices that stand for so many elements each. */
static int64_t grain_of(int64_t each)
{
    int64_t grain = ct_parallel_grain(WORK * each);
    return grain > 0 ? grain : 1;
}

/* fn on [0, n), by all threads or by this one. */
static int spread(bool alone, int64_t n, int64_t each, ct_range_fn fn, void *context)
{
    return alone ? fn(context, 0, n) : ct_parallel_for(n, grain_of(each), fn, context);
}

static int64_t groups_of(const ct_fft_plan *plan, int64_t n)
{
    int64_t lanes = kernels_of(plan)->lanes;
    return (n + lanes - 1) / lanes;
}

/* ---- a line alone ------------------------------------------------------------------------ */

/* Room for numbers: on the stack where they are few. */
#define STACK_ROOM 16384
typedef struct room {
    void *at, *block;
    int64_t bytes;
} room;

static int room_make(room *r, int64_t bytes, void *stack)
{
    r->bytes = bytes;
    r->block = bytes > STACK_ROOM ? ct_alloc((size_t)bytes) : NULL;
    r->at = r->block ? r->block : stack;
    return bytes > STACK_ROOM && !r->block ? -1 : 0;
}

static void room_end(room *r)
{
    ct_free(r->block, (size_t)r->bytes);
}

static int run_line(const ct_fft_lines *line, bool alone);

static int run_split(ct_fft_lines *l, bool alone)
{
    const ct_fft_plan *plan = l->plan;
    const ct_fft_kernels *k = kernels_of(plan);
    int64_t a = plan->column.n, b = plan->row.n;
    _Alignas(64) char stack[STACK_ROOM];
    room r;
    if (room_make(&r, plan->room, stack) < 0) {
        return -1;
    }
    l->room = r.at;
    int status = spread(alone, groups_of(plan, b), a * k->lanes, k->columns, l);
    if (status == 0) {
        status = spread(alone, groups_of(plan, a), b * k->lanes, k->rows, l);
    }
    room_end(&r);
    return status;
}

/* With c = exp(-i pi k^2 / n): y = c (x c * 1 / c), the product in the middle a
 * convolution, which is one of frequencies in `filter`. */
static int run_chirp(const ct_fft_lines *l, bool alone)
{
    const ct_fft_plan *plan = l->plan, *inner = plan->convolution;
    const ct_fft_kernels *k = kernels_of(plan);
    int64_t n = plan->n, m = inner->n;
    room r;
    _Alignas(64) char stack[STACK_ROOM];
    if (room_make(&r, m * number_size(plan), stack) < 0) {
        return -1;
    }
    char *z = r.at;
    ct_fft_lines forward = {.plan = inner, .x = z, .y = z, .scale = 1};
    ct_fft_lines backward = {
        .plan = inner, .x = z, .y = z, .inverse = true, .scale = 1};
    k->multiply(z, l->x, plan->chirp, n, 1, l->inverse, false);
    memset(z + n * number_size(plan), 0, (size_t)((m - n) * number_size(plan)));
    int status = run_line(&forward, alone);
    if (status == 0) {
        k->multiply(z, z, plan->filter, m, 1, false, false);
        status = run_line(&backward, alone);
    }
    if (status == 0) {
        k->multiply(l->y, z, plan->chirp, n, l->scale, false, l->inverse);
    }
    room_end(&r);
    return status;
}

static int run_line(const ct_fft_lines *line, bool alone)
{
    ct_fft_lines l = *line;
    l.count = l.side = l.step = 1;
    l.outer = l.plan->n;
    switch (l.plan->way) {
    case CT_FFT_SPLIT:
        return run_split(&l, alone);
    case CT_FFT_CHIRP:
        return run_chirp(&l, alone);
    default:
        return kernels_of(l.plan)->side_by_side(&l, 0, 1);
    }
}

int ct_fft_line(const ct_fft_lines *line)
{
    return run_line(line, false);
}

/* ---- many lines ------------------------------------------------------------------------------ */

/* fn(context, i, alone) for each line i of `count`, whose lengths are n. */
typedef int (*line_fn)(const void *context, int64_t i, bool alone);
typedef struct each {
    line_fn fn;
    const void *context;
} each;

static int run_each(void *context, int64_t begin, int64_t end)
{
    const each *e = context;
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        status = e->fn(e->context, i, true);
    }
    return status;
}

static int for_each(int64_t count, int64_t n, line_fn fn, const void *context)
{
    each e = {fn, context};
    int status = 0;
    if (n < LONG_LINE) {
        return spread(count == 1, count, n, run_each, &e);
    }
    for (int64_t i = 0; i < count && status == 0; i++) {
        status = fn(context, i, false);
    }
    return status;
}

static int run_one(const void *context, int64_t i, bool alone)
{
    ct_fft_lines l = *(const ct_fft_lines *)context;
    int64_t at = i * l.plan->n * number_size(l.plan);
    l.x = (const char *)l.x + at;
    l.y = (char *)l.y + at;
    return run_line(&l, alone);
}

/* Do both steps of a line alone fill all lanes? */
static bool fills_lanes(const ct_fft_plan *plan)
{
    int64_t lanes = kernels_of(plan)->lanes;
    return plan->way == CT_FFT_SPLIT && plan->column.n % lanes == 0 &&
           plan->row.n % lanes == 0;
}

/* Are so many lines together too few for the lanes? */
static bool too_few(const ct_fft_plan *plan, int64_t together)
{
    return plan->n >= FEW_FROM && fills_lanes(plan) &&
           2 * together < kernels_of(plan)->lanes;
}

/* Are `count` lines of this plan faster one by one than side by side, where they lie one
 * after another? Of 16 lanes, a group of longer lines leaves the nearest cache. */
static bool better_alone(const ct_fft_plan *plan, int64_t count)
{
    int64_t lanes = kernels_of(plan)->lanes;
    bool split = plan->way == CT_FFT_SPLIT, chirp = plan->way == CT_FFT_CHIRP;
    return !plan->side || (chirp && count < lanes) || too_few(plan, count) ||
           (split && (plan->n > CT_FFT_ROW_MAX ||
                      (lanes == 16 && plan->n >= ALONE_FROM && fills_lanes(plan))));
}

/* fn on groups of lines that follow each other, so many to a lane. */
static int run_groups(const ct_fft_plan *plan, int64_t count, int64_t joined,
                      ct_range_fn fn, void *lines)
{
    int64_t groups = groups_of(plan, (count + joined - 1) / joined);
    return spread(false, groups, plan->n * joined * kernels_of(plan)->lanes, fn, lines);
}

/* fn on groups of lines beside each other. */
static int run_beside(const ct_fft_plan *plan, int64_t count, int64_t side,
                      ct_range_fn fn, void *lines)
{
    return spread(false, count / side * groups_of(plan, side),
                  plan->n * kernels_of(plan)->lanes, fn, lines);
}

/* Is it better to take few lines beside each other as a row, and rows for lanes? */
static bool better_woven(const ct_fft_plan *plan, int64_t count, int64_t side)
{
    return side < kernels_of(plan)->lanes && count / side >= side &&
           plan->n * side <= CT_FFT_ROW_MAX;
}

bool ct_fft_beside(const ct_fft_plan *plan, int64_t count, int64_t side)
{
    if (too_few(plan, side) && !better_woven(plan, count, side)) {
        return false;
    }
    return plan->side && (plan->n <= CT_FFT_ROW_MAX || side > kernels_of(plan)->lanes);
}

int ct_fft_many(const ct_fft_lines *lines)
{
    ct_fft_lines l = *lines;
    const ct_fft_plan *plan = l.plan;
    ct_range_fn fn = kernels_of(plan)->side_by_side;
    if (l.step == 1) {
        return l.count == 1 || better_alone(plan, l.count)
                   ? for_each(l.count, plan->n, run_one, lines)
                   : run_groups(plan, l.count, plan->joined, fn, &l);
    }
    l.woven = better_woven(plan, l.count, l.side);
    return l.woven ? run_groups(plan, l.count, l.side, fn, &l)
                   : run_beside(plan, l.count, l.side, fn, &l);
}

/* ---- real lines ---------------------------------------------------------------------------------- */

/* The parts of ct_fft_real that all lines have. */
static ct_fft_real halves(const ct_fft_real_lines *l)
{
    return (ct_fft_real){.h = l->n / 2,
                         .roots = l->plan->half_roots,
                         .conjugate = l->inverse,
                         .inner = l->inner};
}

static int from_even(const ct_fft_real_lines *l, const char *x, char *y, bool alone)
{
    ct_fft_lines line = {.plan = l->plan, .x = x, .y = y, .scale = l->scale};
    if (run_line(&line, alone) < 0) {
        return -1;
    }
    ct_fft_real r = halves(l);
    r.y = y;
    return spread(alone, r.h / 2 + 1, 1, kernels_of(l->plan)->unpack_real, &r);
}

static int from_odd(const ct_fft_real_lines *l, const char *x, char *y, bool alone)
{
    const ct_fft_kernels *k = kernels_of(l->plan);
    _Alignas(64) char stack[STACK_ROOM];
    room r;
    if (room_make(&r, l->n * number_size(l->plan), stack) < 0) {
        return -1;
    }
    ct_fft_lines line = {.plan = l->plan, .x = r.at, .y = r.at, .scale = l->scale};
    k->widen(r.at, x, l->n);
    int status = run_line(&line, alone);
    if (status == 0) {
        ct_fft_real half = halves(l);
        half.x = r.at;
        half.y = y;
        k->take_half(&half, l->n);
    }
    room_end(&r);
    return status;
}

static int from_one(const void *context, int64_t i, bool alone)
{
    const ct_fft_real_lines *l = context;
    int64_t size = number_size(l->plan), m = l->whole ? l->n : l->n / 2 + 1;
    const char *x = l->x + i * l->n * (size / 2);
    char *y = l->y + i * m * size;
    if ((l->n % 2 ? from_odd : from_even)(l, x, y, alone) < 0) {
        return -1;
    }
    if (l->whole) {
        kernels_of(l->plan)->mirror(y, l->n);
    }
    return 0;
}

static int to_even(const ct_fft_real_lines *l, const char *x, char *y, bool alone)
{
    _Alignas(64) char stack[STACK_ROOM];
    room z;
    if (room_make(&z, l->n / 2 * number_size(l->plan), stack) < 0) {
        return -1;
    }
    ct_fft_real r = halves(l);
    r.x = x;
    r.y = z.at;
    ct_fft_lines line = {
        .plan = l->plan, .x = z.at, .y = y, .inverse = true, .scale = l->scale};
    int status = spread(alone, r.h / 2 + 1, 1, kernels_of(l->plan)->pack_real, &r);
    if (status == 0) {
        status = run_line(&line, alone);
    }
    room_end(&z);
    return status;
}

static int to_odd(const ct_fft_real_lines *l, const char *x, char *y, bool alone)
{
    const ct_fft_kernels *k = kernels_of(l->plan);
    _Alignas(64) char stack[STACK_ROOM];
    room z;
    if (room_make(&z, l->n * number_size(l->plan), stack) < 0) {
        return -1;
    }
    ct_fft_real half = halves(l);
    half.x = x;
    half.y = z.at;
    k->take_half(&half, l->n);
    k->mirror(z.at, l->n);
    ct_fft_lines line = {
        .plan = l->plan, .x = z.at, .y = z.at, .inverse = true, .scale = l->scale};
    int status = run_line(&line, alone);
    if (status == 0) {
        k->narrow(y, z.at, l->n);
    }
    room_end(&z);
    return status;
}

static int to_one(const void *context, int64_t i, bool alone)
{
    const ct_fft_real_lines *l = context;
    int64_t size = number_size(l->plan), m = l->n / 2 + 1;
    return (l->n % 2 ? to_odd : to_even)(l, l->x + i * m * size,
                                         l->y + i * l->n * (size / 2), alone);
}

int ct_fft_many_real(const ct_fft_real_lines *lines)
{
    ct_fft_real_lines l = *lines;
    const ct_fft_plan *plan = l.plan;
    const ct_fft_kernels *k = kernels_of(plan);
    if (l.side > 1) {
        l.woven = better_woven(plan, l.count, l.side);
        return l.woven ? run_groups(plan, l.count, l.side, k->real_lines, &l)
                       : run_beside(plan, l.count, l.side, k->real_lines, &l);
    }
    if (better_alone(plan, l.count) || 2 * l.count < k->lanes) {
        return for_each(l.count, l.n, l.to_real ? to_one : from_one, lines);
    }
    return run_groups(plan, l.count, plan->joined, k->real_lines, &l);
}
