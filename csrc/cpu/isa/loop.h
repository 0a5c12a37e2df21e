/* One contiguous loop of a formula row: included once for each (rows/cpu/isa/, made of the
 * table), with these defined:
 *
 *   CT_LANE   the lane type, as f32
 *   LOOP      the function's name
 *   TEXT      the formula, in x or a b c d e f
 *   OPERANDS  how many it has
 *   ATTRIBUTES(X)  X(name, place, field) for each attribute: its place among the call's
 *             arguments, the field of ct_value that holds it
 *   RESULT    SAME, BOOL, REAL, COMPLEX (pairs made of real lanes) or INT32
 *
 * Whole vectors, then the part of one that is left, through a function of the formula;
 * inlining removes the loads that it does not use. The result may be one of the operands:
 * all of a vector is read before it is written. (No include guard: see above.) */

#define CT_ELEMENT CT_CAT(element_, CT_LANE)
#define CT_LANE_COUNT ((int64_t)(sizeof(CT_LANE_TYPE) / sizeof(CT_ELEMENT)))

#ifndef CT_CPU_ISA_LOOP_H /* what is the same for all loops */
#define CT_CPU_ISA_LOOP_H

#include "cpu/rest.h"

/* CT_CAT for what expands to a CT_CAT of its own. */
#define CT_PICK(prefix, word) CT_PICK_(prefix, word)
#define CT_PICK_(prefix, word) prefix##word

/* Operands at element i, by their number; those that are lacking are zero. */
#define CT_POINTERS_1 const char *p1 = ptrs[1]
#define CT_POINTERS_2 CT_POINTERS_1, *p2 = ptrs[2]
#define CT_POINTERS_3 CT_POINTERS_2, *p3 = ptrs[3]
#define CT_POINTERS_4 CT_POINTERS_3, *p4 = ptrs[4]
#define CT_POINTERS_5 CT_POINTERS_4, *p5 = ptrs[5]
#define CT_POINTERS_6 CT_POINTERS_5, *p6 = ptrs[6]
#define CT_WHOLE(p) CT_LANE_FN(load)(p + i * (int64_t)sizeof(CT_ELEMENT))
#define CT_PART(p) CT_LANE_FN(load_n)(p + i * (int64_t)sizeof(CT_ELEMENT), n - i)
#define CT_NONE ((CT_LANE_TYPE){0})
#define CT_OPERANDS_1(load) load(p1), CT_NONE, CT_NONE, CT_NONE, CT_NONE, CT_NONE
#define CT_OPERANDS_2(load) load(p1), load(p2), CT_NONE, CT_NONE, CT_NONE, CT_NONE
#define CT_OPERANDS_3(load) load(p1), load(p2), load(p3), CT_NONE, CT_NONE, CT_NONE
#define CT_OPERANDS_4(load) load(p1), load(p2), load(p3), load(p4), CT_NONE, CT_NONE
#define CT_OPERANDS_5(load) load(p1), load(p2), load(p3), load(p4), load(p5), CT_NONE
#define CT_OPERANDS_6(load) load(p1), load(p2), load(p3), load(p4), load(p5), load(p6)

/* An attribute is the same for all elements: read once, passed on as a whole vector. */
#define CT_READ_ATTRIBUTE(name, place, field) \
    const CT_LANE_TYPE name = CT_SPREAD((CT_CAT(real_, CT_LANE))arg[place].field);
#define CT_TAKE_ATTRIBUTE(name, place, field) , CT_LANE_TYPE name
#define CT_PASS_ATTRIBUTE(name, place, field) , name

/* By the row's result: the type of the formula, how its value becomes one, the size of an
 * element and the functions that store it. */
