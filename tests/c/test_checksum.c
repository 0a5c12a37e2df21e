/* Checksums: known answers, both ways alike, any length and alignment, piece by piece. */
#include "core/checksum.h"

#include <stdlib.h>

#include "check.h"

enum { N = 1000 };
static uint8_t bytes[N + 64];

static void known_answers(void)
{
    CHECK(ct_checksum(0, "", 0) == 0);
    CHECK(ct_checksum(0, "123456789", 9) == 0xcbf43926);
    CHECK(ct_checksum_tables(0, "123456789", 9) == 0xcbf43926);
    static const uint8_t zeros[32];
    CHECK(ct_checksum(0, zeros, sizeof zeros) == 0x190a55ad);
}

static void both_ways_agree_at_any_length_and_place(void)
{
    for (size_t n = 0; n <= N; n++) {
        for (size_t at = 0; at < 3; at++) {
            uint32_t sum = ct_checksum((uint32_t)n, bytes + at, n);
            CHECK(sum == ct_checksum_tables((uint32_t)n, bytes + at, n));
        }
    }
}

static void pieces_go_on_where_others_end(void)
{
    uint32_t whole = ct_checksum(0, bytes, N);
    for (size_t n = 0; n <= N; n++) {
        uint32_t first = ct_checksum(0, bytes, n);
        CHECK(ct_checksum(first, bytes + n, N - n) == whole);
    }
}

static void every_bit_counts(void)
{
    uint32_t whole = ct_checksum(0, bytes, N);
    for (size_t i = 0; i < N; i++) {
        bytes[i] ^= (uint8_t)(1 << i % 8);
        CHECK(ct_checksum(0, bytes, N) != whole);
        bytes[i] ^= (uint8_t)(1 << i % 8);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(rand() >> 5);
    }
    CHECK_RUN(known_answers);
    CHECK_RUN(both_ways_agree_at_any_length_and_place);
    CHECK_RUN(pieces_go_on_where_others_end);
    CHECK_RUN(every_bit_counts);
    return CHECK_END();
}
