/* The native core: conversion over packed tables (see convert/pack.py, which writes what is read here).
 *
 * It walks the buffers of Python's strings themselves, 2 or 4 bytes a character, in one pass for a whole chain of
 * tables. Tables are read-only memory that somebody else owns (a memory map), checked against their hash when they are
 * taken; the state of a call lives on its stack. So there is nothing to lock, and long texts are converted without the
 * interpreter's lock.
 *
 * The pure twin, convert/apply.py and convert/choose.py, is the specification; tests hold both to the same results.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { DONE, WIDEN, NO_MEMORY };
enum { CHANGED = 1 << 16, AMBIGUOUS = 1 << 17, SPECIAL = 1 << 18, EXPANDS = 1 << 19 }; /* flags of a character */
enum { SAME_LENGTH = 1, ASCII_HITS = 2, NARROWS = 4 };                /* flags of a table */
enum { SETTLED = 3, SEVERAL = 2 };                                    /* kinds of a phrase */
enum { OUTSIDE = 1, DIGIT = 2, LETTER = 3, BEYOND = 0xFFFE };         /* codes of characters for the context model */
enum { WORD = 0xFFFF };                                               /* what a record says of a user's word */
enum { REACH = 5, TEMPLATES = 64, CANDIDATES = 8, STAGES = 3, DICTIONARIES = 4, LONGEST_DESCRIPTION = 32, MODEL_HEAD = 32 };

static const uint32_t FIRST = 0x9E3779B1u, SECOND = 0x85EBCA77u, NO_SECOND = 0x1FFFFFu;
static const Py_ssize_t LONG = 1 << 14; /* characters from which on the interpreter's lock is given up */

/* ---- Tables --------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif

typedef struct {
    const uint8_t *bits;
    uint32_t shift;
} Filter;

typedef struct {
    const uint64_t *slots;
    const uint32_t *stream;
    uint32_t shift, mask;
} Pairs;

typedef struct {
    const uint32_t *places;
    uint32_t shift, mask;
} Characters;

typedef struct {
    Characters characters;
    int count;
    Pairs dictionaries[DICTIONARIES];
} Stage;

typedef struct {
    const uint32_t *map, *pool;
    Filter hits, inside, starts, stage_inside;
    Pairs phrases;
    Characters astral, normal;
    uint32_t flags;
    int stages;
    Stage stage[STAGES];
} Table;

typedef struct {
    Pairs keys;
    Filter pairs, singles;
    const uint32_t *pool;
} Words;

typedef struct {
    int count, with;
    int8_t offsets[2 * REACH];
    uint64_t base;
} Template;

typedef struct {
    Template templates[TEMPLATES];
    int template_count, marks, classed;
    int near_count;   /* templates of the first look, which see the neighbours alone */
    int32_t enough;   /* the lead with which the first look decides */
    uint32_t region, bucket_count, row_count;
    int32_t threshold[3];
    uint64_t odd[2 * REACH + 1];
    const uint32_t *rows;    /* character, count, final forms */
    const uint32_t *buckets;
    uint8_t *classes;        /* of each character of the BMP */
    uint16_t *row_of;        /* 1 + row of each character of the BMP */
    uint8_t *markers;        /* bit map over the BMP */
} Model;

static inline int may_hold(const Filter *filter, uint32_t a, uint32_t b)
{
    uint32_t place = (a * FIRST + b * SECOND) >> filter->shift;
    return filter->bits[place >> 3] >> (place & 7) & 1;
}

static inline const uint32_t *group(const Pairs *pairs, uint32_t a, uint32_t b)
{
    uint64_t wanted = (uint64_t)a | (uint64_t)b << 21;
    for (uint32_t place = (a * FIRST + b * SECOND) >> pairs->shift;; place = (place + 1) & pairs->mask) {
        uint64_t slot = pairs->slots[place];
        if (slot == 0)
            return NULL;
        if ((slot & (((uint64_t)1 << 42) - 1)) == wanted)
            return pairs->stream + (slot >> 42);
    }
}

/* The record of a key of one character. */
static inline const uint32_t *single(const Pairs *pairs, uint32_t c)
{
    const uint32_t *record = group(pairs, c, NO_SECOND);
    return record ? record + 1 : NULL;
}

static inline uint32_t look_up(const Characters *characters, uint32_t c)
{
    for (uint32_t place = c * FIRST >> characters->shift;; place = (place + 1) & characters->mask) {
        uint32_t key = characters->places[2 * place];
        if (key == 0)
            return c;
        if (key == c)
            return characters->places[2 * place + 1];
    }
}

static inline uint32_t unified(const Table *t, uint32_t c)
{
    if (c - 0xF900u < 0x200u || c - 0x2F800u < 0x220u)
        return look_up(&t->normal, c);
    return c;
}

