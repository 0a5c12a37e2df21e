/* fft_lines: complex numbers in memory to lanes and back, and the steps of a line alone;
 * included by fft.c for each type after fft_passes.h. */

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

/* Lines whose n numbers follow each other, the next line `outer` numbers on: by blocks. */
static void NAME(load_rows)(C *x, const T *p, int64_t n, int64_t outer, int64_t count,
                            bool turn)
{
    for (int64_t at = 0; at < n; at += LANES) {
        C block[LANES];
        for (int64_t i = 0; i < LANES; i++) {
            const T *from = p + 2 * (i * outer + at);
            block[i] = i < count ? NAME(turned)(NAME(take_n)(from, n - at), turn)
                                 : (C){{0}, {0}};
        }
        NAME(transpose_block)(x + at, block);
    }
}

static void NAME(store_rows)(const C *y, T *p, int64_t n, int64_t outer, int64_t count,
                             bool turn, V scale)
{
    for (int64_t at = 0; at < n; at += LANES) {
        C block[LANES];
        NAME(transpose_block)(block, y + at);
        for (int64_t i = 0; i < count; i++) {
            C v = NAME(turned)(NAME(scaled)(block[i], scale), turn);
            NAME(put_n)(p + 2 * (i * outer + at), v, n - at);
        }
    }
}

static void NAME(run_rows)(const ct_fft_lines *l, NAME(buffers) * b, int64_t first,
                           int64_t count)
{
    const NAME(ends) buffers = {0};
    int64_t n = l->plan->n, at = 2 * first * l->outer;
    NAME(load_rows)(b->x, (const T *)l->x + at, n, l->outer, count, l->inverse);
    C *y = NAME(run_passes)(&l->plan->whole, &buffers, b->x, b->y);
    V scale = SET((T)l->scale);
    NAME(store_rows)(y, (T *)l->y + at, n, l->outer, count, l->inverse, scale);
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

/* Full groups go from memory to memory in the first and the last pass. */
static void NAME(run_beside)(const ct_fft_lines *l, NAME(buffers) * b, int64_t first,
                             int64_t count)
{
    NAME(ends) e = {.turn = l->inverse, .scale = SET((T)l->scale)};
    if (count == LANES) {
        e.from = e.to = NAME(MEMORY);
        e.x = NAME(line_at)(l, l->x, first);
        e.y = (T *)NAME(line_at)(l, l->y, first);
        e.x_step = e.y_step = l->step;
        NAME(run_passes)(&l->plan->whole, &e, b->x, b->y);
        return;
    }
    NAME(load_beside)(l, b->x, first, count);
    C *y = NAME(run_passes)(&l->plan->whole, &e, b->x, b->y);
    NAME(store_beside)(l, y, first, count);
}

static int NAME(side_by_side)(void *lines, int64_t begin, int64_t end)
{
    const ct_fft_lines *l = lines;
    const ct_fft_passes *passes = &l->plan->whole;
    const NAME(ends) buffers = {0};
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) b;
    if (NAME(make_room)(&b, l->plan->side_buffers, stack) < 0) {
        return -1;
    }
    for (int64_t g = begin; g < end; g++) {
        int64_t first = g * LANES, left = l->count - first;
        int64_t count = left < LANES ? left : LANES;
        if (l->step == 1) {
            NAME(run_rows)(l, &b, first, count);
        } else if (first % l->side + count <= l->side) {
            NAME(run_beside)(l, &b, first, count);
        } else {
            NAME(load_apart)(l, b.x, first, count);
            C *y = NAME(run_passes)(passes, &buffers, b.x, b.y);
            NAME(store_apart)(l, y, first, count);
        }
    }
    ct_free(b.block, (size_t)b.bytes);
    return 0;
}

/* ---- a line alone ------------------------------------------------------------------------ */

/* Row k of group g of columns, times its twiddles, of a long line. */
INLINE void NAME(turn_group)(const ct_fft_plan *plan, C *to, const C *y, int64_t g)
{
    int64_t a = plan->column.n;
    const C *turn = plan->turn;
    const T *step = (const T *)plan->step + 2 * g * a;
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
    NAME(ends)
    e = {
        .to = plan->step ? NAME(BUFFER) : NAME(TABLE), .x_step = b, .turn = l->inverse};
    for (int64_t g = begin; g < end; g++) {
        e.x = (const T *)l->x + 2 * g * LANES;
        e.twiddles = (const C *)plan->turn + g * a;
        e.table = (C *)l->room + g * plan->column_room;
        e.from = b - g * LANES >= LANES ? NAME(MEMORY) : NAME(BUFFER);
        for (int64_t k = 0; e.from == NAME(BUFFER) && k < a; k++) {
            C v = NAME(take_n)(e.x + 2 * b * k, b - g * LANES);
            buffer.x[k] = NAME(turned)(v, l->inverse);
        }
        C *y = NAME(run_passes)(&plan->column, &e, buffer.x, buffer.y);
        if (plan->step) {
            NAME(turn_group)(plan, e.table, y, g);
        }
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
    NAME(ends) e = {.y_step = a, .turn = l->inverse, .scale = SET((T)l->scale)};
    for (int64_t g = begin; g < end; g++) {
        const C *from = (const C *)l->room + g * LANES;
        for (int64_t k = 0; k < b; k += LANES, from += plan->column_room) {
            NAME(transpose_block)(buffer.x + k, from);
        }
        e.y = (T *)l->y + 2 * g * LANES;
        e.to = a - g * LANES >= LANES ? NAME(MEMORY) : NAME(BUFFER);
        C *y = NAME(run_passes)(&plan->row, &e, buffer.x, buffer.y);
        for (int64_t k = 0; e.to == NAME(BUFFER) && k < b; k++) {
            C v = NAME(turned)(NAME(scaled)(y[k], e.scale), l->inverse);
            NAME(put_n)(e.y + 2 * a * k, v, a - g * LANES);
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
