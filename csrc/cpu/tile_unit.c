/* tile_unit: asking processor and system for the unit for products of tiles. */
#define _GNU_SOURCE 1
#include "cpu/tile_unit.h"

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of arch_prctl, and the number of the tiles' state, from the kernel's x86/xstate page. */
#define GET_SUPPORTED 0x1021
#define REQUEST 0x1023
#define TILE_DATA 18

bool ct_tile_unit_exists(void)
{
    unsigned a, b, c, d;
    bool bf16 = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1);
    bool tiles = bf16 && (d >> 24 & 1);
    uint64_t states = 0;
    return tiles && syscall(SYS_arch_prctl, GET_SUPPORTED, &states) == 0 &&
           (states >> TILE_DATA & 1);
}

bool ct_tile_unit_granted(void)
{
    enum { UNASKED, GRANTED, REFUSED };
    static int answer;
    int known = __atomic_load_n(&answer, __ATOMIC_RELAXED);
    if (known == UNASKED) {
        bool granted = syscall(SYS_arch_prctl, REQUEST, (long)TILE_DATA) == 0;
        int expected = UNASKED;
        known = granted ? GRANTED : REFUSED;
        if (!__atomic_compare_exchange_n(&answer, &expected, known, false,
                                         __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
            known = expected; /* what the first thread was told */
        }
    }
    return known == GRANTED;
}

#else

bool ct_tile_unit_exists(void)
{
    return false;
}

bool ct_tile_unit_granted(void)
{
    return false;
}

#endif