#define CT_TYPE_SAME CT_LANE_TYPE
#define CT_TYPE_BOOL CT_CAT(condition_, CT_LANE)
#define CT_TYPE_REAL CT_CAT(size_, CT_LANE)
#define CT_TYPE_COMPLEX CT_CAT(pair_, CT_LANE)
#define CT_TYPE_INT32 CT_CAT(condition_, CT_LANE)
#define CT_VALUE_COMPLEX(text) (text)
#define CT_VALUE_INT32(text) (text)
#define CT_VALUE_SAME(text) CT_SPREAD(text)
#define CT_VALUE_BOOL(text) (text)
#define CT_VALUE_REAL(text) (text)
#define CT_SIZE_SAME ((int64_t)sizeof(CT_ELEMENT))
#define CT_SIZE_BOOL 1
#define CT_SIZE_REAL ((int64_t)sizeof(CT_CAT(real_, CT_LANE)))
#define CT_SIZE_COMPLEX ((int64_t)(2 * sizeof(CT_ELEMENT)))
#define CT_SIZE_INT32 4
#define CT_STORE_COMPLEX store_complex
#define CT_STORE_INT32 store_int32
#define CT_STORE_N_COMPLEX store_complex_n
#define CT_STORE_N_INT32 store_int32_n
#define CT_FOUR_BOOL \
    1 /* bools of four vectors are stored at once, see CT_FOUR_LANE_f32 */
#define CT_STORE_SAME store
#define CT_STORE_BOOL store_bool
#define CT_STORE_REAL store_real
#define CT_STORE_N_SAME store_n
#define CT_STORE_N_BOOL store_bool_n
#define CT_STORE_N_REAL store_real_n
#endif

static inline CT_PICK(CT_TYPE_, RESULT)
    CT_CAT(LOOP, _at)(CT_LANE_TYPE a, CT_LANE_TYPE b, CT_LANE_TYPE c, CT_LANE_TYPE d,
                      CT_LANE_TYPE e, CT_LANE_TYPE f ATTRIBUTES(CT_TAKE_ATTRIBUTE))
{
    CT_LANE_TYPE x = a;
    (void)x, (void)b, (void)c, (void)d, (void)e, (void)f;
    return CT_PICK(CT_VALUE_, RESULT)(TEXT);
}

void LOOP(char *const *ptrs, int64_t n, const ct_value *arg);
void LOOP(char *const *ptrs, int64_t n, const ct_value *arg)
{
    (void)arg;
    ATTRIBUTES(CT_READ_ATTRIBUTE)
    char *out = ptrs[0];
    CT_PICK(CT_POINTERS_, OPERANDS);
    int64_t i = 0;
#if CT_PICK(CT_FOUR_, RESULT) && CT_PICK(CT_FOUR_LANE_, CT_LANE)
    while (i + 4 * CT_LANE_COUNT <= n) {
        CT_PICK(CT_TYPE_, RESULT) four[4];
        char *to = out + i;
        for (int k = 0; k < 4; k++, i += CT_LANE_COUNT) {
            four[k] = CT_CAT(LOOP, _at)(CT_PICK(CT_OPERANDS_, OPERANDS)(CT_WHOLE)
                                            ATTRIBUTES(CT_PASS_ATTRIBUTE));
        }
        i32_store_bool_four(to, four);
    }
#endif
    for (; i + CT_LANE_COUNT <= n; i += CT_LANE_COUNT) {
        CT_LANE_FN(CT_PICK(CT_STORE_, RESULT))
        (out + i * CT_PICK(CT_SIZE_, RESULT),
         CT_CAT(LOOP, _at)(CT_PICK(CT_OPERANDS_, OPERANDS)(CT_WHOLE)
                               ATTRIBUTES(CT_PASS_ATTRIBUTE)));
    }
    if (i < n) {
#ifdef CT_PARTS_ARE_COPIED
        ct_rest rest = {OPERANDS, CT_LANE_COUNT, sizeof(CT_ELEMENT),
                        CT_PICK(CT_SIZE_, RESULT)};
        ct_loop_rest(LOOP, rest, ptrs, i, n, arg);
#else
        CT_LANE_FN(CT_PICK(CT_STORE_N_, RESULT))
        (out + i * CT_PICK(CT_SIZE_, RESULT),
         CT_CAT(LOOP, _at)(CT_PICK(CT_OPERANDS_, OPERANDS)(CT_PART)
                               ATTRIBUTES(CT_PASS_ATTRIBUTE)),
         n - i);
#endif
    }
}

#undef CT_ELEMENT
#undef CT_LANE_COUNT
#undef LOOP
#undef TEXT
#undef OPERANDS
#undef ATTRIBUTES
#undef RESULT