static inline uint32_t map_character(const Table *t, uint32_t c)
{
    if (c > 0xFFFF || t->map[c] & SPECIAL)
        return look_up(&t->astral, c);
    return (c + t->map[c]) & 0xFFFF;
}

static inline int is_description(uint32_t c) { return c - 0x2FF0u < 16; }

static inline int arity(uint32_t c)
{
    return c == 0x2FF2 || c == 0x2FF3 ? 3 : c == 0x2FFE || c == 0x2FFF ? 1 : 2;
}

static inline int ends_line(uint32_t c) { return c == '\n' || c == '\r'; }

/* ---- The state of one conversion ------------------------------------------------------------------------------ */

typedef struct {
    uint32_t start, end, choice; /* choice: 0 a segment, WORD a user's word, else 1 + the candidate of the model */
    int32_t margin;
} Row;

typedef struct {
    Row *rows;
    size_t count, room;
} Records;

typedef struct {
    Py_ssize_t known;       /* everything before it has been cut into segments */
    Py_ssize_t begin;       /* of the last of them */
    const uint32_t *phrase; /* the record of its key, or NULL when it is a single character */
} Segment;

typedef struct {
    const Table *table;
    const Model *model;
    const Words *words;
    const void *source;
    Py_ssize_t size, length, room; /* of the source; of the result, and the room for it */
    void *out;
    int wide, owned; /* a character beyond the BMP was written; `out` is our own memory */
    Segment segment;
    Py_ssize_t resume, word_begin, word_end;
    const uint32_t *word;
    Py_ssize_t line_begin, line_end;
    int line_marked;
    Records *records;
    uint32_t last_start, last_end;
} Run;

/* Room for `more` characters after those written. A result that Python owns has the source's length and room enough. */
static int reserve(Run *r, Py_ssize_t more, size_t width)
{
    if (r->length + more <= r->room || !r->owned)
        return 1;
    Py_ssize_t room = r->length + more;
    if (room > (PY_SSIZE_T_MAX >> 4))
        return 0;
    room += room / 4 + 64;
    void *grown = PyMem_RawRealloc(r->out, (size_t)room * width);
    if (grown == NULL)
        return 0;
    r->out = grown;
    r->room = room;
    return 1;
}

static int record(Run *r, Py_ssize_t start, Py_ssize_t end, uint32_t choice, int32_t margin)
{
    Records *records = r->records;
    if (choice == 0) {
        if (r->last_start == (uint32_t)start && r->last_end == (uint32_t)end)
            return DONE;
        r->last_start = (uint32_t)start;
        r->last_end = (uint32_t)end;
    }
    if (records->count == records->room) {
        size_t room = records->room ? 2 * records->room : 64;
        Row *grown = PyMem_RawRealloc(records->rows, room * sizeof(Row));
        if (grown == NULL)
            return NO_MEMORY;
        records->rows = grown;
        records->room = room;
    }
    Row row = {(uint32_t)start, (uint32_t)end, choice, margin};
    records->rows[records->count++] = row;
    return DONE;
}

/* ---- Stages: what is done to a run outside phrases, one stage after the other --------------------------------- */

typedef struct {
    uint32_t *text;
    Py_ssize_t length, room;
} Stretch;

static int extend(Stretch *stretch, Py_ssize_t more)
{
    if (stretch->length + more <= stretch->room)
        return 1;
    Py_ssize_t room = 2 * (stretch->length + more) + 16;
    uint32_t *grown = PyMem_RawRealloc(stretch->text, (size_t)room * sizeof(uint32_t));
    if (grown == NULL)
        return 0;
    stretch->text = grown;
    stretch->room = room;
    return 1;
}

/* The longest key of a stage's dictionary at the start of `text`. */
static const uint32_t *match_stage(const Pairs *pairs, const uint32_t *text, Py_ssize_t size, Py_ssize_t *length)
{
    const uint32_t *record = size > 1 ? group(pairs, text[0], text[1]) : NULL;
    if (record)
        for (uint32_t count = *record++; count; count--) {
            uint32_t rest = record[0] & 0xFF, k = 0;
            if (2 + (Py_ssize_t)rest <= size) {
                while (k < rest && text[2 + k] == record[2 + k])
                    k++;
                if (k == rest) {
                    *length = 2 + (Py_ssize_t)rest;
                    return record;
                }
            }
            record += 2 + rest;
        }
    *length = 1;
    return single(pairs, text[0]);
}

static int run_stage(const Stage *stage, const uint32_t *pool, const Stretch *from, Stretch *to)
{
    to->length = 0;
    for (Py_ssize_t i = 0; i < from->length;) {
        const uint32_t *found = NULL;
        Py_ssize_t length = 1;
        for (int k = 0; k < stage->count && !found; k++)
            found = match_stage(&stage->dictionaries[k], from->text + i, from->length - i, &length);
        if (found && found[1]) {
            const uint32_t *value = pool + found[1];
            if (!extend(to, (Py_ssize_t)value[0]))
                return 0;
            memcpy(to->text + to->length, value + 1, value[0] * sizeof(uint32_t));
            to->length += (Py_ssize_t)value[0];
        } else {
            if (!extend(to, 1))
                return 0;
            to->text[to->length++] = look_up(&stage->characters, from->text[i]);
        }
        i += length;
    }
    return 1;
}

