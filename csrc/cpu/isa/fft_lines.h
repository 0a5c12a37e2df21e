/* fft_lines: complex numbers in memory to lanes and back, and the steps of a line alone;
 * included by fft.c for each type after fft_passes.h. */

INLINE C NAME(take)(const T *p)
{
    V a = LOAD(p), b = LOAD(p + LANES);
    return (C){EVEN(a, b), ODD(a, b)};
}

INLINE void NAME(put)(T *p, C v)
{
    STORE(p, LOW(v.re, v.im));
    STORE(p + LANES, HIGH(v.re, v.im));
}

/* The first n lanes. */
INLINE C NAME(take_n)(const T *p, int64_t n)
{
    if (n >= LANES) {
        return NAME(take)(p);
    }
    int64_t more = 2 * n - LANES;
    V a = more < 0 ? LOAD_N(p, 2 * n) : LOAD(p);
    V b = more > 0 ? LOAD_N(p + LANES, more) : (V){0};
    return (C){EVEN(a, b), ODD(a, b)};
}

INLINE void NAME(put_n)(T *p, C v, int64_t n)
{
    if (n >= LANES) {
        NAME(put)(p, v);
        return;
    }
    int64_t more = 2 * n - LANES;
    if (more < 0) {
        STORE_N(p, LOW(v.re, v.im), 2 * n);
        return;
    }
    STORE(p, LOW(v.re, v.im));
    if (more > 0) {
        STORE_N(p + LANES, HIGH(v.re, v.im), more);
    }
}

INLINE C NAME(turned)(C v, bool turn)
{
    return turn ? (C){v.im, v.re} : v;
}

INLINE C NAME(scaled)(C v, V scale)
{
    return (C){v.re * scale, v.im * scale};
}

/* Each vector's lane i becomes vector i's lane: perfect shuffles, as many as a vector's
 * length has bits. */
INLINE void NAME(transpose)(V *v)
{
    UNROLL
    for (int64_t round = 1; round < LANES; round *= 2) {
        V t[LANES];
        UNROLL
        for (int64_t i = 0; i < LANES / 2; i++) {
            t[2 * i] = LOW(v[i], v[i + LANES / 2]);
            t[2 * i + 1] = HIGH(v[i], v[i + LANES / 2]);
        }
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            v[i] = t[i];
        }
    }
}

static NOINLINE void NAME(transpose_block)(C *to, const C *from)
{
    V re[LANES], im[LANES];
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        re[i] = from[i].re;
    }
    NAME(transpose)(re);
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        to[i].re = re[i];
    }
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        im[i] = from[i].im;
    }
    NAME(transpose)(im);
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        to[i].im = im[i];
    }
}

/* ---- room for lanes -------------------------------------------------------------------- */

#define STACK_ROOM 16384

/* Two arrays of pairs, on the stack or allocated; -1 with the error set. */
typedef struct NAME(buffers) {
    C *x, *y;
    void *block;
    int64_t bytes;
} NAME(buffers);

static int NAME(make_room)(NAME(buffers) * b, int64_t bytes, void *stack)
{
    b->bytes = bytes;
    b->block = b->bytes > STACK_ROOM ? ct_alloc((size_t)b->bytes) : NULL;
    b->x = b->block ? b->block : stack;
    b->y = b->x + b->bytes / 2 / (int64_t)sizeof(C);
    return b->bytes > STACK_ROOM && !b->block ? -1 : 0;
}

/* ---- lines side by side ---------------------------------------------------------------- */

static const T *NAME(line_at)(const ct_fft_lines *l, const void *base, int64_t i)
{
    return (const T *)base + 2 * (i / l->side * l->outer + i % l->side);
}

/* Lines whose elements follow each other, by blocks. */
static void NAME(load_rows)(const ct_fft_lines *l, C *x, int64_t first, int64_t count)
{
    int64_t n = l->plan->n;
    for (int64_t at = 0; at < n; at += LANES) {
        C block[LANES];
        for (int64_t i = 0; i < LANES; i++) {
            const T *p = NAME(line_at)(l, l->x, first + i) + 2 * at;
            block[i] = i < count ? NAME(turned)(NAME(take_n)(p, n - at), l->inverse)
                                 : (C){{0}, {0}};
        }
        NAME(transpose_block)(x + at, block);
    }
}

