/* coverage: which edges of the code a case of tests/fuzz.py has taken.
 *
 * A build of its own (tools/run_fuzz.py) calls __sanitizer_cov_trace_pc at each basic
 * block. Here a pair of blocks, one after the other, is a place in a table, which counts
 * (M. Zalewski, "Technical whitepaper for afl-fuzz"); how often it was taken is one of
 * eight classes, and a class that a place has not had before is something new. What has
 * been seen lies in memory that children share. Threads beside the main one are not told
 * apart: the fuzzer runs on one.
 *
 * No part of the product: a library that is loaded before it. */
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#define PLACES (1 << 20)

static uint8_t counts[PLACES];
static uint32_t taken[PLACES]; /* places whose count is above 0 */
static uint32_t taken_count, before;
static uint8_t *seen; /* classes that a place has had, as bits */

void __sanitizer_cov_trace_pc(void);
int coverage_start(void);
int coverage_new(void);

void __sanitizer_cov_trace_pc(void)
{
    uint64_t pc = (uint64_t)(uintptr_t)__builtin_return_address(0);
    uint32_t block = (uint32_t)(pc * 0x9e3779b97f4a7c15u >> 44);
    uint32_t place = (block ^ before) % PLACES;
    before = block >> 1;
    if (counts[place] == 0 && taken_count < PLACES) {
        taken[taken_count++] = place;
    }
    counts[place] += counts[place] < 255;
}

/* 0, or -1 where there is no memory. */
int coverage_start(void)
{
    void *memory =
        mmap(NULL, PLACES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    seen = memory == MAP_FAILED ? NULL : memory;
    return seen ? 0 : -1;
}

static uint8_t class_of(uint8_t count)
{
    int bit = count < 4     ? count - 1
              : count < 8   ? 3
              : count < 16  ? 4
              : count < 32  ? 5
              : count < 128 ? 6
                            : 7;
    return (uint8_t)(1 << bit);
}

/* How many places have a class that is new since the last call; begins again. */
int coverage_new(void)
{
    int fresh = 0;
    for (uint32_t i = 0; i < taken_count; i++) {
        uint32_t place = taken[i];
        uint8_t class = class_of(counts[place]);
        fresh += (class & ~seen[place]) != 0;
        seen[place] |= class;
        counts[place] = 0;
    }
    taken_count = before = 0;
    return fresh;
}
