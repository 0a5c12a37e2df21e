/* fft_real_lanes: lines of real numbers side by side; included by fft.c for each type after
 * fft_real.h. Lines of even length are half as many complex numbers, as they lie. */

/* Rows of real numbers, as block_rows has them of complex ones: parts are in `re`. */
INLINE int64_t NAME(reals_there)(const NAME(block_rows) * r, int64_t i, int64_t at)
{
    int64_t left = r->some - i * r->n, there = (left < r->n ? left : r->n) - at;
    return there < 0 ? 0 : there < LANES ? there : LANES;
}

static void NAME(load_real_rows)(C *x, const T *p, const NAME(block_rows) * r)
{
    for (int64_t at = 0; at < r->n; at += LANES) {
        V block[LANES];
        for (int64_t i = 0; i < LANES; i++) {
            int64_t there = NAME(reals_there)(r, i, at);
            const T *from = p + i * r->n + at;
            block[i] = there == LANES ? LOAD(from)
                       : there        ? LOAD_N(from, there)
                                      : (V){0};
        }
        NAME(transpose)(block);
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            x[at + i] = (C){block[i], {0}};
        }
    }
}

static void NAME(store_real_rows)(const C *y, T *p, const NAME(block_rows) * r, V scale)
{
    for (int64_t at = 0; at < r->n; at += LANES) {
        V block[LANES];
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            block[i] = y[at + i].re * scale;
        }
        NAME(transpose)(block);
        for (int64_t i = 0; i < LANES; i++) {
            int64_t there = NAME(reals_there)(r, i, at);
            T *to = p + i * r->n + at;
            if (there == LANES) {
                STORE(to, block[i]);
            } else if (there) {
                STORE_N(to, block[i], there);
            }
        }
    }
}

/* unpack_real and pack_real of all lanes, of numbers s apart, to where they are or to
 * another array; what is packed has its parts exchanged. */
static void NAME(unpack_lanes)(const ct_fft_real_lines *l, const C *z, C *y, int64_t s)
{
    int64_t h = l->n / 2;
    const T *roots = l->plan->half_roots;
    V half = SET((T)(l->inner / 2)), re = z[0].re, im = z[0].im;
    y[0] = (C){re + im, {0}};
    y[s * h] = (C){re - im, {0}};
    for (int64_t k = 1; k <= h / 2; k++) {
        C w = {SET(roots[2 * k]), SET(roots[2 * k + 1])}, front, back;
        NAME(unpack_pair)(z[s * k], z[s * (h - k)], w, half, &front, &back);
        y[s * k] = NAME(conjugate)(front, l->inverse);
        y[s * (h - k)] = NAME(conjugate)(back, l->inverse);
    }
}

static void NAME(pack_lanes)(const ct_fft_real_lines *l, const C *x, C *z, int64_t s)
{
    int64_t h = l->n / 2;
    const T *roots = l->plan->half_roots;
    V inner = SET((T)l->inner), first = x[0].re, last = x[s * h].re;
    z[0] = (C){first - last, first + last};
    for (int64_t k = 1; k <= h / 2; k++) {
        C w = {SET(roots[2 * k]), SET(roots[2 * k + 1])}, front, back;
        NAME(pack_pair)(NAME(conjugate)(x[s * k], l->inverse),
                        NAME(conjugate)(x[s * (h - k)], l->inverse), w, inner, &front,
                        &back);
        z[s * k] = NAME(turned)(front, true);
        z[s * (h - k)] = NAME(turned)(back, true);
    }
}

/* Of odd lengths: the half that is kept; and all of it, conjugate, from the half. */
static void NAME(keep_half)(const ct_fft_real_lines *l, const C *z, C *y, int64_t s)
{
    V inner = SET((T)l->inner);
    y[0] = (C){z[0].re, {0}};
    for (int64_t k = 1; k <= l->n / 2; k++) {
        y[s * k] = NAME(conjugate)(NAME(scaled)(z[s * k], inner), l->inverse);
    }
}

static void NAME(fill_whole)(const ct_fft_real_lines *l, const C *x, C *z, int64_t s)
{
    V inner = SET((T)l->inner);
    z[0] = (C){x[0].re, {0}};
    for (int64_t k = 1; k <= l->n / 2; k++) {
        C v = NAME(conjugate)(NAME(scaled)(x[s * k], inner), l->inverse);
        z[s * k] = NAME(conjugate)(v, true);
        z[s * (l->n - k)] = v;
    }
}

/* The frequencies that follow from the half that there is. */
static void NAME(fill_mirror)(C *y, int64_t n, int64_t s)
{
    for (int64_t k = 1; k <= (n - 1) / 2; k++) {
        y[s * (n - k)] = NAME(conjugate)(y[s * k], true);
    }
}

