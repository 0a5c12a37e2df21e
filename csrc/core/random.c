/* The generator's state, and its words as they are defined. */
#define _GNU_SOURCE 1

#include "core/random.h"

#include <stdbool.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "core/philox.h"

void ct_random_group(uint32_t words[CT_RANDOM_GROUP], uint64_t seed, uint32_t stream,
                     uint64_t group)
{
    for (uint32_t i = 0; i < 16; i++) {
        uint64_t block = group * 16 + i;
        uint32_t made[4],
            counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), stream};
        ct_philox_block(made, seed, counter);
        for (int w = 0; w < 4; w++) {
            words[16 * w + i] = made[w];
        }
    }
}

void ct_generator_seed(ct_generator *g, uint64_t seed)
{
    g->seed = seed;
    g->offset = 0;
}

ct_generator ct_generator_take(ct_generator *g, int64_t n)
{
    ct_generator at = *g;
    uint64_t end = at.offset + (uint64_t)n + CT_RANDOM_GROUP - 1;
    g->offset = end / CT_RANDOM_GROUP * CT_RANDOM_GROUP;
    return at;
}

ct_generator *ct_generator_default(void)
{
    static ct_generator generator;
    static bool seeded;
    if (!seeded) {
        ct_generator_seed(&generator, ct_random_entropy());
        seeded = true;
    }
    return &generator;
}

uint64_t ct_random_entropy(void)
{
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed) {
        return seed;
    }
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    uint64_t ns = (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
    return ns ^ (uint64_t)getpid() << 40;
}
