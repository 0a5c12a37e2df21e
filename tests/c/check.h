/* The smallest of test harnesses: CHECK counts, CHECK_RUN prints one line per
 * test, CHECK_END the closing count that the test runner reads. */
#ifndef CT_TESTS_CHECK_H
#define CT_TESTS_CHECK_H

#include <stdio.h>

static int check_failures, check_passed, check_failed;

#define CHECK(condition)                                             \
    do {                                                             \
        if (!(condition)) {                                          \
            check_failures++;                                        \
            printf("  %s:%d: %s\n", __FILE__, __LINE__, #condition); \
        }                                                            \
    } while (0)

#define CHECK_RUN(test)                                             \
    do {                                                            \
        check_failures = 0;                                         \
        test();                                                     \
        printf("%s %s\n", check_failures ? "FAIL" : "ok  ", #test); \
        fflush(stdout);                                             \
        *(check_failures ? &check_failed : &check_passed) += 1;     \
    } while (0)

#define CHECK_END() \
    (printf("%d passed, %d failed\n", check_passed, check_failed), check_failed != 0)

#endif
