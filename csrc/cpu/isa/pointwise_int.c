/* pointwise_int: the table's loops for bool and the integers. */
#include "cpu/isa/pointwise_rows.h"
#include "simd/formula.h"

#define CT_LANE b8
#define CT_KIND BOOL
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE u8
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE i8
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE u16
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE i16
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE u32
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE i32
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE u64
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE i64
#define CT_KIND INT
#include "cpu/isa/pointwise_lane.h"
