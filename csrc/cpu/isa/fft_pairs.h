/* fft_pairs: complex numbers of each lane: their arithmetic, and memory to lanes and back;
 * included by fft.c for each type. See NOTE [Lanes] in cpu/fft_kernels.h. */

typedef struct NAME(pair) { /* a complex number of each line */
    V re, im;
} NAME(pair);

INLINE C NAME(plus)(C a, C b)
{
    return (C){a.re + b.re, a.im + b.im};
}

INLINE C NAME(minus)(C a, C b)
{
    return (C){a.re - b.re, a.im - b.im};
}

INLINE C NAME(times)(C a, V re, V im)
{
    return (C){MAD(a.re, re, -(a.im * im)), MAD(a.re, im, a.im * re)};
}

/* a - i b and a + i b */
INLINE C NAME(minus_i)(C a, C b)
{
    return (C){a.re + b.im, a.im - b.re};
}

INLINE C NAME(plus_i)(C a, C b)
{
    return (C){a.re - b.im, a.im + b.re};
}

/* a + c b */
INLINE C NAME(plus_times)(C a, V c, C b)
{
    return (C){MAD(c, b.re, a.re), MAD(c, b.im, a.im)};
}

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
