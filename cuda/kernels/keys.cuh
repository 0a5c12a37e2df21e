/* keys: elements as unsigned numbers in the same order: NOTE [Keys on the device]. */
#ifndef CT_KERNELS_KEYS_CUH
#define CT_KERNELS_KEYS_CUH

#include "kernels/cast.cuh"

template <class E> struct ct_key {
    typedef uint32_t type;
};
template <> struct ct_key<uint64_t> {
    typedef uint64_t type;
};
template <> struct ct_key<int64_t> {
    typedef uint64_t type;
};
template <> struct ct_key<double> {
    typedef uint64_t type;
};

CT_DEVICE static inline uint32_t ct_key_of(ct_b8 x)
{
    return x.bits != 0;
}
CT_DEVICE static inline uint32_t ct_key_of(uint8_t x)
{
    return x;
}
CT_DEVICE static inline uint32_t ct_key_of(uint16_t x)
{
    return x;
}
CT_DEVICE static inline uint32_t ct_key_of(uint32_t x)
{
    return x;
}
CT_DEVICE static inline uint64_t ct_key_of(uint64_t x)
{
    return x;
}
CT_DEVICE static inline uint32_t ct_key_of(int32_t x)
{
    return (uint32_t)x ^ 0x80000000u;
}
CT_DEVICE static inline uint32_t ct_key_of(int8_t x)
{
    return ct_key_of((int32_t)x);
}
CT_DEVICE static inline uint32_t ct_key_of(int16_t x)
{
    return ct_key_of((int32_t)x);
}
CT_DEVICE static inline uint64_t ct_key_of(int64_t x)
{
    return (uint64_t)x ^ 0x8000000000000000u;
}
CT_DEVICE static inline uint32_t ct_key_of(float x)
{
    uint32_t bits;
    x = x == 0 ? 0.0f : x;
    memcpy(&bits, &x, sizeof bits);
    return x != x ? 0xffffffffu : bits >> 31 ? ~bits : bits | 0x80000000u;
}
CT_DEVICE static inline uint64_t ct_key_of(double x)
{
    uint64_t bits;
    x = x == 0 ? 0.0 : x;
    memcpy(&bits, &x, sizeof bits);
    return x != x       ? 0xffffffffffffffffu
           : bits >> 63 ? ~bits
                        : bits | 0x8000000000000000u;
}
CT_DEVICE static inline uint32_t ct_key_of(ct_f16 x)
{
    return ct_key_of((float)ct_number(x));
}
CT_DEVICE static inline uint32_t ct_key_of(ct_bf16 x)
{
    return ct_key_of((float)ct_number(x));
}

/* Is this the key of a NaN, if the dtype has such? */
template <class E> CT_DEVICE static inline bool ct_key_is_nan(typename ct_key<E>::type)
{
    return false;
}
template <> CT_DEVICE inline bool ct_key_is_nan<float>(uint32_t key)
{
    return key == 0xffffffffu;
}
template <> CT_DEVICE inline bool ct_key_is_nan<ct_f16>(uint32_t key)
{
    return key == 0xffffffffu;
}
template <> CT_DEVICE inline bool ct_key_is_nan<ct_bf16>(uint32_t key)
{
    return key == 0xffffffffu;
}
template <> CT_DEVICE inline bool ct_key_is_nan<double>(uint64_t key)
{
    return key == 0xffffffffffffffffu;
}

/* How many of n keys in order are below a key, or not above it. */
template <class KEY>
CT_DEVICE static inline uint32_t ct_keys_before(const KEY *keys, uint32_t n, KEY key,
                                                bool equal)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (keys[middle] < key || (equal && keys[middle] == key)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Runs what follows with E the type of a real dtype's elements. */
#define CT_REALS(X)                                                                  \
    X(BOOL, ct_b8)                                                                   \
    X(U8, uint8_t)                                                                   \
    X(I8, int8_t)                                                                    \
    X(U16, uint16_t)                                                                 \
    X(I16, int16_t)                                                                  \
    X(U32, uint32_t)                                                                 \
    X(I32, int32_t) X(U64, uint64_t) X(I64, int64_t) X(F16, ct_f16) X(BF16, ct_bf16) \
        X(F32, float) X(F64, double)

#endif