/* ---- The context model ---------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t character, cover, base, count, marked;
    int open_before, open_after; /* whether the line goes on, as far as was looked */
    uint64_t products[2 * REACH + 1], class_products[2 * REACH + 1];
} Window;

static inline uint32_t fold(uint32_t c)
{
    if (c > 0xFFFF)
        return BEYOND;
    if (c - '0' < 10u || c - 0xFF10u < 10u)
        return DIGIT;
    if ((c | 32) - 'a' < 26u)
        return LETTER;
    return c;
}

static inline void set_neighbour(const Model *model, Window *window, Py_ssize_t d, uint32_t c)
{
    uint64_t odd = model->odd[d + REACH];
    window->products[d + REACH] = fold(c) * odd;
    if (model->classed)
        window->class_products[d + REACH] = (c > 0xFFFF ? 0 : model->classes[c]) * odd;
}

static inline int is_marker(const Model *model, uint32_t c)
{
    return c <= 0xFFFF && model->markers[c >> 3] >> (c & 7) & 1;
}

/* The final forms of an ambiguous character in the model's region. */
static inline const uint32_t *candidates(const Model *model, uint32_t c, Window *window)
{
    uint32_t row = c > 0xFFFF ? 0 : model->row_of[c];
    if (row == 0)
        return NULL;
    const uint32_t *found = model->rows + (row - 1) * (2 + CANDIDATES);
    window->count = found[1];
    return found + 2;
}

static inline int find_base(const uint32_t *finals, uint32_t written, Window *window)
{
    for (window->base = 0; window->base < window->count; window->base++)
        if (finals[window->base] == written)
            return 1;
    return 0;
}

/* The hash of a feature as it is kept: the low half finds the bucket, the high bits are the print. */
static inline uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

static inline const uint32_t *bucket_of(const Model *model, uint64_t h)
{
    return model->buckets + 4 * ((h & 0xFFFFFFFFu) * model->bucket_count >> 32);
}

/* The weight of a feature; no print stands twice in a bucket, so that a sum does for a search, without branches. */
static inline int32_t weight(const Model *model, uint64_t h)
{
    const uint32_t *bucket = bucket_of(model, h);
    uint32_t print = (uint32_t)(h >> 40) & 0xFFFFFF;
    int32_t found = 0;
    for (int k = 0; k < 4; k++)
        found += bucket[k] >> 8 == print ? (int8_t)(bucket[k] & 0xFF) : 0;
    return found;
}

/* Candidates that the region writes differently, and their scores so far. */
typedef struct {
    uint32_t live[CANDIDATES], count;
    int32_t scores[CANDIDATES];
} Contest;

static void set_contest(Contest *contest, const uint32_t *finals, uint32_t count)
{
    memset(contest, 0, sizeof *contest);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t j = 0;
        while (finals[j] != finals[k])
            j++;
        if (j == k)
            contest->live[contest->count++] = k;
    }
}

/* Adds what the templates from `first` to `last` say. */
static void add_scores(const Model *model, const Window *window, int first, int last, Contest *contest)
{
    uint64_t sums[TEMPLATES], hashes[TEMPLATES], cover = window->cover * 8 + window->base;
    for (int t = first; t < last; t++) {
        const Template *template = &model->templates[t];
        const uint64_t *products = template->with & 8 ? window->class_products : window->products;
        uint64_t with = 0, sum = window->character * 0x9E3779B97F4A7C15u + template->base;
        if (template->with & 1)
            with += model->region;
        if (template->with & 2)
            with += 2 * (cover + 1);
        if (template->with & 4)
            with += 64 * window->marked;
        for (int k = 0; k < template->count; k++)
            sum += products[template->offsets[k]];
        sums[t] = sum + with * 0xD6E8FEB86659FD93u;
    }
    for (uint32_t k = 0; k < contest->count; k++) {
        uint32_t candidate = contest->live[k];
        int32_t score = 0;
        if (candidate == 0)
            continue;
        for (int t = first; t < last; t++) {
            hashes[t] = mix(sums[t] + candidate * 0xC2B2AE3D27D4EB4Fu);
            PREFETCH(bucket_of(model, hashes[t]));
        }
        for (int t = first; t < last; t++)
            score += weight(model, hashes[t]);
        contest->scores[candidate] += score;
    }
}

