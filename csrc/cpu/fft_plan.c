/* fft_plan: lengths divided into factors, twiddles, and the cache of plans. */
#include "cpu/fft_plan.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"
#include "cpu/fft.h"
#include "cpu/kernels.h"

/* Lines that take fewer vectors than these are joined. */
#define JOINED_MAX 3

/* ---- roots of 1 ------------------------------------------------------------------------ */

void ct_fft_root(int64_t k, int64_t n, double *re, double *im)
{
    /* The angle is reduced to an eighth of a turn in whole numbers, and then has a second
     * word: sin(a + b) = sin(a) + b cos(a). */
    const double turn = 6.283185307179586, turn_rest = 2.4492935982947064e-16;
    int64_t quarter = 4 * k / n, rest = 4 * k % n; /* of a quarter: rest / n */
    bool mirrored = 2 * rest > n;
    double part = (double)(mirrored ? n - rest : rest), all = 4.0 * (double)n;
    double ratio = part / all, error = fma(-ratio, all, part) / all;
    double a = ratio * turn,
           b = fma(ratio, turn, -a) + ratio * turn_rest + error * turn;
    double s = sin(a), c = cos(a), sine = s + b * c, cosine = c - b * s;
    double x = mirrored ? sine : cosine, y = mirrored ? cosine : sine;
    *re = quarter == 0 ? x : quarter == 1 ? -y : quarter == 2 ? -x : y;
    *im = -(quarter == 0 ? y : quarter == 1 ? x : quarter == 2 ? -y : -x);
}

/* ---- tables ------------------------------------------------------------------------------ */

/* Tables are counted first, and written when there is memory: twice the same code, the
 * first time without a block. */
typedef struct tables {
    char *block;
    size_t used;
    bool wide;
} tables;

/* Room for n numbers; NULL while they are counted. */
static void *take(tables *t, int64_t n)
{
    void *at = t->block ? t->block + t->used : NULL;
    t->used += ((size_t)n * (t->wide ? 8 : 4) + 63) / 64 * 64;
    return at;
}

static void put(const tables *t, void *at, int64_t i, double value)
{
    if (t->wide) {
        ((double *)at)[i] = value;
    } else {
        ((float *)at)[i] = (float)value;
    }
}

static void put_root(const tables *t, void *at, int64_t i, int64_t k, int64_t n)
{
    double re, im;
    ct_fft_root(k, n, &re, &im);
    put(t, at, 2 * i, re);
    put(t, at, 2 * i + 1, im);
}

/* ---- passes ------------------------------------------------------------------------------ */

static int64_t largest_prime(int64_t n)
{
    int64_t largest = 1;
    for (int64_t p = 2; p * p <= n; p += 1 + (p > 2)) {
        for (; n % p == 0; n /= p) {
            largest = p;
        }
    }
    return n > largest ? n : largest;
}

/* The radix of the next pass: of powers of two 8 and 4, and 2 for 2 alone. */
static int next_radix(int64_t n)
{
    int twos = __builtin_ctzll((uint64_t)n);
    if (twos > 0) {
        return twos == 1 ? 2 : twos % 3 == 0 ? 8 : 4;
    }
    int r = 3;
    while (n % r != 0) {
        r += 2;
    }
    return r;
}

/* What a number of a pass costs, in vector operations. */
static double pass_cost(int radix)
{
    return radix == 8 ? 14 : radix == 4 ? 10 : radix == 2 ? 8 : 8 + 1.5 * radix;
}

static double passes_cost(int64_t n)
{
    double cost = 4;
    for (int64_t r; n > 1; n /= r) {
        r = next_radix(n);
        cost += pass_cost((int)r);
    }
    return cost;
}

static void make_passes(tables *t, ct_fft_passes *f, int64_t n)
{
    f->n = n;
    f->count = 0;
    for (int64_t m = n; m > 1;) {
        int r = next_radix(m), odd = r % 2 ? r : 0;
        int64_t length = m;
        m /= r;
        void *at = take(t, 2 * (odd + m * (r - 1)));
        f->factors[f->count] = at;
        f->radix[f->count++] = r;
        for (int64_t k = 0; at && k < odd; k++) {
            put_root(t, at, k, k, r);
        }
        for (int64_t k = 0; at && k < m * (r - 1); k++) {
            put_root(t, at, odd + k, k / (r - 1) * (k % (r - 1) + 1), length);
        }
    }
}

/* ---- columns and rows ---------------------------------------------------------------------- */

/* How many rows a line of n numbers is divided into; 1: none. */
static int64_t split_of(int64_t n, int64_t lanes)
{
    double best = (double)n * passes_cost(n);
    int64_t rows = 1;
    for (int64_t a = 2; a <= n / 2 && a <= 65536; a++) {
        int64_t b = n / a;
        if (n % a != 0 || a > 64 * b || b > 64 * a) {
            continue;
        }
        double columns = (double)(a * ((b + lanes - 1) / lanes)) * (passes_cost(a) + 8);
        double cost =
            columns + (double)(b * ((a + lanes - 1) / lanes)) * (passes_cost(b) + 8);
        if (cost + 60 < best) {
            best = cost + 60;
            rows = a;
        }
    }
    return rows;
}