/* Lines that lie side by side: the first number of line i, each line of n numbers that
 * take `size` parts. Real ones of even length come two by two, as a complex one. */
INLINE int64_t NAME(beside_at)(const ct_fft_real_lines *l, int64_t i, int64_t n,
                               int64_t size)
{
    return size * (i / l->side * l->side * n + i % l->side);
}

static void NAME(load_real_beside)(const ct_fft_real_lines *l, C *x, int64_t first,
                                   int64_t count)
{
    const T *p = (const T *)l->x + NAME(beside_at)(l, first, l->n, 1);
    int64_t each = 2 - l->n % 2, step = each * l->side;
    for (int64_t k = 0; k < l->n / each; k++, p += step) {
        x[k].re = LOAD_SOME(p, count);
        x[k].im = each == 2 ? LOAD_SOME(p + l->side, count) : (V){0};
    }
}

static void NAME(store_real_beside)(const ct_fft_real_lines *l, const C *y,
                                    int64_t first, int64_t count)
{
    T *p = (T *)l->y + NAME(beside_at)(l, first, l->n, 1);
    int64_t each = 2 - l->n % 2, step = each * l->side;
    V scale = SET((T)l->scale);
    for (int64_t k = 0; k < l->n / each; k++, p += step) {
        C v = NAME(turned)(NAME(scaled)(y[k], scale), each == 2);
        STORE_SOME(p, v.re, count);
        if (each == 2) {
            STORE_SOME(p + l->side, v.im, count);
        }
    }
}

static void NAME(load_half_beside)(const ct_fft_real_lines *l, C *x, int64_t first,
                                   int64_t count)
{
    int64_t m = l->n / 2 + 1;
    const T *p = (const T *)l->x + NAME(beside_at)(l, first, m, 2);
    for (int64_t k = 0; k < m; k++, p += 2 * l->side) {
        x[k] = NAME(take_n)(p, count);
    }
}

static void NAME(store_half_beside)(const ct_fft_real_lines *l, const C *y,
                                    int64_t first, int64_t count)
{
    int64_t m = l->whole ? l->n : l->n / 2 + 1;
    T *p = (T *)l->y + NAME(beside_at)(l, first, m, 2);
    V scale = SET((T)l->scale);
    for (int64_t k = 0; k < m; k++, p += 2 * l->side) {
        NAME(put_n)(p, NAME(scaled)(y[k], scale), count);
    }
}

/* Rows in which `side` lines of even length take turns: what load_real_rows has made of
 * them, to complex numbers of h each, and back. */
static void NAME(pair_up)(C *x, int64_t h, int64_t side)
{
    for (int64_t k = 0; k < h * side; k++) {
        int64_t at = k / side * side + k;
        x[k] = (C){x[at].re, x[at + side].re};
    }
}

static void NAME(part_pairs)(C *y, int64_t h, int64_t side)
{
    for (int64_t k = h * side - 1; k >= 0; k--) {
        int64_t at = k / side * side + k;
        C v = y[k];
        y[at].re = v.im; /* parts have been exchanged */
        y[at + side].re = v.re;
    }
}

/* Numbers of lanes: a line's are n as real ones, m frequencies, w in the transform. */
typedef struct NAME(real_sizes) {
    int64_t n, m, w, turns, joined;
    bool beside;
} NAME(real_sizes);

static NAME(real_sizes) NAME(real_sizes_of)(const ct_fft_real_lines *l)
{
    NAME(real_sizes) z = {.n = l->n, .m = l->n / 2 + 1, .turns = 1, .joined = 1};
    z.m = l->whole ? l->n : z.m;
    z.w = l->n % 2 ? l->n : l->n / 2;
    z.turns = l->woven ? l->side : 1;
    z.joined = l->side == 1 ? l->plan->joined : 1;
    z.beside = l->side > 1 && !l->woven;
    return z;
}