/* By how much a candidate is ahead of the best other one; 0 where it is alone. */
static int32_t lead(const Contest *contest, uint32_t candidate)
{
    int32_t second = INT32_MIN;
    for (uint32_t k = 0; k < contest->count; k++)
        if (contest->live[k] != candidate && contest->scores[contest->live[k]] > second)
            second = contest->scores[contest->live[k]];
    return second == INT32_MIN ? 0 : contest->scores[candidate] - second;
}

/* The candidate with the best score, the first of equals. */
static uint32_t leader(const Contest *contest)
{
    uint32_t best = contest->live[0];
    for (uint32_t k = 1; k < contest->count; k++)
        if (contest->scores[contest->live[k]] > contest->scores[best])
            best = contest->live[k];
    return best;
}

/* ---- The loop for each pair of widths -------------------------------------------------------------------------- */

#define S Py_UCS2
#define D Py_UCS2
#define NAME(x) x##_2_2
#include "_convert.h"

#define S Py_UCS2
#define D Py_UCS4
#define NAME(x) x##_2_4
#include "_convert.h"

#define S Py_UCS4
#define D Py_UCS4
#define NAME(x) x##_4_4
#include "_convert.h"

/* Copies what is written so far into characters of 4 bytes. */
static int widen(Run *r)
{
    uint32_t *wide = PyMem_RawMalloc((size_t)(r->room + 1) * 4);
    if (wide == NULL)
        return NO_MEMORY;
    for (Py_ssize_t k = 0; k < r->length; k++)
        wide[k] = ((uint16_t *)r->out)[k];
    if (r->owned)
        PyMem_RawFree(r->out);
    r->out = wide;
    r->owned = 1;
    return DONE;
}

static int convert_source(Run *r, int kind)
{
    if (kind == PyUnicode_4BYTE_KIND)
        return convert_4_4(r);
    int state = convert_2_2(r);
    if (state == WIDEN && (state = widen(r)) == DONE)
        return convert_2_4(r) == DONE ? WIDEN : NO_MEMORY;
    return state;
}

/* ---- Python ----------------------------------------------------------------------------------------------------- */

typedef struct {
    PyTypeObject *engine, *overlay;
} State;

typedef struct {
    PyObject_HEAD
    Py_buffer buffer, model_buffer, rows_buffer;
    Table table;
    Model *model;
} EngineObject;

typedef struct {
    PyObject_HEAD
    Py_buffer buffer;
    Words words;
} OverlayObject;

static const char MAGIC[8] = "ZHLTAB02", MODEL_MAGIC[8] = "ZHLMOD01", CHOICES_MAGIC[8] = "ZHLCHO01";

typedef struct {
    const uint32_t *fields;
    const uint8_t *start;
    uint32_t next, count;
} Reader;

static uint64_t checksum(const uint8_t *data, size_t size)
{
    uint64_t found = 0x9E3779B97F4A7C15u, word;
    for (size_t k = 0; k + 8 <= size; k += 8) {
        memcpy(&word, data + k, 8);
        found = (found ^ word) * 0x9E3779B97F4A7C15u;
        found = found << 23 | found >> 41;
    }
    return found;
}

/* The next section of a table; its size in bytes. */
static const void *section(Reader *reader, uint32_t *size)
{
    const uint32_t *field = reader->fields + 4 + 2 * reader->next++;
    *size = field[1];
    return reader->start + field[0];
}

static uint32_t bits_of(uint32_t count)
{
    uint32_t bits = 0;
    while (bits < 31 && (1u << bits) < count)
        bits++;
    return bits;
}

static Filter read_filter(Reader *reader)
{
    uint32_t size;
    const uint8_t *bits = section(reader, &size);
    return (Filter){bits, 32 - bits_of(size * 8)};
}

static Pairs read_pairs(Reader *reader)
{
    uint32_t size, stream_size;
    const uint64_t *slots = section(reader, &size);
    const uint32_t *stream = section(reader, &stream_size);
    return (Pairs){slots, stream, 32 - bits_of(size / 8), size / 8 - 1};
}

static Characters read_characters(Reader *reader)
{
    uint32_t size;
    const uint32_t *places = section(reader, &size);
    return (Characters){places, 32 - bits_of(size / 8), size / 8 - 1};
}

/* Whether a table has the hash that it names and, where the caller cares, was made from the expected sources. */
static int check_hashes(uint64_t found, uint64_t named, uint64_t source, uint64_t made_from)
{
    char message[100];
    if (found == named && (source == 0 || made_from == source))
        return 1;
    if (found != named)
        snprintf(message, sizeof message, "hash %llx\thash %llx", (unsigned long long)found, (unsigned long long)named);
    else
        snprintf(message, sizeof message, "tables of hash %llx\ttables of hash %llx", (unsigned long long)made_from,
                 (unsigned long long)source);
    PyErr_SetString(PyExc_ValueError, message); /* PyErr_Format of Python 3.11 writes no long long in hexadecimal */
    return 0;
}

