/* Random streams: a counter-based generator is a seed and a position.
 *
 * The numbers are Philox4x32-10's (Salmon et al., Parallel Random Numbers: As Easy
 * as 1, 2, 3, SC 2011). Which number an element gets depends on the seed and on its
 * place in the stream alone: any thread, any instruction set and any device can
 * compute it. cpu/random_fill.h turns them into tensors' contents. */
#ifndef CT_CORE_RANDOM_H
#define CT_CORE_RANDOM_H

#include <stdint.h>

#include "core/api.h"

typedef struct ct_generator {
    uint64_t seed, offset;
} ct_generator;

/* NOTE [Random words] A stream of 32-, 64- or 128-bit words comes from blocks of 4
 * words of 32 bits: block b is Philox of the counter (b mod 2^32, b / 2^32, S, 0) under
 * the key (seed mod 2^32, seed / 2^32), with S = 0, 1, 2 for the three widths, so that
 * streams of two widths share no block. 16 blocks in a row make a group, word w of block
 * b before word w of block b + 1: 32-bit element e is word (e / 16) mod 4 of block
 * e / 64 * 16 + e mod 16; 64-bit element e is words 2h and 2h + 1, low word first,
 * h = (e / 16) mod 2, of block e / 32 * 16 + e mod 16; 128-bit element e is block e.
 *
 * An element that takes as many words as it needs (what is drawn by rejection) has blocks
 * 2e and 2e + 1 of the stream S = 3, then those of the counters (e mod 2^32, e / 2^32, 4,
 * j), j = 0, 1, ... */
enum { CT_RANDOM_GROUP = 64 };

/* Group `group` of a stream, one word at a time: the definition, not the fast way. */
void ct_random_group(uint32_t words[CT_RANDOM_GROUP], uint64_t seed, uint32_t stream,
                     uint64_t group);

/* Starts the stream of `seed`. */
void ct_generator_seed(ct_generator *g, uint64_t seed);

/* Where n elements may be drawn; g moves on behind them, to the next whole group. */
CT_API ct_generator ct_generator_take(ct_generator *g, int64_t n);

/* The process's own generator; seeded from the system at first use. */
CT_API ct_generator *ct_generator_default(void);

/* A seed that nobody can foresee. */
uint64_t ct_random_entropy(void);

#endif
