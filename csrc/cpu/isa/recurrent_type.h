/* recurrent_type: rows of recurrent steps for one element type; included by recurrent.c
 * for each, which defines T, L and NAME(x).
 *
 * A kernel goes through the state's row a vector at a time: READ(i, n, p) is a vector of
 * part p of operand i, whose rows have n parts as wide as the state; WRITE is of results. */

#define V CT_CAT(v_, L)
#define SIGMOID CT_CAT(L, _sigmoid)
#define TANH CT_CAT(L, _tanh)
#define SEL CT_CAT(L, _sel)
#define READ(i, n, p) \
    NAME(read)((const T *)r->from[i] + (k * (n) + (p)) * r->h + j, left)
#define WRITE(i, n, p, v) \
    NAME(write)((T *)r->to[i] + (k * (n) + (p)) * r->h + j, v, left)

INLINE V NAME(read)(const T *x, int64_t left)
{
    return left >= CT_LANES(T) ? CT_CAT(L, _load)(x) : CT_CAT(L, _load_n)(x, left);
}

INLINE void NAME(write)(T *x, V v, int64_t left)
{
    if (left >= CT_LANES(T)) {
        CT_CAT(L, _store)(x, v);
    } else {
        CT_CAT(L, _store_n)(x, v, left);
    }
}

#define KERNEL(name)                                                             \
    INLINE void NAME(name##_vector)(const ct_recurrent *r, int64_t k, int64_t j, \
                                    int64_t left);                               \
    static int NAME(name)(void *context, int64_t begin, int64_t end)             \
    {                                                                            \
        const ct_recurrent *r = context;                                         \
        for (int64_t k = begin; k < end; k++) {                                  \
            for (int64_t j = 0; j < r->h; j += CT_LANES(T)) {                    \
                NAME(name##_vector)(r, k, j, r->h - j);                          \
            }                                                                    \
        }                                                                        \
        return 0;                                                                \
    }                                                                            \
    INLINE void NAME(name##_vector)(const ct_recurrent *r, int64_t k, int64_t j, \
                                    int64_t left)

/* ---- LSTM ---------------------------------------------------------------- */

KERNEL(lstm)
{
    V i = SIGMOID(READ(0, 4, 0)), f = SIGMOID(READ(0, 4, 1));
    V g = TANH(READ(0, 4, 2)), o = SIGMOID(READ(0, 4, 3));
    V c = f * READ(1, 1, 0) + i * g;
    WRITE(1, 1, 0, c);
    WRITE(0, 1, 0, o * TANH(c));
    if (r->to[2]) {
        WRITE(2, 4, 0, i);
        WRITE(2, 4, 1, f);
        WRITE(2, 4, 2, g);
        WRITE(2, 4, 3, o);
    }
}

KERNEL(lstm_back)
{
    V i = READ(1, 4, 0), f = READ(1, 4, 1), g = READ(1, 4, 2), o = READ(1, 4, 3);
    V t = TANH(READ(3, 1, 0)), gh = READ(0, 1, 0) + READ(4, 1, 0);
    V dc = NAME(read)((const T *)r->to[1] + k * r->h + j, left) + gh * o * (1 - t * t);
    WRITE(0, 4, 0, dc * g * i * (1 - i));
    WRITE(0, 4, 1, dc * READ(2, 1, 0) * f * (1 - f));
    WRITE(0, 4, 2, dc * i * (1 - g * g));
    WRITE(0, 4, 3, gh * t * o * (1 - o));
    WRITE(1, 1, 0, dc * f);
}

KERNEL(lstm_grad)
{
    V i = SIGMOID(READ(2, 4, 0)), f = SIGMOID(READ(2, 4, 1));
    V g = TANH(READ(2, 4, 2)), o = SIGMOID(READ(2, 4, 3));
    V c = READ(3, 1, 0), gh = READ(0, 1, 0), t = TANH(f * c + i * g);
    V dc = READ(1, 1, 0) + gh * o * (1 - t * t);
    WRITE(0, 4, 0, dc * g * i * (1 - i));
    WRITE(0, 4, 1, dc * c * f * (1 - f));
    WRITE(0, 4, 2, dc * i * (1 - g * g));
    WRITE(0, 4, 3, gh * t * o * (1 - o));
    WRITE(1, 1, 0, dc * f);
}

/* ---- GRU ----------------------------------------------------------------- */

KERNEL(gru)
{
    V a = SIGMOID(READ(0, 3, 0) + READ(1, 3, 0));
    V z = SIGMOID(READ(0, 3, 1) + READ(1, 3, 1));
    V n = TANH(READ(0, 3, 2) + a * READ(1, 3, 2));
    WRITE(0, 1, 0, n + z * (READ(2, 1, 0) - n));
}

KERNEL(gru_grad)
{
    V inner = READ(2, 3, 2), g = READ(0, 1, 0);
    V a = SIGMOID(READ(1, 3, 0) + READ(2, 3, 0));
    V z = SIGMOID(READ(1, 3, 1) + READ(2, 3, 1));
    V n = TANH(READ(1, 3, 2) + a * inner);
    V gn = g * (1 - z) * (1 - n * n), ga = gn * inner * a * (1 - a);
    V gz = g * (READ(3, 1, 0) - n) * z * (1 - z);
    WRITE(0, 3, 0, ga);
    WRITE(0, 3, 1, gz);
    WRITE(0, 3, 2, gn);
    WRITE(1, 3, 0, ga);
    WRITE(1, 3, 1, gz);
    WRITE(1, 3, 2, gn * a);
    WRITE(2, 1, 0, g * z);
}

KERNEL(gru_step)
{
    V a = SIGMOID(READ(0, 3, 0)), z = SIGMOID(READ(0, 3, 1));
    V n = TANH(READ(0, 3, 2) + a * READ(1, 1, 0));
    WRITE(1, 3, 0, a);
    WRITE(1, 3, 1, z);
    WRITE(1, 3, 2, n);
    WRITE(0, 1, 0, n + z * (READ(2, 1, 0) - n));
}

KERNEL(gru_back)
{
    V a = READ(1, 3, 0), z = READ(1, 3, 1), n = READ(1, 3, 2);
    V g = READ(0, 1, 0) + READ(4, 1, 0);
    V gn = g * (1 - z) * (1 - n * n);
    WRITE(0, 3, 0, gn * READ(2, 1, 0) * a * (1 - a));
    WRITE(0, 3, 1, g * (READ(3, 1, 0) - n) * z * (1 - z));
    WRITE(0, 3, 2, gn);
    WRITE(1, 1, 0, gn * a);
    WRITE(2, 1, 0, g * z);
}

/* ---- tanh and relu ------------------------------------------------------- */

KERNEL(tanh_step)
{
    WRITE(0, 1, 0, TANH(READ(0, 1, 0)));
}

KERNEL(tanh_back)
{
    V y = READ(1, 1, 0);
    WRITE(0, 1, 0, (READ(0, 1, 0) + READ(2, 1, 0)) * (1 - y * y));
}

KERNEL(relu_step)
{
    V x = READ(0, 1, 0);
    WRITE(0, 1, 0, SEL(x <= 0, (V){0}, x));
}

KERNEL(relu_back)
{
    V y = READ(1, 1, 0);
    WRITE(0, 1, 0, SEL(y <= 0, (V){0}, READ(0, 1, 0) + READ(2, 1, 0)));
}

#undef V
#undef SIGMOID
#undef TANH
#undef SEL
#undef READ
#undef WRITE
#undef KERNEL