/* Checks a packed table; sets ValueError with what was found and expected. */
static int open_table(const Py_buffer *buffer, unsigned long long source, Reader *reader)
{
    const uint8_t *start = buffer->buf;
    uint64_t hash, made_from;
    if (buffer->len < 280 || memcmp(start, MAGIC, 8) != 0) {
        PyErr_Format(PyExc_ValueError, "no table\ta packed table");
        return 0;
    }
    memcpy(&hash, start + 8, 8);
    memcpy(&made_from, start + 16, 8);
    reader->fields = (const uint32_t *)(start + 24);
    reader->start = start;
    reader->next = 0;
    reader->count = reader->fields[3];
    if (reader->fields[2] != (uint64_t)buffer->len || (size_t)start % 8) {
        PyErr_Format(PyExc_ValueError, "%zd bytes\t%lu bytes", buffer->len, (unsigned long)reader->fields[2]);
        return 0;
    }
    return check_hashes(checksum(start + 24, (size_t)buffer->len - 24), hash, source, made_from);
}

static void read_table(Reader *reader, Table *t)
{
    uint32_t size;
    t->flags = reader->fields[0];
    t->stages = (int)reader->fields[1];
    t->map = section(reader, &size);
    t->astral = read_characters(reader);
    t->hits = read_filter(reader);
    t->inside = read_filter(reader);
    t->phrases = read_pairs(reader);
    t->starts = read_filter(reader);
    t->stage_inside = read_filter(reader);
    t->normal = read_characters(reader);
    t->pool = section(reader, &size);
    for (int k = 0; k < t->stages && k < STAGES; k++) {
        t->stage[k].characters = read_characters(reader);
        t->stage[k].count = (int)*(const uint32_t *)section(reader, &size);
        for (int d = 0; d < t->stage[k].count && d < DICTIONARIES; d++)
            t->stage[k].dictionaries[d] = read_pairs(reader);
    }
}

static void free_model(Model *model)
{
    if (model) {
        PyMem_RawFree(model->classes);
        PyMem_RawFree(model->row_of);
        PyMem_RawFree(model->markers);
        PyMem_RawFree(model);
    }
}

/* The model of choices.bin (see convert/choose.py) behind a head of its own, with the final forms of one region. */
static Model *read_model(const Py_buffer *buffer, unsigned long long source, const Py_buffer *rows, unsigned int region)
{
    const uint8_t *start = (const uint8_t *)buffer->buf + MODEL_HEAD;
    const Py_ssize_t size = buffer->len - MODEL_HEAD;
    const uint32_t *fields = (const uint32_t *)(start + 8);
    uint64_t head[3];
    if (size < 136 || size % 8 || memcmp(buffer->buf, MODEL_MAGIC, 8) != 0 || memcmp(start, CHOICES_MAGIC, 8) != 0
        || (size_t)start % 8) {
        PyErr_SetString(PyExc_ValueError, "no model\ta context model");
        return NULL;
    }
    memcpy(head, (const uint8_t *)buffer->buf + 8, sizeof head);
    if (!check_hashes(checksum(start, (size_t)size), head[0], source, head[1]))
        return NULL;
    uint64_t templates = fields[0], buckets = fields[1], characters = fields[2], markers = fields[3], classes = fields[4];
    uint64_t before = 48 + 88 + templates * 8 + characters * 40 + markers * 4 + classes * 8;
    before = (before + 15) / 16 * 16;
    if (templates > TEMPLATES || buckets == 0 || before + buckets * 16 != (uint64_t)size
        || (uint64_t)rows->len != characters * 40 || characters > 0xFFFF) {
        PyErr_Format(PyExc_ValueError, "%zd bytes\t%llu bytes", size, (unsigned long long)(before + buckets * 16));
        return NULL;
    }
    Model *model = PyMem_RawCalloc(1, sizeof(Model));
    if (model) {
        model->classes = PyMem_RawCalloc(0x10000, 1);
        model->row_of = PyMem_RawCalloc(0x10000, 2);
        model->markers = PyMem_RawCalloc(0x2000, 1);
    }
    if (!model || !model->classes || !model->row_of || !model->markers) {
        free_model(model);
        PyErr_NoMemory();
        return NULL;
    }
    model->template_count = (int)templates;
    model->bucket_count = (uint32_t)buckets;
    model->region = region;
    model->near_count = (int)(fields[5] < templates ? fields[5] : templates);
    memcpy(model->threshold, fields + 6, sizeof model->threshold);
    model->enough = (int32_t)(fields[9] < INT32_MAX ? fields[9] : INT32_MAX);
    memcpy(model->odd, start + 48, sizeof model->odd);
    const uint32_t *field = (const uint32_t *)(start + 136);
    for (uint64_t t = 0; t < templates; t++, field += 2) {
        Template *template = &model->templates[t];
        template->with = (int)field[1];
        template->base = t * 8 * 0xC2B2AE3D27D4EB4Fu;
        model->marks |= template->with & 4;
        model->classed |= template->with & 8;
        for (int k = 0; k <= 2 * REACH; k++)
            if (field[0] >> k & 1 && k != REACH)
                template->offsets[template->count++] = (int8_t)k;
    }
    model->rows = rows->buf;
    model->row_count = (uint32_t)characters;
    for (uint32_t k = 0; k < characters; k++) {
        const uint32_t *row = model->rows + k * (2 + CANDIDATES);
        if (row[0] <= 0xFFFF && row[1] <= CANDIDATES)
            model->row_of[row[0]] = (uint16_t)(k + 1);
    }
    field += characters * (2 + CANDIDATES);
    for (uint64_t k = 0; k < markers; k++, field++)
        if (*field <= 0xFFFF)
            model->markers[*field >> 3] |= (uint8_t)(1 << (*field & 7));
    for (uint64_t k = 0; k < classes; k++, field += 2)
        if (field[0] <= 0xFFFF)
            model->classes[field[0]] = (uint8_t)field[1];
    model->buckets = (const uint32_t *)(start + before);
    return model;
}