static void NAME(store_rows)(const ct_fft_lines *l, const C *y, int64_t first,
                             int64_t count)
{
    int64_t n = l->plan->n;
    V scale = SET((T)l->scale);
    for (int64_t at = 0; at < n; at += LANES) {
        C block[LANES];
        NAME(transpose_block)(block, y + at);
        for (int64_t i = 0; i < count; i++) {
            T *p = (T *)NAME(line_at)(l, l->y, first + i) + 2 * at;
            C v = NAME(turned)(NAME(scaled)(block[i], scale), l->inverse);
            NAME(put_n)(p, v, n - at);
        }
    }
}

/* Lines that lie side by side. */
static void NAME(load_beside)(const ct_fft_lines *l, C *x, int64_t first, int64_t count)
{
    const T *p = NAME(line_at)(l, l->x, first);
    for (int64_t k = 0; k < l->plan->n; k++, p += 2 * l->step) {
        x[k] = NAME(turned)(NAME(take_n)(p, count), l->inverse);
    }
}

static void NAME(store_beside)(const ct_fft_lines *l, const C *y, int64_t first,
                               int64_t count)
{
    T *p = (T *)NAME(line_at)(l, l->y, first);
    V scale = SET((T)l->scale);
    for (int64_t k = 0; k < l->plan->n; k++, p += 2 * l->step) {
        C v = NAME(turned)(NAME(scaled)(y[k], scale), l->inverse);
        NAME(put_n)(p, v, count);
    }
}

/* Any lines, number by number. */
static void NAME(load_apart)(const ct_fft_lines *l, C *x, int64_t first, int64_t count)
{
    for (int64_t i = 0; i < LANES; i++) {
        const T *p = NAME(line_at)(l, l->x, i < count ? first + i : first);
        for (int64_t k = 0; k < l->plan->n; k++, p += 2 * l->step) {
            ((T *)&x[k].re)[i] = p[l->inverse];
            ((T *)&x[k].im)[i] = p[!l->inverse];
        }
    }
}

static void NAME(store_apart)(const ct_fft_lines *l, const C *y, int64_t first,
                              int64_t count)
{
    T scale = (T)l->scale;
    for (int64_t i = 0; i < count; i++) {
        T *p = (T *)NAME(line_at)(l, l->y, first + i);
        for (int64_t k = 0; k < l->plan->n; k++, p += 2 * l->step) {
            p[l->inverse] = ((const T *)&y[k].re)[i] * scale;
            p[!l->inverse] = ((const T *)&y[k].im)[i] * scale;
        }
    }
}

static int NAME(side_by_side)(void *lines, int64_t begin, int64_t end)
{
    const ct_fft_lines *l = lines;
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) b;
    if (NAME(make_room)(&b, l->plan->side_buffers, stack) < 0) {
        return -1;
    }
    for (int64_t g = begin; g < end; g++) {
        int64_t first = g * LANES, left = l->count - first;
        int64_t count = left < LANES ? left : LANES;
        bool beside = first % l->side + count <= l->side, rows = l->step == 1;
        if (rows) {
            NAME(load_rows)(l, b.x, first, count);
        } else {
            (beside ? NAME(load_beside) : NAME(load_apart))(l, b.x, first, count);
        }
        C *y = NAME(run_passes)(&l->plan->whole, b.x, b.y);
        if (rows) {
            NAME(store_rows)(l, y, first, count);
        } else {
            (beside ? NAME(store_beside) : NAME(store_apart))(l, y, first, count);
        }
    }
    ct_free(b.block, (size_t)b.bytes);
    return 0;
}

/* ---- a line alone ------------------------------------------------------------------------ */

/* Row k of group g of columns, times its twiddles. */
INLINE void NAME(turn_group)(const ct_fft_plan *plan, C *to, const C *y, int64_t g)
{
    int64_t a = plan->column.n;
    const C *turn = plan->turn;
    const T *step = plan->step;
    if (!step) {
        turn += g * a;
        for (int64_t k = 0; k < a; k++) {
            to[k] = NAME(times)(y[k], turn[k].re, turn[k].im);
        }
        return;
    }
    step += 2 * g * a;
    for (int64_t k = 0; k < a; k++) {
        C w = NAME(times)(turn[k], SET(step[2 * k]), SET(step[2 * k + 1]));
        to[k] = NAME(times)(y[k], w.re, w.im);
    }
}

