/* The judge: what a character costs behind another one (see plausibility.py), and a look at what a text may need. */

enum { UNKNOWN = 0xFFFF, UNKNOWN_COST = 255, BACKOFF_COST = 11, KEY_BITS = 26, HOME_BITS = 19, TRIPLE_BITS = 20 };
enum { STANDS_FOR = 1, ODD = 2, HAN = 4, READING = 8, CHINESE = 16, HANS = 32, HANT = 64 }; /* classes of characters, as classes.py has them */
enum { LEAKS = 1, BYTES = 2, WINDOWS = 4, SLIPS = 8, CHARACTERS = 16, GLOSSES = 32, MARKS = 64 }; /* what a look finds */
enum { LINES = MARKS - 1, FOLDED = 128, OWN = 256, SOME = 512, SEVERAL = 1024 }; /* and what it notes of punctuation */

typedef struct {
    PyObject_HEAD
    uint16_t *fold;   /* of each character of the BMP: its number, or UNKNOWN */
    uint8_t *classes; /* of each character of the BMP */
    uint8_t *singles; /* cost of each number by itself */
    uint8_t *least;   /* the least that each number costs, whatever stands before it */
    uint32_t *pairs;  /* open table: 1 used, 7 bits of the hash, 8 of the distance from home, 8 of the cost */
    uint64_t *triples; /* open table: the three numbers and one, 8 bits of the cost */
    uint32_t *beyond; /* code and number of the characters beyond the BMP, by code */
    Py_ssize_t beyond_count;
    int window, surprising, surprise; /* as mojibake.py and slips.py have them */
} Judge;

static inline uint32_t pair_hash(uint32_t first, uint32_t second)
{
    return ((first << 13 | second) * 0x2545F49u + 0x1B873593u) & ((1u << KEY_BITS) - 1); /* one to one */
}

static inline uint32_t number_of(const Judge *judge, uint32_t c)
{
    if (c < 0x10000)
        return judge->fold[c];
    for (Py_ssize_t low = 0, high = judge->beyond_count; low < high;) {
        Py_ssize_t middle = (low + high) / 2;
        if (judge->beyond[2 * middle] == c)
            return judge->beyond[2 * middle + 1];
        if (judge->beyond[2 * middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return UNKNOWN;
}

static inline uint32_t class_of(const Judge *judge, uint32_t c)
{
    if (c < 0x10000)
        return judge->classes[c];
    return c - 0x20000 < 0xF800 ? HAN | CHINESE : c - 0x2F800 < 0x220 ? STANDS_FOR | CHINESE : c - 0x2FA20 < 0x105E0 ? CHINESE : ODD;
}

/* What `second` costs behind `first`, both by their numbers. */
static inline int pair_cost(const Judge *judge, uint32_t first, uint32_t second)
{
    if (second == UNKNOWN)
        return UNKNOWN_COST;
    if (first != UNKNOWN) {
        uint32_t hash = pair_hash(first, second), home = hash >> (KEY_BITS - HOME_BITS), rest = hash & 0x7F;
        for (uint32_t distance = 0;; distance++) {
            uint32_t entry = judge->pairs[(home + distance) & ((1u << HOME_BITS) - 1)];
            if (!entry)
                break;
            if (entry >> 9 == (rest << 8 | distance))
                return entry >> 1 & 0xFF;
        }
    }
    int cost = judge->singles[second] + BACKOFF_COST;
    return cost < UNKNOWN_COST ? cost : UNKNOWN_COST;
}

static int add_pair(Judge *judge, uint32_t first, uint32_t second, uint32_t cost)
{
    judge->least[second] = cost < judge->least[second] ? (uint8_t)cost : judge->least[second];
    uint32_t hash = pair_hash(first, second), home = hash >> (KEY_BITS - HOME_BITS), rest = hash & 0x7F;
    for (uint32_t distance = 0; distance < 256; distance++) {
        uint32_t *entry = &judge->pairs[(home + distance) & ((1u << HOME_BITS) - 1)];
        if (!*entry) {
            *entry = (rest << 8 | distance) << 9 | cost << 1 | 1;
            return 0;
        }
    }
    PyErr_SetString(PyExc_ValueError, "the table of pairs is too full");
    return -1;
}

static inline uint64_t triple_key(uint32_t first, uint32_t second, uint32_t third)
{
    return ((uint64_t)first << 26 | second << 13 | third) + 1;
}

static inline uint32_t triple_home(uint64_t key) { return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - TRIPLE_BITS)); }

/* What `third` costs behind two others, all by their numbers. */
static inline int triple_cost(const Judge *judge, uint32_t first, uint32_t second, uint32_t third)
{
    if (first != UNKNOWN && second != UNKNOWN && third != UNKNOWN) {
        uint64_t key = triple_key(first, second, third), entry;
        for (uint32_t home = triple_home(key); (entry = judge->triples[home]); home = (home + 1) & ((1u << TRIPLE_BITS) - 1))
            if (entry >> 8 == key)
                return (int)(entry & 0xFF);
    }
    return pair_cost(judge, second, third);
}

static void add_triple(Judge *judge, uint32_t first, uint32_t second, uint32_t third, uint32_t cost)
{
    uint64_t key = triple_key(first, second, third);
    uint32_t home = triple_home(key);
    judge->least[third] = cost < judge->least[third] ? (uint8_t)cost : judge->least[third];
    while (judge->triples[home])
        home = (home + 1) & ((1u << TRIPLE_BITS) - 1);
    judge->triples[home] = key << 8 | cost;
}

static inline int is_hex(uint32_t c) { return (c - '0' < 10) || ((c | 32) - 'a' < 6); }
static inline int is_base64(uint32_t c) { return (c | 32) - 'a' < 26 || c - '0' < 10 || c == '+' || c == '/'; }

#define UNIT uint8_t
#define NAME(name) name##_1
#include "_look.h"
#undef UNIT
#undef NAME
#define UNIT Py_UCS2
#define NAME(name) name##_2
#include "_look.h"
#undef UNIT
#undef NAME
#define UNIT Py_UCS4
#define NAME(name) name##_4
#include "_look.h"
#undef UNIT
#undef NAME
