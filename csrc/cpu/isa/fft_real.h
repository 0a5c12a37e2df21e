/* fft_real: a line of real numbers, as half as many complex ones; included by fft.c for
 * each type after fft_lines.h. */

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
INLINE void NAME(unpack_pair)(C front, C back, C w, V half, C *x, C *x_back)
{
    back = NAME(conjugate)(back, true);
    C e = NAME(scaled)(NAME(plus)(front, back), half);
    C d = NAME(scaled)(NAME(minus)(front, back), half);
    C v = NAME(times)((C){d.im, -d.re}, w.re, w.im);
    *x = NAME(plus)(e, v);
    *x_back = NAME(conjugate)(NAME(minus)(e, v), true);
}

/* The other way: Z[k] = (X[k] + conj X[h - k]) + i conj(w) (X[k] - conj X[h - k]). */
INLINE void NAME(pack_pair)(C front, C back, C w, V inner, C *z, C *z_back)
{
    back = NAME(conjugate)(back, true);
    C e = NAME(scaled)(NAME(plus)(front, back), inner);
    C d = NAME(scaled)(NAME(minus)(front, back), inner);
    C v = NAME(times)((C){-d.im, d.re}, w.re, -w.im);
    *z = NAME(plus)(e, v);
    *z_back = NAME(conjugate)(NAME(minus)(e, v), true);
}

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
        C front, back;
        NAME(unpack_pair)(a, NAME(take_back)(x, h - k, n), w, half, &front, &back);
        NAME(put_n)(x + 2 * k, NAME(conjugate)(front, r->conjugate), n);
        NAME(put_back)(x, h - k, NAME(conjugate)(back, r->conjugate), n);
    }
    return 0;
}

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
        C b = NAME(conjugate)(NAME(take_back)(x, h - k, n), r->conjugate);
        C w = NAME(take_n)(roots + 2 * k, n), front, back;
        NAME(pack_pair)(a, b, w, inner, &front, &back);
        NAME(put_n)(y + 2 * k, front, n);
        NAME(put_back)(y, h - k, back, n);
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
