/* bytes: moving many of them between places that do not overlap.
 *
 * memcpy moves more than a few thousand bytes by `rep movs`, which some processors (AMD's
 * Zen) do byte by byte, twelve times slower, where the target lies 1 to 15 bytes past the
 * source, modulo the 4,096 of a page. Large blocks begin with a page, so that x[1:] = y
 * is such a case. In pieces memcpy uses vectors. */
#ifndef CT_CORE_BYTES_H
#define CT_CORE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CT_BYTES_PIECE 1024

static inline void ct_bytes_copy(void *to, const void *from, size_t n)
{
    char *dst = (char *)to;
    const char *src = (const char *)from;
    size_t past = ((uintptr_t)dst - (uintptr_t)src) & 4095;
    while (past - 1 < 63 && n > CT_BYTES_PIECE) {
        memcpy(dst, src, CT_BYTES_PIECE);
        dst += CT_BYTES_PIECE;
        src += CT_BYTES_PIECE;
        n -= CT_BYTES_PIECE;
    }
    memcpy(dst, src, n);
}

#endif