static void engine_dealloc(EngineObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    free_model(self->model);
    PyBuffer_Release(&self->buffer);
    PyBuffer_Release(&self->model_buffer);
    PyBuffer_Release(&self->rows_buffer);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *engine_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "source", "model", "rows", "region", NULL};
    unsigned long long source = 0;
    unsigned int region = 0;
    PyObject *table, *model = Py_None, *rows = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OK|OOI", names, &table, &source, &model, &rows, &region))
        return NULL;
    EngineObject *self = (EngineObject *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    Reader reader;
    if (PyObject_GetBuffer(table, &self->buffer, PyBUF_SIMPLE) < 0 || !open_table(&self->buffer, source, &reader))
        goto failed;
    read_table(&reader, &self->table);
    if (model != Py_None) {
        if (PyObject_GetBuffer(model, &self->model_buffer, PyBUF_SIMPLE) < 0
            || PyObject_GetBuffer(rows, &self->rows_buffer, PyBUF_SIMPLE) < 0)
            goto failed;
        self->model = read_model(&self->model_buffer, source, &self->rows_buffer, region);
        if (self->model == NULL)
            goto failed;
    }
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

static void overlay_dealloc(OverlayObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyBuffer_Release(&self->buffer);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *overlay_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "source", NULL};
    PyObject *table;
    unsigned long long source = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OK", names, &table, &source))
        return NULL;
    OverlayObject *self = (OverlayObject *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    Reader reader;
    uint32_t size;
    if (PyObject_GetBuffer(table, &self->buffer, PyBUF_SIMPLE) < 0 || !open_table(&self->buffer, source, &reader)) {
        Py_DECREF(self);
        return NULL;
    }
    self->words.keys = read_pairs(&reader);
    self->words.pairs = read_filter(&reader);
    self->words.singles = read_filter(&reader);
    self->words.pool = section(&reader, &size);
    return (PyObject *)self;
}

/* Converts `text`; with `records`, notes what was done. */
static PyObject *run(EngineObject *self, PyObject *text, OverlayObject *overlay, Records *records)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    PyObject *wide = NULL, *owner = NULL, *found = NULL;
    if (size == 0 || (kind == PyUnicode_1BYTE_KIND && overlay == NULL && !(self->table.flags & NARROWS)))
        return Py_NewRef(text); /* no key is of Latin-1 characters alone */
    if ((uint64_t)size > 0x7FFFFFFF) {
        PyErr_SetString(PyExc_OverflowError, "a text of more than 2,147,483,647 characters; convert it in parts");
        return NULL;
    }
    Run r = {.table = &self->table, .model = self->model, .size = size, .room = size, .word_begin = -1};
    r.words = overlay ? &overlay->words : NULL;
    r.records = records;
    r.last_start = r.last_end = UINT32_MAX;
    r.source = PyUnicode_DATA(text);
    void *copy = NULL;
    if (kind == PyUnicode_1BYTE_KIND) {
        copy = PyUnicode_AsUCS4Copy(text);
        if (copy == NULL)
            return NULL;
        r.source = copy;
        kind = PyUnicode_4BYTE_KIND;
        r.owned = 1;
    }
    r.owned |= overlay || (self->table.flags & (SAME_LENGTH | NARROWS)) != SAME_LENGTH;
    if (r.owned) {
        r.out = PyMem_RawMalloc((size_t)size * (size_t)kind);
    } else {
        owner = PyUnicode_New(size, kind == PyUnicode_4BYTE_KIND ? 0x10FFFF : 0xFFFF);
        r.out = owner ? PyUnicode_DATA(owner) : NULL;
    }
    int state = NO_MEMORY;
    if (r.out) {
        if (size >= LONG) {
            Py_BEGIN_ALLOW_THREADS
            state = convert_source(&r, kind);
            Py_END_ALLOW_THREADS
        } else {
            state = convert_source(&r, kind);
        }
    }
    if (state == NO_MEMORY) {
        PyErr_NoMemory();
        goto done;
    }
    int width = state == WIDEN ? PyUnicode_4BYTE_KIND : kind;
    if (width == kind && r.length == size && memcmp(r.out, r.source, (size_t)size * (size_t)kind) == 0)
        found = Py_NewRef(text);
    else if (r.owned || (width == PyUnicode_4BYTE_KIND && !r.wide))
        found = PyUnicode_FromKindAndData(width, r.out, r.length);
    else
        found = Py_NewRef(owner);
done:
    if (r.owned)
        PyMem_RawFree(r.out);
    PyMem_Free(copy);
    Py_XDECREF(owner);
    Py_XDECREF(wide);
    return found;
}