static void make_turn(tables *t, ct_fft_plan *plan)
{
    int64_t lanes = ct_cpu->fft[plan->wide]->lanes;
    int64_t a = plan->column.n, b = plan->row.n, n = plan->n;
    bool steps = n > CT_FFT_TURN_MAX;
    int64_t blocks = (b + lanes - 1) / lanes, tabled = steps ? 1 : blocks;
    void *turn = take(t, tabled * a * 2 * lanes);
    void *step = steps ? take(t, blocks * a * 2) : NULL;
    plan->turn = turn;
    plan->step = step;
    for (int64_t i = 0; turn && i < tabled * a * lanes; i++) {
        int64_t lane = i % lanes, k = i / lanes % a,
                column = i / lanes / a * lanes + lane;
        double re, im;
        ct_fft_root(k * column % n, n, &re, &im);
        put(t, turn, 2 * (i - lane) + lane, re);
        put(t, turn, 2 * (i - lane) + lanes + lane, im);
    }
    for (int64_t i = 0; step && i < blocks * a; i++) {
        put_root(t, step, i, i % a * (i / a * lanes) % n, n);
    }
}

/* ---- a convolution --------------------------------------------------------------------------- */

/* The least length from n on that has small factors only. */
static int64_t smooth_from(int64_t n)
{
    int64_t best = 1;
    while (best < n) {
        best *= 2;
    }
    for (int64_t five = 1; five < best; five *= 5) {
        for (int64_t three = five; three < best; three *= 3) {
            int64_t m = three;
            while (m < n) {
                m *= 2;
            }
            best = m < best ? m : best;
        }
    }
    return best;
}

static void make_chirp(tables *t, ct_fft_plan *plan)
{
    int64_t n = plan->n, m = plan->convolution->n;
    void *chirp = take(t, 2 * n), *filter = take(t, 2 * m);
    plan->chirp = chirp;
    plan->filter = filter;
    if (!chirp) {
        return;
    }
    memset(filter, 0, (size_t)(2 * m) * (t->wide ? 8 : 4));
    int64_t square = 0; /* k^2 modulo 2 n */
    for (int64_t k = 0; k < n; k++) {
        double re, im;
        ct_fft_root(square, 2 * n, &re, &im);
        put(t, chirp, 2 * k, re);
        put(t, chirp, 2 * k + 1, im);
        for (int side = 0; side < 2; side++) {
            int64_t at = side && k ? m - k : k;
            put(t, filter, 2 * at, re / (double)m);
            put(t, filter, 2 * at + 1, -im / (double)m);
        }
        square = (square + 2 * k + 1) % (2 * n);
    }
}

/* ---- plans ------------------------------------------------------------------------------- */

static void make_tables(tables *t, ct_fft_plan *plan, bool real)
{
    int64_t n = plan->n;
    if (plan->way == CT_FFT_CHIRP) {
        make_chirp(t, plan);
    }
    if (plan->side) {
        make_passes(t, &plan->whole, n);
    }
    if (plan->way == CT_FFT_SPLIT) {
        make_passes(t, &plan->column, plan->column.n);
        make_passes(t, &plan->row, plan->row.n);
        make_turn(t, plan);
    }
    void *roots = real ? take(t, 2 * (n / 2 + 1)) : NULL;
    for (int64_t k = 0; roots && k <= n / 2; k++) {
        put_root(t, roots, k, k, 2 * n);
    }
    plan->half_roots = roots;
}

/* Bytes of two arrays of n numbers in lanes, whole blocks of them. */
static int64_t buffers(int64_t n, int64_t lanes)
{
    return 2 * ((n + lanes - 1) / lanes * lanes) * 2 * ct_cpu->vector_bytes;
}

/* How many lines go together: so many short ones that they fill whole vectors. */
static int64_t joined_of(int64_t n, int64_t lanes)
{
    int64_t joined = lanes;
    while (joined > 1 && 2 * n * (joined / 2) % lanes == 0) {
        joined /= 2;
    }
    return 2 * n < JOINED_MAX * lanes ? joined : 1;
}

/* How a line alone runs, and the memory that it needs. */
static void choose_way(ct_fft_plan *plan)
{
    int64_t n = plan->n, lanes = ct_cpu->fft[plan->wide]->lanes;
    int64_t prime = largest_prime(n);
    bool chirp = prime > CT_FFT_RADIX_ALONE;
    int64_t a = chirp ? 1 : split_of(n, lanes), b = n / a;
    plan->way = chirp ? CT_FFT_CHIRP : a > 1 ? CT_FFT_SPLIT : CT_FFT_WHOLE;
    plan->side =
        plan->way == CT_FFT_WHOLE || (n <= CT_FFT_SIDE_MAX && prime <= CT_FFT_RADIX);
    plan->joined = joined_of(n, lanes);
    plan->side_buffers =
        plan->side ? buffers((plan->real ? 2 * n : n) * plan->joined + 1, lanes) : 0;
    if (plan->way == CT_FFT_SPLIT) {
        plan->column.n = a;
        plan->row.n = b;
        plan->column_room = (a + lanes - 1) / lanes * lanes;
        plan->room = (b + lanes - 1) / lanes * buffers(a, lanes) / 2;
        plan->step_buffers = buffers(a > b ? a : b, lanes);
    }
}

