/* checksum: remainders of polynomials over bits; see checksum.h.
 *
 * A message's bits are the coefficients of a polynomial, and its remainder modulo one of
 * degree 32 is what a checksum is made of. By tables, eight bytes at a time: what each of
 * them adds to the remainder. By multiplication, 16 bytes that lie d bits before others
 * are multiplied by x^d, reduced, and added to those: V. Gopal and others, Fast CRC
 * Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel, 2009. */
#include "core/checksum.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define POLYNOMIAL 0xedb88320u /* without x^32, the lowest power in the highest bit */

/* tables[k][b]: the remainder of byte b with k bytes of zeros behind it. */
static uint32_t tables[8][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_tables(void)
{
    for (uint32_t b = 0; b < 256; b++) {
        uint32_t rest = b;
        for (int bit = 0; bit < 8; bit++) {
            rest = rest >> 1 ^ (rest & 1 ? POLYNOMIAL : 0);
        }
        tables[0][b] = rest;
    }
    for (int k = 1; k < 8; k++) {
        for (int b = 0; b < 256; b++) {
            uint32_t rest = tables[k - 1][b];
            tables[k][b] = rest >> 8 ^ tables[0][rest & 255];
        }
    }
}

static inline uint64_t load_little(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(v) : v;
}

/* The remainder of n bytes behind those whose remainder is `rest`. */
static uint32_t by_tables(uint32_t rest, const uint8_t *p, size_t n)
{
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t v = load_little(p) ^ rest;
        rest = (tables[7][v & 255] ^ tables[6][v >> 8 & 255]) ^
               (tables[5][v >> 16 & 255] ^ tables[4][v >> 24 & 255]) ^
               (tables[3][v >> 32 & 255] ^ tables[2][v >> 40 & 255]) ^
               (tables[1][v >> 48 & 255] ^ tables[0][v >> 56]);
    }
    for (; n > 0; n--, p++) {
        rest = rest >> 8 ^ tables[0][(rest ^ *p) & 255];
    }
    return rest;
}

#if defined(__x86_64__)

#include <immintrin.h>

#define CARRYLESS __attribute__((target("pclmul,sse4.1")))
#define WIDE 64 /* bytes: four multiplications that do not wait for each other */

/* x^(d + 32) and x^(d - 32) modulo the polynomial, bits in the same order, one place up:
 * for d = 512 bits and d = 128. */
static const uint64_t by_512[2] = {0x154442bd4, 0x1c6e41596};
static const uint64_t by_128[2] = {0x1751997d0, 0x0ccaa009e};

/* a * x^d + b, for the d of `by`. */
CARRYLESS static inline __m128i fold(__m128i a, __m128i b, __m128i by)
{
    __m128i low = _mm_clmulepi64_si128(a, by, 0x00);
    __m128i high = _mm_clmulepi64_si128(a, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), b);
}

CARRYLESS static uint32_t by_products(uint32_t rest, const uint8_t *p, size_t n)
{
    const __m128i *at = (const __m128i *)(const void *)p;
    if (n < 2 * WIDE) {
        return by_tables(rest, p, n);
    }
    const __m128i far = _mm_loadu_si128((const void *)by_512);
    const __m128i near = _mm_loadu_si128((const void *)by_128);
    __m128i a = _mm_xor_si128(_mm_loadu_si128(at), _mm_cvtsi32_si128((int)rest));
    __m128i b = _mm_loadu_si128(at + 1), c = _mm_loadu_si128(at + 2);
    __m128i d = _mm_loadu_si128(at + 3);
    for (at += 4, n -= WIDE; n >= WIDE; at += 4, n -= WIDE) {
        a = fold(a, _mm_loadu_si128(at), far);
        b = fold(b, _mm_loadu_si128(at + 1), far);
        c = fold(c, _mm_loadu_si128(at + 2), far);
        d = fold(d, _mm_loadu_si128(at + 3), far);
    }
    a = fold(fold(fold(a, b, near), c, near), d, near);
    uint8_t last[16];
    _mm_storeu_si128((void *)last, a);
    return by_tables(by_tables(0, last, sizeof last), (const uint8_t *)at, n);
}

static bool multiplies(void)
{
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

#else

#define by_products by_tables

static bool multiplies(void)
{
    return false;
}

#endif

uint32_t ct_checksum_tables(uint32_t start, const void *data, size_t n)
{
    pthread_once(&once, make_tables);
    return ~by_tables(~start, data, n);
}

uint32_t ct_checksum(uint32_t start, const void *data, size_t n)
{
    pthread_once(&once, make_tables);
    return ~(multiplies() ? by_products : by_tables)(~start, data, n);
}
