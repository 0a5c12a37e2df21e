/* bit_places: for each number of 8 bits, the places of those that are set, from the lowest
 * on, in the bytes of a word; the bytes after them have the places of the others. It serves
 * vectors of 8 lanes, which AVX-512 packs by an instruction. */
#ifndef CT_SIMD_BIT_PLACES_H
#define CT_SIMD_BIT_PLACES_H

#include <stdint.h>

#define CT_BIT(n, k) ((n) >> (k) & 1)
#define CT_BITS_BELOW(n, k)                                        \
    (((k) > 0 ? CT_BIT(n, 0) : 0) + ((k) > 1 ? CT_BIT(n, 1) : 0) + \
     ((k) > 2 ? CT_BIT(n, 2) : 0) + ((k) > 3 ? CT_BIT(n, 3) : 0) + \
     ((k) > 4 ? CT_BIT(n, 4) : 0) + ((k) > 5 ? CT_BIT(n, 5) : 0) + \
     ((k) > 6 ? CT_BIT(n, 6) : 0) + ((k) > 7 ? CT_BIT(n, 7) : 0))
#define CT_BYTE_OF(n, k) /* of place k */ \
    (CT_BIT(n, k) ? CT_BITS_BELOW(n, k)   \
                  : CT_BITS_BELOW(n, 8) + (k) - CT_BITS_BELOW(n, k))
#define CT_BIT_PLACE(n, k) ((uint64_t)(k) << 8 * CT_BYTE_OF(n, k))
#define CT_PLACES(n)                                                \
    (CT_BIT_PLACE(n, 0) | CT_BIT_PLACE(n, 1) | CT_BIT_PLACE(n, 2) | \
     CT_BIT_PLACE(n, 3) | CT_BIT_PLACE(n, 4) | CT_BIT_PLACE(n, 5) | \
     CT_BIT_PLACE(n, 6) | CT_BIT_PLACE(n, 7))
#define CT_PLACES_4(n) \
    CT_PLACES(n), CT_PLACES(n + 1), CT_PLACES(n + 2), CT_PLACES(n + 3)
#define CT_PLACES_16(n) \
    CT_PLACES_4(n), CT_PLACES_4(n + 4), CT_PLACES_4(n + 8), CT_PLACES_4(n + 12)
#define CT_PLACES_64(n) \
    CT_PLACES_16(n), CT_PLACES_16(n + 16), CT_PLACES_16(n + 32), CT_PLACES_16(n + 48)

static const uint64_t ct_bit_places[256] = {CT_PLACES_64(0), CT_PLACES_64(64),
                                            CT_PLACES_64(128), CT_PLACES_64(192)};

#endif
