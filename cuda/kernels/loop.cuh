/* The kernels of one formula for one lane: included once for each (rows/cuda/, made of the
 * table), with what csrc/cpu/isa/loop.h asks for defined: CT_LANE, LOOP, TEXT, OPERANDS,
 * ATTRIBUTES, RESULT; and LONG, whether the formula is a function of its own, and HALVES,
 * whether it has kernels for 16-bit floats. The text is compiled as it stands. (No include
 * guard.) */

#ifndef CT_KERNELS_LOOP_CUH
#define CT_KERNELS_LOOP_CUH

#include "kernels/formula.cuh"

#define CT_PICK(prefix, word) CT_PICK_(prefix, word)
#define CT_PICK_(prefix, word) prefix##word

typedef ct_b8 element_of_b8;
typedef uint8_t element_of_u8;
typedef int8_t element_of_i8;
typedef uint16_t element_of_u16;
typedef int16_t element_of_i16;
typedef uint32_t element_of_u32;
typedef int32_t element_of_i32;
typedef uint64_t element_of_u64;
typedef int64_t element_of_i64;
typedef float element_of_f32, real_element_of_c64;
typedef double element_of_f64, real_element_of_c128;
typedef ct_pair<float> element_of_c64, complex_element_of_f32;
typedef ct_pair<double> element_of_c128, complex_element_of_f64;
#define CT_REAL_ELEMENT(lane) typedef element_of_##lane real_element_of_##lane;
CT_REAL_ELEMENT(u8)
CT_REAL_ELEMENT(i8)
CT_REAL_ELEMENT(u16)
CT_REAL_ELEMENT(i16)
CT_REAL_ELEMENT(u32)
CT_REAL_ELEMENT(i32)
CT_REAL_ELEMENT(u64)
CT_REAL_ELEMENT(i64)
CT_REAL_ELEMENT(f32)
CT_REAL_ELEMENT(f64)
CT_REAL_ELEMENT(b8)
#undef CT_REAL_ELEMENT

/* By the row's result: the element that is stored, and what the formula's value is. */
#define CT_RESULT_SAME CT_CAT(element_of_, CT_LANE)
#define CT_RESULT_BOOL ct_b8
#define CT_RESULT_REAL CT_CAT(real_element_of_, CT_LANE)
#define CT_RESULT_COMPLEX CT_CAT(complex_element_of_, CT_LANE)
#define CT_RESULT_INT32 int32_t
#define CT_TYPE_SAME CT_LANE_TYPE
#define CT_TYPE_BOOL CT_CAT(condition_, CT_LANE)
#define CT_TYPE_REAL CT_CAT(size_, CT_LANE)
#define CT_TYPE_COMPLEX CT_CAT(pair_, CT_LANE)
#define CT_TYPE_INT32 CT_CAT(condition_, CT_LANE)
#define CT_VALUE_SAME(text) CT_SPREAD(text)
#define CT_VALUE_BOOL(text) (text)
#define CT_VALUE_REAL(text) (text)
#define CT_VALUE_COMPLEX(text) (text)
#define CT_VALUE_INT32(text) (text)

#define CT_READ_ATTRIBUTE(name, place, field) \
    name = CT_SPREAD((CT_CAT(real_, CT_LANE))numbers[CT_ATTRIBUTE_AT(place)].field);
#define CT_ATTRIBUTE_AT(place) ((place) - OPERANDS)
#define CT_HAS_ATTRIBUTE(name, place, field) CT_LANE_TYPE name;
#endif

struct LOOP {
    typedef CT_LANE_TYPE of_lane;
    typedef CT_CAT(element_of_, CT_LANE) of_element;
    typedef CT_PICK(CT_RESULT_, RESULT) of_result;
    typedef CT_PICK(CT_TYPE_, RESULT) of_value;
    static const int of_operands = OPERANDS;
    static const bool is_long = LONG, has_halves = HALVES;
    ATTRIBUTES(CT_HAS_ATTRIBUTE)

    CT_DEVICE LOOP(const ct_loop_number *numbers)
    {
        (void)numbers;
        ATTRIBUTES(CT_READ_ATTRIBUTE)
    }
    CT_DEVICE of_value at(const of_lane *in) const
    {
        const of_lane &a = in[0], &x = a, &b = in[OPERANDS > 1 ? 1 : 0],
                      &c = in[OPERANDS > 2 ? 2 : 0], &d = in[OPERANDS > 3 ? 3 : 0],
                      &e = in[OPERANDS > 4 ? 4 : 0], &f = in[OPERANDS > 5 ? 5 : 0];
        (void)x, (void)b, (void)c, (void)d, (void)e, (void)f;
        return CT_PICK(CT_VALUE_, RESULT)(TEXT);
    }
};
static void CT_CAT(LOOP, _launch)(const ct_device_loop *loop, ct_dtype stored,
                                  bool packed, void *stream)
{
    ct_formula_launch<LOOP>(*loop, stored, packed, stream);
}

#undef LOOP
#undef TEXT
#undef LONG
#undef HALVES
#undef OPERANDS
#undef ATTRIBUTES
#undef RESULT