static int parse(EngineObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, OverlayObject **overlay)
{
    State *state = PyType_GetModuleState(type);
    *overlay = NULL;
    if (count < 1 || count > 2 || !PyUnicode_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "expected a string, not %.100s", count ? Py_TYPE(args[0])->tp_name : "nothing");
        return 0;
    }
    if (count == 2 && args[1] != Py_None) {
        if (!Py_IS_TYPE(args[1], state->overlay)) {
            PyErr_SetString(PyExc_TypeError, "expected an Overlay");
            return 0;
        }
        *overlay = (OverlayObject *)args[1];
    }
    return 1;
}

PyDoc_STRVAR(convert_doc, "convert(text, overlay=None, /)\n--\n\nThe converted text; the same object when nothing changes.");

static PyObject *engine_convert(
    EngineObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    OverlayObject *overlay;
    if (!parse(self, type, args, count, &overlay))
        return NULL;
    return run(self, args[0], overlay, NULL);
}

PyDoc_STRVAR(
    explain_doc,
    "explain(text, overlay=None, /)\n--\n\n"
    "The converted text and rows of four 32-bit numbers: start and end of a segment that changed, 0; of a character\n"
    "that the model decided, 1 + its candidate, and the margin; of a user's word, 65535.");

static PyObject *engine_explain(
    EngineObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    OverlayObject *overlay;
    if (!parse(self, type, args, count, &overlay))
        return NULL;
    Records records = {0};
    PyObject *text = run(self, args[0], overlay, &records), *found = NULL;
    if (text) {
        found = Py_BuildValue("Ny#", text, records.count ? (const char *)records.rows : "",
                              (Py_ssize_t)(records.count * sizeof(Row)));
    }
    PyMem_RawFree(records.rows);
    return found;
}