static int NAME(columns)(void *line, int64_t begin, int64_t end)
{
    const ct_fft_lines *l = line;
    const ct_fft_plan *plan = l->plan;
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) buffer;
    if (NAME(make_room)(&buffer, plan->step_buffers, stack) < 0) {
        return -1;
    }
    int64_t a = plan->column.n, b = plan->row.n;
    for (int64_t g = begin; g < end; g++) {
        const T *p = (const T *)l->x + 2 * g * LANES;
        for (int64_t k = 0; k < a; k++, p += 2 * b) {
            buffer.x[k] = NAME(turned)(NAME(take_n)(p, b - g * LANES), l->inverse);
        }
        C *y = NAME(run_passes)(&plan->column, buffer.x, buffer.y);
        NAME(turn_group)(plan, (C *)l->room + g * plan->column_room, y, g);
    }
    ct_free(buffer.block, (size_t)buffer.bytes);
    return 0;
}

static int NAME(rows)(void *line, int64_t begin, int64_t end)
{
    const ct_fft_lines *l = line;
    const ct_fft_plan *plan = l->plan;
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) buffer;
    if (NAME(make_room)(&buffer, plan->step_buffers, stack) < 0) {
        return -1;
    }
    int64_t a = plan->column.n, b = plan->row.n;
    V scale = SET((T)l->scale);
    for (int64_t g = begin; g < end; g++) {
        const C *from = (const C *)l->room + g * LANES;
        for (int64_t k = 0; k < b; k += LANES, from += plan->column_room) {
            NAME(transpose_block)(buffer.x + k, from);
        }
        C *y = NAME(run_passes)(&plan->row, buffer.x, buffer.y);
        T *p = (T *)l->y + 2 * g * LANES;
        for (int64_t k = 0; k < b; k++, p += 2 * a) {
            C v = NAME(turned)(NAME(scaled)(y[k], scale), l->inverse);
            NAME(put_n)(p, v, a - g * LANES);
        }
    }
    ct_free(buffer.block, (size_t)buffer.bytes);
    return 0;
}

static void NAME(multiply)(void *y, const void *x, const void *w, int64_t n,
                           double scale, bool turn_x, bool turn_y)
{
    V factor = SET((T)scale);
    for (int64_t k = 0; k < n; k += LANES) {
        C a = NAME(turned)(NAME(take_n)((const T *)x + 2 * k, n - k), turn_x);
        C b = NAME(take_n)((const T *)w + 2 * k, n - k);
        C v = NAME(scaled)(NAME(times)(a, b.re, b.im), factor);
        NAME(put_n)((T *)y + 2 * k, NAME(turned)(v, turn_y), n - k);
    }
}

/* ---- real numbers ------------------------------------------------------------------------ */

INLINE C NAME(conjugate)(C a, bool conjugate)
{
    return conjugate ? (C){a.re, -a.im} : a;
}

/* Numbers k, k + 1, .. from the front and h - k, h - k - 1, .. from the back, n of each. */
INLINE C NAME(take_back)(const T *x, int64_t at, int64_t n)
{
    if (n >= LANES) {
        C a = NAME(take)(x + 2 * (at - LANES + 1));
        return (C){REVERSED(a.re), REVERSED(a.im)};
    }
    C a = {{0}, {0}};
    for (int64_t i = 0; i < n; i++) {
        a.re[i] = x[2 * (at - i)];
        a.im[i] = x[2 * (at - i) + 1];
    }
    return a;
}

INLINE void NAME(put_back)(T *x, int64_t at, C v, int64_t n)
{
    if (n >= LANES) {
        NAME(put)(x + 2 * (at - LANES + 1), (C){REVERSED(v.re), REVERSED(v.im)});
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        x[2 * (at - i)] = v.re[i];
        x[2 * (at - i) + 1] = v.im[i];
    }
}

/* With E and O the transforms of the even and the odd numbers, Z = E + i O has been
 * computed: E = (Z[k] + conj Z[h - k]) / 2, O = (Z[k] - conj Z[h - k]) / 2i, and
 * X[k] = E + w O, conj X[h - k] = E - w O. */