static void NAME(from_real_group)(const ct_fft_real_lines *l, NAME(buffers) * b,
                                  int64_t first, int64_t count)
{
    static const NAME(ends) buffers = {0};
    NAME(real_sizes) z = NAME(real_sizes_of)(l);
    int64_t s = z.turns, in = l->woven ? z.n : z.w, row = s * z.joined;
    const T *from = (const T *)l->x + first * z.n;
    T *to = (T *)l->y + 2 * first * z.m;
    NAME(call_ahead)(from + count * z.n, to + 2 * count * z.m,
                     count * z.n * (int64_t)sizeof(T),
                     2 * count * z.m * (int64_t)sizeof(T));
    if (z.beside) {
        NAME(load_real_beside)(l, b->x, first, count);
    } else {
        (z.n % 2 || l->woven ? NAME(load_real_rows) : NAME(load_rows))(
            b->x, from, &(NAME(block_rows)){in * row, in * count, false});
    }
    if (l->woven && z.n % 2 == 0) {
        NAME(pair_up)(b->x, z.w, s);
    }
    for (int64_t i = 0; i < z.joined; i++) {
        C *y = b->y + i * z.m;
        C *t = NAME(run_passes)(&l->plan->whole, &buffers, s, b->x + i * z.w, y);
        for (int64_t q = 0; q < s; q++) {
            (z.n % 2 ? NAME(keep_half) : NAME(unpack_lanes))(l, t + q, y + q, s);
        }
        for (int64_t q = 0; q < s && l->whole; q++) {
            NAME(fill_mirror)(y + q, z.n, s);
        }
    }
    if (z.beside) {
        NAME(store_half_beside)(l, b->y, first, count);
    } else {
        NAME(store_rows)(b->y, to, &(NAME(block_rows)){z.m * row, z.m * count, false},
                         SET((T)l->scale));
    }
}

/* The last line goes first, as it may be longer in the transform than it comes. */
static void NAME(to_real_group)(const ct_fft_real_lines *l, NAME(buffers) * b,
                                int64_t first, int64_t count)
{
    static const NAME(ends) buffers = {0};
    NAME(real_sizes) z = NAME(real_sizes_of)(l);
    int64_t s = z.turns, out = l->woven ? z.n : z.w, row = s * z.joined;
    bool swapped = l->plan->whole.count % 2; /* passes end in the other buffer */
    const T *from = (const T *)l->x + 2 * first * z.m;
    T *to = (T *)l->y + first * z.n;
    NAME(call_ahead)(from + 2 * count * z.m, to + count * z.n,
                     2 * count * z.m * (int64_t)sizeof(T),
                     count * z.n * (int64_t)sizeof(T));
    if (z.beside) {
        NAME(load_half_beside)(l, b->x, first, count);
    } else {
        NAME(load_rows)(b->x, from, &(NAME(block_rows)){z.m * row, z.m * count, false});
    }
    for (int64_t i = z.joined - 1; i >= 0; i--) {
        C *x = b->x + i * z.m, *y = b->y + i * z.w, *t = swapped ? x : y;
        for (int64_t q = 0; q < s; q++) {
            (z.n % 2 ? NAME(fill_whole) : NAME(pack_lanes))(l, x + q, t + q, s);
        }
        NAME(run_passes)(&l->plan->whole, &buffers, s, t, swapped ? y : x);
    }
    if (l->woven && z.n % 2 == 0) {
        NAME(part_pairs)(b->y, z.w, s);
    }
    NAME(block_rows) rows = {out * row, out * count, z.n % 2 == 0};
    V scale = SET((T)l->scale);
    if (z.beside) {
        NAME(store_real_beside)(l, b->y, first, count);
    } else {
        (z.n % 2 || l->woven ? NAME(store_real_rows) : NAME(store_rows))(b->y, to,
                                                                         &rows, scale);
    }
}

static int NAME(real_lines)(void *lines, int64_t begin, int64_t end)
{
    const ct_fft_real_lines *l = lines;
    bool beside = l->side > 1 && !l->woven;
    int64_t group = LANES * (l->woven ? l->side : beside ? 1 : l->plan->joined);
    int64_t all = beside ? l->side : l->count; /* that groups divide */
    int64_t groups = (all + group - 1) / group;
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) b;
    if (NAME(make_room)(&b, l->plan->side_buffers * (l->woven ? l->side : 1), stack) <
        0) {
        return -1;
    }
    for (int64_t g = begin; g < end; g++) {
        int64_t at = g % groups * group, left = all - at;
        (l->to_real ? NAME(to_real_group) : NAME(from_real_group))(
            l, &b, g / groups * all + at, left < group ? left : group);
    }
    ct_free(b.block, (size_t)b.bytes);
    return 0;
}

static const ct_fft_kernels NAME(fft_kernels) = {
    .lanes = LANES,
    .side_by_side = NAME(side_by_side),
    .columns = NAME(columns),
    .rows = NAME(rows),
    .multiply = NAME(multiply),
    .unpack_real = NAME(unpack_real),
    .pack_real = NAME(pack_real),
    .real_lines = NAME(real_lines),
    .widen = NAME(widen),
    .narrow = NAME(narrow),
    .take_half = NAME(take_half),
    .mirror = NAME(mirror),
};