static PyMethodDef engine_methods[] = {
    {"convert", (PyCFunction)(void (*)(void))engine_convert, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, convert_doc},
    {"explain", (PyCFunction)(void (*)(void))engine_explain, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, explain_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(
    engine_doc,
    "Engine(table, source, model=None, rows=None, region=0)\n--\n\n"
    "A packed table made ready. source: the hash of what it must have been made from, 0 for any. model and rows: a\n"
    "context model and the final forms of its candidates in a region.");

static PyType_Slot engine_slots[] = {
    {Py_tp_doc, (void *)engine_doc},
    {Py_tp_new, engine_new},
    {Py_tp_dealloc, engine_dealloc},
    {Py_tp_methods, engine_methods},
    {0, NULL},
};

static PyType_Spec engine_spec = {
    "zh_localize.text._native.Engine", sizeof(EngineObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, engine_slots};

PyDoc_STRVAR(overlay_doc, "Overlay(table, source)\n--\n\nA user's words, packed.");

static PyType_Slot overlay_slots[] = {
    {Py_tp_doc, (void *)overlay_doc},
    {Py_tp_new, overlay_new},
    {Py_tp_dealloc, overlay_dealloc},
    {0, NULL},
};

static PyType_Spec overlay_spec = {
    "zh_localize.text._native.Overlay", sizeof(OverlayObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    overlay_slots};

/* ---- Survey: what kinds of characters a text has, and which of its lines need a closer look ---------------------- */

enum { OTHER, KANA = 2, HAN = 4, KINDS = 64 }; /* HAN and above are ideographs, each kind counted by itself */
enum { ALONE = 1, BEFORE_GRAPHIC = 2, BEFORE_SLASH = 4, THRICE = 8 }; /* ASCII: where it shows a span, or a block */

typedef struct {
    Py_ssize_t counts[KINDS];
    PyObject *busy, *japanese;
    int fenced;
} Survey;

static int add_line(PyObject *list, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *line = Py_BuildValue("(nn)", start, end);
    int failed = line == NULL || PyList_Append(list, line) < 0;
    Py_XDECREF(line);
    return failed;
}

/* The counts of one line, and the lists that it belongs to. */
#define SURVEY(UNIT)                                                                                                     \
    static int survey_##UNIT(Survey *survey, const UNIT *s, Py_ssize_t size, const uint8_t *kinds)                       \
    {                                                                                                                    \
        for (Py_ssize_t i = 0; i < size;) {                                                                              \
            Py_ssize_t start = i, han = 0, kana = 0;                                                                     \
            int trigger = 0, wide = 0;                                                                                   \
            for (; i < size && s[i] != '\n'; i++) {                                                                      \
                uint32_t c = s[i], kind = c <= 0xFFFF ? kinds[c] : c - 0x20000 < 0x20000 ? HAN : OTHER;                  \
                if (c < 0x80) {                                                                                          \
                    if (kind) {                                                                                          \
                        uint32_t next = s[i + 1]; /* at the end, the zero behind the text */                             \
                        trigger |= kind & ALONE || (kind & BEFORE_GRAPHIC && next > ' ' && next < 0x7F)                  \
                                   || (kind & BEFORE_SLASH && next == '/');                                              \
                        survey->fenced |= kind & THRICE && next == c && s[i + 2] == c;                                   \
                    }                                                                                                    \
                    continue;                                                                                            \
                }                                                                                                        \
                wide = 1;                                                                                                \
                survey->counts[kind % KINDS]++;                                                                          \
                han += kind >= HAN;                                                                                      \
                kana += kind == KANA;                                                                                    \
            }                                                                                                            \
            if (trigger && wide && add_line(survey->busy, start, i))                                                     \
                return -1;                                                                                               \
            if (kana > 1 && kana * 6 > han && add_line(survey->japanese, start, i))                                      \
                return -1;                                                                                               \
            i++;                                                                                                         \
        }                                                                                                                \
        return 0;                                                                                                        \
    }

SURVEY(Py_UCS2)
SURVEY(Py_UCS4)

PyDoc_STRVAR(
    survey_doc,
    "survey(text, kinds, /)\n--\n\n"
    "How many characters of each kind there are, the lines with something beyond ASCII in which a\n"
    "protected span may stand, the lines in Japanese, and whether three backticks or tildes stand in a row.\n"
    "kinds: a kind for each character of the BMP.");

static PyObject *survey_text(PyObject *module, PyObject *args)
{
    PyObject *text, *found = NULL, *counts;
    Py_buffer kinds;
    (void)module;
    if (!PyArg_ParseTuple(args, "Uy*", &text, &kinds))
        return NULL;
    Survey survey = {.busy = PyList_New(0), .japanese = PyList_New(0)};
    int kind = PyUnicode_KIND(text), failed = survey.busy == NULL || survey.japanese == NULL || kinds.len != 0x10000;
    if (!failed && kind == PyUnicode_2BYTE_KIND)
        failed = survey_Py_UCS2(&survey, PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), kinds.buf);
    else if (!failed && kind == PyUnicode_4BYTE_KIND)
        failed = survey_Py_UCS4(&survey, PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), kinds.buf);
    if (!failed && (counts = PyTuple_New(KINDS)) != NULL) { /* a text in Latin-1 has nothing to count */
        for (Py_ssize_t k = 0; k < KINDS; k++)
            PyTuple_SET_ITEM(counts, k, PyLong_FromSsize_t(survey.counts[k]));
        found = Py_BuildValue("NOOO", counts, survey.busy, survey.japanese, survey.fenced ? Py_True : Py_False);
    } else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "expected 65,536 kinds");
    }
    PyBuffer_Release(&kinds);
    Py_XDECREF(survey.busy);
    Py_XDECREF(survey.japanese);
    return found;
}

static PyMethodDef native_functions[] = {
    {"survey", survey_text, METH_VARARGS, survey_doc},
    {NULL, NULL, 0, NULL},
};

static int native_exec(PyObject *module)
{
    State *state = PyModule_GetState(module);
    state->engine = (PyTypeObject *)PyType_FromModuleAndSpec(module, &engine_spec, NULL);
    state->overlay = (PyTypeObject *)PyType_FromModuleAndSpec(module, &overlay_spec, NULL);
    if (state->engine == NULL || state->overlay == NULL)
        return -1;
    return PyModule_AddType(module, state->engine) < 0 || PyModule_AddType(module, state->overlay) < 0 ? -1 : 0;
}

static int native_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->engine);
    Py_VISIT(state->overlay);
    return 0;
}

static int native_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->engine);
    Py_CLEAR(state->overlay);
    return 0;
}

static PyModuleDef_Slot native_slots[] = {
    {Py_mod_exec, native_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef native_module = {
    PyModuleDef_HEAD_INIT, .m_name = "_native", .m_doc = "The native core of zh_localize.", .m_size = sizeof(State),
    .m_methods = native_functions, .m_slots = native_slots, .m_traverse = native_traverse, .m_clear = native_clear,
};

PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&native_module); }
