/* sampling: one number of a distribution, drawn from as many words as that takes.
 *
 * An element has a stream of its own (core/random.h): the same numbers for any number of
 * threads and in every instruction set. */
#ifndef CT_CPU_SAMPLING_H
#define CT_CPU_SAMPLING_H

#include <stdint.h>

#include "core/random.h"

typedef struct ct_words { /* of one element */
    uint64_t seed, element;
    uint32_t block; /* how many blocks have been made */
    int used;       /* words of the last one */
    uint32_t words[4];
} ct_words;

/* The words of element i of those that `at` stands for. */
ct_words ct_words_of(ct_generator at, int64_t i);
/* Uniform in (0, 1), 53 bits. */
double ct_words_uniform(ct_words *w);

/* rate >= 0, finite. */
double ct_draw_poisson(ct_words *w, double rate);
/* Successes of `count` trials, a whole number; 0 <= p <= 1. */
double ct_draw_binomial(ct_words *w, double count, double p);
/* The logarithm of a gamma number of rate 1; shape > 0, finite. */
double ct_draw_log_gamma(ct_words *w, double shape);

#endif