/* The transform of what make_chirp has written. */
static int transform_filter(ct_fft_plan *plan)
{
    void *filter = (void *)(uintptr_t)plan->filter;
    return ct_fft_line(&(ct_fft_lines){
        .plan = plan->convolution, .x = filter, .y = filter, .scale = 1});
}

static void drop(ct_fft_plan *plan)
{
    if (plan->convolution) {
        ct_fft_plan_release(plan->convolution);
    }
    free((void *)(uintptr_t)plan->tables);
    free(plan);
}

/* Memory of plans, which is no tensor's: it is not counted among theirs. */
static void *new_block(size_t bytes)
{
    size_t size = (bytes + CT_ALIGNMENT - 1) / CT_ALIGNMENT * CT_ALIGNMENT;
    void *block = ct_alloc_fault() ? NULL : aligned_alloc(CT_ALIGNMENT, size);
    if (!block) {
        ct_error(CT_ERR_MEMORY, "fft: out of memory");
    }
    return block;
}

static ct_fft_plan *make(int64_t n, bool wide, bool real)
{
    ct_fft_plan *plan = ct_alloc_fault() ? NULL : calloc(1, sizeof *plan);
    if (!plan) {
        ct_error(CT_ERR_MEMORY, "fft: out of memory");
        return NULL;
    }
    plan->n = n;
    plan->wide = wide;
    plan->real = real;
    plan->users = 1;
    choose_way(plan);
    if (plan->way == CT_FFT_CHIRP &&
        !(plan->convolution = ct_fft_plan_get(smooth_from(2 * n - 1), wide, false))) {
        free(plan);
        return NULL;
    }
    tables t = {.wide = wide};
    make_tables(&t, plan, real);
    plan->bytes = t.used;
    plan->tables = t.block = new_block(t.used);
    t.used = 0;
    if (t.block) {
        make_tables(&t, plan, real);
    }
    if (!t.block || (plan->convolution && transform_filter(plan) < 0)) {
        drop(plan);
        return NULL;
    }
    return plan;
}

/* ---- the cache ------------------------------------------------------------------------------ */

static struct {
    pthread_mutex_t lock;
    int count;
    ct_fft_plan *plan[CT_FFT_PLANS]; /* the latest first */
    size_t bytes;
} cache = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void before_fork(void)
{
    pthread_mutex_lock(&cache.lock);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&cache.lock);
}

__attribute__((constructor)) static void watch_forks(void)
{
    pthread_atfork(before_fork, after_fork, after_fork);
}

static void move_to_front(int i)
{
    ct_fft_plan *plan = cache.plan[i];
    memmove(cache.plan + 1, cache.plan, (size_t)i * sizeof *cache.plan);
    cache.plan[0] = plan;
}

/* The plan of this kind, with one user more, or NULL. */
static ct_fft_plan *find(int64_t n, bool wide, bool real)
{
    ct_fft_plan *found = NULL;
    pthread_mutex_lock(&cache.lock);
    for (int i = 0; i < cache.count && !found; i++) {
        ct_fft_plan *plan = cache.plan[i];
        if (plan->n == n && plan->wide == wide && plan->real == real) {
            plan->users++;
            move_to_front(i);
            found = plan;
        }
    }
    pthread_mutex_unlock(&cache.lock);
    return found;
}

/* Puts a plan in front; what has to go is released. */
static void keep(ct_fft_plan *plan)
{
    const ct_fft_plan *gone[CT_FFT_PLANS];
    int count = 0;
    pthread_mutex_lock(&cache.lock);
    cache.bytes += plan->bytes;
    while (cache.count == CT_FFT_PLANS ||
           (cache.count > 0 && cache.bytes > CT_FFT_PLAN_BYTES)) {
        gone[count] = cache.plan[--cache.count];
        cache.bytes -= gone[count++]->bytes;
    }
    plan->users++;
    cache.plan[cache.count] = plan;
    move_to_front(cache.count++);
    pthread_mutex_unlock(&cache.lock);
    while (count > 0) {
        ct_fft_plan_release(gone[--count]);
    }
}

const ct_fft_plan *ct_fft_plan_get(int64_t n, bool wide, bool real)
{
    ct_fft_plan *plan = find(n, wide, real);
    if (!plan && (plan = make(n, wide, real))) {
        keep(plan); /* two threads may make the same one: the older one goes in time */
    }
    return plan;
}

void ct_fft_plan_release(const ct_fft_plan *plan)
{
    ct_fft_plan *p = (ct_fft_plan *)(uintptr_t)plan;
    pthread_mutex_lock(&cache.lock);
    bool last = --p->users == 0;
    pthread_mutex_unlock(&cache.lock);
    if (last) {
        drop(p);
    }
}
