/* fft_real_lanes: lines of real numbers side by side; included by fft.c for each type after
 * fft_real.h. Lines of even length are half as many complex numbers, as they lie. */

/* Lines of n real numbers, by blocks: parts are in `re`. */
static void NAME(load_real_rows)(C *x, const T *p, int64_t n, int64_t count)
{
    for (int64_t at = 0; at < n; at += LANES) {
        V block[LANES];
        int64_t width = n - at;
        for (int64_t i = 0; i < LANES; i++) {
            const T *from = p + i * n + at;
            block[i] = i >= count       ? (V){0}
                       : width >= LANES ? LOAD(from)
                                        : LOAD_N(from, width);
        }
        NAME(transpose)(block);
        for (int64_t i = 0; i < LANES; i++) {
            x[at + i] = (C){block[i], {0}};
        }
    }
}

static void NAME(store_real_rows)(const C *y, T *p, int64_t n, int64_t count, V scale)
{
    for (int64_t at = 0; at < n; at += LANES) {
        V block[LANES];
        int64_t width = n - at;
        for (int64_t i = 0; i < LANES; i++) {
            block[i] = y[at + i].re * scale;
        }
        NAME(transpose)(block);
        for (int64_t i = 0; i < count; i++) {
            T *to = p + i * n + at;
            if (width >= LANES) {
                STORE(to, block[i]);
            } else {
                STORE_N(to, block[i], width);
            }
        }
    }
}

/* unpack_real and pack_real of all lanes; what is packed has its parts exchanged. */
static void NAME(unpack_lanes)(const ct_fft_real_lines *l, C *y)
{
    int64_t h = l->n / 2;
    const T *roots = l->plan->half_roots;
    V half = SET((T)(l->inner / 2)), re = y[0].re, im = y[0].im;
    y[0] = (C){re + im, {0}};
    y[h] = (C){re - im, {0}};
    for (int64_t k = 1; k <= h / 2; k++) {
        C w = {SET(roots[2 * k]), SET(roots[2 * k + 1])}, front, back;
        NAME(unpack_pair)(y[k], y[h - k], w, half, &front, &back);
        y[k] = NAME(conjugate)(front, l->inverse);
        y[h - k] = NAME(conjugate)(back, l->inverse);
    }
}

static void NAME(pack_lanes)(const ct_fft_real_lines *l, C *x)
{
    int64_t h = l->n / 2;
    const T *roots = l->plan->half_roots;
    V inner = SET((T)l->inner), first = x[0].re, last = x[h].re;
    x[0] = (C){first - last, first + last};
    for (int64_t k = 1; k <= h / 2; k++) {
        C w = {SET(roots[2 * k]), SET(roots[2 * k + 1])}, front, back;
        NAME(pack_pair)(NAME(conjugate)(x[k], l->inverse),
                        NAME(conjugate)(x[h - k], l->inverse), w, inner, &front, &back);
        x[k] = NAME(turned)(front, true);
        x[h - k] = NAME(turned)(back, true);
    }
}

/* Of odd lengths: the half that is kept; and all of it, conjugate, from the half. */
static void NAME(keep_half)(const ct_fft_real_lines *l, C *y)
{
    V inner = SET((T)l->inner);
    y[0].im = (V){0};
    for (int64_t k = 1; k <= l->n / 2; k++) {
        y[k] = NAME(conjugate)(NAME(scaled)(y[k], inner), l->inverse);
    }
}

static void NAME(fill_whole)(const ct_fft_real_lines *l, C *x)
{
    V inner = SET((T)l->inner);
    x[0].im = (V){0};
    for (int64_t k = 1; k <= l->n / 2; k++) {
        C v = NAME(conjugate)(NAME(scaled)(x[k], inner), l->inverse);
        x[k] = NAME(conjugate)(v, true);
        x[l->n - k] = v;
    }
}

static void NAME(from_real_group)(const ct_fft_real_lines *l, NAME(buffers) * b,
                                  int64_t first, int64_t count)
{
    const NAME(ends) buffers = {0};
    int64_t n = l->n, m = l->whole ? n : n / 2 + 1;
    const T *from = (const T *)l->x + first * n;
    T *to = (T *)l->y + 2 * first * m;
    if (n % 2) {
        NAME(load_real_rows)(b->x, from, n, count);
    } else {
        NAME(load_rows)(b->x, from, n / 2, n / 2, count, false);
    }
    C *y = NAME(run_passes)(&l->plan->whole, &buffers, b->x, b->y);
    (n % 2 ? NAME(keep_half) : NAME(unpack_lanes))(l, y);
    NAME(store_rows)(y, to, n / 2 + 1, m, count, false, SET((T)l->scale));
    for (int64_t i = 0; l->whole && i < count; i++) {
        NAME(mirror)(to + 2 * i * m, n);
    }
}

static void NAME(to_real_group)(const ct_fft_real_lines *l, NAME(buffers) * b,
                                int64_t first, int64_t count)
{
    const NAME(ends) buffers = {0};
    int64_t n = l->n, m = n / 2 + 1;
    const T *from = (const T *)l->x + 2 * first * m;
    T *to = (T *)l->y + first * n;
    V scale = SET((T)l->scale);
    NAME(load_rows)(b->x, from, m, m, count, false);
    (n % 2 ? NAME(fill_whole) : NAME(pack_lanes))(l, b->x);
    C *y = NAME(run_passes)(&l->plan->whole, &buffers, b->x, b->y);
    if (n % 2) {
        NAME(store_real_rows)(y, to, n, count, scale);
    } else {
        NAME(store_rows)(y, to, n / 2, n / 2, count, true, scale);
    }
}

static int NAME(real_lines)(void *lines, int64_t begin, int64_t end)
{
    const ct_fft_real_lines *l = lines;
    _Alignas(64) char stack[STACK_ROOM];
    NAME(buffers) b;
    if (NAME(make_room)(&b, l->plan->side_buffers, stack) < 0) {
        return -1;
    }
    for (int64_t g = begin; g < end; g++) {
        int64_t first = g * LANES, left = l->count - first;
        (l->to_real ? NAME(to_real_group)
                    : NAME(from_real_group))(l, &b, first, left < LANES ? left : LANES);
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
