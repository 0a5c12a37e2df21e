/* fft_lines: lines side by side, and the steps of a line alone; included by fft.c for each
 * type after fft_passes.h. */

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

/* Bytes of a group that is called for before its turn. */
#define AHEAD_MAX 8192

/* ---- lines side by side ---------------------------------------------------------------- */

static const T *NAME(line_at)(const ct_fft_lines *l, const void *base, int64_t i)
{
    return (const T *)base + 2 * (i / l->side * l->outer + i % l->side);
}

/* Short groups come from memory and go there faster if they are called for before. */
INLINE void NAME(call_ahead)(const void *x, const void *y, int64_t x_size,
                             int64_t y_size)
{
    for (int64_t i = 0; i < x_size && x_size <= AHEAD_MAX; i += 64) {
        __builtin_prefetch((const void *)((uintptr_t)x + (size_t)i));
    }
    for (int64_t i = 0; i < y_size && y_size <= AHEAD_MAX; i += 64) {
        __builtin_prefetch((const void *)((uintptr_t)y + (size_t)i), 1);
    }
}

/* A full group of lines that are one butterfly, all in registers. */
INLINE void NAME(butterfly_rows)(int r, const T *from, T *to, bool turn, V scale)
{
    int64_t n = 2 * r < LANES ? LANES / 2 : r; /* of a row */
    C x[LANES / 2 < 8 ? 8 : LANES / 2];
    V v[LANES];
    UNROLL
    for (int64_t at = 0; at < n; at += LANES / 2) {
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            v[i] = LOAD(from + 2 * (i * n + at));
        }
        NAME(block_to_lanes)(x + at, v, turn);
    }
    UNROLL
    for (int64_t i = 0; i < n; i += r) {
        NAME(butterfly)(r, true, x + i, NULL);
    }
    UNROLL
    for (int64_t at = 0; at < n; at += LANES / 2) {
        NAME(block_of_lanes)(v, x + at, turn, scale);
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            STORE(to + 2 * (i * n + at), v[i]);
        }
    }
}

#define BUTTERFLY_ROWS(r)                                                         \
    static NOINLINE void NAME(rows_##r)(const T *from, T *to, bool turn, V scale) \
    {                                                                             \
        if (turn) {                                                               \
            NAME(butterfly_rows)(r, from, to, true, scale);                       \
        } else {                                                                  \
            NAME(butterfly_rows)(r, from, to, false, scale);                      \
        }                                                                         \
    }
BUTTERFLY_ROWS(2)
BUTTERFLY_ROWS(4)
BUTTERFLY_ROWS(8)
#undef BUTTERFLY_ROWS

/* Lines that fill rows: joined, or woven, their numbers taking turns. */
static void NAME(run_rows)(const ct_fft_lines *l, NAME(buffers) * b, int64_t first,
                           int64_t count)
{
    static const NAME(ends) buffers = {0};
    int64_t n = l->plan->n, each = n * l->side, size = 2 * n * count;
    int64_t joined = l->woven ? 1 : l->plan->joined;
    NAME(block_rows) rows = {each * joined, n * count, l->inverse};
    const T *from = (const T *)l->x + 2 * n * first;
    T *to = (T *)l->y + 2 * n * first;
    V scale = SET((T)l->scale);
    C *y = NULL;
    NAME(call_ahead)(from + size, to + size, size * (int64_t)sizeof(T),
                     size * (int64_t)sizeof(T));
    if (l->side == 1 && (n == 2 || n == 4 || n == 8) && NAME(full)(&rows)) {
        (n == 2   ? NAME(rows_2)
         : n == 4 ? NAME(rows_4)
                  : NAME(rows_8))(from, to, l->inverse, scale);
        return;
    }
    NAME(load_rows)(b->x, from, &rows);
    for (int64_t i = joined - 1; i >= 0; i--) {
        y = NAME(run_passes)(&l->plan->whole, &buffers, l->side, b->x + i * each,
                             b->y + i * each);
    }
    NAME(store_rows)(y, to, &rows, scale);
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
        NAME(run_passes)(&l->plan->whole, &e, 1, b->x, b->y);
        return;
    }
    NAME(load_beside)(l, b->x, first, count);
    C *y = NAME(run_passes)(&l->plan->whole, &e, 1, b->x, b->y);
    NAME(store_beside)(l, y, first, count);
}

static int NAME(side_by_side)(void *lines, int64_t begin, int64_t end)
{
    const ct_fft_lines *l = lines;
    bool rows = l->step == 1 || l->woven;
    int64_t group = LANES * (l->woven ? l->side : rows ? l->plan->joined : 1);
    int64_t all = rows ? l->count : l->side; /* that groups divide */
    int64_t groups = (all + group - 1) / group;
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) b;
    if (NAME(make_room)(&b, l->plan->side_buffers * (l->woven ? l->side : 1), stack) <
        0) {
        return -1;
    }
    for (int64_t g = begin; g < end; g++) {
        int64_t at = g % groups * group, left = all - at;
        (rows ? NAME(run_rows) : NAME(run_beside))(l, &b, g / groups * all + at,
                                                   left < group ? left : group);
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
        C *y = NAME(run_passes)(&plan->column, &e, 1, buffer.x, buffer.y);
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
        C *y = NAME(run_passes)(&plan->row, &e, 1, buffer.x, buffer.y);
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
