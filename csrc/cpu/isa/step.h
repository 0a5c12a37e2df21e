/* The loop of an optimizer's step for one lane type: included once for each row of kind
 * `step` (rows/cpu/isa/steps.c, made of the table), with these defined:
 *
 *   CT_LANE    the lane type, as f32
 *   STEP       the function's name
 *   LISTS(X)   X(name, k, always) for each array: x[k]; one that is not always there, as
 *              it waits for an option, may be NULL
 *   STATES(X)  X(name, k) for those that the step writes
 *   CONSTANTS(X)  X(name, value) for what is the same for all elements
 *   OPTIONS(X) the same for what is seldom other than 0
 *   EACH       statements in these names
 *
 * All of a vector is read before any of it is written. The loop is compiled once more for
 * steps without options. (No include guard: see above.) */

#define CT_ELEMENT CT_CAT(element_, CT_LANE)
#define CT_LANE_COUNT ((int64_t)(sizeof(CT_LANE_TYPE) / sizeof(CT_ELEMENT)))

#ifndef CT_CPU_ISA_STEP_H /* what is the same for all loops */
#define CT_CPU_ISA_STEP_H
#define CT_STEP_INLINE static inline __attribute__((always_inline))
/* Where the arrays begin, kept: for the compiler a vector that is written may be among
 * the pointers. */
#define CT_STEP_BEGIN(name, k, always) \
    char *const name##_begin = plain && !(always) ? NULL : x[k];
#define CT_STEP_AT(name) (name##_begin + i * (int64_t)sizeof(CT_ELEMENT))
#define CT_STEP_NONE ((CT_LANE_TYPE){0})
#define CT_STEP_SPREAD(name, value) \
    const CT_LANE_TYPE name = CT_SPREAD((CT_CAT(real_, CT_LANE))(value));
#define CT_STEP_OPTION(name, value) CT_STEP_SPREAD(name, plain ? 0 : (value))
#define CT_STEP_IS_OFF(name, value) &&(value) == 0
#define CT_STEP_LACKS(name, k, always) &&((always) || !x[k])
#define CT_STEP_READ(name, k, always) \
    CT_LANE_TYPE name =               \
        name##_begin ? CT_LANE_FN(load)(CT_STEP_AT(name)) : CT_STEP_NONE;
#define CT_STEP_READ_PART(name, k, always) \
    CT_LANE_TYPE name =                    \
        name##_begin ? CT_LANE_FN(load_n)(CT_STEP_AT(name), n - i) : CT_STEP_NONE;
#define CT_STEP_WRITE(name, k)                     \
    if (name##_begin) {                            \
        CT_LANE_FN(store)(CT_STEP_AT(name), name); \
    }
#define CT_STEP_WRITE_PART(name, k)                         \
    if (name##_begin) {                                     \
        CT_LANE_FN(store_n)(CT_STEP_AT(name), name, n - i); \
    }
#endif

CT_STEP_INLINE void CT_CAT(STEP, _loop)(const ct_value *arg, const double *constant,
                                        void *const *x, int64_t n, const bool plain)
{
    (void)arg, (void)constant;
    CONSTANTS(CT_STEP_SPREAD)
    OPTIONS(CT_STEP_OPTION)
    LISTS(CT_STEP_BEGIN)
    int64_t i = 0;
    for (; i + CT_LANE_COUNT <= n; i += CT_LANE_COUNT) {
        LISTS(CT_STEP_READ)
        EACH STATES(CT_STEP_WRITE)
    }
    if (i < n) {
        LISTS(CT_STEP_READ_PART)
        EACH STATES(CT_STEP_WRITE_PART)
    }
}

static void STEP(const ct_value *arg, const double *constant, void *const *x, int64_t n)
{
    if (true OPTIONS(CT_STEP_IS_OFF) LISTS(CT_STEP_LACKS)) {
        CT_CAT(STEP, _loop)(arg, constant, x, n, true);
    } else {
        CT_CAT(STEP, _loop)(arg, constant, x, n, false);
    }
}

#undef CT_ELEMENT
#undef CT_LANE_COUNT
#undef STEP
#undef LISTS
#undef STATES
#undef CONSTANTS
#undef OPTIONS
#undef EACH