static int NAME(unpack_real)(void *real, int64_t begin, int64_t end)
{
    const ct_fft_real *r = real;
    T *x = r->y;
    int64_t h = r->h;
    const T *roots = r->roots;
    V half = SET((T)(r->inner / 2));
    if (begin == 0) {
        T re = x[0], im = x[1];
        x[0] = re + im;
        x[2 * h] = re - im;
        x[1] = x[2 * h + 1] = 0;
    }
    for (int64_t k = begin + (begin == 0), n; k < end; k += n) {
        n = end - k < LANES ? end - k : LANES;
        C a = NAME(take_n)(x + 2 * k, n), w = NAME(take_n)(roots + 2 * k, n);
        C b = NAME(conjugate)(NAME(take_back)(x, h - k, n), true);
        C e = NAME(scaled)(NAME(plus)(a, b), half);
        C d = NAME(scaled)(NAME(minus)(a, b), half), o = {d.im, -d.re};
        C v = NAME(times)(o, w.re, w.im);
        C front = NAME(conjugate)(NAME(plus)(e, v), r->conjugate);
        C back = NAME(conjugate)(NAME(minus)(e, v), !r->conjugate);
        NAME(put_n)(x + 2 * k, front, n);
        NAME(put_back)(x, h - k, back, n);
    }
    return 0;
}

/* The other way: Z[k] = (X[k] + conj X[h - k]) + i conj(w) (X[k] - conj X[h - k]). */
static int NAME(pack_real)(void *real, int64_t begin, int64_t end)
{
    const ct_fft_real *r = real;
    const T *x = r->x, *roots = r->roots;
    T *y = r->y;
    int64_t h = r->h;
    V inner = SET((T)r->inner);
    if (begin == 0) {
        y[0] = x[0] + x[2 * h];
        y[1] = x[0] - x[2 * h];
    }
    for (int64_t k = begin + (begin == 0), n; k < end; k += n) {
        n = end - k < LANES ? end - k : LANES;
        C a = NAME(conjugate)(NAME(take_n)(x + 2 * k, n), r->conjugate);
        C b = NAME(conjugate)(NAME(take_back)(x, h - k, n), !r->conjugate);
        C w = NAME(take_n)(roots + 2 * k, n), d = NAME(minus)(a, b);
        C p = NAME(scaled)(NAME(plus)(a, b), inner);
        C v = NAME(scaled)(NAME(times)((C){-d.im, d.re}, w.re, -w.im), inner);
        NAME(put_n)(y + 2 * k, NAME(plus)(p, v), n);
        NAME(put_back)(y, h - k, NAME(conjugate)(NAME(minus)(p, v), true), n);
    }
    return 0;
}

static void NAME(widen)(void *to, const void *from, int64_t n)
{
    T *y = to;
    const T *x = from;
    for (int64_t k = 0; k < n; k++) {
        y[2 * k] = x[k];
        y[2 * k + 1] = 0;
    }
}

static void NAME(narrow)(void *to, const void *from, int64_t n)
{
    T *y = to;
    const T *x = from;
    for (int64_t k = 0; k < n; k++) {
        y[k] = x[2 * k];
    }
}

static void NAME(take_half)(const ct_fft_real *r, int64_t n)
{
    const T *x = r->x;
    T *y = r->y, inner = (T)r->inner, sign = r->conjugate ? -inner : inner;
    for (int64_t k = 1; k <= n / 2; k++) {
        y[2 * k] = x[2 * k] * inner;
        y[2 * k + 1] = x[2 * k + 1] * sign;
    }
    y[0] = x[0];
    y[1] = 0;
}

static void NAME(mirror)(void *numbers, int64_t n)
{
    T *y = numbers;
    for (int64_t k = 1; k <= (n - 1) / 2; k++) {
        y[2 * (n - k)] = y[2 * k];
        y[2 * (n - k) + 1] = -y[2 * k + 1];
    }
}

static const ct_fft_kernels NAME(fft_kernels) = {
    .lanes = LANES,
    .side_by_side = NAME(side_by_side),
    .columns = NAME(columns),
    .rows = NAME(rows),
    .multiply = NAME(multiply),
    .unpack_real = NAME(unpack_real),
    .pack_real = NAME(pack_real),
    .widen = NAME(widen),
    .narrow = NAME(narrow),
    .take_half = NAME(take_half),
    .mirror = NAME(mirror),
};
